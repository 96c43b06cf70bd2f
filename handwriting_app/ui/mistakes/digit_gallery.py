"""Digits of the data set side by side, each with what it is and what was read."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QListView, QWidget

from handwriting_app.explain.mistakes import Readings
from handwriting_app.names import shown_name
from handwriting_app.numerals import percent
from handwriting_app.session.ledger import called
from handwriting_app.ui.colour_maps import sequential_image
from handwriting_app.ui.sizes import px, scaled
from handwriting_app.ui.theme import GRID, Theme, theme_of

PICTURE: Final = 6 * GRID
"""Pixels of a picture's side where there is little room."""
_LARGEST: Final = 16 * GRID
_ACROSS, _ROWS = 10, 2
"""Pictures grow with the room for so many beside and below each other; how many there are does not matter, as it
changes while a network trains."""
Index = QModelIndex | QPersistentModelIndex


class DigitGallery(QListView):
    """Pictures in rows; the arrow keys move among them.

    Signals:
        digit_chosen(int | None): a row of the readings' features; None when nothing is chosen any more.
        digit_opened(int): by a double click or Enter.
    """

    digit_chosen = Signal(object)
    digit_opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("digit_gallery")
        self.setAccessibleName("Drawings of the chosen cell")
        self._model = _Digits(theme_of(self.palette()), self)
        self.setModel(self._model)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        scaled(self.setSpacing, GRID // 4)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        scaled(self.setMinimumHeight, lambda each: max(px(PICTURE + 6 * GRID), _cell_height(each) + px(GRID)))
        self._fit_cells()
        self.activated.connect(self._open)

    @property
    def chosen(self) -> int | None:
        """The row of the readings' features that is chosen."""
        index = self.currentIndex()
        return self._model.digit(index.row()) if index.isValid() else None

    def let_go(self) -> None:
        """Choose no digit."""
        self.setCurrentIndex(QModelIndex())

    def show_digits(self, readings: Readings, digits: NDArray[np.intp]) -> None:
        """Show some digits in this order; the chosen one stays chosen if it is among them."""
        chosen = self.chosen
        if not self._model.set_digits(readings, digits):
            return
        if chosen is None:
            return
        where = np.flatnonzero(digits == chosen)
        if len(where):
            self.setCurrentIndex(self._model.index(int(where[0]), 0))
        else:
            self.digit_chosen.emit(None)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell which digit is chosen now."""
        super().currentChanged(current, previous)
        self.digit_chosen.emit(self.chosen)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._model.set_theme(theme_of(self.palette()))
            self._fit_cells()

    def _open(self, index: QModelIndex) -> None:
        self.digit_opened.emit(self._model.digit(index.row()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_cells()

    def _fit_cells(self) -> None:
        metrics = self.fontMetrics()
        words = _cell_height(self) - px(PICTURE)
        across, up = self.width() // _ACROSS - px(2 * GRID), self.height() // _ROWS - words
        side = min(max(min(across, up), px(PICTURE)), px(_LARGEST)) // 8 * 8  # whole pixels for each of 8
        width = max(side, metrics.horizontalAdvance("8 as 8")) + px(2 * GRID)
        self._model.set_side(side)
        self.setIconSize(QSize(side, side))
        self.setGridSize(QSize(width, side + words))


def _cell_height(of: QWidget) -> int:
    """Of a picture and two lines under it."""
    return px(PICTURE + GRID) + 2 * of.fontMetrics().lineSpacing()


class _Digits(QAbstractListModel):
    """The digits as rows: words to display and pictures to decorate them."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._side = px(PICTURE)
        self._view = parent
        self._readings: Readings | None = None
        self._digits: NDArray[np.intp] = np.empty(0, np.intp)
        self._pictures: dict[tuple[int, float], QPixmap] = {}  # by the digit and the pixels of the screen

    def digit(self, row: int) -> int:
        return int(self._digits[row])

    def set_digits(self, readings: Readings, digits: NDArray[np.intp]) -> bool:
        """Take over what is to be shown; whether the rows are other digits than before."""
        is_same_set = self._readings is not None and np.array_equal(self._readings.features, readings.features)
        if is_same_set and np.array_equal(self._digits, digits):
            self._readings = readings
            if len(digits):
                self.dataChanged.emit(self.index(0, 0), self.index(len(digits) - 1, 0))
            return False
        self.beginResetModel()
        if not is_same_set:
            self._pictures.clear()
        self._readings, self._digits = readings, digits
        self.endResetModel()
        return True

    def set_side(self, side: int) -> None:
        """Pictures have sides of so many pixels from now on."""
        if side != self._side:
            self._side = side
            if self.rowCount():
                self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, 0))

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._pictures.clear()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (the default of Qt's own signature)
        return 0 if parent.isValid() else len(self._digits)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        readings = self._readings
        if readings is None or not 0 <= index.row() < len(self._digits):
            return None
        digit = self.digit(index.row())
        true, read = int(readings.true[digit]), int(readings.read[digit])
        confidence = float(readings.confidence[digit])
        match role:
            case Qt.ItemDataRole.DisplayRole:
                names = [shown_name(readings.classes.called(label), 6) for label in (true, read)]
                return f"{names[0]} as {names[1]}\n{percent(confidence, is_narrow=True)}"
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                is_read = shown_name(readings.classes.called(read))
                what = called(readings.classes.called(true))
                return f"{what[0].upper()}{what[1:]}, read as {is_read} with a confidence of {percent(confidence)}"
            case Qt.ItemDataRole.DecorationRole:
                key = digit, self._view.devicePixelRatioF()
                if key not in self._pictures:
                    self._pictures[key] = self._picture(readings.features[digit])
                return self._pictures[key]
            case Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignCenter
        return None

    def _picture(self, features: NDArray[np.floating]) -> QPixmap:
        side, line = round(self._side * self._view.devicePixelRatioF()), px(1)
        pixmap = QPixmap(side, side)
        with QPainter(pixmap) as painter:
            painter.drawImage(pixmap.rect(), sequential_image(features.reshape(8, 8), 1.0, self._theme))
            painter.setPen(QPen(self._theme.outline, line, j=Qt.PenJoinStyle.MiterJoin))
            inner, outer = line // 2, line - line // 2
            painter.drawRect(pixmap.rect().adjusted(inner, inner, -outer, -outer))
        pixmap.setDevicePixelRatio(self._view.devicePixelRatioF())
        return pixmap
