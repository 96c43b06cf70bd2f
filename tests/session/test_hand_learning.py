"""Learn my hand, on a real database: what is learned, told, taken back, and why it does not begin."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from handwriting_app.engine.classes import Classes
from handwriting_app.engine.network import Network
from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.normalise import normalise
from handwriting_app.lab.race import Race
from handwriting_app.session.hand_learning import (
    A_LOOK,
    A_RACE,
    A_RUN,
    MOST,
    NO_DRAWINGS,
    OTHER_SYMBOLS,
    collected,
)
from handwriting_app.session.messages import Ended, RunState
from handwriting_app.session.model import Model
from handwriting_app.session.race_run import RaceRun
from handwriting_app.session.reading import read
from handwriting_app.session.session import Session
from handwriting_app.storage.data_folder import DATABASE
from handwriting_app.storage.database.drawings import KeptDrawing
from handwriting_app.storage.model_file import SavedModel
from tests.hands import ONES, SEVENS, SMALL, keep, quick, small_model, writing
from tests.session.runs import ENDLESS, WAIT, run, run_of, save

NAMES = Classes.numbered(10).names


@pytest.fixture(scope="module")
def saved() -> SavedModel:
    return small_model()


@pytest.fixture
def session(
    qapp: object, tmp_path: Path, saved: SavedModel, monkeypatch: pytest.MonkeyPatch, quick_temperature: float
) -> Iterator[Session]:
    quick(monkeypatch)
    session = Session(Model.opened(saved, tmp_path / "small.safetensors"), database=tmp_path / DATABASE)
    yield session
    session.shutdown()


@pytest.fixture
def hand(tmp_path: Path) -> list[tuple[Drawing, str]]:
    """Eight ones and eight sevens that are kept."""
    written = writing(ONES, 8) + writing(SEVENS, 8)
    keep(tmp_path / DATABASE, *written)
    return written


def state(session: Session) -> tuple[object, ...]:
    """All of the present model, its weights as bytes, and what else tells of it."""
    present, shelf, timeline = session.shelf.present, session.shelf, session.timeline
    told = (present.config, present.name, present.path, present.unsaved, present.temperature, present.checkpoint)
    weights = (present.network.parameters.tobytes(), timeline.weights.network, timeline.weights.temperature)
    return (*told, *weights, present.history, present.history.reports(), timeline.epochs, shelf.previous_history,
            shelf.earlier, shelf.unsaved)  # fmt: skip


def learn(qtbot: QtBot, session: Session) -> Ended:
    return run_of(qtbot, session, session.hand_learning.begin)


def right(session: Session, written: list[tuple[Drawing, str]]) -> int:
    return sum(str(read(session.timeline.weights, drawing).digit) == label for drawing, label in written)


def refusal(qtbot: QtBot, session: Session, act: Callable[[], None] | None = None) -> str:
    with qtbot.waitSignal(session.hand_learning.refused, timeout=WAIT) as told:
        (act or session.hand_learning.begin)()
    return str(told.args[0])


def test_it_reads_the_hand_better_and_tells_by_how_much(
    qtbot: QtBot, session: Session, hand: list[tuple[Drawing, str]]
) -> None:
    before, model = right(session, hand), session.shelf.present
    ended = learn(qtbot, session)
    report = session.hand_learning.report
    assert ended.reason == "finished"
    assert report is not None
    assert (report.held.of, report.learned.of, report.digits.of) == (4, 12, 359)
    assert report.held.before + report.learned.before == before
    assert report.held.after + report.learned.after == right(session, hand) > before
    assert report.digits.before - report.digits.after <= report.forgotten <= 359
    assert 0 < report.share < 1
    present = session.shelf.present
    assert (present.name, present.path, present.unsaved) == ("small, my hand", None, True)
    assert present.temperature == 1.5
    assert (present.config.epochs, present.config.seed, present.config.held_out) == (6, SMALL.seed, SMALL.held_out)
    assert list(present.history.epochs) == [1, 2, 3, 4, 5, 6]
    assert present.history.last is not None
    assert present.history.last.held_out_accuracy == pytest.approx(report.digits.after / 359, abs=0.01)
    assert session.timeline.weights.network is present.network
    assert session.shelf.earlier == (model,)
    assert session.hand_learning.can_undo


def test_undo_brings_everything_back(qtbot: QtBot, session: Session, hand: list[tuple[Drawing, str]]) -> None:
    run(qtbot, session, replace(SMALL, epochs=2))  # so that there is a run before, and training to be saved
    run(qtbot, session, replace(SMALL, epochs=3))
    before = state(session)
    learn(qtbot, session)
    assert session.hand_learning.can_undo
    assert state(session) != before
    session.hand_learning.undo()
    assert state(session) == before
    assert not session.hand_learning.can_undo
    assert session.hand_learning.report is None
    session.hand_learning.undo()  # there is nothing
    assert state(session) == before


def test_learning_twice_goes_on_from_what_was_learned(
    qtbot: QtBot, session: Session, hand: list[tuple[Drawing, str]]
) -> None:
    first = session.shelf.present
    learn(qtbot, session)
    once, report = session.shelf.present, session.hand_learning.report
    learn(qtbot, session)
    twice = session.hand_learning.report
    assert report is not None
    assert twice is not None
    assert (twice.held.before, twice.learned.before) == (report.held.after, report.learned.after)
    assert session.shelf.present.name == "small, my hand"
    if twice.share:
        session.hand_learning.undo()
    assert session.shelf.present is once
    assert session.hand_learning.can_undo
    session.hand_learning.undo()
    assert session.shelf.present is first
    assert session.shelf.unsaved == 0


def test_a_stop_midway_leaves_the_old_weights(
    qtbot: QtBot, session: Session, hand: list[tuple[Drawing, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    quick(monkeypatch, epochs=10**6)
    before = state(session)
    with qtbot.waitSignal(session.training.reported, timeout=WAIT):
        session.hand_learning.begin()
    assert session.hand_learning.is_under_way
    assert session.shelf.present.unsaved
    with qtbot.waitSignal(session.training.ended, timeout=WAIT):
        assert "as it was" in refusal(qtbot, session, session.hand_learning.stop)
    assert state(session) == before
    assert not session.hand_learning.is_under_way
    assert session.hand_learning.report is None


def test_a_pause_holds_it_and_another_run_takes_its_place(
    qtbot: QtBot, session: Session, hand: list[tuple[Drawing, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    quick(monkeypatch, epochs=10**6)
    first = session.shelf.present
    with qtbot.waitSignal(session.training.reported, timeout=WAIT):
        session.hand_learning.begin()
    with qtbot.waitSignal(session.training.state_changed, timeout=WAIT):
        session.training.pause()
    assert session.training.state is RunState.PAUSED
    with qtbot.waitSignal(session.training.begun, timeout=WAIT):
        session.start_training(ENDLESS)
    assert session.shelf.earlier == (first,)
    assert session.shelf.present.name == "run 1"
    assert refusal(qtbot, session) == A_RUN


def test_the_window_may_close_while_it_learns(
    qtbot: QtBot, session: Session, hand: list[tuple[Drawing, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    quick(monkeypatch, epochs=10**6)
    with qtbot.waitSignal(session.training.reported, timeout=WAIT):
        session.hand_learning.begin()
    session.shutdown()


def test_the_report_stays_with_its_network(
    qtbot: QtBot, session: Session, hand: list[tuple[Drawing, str]], tmp_path: Path
) -> None:
    first = session.shelf.present
    learn(qtbot, session)
    learned, report = session.shelf.present, session.hand_learning.report
    session.show_model(first)
    assert session.hand_learning.report is None
    session.show_model(learned)
    assert session.hand_learning.report is report
    other = session.shelf.present.network.copy()
    other.parameters[0] += 1
    session.change_network(other, "a change")
    assert session.hand_learning.report is None
    assert not session.hand_learning.can_undo
    session.undo_change()
    assert session.hand_learning.can_undo
    save(qtbot, session, tmp_path / "mine.safetensors")
    assert not session.shelf.present.unsaved
    assert session.hand_learning.report is report


def test_few_that_are_read_already_change_nothing(qtbot: QtBot, session: Session, tmp_path: Path) -> None:
    known = [each for each in writing("4 closed and narrow", 20) if right(session, [each])][:3]
    keep(tmp_path / DATABASE, *known)
    before = state(session)
    learn(qtbot, session)
    report = session.hand_learning.report
    assert report is not None
    assert (report.share, report.learned.of, report.learned.after, report.held.of) == (0, 3, 3, 0)
    assert state(session) == before
    assert not session.hand_learning.can_undo


def test_pictures_are_learned_from_too(qtbot: QtBot, session: Session) -> None:
    for drawing, label in writing(ONES, 12):
        session.reader.set_picture(normalise(drawing))
        with qtbot.waitSignal(session.handwriting.changed, timeout=WAIT):
            session.handwriting.say(label)
    learn(qtbot, session)
    report = session.hand_learning.report
    assert report is not None
    assert (report.learned.of, report.held.of) == (9, 3)
    assert report.learned.after > report.learned.before


def test_it_says_why_it_cannot_begin(qtbot: QtBot, session: Session, tmp_path: Path) -> None:
    assert refusal(qtbot, session) == NO_DRAWINGS
    assert not session.hand_learning.is_under_way
    race = RaceRun(session.background, session.digits)
    race.start(Race(SMALL, length=1000))
    assert refusal(qtbot, session) == A_RACE
    race.stop()


def test_a_network_of_another_alphabet_says_so(qtbot: QtBot, session: Session) -> None:
    present = session.shelf.present
    letters = Network((64, 2, 3), "relu", "cross-entropy", np.zeros(64 * 2 + 2 + 2 * 3 + 3), Classes(("a", "b", "♥")))
    session.show_model(replace(present, network=letters))
    assert refusal(qtbot, session) == OTHER_SYMBOLS


def test_a_database_that_cannot_be_used_is_told_of(qtbot: QtBot, session: Session, tmp_path: Path) -> None:
    (tmp_path / DATABASE).mkdir()
    assert refusal(qtbot, session).endswith(".")
    assert not session.hand_learning.is_under_way


def test_the_newest_drawings_are_taken() -> None:
    drawing = writing(SEVENS, 1)[0][0]
    seen = normalise(drawing)
    inks = [seen if number % 10 == 0 else drawing for number in range(2 * MOST)]
    kept = [
        KeptDrawing(number, ink, "x" if number % 10 == 1 else str(number % 10), "drawn", "", 1, 0.0)
        for number, ink in enumerate(inks)
    ]
    newest = kept[::-1]
    hand = collected(lambda begin: (tuple(newest[begin : begin + A_LOOK]), len(kept)), NAMES)
    expected = [int(each.label) for each in kept if each.label != "x"][-MOST:]
    assert hand.classes.tolist() == expected
    assert len(hand.drawings) == MOST
    assert hand.is_cut
    few = collected(lambda begin: (tuple(newest[:5][begin : begin + A_LOOK]), 5), NAMES)
    assert (len(few.drawings), few.is_cut) == (5, False)
