"""What a hand may do to units and layers, whatever the outputs stand for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from handwriting_app.engine.classes import Classes
from handwriting_app.engine.network import Network
from handwriting_app.numerals import percent
from handwriting_app.session.messages import RunState
from handwriting_app.session.weights import Weights
from handwriting_app.ui.network.laying_hands import LayingHands, Surgery, units_in_words

GREEK = Classes(("α", "β", "γ"), has_none=True)


@pytest.fixture
def hands() -> LayingHands:
    network = Network.initialise(
        (64, 5, 4, 4), "sigmoid", "cross-entropy", np.random.default_rng(0), classes=GREEK
    ).frozen()
    return LayingHands(Weights(network))


def names(hands: LayingHands) -> tuple[str, str]:
    reaches = hands.reaches()
    assert reaches is not None
    return reaches["unit"].name, reaches["layer"].name


def test_units_are_named_as_the_networks_classes_are(hands: LayingHands) -> None:
    hands.chosen = (2, 3)
    assert names(hands) == ("layer 2, unit 3", "layer 2")
    hands.chosen = (3, 1)
    assert names(hands) == ("the output β", "the output layer")
    hands.chosen = (3, 3)
    assert names(hands) == ("the output none", "the output layer")


@pytest.mark.parametrize("chosen", [None, (0, 7), (1, 5), (4, 0)])
def test_a_pixel_or_a_unit_that_is_not_there_is_out_of_reach(
    hands: LayingHands, chosen: tuple[int, int] | None
) -> None:
    hands.chosen = chosen
    assert hands.reaches() is None
    assert hands.do("kill", "unit", 0.25) is None


def test_freezing_turns_round_once_all_is_frozen(hands: LayingHands) -> None:
    hands.chosen = (2, 1)
    hands.frozen = frozenset({(1, 0)})
    frozen = hands.do("freeze", "unit", 0.25)
    assert frozen == {(1, 0), (2, 1)}
    assert isinstance(frozen, frozenset)
    hands.frozen = frozen
    whole = hands.do("freeze", "layer", 0.25)
    assert whole == {(1, 0), *((2, unit) for unit in range(4))}
    assert isinstance(whole, frozenset)
    assert units_in_words(whole) == "1 in layer 1, 4 in layer 2"
    hands.frozen = whole
    assert hands.do("freeze", "layer", 0.25) == {(1, 0)}


def test_noise_is_the_same_until_something_else_was_done(hands: LayingHands) -> None:
    hands.chosen = (1, 2)
    first, again = hands.do("noise", "layer", 0.5), hands.do("noise", "layer", 0.5)
    hands.changes = ("something",)
    other = hands.do("noise", "layer", 0.5)
    assert isinstance(first, Surgery)
    assert isinstance(again, Surgery)
    assert isinstance(other, Surgery)
    assert first.what == f"noise of {percent(0.5)} on layer 1"
    assert np.array_equal(first.network.parameters, again.network.parameters)
    assert not np.array_equal(first.network.parameters, other.network.parameters)


def test_nothing_is_done_while_training_or_in_the_past(hands: LayingHands) -> None:
    hands.chosen = (1, 2)
    present = hands.weights
    hands.state = RunState.PAUSED
    assert "training" in hands.why_not
    assert hands.do("freeze", "unit", 0.25) is None
    hands.state, hands.weights = RunState.IDLE, replace(present, epoch=6, is_past=True)
    assert "epoch 6" in hands.why_not
    assert hands.do("noise", "unit", 0.25) is None
    hands.weights = present
    assert isinstance(hands.do("kill", "unit", 0.25), Surgery)
