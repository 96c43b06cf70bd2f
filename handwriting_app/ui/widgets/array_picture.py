"""An array as a picture: a coloured cell for each number, its value under the pointer, one cell to choose."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from handwriting_app.numerals import count, fixed, number
from handwriting_app.ui.colour_maps import diverging_image, sequential_image
from handwriting_app.ui.keys import keys_of
from handwriting_app.ui.sizes import px, pxf, scaled
from handwriting_app.ui.theme import Theme, caption_font, contrast, theme_of
from handwriting_app.ui.widgets.heard import say
from handwriting_app.ui.widgets.painting import guarded

Describe = Callable[[int, int], str]

STEPS = 100
"""Pixels at 100 %, or keys, from 0 to the end of the colours when a number is moved."""

TREMOR = 3
"""Pixels at 100 % that the pointer may move while a click is no drag: fewer than where something is dropped."""

_GRID_FROM = 9
"""Pixels at 100 % along a cell from which cells are drawn apart."""

_THIN = 9
"""Pixels at 100 % along a cell below which its outline is drawn around it."""


class ArrayPicture(QWidget):
    """Shows a matrix; cells stretch to fill the widget unless they are to stay square.

    A click chooses a cell. Reached by Tab, the arrow keys move the choice. Where cells are large enough their numbers
    are written in them.

    Where its numbers may be moved, a cell is dragged up or down, ten times as finely with Shift; or + and − move it.

    Signals:
        cell_chosen(int, int): row and column, by a click or the keyboard.
        cell_moved(int, int, float, object): row, column, the number that is asked for, and the drag that asks: the same
            object from its beginning to its end; None for a key.
        typing_requested(int, int): the number of this cell is to be typed.
    """

    cell_chosen = Signal(int, int)
    cell_moved = Signal(int, int, float, object)
    typing_requested = Signal(int, int)

    own_keys = keys_of("cell")

    def __init__(self, parent: QWidget | None = None, *, square: bool = False) -> None:
        """``square``: keep cells square and the picture in the middle."""
        super().__init__(parent)
        self._square = square
        self._values: NDArray[np.float64] = np.zeros((1, 1))
        self._limit = 0.0
        self._is_signed = True
        self._selected: tuple[int | None, int | None] | None = None
        self._labels: tuple[str, ...] = ()
        self._covered: tuple[int, int] | None = None
        self._describe: Describe | None = None
        self._image: QImage | None = None
        self._hovered: tuple[int, int] | None = None
        self._is_movable = False
        self._drag: _Drag | None = None
        self.setMouseTracking(True)
        # A click does not take the focus: afterwards the arrow keys still belong to the view around it.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        scaled(self.setMinimumSize, 12, 12)

    def show_array(
        self,
        values: ArrayLike,
        *,
        limit: float | None = None,
        signed: bool = True,
        selected: tuple[int | None, int | None] | None = None,
        labels: tuple[str, ...] = (),
        describe: Describe | None = None,
        covered: tuple[int, int] | None = None,
        movable: bool = False,
    ) -> None:
        """Show an array.

        Args:
            values: (rows, columns); NaN leaves a cell empty.
            limit: The value at the end of the colours; the largest magnitude if not given.
            signed: Blue below 0 and orange above; otherwise from paper to ink.
            selected: The chosen (row, column); None in place of one of them means the whole column or row.
            labels: Written above the columns.
            describe: The tooltip of a cell, from its row and column.
            covered: The cell that has neither colour nor number, for its value is not to be told.
            movable: Whether its numbers may be moved.
        """
        self._values = np.asarray(values, np.float64)
        finite = np.abs(self._values[np.isfinite(self._values)])
        self._limit = float(finite.max(initial=0.0)) if limit is None else limit
        self._is_signed = signed
        self._selected = selected
        self._labels = labels
        self._describe = describe
        self._covered = covered
        if movable != self._is_movable:
            self._is_movable = movable
            self.own_keys = keys_of("cell", "weight") if movable else keys_of("cell")
            if movable:
                self.setCursor(Qt.CursorShape.SizeVerCursor)
            else:
                self.unsetCursor()
        self._image = None
        self.update()

    def values(self) -> NDArray[np.float64]:
        """What is shown, (rows, columns)."""
        return self._values

    def selected(self) -> tuple[int | None, int | None] | None:
        """The chosen row and column."""
        return self._selected

    def cell_rect(self, row: int, column: int) -> QRectF:
        """Where a cell is, in pixels of the widget."""
        area, (rows, columns) = self._area(), self._values.shape
        width, height = area.width() / columns, area.height() / rows
        return QRectF(area.left() + column * width, area.top() + row * height, width, height)

    def text_at(self, row: int, column: int) -> str:
        """The tooltip of a cell: its value with its index."""
        if self._describe is not None:
            return self._describe(row, column)
        if (row, column) == self._covered:
            return f"[{row}, {column}] = ?"
        return f"[{row}, {column}] = {number(float(self._values[row, column]))}"

    def in_words(self) -> str:
        """The shape, the smallest and the largest number, and the chosen cell."""
        words = array_in_words(self._values if self._covered is None else self._uncovered())
        row, column = self._selected or (None, None)
        if row is None or column is None:
            return words
        return f"{words} Chosen: {self.text_at(row, column)}"

    def _uncovered(self) -> NDArray[np.float64]:
        """The numbers, without the one that is not to be told."""
        values = self._values.copy()
        if self._covered is not None:
            values[self._covered] = np.nan
        return values

    def sizeHint(self) -> QSize:
        return QSize(px(160), px(160)) if self._square else QSize(px(160), px(40))

    # --- painting ------------------------------------------------------------------------------------------------

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self.palette())
        with QPainter(self) as painter:
            area = self._area()
            if self._image is None:
                self._image = self._draw(theme)
            cell = self.cell_rect(0, 0)
            # Fewer pixels than cells: average them, so that no row is dropped.
            is_fine = cell.width() < 1 or cell.height() < 1
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, is_fine)
            painter.drawImage(area, self._image)
            if min(cell.width(), cell.height()) >= px(_GRID_FROM):
                self._paint_grid(painter, theme)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            self._paint_edge(painter, QPen(theme.grid, px(1), j=Qt.PenJoinStyle.MiterJoin))
            self._paint_labels(painter, theme)
            self._paint_numbers(painter, theme)
            if self._hovered is not None:
                self._outline(painter, self.cell_rect(*self._hovered), QColor(theme.muted), 1)
            self._paint_selected(painter, theme)
            if self.hasFocus():
                self._paint_edge(painter, QPen(theme.accent, px(1), Qt.PenStyle.DashLine))

    def _paint_edge(self, painter: QPainter, pen: QPen) -> None:
        """Draw along the edge, within it."""
        painter.setPen(pen)
        line = pen.width()
        area, inset = QRectF(self._area()), (line - 1) / 2
        painter.drawRect(QRectF(area.x() + inset, area.y() + inset, area.width() - line, area.height() - line))

    def _draw(self, theme: Theme) -> QImage:
        draw = diverging_image if self._is_signed else sequential_image
        image = draw(self._values, self._limit, theme)
        is_empty = np.isnan(self._values)
        if self._covered is not None:
            is_empty[self._covered] = True
        if is_empty.any():
            image = image.convertToFormat(QImage.Format.Format_ARGB32)
            for row, column in np.argwhere(is_empty):
                image.setPixelColor(int(column), int(row), QColor(Qt.GlobalColor.transparent))
        return image

    def _paint_grid(self, painter: QPainter, theme: Theme) -> None:
        rows, columns = self._values.shape
        area = self._area()
        painter.setPen(QPen(theme.grid, px(1)))
        for row in range(1, rows):
            y = round(self.cell_rect(row, 0).top())
            painter.drawLine(area.left(), y, area.right(), y)
        for column in range(1, columns):
            x = round(self.cell_rect(0, column).left())
            painter.drawLine(x, area.top(), x, area.bottom())

    def _paint_labels(self, painter: QPainter, theme: Theme) -> None:
        painter.setFont(caption_font(self.font()))
        painter.setPen(theme.muted)
        for column, text in enumerate(self._labels):
            cell = self.cell_rect(0, column)
            over = QRectF(cell.left(), cell.top() - self._header(), cell.width(), self._header())
            painter.drawText(over, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_numbers(self, painter: QPainter, theme: Theme) -> None:
        cell = self.cell_rect(0, 0)
        painter.setFont(caption_font(self.font()))
        metrics = painter.fontMetrics()
        if self._covered is not None and metrics.height() <= cell.height() + px(4):
            painter.setPen(theme.text)
            painter.drawText(self.cell_rect(*self._covered), Qt.AlignmentFlag.AlignCenter, "?")
        if cell.height() < metrics.height() or cell.width() < metrics.horizontalAdvance("−0.00") + px(4):
            return
        for (row, column), value in np.ndenumerate(self._values):
            if np.isnan(value) or self._image is None or (row, column) == self._covered:
                continue
            text = number(float(value), 2)
            if metrics.horizontalAdvance(text) > cell.width() - px(6):
                text = fixed(float(value), 2)
            ground = self._image.pixelColor(int(column), int(row))
            painter.setPen(theme.ink if contrast(theme.ink, ground) >= contrast(theme.paper, ground) else theme.paper)
            painter.drawText(self.cell_rect(row, column), Qt.AlignmentFlag.AlignCenter, text)

    def _paint_selected(self, painter: QPainter, theme: Theme) -> None:
        if self._selected is None:
            return
        row, column = self._selected
        rows, columns = self._values.shape
        first = self.cell_rect(row if row is not None else 0, column if column is not None else 0)
        last = self.cell_rect(row if row is not None else rows - 1, column if column is not None else columns - 1)
        self._outline(painter, first.united(last), theme.text, 2)

    def _outline(self, painter: QPainter, around: QRectF, colour: QColor, width: int) -> None:
        """A line in ``colour`` with a lighter or darker one about it, so that it is seen on any ground."""
        rect, is_thin = self._outline_of(around)
        edge = px(1)
        width = edge if is_thin else width * edge
        inner = rect.intersected(self.rect()).adjusted(edge, edge, -2 * edge, -2 * edge)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme_of(self.palette()).paper, width + 2 * edge, j=Qt.PenJoinStyle.MiterJoin))
        painter.drawRect(inner)
        painter.setPen(QPen(colour, width, j=Qt.PenJoinStyle.MiterJoin))
        painter.drawRect(inner)

    def _outline_of(self, around: QRectF) -> tuple[QRect, bool]:
        """Where the outline of a cell is, and whether it goes round the cell, as about one of a few pixels it must."""
        rect = around.toAlignedRect()
        thin = px(_THIN)
        is_thin = rect.width() < thin or rect.height() < thin
        if rect.width() < thin:
            rect = QRect(rect.center().x() - thin // 2, rect.top(), thin, rect.height())
        if rect.height() < thin:
            rect = QRect(rect.left(), rect.center().y() - thin // 2, rect.width(), thin)
        return rect, is_thin

    # --- geometry ------------------------------------------------------------------------------------------------

    def _header(self) -> int:
        return self.fontMetrics().height() if self._labels else 0

    def _area(self) -> QRect:
        area = self.rect().adjusted(0, self._header(), 0, 0)
        if not self._square:
            return area
        rows, columns = self._values.shape
        cell = max(min(area.width() // columns, area.height() // rows), 1)
        left = area.left() + (area.width() - cell * columns) // 2
        return QRect(left, area.top(), cell * columns, cell * rows)

    def _cell_at(self, at: QPoint) -> tuple[int, int] | None:
        area, (rows, columns) = self._area(), self._values.shape
        if not area.contains(at):
            return None
        row = min(int((at.y() - area.top()) * rows / area.height()), rows - 1)
        column = min(int((at.x() - area.left()) * columns / area.width()), columns - 1)
        return None if np.isnan(self._values[row, column]) else (row, column)

    def _outlined_at(self, at: QPoint) -> tuple[int, int] | None:
        """The chosen cell, if its outline is there and it may be moved: a thinner cell is taken hold of by that."""
        row, column = self._selected or (None, None)
        if not self._is_movable or row is None or column is None:
            return None
        return (row, column) if self._outline_of(self.cell_rect(row, column))[0].contains(at) else None

    # --- mouse and keyboard --------------------------------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is not None:
            # Where the pointer is on the screen: what is around this picture may scroll meanwhile.
            is_fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if self._drag.go_on(event.globalPosition().y(), is_fine=is_fine):
                QToolTip.hideText()
                self.cell_moved.emit(*self._drag.cell, self._drag.value, self._drag)
            return
        cell = self._cell_at(event.position().toPoint())
        if cell != self._hovered:
            self._hovered = cell
            self.update()
        if cell is None:
            QToolTip.hideText()
        else:
            words = self.text_at(*cell) + ("\nDrag it up or down to change it" if self._is_movable else "")
            QToolTip.showText(event.globalPosition().toPoint(), words, self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        cell = self._cell_at(at)
        if event.button() != Qt.MouseButton.LeftButton or cell is None:
            return
        held = self._outlined_at(at) or cell
        if self._is_movable and held != self._covered:
            self._drag = _Drag(held, cell, float(self._values[held]), self._scale(), event.globalPosition().y())
        if held == cell:
            self.cell_chosen.emit(*cell)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._drag is None:
            return
        drag, self._drag = self._drag, None
        if not drag.has_begun and drag.pressed != drag.cell:
            self.cell_chosen.emit(*drag.pressed)  # a click beside the chosen cell, but within its outline

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = None
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        move = _move(event)
        if move is None:
            if not self._move_number(event):
                super().keyPressEvent(event)
            return
        rows, columns = self._values.shape
        row, column = self._selected or (0, 0)
        row = min(max((row or 0) + move[0], 0), rows - 1)
        column = min(max((column or 0) + move[1], 0), columns - 1)
        if not np.isnan(self._values[row, column]):
            self.cell_chosen.emit(row, column)
            say(self, self.text_at(row, column))

    def _move_number(self, event: QKeyEvent) -> bool:
        """Move the number of the chosen cell, or ask for its being typed, if the key does."""
        row, column = self._selected or (None, None)
        if not self._is_movable or row is None or column is None:
            return False
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.typing_requested.emit(row, column)
            return True
        sign = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}.get(key)
        if sign is not None:
            value = float(self._values[row, column]) + sign * self._scale() / STEPS
            self.cell_moved.emit(row, column, value, None)
        return sign is not None

    def _scale(self) -> float:
        """How far the numbers reach, as far as that is known."""
        return self._limit if 0 < self._limit < np.inf else 1.0

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._image = None


def _counted(how_many: int, what: str) -> str:
    return f"{count(how_many)} {what}{'s' if how_many != 1 else ''}"


def array_in_words(values: NDArray[np.float64]) -> str:
    """What there is to say of a matrix (rows, columns): its shape, its smallest and its largest number."""
    rows, columns = values.shape
    shape = f"{_counted(rows, 'row')} and {_counted(columns, 'column')} of numbers"
    known = values[np.isfinite(values)]
    if not len(known):
        return f"{shape}, none of which is known."
    return f"{shape}, from {number(float(known.min()))} to {number(float(known.max()))}."


class _Drag:
    """One number, held by the pointer.

    Attributes:
        cell: Row and column.
        pressed: Those under the pointer when it was pressed, which may be beside a thin cell.
        value: What is asked for so far.
        has_begun: Whether it is a drag, and not the tremor of a click.
    """

    def __init__(self, cell: tuple[int, int], pressed: tuple[int, int], value: float, scale: float, y: float) -> None:
        self.cell = cell
        self.pressed = pressed
        self.value = value
        self._scale = scale
        self._y = y
        self.has_begun = False

    def go_on(self, y: float, *, is_fine: bool) -> bool:
        """The pointer is at ``y``; whether that is a drag by now."""
        if not self.has_begun and abs(y - self._y) < pxf(TREMOR):
            return False
        self.has_begun = True
        self.value += (self._y - y) * self._scale / (pxf(STEPS) * (10 if is_fine else 1))
        self._y = y
        return True


def _move(event: QKeyEvent) -> tuple[int, int] | None:
    """The step in rows and columns that an arrow key asks for."""
    if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
        return None
    moves = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}
    return moves.get(Qt.Key(event.key()))
