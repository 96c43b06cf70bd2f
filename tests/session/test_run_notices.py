from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from handwriting_app.explain.notice import Kind
from handwriting_app.session.model import Model
from handwriting_app.session.run_notices import RunNotices
from tests.session.runs import ENDLESS, TINY, WAIT, is_paused, run, run_of

WILD = replace(TINY, learning_rate=1000, l2=10)


@pytest.fixture
def notices(session):
    notices = RunNotices(session)
    notices.log, notices.short = [], []
    notices.notices_changed.connect(notices.log.append)
    notices.notice_changed.connect(notices.short.append)
    return notices


def is_past_the_start(found):
    return found[0].kind is not Kind.EARLY


def kinds(notices):
    return [notice.kind for notice in notices.notices]


def test_before_a_run_there_is_something_to_say_too(notices):
    assert kinds(notices) == [Kind.EARLY]
    assert notices.notices[0].short == "No run yet"


def test_a_run_that_has_diverged_is_said_to_have(qtbot, session, notices):
    assert run(qtbot, session, WILD).reason == "diverged"
    assert kinds(notices) == [Kind.DIVERGING]
    assert notices.log[-1] == notices.notices
    assert notices.short[-1] == notices.notices[0].short != ""


def test_the_next_run_starts_with_a_clean_slate(qtbot, session, notices):
    run(qtbot, session, WILD)
    with qtbot.waitSignal(session.training.started, timeout=WAIT):
        session.start_training(ENDLESS)
    assert Kind.DIVERGING not in kinds(notices)
    assert notices.short[-1] == notices.notices[0].short
    run_of(qtbot, session, session.training.stop)


def test_a_run_in_its_first_epoch_is_not_said_to_be_none(qtbot, session, notices):
    with qtbot.waitSignal(session.training.started, timeout=WAIT):
        session.start_training(ENDLESS)
    assert notices.notices[0].short == "The first epoch is not over"
    run_of(qtbot, session, session.training.stop)


def test_a_change_by_hand_and_its_undoing_are_noticed(qtbot, session, notices):
    run(qtbot, session)
    network = session.shelf.present.network.copy()
    network.parameters[:] *= 0.5
    session.change_network(network, "half")
    assert notices.notices[0].kind is Kind.CHANGED
    session.undo_change()
    assert Kind.CHANGED not in kinds(notices)


def test_a_model_without_curves_is_not_asked_to_be_trained(session, notices):
    session.show_model(replace(Model.untrained(TINY, np.random.default_rng(0)), is_opened=True))
    assert notices.notices[0].short == "No curves came with this model"


def test_so_does_another_model(qtbot, session, notices):
    run(qtbot, session, WILD)
    session.reset(TINY)
    assert kinds(notices) == [Kind.EARLY]


def test_a_run_that_has_converged_is_said_to_have(qtbot, session, notices):
    easy = replace(TINY, epochs=500, stop_when_converged=True, tolerance=0.5, patience=2)
    assert run(qtbot, session, easy).reason == "converged"
    assert Kind.CONVERGED in kinds(notices)


def test_a_run_under_way_is_watched_without_its_end(qtbot, session, notices):
    with qtbot.waitSignal(notices.notices_changed, timeout=WAIT, check_params_cb=is_past_the_start):
        session.start_training(ENDLESS)
    with qtbot.waitSignal(session.training.state_changed, timeout=WAIT, check_params_cb=is_paused):
        session.training.pause()
    assert kinds(notices) != [Kind.EARLY]


def test_what_has_not_changed_is_not_said_again(qtbot, session, notices):
    run(qtbot, session)
    said = list(notices.log)
    assert all(before != after for before, after in pairwise(said))
    session.timeline.history_replaced.emit()
    assert notices.log == said


def test_a_layer_that_is_frozen_is_not_said_to_learn_nothing(qtbot, session, notices):
    config = replace(TINY, epochs=12, learning_rate=0.02)
    run(qtbot, session, config)
    session.freeze(frozenset((1, unit) for unit in range(8)))
    run_of(qtbot, session, lambda: session.go_on(config))
    assert session.timeline.history.last.update_ratios[0] == 0.0
    assert not any("does not learn" in notice.short for notice in notices.notices)
