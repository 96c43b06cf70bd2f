"""Training from the outside: the numbers, the reports, and every way in which a run can end."""

from __future__ import annotations

import itertools
import pickle
import subprocess
import sys

import numpy as np
import pytest

from handwriting_app.engine import training
from handwriting_app.engine.activations import activation_named
from handwriting_app.engine.backpropagation import cost_of
from handwriting_app.engine.costs import targets_of
from handwriting_app.engine.data_set import DataSet
from handwriting_app.engine.descent import slice_width
from handwriting_app.engine.network import Network
from handwriting_app.engine.training import Controls, Diverged, train
from tests.engine.reference import Reference


def reports_of(run):
    return (report for report in run if report is not None)


def run(network, data, config, **options):
    return list(reports_of(train(network, data, config, np.random.default_rng(config.seed), **options)))


every_descent = pytest.mark.parametrize("descent", ["batch", "stochastic", "mini-batch"])
every_rule = pytest.mark.parametrize("update_rule", ["plain", "momentum", "adam"])


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
def test_large_batches_are_the_sum_of_their_slices(descent, data, make_network, make_config, monkeypatch):
    config = make_config(descent=descent, update_rule="momentum", batch_size=40)
    whole, sliced = make_network(config), make_network(config)
    run(whole, data, config)
    monkeypatch.setattr("handwriting_app.engine.descent.WIDEST_SLICE", 17)
    assert slice_width(sliced) == 17
    run(sliced, data, config)
    np.testing.assert_allclose(sliced.parameters, whole.parameters, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("processors", [1, 2])
def test_a_large_batch_shared_between_two_threads_is_the_sum_of_its_slices(
    processors, data, make_network, make_config, monkeypatch
):
    config = make_config(descent="batch", update_rule="momentum", l2=0.01)
    whole, shared, again = (make_network(config) for _ in range(3))
    reports = run(whole, data, config)
    monkeypatch.setattr("handwriting_app.engine.descent.WIDEST_SLICE", 17)
    monkeypatch.setattr("handwriting_app.engine.descent.WORTH_SHARING", 0)
    run(again, data, config)
    monkeypatch.setattr("handwriting_app.engine.threads._processors", lambda: processors)
    assert run(shared, data, config)[-1].training_cost == pytest.approx(reports[-1].training_cost, rel=1e-12)
    np.testing.assert_allclose(shared.parameters, whole.parameters, rtol=1e-12, atol=1e-14)
    assert np.array_equal(shared.parameters, again.parameters), "whatever the number of processors"


def test_an_error_in_the_thread_that_helps_is_raised(monkeypatch):
    from handwriting_app.engine.threads import side_by_side

    def fail():
        raise ZeroDivisionError

    monkeypatch.setattr("handwriting_app.engine.threads._processors", lambda: 2)
    with pytest.raises(ZeroDivisionError), side_by_side(2) as do:
        do([lambda: None, fail])


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


def test_update_ratio_is_that_of_the_mean_update(data, make_network, make_config):
    config = make_config(epochs=1)
    network = make_network(config)
    before = network.copy()
    (report,) = run(network, data, config)
    for ratio, old, new in zip(report.update_ratios, before.weights, network.weights, strict=True):
        assert ratio == pytest.approx(np.linalg.norm(new - old) / report.updates / np.linalg.norm(old))


def test_dead_units_are_counted(data, make_network, make_config):
    config = make_config(epochs=1, learning_rate=1e-9)
    network = make_network(config)
    network.biases[0][:2] = -1000
    network.biases[1][0] = -1000
    (report,) = run(network, data, config)
    assert report.inactive_shares == (pytest.approx(2 / 6), pytest.approx(1 / 5))


def test_saturated_units_are_counted(data, make_network, make_config):
    config = make_config(epochs=1, learning_rate=1e-9, activation="tanh")
    network = make_network(config)
    network.biases[0][:3] = (50, -50, 50)
    (report,) = run(network, data, config)
    assert report.inactive_shares[0] == pytest.approx(3 / 6)


def test_varied_inputs_are_learned_from_and_never_measured_on(data, make_network, make_config):
    config = make_config(epochs=3, descent="batch")
    asked = []

    def vary(epoch):
        asked.append(epoch)
        return data.train_x + epoch

    varied, network = make_network(config), make_network(config)
    reports = run(varied, data, config, vary=vary)
    assert asked == [0, 1, 2]
    assert reports[-1].held_out_cost == pytest.approx(cost_of(varied, data.held_x, targets_of(data.held_y, 4)))
    for epoch in range(3):
        moved = DataSet(data.train_x + epoch, data.train_y, data.held_x, data.held_y)
        run(network, moved, make_config(epochs=1, descent="batch"))
    np.testing.assert_array_equal(varied.parameters, network.parameters)


def test_varied_inputs_of_another_shape_are_refused(data, make_network, make_config):
    config = make_config()
    with pytest.raises(ValueError, match="shape"):
        run(make_network(config), data, config, vary=lambda epoch: data.train_x[:-1])


@every_descent
def test_closing_in_mid_epoch_keeps_the_last_whole_epoch(descent, data, make_network, make_config, monkeypatch):
    monkeypatch.setattr(training, "HEARTBEAT", 0.0)
    monkeypatch.setattr("handwriting_app.engine.descent.WIDEST_SLICE", 10)
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
    assert np.array_equal(network.parameters, good)


def test_stops_once_the_cost_has_stopped_falling(data, make_network, make_config):
    config = make_config(learning_rate=1e-9, epochs=50, stop_when_converged=True, patience=4, tolerance=1e-4)
    reports = run(make_network(config), data, config)
    assert [report.converged for report in reports] == [False, False, False, False, True]


def test_goes_on_while_the_cost_falls(data, make_network, make_config):
    config = make_config(learning_rate=0.05, epochs=20, stop_when_converged=True, patience=2)
    reports = run(make_network(config), data, config)
    assert len(reports) == 20
    assert not reports[-1].converged


def test_averaged_weights_are_published_and_measured(data, make_network, make_config):
    averaged, plain = make_network(make_config()), make_network(make_config())
    kept = []
    config = make_config(epochs=6)
    for _ in reports_of(train(plain, data, config, np.random.default_rng(0))):
        kept.append(plain.parameters.copy())
    config = make_config(epochs=6, weight_averaging=0.75)
    reports = run(averaged, data, config)
    expected = kept[0]
    for epoch, parameters in enumerate(kept[1:], 2):
        decay = min(0.75, 1 - 1 / epoch)
        expected = decay * expected + (1 - decay) * parameters
    np.testing.assert_allclose(averaged.parameters, expected, rtol=1e-12)
    assert reports[-1].held_out_cost == pytest.approx(cost_of(averaged, data.held_x, targets_of(data.held_y, 4)))


def test_an_empty_held_out_set_gives_no_numbers(data, make_network, make_config):
    config = make_config()
    last = run(make_network(config), DataSet(data.train_x, data.train_y, data.held_x[:0], data.held_y[:0]), config)[-1]
    assert np.isnan([last.held_out_cost, last.held_out_accuracy]).all()
    assert np.isfinite(last.training_cost)


def test_data_that_do_not_fit_are_refused(data, make_network, make_config):
    config = make_config()
    with pytest.raises(ValueError, match="features"):
        train(make_network(config, features=9), data, config, np.random.default_rng(0))
    with pytest.raises(ValueError, match="classes"):
        train(make_network(config, classes=3), data, config, np.random.default_rng(0))
    with pytest.raises(ValueError, match="one label"):
        DataSet(data.train_x, data.train_y[:-1], data.held_x, data.held_y)


def test_blas_threads_are_put_back(data, make_network, make_config):
    from threadpoolctl import threadpool_info, threadpool_limits

    with threadpool_limits(2, user_api="blas"):
        before = [(library["filepath"], library["num_threads"]) for library in threadpool_info()]
        config = make_config()
        steps = train(make_network(config), data, config, np.random.default_rng(0))
        next(steps)
        assert {library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"} == {1}
        steps.close()
        after = [(library["filepath"], library["num_threads"]) for library in threadpool_info()]
        assert [entry for entry in after if entry in before] == before


def test_numpys_warnings_are_as_before_between_two_heartbeats(data, make_network, make_config, monkeypatch):
    monkeypatch.setattr(training, "HEARTBEAT", 0.0)
    config = make_config()
    before = np.geterr()
    for _ in train(make_network(config), data, config, np.random.default_rng(0)):
        assert np.geterr() == before


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
