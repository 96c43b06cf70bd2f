"""Lessons of the user's own in the whole window: opened, dropped, made, locked, printed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QMessageBox,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.lab.neuron_state import NeuronLabState
from handwriting_app.lab.views import NEURON_LAB
from handwriting_app.storage.lesson_files import read_lesson
from handwriting_app.storage.settings_file import SettingsFile
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.frame.main_window import MainWindow
from handwriting_app.ui.labs.neuron_lab import NeuronLab
from handwriting_app.ui.theme_switcher import ThemeChoice
from handwriting_app.ui.train.training_panel import TrainingPanel
from handwriting_app.ui.widgets.problem import MessageLine
from tests.storage.test_own_lessons import put
from tests.whole_window import draw, session_of, tabs_of
from tests.window.test_pictures import as_file, drop, trigger

WAIT = 10_000

LESSON = """title = "Only the bias"
text = "Read."
[start]
view = "neuron_lab"
lab = { kind = "linear" }
training = { hidden = [5], learning_rate = 0.7 }
only = ["bias", "learning_rate"]
hidden = ["variation"]
[[task]]
do = "Make the output 5."
check = [{ fact = "neuron.output", at_least = 4.95, at_most = 5.05 }]
"""


@pytest.fixture
def lesson(tmp_path: Path) -> Path:
    path = tmp_path / "Only the bias.toml"
    path.write_text(LESSON, encoding="utf-8")
    return path


def find(window: MainWindow, name: str) -> QWidget:
    widget = window.findChild(QWidget, name)
    assert widget is not None, name
    return widget


def task_of(window: MainWindow) -> str:
    label = window.findChild(QLabel, "task_text")
    return label.text() if label is not None and label.isVisible() else ""


def is_open(window: MainWindow) -> None:
    assert task_of(window) == "Make the output 5."
    lab = tabs_of(window).current_view()
    assert isinstance(lab, NeuronLab)
    assert lab.state.kind == "linear"


def test_a_window_opens_with_a_lesson(qtbot: QtBot, make_window: Callable[..., MainWindow], lesson: Path) -> None:
    window = make_window(lesson_path=lesson)
    qtbot.waitUntil(lambda: bool(task_of(window)), timeout=WAIT)
    is_open(window)


def test_a_broken_lesson_is_told_in_the_window(
    qtbot: QtBot, make_window: Callable[..., MainWindow], lesson: Path
) -> None:
    lesson.write_text(LESSON.replace("linear", "linaer"), encoding="utf-8")
    window = make_window(lesson_path=lesson)
    qtbot.waitUntil(lambda: window.findChild(QMessageBox, "error_dialog") is not None, timeout=WAIT)
    assert "Only the bias.toml, line 5: " in window.findChild(QMessageBox, "error_dialog").informativeText()
    assert not task_of(window)


@pytest.mark.parametrize("way", ["drop", "menu"])
def test_a_lesson_comes_by_drop_and_by_the_menu(
    window: MainWindow, lesson: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(lesson), ""))
    if way == "drop":
        assert drop(window, as_file(lesson))
    else:
        trigger(window, "action_open_lesson")
    is_open(window)


def test_the_users_lessons_stand_in_the_list_and_broken_ones_above_it(
    qtbot: QtBot, make_window: Callable[..., MainWindow], settings: SettingsFile
) -> None:
    folder = settings.path.parent / "lessons"
    put(folder, "mine.toml", "A lesson of mine")
    put(folder, "broken.toml").write_text("title = 1", encoding="utf-8")
    window = make_window()
    tabs_of(window).show_view("course_view")
    problems = find(window, "lesson_problems")
    qtbot.waitUntil(problems.isVisible, timeout=WAIT)
    assert isinstance(problems, MessageLine)
    assert "broken.toml, line 1: the lesson has no start" in problems.text()
    view = tabs_of(window).current_view()
    assert view is not None
    assert any(lesson.title == "A lesson of mine" for lesson in view._state.lessons)  # type: ignore[attr-defined]


def test_the_program_opens_again_where_an_opened_lesson_was_left(
    qtbot: QtBot, make_window: Callable[..., MainWindow], lesson: Path
) -> None:
    first = make_window()
    assert drop(first, as_file(lesson))
    session_of(first).shutdown()
    first.close_unasked()
    again = make_window()
    qtbot.waitUntil(lambda: bool(task_of(again)), timeout=WAIT)
    is_open(again)


def test_locks_hold_for_the_lesson_alone(qtbot: QtBot, window: MainWindow, lesson: Path) -> None:
    assert drop(window, as_file(lesson))
    lab, panel = tabs_of(window).current_view(), window.findChild(TrainingPanel)
    assert isinstance(lab, NeuronLab)
    assert not lab.kind.isEnabled()
    assert find(window, "neuron_bias").isEnabled()
    assert find(window, "learning_rate").isEnabled()
    assert not find(window, "hidden_layers").isEnabled()
    assert find(window, "hidden_layers").toolTip() == "Locked by this lesson"
    assert find(window, "variation").isHidden()
    assert panel.config() == TrainingConfig(hidden=(5,), learning_rate=0.7, non_digits=False)
    qtbot.mouseClick(find(window, "lesson_leave"), Qt.MouseButton.LeftButton)
    assert lab.kind.isEnabled()
    assert find(window, "hidden_layers").isEnabled()
    assert not find(window, "variation").isHidden()


def make(window: MainWindow, monkeypatch: pytest.MonkeyPatch, path: Path, title: str = "Mine: 100 %") -> QDialog:
    """Make a lesson by the menu, as a person does."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    trigger(window, "action_make_lesson")
    dialog = window.findChild(QDialog, "make_dialog")
    assert not dialog.findChild(QPushButton, "make_save").isEnabled(), "it has no title yet"
    dialog.findChild(QLineEdit, "make_title").setText(title)
    return dialog


def test_a_lesson_is_made_from_what_is_seen_and_opens_as_that(
    qtbot: QtBot, make_window: Callable[..., MainWindow], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    window = make_window()
    draw(window)
    state = NeuronLabState(page="plane", kind="sigmoid", weights=(1.25, -0.5, 1.0), bias=0.1, rule="descent")
    tabs_of(window).show_view(NEURON_LAB.name)
    window.findChild(Desk).lab_state_requested.emit(NEURON_LAB.name, state)
    reading = session_of(window).reader.prediction
    path = tmp_path / "Made.toml"
    dialog = make(window, monkeypatch, path)
    with qtbot.waitSignal(window.findChild(Desk).message, timeout=WAIT):
        dialog.findChild(QPushButton, "make_save").click()
    lesson = read_lesson(path, is_own=True)
    assert (lesson.title, lesson.key) == ("Mine: 100 %", "own/made")

    other = make_window(lesson_path=path)
    qtbot.waitUntil(lambda: bool(task_of(other)), timeout=WAIT)
    lab = tabs_of(other).current_view()
    assert isinstance(lab, NeuronLab)
    assert lab.lab_state() == state
    again = session_of(other).reader.prediction
    assert reading is not None
    assert again is not None
    assert again.probabilities.tolist() == reading.probabilities.tolist()
    assert other.findChild(TrainingPanel).config() == window.findChild(TrainingPanel).config()
    assert task_of(other).startswith("Part the points")


def check(box: QListWidget, *words: str) -> None:
    """Check these rows with the keyboard."""
    for text in words:
        (item,) = box.findItems(text, Qt.MatchFlag.MatchExactly)
        box.setCurrentItem(item)
        QTest.keyClick(box, Qt.Key.Key_Space)


@pytest.mark.parametrize("chosen", [("Bias b", "Train: Seed"), (), None])
def test_what_is_locked_when_a_lesson_is_made_is_locked_in_it(
    qtbot: QtBot,
    make_window: Callable[..., MainWindow],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    chosen: tuple[str, ...] | None,
) -> None:
    window, path = make_window(), tmp_path / "Locked.toml"
    tabs_of(window).show_view(NEURON_LAB.name)
    window.findChild(Desk).lab_state_requested.emit(NEURON_LAB.name, NeuronLabState(kind="linear"))
    dialog = make(window, monkeypatch, path)
    controls = dialog.findChild(QListWidget, "make_only")
    assert not controls.isEnabled(), "nothing is locked unless one asks for it"
    if chosen is not None:
        dialog.findChild(QCheckBox, "make_lock").click()
        check(controls, *chosen)
    with qtbot.waitSignal(window.findChild(Desk).message, timeout=WAIT):
        dialog.findChild(QPushButton, "make_save").click()
    only = read_lesson(path, is_own=True).start.only
    assert only == (None if chosen is None else {"bias", "seed"} if chosen else frozenset())
    window.findChild(Desk).lesson_requested.emit(path)
    assert find(window, "neuron_bias").isEnabled() is (chosen != ())
    assert find(window, "seed").isEnabled() is (chosen != ())
    assert find(window, "neuron_kind").isEnabled() is (chosen is None)
    assert find(window, "hidden_layers").isEnabled() is (chosen is None)


def test_the_shipped_network_does_not_bring_its_settings_with_it(window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text(LESSON.replace('lab = { kind = "linear" }', 'network = "default"'), encoding="utf-8")
    session_of(window).reset(TrainingConfig(hidden=(3,)))
    assert drop(window, as_file(path))
    assert session_of(window).shelf.present.name == "default"
    assert window.findChild(TrainingPanel).config() == TrainingConfig(hidden=(5,), learning_rate=0.7, non_digits=False)


def test_of_the_course_itself_no_lesson_is_made(window: MainWindow) -> None:
    tabs_of(window).show_view("course_view")
    trigger(window, "action_make_lesson")
    assert "bring the view to the front" in window.findChild(QMessageBox, "error_dialog").informativeText()


def test_a_lesson_that_cannot_be_written_is_told(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    dialog = make(window, monkeypatch, tmp_path / "nowhere" / "x.toml")
    dialog.findChild(QCheckBox, "make_task_1").setChecked(False)
    assert not dialog.findChild(QPushButton, "make_save").isEnabled(), "it has no task"
    dialog.findChild(QCheckBox, "make_task_1").setChecked(True)
    dialog.findChild(QPushButton, "make_save").click()
    qtbot.waitUntil(lambda: window.findChild(QMessageBox, "error_dialog") is not None, timeout=WAIT)
    assert "there is no folder" in window.findChild(QMessageBox, "error_dialog").informativeText()


@pytest.mark.parametrize("action", ["action_print_lesson", "action_print_record"])
def test_papers_are_saved_as_pdf(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, action: str
) -> None:
    path = tmp_path / "paper.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    trigger(window, action)
    dialog = window.findChild(QDialog, "paper_dialog")
    assert bool(dialog.findChild(QComboBox, "paper_choice").count()) is (action == "action_print_lesson")
    with qtbot.waitSignal(window.findChild(Desk).message, timeout=WAIT):
        dialog.findChild(QPushButton, "paper_pdf").click()
    content = path.read_bytes()
    assert content.startswith(b"%PDF-")
    assert content.rstrip().endswith(b"%%EOF")


def test_a_worksheet_shows_the_view_in_front_where_no_lab_can_be_painted(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch, lesson: Path, tmp_path: Path
) -> None:
    lesson.write_text(LESSON.replace("neuron_lab", "network_view").replace('lab = { kind = "linear" }\n', ""))
    sizes = {}
    for view in ("race_view", "network_view"):
        path = tmp_path / f"{view}.pdf"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, of=path: (str(of), ""))
        if view == "race_view":
            assert drop(window, as_file(lesson))
        tabs_of(window).show_view(view)
        trigger(window, "action_print_lesson")
        dialog = window.findChild(QDialog, "paper_dialog")
        assert dialog.findChild(QComboBox, "paper_choice").currentText() == "Only the bias", "it is under way"
        with qtbot.waitSignal(window.findChild(Desk).message, timeout=WAIT):
            dialog.findChild(QPushButton, "paper_pdf").click()
        qtbot.waitUntil(lambda: window.findChild(QDialog, "paper_dialog") is None, timeout=WAIT)
        sizes[view] = path.read_bytes().count(b"/Subtype /Image")
    assert sizes["network_view"] > sizes["race_view"] == 0


def test_a_task_that_is_done_leaves_a_picture_until_one_begins_anew(
    qtbot: QtBot, window: MainWindow, lesson: Path, settings: SettingsFile
) -> None:
    assert drop(window, as_file(lesson))
    picture = settings.path.parent / "course" / "own.only-the-bias.1.png"
    find(window, "neuron_bias").setFocus()
    qtbot.keyClick(find(window, "neuron_bias"), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(find(window, "neuron_bias"), "2")
    qtbot.keyClick(find(window, "neuron_bias"), Qt.Key.Key_Return)
    qtbot.waitUntil(picture.is_file, timeout=WAIT)
    assert QImage(str(picture)).width() == 760, "as it is read on paper, not as wide as the window"
    begin_anew(window)
    qtbot.waitUntil(lambda: not picture.exists(), timeout=WAIT)
    assert not task_of(window)


def begin_anew(window: MainWindow) -> None:
    trigger(window, "action_begin_anew")
    window.findChild(QMessageBox, "question_dialog").findChild(QPushButton, "consent_button").click()


@pytest.mark.parametrize("within_lesson", [False, True])
def test_the_next_pupil_finds_an_empty_canvas_and_is_told(
    window: MainWindow, lesson: Path, *, within_lesson: bool
) -> None:
    draw(window)
    if within_lesson:
        lesson.write_text(LESSON.replace("only =", "drawing = [[[0.5, 0.2], [0.5, 0.8]]]\nonly ="), encoding="utf-8")
        assert drop(window, as_file(lesson))
    assert not session_of(window).reader.drawing.is_empty
    begin_anew(window)
    assert session_of(window).reader.drawing.is_empty, "also not what the lesson gives back"
    assert window.notice.text() == "Begun anew: the course is at lesson 1"
    assert window.notice.isVisible()


def is_light(image: QImage) -> bool:
    """Whether most of the picture is light; False where most of it is dark."""
    places = [(x, y) for x in range(2, image.width(), 9) for y in range(2, image.height(), 9)]
    greys = sorted(image.pixelColor(x, y).lightness() for x, y in places)
    middle = greys[len(greys) // 2]
    assert not 60 < middle < 200, "neither light nor dark"
    return middle >= 200


def test_the_record_has_light_pictures_of_a_dark_window(
    qtbot: QtBot, make_window: Callable[..., MainWindow], lesson: Path, settings: SettingsFile
) -> None:
    window = make_window(theme=ThemeChoice.DARK)
    window.resize(1900, 900)
    folder, own = settings.path.parent / "course", read_lesson(lesson, is_own=True)
    for page, name in enumerate(("neuron_lab", "learning_view", "descent_lab")):
        tabs_of(window).show_view(name)
        view = tabs_of(window).current_view()
        assert view is not None
        window.findChild(Desk).task_ticked.emit(own, page)
        picture = folder / f"own.only-the-bias.{page + 1}.png"
        qtbot.waitUntil(picture.is_file, timeout=WAIT)
        assert is_light(QImage(str(picture)))
        assert QImage(str(picture)).width() == (760 if name == "neuron_lab" else view.width())
        assert not is_light(view.grab().toImage()), "it is dark again before anybody sees it"
