"""A small button for each class, under the reading: what was it really?"""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QSizePolicy, QWidget

from handwriting_app.engine.classes import Classes
from handwriting_app.names import shown_name
from handwriting_app.session.ledger import called
from handwriting_app.ui.sizes import in_type, px, scaled
from handwriting_app.ui.theme import GRID, caption_font
from handwriting_app.ui.widgets.buttons import Place, SegmentButton
from handwriting_app.ui.widgets.plain_text import in_menu, in_tooltip
from handwriting_app.ui.widgets.scrolled import Scrolled
from handwriting_app.ui.widgets.words import set_caption

HEIGHT: Final = 20
NARROWEST: Final = 18
"""Pixels of a button at 100 %, in the usual type."""

IN_SIGHT: Final = 12
"""More classes than this are scrolled through."""
MOST_CHARACTERS: Final = 16
"""Of all names together; longer ones are scrolled through."""


class TrueLabels(QWidget):
    """Checked is what the drawing was said to be; nothing is until a person says so.

    Signals:
        label_chosen(str): by a click.
    """

    label_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("true_labels")
        self.setAccessibleName("What the drawing really is")
        self._classes = Classes.numbered(10)
        self._buttons: dict[str, SegmentButton] = {}
        self._said: str | None = None
        caption = QLabel("It is a", self)
        set_caption(caption)
        caption.setToolTip(
            "Say what the drawing really is, whatever was read: it is kept in My handwriting. Without that, nothing is."
        )
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        scaled(self._row.setSpacing, GRID)
        self._row.addWidget(caption)
        self._buttons_of_classes = self._make()
        self._row.addWidget(self._buttons_of_classes, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setEnabled(False)

    def show_classes(self, classes: Classes) -> None:
        """Have a button for each of these; none for what is none of them, which is not handwriting to learn from."""
        if classes.names == self._classes.names:
            return
        self._classes = classes
        before = self._buttons_of_classes
        self._buttons_of_classes = self._make()
        self._row.replaceWidget(before, self._buttons_of_classes)
        self._buttons_of_classes.show()
        before.hide()
        before.deleteLater()
        self.show_said(self._said)

    def show_said(self, label: str | None) -> None:
        """Show what the drawing was said to be; None: nothing was."""
        self._said = label
        for name, button in self._buttons.items():
            button.setChecked(name == label)

    def has(self, label: str) -> bool:
        """Whether there is a button for it."""
        return label in self._buttons

    def sizeHint(self) -> QSize:
        return QSize(px(240), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(px(200), super().minimumSizeHint().height())

    def _make(self) -> QWidget:
        names = self._classes.names
        row = QWidget(self)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._buttons = {}
        last = len(names) - 1
        for place, name in enumerate(names):
            side: Place = "only" if not last else "first" if not place else "last" if place == last else "middle"
            button = _Small(in_menu(shown_name(name, 12)), side, row)
            button.setObjectName(f"true_label_{place}")
            button.setAccessibleName(f"It is {called(name)}")
            keys = f" (key {name})" if name.isdecimal() and len(name) == 1 else ""
            button.setToolTip(in_tooltip(f"It is {called(name)}: keep it in My handwriting{keys}"))
            button.clicked.connect(partial(self._choose, name))
            layout.addWidget(button, 1)
            self._buttons[name] = button
        scaled(row.setFixedHeight, _height_of)
        if len(names) <= IN_SIGHT and sum(map(len, names)) <= MOST_CHARACTERS:
            return row
        scrolled = Scrolled(row)
        scrolled.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        scrolled.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scaled(scrolled.setFixedHeight, lambda each: _height_of(each) + px(GRID))
        return scrolled

    def _choose(self, name: str) -> None:
        self.show_said(self._said)  # a click alone says nothing yet: it is checked once it is kept
        self.label_chosen.emit(name)


class _Small(SegmentButton):
    """As wide as there is room for, as low as a line of words."""

    def __init__(self, text: str, place: Place, parent: QWidget) -> None:
        super().__init__(text, place, parent)
        in_type(self, caption_font)
        scaled(self.setFixedHeight, _height_of)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(max(words + px(GRID), px(NARROWEST)), _height_of(self))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


def _height_of(_each: QWidget) -> int:
    """Of what is in a row of buttons: no word is cut, however large the system's type is."""
    return max(px(HEIGHT), QFontMetrics(caption_font(QApplication.font())).height() + px(2))
