"""The lessons as a person goes through them: choose, start, do what is asked, go on, come back another day."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QListWidget, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.assets import resources_folder
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.session.lesson_progress import LessonProgress
from handwriting_app.session.lesson_state import LessonState
from handwriting_app.session.messages import RunState
from handwriting_app.session.session import Session
from handwriting_app.storage.lesson_files import load_lessons
from handwriting_app.storage.settings_file import SettingsFile
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.frame.lazy_tabs import LazyTabs
from handwriting_app.ui.frame.main_window import MainWindow
from handwriting_app.ui.labs.neuron_lab import NeuronLab
from handwriting_app.ui.lessons import join
from handwriting_app.ui.lessons.join import open_view
from handwriting_app.ui.lessons.lesson_bar import LessonBar
from handwriting_app.ui.lessons.lessons_view import LessonsView, NoLessonsView
from handwriting_app.ui.lessons.task_list import Tick
from handwriting_app.ui.train.training_panel import TrainingPanel
from handwriting_app.ui.widgets.live_view import LiveView
from tests.ui.trained import desk_for, untrained_session

LEFT = Qt.MouseButton.LeftButton
Part = TypeVar("Part", bound=QWidget)


@pytest.fixture
def lessons(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """A window with the lessons in front."""
    show_view(window, "lessons_view")
    qtbot.waitUntil(lambda: part(window, QListWidget, "lesson_list").isVisible())
    return window


def show_view(window: QWidget, name: str) -> None:
    tabs = window.findChild(LazyTabs)
    assert tabs is not None
    tabs.show_view(name)


def part(window: QWidget, kind: type[Part], name: str) -> Part:
    found = window.findChild(kind, name)
    assert found is not None, name
    return found


def press(qtbot: QtBot, window: QWidget, name: str) -> None:
    button = part(window, QPushButton, name)
    # A view that was just built is shown with the next turn of the event loop.
    qtbot.waitUntil(button.isVisible)
    assert button.isEnabled(), button.toolTip()
    QTest.mouseClick(button, LEFT)


def choose(qtbot: QtBot, window: QWidget, title: str) -> None:
    show_view(window, "lessons_view")
    titles = part(window, QListWidget, "lesson_list")
    (item,) = [item for row in range(titles.count()) if title in (item := titles.item(row)).text()]
    QTest.mouseClick(titles.viewport(), LEFT, pos=titles.visualItemRect(item).center())
    qtbot.waitUntil(lambda: title in part(window, QLabel, "lesson_title").text())


def type_in(window: MainWindow, name: str, text: str) -> None:
    line = part(window, QWidget, name).lineEdit()  # type: ignore[attr-defined]
    line.selectAll()
    QTest.keyClicks(line, text)


def asked(window: QWidget) -> str:
    return part(window, QLabel, "lesson_task").text()


def test_the_first_lesson_from_start_to_finish(lessons: MainWindow, settings: SettingsFile, qtbot: QtBot) -> None:
    bar = part(lessons, QWidget, "lesson_bar")
    assert not bar.isVisible()
    assert part(lessons, QLabel, "lessons_done").text() == "0 of 9 lessons done"

    press(qtbot, lessons, "lesson_start")
    assert bar.isVisible()
    qtbot.waitUntil(part(lessons, QWidget, "neuron_lab").isVisible)
    assert asked(lessons) == "Task 1 of 2: Make the output 6, with three inputs in use."
    assert not part(lessons, QPushButton, "lesson_bar_next").isEnabled()

    type_in(lessons, "neuron_input_3", "2")
    assert asked(lessons).startswith("Task 1 of 2")
    type_in(lessons, "neuron_input_3", "3")
    assert asked(lessons) == "Task 2 of 2: Bring the output below 0."
    assert "forgets how its output came about" in part(lessons, QLabel, "lesson_note").text()

    type_in(lessons, "neuron_input_1", "-9")
    assert asked(lessons) == "Done: A unit that sums"
    assert LessonProgress(settings).done() == {"sum"}

    press(qtbot, lessons, "lesson_bar_next")
    assert asked(lessons).startswith("Task 1 of 2: Leave X₁ at 0")
    lab = lessons.findChild(NeuronLab)
    assert lab is not None
    assert (lab.state.kind, lab.state.used) == ("linear", 1)


def test_half_a_lesson(lessons: MainWindow, settings: SettingsFile, qtbot: QtBot) -> None:
    press(qtbot, lessons, "lesson_start")
    type_in(lessons, "neuron_input_3", "3")
    type_in(lessons, "neuron_input_3", "0")
    assert asked(lessons).startswith("Task 2 of 2")  # a task once done stays done

    press(qtbot, lessons, "lesson_bar_read")
    rows = [part(lessons, QWidget, f"task_{number}") for number in (1, 2)]
    assert [row.findChildren(Tick)[0].accessibleName() for row in rows] == ["done", "to do"]

    press(qtbot, lessons, "lesson_bar_leave")
    assert not part(lessons, QWidget, "lesson_bar").isVisible()
    type_in(lessons, "neuron_input_1", "-9")
    assert LessonProgress(settings).done() == frozenset()
    assert part(lessons, QLabel, "lessons_done").text() == "0 of 9 lessons done"


def test_xor_by_hand(lessons: MainWindow, qtbot: QtBot) -> None:
    choose(qtbot, lessons, "What one line cannot part")
    press(qtbot, lessons, "lesson_start")
    lab = lessons.findChild(NeuronLab)
    assert lab is not None
    for _ in range(100):
        if not asked(lessons).startswith("Task 1"):
            break
        press(qtbot, lab, "plane_step")
    assert asked(lessons).startswith("Task 2 of 3")

    plane, session = lab.plane.plane, lessons.findChild(Session)
    assert session is not None
    plane.setFocus()
    QTest.keyClick(plane, Qt.Key.Key_Tab)
    for expected in ("own", "own"):
        QTest.keyClick(plane, Qt.Key.Key_Space)  # elsewhere in the window this starts the training
        assert lab.state.points.name == expected
    assert session.training.state is RunState.IDLE
    press(qtbot, lab, "plane_xor")
    press(qtbot, lab, "plane_second_layer")
    press(qtbot, lab, "layers_run")
    qtbot.waitUntil(lambda: asked(lessons).startswith("Task 3 of 3"), timeout=15_000)


def test_backpropagation_by_hand(lessons: MainWindow, qtbot: QtBot) -> None:
    choose(qtbot, lessons, "The rectified linear unit")
    assert "max(0, z)" in part(lessons, QLabel, "lesson_text").text()
    choose(qtbot, lessons, "Backpropagation")
    assert not part(lessons, QPushButton, "lesson_next").isEnabled()
    press(qtbot, lessons, "lesson_start")
    for _ in range(6):
        press(qtbot, lessons, "chain_step")
    assert asked(lessons).startswith("Task 2 of 5")
    lab = lessons.findChild(NeuronLab)
    assert lab is not None
    lab.chain.kind.button("sigmoid").click()
    for name in "abc":
        type_in(lessons, f"chain_{name}", "0")
    assert asked(lessons).startswith("Task 3 of 5")


def test_a_lesson_on_training_sets_the_panel_and_watches_the_run(
    lessons: MainWindow, settings: SettingsFile, qtbot: QtBot
) -> None:
    choose(qtbot, lessons, "Batch, stochastic, mini-batch")
    press(qtbot, lessons, "lesson_start")
    panel, session = lessons.findChild(TrainingPanel), lessons.findChild(Session)
    assert panel is not None
    assert session is not None
    config = panel.config()
    assert config is not None
    assert (config.descent, config.hidden, config.learning_rate) == ("stochastic", (32,), 0.03)
    press(qtbot, lessons, "train_button")
    qtbot.waitUntil(lambda: asked(lessons).startswith("Task 2 of 4: Choose Batch"), timeout=30_000)
    with qtbot.waitSignal(session.training.ended, timeout=30_000):
        press(qtbot, lessons, "stop_button")
    assert asked(lessons).startswith("Task 2 of 4")


# --- the guide ---------------------------------------------------------------------------------------------------


@pytest.fixture
def session(qtbot: QtBot) -> Iterator[Session]:
    session = untrained_session(TrainingConfig(hidden=(4,)))
    yield session
    session.shutdown()


# --- the tab and the strip ---------------------------------------------------------------------------------------


@pytest.fixture
def room(qtbot: QtBot) -> QWidget:
    """What takes the place of the window: the strip stands in it."""
    room = QWidget()
    QVBoxLayout(room)
    qtbot.addWidget(room)
    return room


@pytest.fixture
def desk(session: Session, room: QWidget, tmp_path: Path) -> Desk:
    desk = desk_for(session, room, tmp_path)
    layout = room.layout()
    assert layout is not None
    desk.foot_widget_offered.connect(layout.addWidget)
    return desk


@pytest.fixture
def tab(qtbot: QtBot, session: Session, desk: Desk, room: QWidget) -> LessonsView:
    view = shown(qtbot, open_view(session, desk), room)
    assert isinstance(view, LessonsView)
    return view


def shown(qtbot: QtBot, view: LiveView, room: QWidget) -> LiveView:
    layout = room.layout()
    assert layout is not None
    layout.addWidget(view)
    room.resize(440, 620)
    with qtbot.waitExposed(room):
        room.show()
    return view


def test_a_start_puts_everything_in_place_and_facts_tick_the_tasks_off(
    tab: LessonsView, desk: Desk, room: QWidget, qtbot: QtBot
) -> None:
    heard: list[object] = []
    desk.view_requested.connect(heard.append)
    desk.config_requested.connect(heard.append)
    desk.lab_state_requested.connect(lambda name, _state: heard.append(f"state of {name}"))
    assert not part(room, QWidget, "lesson_bar").isVisible()
    press(qtbot, room, "lesson_start")
    assert heard == ["neuron_lab", "state of neuron_lab"]
    assert part(room, QWidget, "lesson_bar").isVisible()
    desk.facts_told.emit({"neuron.kind": "sum", "neuron.inputs": 3, "neuron.output": 6.0})
    assert asked(room).startswith("Task 2 of 2")
    desk.facts_told.emit({"neuron.output": -1.0})
    assert LessonProgress(desk.settings).done() == {"sum"}
    qtbot.waitUntil(lambda: part(room, QLabel, "lessons_done").text() == "1 of 9 lessons done")
    press(qtbot, room, "lesson_bar_read")
    assert heard[-1] == "lessons_view"
    press(qtbot, room, "lesson_bar_next")
    assert asked(room).startswith("Task 1 of 2: Leave X₁ at 0")
    press(qtbot, room, "lesson_bar_leave")
    assert not part(room, QWidget, "lesson_bar").isVisible()


def test_the_settings_of_a_lesson_go_to_the_desk(tab: LessonsView, desk: Desk, room: QWidget, qtbot: QtBot) -> None:
    titles = part(room, QListWidget, "lesson_list")
    (item,) = [item for row in range(titles.count()) if "Batch, stochastic" in (item := titles.item(row)).text()]
    titles.scrollToItem(item)
    QTest.mouseClick(titles.viewport(), LEFT, pos=titles.visualItemRect(item).center())
    qtbot.waitUntil(lambda: "Batch, stochastic" in part(room, QLabel, "lesson_title").text())
    with qtbot.waitSignals([desk.view_requested, desk.config_requested]):
        press(qtbot, room, "lesson_start")


def test_a_broken_file_is_told_and_the_others_can_be_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, session: Session, desk: Desk, room: QWidget, qtbot: QtBot
) -> None:
    folder = tmp_path / "resources"
    shutil.copytree(resources_folder() / "lessons", folder / "lessons")
    broken = folder / "lessons" / "07-descent.toml"
    broken.write_text(broken.read_text(encoding="utf-8").replace('"valley"', '"vally"'), encoding="utf-8")
    monkeypatch.setattr(join, "resources_folder", lambda: folder)
    shown(qtbot, open_view(session, desk), room)
    problems = part(room, QLabel, "lesson_problems")
    assert problems.isVisible()
    assert problems.text() == "07-descent.toml, line 10: page must be one of valley, surface, not 'vally'."
    assert part(room, QListWidget, "lesson_list").count() == 8
    press(qtbot, room, "lesson_start")
    assert asked(room).startswith("Task 1 of 2")


def test_where_no_lesson_can_be_read_the_tab_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, session: Session, desk: Desk, room: QWidget, qtbot: QtBot
) -> None:
    (tmp_path / "lessons").mkdir()
    monkeypatch.setattr(join, "resources_folder", lambda: tmp_path)
    view = shown(qtbot, open_view(session, desk), room)
    assert isinstance(view, NoLessonsView)
    assert "there are no lessons" in part(view, QLabel, "lesson_problems").text()
    assert room.findChild(LessonBar) is None


def test_views_show_a_state_and_say_what_the_person_wants(qtbot: QtBot) -> None:
    state = LessonState(load_lessons(resources_folder() / "lessons").lessons, frozenset({"sum"}), 1)
    view, bar = LessonsView(state), LessonBar()
    for widget in (view, bar):
        qtbot.addWidget(widget)
    with qtbot.waitExposed(view):
        view.show()
    assert part(view, QLabel, "lessons_done").text() == "1 of 9 lessons done"
    with qtbot.waitSignal(view.lesson_chosen) as chosen:
        press(qtbot, view, "lesson_next")
    assert chosen.args == [2]
    with qtbot.waitSignal(view.start_requested):
        press(qtbot, view, "lesson_start")
    running = replace(state, is_running=True, tasks_done=1)
    view.show_state(running)
    bar.show_state(running)
    qtbot.waitUntil(lambda: part(view, QPushButton, "lesson_start").text() == "Start again")
    assert asked(bar).startswith("Task 2 of 2")
