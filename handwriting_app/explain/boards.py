"""Which arrays a step shows, where they stand and what is chosen in them."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from handwriting_app.engine.arrays import Array
from handwriting_app.engine.config import ActivationName
from handwriting_app.explain.backprop_trace import BackpropTrace
from handwriting_app.explain.choice import Choice, aim_at
from handwriting_app.explain.formula import Formula, Text, inline_derivative, symbol
from handwriting_app.explain.output_formulas import output_letter
from handwriting_app.explain.quantity import Kind, Quantity
from handwriting_app.explain.step_formulas import input_symbol
from handwriting_app.explain.steps import Step, StepKind
from handwriting_app.numerals import number

Layout = Literal["squares", "rows", "matrix"]
Place = Literal["first", "second", "third", "top", "left", "main", "right", "far right", "bottom", "low", "lowest"]

SIDE = 8
"""Rows and columns of the input."""

WRAP = 32
"""Neurons in a row of a wrapped layer."""


@dataclass(frozen=True, slots=True, eq=False)
class Plate:
    """One array as a picture.

    Attributes:
        place: Where it stands on the board.
        symbol: Its name, as a formula.
        name: Its name in words, as a tooltip says it.
        values: (rows, columns); NaN where a wrapped row ends.
        rows: The layer whose neurons the rows are, or None.
        columns: The layer whose neurons the columns are, or None.
        flat: The layer whose neurons the cells are, read row by row, or None.
        is_signed: Whether values below 0 mean something.
        aim: What a click on it chooses, or None for just the neuron.
        selected: The chosen (row, column); either is None where the whole row or column is meant.
        labels: What stands over the columns, such as the digits of the outputs.
        covered: The (row, column) of a value that is not to be told, for it is guessed.
        moves: What a hand can move in it, weights or biases, or None.
    """

    place: Place
    symbol: Formula
    name: str
    values: NDArray[np.floating]
    rows: int | None = None
    columns: int | None = None
    flat: int | None = None
    is_signed: bool = True
    aim: Kind | None = None
    selected: tuple[int | None, int | None] | None = None
    labels: tuple[str, ...] = ()
    covered: tuple[int, int] | None = None
    moves: Kind | None = None

    @property
    def limit(self) -> float:
        """The value at the end of the scale of colours: the largest magnitude, rounded up to two digits."""
        finite = np.abs(self.values[np.isfinite(self.values)])
        return _rounded_up(float(finite.max(initial=0.0)))

    def units_at(self, at_row: int, at_column: int) -> tuple[tuple[int, int], ...]:
        """The neurons behind a cell as (layer, unit); none for the empty end of a wrapped row."""
        if self.flat is not None:
            unit = at_row * self.values.shape[1] + at_column
            return () if np.isnan(self.values[at_row, at_column]) and self._is_end(unit) else ((self.flat, unit),)
        layers = ((self.rows, at_row), (self.columns, at_column))
        return tuple((layer, unit) for layer, unit in layers if layer is not None)

    def quantity_at(self, at_row: int, at_column: int) -> Quantity | None:
        """The weight or bias of a cell that a hand can move; None where it can move nothing."""
        if self.moves is None or self.rows is None:
            return None
        return Quantity(self.moves, self.rows, at_row, at_column if self.moves is Kind.WEIGHT else 0)

    def describe(self, at_row: int, at_column: int) -> str:
        """The value of a cell with its index, as in "W(2)[17, 4] = −0.0312"."""
        units = self.units_at(at_row, at_column)
        if not units:
            return ""
        index = ", ".join(str(unit) for _, unit in units)
        value = "?" if (at_row, at_column) == self.covered else number(float(self.values[at_row, at_column]))
        words = f"{self.name}[{index}] = {value}"
        if self.flat == 0:
            words += f"   (row {at_row}, column {at_column})"
        return words

    def cell_of(self, layer: int, unit: int) -> tuple[int, int] | None:
        """The cell of a neuron in a picture of one layer; None if it shows no such layer by itself."""
        if self.flat == layer:
            row, column = divmod(unit, self.values.shape[1])
            return row, column
        if (self.rows, self.columns) == (layer, None):
            return unit, 0
        return (0, unit) if (self.rows, self.columns) == (None, layer) else None

    def _is_end(self, unit: int) -> bool:
        return bool(np.isnan(self.values.ravel()[unit:]).all())


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """The activation function with the neurons of a layer on it.

    Attributes:
        activation: Which function.
        z: (units,): where the neurons stand.
        unit: The chosen one.
        has_tangent: Whether the slope at the chosen one is meant.
    """

    activation: ActivationName
    z: Array
    unit: int
    has_tangent: bool


@dataclass(frozen=True, slots=True, eq=False)
class Board:
    """The pictures of a step."""

    layout: Layout
    plates: tuple[Plate, ...]
    curve: Curve | None = None


def board_of(trace: BackpropTrace, step: Step, choice: Choice, bitmap: NDArray[np.bool_] | None = None) -> Board:
    """The arrays of a step.

    Args:
        trace: The digit's way.
        step: Which part of it.
        choice: What is chosen.
        bitmap: (32, 32), the normalised drawing, shown beside the input if given.
    """
    layer = step.layer
    match step.kind:
        case StepKind.INPUT:
            drawn = (
                ()
                if bitmap is None
                else (
                    Plate("first", Text("upright, 32 × 32", "word"), "ink", bitmap.astype(np.float64), is_signed=False),
                )
            )
            return Board("squares", (*drawn, _input(trace, choice, "second")))
        case StepKind.SUM:
            return _sum(trace, layer, choice, aim_at(step, choice))
        case StepKind.ACTIVATION:
            plates = (
                _vector(trace, "first", symbol("z", layer), f"z({layer})", trace.z(layer), layer, choice),
                _vector(
                    trace,
                    "second",
                    symbol("a", layer),
                    f"a({layer})",
                    trace.a(layer),
                    layer,
                    choice,
                    is_signed=_has_signs(trace, layer),
                ),
            )
            return Board("rows", plates, _curve(trace, layer, choice, has_tangent=False))
        case StepKind.OUTPUT:
            z = _vector(trace, "first", symbol("z", layer), f"z({layer})", trace.z(layer), layer, choice)
            return Board("rows", (z, _outputs("second", trace, layer, choice)))
        case StepKind.COST:
            return Board("rows", (_outputs("first", trace, layer, choice), _target("second", trace, layer, choice)))
        case StepKind.OUTPUT_DELTA:
            delta = _vector(trace, "third", symbol("δ", layer), f"δ({layer})", trace.delta(layer), layer, choice)
            return Board(
                "rows",
                (_outputs("first", trace, layer, choice), _target("second", trace, layer, choice), delta),
            )
        case StepKind.GRADIENT:
            return _gradient(trace, layer, choice, aim_at(step, choice))
        case StepKind.DELTA:
            return _delta(trace, layer, choice)
        case StepKind.PIXELS:
            gradient = _square(
                "second", inline_derivative(input_symbol(0)), "∂C/∂x", trace.input_gradient(), choice, is_signed=True
            )
            return Board("squares", (_input(trace, choice, "first"), gradient))


def with_covered(board: Board, quantity: Quantity) -> Board:
    """The board with the gradient of ``quantity`` covered wherever it stands."""
    layer, unit = quantity.layer, quantity.unit
    name = {
        Kind.WEIGHT: f"∂C/∂w({layer})",
        Kind.BIAS: f"∂C/∂b({layer})",
        Kind.SUM: f"δ({layer})",
        Kind.OUTPUT: f"∂C/∂a({layer})",
        Kind.PIXEL: "∂C/∂x",
    }[quantity.kind]

    def cell(plate: Plate) -> tuple[int, int] | None:
        if plate.name != name:
            return None
        return (unit, quantity.source) if quantity.kind is Kind.WEIGHT else plate.cell_of(layer, unit)

    return replace(board, plates=tuple(replace(plate, covered=cell(plate)) for plate in board.plates))


def _sum(trace: BackpropTrace, layer: int, choice: Choice, aim: Kind) -> Board:
    unit, source = choice.units[layer], choice.units[layer - 1]
    weights = _matrix(
        "main",
        symbol("W", layer),
        f"w({layer})",
        trace.network.weights[layer - 1],
        layer,
        layer - 1,
        (unit, source if aim is Kind.WEIGHT else None),
        Kind.WEIGHT,
    )
    biases = trace.network.biases[layer - 1]
    return Board(
        "matrix",
        (
            _signals(trace, layer - 1, source),
            weights,
            _down("right", symbol("b", layer), f"b({layer})", biases, layer, unit, Kind.BIAS, Kind.BIAS),
            _down("far right", symbol("z", layer), f"z({layer})", trace.z(layer), layer, unit, Kind.SUM),
        ),
    )


def _gradient(trace: BackpropTrace, layer: int, choice: Choice, aim: Kind) -> Board:
    unit, source = choice.units[layer], choice.units[layer - 1]
    gradient = _matrix(
        "main",
        inline_derivative(symbol("W", layer)),
        f"∂C/∂w({layer})",
        trace.weight_gradient(layer),
        layer,
        layer - 1,
        (unit, source if aim is Kind.WEIGHT else None),
    )
    by_bias = inline_derivative(symbol("b", layer))
    return Board(
        "matrix",
        (
            _signals(trace, layer - 1, source),
            _down("left", symbol("δ", layer), f"δ({layer})", trace.delta(layer), layer, unit, None),
            gradient,
            _down("right", by_bias, f"∂C/∂b({layer})", trace.bias_gradient(layer), layer, unit, Kind.BIAS),
        ),
    )


def _delta(trace: BackpropTrace, layer: int, choice: Choice) -> Board:
    unit, above = choice.units[layer], choice.units[layer + 1]
    weights = _matrix(
        "main",
        symbol("W", layer + 1),
        f"w({layer + 1})",
        trace.network.weights[layer],
        layer + 1,
        layer,
        (None, unit),
        Kind.WEIGHT,
    )
    slope_name = "σ′" if trace.network.activation == "sigmoid" else f"{trace.network.activation}′"
    slope = Text(slope_name, "variable", layer, is_struck=trace.slope_missing)
    return Board(
        "matrix",
        (
            _down("left", symbol("δ", layer + 1), f"δ({layer + 1})", trace.delta(layer + 1), layer + 1, above, None),
            weights,
            _across(
                "bottom", inline_derivative(symbol("a", layer)), trace.blame(layer), layer, unit, f"∂C/∂a({layer})"
            ),
            _across("low", slope, trace.slope(layer), layer, unit, slope_name, is_signed=False),
            _across("lowest", symbol("δ", layer), trace.delta(layer), layer, unit, f"δ({layer})"),
        ),
        _curve(trace, layer, choice, has_tangent=True),
    )


def _curve(trace: BackpropTrace, layer: int, choice: Choice, *, has_tangent: bool) -> Curve:
    return Curve(trace.network.activation, trace.z(layer), choice.units[layer], has_tangent)


def _matrix(
    place: Place,
    name: Formula,
    words: str,
    values: Array,
    rows: int,
    columns: int,
    selected: tuple[int | None, int | None],
    moves: Kind | None = None,
) -> Plate:
    return Plate(place, name, words, values, rows, columns, aim=Kind.WEIGHT, selected=selected, moves=moves)


def _signals(trace: BackpropTrace, layer: int, unit: int) -> Plate:
    """What a layer hands on, along the top of the weights that receive it."""
    words = f"a({layer})" if layer else "x"
    is_signed = layer > 0 and _has_signs(trace, layer)
    return _across("top", input_symbol(layer), trace.a(layer), layer, unit, words, is_signed=is_signed)


def _has_signs(trace: BackpropTrace, layer: int) -> bool:
    """Whether a layer's activations can be negative."""
    return layer < trace.depth and trace.network.activation == "tanh"


def _across(
    place: Place, name: Formula, values: Array, layer: int, unit: int, words: str, *, is_signed: bool = True
) -> Plate:
    return Plate(place, name, words, values[np.newaxis], columns=layer, is_signed=is_signed, selected=(0, unit))


def _down(
    place: Place,
    name: Formula,
    words: str,
    values: Array,
    layer: int,
    unit: int,
    aim: Kind | None,
    moves: Kind | None = None,
) -> Plate:
    return Plate(place, name, words, values[:, np.newaxis], rows=layer, aim=aim, selected=(unit, 0), moves=moves)


def _vector(
    trace: BackpropTrace,
    place: Place,
    name: Formula,
    words: str,
    values: Array,
    layer: int,
    choice: Choice,
    *,
    is_signed: bool = True,
) -> Plate:
    """A layer as a row, or wrapped into several rows when it is long."""
    columns = len(values) if len(values) <= WRAP else WRAP
    rows = math.ceil(len(values) / columns)
    padded = np.full(rows * columns, np.nan)
    padded[: len(values)] = values
    unit = choice.units[layer]
    return Plate(
        place,
        name,
        words,
        padded.reshape(rows, columns),
        flat=layer,
        is_signed=is_signed,
        selected=divmod(unit, columns),
        labels=trace.outputs_called if layer == trace.depth and rows == 1 else (),
    )


def _outputs(place: Place, trace: BackpropTrace, layer: int, choice: Choice) -> Plate:
    letter = output_letter(trace)
    name = symbol("p", colour=layer) if letter == "p" else symbol("a", layer)
    words = "p" if letter == "p" else f"a({layer})"
    return _vector(trace, place, name, words, trace.a(layer), layer, choice, is_signed=False)


def _target(place: Place, trace: BackpropTrace, layer: int, choice: Choice) -> Plate:
    return _vector(trace, place, symbol("t"), "t", trace.target, layer, choice, is_signed=False)


def _input(trace: BackpropTrace, choice: Choice, place: Place) -> Plate:
    return _square(place, input_symbol(0), "x", trace.a(0), choice, is_signed=False)


def _square(place: Place, name: Formula, words: str, values: Array, choice: Choice, *, is_signed: bool) -> Plate:
    side = math.isqrt(len(values))
    shape = (side, side) if side * side == len(values) else (1, len(values))
    return Plate(
        place,
        name,
        words,
        values.reshape(shape),
        flat=0,
        is_signed=is_signed,
        aim=Kind.PIXEL,
        selected=divmod(choice.units[0], shape[1]),
    )


def _rounded_up(value: float) -> float:
    if not math.isfinite(value) or value == 0:
        return 0.0
    unit = 10.0 ** (math.floor(math.log10(value)) - 1)
    return math.ceil(value / unit - 1e-9) * unit
