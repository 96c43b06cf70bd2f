"""A step's arrays, laid out so that the eye can multiply: a matrix with its factors along its edges."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from handwriting_app.explain.boards import Board, Layout, Place, Plate
from handwriting_app.explain.formula import Text
from handwriting_app.ui.inspector.curve_view import CurveView
from handwriting_app.ui.inspector.formula_view import FormulaView
from handwriting_app.ui.inspector.scale_legend import ScaleEntry, ScaleLegend
from handwriting_app.ui.sizes import px, scaled
from handwriting_app.ui.widgets.array_picture import ArrayPicture

_STRIP = 12
_CURVE_FROM = 600
"""Width from which there is room for the curve beside a matrix."""

_CELLS: dict[Place, tuple[int, int]] = {
    "top": (1, 2),
    "left": (2, 1),
    "main": (2, 2),
    "right": (2, 3),
    "far right": (2, 4),
    "bottom": (3, 2),
    "low": (4, 2),
    "lowest": (5, 2),
}
"""Row and column of each place round a matrix; row 0 and column 0 hold the symbols."""


class BoardView(QWidget):
    """Shows a `Board`.

    Signals:
        cell_chosen(Plate, int, int): the picture, and the row and column in it.
        cell_moved(Quantity, float, object): the weight or bias that a hand moves, to where, and the drag that does it;
            None for a key.
        typing_requested(Quantity): this weight or bias is to be typed.
    """

    cell_chosen = Signal(object, int, int)
    cell_moved = Signal(object, float, object)
    typing_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layouts: dict[Layout, _Page] = {"squares": _Squares(self), "rows": _Rows(self), "matrix": _Matrix(self)}
        self._page: _Page = self._layouts["squares"]
        self._curve = CurveView(self)
        self._board: Board | None = None
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        scaled(layout.setSpacing, 8)
        for page in self._layouts.values():
            page.cell_chosen.connect(self.cell_chosen)
            page.cell_moved.connect(self.cell_moved)
            page.typing_requested.connect(self.typing_requested)
            page.hide()
            layout.addWidget(page, 1)
        layout.addWidget(self._curve)

    def show_board(self, board: Board) -> None:
        """Show other arrays, or the same ones with other values."""
        self._board = board
        page = self._layouts[board.layout]
        page.show_plates(board.plates)
        if page is not self._page or page.isHidden():
            self._page.hide()
            page.show()
            self._page = page
        if board.curve is not None:
            self._curve.show_curve(board.curve)
        self._place_curve()

    def picture(self, place: Place) -> ArrayPicture:
        """The picture that stands in a place of the board that is shown."""
        return self._page.pictures[place]

    def legend_text(self) -> str:
        """What the scales of the pictures say."""
        return self._page.legend_text()

    def sizeHint(self) -> QSize:
        """As low as the pictures can be: in a low window the check under them matters more than their size."""
        return QSize(super().sizeHint().width(), self.minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_curve()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._place_curve()

    def _place_curve(self) -> None:
        board = self._board
        has_room = board is not None and (board.layout == "rows" or self.width() >= px(_CURVE_FROM))
        self._curve.setVisible(board is not None and board.curve is not None and has_room)


class _Page(QWidget):
    """One way to lay out pictures; they are made once and shown again and again."""

    cell_chosen = Signal(object, int, int)
    cell_moved = Signal(object, float, object)
    typing_requested = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.pictures: dict[Place, ArrayPicture] = {}
        self._plates: dict[Place, Plate] = {}

    def show_plates(self, plates: tuple[Plate, ...]) -> None:
        self._plates = {plate.place: plate for plate in plates}
        for place, picture in self.pictures.items():
            plate = self._plates.get(place)
            if plate is not None:
                picture.show_array(
                    plate.values,
                    limit=plate.limit,
                    signed=plate.is_signed,
                    selected=plate.selected,
                    labels=plate.labels,
                    describe=plate.describe,
                    covered=plate.covered,
                    movable=plate.moves is not None,
                )
                picture.setAccessibleName(plate.name)
            self.show_one(place, plate)

    def show_one(self, place: Place, plate: Plate | None) -> None:
        raise NotImplementedError

    def legend_text(self) -> str:
        raise NotImplementedError

    def _make(self, place: Place, *, square: bool = False) -> ArrayPicture:
        picture = ArrayPicture(self, square=square)
        picture.setObjectName(f"picture_{place.replace(' ', '_')}")
        picture.cell_chosen.connect(partial(self._choose, place))
        picture.cell_moved.connect(partial(self._move, place))
        picture.typing_requested.connect(partial(self._type, place))
        self.pictures[place] = picture
        return picture

    def _choose(self, place: Place, row: int, column: int) -> None:
        self.cell_chosen.emit(self._plates[place], row, column)

    def _move(self, place: Place, row: int, column: int, value: float, drag: object | None) -> None:
        plate = self._plates.get(place)
        quantity = plate.quantity_at(row, column) if plate is not None else None
        if quantity is not None:
            self.cell_moved.emit(quantity, value, drag)

    def _type(self, place: Place, row: int, column: int) -> None:
        quantity = self._plates[place].quantity_at(row, column)
        if quantity is not None:
            self.typing_requested.emit(quantity)


class _Squares(_Page):
    """Square pictures side by side, each with its scale above it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._legends: dict[Place, ScaleLegend] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        scaled(layout.setSpacing, 16)
        places: tuple[Place, ...] = ("first", "second")
        for place in places:
            column = QVBoxLayout()
            scaled(column.setSpacing, 2)
            self._legends[place] = ScaleLegend(parent=self)
            column.addWidget(self._legends[place])
            column.addWidget(self._make(place, square=True), 1)
            scaled(self.pictures[place].setMinimumHeight, 96)
            layout.addLayout(column, 1)

    def show_one(self, place: Place, plate: Plate | None) -> None:
        self.pictures[place].setVisible(plate is not None)
        self._legends[place].setVisible(plate is not None)
        if plate is not None:
            self._legends[place].show_entries([_entry(plate)])

    def legend_text(self) -> str:
        return "; ".join(legend.text() for place, legend in self._legends.items() if place in self._plates)


class _Rows(_Page):
    """Layers as rows, one above the other, each with its scale above it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._legends: dict[Place, ScaleLegend] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        scaled(layout.setSpacing, 2)
        layout.addStretch(1)
        places: tuple[Place, ...] = ("first", "second", "third")
        for place in places:
            self._legends[place] = ScaleLegend(parent=self)
            layout.addWidget(self._legends[place])
            picture = self._make(place)
            scaled(picture.setMinimumHeight, 24)
            layout.addWidget(picture, 4)
        layout.addStretch(1)

    def show_one(self, place: Place, plate: Plate | None) -> None:
        picture = self.pictures[place]
        picture.setVisible(plate is not None)
        self._legends[place].setVisible(plate is not None)
        if plate is not None:
            self._legends[place].show_entries([_entry(plate)])
            # A single row need not be higher than its numbers, several need not be higher than wide.
            rows = plate.values.shape[0]
            scaled(picture.setMaximumHeight, 72 if rows == 1 else 36 * rows)

    def legend_text(self) -> str:
        return "; ".join(legend.text() for place, legend in self._legends.items() if place in self._plates)


class _Matrix(_Page):
    """A matrix in the middle; what it is multiplied with and what comes out along its edges."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._symbols: dict[Place, FormulaView] = {}
        self._legend = ScaleLegend(2, self)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        scaled(grid.setSpacing, 2)
        for place, (row, column) in _CELLS.items():
            picture = self._make(place)
            middle = Qt.AlignmentFlag.AlignHCenter if column != 2 else Qt.AlignmentFlag(0)
            grid.addWidget(picture, row, column, middle)
            if column != 2:
                scaled(picture.setFixedWidth, _STRIP)
            elif row != 2:
                scaled(picture.setFixedHeight, _STRIP)
            if place == "main":
                scaled(picture.setMinimumHeight, 40)
                continue
            symbol = FormulaView(1.0, 1.3 if column != 2 else 1.1, self, centred=True, wraps=False)
            self._symbols[place] = symbol
            at_row, at_column = (0, column) if column != 2 else (row, 0)
            grid.addWidget(symbol, at_row, at_column)
        grid.setColumnStretch(2, 1)
        grid.setRowStretch(2, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        scaled(layout.setSpacing, 4)
        layout.addLayout(grid, 1)
        layout.addWidget(self._legend)

    def show_plates(self, plates: tuple[Plate, ...]) -> None:
        super().show_plates(plates)
        self._legend.show_entries([_entry(plate) for plate in plates])

    def show_one(self, place: Place, plate: Plate | None) -> None:
        self.pictures[place].setVisible(plate is not None)
        if place in self._symbols:
            self._symbols[place].setVisible(plate is not None)
            self._symbols[place].show_formula(plate.symbol if plate is not None else Text(""))

    def legend_text(self) -> str:
        return self._legend.text()


def _entry(plate: Plate) -> ScaleEntry:
    return ScaleEntry(plate.symbol, plate.limit, plate.is_signed)
