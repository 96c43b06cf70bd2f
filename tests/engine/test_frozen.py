"""Frozen units: what comes into them stays bit for bit, under every rule, and the others learn."""

from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.engine.backpropagation import backward
from handwriting_app.engine.checkpoint import Kept
from handwriting_app.engine.costs import targets_of
from handwriting_app.engine.frozen import Frozen, frozen_layers, frozen_mask
from handwriting_app.engine.network import Network
from tests.engine.cases import every_descent, every_rule, run

UNITS = frozenset({(1, 0), (1, 4), (2, 2), (3, 1)})


def of_units(network: Network) -> np.ndarray:
    """Which parameters come into UNITS, found by writing marks through the network's own views."""
    marked = network.with_parameters(np.zeros_like(network.parameters))
    for layer, unit in UNITS:
        marked.weights[layer - 1][unit] = 1.0
        marked.biases[layer - 1][unit] = 1.0
    return marked.parameters == 1.0


def test_a_mask_has_the_incoming_weights_and_the_biases(make_network, make_config):
    network = make_network(make_config())
    np.testing.assert_array_equal(frozen_mask(network.sizes, UNITS), of_units(network))
    assert frozen_mask(network.sizes, ()) is None


@every_descent
@every_rule
@pytest.mark.parametrize(
    "changes",
    [{}, {"l2": 0.02}, {"weight_averaging": 0.7, "l2": 0.02}],
    ids=lambda changes: "-".join(changes) or "usual",
)
def test_frozen_weights_stay_bit_for_bit_and_the_others_learn(
    descent, update_rule, changes, data, make_network, make_config
):
    config = make_config(descent=descent, update_rule=update_rule, **changes)
    network = make_network(config, np.float32)
    before, mask = network.parameters.copy(), frozen_mask(network.sizes, UNITS)
    reports = run(network, data, config, frozen=mask)
    assert np.array_equal(network.parameters[mask].view(np.uint32), before[mask].view(np.uint32))
    assert (network.parameters[~mask] != before[~mask]).mean() > 0.8
    assert reports[-1].training_cost < reports[0].training_cost


@pytest.mark.parametrize("descent", ["batch", "stochastic"])
def test_the_others_learn_as_the_textbook_says(descent, data, make_network, make_config):
    """Independently: plain steps down the textbook's gradient, that of frozen numbers left out."""
    config = make_config(descent=descent, learning_rate=0.02, l2=0.01)
    network = make_network(config)
    own, mask = network.copy(), frozen_mask(network.sizes, UNITS)
    run(network, data, config, frozen=mask)
    rng = np.random.default_rng(config.seed)
    targets = targets_of(data.train_y, own.sizes[-1])
    for _ in range(config.epochs):
        order = np.arange(75) if descent == "batch" else rng.permutation(75)
        for rows in [order] if descent == "batch" else order[:, np.newaxis]:
            back = backward(own, own.forward(data.train_x[rows]), targets[rows])
            decay = own.with_parameters(own.parameters * config.l2)
            for biases in decay.biases:
                biases[:] = 0.0
            step = config.learning_rate * (back.flat() + decay.parameters)
            own.parameters[~mask] -= step[~mask]
    np.testing.assert_allclose(network.parameters, own.parameters, rtol=1e-10, atol=1e-12)


@every_descent
@every_rule
def test_an_empty_mask_changes_nothing(descent, update_rule, data, make_network, make_config):
    config = make_config(descent=descent, update_rule=update_rule, l2=0.01, weight_averaging=0.7)
    plain, given = make_network(config, np.float32), make_network(config, np.float32)
    run(plain, data, config)
    run(given, data, config, frozen=np.zeros(given.parameters.shape, bool))
    if (descent, update_rule) == ("stochastic", "plain"):  # a loop of its own, equal but for rounding
        np.testing.assert_allclose(plain.parameters, given.parameters, rtol=1e-4, atol=1e-5)
    else:
        assert np.array_equal(plain.parameters, given.parameters)


@every_rule
def test_a_run_that_goes_on_holds_what_is_seen_and_thaws_without_a_jump(update_rule, data, make_network, make_config):
    """With averaging the network shows the average, which is not what learns; its numbers are the ones that stay."""
    config = make_config(update_rule=update_rule, weight_averaging=0.7, epochs=3)
    network, kept = make_network(config, np.float32), Kept()
    mask = frozen_mask(network.sizes, UNITS)
    first = run(network, data, config, kept=kept)[-1]
    seen, point = network.parameters.copy(), kept.checkpoint
    assert not np.array_equal(point.learner[mask], seen[mask])
    longer = make_config(update_rule=update_rule, weight_averaging=0.7, epochs=6)
    second = run(network, data, longer, last=first, checkpoint=point, kept=kept, frozen=mask)[-1]
    assert np.array_equal(network.parameters[mask], seen[mask])
    assert all(not remembered[mask].any() for remembered in kept.checkpoint.rule_state)
    thawed = make_config(update_rule=update_rule, weight_averaging=0.7, epochs=7)
    run(network, data, thawed, last=second, checkpoint=kept.checkpoint)
    assert not np.array_equal(network.parameters[mask], seen[mask])


@every_descent
@every_rule
def test_a_frozen_run_goes_on_exactly(descent, update_rule, data, make_network, make_config):
    settings = {"descent": descent, "update_rule": update_rule, "weight_averaging": 0.7}
    whole, parts, kept = (make_network(make_config(**settings), np.float32) for _ in range(2)), None, Kept()
    one, two = whole
    mask = frozen_mask(one.sizes, UNITS)
    run(one, data, make_config(epochs=4, **settings), frozen=mask)
    parts = run(two, data, make_config(epochs=2, **settings), kept=kept, frozen=mask)
    run(two, data, make_config(epochs=4, **settings), last=parts[-1], checkpoint=kept.checkpoint, frozen=mask)
    assert np.array_equal(one.parameters, two.parameters)


@every_rule
def test_a_frozen_layer_is_not_said_to_move(update_rule, data, make_network, make_config):
    config = make_config(update_rule=update_rule, l2=0.05)
    network = make_network(config)
    mask = frozen_mask(network.sizes, {(1, unit) for unit in range(6)})
    last = run(network, data, config, frozen=mask)[-1]
    assert last.update_ratios[0] == 0.0
    assert min(last.update_ratios[1:]) > 0.0
    assert last.gradient_norms[0] > 0.0


def test_a_mask_of_another_network_is_refused(make_network, make_config):
    network = make_network(make_config())
    with pytest.raises(ValueError, match="mask"):
        Frozen(np.zeros(3, bool), network)


def test_a_layer_is_frozen_when_all_of_its_units_are():
    units = {(1, 0), (1, 1), (1, 2), (2, 1), (3, 0), (3, 1)}
    assert frozen_layers((7, 3, 4, 2), units) == {1, 3}
    assert frozen_layers((7, 3, 4, 2), ()) == frozenset()
