"""What the gradient moves, weight decay apart: the textbook's mean gradient, and nothing where there is none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from handwriting_app.engine.checkpoint import Kept
from tests.engine.cases import every_descent, every_rule, run
from tests.engine.reference import Reference

OUTSIDE = 1e-5
"""A tenth of the lower end of the usual range."""


@pytest.mark.parametrize(("update_rule", "momentum"), [("plain", 0.0), ("momentum", 0.8)])
@pytest.mark.parametrize("l2", [0.0, 5e-3])
@every_descent
def test_it_is_the_mean_gradient_as_the_rule_carries_it_into_the_weights(
    data, make_network, make_config, update_rule, momentum, l2, descent
):
    config = make_config(update_rule=update_rule, momentum=momentum, l2=l2, descent=descent, epochs=3)
    network = make_network(config)
    textbook, rng = Reference(network, config), np.random.default_rng(config.seed)
    for report in run(network, data, config):
        before = [weights.copy() for weights in textbook.weights]
        order = np.arange(75) if descent == "batch" else rng.permutation(75)
        textbook.epoch(data.train_x, data.train_y, order, 0.05)
        expected = [
            0.05 / (1 - momentum) * np.linalg.norm(gradient) / np.linalg.norm(old)
            for gradient, old in zip(textbook.mean_weight_gradients, before, strict=True)
        ]
        # With decay, the sum of the weights is that of a straight line; an update is exact.
        assert report.update_ratios == pytest.approx(expected, rel=0.03 if l2 and descent != "batch" else 1e-9)


@every_rule
@every_descent
def test_a_dead_layer_and_all_below_it_move_by_nothing_however_strong_the_decay(
    data, make_network, make_config, update_rule, descent
):
    rate = 1e-3 if update_rule == "adam" else 0.05
    config = make_config(
        activation="relu", update_rule=update_rule, descent=descent, l2=1e-3, learning_rate=rate, hidden=(6, 5, 5)
    )
    network = make_network(config, np.float32)
    network.biases[1][:] = -1e3
    before = [weights.copy() for weights in network.weights]
    for report in run(network, data, config):
        assert report.update_ratios[:2] == (0.0, 0.0)
        assert max(report.update_ratios[2:]) < OUTSIDE  # these still have biases to learn with
    for old, new in zip(before[:2], network.weights, strict=False):
        assert not np.array_equal(old, new)  # decay has moved them


def test_a_run_in_parts_measures_what_one_in_one_go_does(data, make_network, make_config):
    config = make_config(update_rule="momentum", l2=0.01, epochs=4)
    whole = run(make_network(config), data, config)
    kept = Kept()
    network = make_network(config)
    first = run(network, data, replace(config, epochs=2), kept=kept)
    rest = run(network, data, config, last=first[-1], checkpoint=kept.checkpoint)
    assert [report.update_ratios for report in (*first, *rest)] == [report.update_ratios for report in whole]


@pytest.mark.parametrize("update_rule", ["plain", "momentum"])
def test_weights_of_zero_have_no_ratio(data, make_network, make_config, update_rule):
    config = make_config(update_rule=update_rule, epochs=1)
    network = make_network(config)
    network.parameters[:] = 0
    (report,) = run(network, data, config)
    assert report.update_ratios == (0.0, 0.0, 0.0)
