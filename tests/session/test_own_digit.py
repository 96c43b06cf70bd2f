"""The curve of one's own digit against a computation of its own, from the network's outputs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from handwriting_app.engine.network import Network
from handwriting_app.ink.normalise import normalise
from handwriting_app.session.own_digit import OwnDigit, reread
from handwriting_app.session.weights import Weights
from tests.session.runs import SEVEN


def weights(epoch: int, temperature: float = 1.0) -> Weights:
    network = Network.initialise((64, 9, 10), "relu", "cross-entropy", np.random.default_rng(epoch))
    return Weights(network.frozen(), temperature, epoch)


KEPT = tuple(weights(epoch, 1 + epoch / 7) for epoch in (0, 1, 4, 9))


def by_hand(each: Weights) -> np.ndarray:
    """Softmax of the mean logarithm of the three views' probabilities over the temperature."""
    z = each.network.logits(normalise(SEVEN).views()).astype(float)
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    powered = np.exp(np.log(p).mean(axis=0) / each.temperature)
    return powered / powered.sum()


def test_every_share_is_what_the_reading_gives() -> None:
    read = reread(normalise(SEVEN), KEPT)
    for name in "0123456789":
        curve = read.curve(name)
        assert curve is not None
        assert (curve.name, curve.is_said) == (name, True)
        assert curve.epochs.tolist() == [0, 1, 4, 9]
        np.testing.assert_allclose(curve.shares, [by_hand(each)[int(name)] for each in KEPT], rtol=1e-5)


def test_unsaid_it_is_what_the_newest_weights_read() -> None:
    curve = reread(normalise(SEVEN), KEPT).curve(None)
    assert curve is not None
    assert not curve.is_said
    assert int(curve.name) == by_hand(KEPT[-1]).argmax()
    assert curve.right_since is not None


def test_a_name_that_is_no_class_was_not_said_of_this_network() -> None:
    curve = reread(normalise(SEVEN), KEPT).curve("♥")
    assert curve is not None
    assert not curve.is_said


def reading_as(*digits: int) -> OwnDigit:
    """A run whose epochs read these digits."""
    run = []
    for epoch, digit in enumerate(digits):
        network = Network.initialise((64, 4, 10), "relu", "cross-entropy", np.random.default_rng(0))
        network.parameters[:] = 0
        network.biases[-1][digit] = 3
        run.append(Weights(network.frozen(), 1.0, 2 * epoch))
    return reread(normalise(SEVEN), run)


@pytest.mark.parametrize(
    ("digits", "since", "until"),
    [
        ((1, 7, 7), 2, 0),
        ((7, 1, 7, 7), 4, 2),  # read rightly once, and forgotten
        ((7, 7), 0, None),
        ((7, 1), None, None),
        ((7,), 0, None),
    ],
)
def test_the_moment_is_the_one_from_which_on_it_stayed_right(
    digits: tuple[int, ...], since: int | None, until: int | None
) -> None:
    curve = reading_as(*digits).curve("7")
    assert curve is not None
    assert (curve.right_since, curve.wrong_until) == (since, until)


def test_where_all_are_alike_nothing_is_read_rightly() -> None:
    network = KEPT[0].network.copy()
    network.parameters[:] = 0
    read = reread(normalise(SEVEN), [Weights(network.frozen())])
    assert read.curve(None) is None
    curve = read.curve("0")
    assert curve is not None
    assert curve.right_since is None
    assert curve.shares.tolist() == [pytest.approx(0.1)]


def test_what_was_read_is_not_read_again() -> None:
    digit = normalise(SEVEN)
    before = reread(digit, KEPT[:3])
    after = reread(digit, KEPT[1:], before)
    assert after.readings[:2] == before.readings[1:]
    other = reread(normalise(SEVEN), KEPT[1:], before)
    assert other.readings[0] is not before.readings[1]
    assert reread(digit, [replace(KEPT[0], temperature=3.0)], before).readings[0] is not before.readings[0]
