"""From views to percent: each step against its formula."""

from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.engine.classes import Classes
from handwriting_app.engine.costs import softmax
from handwriting_app.engine.network import Network
from handwriting_app.engine.reading import log_mean, named_digit, reading_steps


@pytest.fixture
def network() -> Network:
    return Network.initialise((64, 8, 10), "tanh", "cross-entropy", np.random.default_rng(0), np.float64)


@pytest.fixture
def views() -> np.ndarray:
    return np.random.default_rng(1).random((3, 64))


def test_one_view_is_the_softmax_of_its_z_over_the_temperature(network: Network, views: np.ndarray) -> None:
    steps = reading_steps(network, views[:1], 1.7)
    np.testing.assert_allclose(steps.probabilities, softmax(network.logits(views[:1])[0] / 1.7), rtol=1e-12)
    np.testing.assert_allclose(steps.mean, steps.views[0], rtol=1e-12)


def test_several_views_are_the_softmax_of_their_mean_z_over_the_temperature(
    network: Network, views: np.ndarray
) -> None:
    """The geometric mean of softmaxes is the softmax of the mean of their z."""
    steps = reading_steps(network, views, 0.6)
    mean_z = network.logits(views).mean(axis=0)
    np.testing.assert_allclose(steps.views, network.predict(views), rtol=1e-12)
    np.testing.assert_allclose(steps.mean, softmax(mean_z), rtol=1e-12)
    np.testing.assert_allclose(steps.probabilities, softmax(mean_z / 0.6), rtol=1e-12)
    assert steps.temperature == 0.6


def test_a_temperature_of_one_leaves_the_mean(network: Network, views: np.ndarray) -> None:
    steps = reading_steps(network, views, 1.0)
    np.testing.assert_array_equal(steps.probabilities, steps.mean)


@pytest.mark.parametrize(("temperature", "is_surer"), [(0.5, True), (2.0, False)])
def test_the_temperature_changes_how_sure_it_is_but_not_of_what(
    network: Network, views: np.ndarray, temperature: float, is_surer: bool
) -> None:
    steps = reading_steps(network, views, temperature)
    assert steps.probabilities.argmax() == steps.mean.argmax()
    assert (steps.probabilities.max() > steps.mean.max()) == is_surer
    assert steps.probabilities.sum() == pytest.approx(1)


def test_many_digits_are_read_as_each_alone(network: Network) -> None:
    views = np.random.default_rng(2).random((3, 5, 64))
    together = reading_steps(network, views, 0.7).probabilities
    assert together.shape == (5, 10)
    for digit in range(5):
        np.testing.assert_allclose(together[digit], reading_steps(network, views[:, digit], 0.7).probabilities)


def test_sigmoid_outputs_are_shares_of_their_sum() -> None:
    network = Network.initialise((4, 3), "relu", "quadratic", np.random.default_rng(0), np.float64)
    x = np.ones((1, 4))
    a = network.forward(x).a[-1][0]
    np.testing.assert_allclose(reading_steps(network, x, 1.0).mean, a / a.sum(), rtol=1e-12)


def test_certainty_itself_has_a_finite_logarithm() -> None:
    assert np.isfinite(log_mean(np.eye(10)[None, 3])).all()


def test_no_digit_is_named_where_all_are_alike() -> None:
    assert named_digit(np.full(10, 0.1)) is None
    assert named_digit(np.array([*[0.0995] * 9, 0.1045])) is None
    assert named_digit(np.array([*[0.09] * 9, 0.19])) == 9


def test_what_is_none_of_the_classes_does_not_make_a_digit_less_sure(views: np.ndarray) -> None:
    classes = Classes.numbered(10, has_none=True)
    network = Network.initialise(
        (64, 8, 11), "tanh", "cross-entropy", np.random.default_rng(0), np.float64, classes=classes
    )
    steps = reading_steps(network, views, 0.6)
    mean_z = network.logits(views).mean(axis=0)
    np.testing.assert_allclose(steps.mean, softmax(mean_z), rtol=1e-12)
    np.testing.assert_allclose(steps.probabilities, softmax(mean_z[:10] / 0.6), rtol=1e-12)
    assert float(steps.none) == pytest.approx(softmax(mean_z)[10])
    network.parameters[-1] += 20.0  # the bias of the last output
    surely_none = reading_steps(network, views, 0.6)
    assert surely_none.none > 0.99
    np.testing.assert_allclose(surely_none.probabilities, steps.probabilities, rtol=1e-6)


def test_without_such_an_output_nothing_is_said_to_be_none(network: Network, views: np.ndarray) -> None:
    assert reading_steps(network, views, 1.0).none == 0
