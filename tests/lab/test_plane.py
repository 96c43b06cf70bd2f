"""What the plane shows."""

from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.engine.config import ActivationName
from handwriting_app.lab.neuron import Neuron
from handwriting_app.lab.plane import grid, hidden_answers, line_of, picture_of_network, picture_of_unit
from handwriting_app.lab.points import HIGH, LOW, TABLES, Points
from handwriting_app.lab.two_layers import TwoLayers


@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "relu"])
def test_the_picture_shows_what_the_network_answers(activation: ActivationName) -> None:
    run = TwoLayers(TABLES["XOR"], 4, activation, seed=0)
    run.advance(1000)
    progress = run.progress()
    picture = picture_of_network(progress.network, TABLES["XOR"], progress.wrong)
    rows, columns = picture.answers.shape
    for point in TABLES["XOR"].items:
        row, column = int((2 - point.x2) / 3 * rows), int((point.x1 + 1) / 3 * columns)
        assert (picture.answers[row, column] > 0) == bool(point.label)
    assert len(picture.lines) <= 4
    hidden = hidden_answers(progress.network)
    assert hidden.shape[0] == 4
    assert np.abs(hidden).max() <= 1


def test_a_unit_parts_the_plane_along_its_line() -> None:
    unit = Neuron("threshold", (1.0, 1.0), -1.5)
    picture = picture_of_unit(unit, TABLES["AND"], former=(Neuron("threshold", (1.0, 0.0), -0.5),))
    assert not picture.wrong.any()
    assert set(np.unique(picture.answers)) == {-1, 1}
    top_right, bottom_left = picture.answers[0, -1], picture.answers[-1, 0]
    assert (top_right, bottom_left) == (1, -1)
    assert picture.normal == pytest.approx((0.5**0.5, 0.5**0.5))
    present, former = picture.lines
    assert all(x1 + x2 == pytest.approx(1.5) for x1, x2 in present)
    assert all(x1 == pytest.approx(0.5) for x1, _ in former)


def test_the_line_of_least_squares_is_shown_when_it_is_asked_for_and_is_one() -> None:
    unit = Neuron("linear", (1.0, 0.3), 0.0)
    assert picture_of_unit(unit, TABLES["AND"]).least_squares is None
    line = picture_of_unit(unit, TABLES["AND"], with_least_squares=True).least_squares
    assert line is not None
    assert all(0.5 * x1 + 0.5 * x2 - 0.25 == pytest.approx(0.5) for x1, x2 in line)
    assert picture_of_unit(unit, TABLES["XOR"], with_least_squares=True).least_squares is None
    two = Points().added(0, 0, 0).added(1, 1, 1)
    assert picture_of_unit(unit, two, with_least_squares=True).least_squares is None


def test_a_unit_without_weights_has_no_line() -> None:
    unit = Neuron("threshold", (0.0, 0.0), 1.0)
    assert line_of(unit) is None
    picture = picture_of_unit(unit, TABLES["AND"])
    assert (picture.lines, picture.normal) == ((), None)


def test_the_grid_begins_at_the_top_left() -> None:
    places = grid(4)
    assert places.shape == (16, 2)
    assert places[0].tolist() == [LOW + (HIGH - LOW) / 8, HIGH - (HIGH - LOW) / 8]
    assert (np.diff(places[:4, 0]) > 0).all()
    assert (places[:4, 1] == places[0, 1]).all()
