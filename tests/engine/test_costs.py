from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.engine.costs import cost_named, cross_entropy, shares, softmax, targets_of
from tests.engine.cases import LOGITS, exact_softmax


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("logits", LOGITS)
def test_softmax_is_right_at_any_size_of_logits(logits, dtype):
    z = np.array(logits, dtype)
    tolerance = 1e-6 if dtype == np.float32 else 1e-13
    np.testing.assert_allclose(softmax(z), exact_softmax(z), rtol=tolerance, atol=1e-30)
    assert softmax(z).sum() == pytest.approx(1)


@pytest.mark.parametrize("logits", LOGITS)
def test_cross_entropy_is_finite_at_any_size_of_logits(logits):
    z = np.array([logits])
    cost = cross_entropy(z, np.eye(3)[[2]])
    assert cost == pytest.approx(z[0].max() - z[0, 2] + np.log(np.exp(z[0] - z[0].max()).sum()))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_cross_entropy_is_finite_up_to_the_largest_numbers(dtype):
    most = np.finfo(dtype).max
    assert np.isfinite(cross_entropy(np.array([[most, 0.0, -most]], dtype), np.eye(3, dtype=dtype)[[2]])).all()


def test_shares_of_faint_outputs_are_alike():
    a = np.array([[0.5, 0.25, 0.25], [1e-8, 2e-8, 0.0], [0.0, 0.0, 0.0], [1e-3, 3e-3, 0.0]], np.float32)
    wanted = [[0.5, 0.25, 0.25], [1 / 3] * 3, [1 / 3] * 3, [0.25, 0.75, 0.0]]
    np.testing.assert_allclose(shares(a), wanted, rtol=1e-6)
    np.testing.assert_array_equal(shares(a.T, axis=0).T, shares(a))
    assert shares(a).dtype == np.float32


@pytest.mark.parametrize("name", ["cross-entropy", "quadratic"])
def test_the_axis_of_the_classes_can_be_chosen(name):
    cost = cost_named(name)
    z = np.random.default_rng(0).normal(0, 3, (5, 3))
    targets = targets_of(np.array([0, 1, 2, 1, 0]), 3)
    np.testing.assert_allclose(cost.outputs(z.T, 0).T, cost.outputs(z))
    np.testing.assert_allclose(cost.value(z.T, targets.T, 0), cost.value(z, targets))


def test_smoothed_targets_sum_to_one():
    targets = targets_of(np.array([2, 0]), 4, smoothing=0.2)
    np.testing.assert_allclose(targets, [[0.05, 0.05, 0.85, 0.05], [0.85, 0.05, 0.05, 0.05]])


def test_unknown_names_are_refused():
    with pytest.raises(ValueError, match="hinge"):
        cost_named("hinge")
