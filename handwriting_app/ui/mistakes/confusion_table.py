"""The confusion matrix: a table of counts, each cell coloured, numbered and open to a click."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from handwriting_app.engine.classes import NONE, Classes
from handwriting_app.explain.mistakes import Readings
from handwriting_app.names import shown_name
from handwriting_app.numerals import percent
from handwriting_app.ui.keys import keys_of
from handwriting_app.ui.sizes import px, pxf
from handwriting_app.ui.theme import GRID, Theme, caption_font, contrast, mix, theme_of
from handwriting_app.ui.widgets.painting import guarded
from handwriting_app.ui.widgets.place_tips import PlaceTips
from handwriting_app.ui.widgets.tips import set_tip

Cell = tuple[int, int]
"""True digit and digit read."""

APART: Final = 0.5
"""Columns that would have room between those of the classes and that of none."""

SMALLEST: Final = 10
"""Side of a cell; a table that needs more room than there is can be scrolled."""

_WHAT: Final = 3 * GRID // 2
"""Left of the names of the rows: the words that say what they are."""
_NAMES: Final = 5 * GRID // 2
_MOST_NAMES: Final = 10 * GRID
"""What names of one digit take, and what long ones may."""
_RIGHT: Final = 7 * GRID
_TOP: Final = 4.5 * GRID
_ROOMY: Final = 2.5
"""Heights of a line beyond which a cell's number grows with the cell."""
_STEPS: Final = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}


class ConfusionTable(QWidget):
    """A row for each class, what it is, by a column for each, what was read; beside each row the share read rightly.

    Apart from the columns, how many of each row look like no digit, if the network has an output that says so.

    Signals:
        cell_chosen(Cell | None): by a click or the arrow keys; None: the cell was clicked again, or let go.
    """

    cell_chosen = Signal(object)

    own_keys = keys_of("confusion")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("confusion_table")
        self.setAccessibleName("Confusion matrix")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._classes = Classes.numbered(10)
        self._confusion: NDArray[np.int64] = np.zeros((10, 10), np.int64)
        self._called_none: NDArray[np.int64] = np.zeros(10, np.int64)
        self._chosen: Cell | None = None
        self._hovered: Cell | None = None
        self.speak_of(self._classes)
        PlaceTips(self, self._words_at)

    @property
    def chosen(self) -> Cell | None:
        return self._chosen

    def rows_to_write(self) -> list[list[str]]:
        """A row for each class as it was written: how often it was read as each, and how many look like none."""
        none = [self._classes.none_named] if self._classes.has_none else []
        head = ["written", *(f"read as {name}" for name in self._classes.names), *none]
        rows = [[name, *map(str, row)] for name, row in zip(self._classes.names, self._confusion.tolist(), strict=True)]
        if none:
            rows = [[*row, str(count)] for row, count in zip(rows, self._called_none.tolist(), strict=True)]
        return [head, *rows]

    def show_readings(self, readings: Readings) -> None:
        """Count these."""
        if readings.classes != self._classes:
            self.updateGeometry()
        self._classes, self._confusion = readings.classes, readings.confusion
        self.speak_of(readings.classes)
        self._called_none = readings.called_none
        if self._chosen is not None and max(self._chosen) >= len(self._classes):
            self.choose(None)
        self._describe()
        self.update()

    def choose(self, cell: Cell | None) -> None:
        """Mark a cell, or none, and say so if it is another one."""
        if cell != self._chosen:
            self._chosen = cell
            self._describe()
            self.update()
            self.cell_chosen.emit(cell)

    def words(self, cell: Cell) -> str:
        """What a cell says, as a sentence."""
        true, read = (self._classes.names[place] for place in cell)
        count, total = self._confusion[cell], self._confusion[cell[0]].sum()
        if true == read:
            return f"{count} of {total} held-out {_several(true)} read rightly"
        return f"{count} of {total} held-out {_several(true)} read as {shown_name(read)}"

    def speak_of(self, classes: Classes) -> None:
        """Say in the tooltip what the rows are: digits, or symbols."""
        words = "Row: the true digit; column: what was read. Click a number to see its digits."
        set_tip(self, classes.worded(words))

    def none_words(self, row: int) -> str:
        """What the number under "none" says of a row."""
        total, name = self._confusion[row].sum(), self._classes.names[row]
        none = self._classes.none_named
        return f"{self._called_none[row]} of {total} held-out {_several(name)} look like {none}, whatever else is read"

    def cell_rect(self, cell: Cell) -> QRectF:
        """Where a cell is drawn."""
        return _rect_of(cell, *self._geometry())

    def none_rect(self, row: int) -> QRectF:
        """Where the number under "none" is drawn."""
        return _rect_of((row, len(self._classes) + APART), *self._geometry())

    def cell_at(self, place: QPointF) -> Cell | None:
        side, left, top = self._geometry()
        row, column = math.floor((place.y() - top) / side), math.floor((place.x() - left) / side)
        count = len(self._classes)
        return (row, column) if 0 <= row < count and 0 <= column < count else None

    def sizeHint(self) -> QSize:
        return QSize(px(420), px(360))

    def minimumSizeHint(self) -> QSize:
        count = len(self._classes)
        columns = count + (APART + 1 if self._classes.has_none else 0)
        beside, cell = px(_WHAT + _NAMES + _RIGHT), px(SMALLEST)
        return QSize(
            beside + max(px(200), math.ceil(columns * cell)),
            self._top() + max(px(200), count * cell),
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            cell = self.cell_at(event.position())
            if cell is not None:
                self.choose(None if cell == self._chosen else cell)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.cell_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None:
            row, column = self._chosen or (0, 0)
            moved = (row + step[0], column + step[1]) if self._chosen else (0, 0)
            last = len(self._classes) - 1
            self.choose((min(max(moved[0], 0), last), min(max(moved[1], 0), last)))
        else:
            super().keyPressEvent(event)

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self.palette())
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            side, left, top = self._geometry()
            count = len(self._classes)
            caption = caption_font(self.font())
            centre = Qt.AlignmentFlag.AlignCenter
            painter.setFont(caption)
            painter.setPen(theme.muted)
            right_room, half = self._right(), top / 2
            painter.drawText(QRectF(left, 0, count * side, half), centre, "read as")
            beyond = left + (count + (APART + 1 if self._classes.has_none else 0)) * side
            right = QRectF(beyond, 0, right_room, top)
            painter.drawText(right, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, "right")
            painter.save()
            what = "true digit" if self._classes.are_digits else "what it is"
            line = max(pxf(2 * GRID), QFontMetrics(caption).height())
            painter.translate(left - self._names_width() - self._what() + line / 2, top + count / 2 * side)
            painter.rotate(-90)
            painter.drawText(QRectF(-count / 2 * side, -line / 2, count * side, line), centre, what)
            painter.restore()
            painter.setFont(self._fitting_font(side))
            totals = self._confusion.sum(axis=1)
            wrong = self._confusion.copy()
            np.fill_diagonal(wrong, 0)
            most_wrong = max(int(wrong.max()), 1)
            names = self._names_width()
            for digit, name in enumerate(self._classes.names):
                painter.setPen(theme.text)
                short = _short(name, int(side / painter.fontMetrics().averageCharWidth()))
                painter.drawText(QRectF(left + digit * side, half, side, half), centre, short)
                beside = QRectF(left - names, top + digit * side, names, side)
                elided = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, int(beside.width()))
                painter.drawText(beside, centre, elided)
                share = percent(self._confusion[digit, digit] / totals[digit], is_narrow=True) if totals[digit] else "–"
                place = QRectF(beyond, top + digit * side, right_room, side)
                painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, share)
                for read in range(count):
                    cases = int(self._confusion[digit, read])
                    if digit == read:
                        colour = mix(theme.surface, theme.accent, 0.15 + 0.55 * cases / max(int(totals[digit]), 1))
                    elif cases:
                        colour = mix(theme.surface, theme.positive, 0.25 + 0.75 * cases / most_wrong)
                    else:
                        colour = theme.surface
                    self._paint_cell(painter, _rect_of((digit, read), side, left, top), cases, colour, theme)
            if self._classes.has_none:
                self._paint_none(painter)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            if self._chosen is not None:
                painter.setPen(QPen(theme.text, pxf(3)))
                painter.drawRect(self.cell_rect(self._chosen))
            if self._hovered is not None and self._hovered != self._chosen:
                painter.setPen(QPen(theme.outline, pxf(2)))
                painter.drawRect(self.cell_rect(self._hovered))
            if self.hasFocus() and self._chosen is None:
                painter.setPen(QPen(theme.accent, pxf(1)))
                gap, around = px(2), count * side + px(3)
                painter.drawRect(QRectF(left - gap, top - gap, around, around))

    def _words_at(self, place: QPoint) -> str | None:
        if self._classes.has_none:
            for row in range(len(self._classes)):
                if self.none_rect(row).contains(QPointF(place)):
                    return self.none_words(row)
        cell = self.cell_at(QPointF(place))
        return None if cell is None else self.words(cell)

    def _paint_none(self, painter: QPainter) -> None:
        theme = theme_of(self.palette())
        first = self.none_rect(0)
        painter.setPen(theme.muted)
        half, wide = self._top() / 2, max(px(6 * GRID), painter.fontMetrics().horizontalAdvance(NONE))
        above = QRectF(first.center().x() - wide / 2, half, wide, half)
        painter.drawText(above, Qt.AlignmentFlag.AlignCenter, NONE)
        most = max(int(self._called_none.max()), 1)
        for row, cases in enumerate(self._called_none.tolist()):
            colour = mix(theme.surface, theme.positive, 0.25 + 0.75 * cases / most) if cases else theme.surface
            self._paint_cell(painter, self.none_rect(row), cases, colour, theme)

    def _paint_cell(self, painter: QPainter, rect: QRectF, count: int, colour: QColor, theme: Theme) -> None:
        painter.fillRect(rect, colour)
        if count:
            ink = max((theme.text, theme.background), key=lambda candidate: contrast(candidate, colour))
            painter.setPen(ink)
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, str(count))

    def _geometry(self) -> tuple[float, float, float]:
        """Side of a cell, and the left and top of the first one."""
        rows = len(self._classes)
        columns = rows + (APART + 1 if self._classes.has_none else 0)
        before, top = self._what() + self._names_width(), self._top()
        across = self.width() - before - self._right()
        side = math.floor(min(across / columns, (self.height() - top) / rows))
        return max(side, 1), before + (across - columns * side) // 2, top

    def _top(self) -> int:
        """Room for two lines over the cells."""
        return max(px(_TOP), 2 * self.fontMetrics().height())

    def _right(self) -> int:
        """Room for what is beside the cells."""
        return max(px(_RIGHT), self.fontMetrics().horizontalAdvance(percent(1.0, is_narrow=True)) + px(GRID))

    def _what(self) -> int:
        """Room for the words at the left, of which letters without a descender come up to the names."""
        return max(px(_WHAT), QFontMetrics(caption_font(self.font())).ascent())

    def _names_width(self) -> int:
        """Of the names of the rows."""
        widest = max(map(self.fontMetrics().horizontalAdvance, self._classes.names))
        return min(max(widest + px(GRID), px(_NAMES)), px(_MOST_NAMES))

    def _fitting_font(self, side: float) -> QFont:
        """The usual one, or as small a one as a row is high; in a large table a larger one."""
        font = QFont(self.font())
        usual = self.fontMetrics().height()
        if side < usual:
            font.setPixelSize(max(round(0.85 * side), px(9)))
        elif side > _ROOMY * usual:
            font.setPixelSize(round(side * QFontInfo(font).pixelSize() / (_ROOMY * usual)))
        return font

    def _hover(self, cell: Cell | None) -> None:
        if cell != self._hovered:
            self._hovered = cell
            self.setCursor(Qt.CursorShape.ArrowCursor if cell is None else Qt.CursorShape.PointingHandCursor)
            self.update()

    def _describe(self) -> None:
        right, total = int(np.trace(self._confusion)), int(self._confusion.sum())
        words = self._classes.worded(f"{right} of {total} held-out digits read rightly")
        if self._chosen is not None:
            words = f"{self.words(self._chosen)}. {words}"
        self.setAccessibleDescription(words)


def _rect_of(cell: tuple[float, float], side: float, left: float, top: float) -> QRectF:
    return QRectF(left + cell[1] * side, top + cell[0] * side, side - px(1), side - px(1))


def _short(name: str, most: int) -> str:
    """So much of a name as fits."""
    return name if len(name) <= most else f"{name[: most - 1]}…" if most > 2 else name[: max(most, 1)]


def _several(name: str) -> str:
    """Drawings of a class: 7s, or “heart”."""
    return f"{name}s" if len(name) == 1 else f"“{shown_name(name)}”"
