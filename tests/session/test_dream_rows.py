"""What is to be dreamt, and what has been."""

from __future__ import annotations

import numpy as np

from handwriting_app.engine.network import Network
from handwriting_app.explain.dream import DreamPlan, dream, grey, noise
from handwriting_app.session.dream_rows import Row, Wish, row_of
from handwriting_app.session.weights import Weights

PLAN = DreamPlan(steps=2)


def weights(seed: int) -> Weights:
    return Weights(Network.initialise((64, 10), "relu", "cross-entropy", np.random.default_rng(seed)))


def row(each: Weights) -> Row:
    dreams = dream(each.network, each.temperature, grey(), PLAN)
    assert dreams is not None
    return Row(each, dreams)


def test_a_row_is_found_by_its_network() -> None:
    first, second = weights(0), weights(1)
    rows = [row(first), row(second)]
    assert row_of(rows, second) is rows[1]
    assert row_of(rows, Weights(second.network, is_past=True)) is rows[1], "looked back at, it is the same network"
    assert row_of(rows, weights(1)) is None
    assert row_of(rows, Weights(second.network, temperature=0.5)) is None, "its percentages are others"


def test_dreams_are_alike_by_start_and_plan_whosever_they_are() -> None:
    wish = Wish((weights(0),), noise(3), PLAN)
    assert wish.is_alike(Wish((), noise(3), DreamPlan(steps=2)))
    assert not wish.is_alike(Wish((weights(0),), noise(4), PLAN))
    assert not wish.is_alike(Wish((weights(0),), noise(3), DreamPlan("logit", 2)))
