"""All classes side by side through the epochs: a row for each epoch, a column for each class."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from handwriting_app.explain.dream import FULL, Dreams
from handwriting_app.names import shown_name
from handwriting_app.numerals import percent
from handwriting_app.ui.colour_maps import sequential_image
from handwriting_app.ui.keys import keys_of
from handwriting_app.ui.sizes import px, pxf
from handwriting_app.ui.theme import GRID, Theme, caption_font, theme_of
from handwriting_app.ui.widgets.painting import guarded
from handwriting_app.ui.widgets.place_tips import PlaceTips

Cell = tuple[int, int]
"""Row and column."""

SMALLEST: Final = 28
"""The side of a cell; a grid that needs more room than there is can be scrolled."""
LARGEST: Final = 72

_TOP: Final = 2.5 * GRID
_GAP: Final = 4
_MULTIPLE: Final = 4
_PALE: Final = 0.45
"""Opacity of dreams that are about to be replaced."""
_STEPS: Final = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}


@dataclass(frozen=True, slots=True, eq=False)
class GridRow:
    """One epoch.

    Attributes:
        label: Beside the row.
        dreams: Of all outputs; None where they are still to come.
        is_read_with: Whether digits are read with the weights of this epoch.
        is_stale: Whether they are about to be replaced.
    """

    label: str
    dreams: Dreams | None
    is_read_with: bool = False
    is_stale: bool = False

    def is_same(self, other: GridRow) -> bool:
        """Whether it looks like another one."""
        return self.dreams is other.dreams and (self.label, self.is_read_with, self.is_stale) == (
            other.label,
            other.is_read_with,
            other.is_stale,
        )


class DreamGrid(QWidget):
    """The finished dreams. A click, or the arrow keys, choose one.

    Signals:
        cell_chosen(int, int): row and column.
    """

    cell_chosen = Signal(int, int)

    own_keys = keys_of("dreams")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("dream_grid")
        self.setAccessibleName("Dreams of all classes by the epoch")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._names: tuple[str, ...] = ()
        self._rows: tuple[GridRow, ...] = ()
        self._chosen: Cell = (0, 0)
        self._hovered: Cell | None = None
        self._images: dict[tuple[int, int], QImage] = {}  # by the identity of the dreams and the column
        PlaceTips(self, self._words_at)

    @property
    def chosen(self) -> Cell:
        return self._chosen

    def show_rows(self, names: Sequence[str], rows: Sequence[GridRow], chosen: Cell) -> None:
        """Show ``rows`` of as many dreams as there are ``names``; the one at ``chosen`` is shown large elsewhere."""
        is_other_size = (len(names), len(rows)) != (len(self._names), len(self._rows))
        before = self._names, self._rows, self._chosen, self._geometry()
        self._names, self._rows, self._chosen = tuple(names), tuple(rows), chosen
        known = {id(row.dreams) for row in rows}
        self._images = {key: image for key, image in self._images.items() if key[0] in known}
        self._hovered = None if is_other_size else self._hovered
        self.setAccessibleDescription(self.words(chosen))
        if is_other_size:
            self.updateGeometry()
        if (self._names, chosen, self._geometry()) != (before[0], *before[2:]) or is_other_size:
            self.update()
            return
        for number, (old, new) in enumerate(zip(before[1], rows, strict=True)):
            if not old.is_same(new):
                top = self.cell_rect((number, 0))
                self.update(QRectF(0, top.top() - px(_GAP), self.width(), top.height() + 2 * px(_GAP)).toAlignedRect())

    def words(self, cell: Cell) -> str:
        """What a cell shows, as a sentence."""
        row, column = self._rows[cell[0]], cell[1]
        name = shown_name(self._names[column])
        if row.dreams is None:
            return f"{_capital(row.label)}, {name}: still to be dreamt"
        share = float(row.dreams.probabilities[-1, column])
        return f"{_capital(row.label)}, {name}: {percent(share)} sure of it"

    def cell_rect(self, cell: Cell) -> QRectF:
        """Where a cell is drawn."""
        return _rect_of(cell, *self._geometry(), self._top())

    def cell_at(self, place: QPointF) -> Cell | None:
        side, left = self._geometry()
        step = side + px(_GAP)
        row, column = math.floor((place.y() - self._top()) / step), math.floor((place.x() - left) / step)
        return (row, column) if 0 <= row < len(self._rows) and 0 <= column < len(self._names) else None

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        step = px(SMALLEST) + px(_GAP)
        return QSize(
            math.ceil(self._left() + len(self._names) * step),
            math.ceil(self._top() + max(len(self._rows), 1) * step),
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position())
        if event.button() is Qt.MouseButton.LeftButton and cell is not None:
            self.cell_chosen.emit(*cell)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.cell_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or not self._rows:
            super().keyPressEvent(event)
            return
        row = min(max(self._chosen[0] + step[0], 0), len(self._rows) - 1)
        column = min(max(self._chosen[1] + step[1], 0), len(self._names) - 1)
        self.cell_chosen.emit(row, column)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._images.clear()
            self.updateGeometry()

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self.palette())
        side, left = self._geometry()
        gap, top, hair = px(_GAP), self._top(), pxf(1)
        seen = QRectF(event.rect())
        with QPainter(self) as painter:
            usual, bold = caption_font(self.font()), self._bold()
            for column, name in enumerate(self._names):
                painter.setFont(bold if column == self._chosen[1] else usual)
                painter.setPen(theme.text)
                above = QRectF(left + column * (side + gap), 0, side, top - pxf(2))
                short = painter.fontMetrics().elidedText(
                    shown_name(name), Qt.TextElideMode.ElideMiddle, round(side + gap)
                )
                painter.drawText(above.adjusted(-gap, 0, gap, 0), Qt.AlignmentFlag.AlignCenter, short)
            for number, row in enumerate(self._rows):
                if not _rect_of((number, 0), side, left, top).adjusted(-left, 0, self.width(), 0).intersects(seen):
                    continue
                painter.setFont(bold if row.is_read_with else usual)
                painter.setPen(theme.text if row.is_read_with else theme.muted)
                beside = QRectF(0, top + number * (side + gap), left - pxf(GRID), side)
                painter.drawText(beside, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, row.label)
                for column in range(len(self._names)):
                    place = _rect_of((number, column), side, left, top)
                    if place.intersects(seen):
                        self._paint_cell(painter, place, row, column, theme)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            if self._rows:
                chosen = self.cell_rect(self._chosen)
                painter.setPen(QPen(theme.accent, 2 * hair))
                painter.drawRect(chosen.adjusted(-hair, -hair, hair, hair))
                if self.hasFocus():
                    painter.setPen(QPen(theme.text, hair, Qt.PenStyle.DotLine))
                    painter.drawRect(chosen.adjusted(hair, hair, -2 * hair, -2 * hair))
            if self._hovered is not None and self._hovered != self._chosen:
                painter.setPen(QPen(theme.outline, 2 * hair))
                painter.drawRect(self.cell_rect(self._hovered))

    def _paint_cell(self, painter: QPainter, place: QRectF, row: GridRow, column: int, theme: Theme) -> None:
        painter.fillRect(place, theme.surface)
        if row.dreams is not None:
            key = (id(row.dreams), column)
            if key not in self._images:
                self._images[key] = sequential_image(row.dreams.counts[-1, column], FULL, theme)
            painter.setOpacity(_PALE if row.is_stale else 1.0)
            painter.drawImage(place, self._images[key])
            painter.setOpacity(1.0)
        painter.setPen(QPen(theme.grid, pxf(1)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(place.adjusted(0, 0, -pxf(1), -pxf(1)))

    def _left(self) -> float:
        metrics = QFontMetricsF(self._bold())
        return max((metrics.horizontalAdvance(row.label) for row in self._rows), default=0.0) + pxf(1.5 * GRID)

    def _bold(self) -> QFont:
        font = caption_font(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def _geometry(self) -> tuple[float, float]:
        """Side of a cell, a multiple of `_MULTIPLE`, and the left of the first column."""
        left = self._left()
        across = (self.width() - left) / max(len(self._names), 1) - px(_GAP)
        up = (self.height() - self._top()) / max(len(self._rows), 1) - px(_GAP)
        side = min(max(min(across, up), px(SMALLEST)), px(LARGEST))
        step = px(_MULTIPLE)
        return float(side // step * step), left

    def _top(self) -> int:
        """Room for the names of the columns."""
        return max(px(_TOP), self.fontMetrics().height())

    def _hover(self, cell: Cell | None) -> None:
        if cell != self._hovered:
            self._hovered = cell
            self.setCursor(Qt.CursorShape.ArrowCursor if cell is None else Qt.CursorShape.PointingHandCursor)
            self.update()

    def _words_at(self, place: QPoint) -> str | None:
        cell = self.cell_at(QPointF(place))
        return None if cell is None else self.words(cell)


def _rect_of(cell: Cell, side: float, left: float, top: float) -> QRectF:
    step = side + px(_GAP)
    return QRectF(left + cell[1] * step, top + cell[0] * step, side, side)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
