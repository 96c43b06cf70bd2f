"""Lengths and type that follow the size at which a person looks at the window: 80 to 250 %.

Whatever is painted asks `px` or `pxf` as it paints; what is set once, a margin or a font, is set through `scaled` or
`in_type`, which note it on the object itself. `ui/frame/size_switcher.py` sets all of that anew when the size changes,
and every widget gets a ``QEvent.Type.FontChange``, by which it knows that its lengths have changed as well.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject, QSize
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QBoxLayout,
    QLayout,
    QSizePolicy,
    QWidget,
)

SCALE_PROPERTY: Final = "scale of all lengths"
"""Of the application: what the size switcher has put there."""
_LENGTHS: Final = "usual lengths: "
_TYPE: Final = "usual type"

TakesPixels = Callable[..., object]
TypeOf = Callable[[QFont], QFont]
Length = float | Callable[[QWidget], float]
"""Pixels at 100 %, or what measures the owner's words in its font, in pixels as they are."""


class _Lengths:
    """What a dynamic property holds; Qt leaves it as it is."""

    __slots__ = ("lengths", "set_to")

    def __init__(self, set_to: Callable[..., object], lengths: Sequence[Length]) -> None:
        self.set_to = set_to
        self.lengths = tuple(lengths)


class _Type:
    """What a dynamic property holds; Qt leaves it as it is."""

    __slots__ = ("of",)

    def __init__(self, of: TypeOf) -> None:
        self.of = of


def scale() -> float:
    """How many pixels a length of 1 is; 1.0 at 100 %."""
    application = QCoreApplication.instance()
    value = application.property(SCALE_PROPERTY) if application is not None else None
    return value if isinstance(value, float) else 1.0


def px(length: float) -> int:
    """A length at 100 % in whole pixels; what is not 0 does not become 0."""
    pixels = round(length * scale())
    return pixels if pixels or not length else (1 if length > 0 else -1)


def pxf(length: float) -> float:
    """A length at 100 % in pixels, for painting."""
    return length * scale()


def scaled(setter: TakesPixels, *lengths: Length) -> None:
    """Call a setter of a widget or layout with these lengths, now and whenever the size changes.

    Args:
        setter: A bound method of a `QObject` that takes whole pixels, such as ``layout.setContentsMargins``.
        *lengths: What it takes, at 100 %; or functions of its owner, which must not hold on to it.

    Raises:
        TypeError: ``setter`` is no such method.
    """
    owner, name = getattr(setter, "__self__", None), getattr(setter, "__name__", "")
    if not isinstance(owner, QObject):
        raise TypeError(f"{setter!r} is no method of a widget or layout")
    _note(owner, name, getattr(type(owner), name), lengths)


def scaled_icon(of: QAbstractButton | QAbstractItemView, width: float, height: float) -> None:
    """`scaled` for the size of icons."""
    _note(of, "setIconSize", _set_icon_size, (width, height))


def add_space(layout: QBoxLayout, length: float) -> None:
    """``layout.addSpacing``, now and whenever the size changes; what is added to the layout later stands after it."""
    place = layout.count()
    layout.addSpacing(0)
    _note(layout, f"space {place}", partial(_set_space, place), (length,))


def in_type(widget: QWidget, of: TypeOf) -> None:
    """Give a widget the font that ``of`` makes of the application's, now and whenever the size changes."""
    widget.setProperty(_TYPE, _Type(of))
    widget.setFont(of(QApplication.font()))


def fit_words(button: QAbstractButton, beside: float, least: float = 0) -> None:
    """Never make a button narrower than its words and ``beside`` for its ends, or than ``least``; pixels at 100 %."""
    scaled(button.setMinimumWidth, lambda each: max(_width_of_words(each) + px(beside), px(least)))


def set_anew(objects: Sequence[QObject]) -> None:
    """Set everything that the functions above have noted on these objects at the present size."""
    noted: list[tuple[QObject, _Lengths]] = []
    for each in objects:
        for name in each.dynamicPropertyNames():
            words = bytes(name.data()).decode()
            if not words.startswith((_TYPE, _LENGTHS)):
                continue  # Qt keeps there what Python cannot read
            value = each.property(words)
            if isinstance(value, _Type) and isinstance(each, QWidget):
                each.setFont(value.of(QApplication.font()))
            elif isinstance(value, _Lengths):
                noted.append((each, value))
    for each, value in noted:  # words are measured once all of them have their type
        _set(each, value)
    for each in objects:  # of what has never been seen, Qt does not tell what is around it
        if isinstance(each, QLayout):
            each.invalidate()
            around = each.parentWidget()
            if around is not None:
                around.updateGeometry()


def _width_of_words(of: QWidget) -> int:
    return of.fontMetrics().horizontalAdvance(of.text()) if isinstance(of, QAbstractButton) else 0


def _note(owner: QObject, name: str, set_to: Callable[..., object], lengths: Sequence[Length]) -> None:
    value = _Lengths(set_to, lengths)
    owner.setProperty(_LENGTHS + name, value)
    _set(owner, value)


def _set(owner: QObject, value: _Lengths) -> None:
    pixels = [px(length) if isinstance(length, int | float) else round(length(owner)) for length in value.lengths]  # type: ignore[arg-type]
    value.set_to(owner, *pixels)


def _set_space(place: int, layout: QBoxLayout, length: int) -> None:
    item = layout.itemAt(place)
    space = item.spacerItem() if item is not None else None
    if space is None:
        return  # taken away
    fixed, least = QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Minimum
    if layout.direction() in (QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.RightToLeft):
        space.changeSize(length, 0, fixed, least)
    else:
        space.changeSize(0, length, least, fixed)
    layout.invalidate()


def _set_icon_size(of: QAbstractButton | QAbstractItemView, width: int, height: int) -> None:
    of.setIconSize(QSize(width, height))
