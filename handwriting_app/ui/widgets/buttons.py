"""Buttons that look otherwise than the platform's: the filled one, and those that stand in a row as one.

They paint themselves: a style sheet would be laid over every widget again at each change of theme.
"""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QWidget

from handwriting_app.ui.sizes import in_type, px, pxf
from handwriting_app.ui.theme import GRID, Theme, mix, theme_of
from handwriting_app.ui.widgets.painting import guarded

Place = Literal["first", "middle", "last", "only"]

RADIUS = 4.0
"""Pixels at 100 %."""


class PrimaryButton(QPushButton):
    """The one filled button."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        in_type(self, _half_bold)

    def sizeHint(self) -> QSize:
        return _size_of(self, 2 * GRID + 2, GRID, 20)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @guarded
    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = theme_of(self.palette())
        fill = theme.grid if not self.isEnabled() else mix(theme.accent, theme.text, self._shade())
        edge = theme.text if self.hasFocus() and self.isEnabled() else fill
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            line, radius = pxf(1), pxf(RADIUS)
            painter.setPen(QPen(edge, 2 * line))
            painter.setBrush(fill)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(line, line, -line, -line), radius, radius)
            painter.setPen(theme.accent_text if self.isEnabled() else theme.muted)
            painter.drawText(self.rect(), _CENTRED, self.text())

    def _shade(self) -> float:
        if self.isDown():
            return 0.25
        return 0.12 if self.underMouse() else 0.0


class SegmentButton(QPushButton):
    """One of a row that looks like one button in parts."""

    def __init__(self, text: str, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._place = place
        self.setCheckable(True)

    def sizeHint(self) -> QSize:
        return _size_of(self, GRID, 4, 18)

    def minimumSizeHint(self) -> QSize:
        """Less about the words where many stand in a row: no word is cut."""
        return _size_of(self, 3, 4, 18)

    @guarded
    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = theme_of(self.palette())
        edge = theme.outline if self.isEnabled() else theme.grid
        begins, ends = self._place in ("first", "only"), self._place in ("last", "only")
        # What is not to be seen, round corners and a left edge between two of them, lies outside.
        line, radius = px(1), pxf(RADIUS)
        frame = QRectF(self.rect()).adjusted(line / 2, line / 2, -line / 2, -line / 2)
        frame.adjust(0 if begins else -2 * radius, 0, 0 if ends else 2 * radius, 0)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(edge, line))
            painter.setBrush(self._fill(theme))
            painter.drawRoundedRect(frame, radius, radius)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            if not ends:
                painter.fillRect(self.width() - line, 0, line, self.height(), edge)
            foot, colour = self._foot(theme)
            painter.fillRect(0, self.height() - px(foot), self.width(), px(foot), colour)
            painter.setPen(theme.text if self.isEnabled() else theme.muted)
            painter.drawText(self.rect(), _CENTRED, self.text())

    def _fill(self, theme: Theme) -> QColor:
        if not self.isEnabled():
            return theme.grid if self.isChecked() else theme.background
        if self.isChecked():
            return theme.tint
        return mix(theme.surface, theme.grid, 0.5) if self.underMouse() else theme.surface

    def _foot(self, theme: Theme) -> tuple[int, QColor]:
        """Height at 100 %, and colour, of the line at the foot."""
        if self.hasFocus() and self.isEnabled():
            return 3, theme.text
        return (2, theme.accent) if self.isChecked() and self.isEnabled() else (0, theme.outline)


_CENTRED = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextShowMnemonic


def _half_bold(base: QFont) -> QFont:
    font = QFont(base)
    font.setWeight(QFont.Weight.DemiBold)
    return font


def _size_of(button: QPushButton, beside: int, above: int, least_height: int) -> QSize:
    """Room for the words, with so many pixels at 100 % at each side of them."""
    words = button.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, button.text())
    return QSize(words.width() + 2 * px(beside), max(words.height(), px(least_height)) + 2 * px(above))
