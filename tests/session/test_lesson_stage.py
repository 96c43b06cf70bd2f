"""A lesson puts things in place, and leaving it gives all of them back."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from handwriting_app.data.own_drawings import OwnDrawings
from handwriting_app.data.subject import DIGITS, Subject
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.run_state import RunState
from handwriting_app.ink.drawing import Drawing
from handwriting_app.lab.lesson import Start
from handwriting_app.lab.neuron_state import NeuronLabState
from handwriting_app.lab.views import LEARNING, NEURON_LAB
from handwriting_app.session.lesson_stage import LessonStage
from handwriting_app.session.model import Model
from handwriting_app.session.session import Session
from tests.session.runs import TINY

OTHER = replace(TINY, hidden=(3,), seed=5)
SEVEN = Drawing((np.array([[0.2, 0.2], [0.8, 0.2], [0.4, 0.9]]),))


class Window:
    """What the window would show: the panel's settings, the canvas, and what else was asked for."""

    def __init__(self, session: Session) -> None:
        self.config: TrainingConfig | None = TINY
        self.asked: list[object] = []
        self.stage = LessonStage(session, lambda: self.config)
        self.stage.config_requested.connect(self._show)
        self.stage.drawing_requested.connect(session.reader.set_drawing)
        for signal in (self.stage.view_requested, self.stage.columns_requested):
            signal.connect(self.asked.append)
        self.stage.lab_state_requested.connect(lambda name, state: self.asked.append((name, state)))
        self.stage.controls_requested.connect(lambda only, hidden: self.asked.append((only, hidden)))

    def _show(self, config: TrainingConfig) -> None:
        self.config = config


@pytest.fixture
def shown(session: Session) -> Window:
    return Window(session)


def test_a_start_asks_for_all_that_it_names(shown: Window) -> None:
    lab = NeuronLabState(kind="relu")
    shown.stage.set_up(Start(view=NEURON_LAB, lab=lab, training=OTHER, columns=frozenset({"train"})))
    assert shown.asked == [(None, frozenset()), {"train"}, "neuron_lab", ("neuron_lab", lab)]
    assert shown.config == OTHER


def test_leaving_gives_panel_network_and_drawing_back(session: Session, shown: Window, qtbot: QtBot) -> None:
    session.reader.set_drawing(SEVEN)
    before = session.shelf.present
    stroke = ((0.1, 0.1), (0.2, 0.2))
    shown.stage.set_up(Start(view=LEARNING, training=OTHER, network="fresh", drawing=(stroke,)))
    assert session.shelf.present.network.sizes[1:-1] == (3,)
    assert session.reader.drawing.strokes[0].tolist() == [list(point) for point in stroke]
    with qtbot.waitSignal(session.training.ended, timeout=20_000):
        session.start_training(replace(OTHER, epochs=2))
    shown.stage.clear()
    assert shown.config == TINY
    assert session.shelf.present is before
    assert session.reader.drawing is SEVEN  # the lesson had put another one there
    assert shown.asked[-2:] == [(None, frozenset()), None]


def test_the_next_lesson_begins_with_what_was_there_before_the_first(session: Session, shown: Window) -> None:
    before = session.shelf.present
    shown.stage.set_up(Start(view=LEARNING, training=OTHER, network="fresh"))
    assert session.shelf.present is not before
    shown.stage.set_up(Start(view=NEURON_LAB))
    assert session.shelf.present is before
    assert shown.config == TINY


def test_a_task_changes_only_what_it_names(shown: Window) -> None:
    shown.stage.set_up(Start(view=LEARNING, training=OTHER))
    shown.asked.clear()
    shown.stage.change(Start(columns=frozenset({"draw"})))
    assert shown.asked == [{"draw"}]
    assert shown.config == OTHER


def test_leaving_twice_gives_back_once(session: Session, shown: Window) -> None:
    shown.stage.set_up(Start(view=LEARNING, training=OTHER))
    shown.stage.clear()
    shown.asked.clear()
    shown.stage.clear()
    assert shown.asked == []


def test_the_shipped_network_can_be_asked_for(session: Session, shown: Window, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(session.shelf.opened):  # or the panel would show its settings, not the lesson's
        shown.stage.set_up(Start(view=LEARNING, network="default"))
    assert session.shelf.present.network.sizes[0] == 64
    assert session.shelf.present.info.name == "default"


def test_what_the_learner_draws_in_a_lesson_stays(session: Session, shown: Window) -> None:
    shown.stage.set_up(Start(view=LEARNING))
    session.reader.set_drawing(SEVEN)
    shown.stage.clear()
    assert session.reader.drawing is SEVEN


def test_what_was_drawn_when_the_program_ended_comes_back_to_an_empty_canvas(session: Session, shown: Window) -> None:
    session.reader.set_drawing(SEVEN)
    strokes = shown.stage.strokes()
    session.reader.set_drawing(Drawing())
    shown.stage.bring_back_drawing(strokes)
    assert [stroke.tolist() for stroke in session.reader.drawing.strokes] == [SEVEN.strokes[0].tolist()]
    session.reader.set_drawing(SEVEN)
    shown.stage.bring_back_drawing(strokes)
    assert session.reader.drawing is SEVEN


def test_a_run_of_the_learners_own_goes_on_through_a_lesson_that_needs_no_network(
    session: Session, shown: Window, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(session.training.reported, timeout=20_000):
        session.start_training(replace(TINY, epochs=100_000, stop_when_converged=False))
    shown.stage.set_up(Start(view=NEURON_LAB))
    with qtbot.waitSignal(session.training.reported, timeout=20_000):
        pass
    learnt = session.shelf.present
    shown.stage.clear()
    assert session.training.state is RunState.RUNNING
    assert session.shelf.present.history is learnt.history
    shown.stage.set_up(Start(view=NEURON_LAB))
    shown.stage.clear()
    assert session.training.state is RunState.RUNNING
    with qtbot.waitSignal(session.training.ended, timeout=20_000):
        session.training.stop()


def test_a_lesson_begun_while_the_run_of_the_one_before_stops_gives_back_what_was_before_both(
    session: Session, shown: Window, qtbot: QtBot
) -> None:
    before = session.shelf.present
    shown.stage.set_up(Start(view=LEARNING, training=OTHER, network="fresh"))
    with qtbot.waitSignal(session.training.reported, timeout=20_000):
        session.start_training(replace(OTHER, epochs=100_000, stop_when_converged=False))
    shown.stage.clear()
    assert session.training.state is RunState.STOPPING
    shown.stage.set_up(Start(view=LEARNING, training=OTHER, network="fresh"))
    qtbot.waitUntil(lambda: session.training.state is RunState.IDLE, timeout=20_000)
    shown.stage.clear()
    assert session.shelf.present is before


def test_a_lesson_left_before_its_network_has_come_leaves_the_run_that_was_there(
    session: Session, shown: Window, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(session.training.reported, timeout=20_000):
        session.start_training(replace(TINY, epochs=100_000, stop_when_converged=False))
    own = session.shelf.present.history
    shown.stage.set_up(Start(view=LEARNING, training=OTHER, network="fresh"))  # which stops the run first
    shown.stage.clear()
    qtbot.waitUntil(lambda: session.training.state is RunState.IDLE, timeout=20_000)
    assert session.shelf.present.history is own


def test_a_lesson_about_digits_brings_a_network_that_reads_them(session: Session, shown: Window) -> None:
    letters = _letters()
    session.show_model(Model.untrained(TINY, np.random.default_rng(0), letters))
    alphabet = session.shelf.present
    assert session.digits.subject is letters
    shown.stage.set_up(Start(view=NEURON_LAB))
    assert session.shelf.present is alphabet  # which that lab does not look at
    for network in (None, "own"):
        shown.stage.set_up(Start(view=LEARNING, network=network))  # type: ignore[arg-type]
        assert session.shelf.present.subject is DIGITS
        assert session.digits.subject is DIGITS
    shown.stage.clear()
    assert session.shelf.present is alphabet
    assert session.digits.subject is letters


def _letters() -> Subject:
    own = OwnDrawings((SEVEN, SEVEN, SEVEN, SEVEN), np.array([0, 0, 1, 1], dtype=np.intp))
    return Subject("letters", ("A", "B"), own, has_digits=False)
