"""Training from the outside: the numbers, the reports, and every way in which a run can end."""

from __future__ import annotations

import itertools
import pickle
import subprocess
import sys

import numpy as np
import pytest

from handwriting_app.engine.activations import activation_named
from handwriting_app.engine.backpropagation import cost_of
from handwriting_app.engine.costs import targets_of
from handwriting_app.engine.data_set import DataSet
from handwriting_app.engine.network import Network
from handwriting_app.engine.training import Controls, Diverged, train
from tests.engine.cases import every_descent, every_rule, reports_of, run
from tests.engine.reference import Reference


@every_descent
@every_rule
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"l2": 0.01},
        {"label_smoothing": 0.1, "hidden": (5,)},
        {"hidden": (), "l2": 0.02},
        {"hidden": (6, 5, 4), "activation": "tanh", "cost": "quadratic"},
        {"activation": "sigmoid", "l2": 0.01},
    ],
    ids=lambda changes: "-".join(changes) or "usual",
)
def test_equals_the_textbook(descent, update_rule, changes, data, make_network, make_config):
    # Gentle rates: where training is unstable, it blows rounding up too.
    learning_rate = {"plain": 0.05, "momentum": 0.005, "adam": 0.002}[update_rule]
    config = make_config(descent=descent, update_rule=update_rule, learning_rate=learning_rate, **changes)
    network = make_network(config)
    reference = Reference(network, config)
    rng = np.random.default_rng(config.seed)
    for report in run(network, data, config):
        order = np.arange(75) if descent == "batch" else rng.permutation(75)
        reference.epoch(data.train_x, data.train_y, order, config.learning_rate)
        assert report.training_cost == pytest.approx(reference.training_cost, rel=1e-12)
        assert report.training_accuracy == reference.training_accuracy
        np.testing.assert_allclose(report.gradient_norms, reference.gradient_norms, rtol=1e-12)
    for ours, theirs in zip((*network.weights, *network.biases), (*reference.weights, *reference.biases), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-12, atol=1e-12)


@every_descent
@every_rule
def test_the_same_seed_gives_the_same_numbers(descent, update_rule, data, make_network, make_config):
    config = make_config(descent=descent, update_rule=update_rule)
    first, second = make_network(config, np.float32), make_network(config, np.float32)
    run(first, data, config)
    run(second, data, config)
    assert np.array_equal(first.parameters, second.parameters)


@every_descent
@pytest.mark.parametrize("cost", ["cross-entropy", "quadratic"])
@pytest.mark.parametrize("activation", ["sigmoid", "relu", "tanh"])
def test_learns_in_float32(descent, cost, activation, data, make_network, make_config):
    rate = {"batch": 1.0, "stochastic": 0.05, "mini-batch": 0.5}[descent] * (1 if cost == "cross-entropy" else 4)
    epochs = 300 if descent == "batch" else 60
    config = make_config(descent=descent, cost=cost, activation=activation, learning_rate=rate, epochs=epochs)
    network = make_network(config, np.float32)
    reports = run(network, data, config)
    assert reports[-1].training_accuracy > 0.9
    assert reports[-1].training_cost < reports[0].training_cost / 2


@pytest.mark.parametrize(
    ("features", "classes", "hidden"), [(1, 1, (3,)), (2, 2, ()), (130, 17, (200, 3)), (3, 2, (1,))]
)
@every_descent
def test_any_number_of_features_and_classes(features, classes, hidden, descent, make_network, make_config):
    rng = np.random.default_rng(0)
    x, y = rng.normal(0, 1, (41, features)).astype(np.float32), rng.integers(0, classes, 41)
    config = make_config(descent=descent, hidden=hidden)
    network = make_network(config, np.float32, features, classes)
    last = run(network, DataSet(x, y, x, y), config)[-1]
    assert np.isfinite([last.training_cost, last.held_out_cost]).all()
    assert len(last.gradient_norms) == len(last.update_ratios) == len(hidden) + 1
    assert len(last.inactive_shares) == len(hidden)


def test_reports_count_and_measure(data, make_network, make_config):
    config = make_config(epochs=4, learning_rate=0.1)
    network = make_network(config)
    heard = []
    for report in reports_of(train(network, data, config, np.random.default_rng(0))):
        heard.append(report)
        targets = targets_of(data.held_y, 4)
        assert report.held_out_cost == pytest.approx(cost_of(network, data.held_x, targets), rel=1e-12)
        right = network.predict(data.held_x).argmax(axis=1) == data.held_y
        assert report.held_out_accuracy == right.mean()
    assert [report.epoch for report in heard] == [1, 2, 3, 4]
    assert [report.updates for report in heard] == [5, 10, 15, 20]
    assert all(earlier.seconds < later.seconds for earlier, later in itertools.pairwise(heard))
    assert {report.learning_rate for report in heard} == {0.1}


@every_descent
def test_closing_in_mid_epoch_keeps_the_last_whole_epoch(descent, data, make_network, make_config, monkeypatch):
    monkeypatch.setattr("handwriting_app.engine.bookkeeping.HEARTBEAT", 0.0)
    monkeypatch.setattr("handwriting_app.engine.fast.slices.WIDEST_SLICE", 10)
    config = make_config(descent=descent, update_rule="momentum" if descent == "batch" else "plain")
    network, twin = make_network(config), make_network(config)
    steps = train(network, data, config, np.random.default_rng(0))
    assert next(steps) is None, "there is a heartbeat within the first epoch"
    initial = network.parameters.copy()
    while next(steps) is None:
        pass
    after_one = network.parameters.copy()
    assert next(steps) is None
    assert next(steps) is None
    steps.close()
    assert np.array_equal(network.parameters, after_one)
    assert not np.array_equal(initial, after_one)
    run(twin, data, make_config(descent=descent, update_rule=config.update_rule, epochs=1))
    assert np.array_equal(network.parameters, twin.parameters)


def test_a_run_can_be_continued(data, make_network, make_config):
    whole, parts = make_network(make_config()), make_network(make_config())
    run(whole, data, make_config(epochs=4))
    rng = np.random.default_rng(0)
    (*_, last) = reports_of(train(parts, data, make_config(epochs=2), rng))
    more = list(reports_of(train(parts, data, make_config(epochs=4), rng, last=last)))
    assert [report.epoch for report in more] == [3, 4]
    assert [report.updates for report in more] == [15, 20]
    assert more[0].seconds > last.seconds
    assert np.array_equal(parts.parameters, whole.parameters)


@every_rule
def test_the_learning_rate_can_change_on_the_way(update_rule, data, make_network, make_config):
    config = make_config(update_rule=update_rule, epochs=4)
    network, controls = make_network(config), Controls(0.05)
    reference = Reference(network, config)
    rng = np.random.default_rng(0)
    for report in reports_of(train(network, data, config, np.random.default_rng(0), controls=controls)):
        reference.epoch(data.train_x, data.train_y, rng.permutation(75), 0.05 if report.epoch < 3 else 0.01)
        assert report.learning_rate == (0.05 if report.epoch < 3 else 0.01)
        controls.learning_rate = 0.05 if report.epoch < 2 else 0.01
    np.testing.assert_allclose(network.weights[0], reference.weights[0], rtol=1e-12, atol=1e-12)


@every_descent
@every_rule
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_too_high_a_learning_rate_is_told_and_leaves_finite_weights(
    descent, update_rule, dtype, data, make_network, make_config
):
    config = make_config(descent=descent, update_rule=update_rule, epochs=50, l2=0.1)
    network = make_network(config, dtype)
    # Far beyond what a configuration takes, so that Adam diverges too, whose steps do not grow with the gradient.
    with pytest.raises(Diverged) as caught:
        run(network, data, config, controls=Controls(1e300))
    assert np.isfinite(network.parameters).all()
    assert caught.value.learning_rate == 1e300
    assert "try 1e+299" in str(caught.value)
    assert pickle.loads(pickle.dumps(caught.value)).epoch == caught.value.epoch


def test_divergence_after_some_epochs_keeps_the_last_finite_one(data, make_network, make_config):
    config = make_config(epochs=20)
    network, controls = make_network(config), Controls(0.05)
    steps = train(network, data, config, np.random.default_rng(0), controls=controls)
    assert len(list(reports_of(itertools.islice(steps, 3)))) == 3
    good = network.parameters.copy()
    controls.learning_rate = 1e200
    with pytest.raises(Diverged) as caught:
        list(steps)
    assert caught.value.epoch == 4
    assert str(caught.value).endswith("The weights are back at the last epoch that was finite.")
    assert np.array_equal(network.parameters, good)


def test_data_that_do_not_fit_are_refused(data, make_network, make_config):
    config = make_config()
    with pytest.raises(ValueError, match="features"):
        train(make_network(config, features=9), data, config, np.random.default_rng(0))
    with pytest.raises(ValueError, match="classes"):
        train(make_network(config, classes=3), data, config, np.random.default_rng(0))


def test_scipy_is_not_imported_before_training():
    code = (
        "import sys, handwriting_app.engine.training, handwriting_app.engine.network\n"
        "assert not {'scipy', 'sklearn', 'threadpoolctl'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_networks_activation_is_used_not_the_configurations(data, make_config):
    config = make_config(activation="relu", epochs=1)
    network = Network.initialise((7, 6, 4), "tanh", "quadratic", np.random.default_rng(0))
    run(network, data, config)
    assert activation_named(network.activation).name == "tanh"
