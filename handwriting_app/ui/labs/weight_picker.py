"""Two weights of the network to choose: for each its layer, the unit that it comes from and the one that it goes to."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from handwriting_app.engine.settings import HIDDEN
from handwriting_app.lab.surface import WeightPlace
from handwriting_app.ui.sizes import scaled
from handwriting_app.ui.theme import GRID
from handwriting_app.ui.widgets.fields import ComboBox
from handwriting_app.ui.widgets.number_field import Bounds, WholeNumberField
from handwriting_app.ui.widgets.steps import by
from handwriting_app.ui.widgets.tips import set_tip


class WeightPicker(QWidget):
    """The widgets of weight n (1 and 2) are called ``weight_n_layer``, ``weight_n_source`` and ``weight_n_unit``.

    Signals:
        weights_changed(WeightPlace, WeightPlace): The person has chosen others, which are different.
    """

    weights_changed = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sizes: tuple[int, ...] = (1, 1)
        self._rows = [_Row(number, self) for number in (1, 2)]
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        scaled(layout.setHorizontalSpacing, GRID)
        scaled(layout.setVerticalSpacing, 4)
        for index, row in enumerate(self._rows):
            words = ("→" if index == 0 else "↑", None, "from", None, "to", None)
            widgets = (None, row.layer, None, row.source, None, row.unit)
            for column, (text, widget) in enumerate(zip(words, widgets, strict=True)):
                layout.addWidget(widget if widget is not None else QLabel(text or "", self), index, column)
            row.layer.currentIndexChanged.connect(lambda _index, of=row: self._on_layer(of))
            row.source.value_changed.connect(lambda _value: self._tell())
            row.unit.value_changed.connect(lambda _value: self._tell())
        for column in (1, 3, 5):
            layout.setColumnStretch(column, 1)

    def show_weights(self, sizes: tuple[int, ...], first: WeightPlace, second: WeightPlace) -> None:
        """Show two weights of a network with layers of these sizes."""
        if sizes != self._sizes:
            self._sizes = sizes
            for row in self._rows:
                with QSignalBlocker(row.layer):
                    row.layer.clear()
                    row.layer.addItems([f"Layer {layer + 1}" for layer in range(len(sizes) - 1)])
        for row, place in zip(self._rows, (first, second), strict=True):
            if row.place() != place:
                with QSignalBlocker(row.layer), QSignalBlocker(row.source), QSignalBlocker(row.unit):
                    row.layer.setCurrentIndex(place.layer)
                    row.source.set_value(place.source + 1)
                    row.unit.set_value(place.unit + 1)

    def problem(self) -> str:
        """Why there is no plane of these two; empty when there is one."""
        places = [row.place() for row in self._rows]
        for place in places:
            below, above = self._sizes[place.layer], self._sizes[place.layer + 1]
            if place.source >= below or place.unit >= above:
                return f"Layer {place.layer + 1} goes from {below} units to {above}: there is no such weight."
        return "Choose two different weights." if places[0] == places[1] else ""

    def _on_layer(self, row: _Row) -> None:
        place = row.place()
        with QSignalBlocker(row.source), QSignalBlocker(row.unit):
            row.source.set_value(min(place.source + 1, self._sizes[place.layer]))
            row.unit.set_value(min(place.unit + 1, self._sizes[place.layer + 1]))
        self._tell()

    def _tell(self) -> None:
        self.weights_changed.emit(self._rows[0].place(), self._rows[1].place())


class _Row:
    def __init__(self, number: int, parent: QWidget) -> None:
        self.layer = ComboBox(parent)
        self.source = WholeNumberField(1, Bounds(1, HIDDEN.high), by(1), parent)
        self.unit = WholeNumberField(1, Bounds(1, HIDDEN.high), by(1), parent)
        self.layer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for widget, name, words in (
            (self.layer, "layer", "Layer"),
            (self.source, "source", "Unit that it comes from"),
            (self.unit, "unit", "Unit that it goes to"),
        ):
            widget.setObjectName(f"weight_{number}_{name}")
            widget.setAccessibleName(f"{words}, weight {number}")
            set_tip(widget, words)

    def place(self) -> WeightPlace:
        return WeightPlace(max(self.layer.currentIndex(), 0), self.unit.value() - 1, self.source.value() - 1)
