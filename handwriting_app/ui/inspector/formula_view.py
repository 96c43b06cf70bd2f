"""A typeset formula that fits the room it is given."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QFontInfo, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from handwriting_app.explain.formula import Formula, Text, plain
from handwriting_app.ui.inspector.typeset import LEADING, Box, lines_of
from handwriting_app.ui.sizes import px, pxf
from handwriting_app.ui.theme import theme_of
from handwriting_app.ui.widgets.painting import guarded
from handwriting_app.ui.widgets.tips import set_tip

_SMALLEST = 0.6
"""How far type shrinks, as a share of its usual size, before it is cut off."""


class FormulaView(QWidget):
    """Shows a formula in as many lines as its width needs; its height is fixed, so that nothing jumps.

    What it shows can be read on one line from `text` and its tooltip.
    """

    def __init__(
        self, scale: float, lines: float, parent: QWidget | None = None, *, centred: bool = False, wraps: bool = True
    ) -> None:
        """``scale``: size of the type by that of the font; ``lines``: height in lines of it."""
        super().__init__(parent)
        self._formula: Formula = Text("")
        self._scale = scale
        self._high = lines
        self._centred = centred
        self._wraps = wraps
        self._lines: tuple[tuple[float, Box], ...] | None = None
        self._fit()
        self.setSizePolicy(QSizePolicy.Policy.Ignored if wraps else QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_formula(self, formula: Formula) -> None:
        """Show another formula."""
        if formula == self._formula:
            return
        self._formula = formula
        self._lines = None
        self.setAccessibleName(plain(formula))
        set_tip(self, "" if self._wraps else plain(formula))
        if not self._wraps:
            self.updateGeometry()
        self.update()

    def text(self) -> str:
        """The formula on one line."""
        return plain(self._formula)

    def sizeHint(self) -> QSize:
        if self._wraps:
            return QSize(px(200), self.height())
        ((_, box),) = lines_of(self._formula, self._size(), theme_of(self.palette()), 1e9)
        return QSize(round(box.width) + px(2), self.height())

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._lines is None:
            self._lines = self._fitted()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            gap = self._size() * LEADING
            y = max((self.height() - _height(self._lines, gap)) / 2, 0.0)
            for indent, box in self._lines:
                x = (self.width() - box.width) / 2 if self._centred and len(self._lines) == 1 else indent
                box.draw(painter, max(x, 0.0), y + box.ascent)
                y += box.ascent + box.descent + gap

    def _fitted(self) -> tuple[tuple[float, Box], ...]:
        theme = theme_of(self.palette())
        size = self._size()
        while True:
            lines = lines_of(self._formula, size, theme, self.width() if self._wraps else 1e9)
            height = _height(lines, size * LEADING)
            width = max(indent + box.width for indent, box in lines)
            if (height <= self.height() and width <= self.width()) or size <= self._size() * _SMALLEST:
                return lines
            size -= pxf(1)

    def _fit(self) -> None:
        self.setFixedHeight(round(self._size() * 1.25 * self._high) + px(2))

    def _size(self) -> float:
        return QFontInfo(self.font()).pixelSize() * self._scale

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lines = None
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._lines = None
            self.update()
        if event.type() is QEvent.Type.FontChange:
            self._fit()


def _height(lines: tuple[tuple[float, Box], ...], gap: float) -> float:
    return sum(box.ascent + box.descent for _, box in lines) + gap * (len(lines) - 1)
