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
