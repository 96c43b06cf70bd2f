from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from handwriting_app.engine.network import Network
from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.normalise import NormalisedDigit, normalise
from handwriting_app.session.reader import Reader
from handwriting_app.session.weights import Weights
from tests.session.runs import SEVEN

ONE = Drawing((np.array([[0.5, 0.1], [0.5, 0.9]]),))
FURTHER = Drawing((*SEVEN.strokes, np.array([[0.3, 0.5], [0.6, 0.5]])))
PICTURE = normalise(ONE)
NOTHING = Drawing()


def weights(seed):
    network = Network.initialise((64, 8, 10), "relu", "cross-entropy", np.random.default_rng(seed))
    return Weights(network.frozen())


@pytest.fixture
def reader(qapp):
    reader = Reader(weights(0))
    reader.log = []
    reader.digit_replaced.connect(lambda: reader.log.append("replaced"))
    return reader


@pytest.fixture
def readings(reader):
    readings = []
    reader.prediction_changed.connect(readings.append)
    return readings


def show(reader, thing):
    reader.log.clear()
    if isinstance(thing, NormalisedDigit):
        reader.set_picture(thing)
    else:
        reader.set_drawing(thing)


@pytest.mark.parametrize(
    ("before", "after", "is_replaced"),
    [
        (NOTHING, SEVEN, True),
        (SEVEN, FURTHER, False),
        (FURTHER, SEVEN, False),
        (SEVEN, NOTHING, True),
        (SEVEN, PICTURE, True),
        (PICTURE, SEVEN, True),
        (PICTURE, NOTHING, True),
        (PICTURE, PICTURE, True),
    ],
    ids=[
        "first stroke",
        "a stroke more",
        "a stroke taken back",
        "cleared",
        "a picture instead",
        "drawn over a picture",
        "picture cleared",
        "another picture",
    ],
)
def test_when_it_is_another_digit(reader, before, after, is_replaced):
    show(reader, before)
    show(reader, after)
    assert reader.log == ["replaced"] * is_replaced


def test_reading_anew_does_not_make_it_another_digit(reader):
    reader.set_drawing(SEVEN)
    reader.log.clear()
    reader.set_normalisation(False)
    reader.read_with(weights(1))
    assert reader.log == []


def test_a_drawing_is_read_and_nothing_is_not(reader, readings):
    reader.set_drawing(SEVEN)
    assert readings == [reader.prediction]
    reader.set_drawing(NOTHING)
    assert readings[1:] == [None]
    assert reader.prediction is None


def test_other_weights_read_the_same_digit_anew(reader, readings):
    reader.read_with(weights(1))
    assert readings == []
    reader.set_drawing(SEVEN)
    reader.read_with(weights(2))
    first, second = readings
    assert np.array_equal(first.normalised.counts, second.normalised.counts)
    assert not np.allclose(first.probabilities, second.probabilities)


def test_a_picture_takes_the_place_of_the_drawing_until_the_next_stroke(reader, readings):
    pictures, drawings = [], []
    reader.picture_changed.connect(pictures.append)
    reader.drawing_changed.connect(drawings.append)
    reader.set_drawing(SEVEN)
    reader.set_picture(PICTURE)
    assert reader.drawing.is_empty
    assert readings[-1].normalised is PICTURE
    reader.set_drawing(ONE)
    assert pictures == [PICTURE, None]
    assert drawings[0] is SEVEN
    assert drawings[1].is_empty
    assert drawings[2] is ONE


def test_without_normalisation_a_drawing_is_read_as_it_stands_and_a_picture_as_before(reader, readings):
    reader.set_drawing(SEVEN)
    reader.set_normalisation(False)
    assert not reader.normalisation
    upright, as_it_stands = (each.normalised.counts for each in readings)
    assert not np.array_equal(upright, as_it_stands)
    assert np.array_equal(as_it_stands, normalise(SEVEN, enabled=False).counts)
    reader.set_picture(PICTURE)
    readings.clear()
    reader.set_normalisation(True)
    assert readings == []


def test_the_ink_is_what_is_read(reader):
    assert reader.ink is None
    reader.set_drawing(SEVEN)
    assert reader.ink is SEVEN
    reader.set_picture(PICTURE)
    assert reader.ink is PICTURE
    reader.set_drawing(NOTHING)
    assert reader.ink is None


def test_a_picture_that_may_be_read_in_two_ways_is_shown_as_it_is_read(reader):
    other = replace(PICTURE)
    both = replace(PICTURE, is_crossed=True, other=other)
    shown = []
    reader.picture_changed.connect(shown.append)
    reader.set_picture(both)
    assert shown == [reader.prediction.normalised]
    sharp = Weights(reader._weights.network, temperature=1e-3)
    reader.read_with(sharp)
    assert reader.prediction.normalised is other
    assert shown[-1] is other
    assert reader.ink is other


def test_the_digit_is_what_every_network_is_given():
    reader = Reader(weights(0))
    assert reader.digit is None
    reader.set_drawing(SEVEN)
    first = reader.digit
    reader.read_with(weights(1))
    assert reader.digit is first
    reader.set_picture(PICTURE)
    assert reader.digit is PICTURE
    reader.set_drawing(NOTHING)
    assert reader.digit is None
