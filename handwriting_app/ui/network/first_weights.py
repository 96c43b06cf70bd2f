"""The weights of the first layer as pictures: what each of its units looks for in the 8 × 8 counts."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from handwriting_app.engine.arrays import Array
from handwriting_app.numerals import count, number
from handwriting_app.ui.colour_maps import diverging_image
from handwriting_app.ui.sizes import px, pxf, scale
from handwriting_app.ui.theme import Theme, mix, theme_of
from handwriting_app.ui.widgets.painting import guarded
from handwriting_app.ui.widgets.place_tips import PlaceTips

_GAP: Final = 2
_CELL: Final = 8
_SIZES: Final = (64, 56, 48, 40, 32, 24, 16, 8)
"""Sides of a picture, each of so many cells at either side."""


class FirstWeights(QWidget):
    """A small picture for each unit of layer 1, as large as lets all be seen; orange where ink speaks for the unit.

    Signals:
        unit_chosen(int), unit_hovered(int | None): units of layer 1.
    """

    unit_chosen = Signal(int)
    unit_hovered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("first_weights")
        self.setAccessibleName("Weights of layer 1 as pictures")
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._weights: Array = np.zeros((0, 64))
        self._limit = 0.0
        self._unit: int | None = None
        self._hovered: int | None = None
        self._side, self._columns = _SIZES[-1], 1
        PlaceTips(self, self._words_at)

    @property
    def limit(self) -> float:
        """The weight at the ends of the colours."""
        return self._limit

    def show_weights(self, weights: Array) -> None:
        """Show the weights (units, 64) of the first layer; the colours end where all but the largest 1 % do."""
        self._weights = weights
        self._limit = float(np.quantile(np.abs(weights), 0.99)) if weights.size else 0.0
        self._fit()
        self.update()

    def mark(self, unit: int | None) -> None:
        """Frame one picture, or none."""
        if unit != self._unit:
            self._unit = unit
            self.update()

    def in_words(self) -> str:
        """How many pictures there are, and what the colours mean."""
        if not len(self._weights):
            return "There are no weights of pixels yet."
        each = f"{count(len(self._weights))} pictures of 8 by 8 weights, blue below 0 and orange above"
        framed = "" if self._unit is None else f" Unit {count(self._unit)} is framed."
        return f"{each}; the colours end at {number(self._limit)} on either side.{framed}"

    def shown(self) -> int:
        """How many units have room: the first ones."""
        return min(len(self._weights), self._columns * max(1, (self.height() + px(_GAP)) // (self._side + px(_GAP))))

    def rect_of(self, unit: int) -> QRect:
        """Where a unit's picture is."""
        side, line = self._side, px(1)
        row, column = divmod(unit, self._columns)
        pitch = side + px(_GAP)
        return QRect(line + column * pitch, line + row * pitch, side, side)

    def sizeHint(self) -> QSize:
        return QSize(px(430), px(6 * (16 + _GAP)))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(200), px(6 * (16 + _GAP)))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._unit_at(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None)
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        unit = self._unit_at(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and unit is not None:
            self.unit_chosen.emit(unit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        count = self.shown()
        if not count:
            return
        theme = theme_of(self.palette())
        with QPainter(self) as painter:
            # One picture of all, with the frames between: to paint each by itself takes twenty times as long.
            painter.drawImage(0, 0, self._sheet(count, theme))
            if self._unit is not None and self._unit < count:
                painter.setPen(QPen(theme.text, pxf(2)))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(self.rect_of(self._unit))

    def _sheet(self, count: int, theme: Theme) -> QImage:
        """The first ``count`` pictures in their places, framed."""
        side, pitch, line = self._side, self._side + px(_GAP), px(1)
        columns, rows = min(self._columns, count), math.ceil(count / self._columns)
        weights = np.zeros((rows * columns, 8, 8))
        weights[:count] = self._weights[:count].reshape(-1, 8, 8)
        above_each_other = diverging_image(weights.reshape(-1, 8), self._limit, theme)
        colours = np.frombuffer(above_each_other.constBits(), np.uint32).reshape(rows * columns, 8, 8)
        enlarged = np.arange(side) * 8 // side
        cells = np.full((rows, pitch, columns, pitch), mix(theme.grid, theme.outline, 0.5).rgb(), np.uint32)
        of_each = colours[:, enlarged][:, :, enlarged].reshape(rows, columns, side, side)
        cells[:, line : side + line, :, line : side + line] = of_each.swapaxes(1, 2)
        cells[-1, :, count - (rows - 1) * columns :] = 0
        pixels = cells.reshape(rows * pitch, columns * pitch)
        format_ = QImage.Format.Format_ARGB32_Premultiplied
        return QImage(pixels.data, columns * pitch, rows * pitch, 4 * columns * pitch, format_).copy()

    def _fit(self) -> None:
        """Find the largest picture, in whole pixels a weight, at which every unit has room."""
        gap = px(_GAP)
        for usual in _SIZES:
            side = _CELL * max(round(usual * scale() / _CELL), 1)
            columns, rows = (self.width() + gap) // (side + gap), (self.height() + gap) // (side + gap)
            self._side, self._columns = side, max(1, columns)
            if columns * rows >= len(self._weights):
                return

    def _unit_at(self, place: QPoint) -> int | None:
        pitch = self._side + px(_GAP)
        column, row = place.x() // pitch, place.y() // pitch
        unit = row * self._columns + column
        return unit if 0 <= column < self._columns and 0 <= unit < self.shown() else None

    def _words_at(self, place: QPoint) -> str:
        unit = self._unit_at(place)
        return "" if unit is None else f"Layer 1, unit {unit}"

    def _hover(self, unit: int | None) -> None:
        if unit != self._hovered:
            self._hovered = unit
            self.setCursor(Qt.CursorShape.ArrowCursor if unit is None else Qt.CursorShape.PointingHandCursor)
            self.unit_hovered.emit(unit)
