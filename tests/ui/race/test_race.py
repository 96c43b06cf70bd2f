from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.lab.views import RACE
from handwriting_app.session.model import Model
from handwriting_app.session.session import Session
from handwriting_app.ui.race.race_view import RaceView

CONFIG = TrainingConfig(hidden=(10,), held_out=0.5, seed=3)


@pytest.fixture
def session() -> Iterator[Session]:
    session = Session(Model.untrained(CONFIG, np.random.default_rng(0)))
    yield session
    session.shutdown()  # a thread that is still stopping must not be deleted


@pytest.fixture
def view(qtbot: QtBot, session: Session) -> RaceView:
    view = RaceView(session)
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
        assert RACE.facts[name].read(value) == value
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


def test_a_learning_rate_that_is_none_holds_the_start_back(view: RaceView) -> None:
    type_into(view, "lane_2_learning_rate", "0")
    view.refresh_now()
    assert not find(view, "race_start").isEnabled()
    assert "lane 2" in text_of(view, "race_message")
    type_into(view, "lane_2_learning_rate", "0.1")
    assert find(view, "race_start").isEnabled()


def test_a_lane_that_diverges_is_named(qtbot: QtBot, view: RaceView) -> None:
    type_into(view, "lane_2_learning_rate", "1e30")
    run_to_the_end(qtbot, view)
    assert cell(view, 1, 0) == "stochastic ✕"
    assert text_of(view, "race_message").startswith("Stochastic: Training diverged")
    assert cell(view, 0, 0) == "batch ✓"


def test_while_the_network_trains_no_race_starts(qtbot: QtBot, view: RaceView, session: Session) -> None:
    with qtbot.waitSignal(session.training_reported, timeout=20_000):
        session.start_training(CONFIG)
    qtbot.waitUntil(lambda: not find(view, "race_start").isEnabled())
    assert "training" in find(view, "race_start").toolTip()
    session.stop()
    qtbot.waitUntil(lambda: find(view, "race_start").isEnabled())


def test_hiding_the_window_in_mid_race_ends_it(qtbot: QtBot, view: RaceView) -> None:
    type_into(view, "race_length", "1000")
    press(view, "race_start")
    qtbot.waitUntil(lambda: view.record is not None and view.record.prepared is not None, timeout=20_000)
    view.hide()
    assert not view.is_running


def test_closing_the_real_window_in_mid_race_is_safe(qtbot: QtBot, make_window: Callable[..., object]) -> None:
    window = make_window()
    window.tabs.show_view("race_view")  # type: ignore[attr-defined]
    view = window.tabs.current_view()  # type: ignore[attr-defined]
    assert isinstance(view, RaceView)
    press(view, "race_start")
    qtbot.waitUntil(lambda: view.record is not None and view.record.prepared is not None, timeout=20_000)
    window.tabs.show_view("learning_view")  # type: ignore[attr-defined]
    assert view.is_running, "a race goes on behind another tab"
    window.close()  # type: ignore[attr-defined]
    assert not view.is_running
