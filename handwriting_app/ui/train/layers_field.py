"""The field for the hidden layers: "128, 64"; nothing in it means none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from handwriting_app.engine.limits import parameter_count, size_problem
from handwriting_app.engine.settings import HIDDEN
from handwriting_app.numerals import count
from handwriting_app.ui.widgets.painting import guarded
from handwriting_app.ui.widgets.problem import paint_problem_outline


def parse_layers(text: str) -> tuple[int, ...]:
    """Read units per layer, split by commas or spaces; an empty text is no hidden layer.

    Raises:
        ValueError: What is wrong and what to do, in one sentence.
    """
    layers = []
    for part in re.split(r"[,;\s]+", text.strip(" ,;\t")):
        if not part:
            continue
        if not re.fullmatch(r"-?[0-9]{1,6}", part):
            shown = part if len(part) <= 8 else part[:7] + "…"
            raise ValueError(f"“{shown}” is no whole number; try 128, 64")
        units = int(part)
        if not HIDDEN.low <= units <= HIDDEN.high:
            raise ValueError(f"{count(units)} units: use {HIDDEN.low} to {count(HIDDEN.high)} a layer")
        layers.append(units)
    if problem := size_problem(layers):
        raise ValueError(problem)
    return tuple(layers)


def describe_layers(hidden: Sequence[int], inputs: int = 64, outputs: int = 10) -> str:
    """The network that these hidden layers make, in a few words."""
    sizes = (inputs, *hidden, outputs)
    parameters = parameter_count(sizes)
    shape = " → ".join(map(str, sizes)) if len(hidden) <= 3 else f"{len(hidden)} hidden layers"
    return f"{shape} · {count(parameters)} parameters"


class LayersField(QLineEdit):
    """A line for the units of each hidden layer, from the pixels upwards.

    Signals:
        value_changed(tuple): Other valid layers stand in the field.
        problem_changed(str): What is wrong with the text, and what to do; empty when all is well.
    """

    value_changed = Signal(object)
    problem_changed = Signal(str)

    def __init__(self, hidden: tuple[int, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value = hidden
        self._problem = ""
        self.setPlaceholderText("none")
        self.setText(_text_of(hidden))
        self.textChanged.connect(self._read)

    def value(self) -> tuple[int, ...]:
        """The layers in the field; while the text is not valid, the last that were."""
        return self._value

    def set_value(self, hidden: tuple[int, ...]) -> None:
        """Show these layers."""
        self.setText(_text_of(hidden))

    def problem(self) -> str:
        """What is wrong with the text in the field; empty when it can be used."""
        return self._problem

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        """Add the outline of a problem."""
        super().paintEvent(event)
        if self._problem:
            paint_problem_outline(self)

    def _read(self, text: str) -> None:
        before, problem = self._value, ""
        try:
            self._value = parse_layers(text)
        except ValueError as error:
            problem = str(error)
        if problem != self._problem:
            self._problem = problem
            self.problem_changed.emit(problem)
            self.update()
        if self._value != before:
            self.value_changed.emit(self._value)


def _text_of(hidden: Sequence[int]) -> str:
    return ", ".join(map(str, hidden))
