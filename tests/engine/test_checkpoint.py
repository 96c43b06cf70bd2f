"""A run in parts is the run in one go, bit for bit."""

from __future__ import annotations

import pickle
from dataclasses import replace

import numpy as np
import pytest

from handwriting_app.engine.checkpoint import Checkpoint, Kept, Order
from handwriting_app.engine.training import Controls, Diverged, train
from tests.engine.cases import every_descent, every_rule, reports_of, run


def parts(network, data, config, epochs, **options):
    """Train in parts that end at these epochs, each from the checkpoint and the last report of the one before."""
    rng, last, kept, heard = np.random.default_rng(config.seed), None, Kept(), []
    for end in epochs:
        steps = train(
            network,
            data,
            replace(config, epochs=end),
            rng,
            last=last,
            checkpoint=kept.checkpoint,
            kept=kept,
            **options,
        )
        heard += reports_of(steps)
        last = heard[-1]
        rng = np.random.default_rng(99)  # of no use to a run that begins from a checkpoint
    return heard


def without_seconds(reports):
    return [replace(report, seconds=0.0) for report in reports]


@every_descent
@every_rule
@pytest.mark.parametrize("averaging", [0.0, 0.8])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_run_in_parts_is_the_run_in_one_go(descent, update_rule, averaging, dtype, data, make_network, make_config):
    rate = {"plain": 0.05, "momentum": 0.005, "adam": 0.002}[update_rule]
    config = make_config(
        descent=descent, update_rule=update_rule, weight_averaging=averaging, learning_rate=rate, l2=0.01, epochs=6
    )
    whole, continued = make_network(config, dtype), make_network(config, dtype)
    reports = run(whole, data, config)
    assert without_seconds(parts(continued, data, config, (3, 6))) == without_seconds(reports)
    assert np.array_equal(continued.parameters, whole.parameters)


def test_inputs_are_varied_on_from_where_they_were(data, make_network, make_config):
    config = make_config(epochs=6)
    whole, continued = make_network(config), make_network(config)
    vary = lambda epoch: data.train_x + epoch  # noqa: E731
    run(whole, data, config, vary=vary)
    parts(continued, data, config, (1, 4, 6), vary=vary)
    assert np.array_equal(continued.parameters, whole.parameters)


def test_the_watch_for_convergence_goes_on(data, make_network, make_config):
    config = make_config(learning_rate=1e-9, epochs=50, stop_when_converged=True, patience=4)
    heard = parts(make_network(config), data, config, (3, 50))
    assert [report.converged for report in heard] == [False, False, False, False, True]


def test_a_run_that_had_converged_is_given_its_patience_again(data, make_network, make_config):
    config = make_config(learning_rate=1e-9, epochs=50, stop_when_converged=True, patience=4)
    heard = parts(make_network(config), data, config, (50, 50))
    assert [report.epoch for report in heard if report.converged] == [5, 10]


@every_rule
def test_in_mid_epoch_the_checkpoint_is_that_of_the_last_whole_one(
    update_rule, data, make_network, make_config, monkeypatch
):
    monkeypatch.setattr("handwriting_app.engine.bookkeeping.HEARTBEAT", 0.0)
    config = make_config(update_rule=update_rule, weight_averaging=0.5)
    network, kept = make_network(config), Kept()
    start = network.parameters.copy()
    steps = train(network, data, config, np.random.default_rng(0), kept=kept)
    assert next(steps) is None
    assert kept.checkpoint.epoch == 0
    assert np.array_equal(kept.checkpoint.learner, start)
    while (report := next(steps)) is None:
        pass
    at_report = kept.checkpoint
    assert (at_report.epoch, report.epoch) == (1, 1)
    before = pickle.dumps(at_report)
    assert next(steps) is None
    assert next(steps) is None
    assert kept.checkpoint is at_report
    assert pickle.dumps(at_report) == before, "an update has changed it"
    steps.close()
    assert kept.checkpoint is at_report
    assert pickle.dumps(taken_in_mid_epoch(make_network(config), data, config)) == before
    with pytest.raises(ValueError, match="read-only"):
        at_report.learner[0] = 1


def taken_in_mid_epoch(network, data, config):
    kept = Kept()
    steps = train(network, data, config, np.random.default_rng(0), kept=kept)
    while next(steps) is None:
        pass
    assert next(steps) is None
    assert next(steps) is None
    return kept.checkpoint


def test_divergence_keeps_the_checkpoint_of_the_last_finite_epoch(data, make_network, make_config):
    config = make_config(epochs=20)
    network, controls, kept = make_network(config), Controls(0.05), Kept()
    steps = reports_of(train(network, data, config, np.random.default_rng(0), controls=controls, kept=kept))
    next(steps)
    controls.learning_rate = 1e200
    with pytest.raises(Diverged):
        list(steps)
    assert kept.checkpoint.epoch == 1
    assert np.array_equal(kept.checkpoint.learner, network.parameters)


def checkpoint_after(network, data, config) -> tuple[Checkpoint, object]:
    kept = Kept()
    (*_, last) = run(network, data, config, kept=kept)
    return kept.checkpoint, last


def test_another_update_rule_begins_anew(data, make_network, make_config):
    first = make_config(update_rule="adam", learning_rate=0.002)
    network = make_network(first)
    checkpoint, last = checkpoint_after(network, data, first)
    other = make_config(update_rule="momentum", learning_rate=0.005, epochs=5)
    fresh = replace(checkpoint, rule="momentum", rule_state=(np.zeros_like(checkpoint.learner),), steps=0)
    twin = network.copy()
    run(network, data, other, last=last, checkpoint=checkpoint)
    run(twin, data, other, last=last, checkpoint=fresh)
    assert np.array_equal(network.parameters, twin.parameters)


def test_an_average_that_is_new_to_the_run_begins_anew(data, make_network, make_config):
    network = make_network(make_config())
    checkpoint, last = checkpoint_after(network, data, make_config())
    assert checkpoint.average is None
    plain = network.copy()
    (report,) = run(network, data, make_config(weight_averaging=0.9, epochs=4), last=last, checkpoint=checkpoint)
    run(plain, data, make_config(epochs=4), last=last, checkpoint=checkpoint)
    assert report.epoch == 4
    assert np.array_equal(network.parameters, plain.parameters), "the average of one epoch is that epoch"


def test_without_averaging_the_learner_goes_on_not_its_average(data, make_network, make_config):
    averaged = make_network(make_config())
    checkpoint, last = checkpoint_after(averaged, data, make_config(weight_averaging=0.9))
    assert not np.array_equal(checkpoint.learner, averaged.parameters)
    assert np.array_equal(checkpoint.average, averaged.parameters)
    plain = make_network(make_config())
    run(plain, data, make_config(epochs=5))
    run(averaged, data, make_config(epochs=5), last=last, checkpoint=checkpoint)
    assert np.array_equal(averaged.parameters, plain.parameters)


def test_what_does_not_fit_is_refused(data, make_network, make_config):
    config = make_config()
    checkpoint, last = checkpoint_after(make_network(config), data, config)
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match="do not fit"):
        train(make_network(make_config(hidden=(3,))), data, config, rng, last=last, checkpoint=checkpoint)
    with pytest.raises(ValueError, match="do not fit"):
        train(make_network(config, np.float32), data, config, rng, last=last, checkpoint=checkpoint)
    with pytest.raises(ValueError, match="of epoch 3, the last report of epoch 0"):
        train(make_network(config), data, config, rng, checkpoint=checkpoint)
    with pytest.raises(ValueError, match="PCG64"):
        train(make_network(config), data, config, np.random.Generator(np.random.MT19937(0)), kept=Kept())


def test_the_order_goes_on_from_any_state():
    rng = np.random.default_rng(5)
    rng.integers(0, 9, 3, dtype=np.uint32)  # leaves half of 64 bits over
    order = Order.of(rng)
    assert order.has_uint32 == 1
    assert np.array_equal(order.generator().permutation(100), rng.permutation(100))
