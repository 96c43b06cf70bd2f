from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.report import Report
from handwriting_app.engine.settings import DESCENT, UPDATE_RULE, Choice
from handwriting_app.lab.for_lessons import VIEW_FACTS
from handwriting_app.lab.race import USUAL_LANES, LaneNews, Race
from handwriting_app.lab.views import RACE
from handwriting_app.session.messages import Ended, RunState
from handwriting_app.session.race_record import RaceRecord
from handwriting_app.session.session import Session
from handwriting_app.session.task import Work
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.frame.lazy_tabs import LazyTabs
from handwriting_app.ui.race.join import open_view
from handwriting_app.ui.race.race_view import RaceView
from tests.ui.trained import desk_for, untrained_session

CONFIG = TrainingConfig(hidden=(10,), held_out=0.5, seed=3)


@pytest.fixture
def session(qtbot: QtBot) -> Iterator[Session]:
    session = untrained_session(CONFIG)
    yield session
    session.shutdown()  # a thread that is still stopping must not be deleted


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """What a desk asks its questions over."""
    window = QWidget()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def desk(session: Session, window: QWidget, tmp_path: Path) -> Desk:
    return desk_for(session, window, tmp_path)


@pytest.fixture
def view(qtbot: QtBot, session: Session, desk: Desk) -> RaceView:
    return shown(qtbot, open_view(session, desk))


def shown(qtbot: QtBot, view: RaceView) -> RaceView:
    qtbot.addWidget(view)
    view.resize(440, 620)
    with qtbot.waitExposed(view):
        view.show()
    return view


def find(view: QWidget, name: str) -> QWidget:
    found = view.findChild(QWidget, name)
    assert found is not None, name
    return found


def press(view: QWidget, name: str) -> None:
    button = find(view, name)
    assert button.isEnabled(), f"{name} cannot be pressed"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def choose(view: RaceView, name: str, label: str) -> None:
    buttons = [each for each in find(view, name).findChildren(QAbstractButton) if each.text() == label]
    QTest.mouseClick(buttons[0], Qt.MouseButton.LeftButton)


def type_into(view: RaceView, name: str, text: str) -> None:
    field = find(view, name)
    field.selectAll()  # type: ignore[attr-defined]
    QTest.keyClicks(field, text)


def text_of(view: RaceView, name: str) -> str:
    label = find(view, name)
    assert isinstance(label, QLabel)
    return label.text()


def cell(view: RaceView, row: int, column: int) -> str:
    item = view.table.item(row, column)
    assert item is not None
    return item.text()


def run_to_the_end(qtbot: QtBot, view: RaceView, epochs: str = "3") -> None:
    choose(view, "race_unit", "epochs")
    type_into(view, "race_length", epochs)
    press(view, "race_start")
    qtbot.waitUntil(lambda: not view.is_running, timeout=20_000)
    view.refresh_now()


def test_before_the_first_race_the_plots_say_what_will_come(view: RaceView) -> None:
    assert "Press Start" in text_of(view, "race_cost_plot_empty")
    assert not find(view, "race_stop").isEnabled()
    assert [cell(view, row, 0) for row in range(3)] == ["batch", "stochastic", "mini-batch"]
    assert cell(view, 0, 4) == "–"


def test_a_race_fills_the_table_and_the_plots(qtbot: QtBot, view: RaceView) -> None:
    facts: dict[str, object] = {}
    view.facts_changed.connect(facts.update)
    run_to_the_end(qtbot, view)
    assert [cell(view, row, 0) for row in range(3)] == ["batch ✓", "stochastic ✓", "mini-batch ✓"]
    assert [cell(view, row, 1) for row in range(3)] == ["1", "899", "15"]
    assert all(cell(view, row, 2).endswith("s") and cell(view, row, 3).endswith("B") for row in range(3))
    assert float(cell(view, 1, 4)) < float(cell(view, 0, 4))
    assert facts["race.finished"] == 3
    assert facts["race.modes"] == 3
    for name, value in facts.items():
        assert VIEW_FACTS[RACE.name][name].read(value) == value
    for plot in (view.cost, view.accuracy):
        starts = {(line.epochs[0], line.values[0]) for line in plot.lines}
        assert len(starts) == 1, "all lanes start at the same place"
        assert starts.pop()[0] == 0.0
    assert "is ahead" in text_of(view, "race_message")


@pytest.mark.parametrize(
    ("label", "ends"),
    [("Epochs", [3, 3, 3]), ("Digits seen", [2697, 2697, 2697]), ("Updates", [3, 2697, 45])],
)
def test_the_axis_can_be_switched(qtbot: QtBot, view: RaceView, label: str, ends: list[float]) -> None:
    run_to_the_end(qtbot, view)
    facts: dict[str, object] = {}
    view.facts_changed.connect(facts.update)
    choose(view, "race_axis", label)
    assert facts == {"race.axis": view.axis.value()}
    is_log = find(view, "race_log").isChecked()  # type: ignore[attr-defined]
    assert is_log == (label == "Updates")
    shown = [line.epochs[-1] for line in view.cost.lines]
    assert [10**end for end in shown] == pytest.approx(ends) if is_log else shown == ends
    if is_log:
        QTest.mouseClick(find(view, "race_log"), Qt.MouseButton.LeftButton)
        assert [line.epochs[-1] for line in view.cost.lines] == ends


def test_curves_grow_while_the_race_is_on_and_stop_ends_it(qtbot: QtBot, view: RaceView) -> None:
    type_into(view, "race_length", "1000")
    press(view, "race_start")
    assert not find(view, "lane_1_descent").isEnabled()
    qtbot.waitUntil(lambda: len(view.cost.lines[2].epochs) > 2, timeout=20_000)
    few = len(view.cost.lines[0].epochs)
    qtbot.waitUntil(lambda: len(view.cost.lines[0].epochs) > few, timeout=10_000)
    press(view, "race_stop")
    qtbot.waitUntil(lambda: not view.is_running, timeout=5_000)
    view.refresh_now()
    assert find(view, "race_start").isEnabled()
    assert find(view, "lane_1_descent").isEnabled()
    assert cell(view, 0, 0) == "batch"


def test_lanes_can_be_added_taken_out_and_changed(qtbot: QtBot, view: RaceView) -> None:
    press(view, "lane_2_remove")
    assert [lane.descent for lane in view.lanes.lanes()] == ["batch", "mini-batch"]
    assert not find(view, "lane_1_remove").isEnabled()
    press(view, "add_lane")
    press(view, "add_lane")
    assert not find(view, "add_lane").isEnabled()
    assert [lane.descent for lane in view.lanes.lanes()] == ["batch", "mini-batch", "stochastic", "mini-batch"]
    names = ["batch", "mini-batch, plain, η 0.1", "stochastic", "mini-batch, adam, η 0.001"]
    assert [cell(view, row, 0) for row in range(4)] == names
    mode = find(view, "lane_1_descent")
    assert isinstance(mode, QComboBox)
    QTest.keyClick(mode, Qt.Key.Key_Down)
    type_into(view, "lane_1_learning_rate", "0.5")
    assert (view.lanes.lanes()[0].descent, view.lanes.lanes()[0].learning_rate) == ("stochastic", 0.5)
    run_to_the_end(qtbot, view, "1")
    assert view.record is not None
    assert view.record.finished == 4


@pytest.mark.parametrize(("name", "setting"), [("descent", DESCENT), ("rule", UPDATE_RULE)])
def test_lanes_offer_what_the_settings_offer(view: RaceView, name: str, setting: Choice[str]) -> None:
    box = find(view, f"lane_1_{name}")
    assert isinstance(box, QComboBox)
    offered = [(box.itemData(index), box.itemText(index)) for index in range(box.count())]
    assert offered == [(option.value, option.label) for option in setting.options]


@pytest.mark.parametrize(("text", "is_taken"), [("1000", True), ("1001", False), ("1e-300", True)])
def test_a_lane_takes_the_learning_rates_that_a_run_takes(view: RaceView, text: str, is_taken: bool) -> None:
    type_into(view, "lane_1_learning_rate", text)
    view.refresh_now()
    assert find(view, "race_start").isEnabled() == is_taken


def test_a_learning_rate_that_is_none_holds_the_start_back(view: RaceView) -> None:
    type_into(view, "lane_2_learning_rate", "0")
    view.refresh_now()
    assert not find(view, "race_start").isEnabled()
    assert "lane 2" in text_of(view, "race_message")
    type_into(view, "lane_2_learning_rate", "0.1")
    assert find(view, "race_start").isEnabled()


def test_a_lane_that_diverges_is_named(qtbot: QtBot, view: RaceView) -> None:
    type_into(view, "lane_2_learning_rate", "1000")
    QTest.keyClick(find(view, "lane_2_rule"), Qt.Key.Key_Down)
    assert view.lanes.lanes()[1].update_rule == "momentum"
    run_to_the_end(qtbot, view)
    assert cell(view, 1, 0) == "stochastic ✕"
    assert text_of(view, "race_message").startswith("Stochastic: Training diverged")
    assert cell(view, 0, 0) == "batch ✓"


def answer(qtbot: QtBot, window: QWidget, name: str) -> None:
    """Press a button of the question that stands over the window; it is gone afterwards."""
    box = window.findChild(QMessageBox, "question_dialog")
    assert box is not None
    assert "training" in box.text()
    (button,) = [each for each in box.findChildren(QPushButton) if name in (each.objectName(), each.text().strip("&"))]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.findChild(QMessageBox, "question_dialog") is None)


def test_while_the_network_trains_a_race_starts_only_with_consent(
    qtbot: QtBot, view: RaceView, session: Session, window: QWidget
) -> None:
    with qtbot.waitSignal(session.training.reported, timeout=20_000):
        session.start_training(CONFIG)
    choose(view, "race_unit", "epochs")
    type_into(view, "race_length", "2")
    press(view, "race_start")
    answer(qtbot, window, "Cancel")
    assert session.training.state is RunState.RUNNING
    assert not view.is_running
    press(view, "race_start")
    answer(qtbot, window, "consent_button")
    qtbot.waitUntil(lambda: view.is_running, timeout=20_000)
    assert session.training.state is RunState.IDLE
    assert session.timeline.history.last is not None, "what was trained is kept"
    qtbot.waitUntil(lambda: not view.is_running, timeout=20_000)
    assert view.record is not None
    assert view.record.finished == 3


def test_a_race_goes_on_unseen_and_ends_with_the_session(qtbot: QtBot, view: RaceView, session: Session) -> None:
    type_into(view, "race_length", "1000")
    press(view, "race_start")
    view.hide()
    qtbot.waitUntil(lambda: view.record is not None and len(view.record.histories[0]) > 2, timeout=20_000)
    view.show()
    qtbot.waitUntil(lambda: len(view.cost.lines[0].epochs) > 2, timeout=20_000)
    session.shutdown()
    assert session.background.worker(Work.RACE) is None


def test_other_lanes_forget_the_race(qtbot: QtBot, view: RaceView) -> None:
    run_to_the_end(qtbot, view, "1")
    press(view, "lane_2_remove")
    assert view.record is None
    assert [cell(view, row, 0) for row in range(2)] == ["batch", "mini-batch"]
    assert all(not len(line.epochs) for line in view.cost.lines)


def test_the_lanes_share_what_the_model_in_the_window_has(qtbot: QtBot, view: RaceView, session: Session) -> None:
    assert "64→10→10" in text_of(view, "race_message")
    session.reset(TrainingConfig(hidden=(7,), held_out=0.5, seed=4))
    qtbot.waitUntil(lambda: "64→7→10" in text_of(view, "race_message"))
    run_to_the_end(qtbot, view, "1")
    assert view.record is not None
    assert view.record.race.base.hidden == (7,)


# --- the view alone --------------------------------------------------------------------------------------------------


@pytest.fixture
def alone(qtbot: QtBot) -> RaceView:
    return shown(qtbot, RaceView(CONFIG))


def report(epoch: int, cost: float) -> Report:
    return Report(epoch, epoch, 0.1 * epoch, cost, cost, 0.5, 0.5, 0.1, (0.0, 0.0), (0.0, 0.0), (0.0,))


def test_it_asks_for_what_is_set(qtbot: QtBot, alone: RaceView) -> None:
    choose(alone, "race_unit", "epochs")
    type_into(alone, "race_length", "7")
    with qtbot.waitSignal(alone.start_requested) as asked:
        press(alone, "race_start")
    assert asked.args == [Race(CONFIG, USUAL_LANES, 7, "epochs")]
    alone.show_race(RaceRecord(asked.args[0]), None, is_running=True)
    alone.refresh_now()
    assert text_of(alone, "race_message") == "Loading the digits…"
    with qtbot.waitSignal(alone.stop_requested):
        press(alone, "race_stop")


def test_it_shows_a_record_that_grows(qtbot: QtBot, alone: RaceView) -> None:
    record = RaceRecord(Race(CONFIG))
    alone.show_race(record, None, is_running=True)
    record.take([LaneNews(lane, report(epoch, 1 / (1 + epoch + lane))) for lane in range(3) for epoch in range(3)])
    alone.show_race(record, None, is_running=True)
    alone.refresh_now()
    assert [len(line.epochs) for line in alone.cost.lines] == [3, 3, 3]
    assert "mini-batch leads" in text_of(alone, "race_message")
    alone.show_race(record, Ended("failed", "It broke."), is_running=False)
    alone.refresh_now()
    assert text_of(alone, "race_message") == "It broke."


def test_the_sentence_and_the_table_say_which_moment_their_costs_are_of(alone: RaceView) -> None:
    record = RaceRecord(Race(CONFIG))
    ends = (2, 2, 4)
    record.take(
        [LaneNews(lane, report(epoch, 1 / (1 + epoch))) for lane in range(3) for epoch in range(ends[lane] + 1)]
    )
    alone.show_race(record, None, is_running=False)
    alone.refresh_now()
    said = text_of(alone, "race_message")
    assert said.startswith("After 200\u202fms of processor time each, ")
    assert "a cost of 0.333 then; the highest then is 0.333." in said
    assert [cell(alone, row, 4) for row in range(3)] == ["0.3333", "0.3333", "0.2000"]
    heading, told = (alone.table.horizontalHeaderItem(column) for column in (4, 5))
    assert heading is not None
    assert told is not None
    assert (heading.text(), told.text()) == ("Last\ncost", "Last\naccuracy")
    assert "own last epoch" in heading.toolTip().replace("\n", " ")


def test_seconds_are_said_to_be_of_the_processor_and_for_each_lane(qtbot: QtBot, alone: RaceView) -> None:
    words = [label.text() for label in alone.findChildren(QLabel) if label.buddy() is alone.length]
    assert words == ["Each lane"]
    chosen = [each.text() for each in alone.unit.findChildren(QAbstractButton) if each.isChecked()]
    assert chosen == ["CPU seconds"]
    assert alone.length.value() == 3.0
    heading = alone.table.horizontalHeaderItem(6)
    assert heading is not None
    assert heading.text() == "CPU\ntime"
    assert "each is given as many for itself" in heading.toolTip().replace("\n", " ")
    record = RaceRecord(Race(CONFIG))
    record.take([LaneNews(lane, report(30, 0.5)) for lane in range(3)])
    alone.show_race(record, None, is_running=False)
    alone.refresh_now()
    assert [cell(alone, row, 6) for row in range(3)] == ["3\u202fs"] * 3


def test_no_word_of_the_table_is_cut_in_a_narrow_window(alone: RaceView) -> None:
    alone.resize(424, 620)
    record = RaceRecord(Race(CONFIG))
    record.take([LaneNews(lane, report(30, 0.5)) for lane in range(3)])
    record.take([LaneNews(lane, end="finished") for lane in range(3)])
    alone.show_race(record, None, is_running=False)
    alone.refresh_now()
    header = alone.table.horizontalHeader()
    assert header.length() <= alone.table.viewport().width()
    for column in range(alone.table.columnCount()):
        wanted = max(alone.table.sizeHintForColumn(column), header.sectionSizeHint(column))
        assert header.sectionSize(column) >= wanted


@pytest.mark.parametrize("label", ["Seconds", "Updates"])
def test_no_curve_of_many_points_has_holes(alone: RaceView, label: str) -> None:
    """On a log axis its first points lie far apart, and the last ones close together."""
    record = RaceRecord(Race(CONFIG))
    record.take([LaneNews(lane, report(each, 2 / (1 + each) + lane)) for lane in range(3) for each in range(400)])
    alone.show_race(record, None, is_running=False)
    choose(alone, "race_axis", label)
    alone.refresh_now()
    alone.cost.grab()
    across, up = alone.cost.page.view.viewPixelSize()
    for curve in alone.cost.lines[1:]:
        x, y = curve.getData()
        lengths = np.hypot(np.diff(x) / across, np.diff(y) / up)
        empty = lengths[~curve.opts["connect"][:-1]]
        assert 0 < empty.max() <= 2 * 1.6 * 1.05, "as long as the gap of the pen that the legend is drawn with"
        assert curve.legend_pen.dashPattern()[1] == 2


def test_the_numbers_of_a_log_axis_do_not_touch(alone: RaceView) -> None:
    alone.resize(424, 620)
    record = RaceRecord(Race(CONFIG))
    record.take([LaneNews(lane, report(each, 2 / (1 + each))) for lane in range(3) for each in range(2600)])
    alone.show_race(record, None, is_running=False)
    choose(alone, "race_axis", "Updates")
    alone.refresh_now()
    bottom = alone.cost.page.bottom
    (ticks,) = bottom._tickLevels
    across, _ = alone.cost.page.view.viewPixelSize()
    advance = QFontMetricsF(bottom.style["tickFont"]).horizontalAdvance
    ends = [(place / across - advance(text) / 2, place / across + advance(text) / 2) for place, text in ticks]
    assert len(ends) >= 3
    assert all(right + 4 < left for (_, right), (left, _) in pairwise(ends))


def test_closing_the_real_window_in_mid_race_is_safe(qtbot: QtBot, make_window: Callable[..., QWidget]) -> None:
    window = make_window()
    tabs, session = window.findChild(LazyTabs), window.findChild(Session)
    assert tabs is not None
    assert session is not None
    tabs.show_view("race_view")
    view = tabs.current_view()
    assert isinstance(view, RaceView)
    press(view, "race_start")
    qtbot.waitUntil(lambda: view.record is not None and view.record.prepared is not None, timeout=20_000)
    tabs.show_view("learning_view")
    assert view.is_running, "a race goes on behind another tab"
    window.close()
    assert session.background.worker(Work.RACE) is None


def test_lanes_that_are_changed_before_the_race_begins_are_those_of_the_next(qtbot: QtBot, view: RaceView) -> None:
    """Starting may have to wait for a question to be answered, or for a run to stop."""
    race = Race(CONFIG, USUAL_LANES)
    press(view, "lane_1_remove")
    with qtbot.captureExceptions() as exceptions:
        view.show_race(RaceRecord(race), None, is_running=True)
    assert not exceptions
    assert len(view.cost.lines) == len(view.accuracy.lines) == len(USUAL_LANES)
