from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from handwriting_app.engine.network import Network
from handwriting_app.ink.normalise import NormalisedDigit
from handwriting_app.session.reading import Prediction, read_normalised
from handwriting_app.session.weights import Weights

TALL = NormalisedDigit(np.ones((32, 32), bool), np.full((8, 8), 16, np.uint8))


def prediction(**shares: float) -> Prediction:
    probabilities = np.full(10, (1 - sum(shares.values())) / (10 - len(shares)))
    for name, share in shares.items():
        probabilities[int(name[1])] = share
    return Prediction(probabilities, TALL)


def test_a_sure_reading_has_no_doubt():
    sure = prediction(d7=0.97)
    assert (sure.digit, sure.is_doubtful, sure.doubt) == (7, False, "")
    assert sure.confidence == pytest.approx(0.97)


def test_two_digits_in_doubt_are_both_named():
    assert prediction(d4=0.5, d9=0.45).doubt == "not sure: 4 or 9?"


def test_a_weak_best_guess_is_named_alone():
    assert prediction(d4=0.3).doubt == "not sure: perhaps 4?"


def test_equal_contenders_are_two_different_digits():
    tie = prediction(d1=0.4, d2=0.4)
    assert (tie.digit, tie.runner_up) == (1, 2)
    assert tie.doubt == "not sure: 1 or 2?"


def test_all_digits_alike_leave_no_idea():
    alike = Prediction(np.full(10, 0.1), TALL)
    assert alike.has_no_idea
    assert alike.is_doubtful
    assert alike.doubt == "no idea: every digit is equally likely"
    assert alike.digit != alike.runner_up


def test_the_numbers_that_the_bars_are_written_with_decide_that_they_are_alike():
    assert Prediction(np.array([0.104, *[0.896 / 9] * 9]), TALL).has_no_idea
    assert not Prediction(np.array([0.13, *[0.87 / 9] * 9]), TALL).has_no_idea


def test_a_dash_is_doubtful_however_sure_the_network_is():
    bitmap = np.zeros((32, 32), bool)
    bitmap[15:18] = True
    dash = Prediction(prediction(d1=0.99).probabilities, NormalisedDigit(bitmap, np.zeros((8, 8), np.uint8)))
    assert dash.doubt == "not sure: this does not look like a digit"


@pytest.mark.parametrize(
    ("mark", "words"),
    [("is_several", "not sure: two digits?"), ("is_crossed", "not sure: is the line part of it?")],
)
def test_ink_of_more_than_a_digit_is_doubted_however_sure_the_network_is(mark: str, words: str) -> None:
    sure = prediction(d1=0.99).probabilities
    assert not Prediction(sure, TALL).is_doubtful
    doubted = Prediction(sure, replace(TALL, **{mark: True}))
    assert doubted.is_doubtful
    assert doubted.doubt == words


def test_of_two_ways_to_see_a_picture_the_first_is_kept_unless_the_other_alone_is_sure() -> None:
    rng = np.random.default_rng(0)
    weights = Weights(Network.initialise((64, 10), "relu", "cross-entropy", rng).frozen(), temperature=0.02)
    tall = np.ones((32, 32), bool)
    views = [rng.integers(0, 17, (8, 8)).astype(np.uint8) for _ in range(40)]
    digits = [NormalisedDigit(tall, counts) for counts in views]
    sure = next(digit for digit in digits if not read_normalised(weights, digit).is_doubtful)
    unsure = replace(sure, is_crossed=True)
    assert read_normalised(weights, replace(unsure, other=sure)).normalised is sure
    for first, other in ((sure, unsure), (sure, sure), (unsure, unsure)):
        both = replace(first, other=other)
        assert read_normalised(weights, both).normalised is both
