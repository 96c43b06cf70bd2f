"""A sweep in the whole window, as a person makes one."""

from __future__ import annotations

import csv
import statistics
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QMessageBox, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.data import calibration
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.session.messages import RunState
from handwriting_app.session.task import Work
from handwriting_app.storage.settings_file import SettingsFile
from handwriting_app.sweep.table import read_table
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.frame.main_window import MainWindow
from handwriting_app.ui.sweep.join import FOLDER
from handwriting_app.ui.sweep.sweep_view import SweepView
from tests.whole_window import session_of, tabs_of

WAIT = 60_000
SMALL = TrainingConfig(hidden=(8,), epochs=4, variation=0.0, non_digits=False, seed=3)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """To prepare the digits for the fit of a temperature takes half a second."""
    monkeypatch.setattr(calibration.Calibration, "prepare", lambda self: iter(()))
    monkeypatch.setattr(calibration.Calibration, "temperature", lambda self, network: 1.5)


def sweep_view(window: MainWindow, config: TrainingConfig = SMALL) -> SweepView:
    window.findChild(QWidget, "training_panel").set_config(config)
    tabs_of(window).show_view("sweep_view")
    view = tabs_of(window).current_view()
    assert isinstance(view, SweepView)
    return view


def click(widget: QWidget, place: QPoint | None = None) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=place or widget.rect().center())


def type_into(field: QLineEdit, text: str) -> None:
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def part(window: MainWindow, name: str) -> QWidget:
    found = window.findChild(QWidget, name)
    assert found is not None, name
    return found


def set_up(window: MainWindow, *, rates: str = "0.05, 0.2", layers: str = "4; 8", epochs: str = "3") -> None:
    for name, text in (("sweep_1_values", rates), ("sweep_2_values", layers)):
        field = window.findChild(QLineEdit, name)
        type_into(field, text)
    type_into(part(window, "sweep_epochs").lineEdit(), epochs)


def row_of(view: SweepView, *words: str) -> int:
    rows = range(view.results.topLevelItemCount())
    return next(
        row
        for row in rows
        if tuple(view.results.topLevelItem(row).text(column) for column in range(len(words))) == words
    )


def test_a_sweep_is_set_up_watched_sorted_and_one_of_its_runs_opened(
    qtbot: QtBot, window: MainWindow, settings: SettingsFile
) -> None:
    view = sweep_view(window)
    set_up(window)
    qtbot.waitUntil(lambda: view.message.text().startswith("4 configurations × 3 seeds = 12 runs, about "))
    click(part(window, "sweep_start"))
    qtbot.waitUntil(lambda: view.results.topLevelItemCount() > 0, timeout=WAIT)
    assert not part(window, "sweep_start").isEnabled()
    assert not part(window, "sweep_1_values").isEnabled()
    qtbot.waitUntil(lambda: view.message.text().startswith("The sweep is over. 12 of 12 runs"), timeout=WAIT)

    (folder,) = (settings.folder / FOLDER).iterdir()
    outcomes = read_table(folder / "runs.csv")
    assert {outcome.run.config.seed for outcome in outcomes} == {3, 4, 5}, "from the panel's seed on"
    assert {replace(outcome.run.config, seed=3, hidden=(8,), learning_rate=0.05) for outcome in outcomes} == {
        replace(SMALL, epochs=3)
    }
    mine = [each for each in outcomes if each.run.config.hidden == (8,) and each.run.config.learning_rate == 0.2]
    accuracies = [100 * outcome.held_out_accuracy for outcome in mine]
    row = row_of(view, "0.2", "8")
    item = view.results.topLevelItem(row)
    assert item.text(3) == f"{statistics.fmean(accuracies):.1f} ± {statistics.stdev(accuracies):.1f}\u202f%"

    click(view.results.viewport(), view.results.visualItemRect(item).center())
    click(part(window, "sweep_open"))
    middle = sorted(mine, key=lambda outcome: outcome.held_out_accuracy)[1]
    qtbot.waitUntil(lambda: session_of(window).shelf.present.config == middle.run.config, timeout=WAIT)
    assert tabs_of(window).current_name() == "learning_view"
    last = session_of(window).shelf.present.history.last
    assert last is not None
    assert (last.epoch, last.held_out_accuracy) == (3, middle.held_out_accuracy)
    assert f"sweep run {middle.run.number}" in window.windowTitle()


def test_esc_stops_a_sweep_and_go_on_does_the_rest(qtbot: QtBot, window: MainWindow) -> None:
    view = sweep_view(window)
    set_up(window, epochs="300")
    click(part(window, "sweep_start"))
    qtbot.waitUntil(lambda: view.record is not None and len(view.record.outcomes) >= 1, timeout=WAIT)
    view.results.setFocus()
    QTest.keyClick(view.results, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: view.message.text().startswith("Stopped; the runs that are over are kept."), timeout=WAIT)
    assert view.record is not None
    done = view.record.outcomes
    assert len(done) < 12
    qtbot.waitUntil(lambda: part(window, "sweep_go_on").isVisible())
    click(part(window, "sweep_go_on"))
    qtbot.waitUntil(lambda: view.message.text().startswith("The sweep is over. 12 of 12 runs"), timeout=WAIT)
    assert view.record.outcomes[: len(done)] == done


def test_the_map_shows_what_the_table_says_and_the_table_is_exported(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    view = sweep_view(window)
    set_up(window, rates="0.05, 900", epochs="4")
    click(part(window, "sweep_start"))
    qtbot.waitUntil(lambda: view.message.text().startswith("The sweep is over."), timeout=WAIT)
    click(view.which.button("map"))
    rows, columns = range(view.map.rowCount()), range(view.map.columnCount())
    assert [view.map.horizontalHeaderItem(column).text() for column in columns] == ["0.05", "900"]
    assert [view.map.verticalHeaderItem(row).text() for row in rows] == ["4", "8"]
    assert "diverged" in view.map.item(0, 1).text()
    assert view.map.item(1, 0).text() == view.results.topLevelItem(row_of(view, "0.05", "8")).text(3)

    out = tmp_path / "mine.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    with qtbot.waitSignal(window.findChild(Desk).message, timeout=WAIT):
        click(part(window, "sweep_export"))
    with out.open(newline="", encoding="utf-8") as file:
        found = list(csv.DictReader(file))
    assert [row["run"] for row in found] == [str(number) for number in range(1, 13)]
    assert {row["state"] for row in found if row["learning_rate"] == "900.0"} == {"diverged"}


def test_a_sweep_goes_on_behind_another_tab_beside_training_and_ends_with_the_window(
    qtbot: QtBot, make_window: Callable[..., MainWindow]
) -> None:
    window = make_window()
    view = sweep_view(window)
    set_up(window, epochs="1000000")
    click(part(window, "sweep_start"))
    background = session_of(window).background
    qtbot.waitUntil(lambda: background.worker(Work.SWEEP) is not None, timeout=WAIT)
    qtbot.waitUntil(lambda: view.record is not None and view.record.under_way is not None, timeout=WAIT)
    tabs_of(window).show_view("learning_view")
    train = window.findChild(QPushButton, "train_button")
    with qtbot.waitSignal(session_of(window).training.ended, timeout=WAIT):
        click(train)
    worker = background.worker(Work.SWEEP)
    assert worker is not None
    assert worker.state is RunState.RUNNING
    session_of(window).shutdown()
    assert worker.isFinished()


def test_a_race_is_not_timed_beside_a_sweep_and_a_sweep_waits_for_a_race(qtbot: QtBot, window: MainWindow) -> None:
    view = sweep_view(window)
    set_up(window, epochs="1000000")
    background = session_of(window).background
    click(part(window, "sweep_start"))
    qtbot.waitUntil(lambda: background.worker(Work.SWEEP) is not None, timeout=WAIT)

    tabs_of(window).show_view("race_view")
    click(part(window, "race_start"))
    box = window.findChild(QMessageBox, "question_dialog")
    assert box.text().startswith("A sweep is training one network after another")
    click(box.findChild(QPushButton, "consent_button"))
    qtbot.waitUntil(lambda: background.worker(Work.RACE) is not None, timeout=WAIT)
    assert background.worker(Work.SWEEP) is None

    tabs_of(window).show_view("sweep_view")
    qtbot.waitUntil(lambda: part(window, "sweep_start").isEnabled(), timeout=WAIT)
    click(part(window, "sweep_start"))
    qtbot.waitUntil(lambda: view.message.text() == "A race is being timed: the sweep begins when it is over.")
    assert background.worker(Work.SWEEP) is None
    background.stop(Work.RACE)
    qtbot.waitUntil(lambda: background.worker(Work.SWEEP) is not None, timeout=WAIT)
    click(part(window, "sweep_stop"))
    qtbot.waitUntil(lambda: background.worker(Work.SWEEP) is None, timeout=WAIT)


def test_the_next_window_shows_the_last_sweep_and_goes_on_with_it(
    qtbot: QtBot, make_window: Callable[..., MainWindow]
) -> None:
    first = make_window()
    view = sweep_view(first)
    set_up(first, epochs="300")
    click(part(first, "sweep_start"))
    qtbot.waitUntil(lambda: view.record is not None and len(view.record.outcomes) >= 2, timeout=WAIT)
    session_of(first).shutdown()
    first.close_unasked()

    second = make_window()
    view = sweep_view(second)
    qtbot.waitUntil(lambda: view.message.text().startswith("This is the sweep of "), timeout=WAIT)
    assert second.findChild(QLineEdit, "sweep_1_values").text() == "0.05, 0.2"
    assert view.record is not None
    done = view.record.outcomes
    assert 2 <= len(done) < 12
    click(part(second, "sweep_go_on"))
    qtbot.waitUntil(lambda: view.message.text().startswith("The sweep is over. 12 of 12 runs"), timeout=WAIT)
    assert view.record.outcomes[: len(done)] == done


def test_a_slip_is_said_and_nothing_begins(qtbot: QtBot, window: MainWindow) -> None:
    view = sweep_view(window)
    set_up(window, rates="0.05, fast")
    message = window.findChild(QLabel, "sweep_message")
    qtbot.waitUntil(lambda: message.text() == "Learning rate: “fast” is no number")
    assert not part(window, "sweep_start").isEnabled()
    click(window.findChild(QToolButton, "sweep_1_remove"))
    qtbot.waitUntil(lambda: message.text().startswith("2 configurations × 3 seeds = 6 runs"))
    assert view.record is None
