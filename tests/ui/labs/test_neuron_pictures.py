"""What stands in the pictures of the neuron lab lies within them, and beside each other."""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.lab.expression import NAMES, Expression
from handwriting_app.lab.neuron import UnitKind
from handwriting_app.lab.neuron_state import NeuronLabState
from handwriting_app.ui.labs import activation_curve, chain_picture, figure, neuron_picture
from handwriting_app.ui.labs.activation_curve import ActivationCurve
from handwriting_app.ui.labs.chain_picture import ChainPicture
from handwriting_app.ui.labs.neuron_picture import NeuronPicture
from handwriting_app.ui.theme import Theme

EXPRESSIONS = (
    Expression(),
    Expression((4.0, 4.0, 2.0), 0.5, "sigmoid"),
    Expression((-12.75, -0.125, 2.35), -0.4567, "sigmoid"),
    Expression((99.95, -88.85, 77.75), -12.34, "linear"),
    Expression((0.3333333, 0.6666667, 0.1111111), 1.5, "relu"),
)
STATES = (
    NeuronLabState(kind="sigmoid", used=1, inputs=(10.0, 0.0, 0.0)),
    NeuronLabState(kind="sigmoid", used=2, inputs=(20.0, 0.5, 0.0)),
    NeuronLabState(
        kind="linear", used=3, inputs=(1 / 3, -12.345, -0.123456), weights=(-99.95, 1.275, -1 / 3), bias=-9.75
    ),
    NeuronLabState(kind="relu", used=3, inputs=(1.25, -2.35, 4.0), weights=(1.5, -2.5, 0.5), bias=0.25),
    NeuronLabState(kind="threshold", used=1, inputs=(1.0, 0.0, 0.0), weights=(1.5, 1.0, 1.0), bias=-3.5),
    NeuronLabState(kind="linear", used=1, inputs=(0.0, 0.0, 0.0), weights=(-5.0, 1.0, 1.0), bias=5.0),
)


@pytest.fixture
def labels(monkeypatch: pytest.MonkeyPatch) -> list[QRectF]:
    """The grounds of all labels and discs that are painted from now on."""
    found: list[QRectF] = []

    def pill(painter: QPainter, centre: QPointF, text: str, theme: Theme, colour: QColor | None = None) -> QRectF:
        found.append(figure.paint_pill(painter, centre, text, theme, colour))
        return found[-1]

    def capsule(painter: QPainter, centre: QPointF, radius: float, text: str, colour: QColor) -> QRectF:
        found.append(figure.paint_capsule(painter, centre, radius, text, colour))
        return found[-1]

    for module in (chain_picture, neuron_picture, activation_curve):
        monkeypatch.setattr(module, "paint_pill", pill)
        monkeypatch.setattr(module, "paint_capsule", capsule, raising=False)
    return found


def look_at(picture: QWidget, labels: list[QRectF]) -> None:
    del labels[:]
    assert not picture.grab().isNull()
    assert labels
    for label in labels:
        assert QRectF(picture.rect()).contains(label), label
    for one, other in combinations(labels, 2):
        shared = one.intersected(other)
        assert shared.isEmpty() or min(shared.width(), shared.height()) <= 1.5, (one, other)


@pytest.mark.parametrize("size", [(424, 170), (424, 260), (684, 220), (900, 400)])
@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_the_labels_of_the_chain(
    qtbot: QtBot, labels: list[QRectF], expression: Expression, size: tuple[int, int]
) -> None:
    picture = ChainPicture()
    qtbot.addWidget(picture)
    picture.resize(*size)
    for row, _name in enumerate(NAMES):
        picture.show_expression(expression, row)
        look_at(picture, labels)


@pytest.mark.parametrize("z", [1.003, 0.99996, -2.71828, 123.456])
@pytest.mark.parametrize("kind", ["linear", "relu"])
def test_what_passes_unchanged_is_written_alike_on_both_sides(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, kind: UnitKind, z: float
) -> None:
    words: list[str] = []

    def pill(painter: QPainter, centre: QPointF, text: str, theme: Theme, colour: QColor | None = None) -> QRectF:
        words.append(text)
        return figure.paint_pill(painter, centre, text, theme, colour)

    monkeypatch.setattr(chain_picture, "paint_pill", pill)
    picture = ChainPicture()
    qtbot.addWidget(picture)
    picture.resize(684, 220)
    picture.show_expression(Expression((z, 0.0, 0.0), 0.5, kind), 0)
    assert not picture.grab().isNull()
    (before,) = (each.removeprefix("z") for each in words if each.startswith("z "))
    (after,) = (each.removeprefix("y") for each in words if each.startswith("y "))
    assert after == (before if z > 0 or kind == "linear" else " = 0")


@pytest.mark.parametrize("size", [(424, 112), (424, 180), (684, 150), (520, 300)])
@pytest.mark.parametrize("state", STATES)
def test_the_labels_of_the_unit(
    qtbot: QtBot, labels: list[QRectF], state: NeuronLabState, size: tuple[int, int]
) -> None:
    picture = NeuronPicture()
    qtbot.addWidget(picture)
    picture.resize(*size)
    picture.show_state(state)
    look_at(picture, labels)


@pytest.mark.parametrize("size", [(424, 112), (684, 200)])
@pytest.mark.parametrize("state", STATES[4:])
def test_the_labels_of_the_curve(
    qtbot: QtBot, labels: list[QRectF], state: NeuronLabState, size: tuple[int, int]
) -> None:
    picture = ActivationCurve()
    qtbot.addWidget(picture)
    picture.resize(*size)
    picture.show_unit(state.neuron(), state.inputs[: state.used])
    look_at(picture, labels)
