"""Kept runs in the whole window, as a person has to do with them."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.data import calibration as calibration_module
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.session.messages import RunState
from handwriting_app.session.run_record import Pace
from handwriting_app.storage.data_folder import DATABASE, VARIABLE
from handwriting_app.storage.database.opening import open_database
from handwriting_app.storage.database.runs import KeptRun, runs
from handwriting_app.storage.leftovers import OLD_S
from handwriting_app.storage.model_file import load_model
from handwriting_app.storage.settings_file import FILE_NAME, SettingsFile
from handwriting_app.storage.settings_keys import DATABASE_LIMIT
from handwriting_app.ui.frame.main_window import MainWindow
from handwriting_app.ui.runs.runs_model import COLUMNS, NAME, NOTE, STAR
from handwriting_app.ui.runs.runs_view import RunsView
from tests.whole_window import draw, session_of, tabs_of
from tests.window.interrupted import CONFIG, EPOCHS_DONE

WAIT = 30_000
SMALL = TrainingConfig(hidden=(8,), epochs=4, variation=0.0, non_digits=False, stop_when_converged=False)
ENDLESS = replace(SMALL, epochs=10**6)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """To prepare the digits for the fit of a temperature takes half a second."""
    monkeypatch.setattr(calibration_module.Calibration, "prepare", lambda self: iter(()))
    monkeypatch.setattr(calibration_module.Calibration, "temperature", lambda self, network: 1.5)


def button(window: MainWindow, name: str) -> QPushButton:
    found = window.findChild(QPushButton, name)
    assert found is not None, name
    return found


def message(window: MainWindow) -> str:
    return window.findChild(QLabel, "runs_message").text()


def train(qtbot: QtBot, window: MainWindow, config: TrainingConfig = SMALL) -> None:
    window.findChild(QWidget, "training_panel").set_config(config)
    session = session_of(window)
    with qtbot.waitSignals([session.training.ended, session.keeper.changed], timeout=WAIT):
        button(window, "train_button").click()


def show_runs(qtbot: QtBot, window: MainWindow, count: int | None = None) -> RunsView:
    tabs_of(window).show_view("runs_view")
    view = tabs_of(window).current_view()
    assert isinstance(view, RunsView)
    if count is not None:
        qtbot.waitUntil(lambda: len(view.model.runs) == count, timeout=WAIT)
        qtbot.waitUntil(lambda: all(run.state != "running" for run in view.model.runs), timeout=WAIT)
        first = view.shown.index(0, NAME)
        shown = view.table.viewport()
        # Laid out too: a click goes to a place.
        qtbot.waitUntil(lambda: not count or shown.rect().contains(view.table.visualRect(first).center()), timeout=WAIT)
    return view


def click(view: RunsView, row: int, column: int = NAME, *, keys: Qt.KeyboardModifier | None = None) -> None:
    view.table.scrollTo(view.shown.index(row, column))
    place = view.table.visualRect(view.shown.index(row, column)).center()
    QTest.mouseClick(
        view.table.viewport(), Qt.MouseButton.LeftButton, keys or Qt.KeyboardModifier.NoModifier, QPoint(place)
    )


def kept_in(folder: Path) -> tuple[KeptRun, ...]:
    database = open_database(folder / DATABASE)
    try:
        return runs(database)
    finally:
        database.close()


@pytest.fixture
def three(qtbot: QtBot, window: MainWindow) -> RunsView:
    """Three kept runs in the table, the newest first."""
    for change in ({}, {"update_rule": "adam", "learning_rate": 0.002}, {"hidden": (12,), "seed": 3}):
        train(qtbot, window, replace(SMALL, **change))  # type: ignore[arg-type]
    return show_runs(qtbot, window, 3)


def test_at_first_a_sentence_says_what_will_be_there(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    show_runs(qtbot, window)
    words = window.findChild(QLabel, "runs_empty")
    qtbot.waitUntil(words.isVisible)
    assert "Press Train" in words.text()
    train(qtbot, window)
    view = show_runs(qtbot, window, 1)
    qtbot.waitUntil(view.table.isVisible)
    assert view.shown.index(0, NAME).data() == "run 1"


def test_chosen_runs_are_drawn_and_compared(qtbot: QtBot, window: MainWindow, three: RunsView) -> None:
    click(three, 2)
    qtbot.waitUntil(lambda: len(three.plots.cost.lines) == 1)
    assert list(three.plots.cost.lines[0].epochs) == [1, 2, 3, 4]
    assert message(window).startswith("run 1: 8 · ReLU")
    click(three, 1, keys=Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: [line.name() for line in three.plots.accuracy.lines] == ["run 2", "run 1"])
    assert message(window) == "From run 1 to run 2: learning rate 0.05 → 0.002; momentum → Adam."
    three.table.setFocus()
    QTest.keyClick(three.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(three.plots.cost.lines) == 3)
    looks = {(style.colour, style.stroke) for style in three.plots.cost._styles}
    assert len(looks) == 3
    window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert three.table.chosen == ()
    qtbot.waitUntil(lambda: len(three.plots.cost.lines) == 0)


def test_a_run_is_opened_and_gone_on_with(qtbot: QtBot, window: MainWindow, three: RunsView) -> None:
    click(three, 1)
    with qtbot.waitSignal(session_of(window).shelf.opened, timeout=WAIT):
        button(window, "runs_open").click()
    session = session_of(window)
    assert session.shelf.present.config.update_rule == "adam"
    assert len(session.timeline.history) == 4
    assert tabs_of(window).current_name() == "learning_view"
    assert window.findChild(QWidget, "training_panel").config() == session.shelf.present.config
    with qtbot.waitSignal(session.training.ended, timeout=WAIT):
        window.findChild(QAction, "action_go_on").trigger()
    assert len(session.timeline.history) == 8
    view = show_runs(qtbot, window, 4)
    click(view, 0)
    assert not button(window, "runs_again").isEnabled()
    assert "went on" in button(window, "runs_again").toolTip()
    assert "went on" in message(window)


def test_a_run_is_made_again_bit_for_bit(qtbot: QtBot, window: MainWindow, three: RunsView, tmp_path: Path) -> None:
    click(three, 0)
    with qtbot.waitSignals([session_of(window).training.ended, session_of(window).keeper.changed], timeout=WAIT):
        button(window, "runs_again").click()
    show_runs(qtbot, window, 4)
    assert window.findChild(QWidget, "training_panel").config() == replace(SMALL, hidden=(12,), seed=3)
    again, before = three.model.runs[0], three.model.runs[1]
    folder = tmp_path / "models"
    folder.mkdir()
    three.table.choose([again.id, before.id])
    chosen = QFileDialog.getExistingDirectory
    QFileDialog.getExistingDirectory = lambda *_: str(folder)  # type: ignore[method-assign,assignment]
    try:
        window.findChild(QAction, "runs_export_files").trigger()
    finally:
        QFileDialog.getExistingDirectory = chosen  # type: ignore[method-assign]
    qtbot.waitUntil(lambda: len(list(folder.glob("*.safetensors"))) == 2, timeout=WAIT)
    first, second = (load_model(path) for path in sorted(folder.glob("*.safetensors")))
    assert np.array_equal(first.network.parameters, second.network.parameters)
    assert [report.held_out_cost for report in first.reports] == [report.held_out_cost for report in second.reports]


def test_star_name_and_note_are_kept(
    qtbot: QtBot, window: MainWindow, three: RunsView, make_window: Callable[..., MainWindow]
) -> None:
    click(three, 0, STAR)
    click(three, 1)
    three.table.setFocus()
    three.table.setCurrentIndex(three.shown.index(1, NAME))
    QTest.keyClick(three.table, Qt.Key.Key_F2)
    editor = three.table.findChild(QLineEdit, "run_name")
    assert editor is not None
    QTest.keyClicks(editor, "the best")
    with qtbot.waitSignal(three.list_requested, timeout=WAIT):
        QTest.keyClick(editor, Qt.Key.Key_Return)
    three.model.setData(three.model.index(1, NOTE), "to be remembered")
    window.close_unasked()
    again = show_runs(qtbot, make_window(), 3)
    assert [run.star for run in again.model.runs] == [True, False, False]
    assert again.shown.index(1, NAME).data() == "the best"
    assert again.model.runs[1].note == "to be remembered"


def test_what_is_written_is_not_lost_while_a_run_is_kept(qtbot: QtBot, window: MainWindow, three: RunsView) -> None:
    session_of(window).keeper.pace = Pace(least=0.0, share=1.0)
    three.table.setFocus()
    three.table.setCurrentIndex(three.shown.index(2, NAME))
    QTest.keyClick(three.table, Qt.Key.Key_F2)
    editor = three.table.findChild(QLineEdit, "run_name")
    assert editor is not None
    QTest.keyClicks(editor, "half wr")
    session_of(window).start_training(ENDLESS)
    qtbot.waitUntil(lambda: len(three.model.runs) == 4 and three.model.runs[0].epoch > 0, timeout=WAIT)
    assert editor.isVisible()
    assert editor.text() == "half wr"
    QTest.keyClicks(editor, "itten")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: three.model.runs[3].name == "half written")
    assert session_of(window).training.state is RunState.RUNNING, "the run was not opened"


def test_runs_are_deleted_by_key_and_brought_back(qtbot: QtBot, window: MainWindow, three: RunsView) -> None:
    click(three, 0)
    click(three, 1, keys=Qt.KeyboardModifier.ControlModifier)
    assert len(three.table.chosen) == 2
    window.activateWindow()
    three.table.setFocus()
    QTest.keyClick(three.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: len(three.model.runs) == 1, timeout=WAIT)
    undo = button(window, "runs_undo")
    assert undo.isVisible()
    assert undo.text() == "Bring back 2 runs"
    undo.click()
    qtbot.waitUntil(lambda: len(three.model.runs) == 3, timeout=WAIT)
    assert undo.isHidden()


def test_the_last_run_can_be_brought_back_too(qtbot: QtBot, window: MainWindow) -> None:
    train(qtbot, window)
    view = show_runs(qtbot, window, 1)
    click(view, 0)
    button(window, "runs_delete").click()
    qtbot.waitUntil(lambda: not view.model.runs, timeout=WAIT)
    button(window, "runs_undo").click()
    qtbot.waitUntil(lambda: len(view.model.runs) == 1, timeout=WAIT)


def test_filters_by_words_state_and_star(qtbot: QtBot, window: MainWindow, three: RunsView) -> None:
    QTest.keyClicks(window.findChild(QLineEdit, "runs_filter"), "adam")
    assert three.shown.rowCount() == 1
    window.findChild(QLineEdit, "runs_filter").clear()
    window.findChild(QWidget, "runs_starred").click()  # type: ignore[attr-defined]
    assert three.shown.rowCount() == 0
    window.findChild(QWidget, "runs_starred").click()  # type: ignore[attr-defined]
    assert three.shown.rowCount() == 3
    header = three.table.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(NAME) + 10, header.height() // 2)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert [three.shown.index(row, NAME).data() for row in range(3)] == ["run 1", "run 2", "run 3"]


def test_the_figures_are_exported(
    qtbot: QtBot, window: MainWindow, three: RunsView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "figures.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    three.table.selectAll()
    window.findChild(QAction, "runs_export_table").trigger()
    qtbot.waitUntil(path.exists, timeout=WAIT)
    with path.open(newline="") as file:
        assert [row["id"] for row in csv.DictReader(file)] == ["3", "2", "1"]


def test_a_folder_that_cannot_be_written_is_told(
    qtbot: QtBot, window: MainWindow, three: RunsView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "gone"))
    three.table.selectAll()
    window.findChild(QAction, "runs_export_files").trigger()
    qtbot.waitUntil(lambda: bool(window.findChildren(QMessageBox, "error_dialog")), timeout=WAIT)
    assert "no folder" in window.findChild(QMessageBox, "error_dialog").informativeText()


def test_the_limit_is_told_before_it_bites(
    qtbot: QtBot, make_window: Callable[..., MainWindow], settings: SettingsFile, tmp_path: Path
) -> None:
    window = make_window()
    train(qtbot, window, replace(SMALL, hidden=(1000, 800)))  # some 10 MB with what its rule remembers
    view = show_runs(qtbot, window, 1)
    assert window.findChild(QLabel, "runs_limit").isHidden()
    size = view.model.runs[0].size
    settings.put(DATABASE_LIMIT, 16)
    assert size > 8 * 2**20
    view.mark_stale()
    words = window.findChild(QLabel, "runs_limit")
    qtbot.waitUntil(words.isVisible, timeout=WAIT)
    assert "The next run will drop the oldest without a star: run 1." in words.text()
    train(qtbot, window, replace(SMALL, hidden=(1000, 800), seed=1))
    qtbot.waitUntil(lambda: [run.id for run in view.model.runs] == [2], timeout=WAIT)


def test_nothing_is_asked_of_the_database_while_the_tab_is_hidden(qtbot: QtBot, window: MainWindow) -> None:
    train(qtbot, window)
    view = show_runs(qtbot, window, 1)
    tabs_of(window).show_view("learning_view")
    asked: list[int] = []
    view.list_requested.connect(lambda: asked.append(1))
    train(qtbot, window)
    assert asked == []
    show_runs(qtbot, window, 2)
    assert asked


def test_a_damaged_database_is_set_aside_and_told_in_the_window(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    (tmp_path / DATABASE).write_bytes(b"this is no database" * 1000)
    train(qtbot, window)
    notice = window.findChild(QLabel, "keeping_notice_words")
    qtbot.waitUntil(notice.isVisible, timeout=WAIT)
    assert "damaged" in notice.text()
    window.findChild(QWidget, "keeping_notice_close").click()  # type: ignore[attr-defined]
    assert not notice.isVisible()
    assert len(list(tmp_path.glob("*damaged*"))) == 1
    show_runs(qtbot, window, 1)


def test_what_cannot_be_kept_is_told_and_the_training_goes_on(
    qtbot: QtBot, make_window: Callable[..., MainWindow], settings: SettingsFile, tmp_path: Path
) -> None:
    (tmp_path / DATABASE).mkdir()
    window = make_window()
    session_of(window).keeper.pace = Pace(least=0.0, share=1.0)
    told: list[str] = []
    session_of(window).keeper.failed.connect(told.append)
    notice = window.findChild(QLabel, "keeping_notice_words")
    with qtbot.waitSignals([session_of(window).keeper._writing.done] * 3, timeout=WAIT):
        session_of(window).start_training(ENDLESS)
    assert notice.isVisible()
    assert notice.text().startswith("The run goes on, but is not being kept.")
    assert len(told) == 1
    assert session_of(window).training.state is RunState.RUNNING
    view = show_runs(qtbot, window)
    qtbot.waitUntil(lambda: DATABASE in window.findChild(QLabel, "runs_empty").text(), timeout=WAIT)
    assert not view.table.isVisible()


# --- after a crash -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def killed_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a window that was killed in the middle of a run of `CONFIG`, for copies of it."""
    folder = tmp_path_factory.mktemp("killed")
    environment = os.environ | {VARIABLE: str(folder), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "tests.window.interrupted"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "kept\n"
        process.kill()
    return folder


@pytest.fixture
def killed(killed_once: Path, tmp_path: Path) -> Path:
    """Such a data folder for one start, with what a write left that was broken off long ago."""
    folder = tmp_path / "data"
    shutil.copytree(killed_once, folder)
    old = folder / ".handwriting-app-0123abcd.tmp"
    old.write_bytes(b"half")
    os.utime(old, (1e9, 1e9 - OLD_S))
    return folder


def test_after_a_kill_the_run_goes_on_bit_for_bit(
    qtbot: QtBot, make_window: Callable[..., MainWindow], killed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()  # the temperature is fitted as in the process that was killed
    window = make_window(settings=SettingsFile(killed / FILE_NAME))
    session = session_of(window)
    recover = button(window, "recover_button")
    qtbot.waitUntil(recover.isVisible, timeout=WAIT)
    words = window.findChild(QLabel, "recovery_words").text()
    assert words == f"The program ended while a run was under way (epoch {EPOCHS_DONE} of 12). Go on from there?"
    assert QApplication.activeModalWidget() is None
    with qtbot.waitSignals([session.training.ended, session.keeper.changed], timeout=WAIT):
        recover.click()
    assert not recover.isVisible()
    assert not session.reader.drawing.is_empty, "what was drawn is on the canvas again"
    assert session.timeline.history.epochs.tolist() == list(range(1, 13))
    went_on = session.shelf.present
    view = show_runs(qtbot, window, 1)
    assert (view.model.runs[0].state, view.model.runs[0].epoch) == ("finished", 12)
    qtbot.waitUntil(lambda: not list(killed.glob("*.tmp")), timeout=WAIT)

    click(view, 0)
    qtbot.waitUntil(lambda: len(view.plots.cost.lines) == 1)
    with qtbot.waitSignals([session.training.ended, session.keeper.changed], timeout=WAIT):
        button(window, "runs_again").click()
    assert session.shelf.present.config == CONFIG
    assert np.array_equal(session.shelf.present.network.parameters, went_on.network.parameters)
    assert session.shelf.present.temperature == went_on.temperature


def test_after_a_kill_the_run_can_be_left(qtbot: QtBot, make_window: Callable[..., MainWindow], killed: Path) -> None:
    settings = SettingsFile(killed / FILE_NAME)
    window = make_window(settings=settings)
    qtbot.waitUntil(button(window, "recover_leave").isVisible, timeout=WAIT)
    draw(window)
    with qtbot.waitSignal(session_of(window).keeper.changed, timeout=WAIT):
        button(window, "recover_leave").click()
    assert not button(window, "recover_button").isVisible()
    window.close_unasked()
    assert [(run.state, run.epoch) for run in kept_in(killed)] == [("crashed", EPOCHS_DONE)]
    again = make_window(settings=settings)
    with qtbot.waitSignal(session_of(again).keeper.changed, timeout=WAIT):
        pass  # it has looked
    assert not button(again, "recover_button").isVisible()


def test_every_column_has_a_name() -> None:
    assert len({column.title for column in COLUMNS}) == len(COLUMNS)
