"""The parts of the Sweep tab, without a session."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from handwriting_app.data.subject import DIGITS
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.session.messages import Ended
from handwriting_app.session.sweep_record import SweepRecord
from handwriting_app.sweep.one_run import Outcome
from handwriting_app.sweep.plan import Plan
from handwriting_app.ui.sweep.fields_editor import MOST_FIELDS, FieldsEditor
from handwriting_app.ui.sweep.sweep_map import FAINTEST, STRONGEST
from handwriting_app.ui.sweep.sweep_view import SweepView
from handwriting_app.ui.theme import DARK, LIGHT, Theme, contrast, mix

BASE = TrainingConfig(variation=0.0, non_digits=False, seed=5)
PLAN = Plan({"learning_rate": (0.01, 0.1), "hidden": ((8,), (16, 8))}, (5, 6, 7), {"epochs": 3})


def outcome(number: int) -> Outcome:
    """Run 4, of the second seed's first configurations, diverges; the others read ever better."""
    run = PLAN.runs()[number - 1]
    if number == 4:
        return Outcome(run, "diverged", 1, message="Training diverged in epoch 2.")
    accuracy = 0.9 + number / 1000
    return Outcome(run, "finished", 3, 0.5, 1 - accuracy, 0.9, accuracy, seconds=0.25, processor_seconds=0.2)


def record(folder: Path, done: int) -> SweepRecord:
    return SweepRecord(PLAN, PLAN.runs(), DIGITS, folder, tuple(outcome(number) for number in range(1, done + 1)))


@pytest.fixture
def view(qtbot: QtBot) -> SweepView:
    view = SweepView(lambda: BASE, lambda: 1437)
    qtbot.addWidget(view)
    view.resize(420, 600)
    with qtbot.waitExposed(view):
        view.show()
    return view


@pytest.fixture
def editor(qtbot: QtBot) -> FieldsEditor:
    editor = FieldsEditor()
    qtbot.addWidget(editor)
    with qtbot.waitExposed(editor):
        editor.show()
    return editor


def refreshed(view: SweepView) -> None:
    view.mark_stale()
    view.refresh_now()


# --- what varies ---------------------------------------------------------------------------------------------------


def test_a_row_more_varies_a_setting_that_no_other_row_does(editor: FieldsEditor) -> None:
    add = editor.findChild(QToolButton, "sweep_add")
    for _ in range(5):
        QTest.mouseClick(add, Qt.MouseButton.LeftButton)
    assert len(editor.names()) == len(set(editor.names())) == MOST_FIELDS
    assert not add.isEnabled()
    QTest.mouseClick(editor.findChild(QToolButton, "sweep_1_remove"), Qt.MouseButton.LeftButton)
    assert "learning_rate" not in editor.names()
    assert len(editor.fields()) == 3
    assert add.isEnabled()


def test_another_setting_brings_values_of_its_own(editor: FieldsEditor) -> None:
    combo = editor.findChild(QComboBox, "sweep_1_setting")
    assert not combo.model().item(combo.findData("hidden")).isEnabled(), "the second row varies it"
    combo.setCurrentIndex(combo.findData("activation"))
    assert editor.fields() == {"activation": ("sigmoid", "relu", "tanh"), "hidden": ((16,), (64,), (128, 64))}


def test_what_cannot_be_read_is_said_and_mended(editor: FieldsEditor) -> None:
    values = editor.findChild(QLineEdit, "sweep_1_values")
    values.selectAll()
    QTest.keyClicks(values, "0.1, fast")
    assert editor.problem() == "Learning rate: “fast” is no number"
    assert values.accessibleDescription() == "“fast” is no number"
    for _ in range(len(", fast")):
        QTest.keyClick(values, Qt.Key.Key_Backspace)
    assert editor.problem() == ""
    assert editor.fields()["learning_rate"] == (0.1,)


def test_the_last_row_stays(editor: FieldsEditor) -> None:
    editor.set_fields({"l2": (0.0, 0.1)})
    assert not editor.findChild(QToolButton, "sweep_1_remove").isEnabled()


# --- what is asked for ---------------------------------------------------------------------------------------------


def test_it_is_said_how_many_runs_these_are_and_start_asks_for_them(qtbot: QtBot, view: SweepView) -> None:
    view.fields.set_fields({"learning_rate": (0.01, 0.1), "hidden": ((8,),)})
    refreshed(view)
    assert view.message.text().startswith("2 configurations × 3 seeds = 6 runs, about ")
    with qtbot.waitSignal(view.start_requested) as asked:
        QTest.mouseClick(view.start, Qt.MouseButton.LeftButton)
    (plan,) = asked.args
    assert isinstance(plan, Plan)
    assert [run.config for run in plan.runs()] == [
        replace(BASE, learning_rate=rate, hidden=(8,), seed=seed, epochs=30)
        for seed in (5, 6, 7)
        for rate in (0.01, 0.1)
    ]


def test_where_descents_vary_each_has_the_rate_that_suits_it(qtbot: QtBot, view: SweepView) -> None:
    view.fields.set_fields({"descent": ("batch", "stochastic")})
    with qtbot.waitSignal(view.start_requested) as asked:
        view.start.click()
    assert {config.learning_rate for config in asked.args[0].configurations()} == {0.2, 0.002}


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"learning_rate": tuple(number / 100 for number in range(1, 401))}, "These are 1,200 runs"),
        ({"hidden": ((4096, 4096, 4096),)}, "too large a network"),
    ],
)
def test_what_is_too_much_is_not_begun(view: SweepView, values: dict[str, tuple[object, ...]], words: str) -> None:
    view.fields.findChild(QLineEdit, "sweep_1_values")
    if "hidden" in values:
        view.fields._rows[1].values.setText("4096, 4096, 4096")
    else:
        view.fields.set_fields(values)
    refreshed(view)
    assert words in view.message.text()
    assert not view.start.isEnabled()


def test_a_wrong_setting_in_the_panel_is_said(qtbot: QtBot) -> None:
    view = SweepView(lambda: None, lambda: 1437)
    qtbot.addWidget(view)
    view.show()
    refreshed(view)
    assert "training panel is wrong" in view.message.text()
    assert not view.start.isEnabled()


def test_epochs_that_vary_lock_the_field_for_all(view: SweepView) -> None:
    view.fields.set_fields({"epochs": (2, 4)})
    refreshed(view)
    assert not view.epochs.isEnabled()
    assert view.epochs.toolTip() == "The epochs vary: they stand above."


# --- what came of it -----------------------------------------------------------------------------------------------


def texts(view: SweepView, row: int) -> list[str]:
    item = view.results.topLevelItem(row)
    return [item.text(column) for column in range(view.results.columnCount())]


def test_the_table_tells_mean_and_spread_and_what_diverged(view: SweepView, tmp_path: Path) -> None:
    view.show_sweep(record(tmp_path, 12), Ended("finished", "The sweep is over."), is_running=False, is_waiting=False)
    view.refresh_now()
    # Run 4 of configuration 4 diverged: its accuracies are those of runs 8 and 12.
    assert [texts(view, row)[:2] for row in range(4)] == [
        *(["0.1", "16, 8"], ["0.1", "8"], ["0.01", "16, 8"], ["0.01", "8"]),
    ]
    assert texts(view, 0)[2:] == ["2", "91.0 ± 0.3\u202f%", "0.090 ± 0.003", "250\u202fms", "✕ 1 diverged"]
    assert texts(view, 3)[2:4] == ["3", "90.5 ± 0.4\u202f%"]
    assert view.results.topLevelItem(0).childCount() == 3


def test_a_click_on_a_head_sorts_by_number(view: SweepView, tmp_path: Path) -> None:
    view.show_sweep(record(tmp_path, 12), None, is_running=False, is_waiting=False)
    view.refresh_now()
    view.results.sortByColumn(4, Qt.SortOrder.AscendingOrder)  # the cost
    assert texts(view, 0)[:2] == ["0.1", "16, 8"]
    view.results.sortByColumn(1, Qt.SortOrder.AscendingOrder)  # the layers, by their units
    assert [texts(view, row)[1] for row in range(4)] == ["8", "8", "16, 8", "16, 8"]


def test_results_grow_and_what_is_chosen_stays_so(view: SweepView, tmp_path: Path) -> None:
    view.show_sweep(record(tmp_path, 2), None, is_running=True, is_waiting=False)
    view.refresh_now()
    item = view.results.topLevelItem(1)
    item.setSelected(True)
    assert len(view.results.chosen) == 1
    view.show_sweep(record(tmp_path, 6), None, is_running=True, is_waiting=False)
    view.refresh_now()
    assert view.results.topLevelItemCount() == 4
    assert [each.run.number for each in view.results.chosen] == [1, 5]
    assert "6 of 12 runs are over" in view.message.text()


def test_open_opens_the_run_in_the_middle_and_not_the_best(qtbot: QtBot, view: SweepView, tmp_path: Path) -> None:
    view.show_sweep(record(tmp_path, 12), None, is_running=False, is_waiting=False)
    view.refresh_now()
    view.results.topLevelItem(1).setSelected(True)  # runs 3, 7 and 11
    assert "90.7 ± 0.4\u202f% over 3 runs. In the middle: seed 6." in view.chosen_words.text()
    with qtbot.waitSignal(view.open_requested) as asked:
        QTest.mouseClick(view.open, Qt.MouseButton.LeftButton)
    assert asked.args[0].run.number == 7


def test_a_run_that_diverged_cannot_be_opened_and_says_why(view: SweepView, tmp_path: Path) -> None:
    view.show_sweep(record(tmp_path, 4), None, is_running=False, is_waiting=False)
    view.refresh_now()
    chosen = next(
        view.results.topLevelItem(row).child(0) for row in range(4) if texts(view, row)[:2] == ["0.1", "16, 8"]
    )
    view.results.expandAll()
    chosen.setSelected(True)
    assert not view.open.isEnabled()
    assert view.chosen_words.text() == "Training diverged in epoch 2."


def map_texts(view: SweepView) -> list[list[str]]:
    return [
        [view.map.item(row, column).text() for column in range(view.map.columnCount())]
        for row in range(view.map.rowCount())
    ]


def test_the_map_lays_two_settings_over_each_other(qtbot: QtBot, view: SweepView, tmp_path: Path) -> None:
    view.show_sweep(record(tmp_path, 12), None, is_running=False, is_waiting=False)
    view.refresh_now()
    QTest.mouseClick(view.which.button("map"), Qt.MouseButton.LeftButton)
    assert view.map.isVisible()
    assert map_texts(view) == [
        ["90.5 ± 0.4\u202f%", "90.7 ± 0.4\u202f%"],
        ["90.6 ± 0.4\u202f%", "91.0 ± 0.3\u202f%\n✕ 1 diverged"],
    ]
    best, worst = view.map.item(1, 1).background().color(), view.map.item(0, 0).background().color()
    surface = LIGHT.surface if not _is_dark(view) else DARK.surface
    assert contrast(best, surface) > contrast(worst, surface)
    QTest.mouseClick(
        view.map.viewport(), Qt.MouseButton.LeftButton, pos=view.map.visualItemRect(view.map.item(0, 1)).center()
    )
    with qtbot.waitSignal(view.open_requested) as asked:
        QTest.keyClick(view.map, Qt.Key.Key_Return)
    assert asked.args[0].run.number == 7
    assert view.let_go()
    assert not view.map.chosen


def test_one_axis_of_the_map_can_be_the_seed(view: SweepView, tmp_path: Path) -> None:
    view.show_sweep(record(tmp_path, 12), None, is_running=False, is_waiting=False)
    view.refresh_now()
    view.which.button("map").click()
    view.down.setCurrentIndex(view.down.findData("seed"))
    view.down.activated.emit(view.down.currentIndex())
    view.refresh_now()
    assert [view.map.verticalHeaderItem(row).text() for row in range(3)] == ["5", "6", "7"]
    assert "Each cell is the mean over hidden layers." in view.chosen_words.text()
    view.across.setCurrentIndex(view.across.findData("seed"))
    view.across.activated.emit(view.across.currentIndex())
    assert view.down.currentData() != "seed", "a map of one setting by itself would be a diagonal"


def test_hidden_it_does_nothing(view: SweepView, tmp_path: Path) -> None:
    view.hide()
    view.show_sweep(record(tmp_path, 12), None, is_running=False, is_waiting=False)
    assert view.results.topLevelItemCount() == 0
    view.show()
    assert view.results.topLevelItemCount() == 4


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_text_can_be_read_on_every_colour_of_the_map(theme: Theme) -> None:
    for step in range(101):
        share = FAINTEST + (STRONGEST[theme.is_dark] - FAINTEST) * step / 100
        assert contrast(theme.text, mix(theme.surface, theme.accent, share)) >= 4.5


def _is_dark(view: SweepView) -> bool:
    return view.palette().window().color().lightness() < 128
