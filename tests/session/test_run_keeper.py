"""Every run of a window in the database: while it runs, at its end, and until it is gone on with after a crash."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.lab.lesson import Start
from handwriting_app.session import archive as archive_module
from handwriting_app.session.lesson_stage import LessonStage
from handwriting_app.session.messages import RunState
from handwriting_app.session.model import Model
from handwriting_app.session.run_keeper import Recovered
from handwriting_app.session.run_record import Pace
from handwriting_app.session.session import Session
from handwriting_app.storage.data_folder import DATABASE
from handwriting_app.storage.database import opening
from handwriting_app.storage.database.drawings import NewDrawing, add_drawings, delete_drawings, restore_drawings
from handwriting_app.storage.database.opening import open_database
from handwriting_app.storage.database.runs import (
    KeptRun,
    delete_runs,
    restore_runs,
    run_drawing,
    run_model,
    runs,
    size_of_runs,
    unfinished_runs,
)
from handwriting_app.storage.errors import DatabaseError
from tests.session.runs import ENDLESS, SEVEN, TINY, WAIT, is_paused, run, run_of

Make = Callable[[Path | None], Session]
OFTEN = Pace(least=0.0, share=1.0)
LONG = replace(TINY, epochs=30, update_rule="adam", learning_rate=0.002)


@pytest.fixture
def make(qapp: object, quick_temperature: float) -> Iterator[Make]:
    """Sessions whose database is in a folder, or nowhere."""
    sessions = []

    def make(folder: Path | None) -> Session:
        path = None if folder is None else folder / DATABASE
        session = Session(Model.untrained(TINY, np.random.default_rng(0)), database=path)
        session.keeper.pace = OFTEN
        sessions.append(session)
        return session

    yield make
    for session in sessions:
        session.shutdown()


def kept_in(folder: Path) -> tuple[KeptRun, ...]:
    database = open_database(folder / DATABASE)
    try:
        return runs(database)
    finally:
        database.close()


def test_a_run_is_in_the_database_with_all_that_it_was(qtbot: QtBot, make: Make, tmp_path: Path) -> None:
    session = make(tmp_path)
    session.reader.set_drawing(SEVEN)
    run(qtbot, session)
    session.shutdown()
    (kept,) = kept_in(tmp_path)
    assert (kept.state, kept.epoch, kept.config, kept.is_fresh, kept.is_exercise) == ("finished", 4, TINY, True, False)
    database = open_database(tmp_path / DATABASE)
    model, drawing = run_model(database, kept.id), run_drawing(database, kept.id)
    database.close()
    assert np.array_equal(model.network.parameters, session.shelf.present.network.parameters)
    assert model.reports == session.timeline.history.reports()
    assert model.checkpoint is not None
    assert drawing is not None
    assert np.array_equal(drawing.strokes[0], SEVEN.strokes[0])


def test_it_is_kept_while_it_runs_and_ended_when_it_is_stopped(qtbot: QtBot, make: Make, tmp_path: Path) -> None:
    session = make(tmp_path)
    with qtbot.waitSignals([session.keeper.changed] * 3, timeout=WAIT):
        session.start_training(ENDLESS)
    other = open_database(tmp_path / DATABASE)
    assert unfinished_runs(other) == (), "its process lives"
    (kept,) = runs(other)
    other.close()
    assert kept.state == "running"
    assert kept.epoch > 0
    with qtbot.waitSignal(session.training.ended, timeout=WAIT):
        session.training.stop()
    session.shutdown()
    (kept,) = kept_in(tmp_path)
    assert kept.state == "stopped"
    last = session.timeline.history.last
    assert last is not None
    assert kept.epoch == last.epoch


def test_a_window_that_closes_ends_its_run(qtbot: QtBot, make: Make, tmp_path: Path) -> None:
    session = make(tmp_path)
    with qtbot.waitSignal(session.training.reported, timeout=WAIT):
        session.start_training(ENDLESS)
    session.shutdown()
    session.shutdown()
    assert [kept.state for kept in kept_in(tmp_path)] == ["stopped"]


def test_a_run_that_has_done_nothing_leaves_nothing(qtbot: QtBot, make: Make, tmp_path: Path) -> None:
    session = make(tmp_path)
    with qtbot.waitSignal(session.training.started, timeout=WAIT):
        session.start_training(TINY)
    with qtbot.waitSignal(session.training.ended, timeout=WAIT):
        session.training.stop()
    session.shutdown()
    assert not (tmp_path / DATABASE).exists() or all(kept.epoch for kept in kept_in(tmp_path))


def test_a_run_that_diverged_is_known(qtbot: QtBot, make: Make, tmp_path: Path) -> None:
    session = make(tmp_path)
    run(qtbot, session, replace(TINY, learning_rate=1000.0, l2=10.0, epochs=50, update_rule="plain"))
    session.shutdown()
    assert [kept.state for kept in kept_in(tmp_path)] == ["diverged"]


def test_going_on_is_a_run_of_its_own_that_cannot_be_repeated(qtbot: QtBot, make: Make, tmp_path: Path) -> None:
    session = make(tmp_path)
    run(qtbot, session)
    run_of(qtbot, session, lambda: session.go_on(TINY))
    session.shutdown()
    assert [(kept.is_fresh, kept.epoch) for kept in kept_in(tmp_path)] == [(False, 8), (True, 4)]


def test_runs_of_lessons_are_marked(qtbot: QtBot, make: Make, tmp_path: Path) -> None:
    session = make(tmp_path)
    stage = LessonStage(session, lambda: None)
    stage.set_up(Start())
    run(qtbot, session)
    stage.clear()
    run(qtbot, session)
    session.shutdown()
    assert [kept.is_exercise for kept in kept_in(tmp_path)] == [False, True]


def test_without_a_folder_nothing_is_kept_and_nothing_is_said(qtbot: QtBot, make: Make) -> None:
    session = make(None)
    told: list[str] = []
    session.keeper.failed.connect(told.append)
    session.keeper.look()
    run(qtbot, session)
    assert told == []


def test_nothing_is_made_by_looking(qtbot: QtBot, make: Make, tmp_path: Path) -> None:
    session = make(tmp_path)
    session.keeper.look()
    session.shutdown()
    assert list(tmp_path.iterdir()) == []


def test_what_is_in_the_way_is_told_once_and_the_run_goes_on(
    qtbot: QtBot, make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    session = make(tmp_path / "file")
    told: list[str] = []
    session.keeper.failed.connect(told.append)
    with qtbot.waitSignals([session.keeper._writing.done] * 4, timeout=WAIT):
        session.start_training(ENDLESS)
    assert len(told) == 1
    assert DATABASE in told[0]
    assert session.training.state is RunState.RUNNING

    # The disk is there again: the run is kept as if nothing had been.
    whole = archive_module.Archive._opened
    monkeypatch.setattr(
        archive_module.Archive, "_opened", lambda self: setattr(self, "_path", tmp_path / DATABASE) or whole(self)
    )
    with qtbot.waitSignal(session.keeper.changed, timeout=WAIT):
        pass
    session.shutdown()
    assert [kept.state for kept in kept_in(tmp_path)] == ["stopped"]
    assert len(told) == 1


def test_a_full_disk_is_told_once_and_kept_again_later(
    qtbot: QtBot, make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from handwriting_app.storage.database import runs as runs_module

    session = make(tmp_path)
    told: list[str] = []
    session.keeper.failed.connect(told.append)
    whole = runs_module.keep_run

    def full(*_arguments: object) -> None:
        raise DatabaseError("The disk is full.")

    monkeypatch.setattr(runs_module, "keep_run", full)
    with qtbot.waitSignals([session.keeper._writing.done] * 3, timeout=WAIT):
        session.start_training(ENDLESS)
    assert told == ["The disk is full."]
    monkeypatch.setattr(runs_module, "keep_run", whole)
    with qtbot.waitSignal(session.keeper.changed, timeout=WAIT):
        pass
    session.shutdown()
    (kept,) = kept_in(tmp_path)
    assert kept.epoch > 0


def test_a_locked_database_is_told_once_and_kept_again_later(
    qtbot: QtBot, make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.05)
    session = make(tmp_path)
    told: list[str] = []
    session.keeper.failed.connect(told.append)
    with qtbot.waitSignal(session.keeper.changed, timeout=WAIT):
        session.start_training(ENDLESS)
    other = sqlite3.connect(tmp_path / DATABASE, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with qtbot.waitSignals([session.keeper._writing.done] * 4, timeout=WAIT):
        pass
    assert len(told) == 1
    assert "another program uses it" in told[0]
    other.execute("ROLLBACK")
    other.close()
    with qtbot.waitSignal(session.keeper.changed, timeout=WAIT):
        pass
    session.shutdown()
    assert [kept.state for kept in kept_in(tmp_path)] == ["stopped"]


def test_a_folder_that_vanishes_is_told_once_and_the_run_goes_on(qtbot: QtBot, make: Make, tmp_path: Path) -> None:
    folder = tmp_path / "stick"
    session = make(folder)
    told: list[str] = []
    session.keeper.failed.connect(told.append)
    with qtbot.waitSignal(session.keeper.changed, timeout=WAIT):
        session.start_training(ENDLESS)
    folder.rename(tmp_path / "elsewhere")
    with qtbot.waitSignals([session.keeper._writing.done] * 4, timeout=WAIT):
        pass
    assert len(told) == 1
    assert "no longer in its folder" in told[0]
    assert session.training.state is RunState.RUNNING
    session.shutdown()
    assert not folder.exists()
    (kept,) = kept_in(tmp_path / "elsewhere")
    assert kept.epoch > 0, "what was kept before is as it was"


def test_a_database_that_is_damaged_meanwhile_is_mended_and_the_run_is_kept_in_it(
    qtbot: QtBot, make: Make, tmp_path: Path
) -> None:
    session = make(tmp_path)
    said: list[str] = []
    session.archive.noticed.connect(said.append)
    run(qtbot, session)
    with qtbot.waitSignal(session.training.state_changed, check_params_cb=is_paused, timeout=WAIT):
        session.train_one_epoch(ENDLESS)
    other = open_database(tmp_path / DATABASE)
    qtbot.waitUntil(lambda: [(kept.state, kept.epoch) for kept in runs(other)][:1] == [("running", 1)], timeout=WAIT)
    other.close()
    with session.archive._lock:
        session.archive._close()  # what it has in memory would hide the damage
    with (tmp_path / DATABASE).open("r+b") as file:
        file.seek(100)
        file.write(b"\xff" * 4000)
    with qtbot.waitSignal(session.archive.noticed, timeout=WAIT):
        session.training.resume()
    assert "damaged" in said[0]
    session.shutdown()
    newest = kept_in(tmp_path)[0]
    assert (newest.state, newest.config) == ("stopped", ENDLESS)


def test_what_was_deleted_is_cleared_away_at_the_next_start(qtbot: QtBot, make: Make, tmp_path: Path) -> None:
    first = make(tmp_path)
    run(qtbot, first)
    first.shutdown()
    database = open_database(tmp_path / DATABASE)
    delete_runs(database, [1])
    assert size_of_runs(database) > 0
    second = make(tmp_path)
    with qtbot.waitSignal(second.keeper.changed, timeout=WAIT):
        second.keeper.look()
    assert size_of_runs(database) > 0, "another window may still bring it back"
    second.shutdown()
    database.close()
    third = make(tmp_path)
    with qtbot.waitSignal(third.keeper.changed, timeout=WAIT):
        third.keeper.look()
    third.shutdown()
    database = open_database(tmp_path / DATABASE)
    assert size_of_runs(database) == 0
    database.close()


def test_drawings_whose_window_is_gone_are_cleared_away_at_the_next_start(
    qtbot: QtBot, make: Make, tmp_path: Path
) -> None:
    database = open_database(tmp_path / DATABASE)
    ids = add_drawings(database, [NewDrawing(SEVEN, "7")]).ids
    delete_drawings(database, ids)
    database.close()
    session = make(tmp_path)
    with qtbot.waitSignal(session.keeper.changed, timeout=WAIT):
        session.keeper.look()
    session.shutdown()
    database = open_database(tmp_path / DATABASE)
    assert restore_drawings(database, ids) == ()
    database.close()


def test_what_is_deleted_before_the_first_look_can_still_be_brought_back(
    qtbot: QtBot, make: Make, tmp_path: Path
) -> None:
    """The look at the start comes some time after the window."""
    session = make(tmp_path)
    run(qtbot, session)
    qtbot.waitUntil(lambda: [kept.state for kept in kept_in(tmp_path)] == ["finished"], timeout=WAIT)
    ids = session.archive.with_database(lambda database: delete_runs(database, [1]))()
    assert ids == (1,)
    with qtbot.waitSignal(session.keeper.changed, timeout=WAIT):
        session.keeper.look()
    assert session.archive.with_database(lambda database: restore_runs(database, ids))() == (1,)


def test_the_limit_takes_the_oldest_after_a_run_but_not_while_one_can_be_brought_back(
    qtbot: QtBot, make: Make, tmp_path: Path
) -> None:
    session = make(tmp_path)
    gone: list[tuple[KeptRun, ...]] = []
    session.keeper.trimmed.connect(gone.append)
    run(qtbot, session)
    run(qtbot, session)
    session.keeper.limit_with(lambda: 1)
    session.keeper.hold_trim(True)
    with qtbot.waitSignals([session.training.ended, session.keeper.changed], timeout=WAIT):
        session.start_training(TINY)
    assert gone == []
    with qtbot.waitSignal(session.keeper.trimmed, timeout=WAIT):
        session.keeper.hold_trim(False)
    assert [kept.id for kept in gone[0]] == [1, 2, 3]
    session.shutdown()
    assert kept_in(tmp_path) == ()


# --- after a crash -------------------------------------------------------------------------------------------------


def died(qtbot: QtBot, session: Session, folder: Path, into: Path, config: TrainingConfig = LONG) -> int:
    """What a process leaves that dies while its run is paused: its files, and no lock. Gives the epoch of the run."""
    with qtbot.waitSignal(session.training.state_changed, check_params_cb=is_paused, timeout=WAIT):
        session.train_one_epoch(config)
    for _ in range(6):
        with qtbot.waitSignal(session.training.state_changed, check_params_cb=is_paused, timeout=WAIT):
            session.training.step()
    last = session.timeline.history.last
    assert last is not None
    database = open_database(folder / DATABASE)
    qtbot.waitUntil(lambda: [kept.epoch for kept in runs(database)][:1] == [last.epoch], timeout=WAIT)
    database.close()
    into.mkdir()
    for suffix in ("", "-wal"):
        if (folder / f"{DATABASE}{suffix}").exists():
            shutil.copy(folder / f"{DATABASE}{suffix}", into / f"{DATABASE}{suffix}")
    return last.epoch


def recovered(qtbot: QtBot, session: Session) -> Recovered:
    with qtbot.waitSignal(session.keeper.interrupted, timeout=WAIT) as told:
        session.keeper.look()
    with qtbot.waitSignal(session.keeper.recovered, timeout=WAIT) as found:
        session.keeper.recover(told.args[0])
    result: Recovered = found.args[0]
    return result


def test_a_run_goes_on_after_a_crash_as_if_it_had_never_ended(qtbot: QtBot, make: Make, tmp_path: Path) -> None:
    whole = make(tmp_path / "whole")
    run(qtbot, whole, LONG)
    first = make(tmp_path / "first")
    first.reader.set_drawing(SEVEN)
    epoch = died(qtbot, first, tmp_path / "first", tmp_path / "second")
    assert epoch == 7

    second = make(tmp_path / "second")
    found = recovered(qtbot, second)
    assert found.drawing is not None
    assert np.array_equal(found.drawing.strokes[0], SEVEN.strokes[0])
    assert np.array_equal(found.model.network.parameters, first.shelf.present.network.parameters)
    assert found.model.history.reports() == first.timeline.history.reports()
    run_of(qtbot, second, lambda: second.resume(found.model))
    assert np.array_equal(second.shelf.present.network.parameters, whole.shelf.present.network.parameters)
    assert second.shelf.present.config == LONG
    second.shutdown()
    (kept,) = kept_in(tmp_path / "second")
    assert (kept.state, kept.epoch, kept.is_fresh) == ("finished", 30, True)


def test_a_changed_learning_rate_is_gone_on_with(qtbot: QtBot, make: Make, tmp_path: Path) -> None:
    first = make(tmp_path / "first")
    with qtbot.waitSignal(first.training.state_changed, check_params_cb=is_paused, timeout=WAIT):
        first.train_one_epoch(LONG)
    first.training.set_learning_rate(0.01)
    died(qtbot, first, tmp_path / "first", tmp_path / "second")
    second = make(tmp_path / "second")
    found = recovered(qtbot, second)
    run_of(qtbot, second, lambda: second.resume(found.model))
    assert set(second.timeline.history.learning_rate.tolist()) == {0.002, 0.01}
    assert second.timeline.history.learning_rate[-1] == 0.01


def test_a_run_that_is_left_has_ended_where_it_was(qtbot: QtBot, make: Make, tmp_path: Path) -> None:
    first = make(tmp_path / "first")
    died(qtbot, first, tmp_path / "first", tmp_path / "second")
    second = make(tmp_path / "second")
    with qtbot.waitSignal(second.keeper.interrupted, timeout=WAIT) as told:
        second.keeper.look()
    with qtbot.waitSignal(second.keeper.changed, timeout=WAIT):
        second.keeper.leave(told.args[0])
    second.shutdown()
    assert [(kept.state, kept.epoch) for kept in kept_in(tmp_path / "second")] == [("crashed", 7)]


def test_another_window_may_be_first(qtbot: QtBot, make: Make, tmp_path: Path) -> None:
    first = make(tmp_path / "first")
    died(qtbot, first, tmp_path / "first", tmp_path / "second")
    second, third = make(tmp_path / "second"), make(tmp_path / "second")
    with qtbot.waitSignal(third.keeper.interrupted, timeout=WAIT) as told:
        third.keeper.look()
    recovered(qtbot, second)
    with qtbot.waitSignal(third.keeper.recover_failed, timeout=WAIT) as failed:
        third.keeper.recover(told.args[0])
    assert "Another window" in failed.args[0]


def test_a_run_that_is_claimed_and_not_gone_on_with_is_offered_again(qtbot: QtBot, make: Make, tmp_path: Path) -> None:
    first = make(tmp_path / "first")
    died(qtbot, first, tmp_path / "first", tmp_path / "second")
    second = make(tmp_path / "second")
    recovered(qtbot, second)
    second.shutdown()
    third = make(tmp_path / "second")
    assert recovered(qtbot, third).model.history.last.epoch == 7  # type: ignore[union-attr]


def test_only_the_newest_is_offered_and_no_lesson(qtbot: QtBot, make: Make, tmp_path: Path) -> None:
    first = make(tmp_path / "first")
    first.keeper.are_exercises = True
    died(qtbot, first, tmp_path / "first", tmp_path / "second")
    second = make(tmp_path / "second")
    offered: list[KeptRun] = []
    second.keeper.interrupted.connect(offered.append)
    with qtbot.waitSignal(second.keeper.changed, timeout=WAIT):
        second.keeper.look()
    second.shutdown()
    assert offered == []
    assert [kept.state for kept in kept_in(tmp_path / "second")] == ["crashed"]
