from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.explain.breakages import Breakage, hundredfold_rate
from handwriting_app.session.break_bench import BreakBench
from handwriting_app.session.model import Model
from tests.session.runs import ENDLESS, TINY, WAIT, run, run_of


@pytest.fixture
def bench(session):
    """A bench whose requests the training panel grants."""
    bench = BreakBench(session, lambda: bench.panel)
    bench.panel = TINY
    bench.log = []

    def show(config: TrainingConfig) -> None:
        bench.panel = config

    bench.config_change_requested.connect(show)
    bench.changed.connect(lambda: bench.log.append(bench.broken()))
    return bench


@pytest.mark.parametrize("breakage", Breakage)
def test_what_is_broken_can_be_put_right(session, bench, breakage):
    panel, before = bench.panel, session.timeline.weights.network
    assert bench.broken() == frozenset()
    bench.toggle(breakage)
    assert bench.broken() == {breakage}
    bench.toggle(breakage)
    assert bench.broken() == frozenset()
    assert bench.log[-1] == frozenset()
    assert bench.panel == panel
    assert session.timeline.weights.network is before


def test_all_weights_are_zero_and_nothing_is_known(session, bench):
    bench.toggle(Breakage.ZERO_WEIGHTS)
    assert not session.timeline.weights.network.parameters.any()


def test_steps_taken_from_the_zeros_go_with_them(session, bench):
    before = session.timeline.weights.network
    bench.toggle(Breakage.ZERO_WEIGHTS)
    stepped = session.shelf.present.network.copy()
    stepped.parameters[:] += 0.1
    session.change_network(stepped, "a step")
    assert bench.broken() == {Breakage.ZERO_WEIGHTS}
    bench.toggle(Breakage.ZERO_WEIGHTS)
    assert session.timeline.weights.network is before
    assert session.hand_changes.names == ()


def test_the_rate_is_a_hundred_times_as_large_and_then_as_it_was(bench):
    bench.toggle(Breakage.HUGE_LEARNING_RATE)
    assert bench.panel == replace(TINY, learning_rate=hundredfold_rate(TINY.learning_rate))
    bench.toggle(Breakage.HUGE_LEARNING_RATE)
    assert bench.panel == TINY


def test_another_rate_by_hand_leaves_nothing_to_put_right(bench):
    bench.toggle(Breakage.HUGE_LEARNING_RATE)
    bench.panel = replace(bench.panel, learning_rate=0.2)
    assert bench.broken() == frozenset()


def test_ten_layers_take_the_place_of_a_trained_model_and_give_it_back(qtbot, session, bench):
    run(qtbot, session)
    qtbot.waitUntil(lambda: session.shelf.present.temperature != 1.0, timeout=WAIT)
    before = session.shelf.present
    bench.panel = replace(TINY, learning_rate=0.2)
    bench.toggle(Breakage.TEN_SIGMOID_LAYERS)
    assert session.shelf.present.network.sizes == (64, *[32] * 10, 10)
    assert session.shelf.present.network.activation == "sigmoid"
    bench.toggle(Breakage.TEN_SIGMOID_LAYERS)
    assert session.shelf.present is before
    assert bench.panel == replace(TINY, learning_rate=0.2)


def test_another_model_in_the_place_of_the_ten_layers_leaves_nothing_to_put_right(session, bench):
    bench.toggle(Breakage.TEN_SIGMOID_LAYERS)
    bench.log.clear()
    session.reset(TINY)
    assert bench.broken() == frozenset()
    assert bench.log == [frozenset()]


def test_weights_are_not_to_be_broken_under_a_run(qtbot, session, bench):
    assert bench.blocked() == {}
    with qtbot.waitSignal(session.training.reported, timeout=WAIT):
        session.start_training(ENDLESS)
    assert set(bench.blocked()) == {Breakage.ZERO_WEIGHTS, Breakage.TEN_SIGMOID_LAYERS}
    assert all(bench.blocked().values())
    run_of(qtbot, session, session.training.stop)
    assert bench.blocked() == {}


def test_without_a_hidden_layer_there_is_no_slope_to_forget(session, bench):
    bare = replace(TINY, hidden=())
    session.show_model(Model.untrained(bare, np.random.default_rng(0)))
    assert set(bench.blocked()) == {Breakage.MISSING_SLOPE}
    bench.toggle(Breakage.MISSING_SLOPE)  # as it stays when a network without hidden layers takes another's place
    assert bench.blocked() == {}


def test_without_a_valid_panel_the_settings_of_the_model_count(session, bench):
    session.show_model(Model.untrained(replace(TINY, learning_rate=0.02), np.random.default_rng(0)))
    bench.panel = None
    bench.toggle(Breakage.HUGE_LEARNING_RATE)
    assert bench.panel.learning_rate == pytest.approx(2.0)
    assert bench.broken() == {Breakage.HUGE_LEARNING_RATE}


def kept(session):
    """Every epoch that can be looked at, with its very weights."""
    seen = []
    for epoch in session.timeline.epochs:
        session.timeline.look_back(epoch)
        weights = session.timeline.weights
        seen.append((epoch, weights.network, weights.temperature))
    session.timeline.look_back(None)
    return seen


@pytest.mark.parametrize("breakage", Breakage)
def test_putting_it_right_brings_back_the_epochs_that_were_kept(qtbot, session, bench, breakage):
    run(qtbot, session)
    qtbot.waitUntil(lambda: session.shelf.present.temperature != 1.0, timeout=WAIT)
    before, curves = kept(session), session.timeline.history
    assert len(before) > 2
    bench.toggle(breakage)
    bench.toggle(breakage)
    assert kept(session) == before
    assert session.timeline.history is curves


def test_they_are_back_too_when_the_ten_layers_were_trained_meanwhile(qtbot, session, bench):
    run(qtbot, session)
    before = kept(session)
    bench.toggle(Breakage.TEN_SIGMOID_LAYERS)
    run(qtbot, session, replace(bench.panel, epochs=2))
    bench.toggle(Breakage.TEN_SIGMOID_LAYERS)
    assert kept(session) == before


def test_zero_weights_are_put_back_before_another_network_comes(session, bench):
    bench.toggle(Breakage.ZERO_WEIGHTS)
    assert "Put the weights back first" in bench.blocked()[Breakage.TEN_SIGMOID_LAYERS]
    bench.toggle(Breakage.ZERO_WEIGHTS)
    assert bench.blocked() == {}
    bench.toggle(Breakage.TEN_SIGMOID_LAYERS)
    bench.toggle(Breakage.ZERO_WEIGHTS)
    assert bench.blocked() == {}


def test_whoever_hears_of_the_ten_layers_finds_them_broken(session, bench):
    heard = []
    session.shelf.model_changed.connect(lambda _info: heard.append(bench.broken()))
    bench.toggle(Breakage.TEN_SIGMOID_LAYERS)
    assert heard == [{Breakage.TEN_SIGMOID_LAYERS}]


def test_a_hundredfold_rate_is_tried_on_the_held_out_digits(qtbot, session, bench):
    assert bench.rates() is None
    with qtbot.waitSignal(session.digits.loaded, timeout=WAIT):
        bench.toggle(Breakage.HUGE_LEARNING_RATE)
    assert bench.rates() == (TINY.learning_rate, hundredfold_rate(TINY.learning_rate))
    assert bench.log[-1] == {Breakage.HUGE_LEARNING_RATE}
    others = bench.other_digits()
    assert others is bench.other_digits()
    assert len(others.x) == len(others.y) > 300
    bench.toggle(Breakage.HUGE_LEARNING_RATE)
    assert bench.rates() is None
