"""Makes everything in the application larger or smaller, at once."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal
from PySide6.QtWidgets import QApplication, QLayout, QWidget

from handwriting_app.storage.settings_keys import SIZES
from handwriting_app.ui.sizes import SCALE_PROPERTY, scale, set_anew
from handwriting_app.ui.theme import in_proportion
from handwriting_app.ui.theme_switcher import STYLE

USUAL: Final = 100
LARGEST: Final = 400
"""Percent: a person chooses less, but a plot can be presented to a whole room."""


class SizeSwitcher(QObject):
    """Keeps the application's type, its style's lengths and everything that `ui.sizes` has set at one size.

    Widgets need not listen to it: they get ``QEvent.Type.FontChange``.

    Signals:
        size_changed(int): everything has this size now, in percent.
    """

    size_changed = Signal(int)

    def __init__(self, application: QApplication, percent: int = USUAL) -> None:
        """Put the size on; the application's font is that of 100 %, unless an earlier window has changed it."""
        super().__init__(application)
        self._application = application
        self._percent = round(scale() * USUAL)
        self._type = in_proportion(application.font(), USUAL / self._percent)
        self.set_size(percent)

    @property
    def size(self) -> int:
        """Percent."""
        return self._percent

    def set_size(self, percent: int, largest: int = SIZES[-1]) -> None:
        """Show everything at this size, or at the nearest one up to ``largest``."""
        percent = min(max(percent, SIZES[0]), largest)
        if percent == self._percent:
            return
        self._percent = percent
        self._application.setProperty(SCALE_PROPERTY, percent / USUAL)
        if percent == USUAL:
            self._application.setStyle(STYLE)
        else:
            # Not at the top: a window at 100 %, as most are, need not load it.
            from handwriting_app.ui.frame.scaled_style import ScaledStyle

            self._application.setStyle(ScaledStyle(STYLE, scale()))
        self._application.setFont(in_proportion(self._type, scale()))
        # Qt would tell it later; lengths that are set from words are measured in the new type.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.ApplicationFontChange.value)
        for top in self._application.topLevelWidgets():
            set_anew([top, *top.findChildren(QWidget), *top.findChildren(QLayout)])
        self.size_changed.emit(percent)

    def step(self, by: int) -> None:
        """Go ``by`` steps of `SIZES` up, or down where it is negative."""
        steps = [*SIZES] if by > 0 else [*reversed(SIZES)]
        further = [size for size in steps if (size - self._percent) * by > 0]
        if further:
            self.set_size(further[min(abs(by), len(further)) - 1])
