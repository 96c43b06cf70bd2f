"""What ends a run as diverged, and what the run leaves behind."""

from __future__ import annotations

import pickle
from dataclasses import replace

import numpy as np
import pytest

from handwriting_app.engine.checkpoint import Kept
from handwriting_app.engine.controls import Controls
from handwriting_app.engine.divergence import Diverged, why_diverged
from handwriting_app.engine.evaluation import Evaluation
from handwriting_app.engine.examples import with_ones
from tests.engine.cases import run


@pytest.fixture
def after_a_run(data, make_network, make_config):
    """The last report of a good run, its evaluation, and the vectors that it leaves."""
    config = make_config()
    network = make_network(config)
    report = run(network, data, config)[-1]
    evaluation = Evaluation(network, with_ones(data.held_x, np.float64), data.held_y)
    list(evaluation.measure())
    return report, evaluation, (network.parameters,)


def test_a_good_run_has_not_diverged(after_a_run):
    assert why_diverged(*after_a_run) == ""


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"training_cost": np.inf}, "the cost"),
        ({"held_out_cost": np.nan}, "the cost"),
        ({"gradient_norms": (1.0, np.inf, 1.0)}, "gradient"),
        ({"update_ratios": (np.nan, 1.0, 1.0)}, "gradient"),
    ],
)
def test_no_figure_that_is_no_number_is_reported(after_a_run, changes, reason):
    report, evaluation, vectors = after_a_run
    assert reason in why_diverged(replace(report, **changes), evaluation, vectors)


def test_nothing_that_the_next_epoch_builds_on_may_be_infinite(after_a_run):
    report, evaluation, vectors = after_a_run
    squares_of_adam = np.array([1.0, np.inf])
    assert "weights or their gradient" in why_diverged(report, evaluation, (*vectors, squares_of_adam))


@pytest.mark.parametrize("activation", ["sigmoid", "relu", "tanh"])
def test_outputs_that_have_all_gone_out_end_a_run(activation, data, make_network, make_config):
    config = make_config(cost="quadratic", activation=activation)
    network = make_network(config, np.float32)
    network.biases[-1][:] = -40
    before, kept = network.parameters.copy(), Kept()
    with pytest.raises(
        Diverged, match=r"in epoch 1: every output is next to 0, .* try 0\.005\. .* before the run\."
    ) as caught:
        run(network, data, config, kept=kept)
    assert np.array_equal(network.parameters, before)
    assert kept.checkpoint.epoch == 0
    again = pickle.loads(pickle.dumps(caught.value))
    assert (again.reason, str(again)) == (caught.value.reason, str(caught.value))


def test_adam_whose_squares_overflow_has_diverged_though_its_weights_stand_still(data, make_network, make_config):
    """Without the check it stood still for ever: a step divided by the root of infinity is none."""
    config = make_config(update_rule="adam", activation="relu", l2=0.0)
    network = make_network(config, np.float32)
    network.weights[1][:] *= 1e15
    network.weights[2][:] *= 1e15
    with pytest.raises(Diverged, match="finite number"):
        run(network, data, config, controls=Controls(1e-6))
    assert np.isfinite(network.parameters).all()
