"""Dreams: the slope against autograd's, that a climb never goes down, and that what is dreamt is read as what it is."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, get_args

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad
from hypothesis import given
from hypothesis import strategies as st

from handwriting_app.assets import default_model_path
from handwriting_app.data.enlarge import digit_with
from handwriting_app.engine.classes import Classes
from handwriting_app.engine.config import ActivationName, CostName
from handwriting_app.engine.network import Network
from handwriting_app.explain.dream import (
    Aim,
    DreamPlan,
    Dreams,
    ascend,
    dream,
    grey,
    milestones,
    noise,
    objective,
    sure_of,
)
from handwriting_app.session.reading import read_normalised
from handwriting_app.session.weights import Weights
from handwriting_app.storage.model_file import load_model

ACTIVATIONS = {
    "sigmoid": lambda z: 1 / (1 + anp.exp(-z)),
    "relu": lambda z: anp.where(z > 0, z, 0.0),
    "tanh": anp.tanh,
}
PLANS = (
    DreamPlan(),
    DreamPlan("logit", less_ink=0.0, smoothness=0.0),
    DreamPlan("log-probability", less_ink=0.0, smoothness=0.7),
    DreamPlan("logit", less_ink=0.6, smoothness=0.0),
)


def oracle(x: Any, network: Network, output: int, plan: DreamPlan) -> Any:
    """What is to be pushed up, written down a second time, with nothing of the engine."""
    a = x
    for layer, (weight, bias) in enumerate(zip(network.weights, network.biases, strict=True)):
        z = anp.dot(weight, a) + bias
        a = ACTIVATIONS[network.activation](z) if layer < len(network.weights) - 1 else z
    if plan.aim == "logit":
        value = a[output]
    elif network.cost == "cross-entropy":
        value = a[output] - anp.log(anp.sum(anp.exp(a)))
    else:
        says = 1 / (1 + anp.exp(-a))
        value = anp.log(says[output] / anp.sum(says))
    rough = 0.0
    for cell in range(64):
        if cell % 8 < 7:
            rough = rough + (x[cell] - x[cell + 1]) ** 2
        if cell < 56:
            rough = rough + (x[cell] - x[cell + 8]) ** 2
    return value - plan.less_ink / 2 * anp.sum(x**2) - plan.smoothness / 2 * rough


def made(activation: ActivationName, cost: CostName, sizes: tuple[int, ...] = (64, 9, 7, 5), seed: int = 3) -> Network:
    rng = np.random.default_rng(seed)
    network = Network.initialise(sizes, activation, cost, rng, np.float64)
    network.parameters += 0.1 * rng.normal(size=network.parameters.shape)
    return network


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("cost", get_args(CostName))
@pytest.mark.parametrize("activation", get_args(ActivationName))
def test_value_and_slope_are_autograds(activation: ActivationName, cost: CostName, plan: DreamPlan) -> None:
    network = made(activation, cost)
    x = np.random.default_rng(0).uniform(0.01, 0.99, (5, 64))
    value, gradient = objective(network, x, range(5), plan)
    for output in range(5):
        assert value[output] == pytest.approx(oracle(x[output], network, output, plan), abs=1e-12)
        by_autograd = grad(oracle)(x[output], network, output, plan)
        np.testing.assert_allclose(gradient[output], by_autograd, rtol=1e-9, atol=1e-12)


@given(
    activation=st.sampled_from(get_args(ActivationName)),
    cost=st.sampled_from(get_args(CostName)),
    aim=st.sampled_from(get_args(Aim)),
    less_ink=st.sampled_from((0.0, 0.1, 30.0)),
    seed=st.integers(0, 2**32 - 1),
)
def test_a_climb_never_goes_down_and_stays_within_the_counts(
    activation: ActivationName, cost: CostName, aim: Aim, less_ink: float, seed: int
) -> None:
    network = made(activation, cost, seed=seed)
    plan = DreamPlan(aim, 25, less_ink, 0.1)
    pictures, heights = zip(*ascend(network, noise(seed), range(5), plan), strict=True)
    assert 1 < len(heights) <= 26
    for before, after in pairwise(heights):
        assert (after >= before).all()
    for x, height in zip(pictures, heights, strict=True):
        assert x.min() >= 0
        assert x.max() <= 1
        np.testing.assert_allclose(objective(network, x, range(5), plan).value, height, atol=1e-12)
    assert (heights[-1] > heights[0]).all()


def test_it_climbs_to_the_top_where_that_is_known() -> None:
    """Of one layer the logit is a line, and its top in the box is a corner: ink wherever the weight is above 0."""
    network = made("relu", "cross-entropy", (64, 3))
    top = dream(network, 1.0, grey(), DreamPlan("logit", 200, 0.0, 0.0))
    assert top is not None
    for output in range(3):
        np.testing.assert_array_equal(top.counts[-1, output].ravel(), np.where(network.weights[0][output] > 0, 16, 0))


@pytest.mark.parametrize(
    ("epochs", "chosen"),
    [
        ((0,), (0,)),
        ((0, 1, 2, 3), (0, 1, 2, 3)),
        (tuple(range(21)), (0, 1, 2, 4, 8, 16, 20)),
        ((*range(0, 1001, 16), 1000), (0, 16, 32, 64, 128, 256, 512, 1000)),
        ((40, 41, 60), (40, 60)),
    ],
)
def test_the_first_epochs_are_looked_at_more_closely(epochs: tuple[int, ...], chosen: tuple[int, ...]) -> None:
    assert milestones(epochs) == chosen


def test_each_climbs_by_itself() -> None:
    network = made("tanh", "cross-entropy")
    together = dream(network, 0.8, noise(1), DreamPlan())
    alone = dream(network, 0.8, noise(1), DreamPlan(), [3])
    assert together is not None
    assert alone is not None
    assert together.outputs == (0, 1, 2, 3, 4)
    assert alone.outputs == (3,)
    both = min(together.steps, alone.steps)
    np.testing.assert_array_equal(together.counts[: both + 1, 3], alone.counts[: both + 1, 0])


def test_huge_weights_give_a_dream_all_the_same() -> None:
    network = made("relu", "cross-entropy").copy(np.float32)
    network.parameters *= np.float32(1e30)
    with np.errstate(all="raise", under="ignore"):
        dreamt = dream(network, 1.0, noise(0), DreamPlan())
    assert dreamt is not None
    assert np.isfinite(dreamt.probabilities).all()


def test_nobody_waits_for_what_is_unwanted() -> None:
    asked: list[int] = []

    def is_unwanted() -> bool:
        asked.append(1)
        return len(asked) == 4

    assert dream(made("relu", "quadratic"), 1.0, grey(), DreamPlan(), is_unwanted=is_unwanted) is None
    assert len(asked) == 4


@pytest.fixture(scope="module")
def shipped() -> Weights:
    model = load_model(default_model_path())
    return Weights(model.network, model.temperature)


@pytest.mark.parametrize("start", [noise(0), noise(7), grey()], ids=["noise", "other noise", "grey"])
@pytest.mark.parametrize("aim", get_args(Aim))
def test_the_shipped_network_reads_its_dreams_as_what_they_are(
    shipped: Weights, aim: Aim, start: np.ndarray[Any, np.dtype[np.uint8]]
) -> None:
    """By the real path: the picture as a digit that is not drawn."""
    dreamt = dream(shipped.network, shipped.temperature, start, DreamPlan(aim))
    assert dreamt is not None
    for digit in range(10):
        prediction = read_normalised(shipped, digit_with(dreamt.counts[-1, digit]))
        assert prediction.digit == digit
        if aim == "logit":  # that of "no digit" may have grown as well: nothing holds it down
            continue
        # What a network believes need not fill the frame, as every digit that is written does.
        assert prediction.doubt in ("", "not sure: this does not look like a digit")
        assert prediction.confidence > 0.95
        assert dreamt.probabilities[-1, digit] == pytest.approx(prediction.confidence, abs=1e-6)
    # The eleventh output has dreams as well: of what is no digit.
    none = read_normalised(shipped, digit_with(dreamt.counts[-1, 10]))
    assert dreamt.probabilities[-1, 10] == pytest.approx(none.none, abs=1e-6)
    assert none.none > 0.5


def test_the_probability_of_every_step_is_that_of_the_real_path(shipped: Weights) -> None:
    dreamt = dream(shipped.network, shipped.temperature, noise(2), DreamPlan(), [3, 10])
    assert isinstance(dreamt, Dreams)
    for step in range(0, dreamt.steps + 1, 7):
        three, none = (read_normalised(shipped, digit_with(counts)) for counts in dreamt.counts[step])
        assert dreamt.probabilities[step, 0] == pytest.approx(three.probabilities[3], abs=1e-6)
        assert dreamt.probabilities[step, 1] == pytest.approx(none.none, abs=1e-6)


def test_an_alphabet_dreams_of_its_own_symbols() -> None:
    classes = Classes(("α", "heart", "7"), has_none=True)
    rng = np.random.default_rng(1)
    network = Network.initialise((64, 4), "relu", "cross-entropy", rng, classes=classes)
    dreamt = dream(network, 1.0, grey(), DreamPlan(less_ink=0.0, smoothness=0.0))
    assert dreamt is not None
    assert dreamt.outputs == (0, 1, 2, 3)
    for output, name in enumerate(classes.names):
        prediction = read_normalised(Weights(network), digit_with(dreamt.counts[-1, output]))
        assert prediction.name == name
    assert sure_of(network, 1.0, dreamt.counts[-1].reshape(4, 64), dreamt.outputs)[3] > 0.5
