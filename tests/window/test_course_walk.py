"""Every lesson of the course from its first page to its end, by the controls that a person uses, at 1024×700."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QListWidget, QSpinBox, QTableView, QWidget
from pytestqt.exceptions import TimeoutError
from pytestqt.qtbot import QtBot

from handwriting_app.assets import resources_folder
from handwriting_app.engine.run_state import RunState
from handwriting_app.lab.facts import Fact
from handwriting_app.session.lesson_guide import LessonGuide
from handwriting_app.session.lesson_progress import LessonProgress
from handwriting_app.storage.lesson_files import load_lessons
from handwriting_app.storage.settings_file import SettingsFile
from handwriting_app.ui.dream.dream_grid import DreamGrid
from handwriting_app.ui.frame.main_window import MainWindow
from handwriting_app.ui.widgets.segmented import SegmentedButtons
from tests.whole_window import draw, next_start, session_of, tabs_of

LESSONS = load_lessons(resources_folder() / "lessons").lessons
WAIT = 15_000

Act = Callable[[QtBot, MainWindow], None]


def field(name: str, text: str) -> Act:
    """Type into a number field."""

    def act(qtbot: QtBot, window: MainWindow) -> None:
        widget = seen(qtbot, window, name)
        line = widget.findChild(QLineEdit) if isinstance(widget, QSpinBox) else widget.lineEdit()  # type: ignore[attr-defined]
        line.selectAll()
        QTest.keyClicks(line, text)
        QTest.keyClick(line, Qt.Key.Key_Return)

    return act


def press(name: str, times: int = 1) -> Act:
    def act(qtbot: QtBot, window: MainWindow) -> None:
        for _ in range(times):
            button = seen(qtbot, window, name)
            assert isinstance(button, QAbstractButton)
            qtbot.waitUntil(button.isEnabled, timeout=WAIT)
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    return act


def segment(name: str, value: object) -> Act:
    """Choose among segmented buttons."""

    def act(qtbot: QtBot, window: MainWindow) -> None:
        buttons = seen(qtbot, window, name)
        assert isinstance(buttons, SegmentedButtons)
        qtbot.waitUntil(buttons.isEnabled, timeout=WAIT)  # not while a run is under way
        QTest.mouseClick(buttons.button(value), Qt.MouseButton.LeftButton)

    return act


def pick(name: str, text: str) -> Act:
    """Choose in a list of choices."""

    def act(qtbot: QtBot, window: MainWindow) -> None:
        box = seen(qtbot, window, name)
        assert isinstance(box, QComboBox)
        box.setFocus()
        QTest.keyClicks(box, text)

    return act


def until_ticked(name: str, most: int = 400) -> Act:
    """Press a button again and again, as somebody in a hurry does, until the task is done."""

    def act(qtbot: QtBot, window: MainWindow) -> None:
        for _ in range(most):
            button = seen(qtbot, window, name)
            if is_ticked(window) or not button.isEnabled():
                return
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
            QTest.qWait(0)

    return act


def layers_learn(qtbot: QtBot, window: MainWindow) -> None:
    """Step after step, each once the one before is done; where it is stuck, from other first weights."""
    for _ in range(200):
        if is_ticked(window):
            return
        epochs = facts(window)["layers.epochs"]
        press("layers_reset" if epochs == 400 else "layers_step")(qtbot, window)
        qtbot.waitUntil(lambda before=epochs: is_ticked(window) or facts(window)["layers.epochs"] != before)


def drawn(qtbot: QtBot, window: MainWindow) -> None:
    seen(qtbot, window, "canvas")
    draw(window)


def claimed(digit: int) -> Act:
    """Say which digit it is."""

    def act(qtbot: QtBot, window: MainWindow) -> None:
        segment("true_digit", digit)(qtbot, window)
        qtbot.waitUntil(
            lambda: (facts(window).get("backprop.true_digit"), facts(window).get("backprop.is_told")) == (digit, 1)
        )

    return act


def stepped(key: Qt.Key, to: str) -> Act:
    """Go from step to step of the way through the network until one bears this name."""

    def act(qtbot: QtBot, window: MainWindow) -> None:
        view = seen(qtbot, window, "backprop_view")
        view.setFocus()
        for _ in range(60):
            if re.search(rf"{to}(?!\d)", words(window, "inspector_title")):
                return
            QTest.keyClick(view, key)
        pytest.fail(f"no step {to}")

    return act


def tab(name: str) -> Act:
    def act(_qtbot: QtBot, window: MainWindow) -> None:
        tabs_of(window).show_view(name)

    return act


def worked_out(qtbot: QtBot, window: MainWindow) -> None:
    """Type the gradient that was to be worked out of the numbers in sight."""
    line = seen(qtbot, window, "gradient_guess")
    assert isinstance(line, QLineEdit)
    qtbot.waitUntil(line.isEnabled)
    qtbot.waitUntil(lambda: "backprop.gradient" in facts(window))
    line.clear()
    QTest.keyClicks(line, f"{facts(window)['backprop.gradient']:.3g}")
    QTest.keyClick(line, Qt.Key.Key_Return)


def watched(qtbot: QtBot, window: MainWindow) -> None:
    """Draw, if nothing is drawn, and train to the end, if that is still to be done."""
    if facts(window)["drawing.strokes"] == 0:
        if not seen_now(window, "canvas"):
            press("unfold_draw")(qtbot, window)
        drawn(qtbot, window)
    if not facts(window).get("learning.own_digit"):
        if not seen_now(window, "train_button"):
            press("unfold_train")(qtbot, window)
        press("train_button")(qtbot, window)
    qtbot.waitUntil(lambda: facts(window).get("learning.own_digit") == 1, timeout=60_000)
    qtbot.waitUntil(lambda: session_of(window).training.state is RunState.IDLE, timeout=60_000)


def back_to_the_mark(qtbot: QtBot, window: MainWindow) -> None:
    """With the arrow keys on the slider, one epoch after another."""
    slider = seen(qtbot, window, "epoch_slider")
    qtbot.waitUntil(slider.isEnabled, timeout=WAIT)
    qtbot.waitUntil(lambda: facts(window).get("learning.from_moment", 0) != 0, timeout=WAIT)
    for _ in range(60):
        if facts(window)["learning.from_moment"] == 0:
            return
        QTest.keyClick(slider, Qt.Key.Key_Left)


def moved_a_little(qtbot: QtBot, window: MainWindow) -> None:
    """Press ↑ in the field of the chosen weight."""
    number = seen(qtbot, window, "weight_value")
    qtbot.waitUntil(number.isEnabled)
    number.setFocus()
    QTest.keyClick(number, Qt.Key.Key_Up)


def ranked(qtbot: QtBot, window: MainWindow) -> None:
    """Rank the units, and click the first one."""
    segment("network_below", "ranking")(qtbot, window)
    press("rank_button")(qtbot, window)
    table = seen(qtbot, window, "unit_ranking")
    assert isinstance(table, QTableView)
    qtbot.waitUntil(lambda: table.model().rowCount() > 0, timeout=WAIT)
    place = table.visualRect(table.model().index(0, 1)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)


def half_dreamt(qtbot: QtBot, window: MainWindow) -> None:
    """Go from step to step until the network is more than half sure."""
    slider = seen(qtbot, window, "dream_slider")
    slider.setFocus()
    qtbot.waitUntil(lambda: facts(window).get("dream.digit") == 3, timeout=WAIT)
    QTest.keyClick(slider, Qt.Key.Key_Home)
    for _ in range(60):
        if float(facts(window)["dream.share"]) >= 0.5:
            return
        QTest.keyClick(slider, Qt.Key.Key_Right)
    pytest.fail("it is never more than half sure")


def read_the_dream(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: facts(window).get("dream.digit") == 3, timeout=WAIT)
    QTest.keyClick(seen(qtbot, window, "dream_slider"), Qt.Key.Key_End)
    press("dream_read")(qtbot, window)


def looked_back_in_a_dream(qtbot: QtBot, window: MainWindow) -> None:
    """Click the 3 in the first row, once there are some."""
    qtbot.waitUntil(lambda: float(facts(window).get("training.epochs", 0)) >= 8, timeout=WAIT)
    grid = seen(qtbot, window, "dream_grid")
    assert isinstance(grid, DreamGrid)
    QTest.mouseClick(grid, Qt.MouseButton.LeftButton, pos=grid.cell_rect((0, 3)).center().toPoint())


def formula(text: str) -> Act:
    """Type a formula for the gradient, and have it checked."""

    def act(qtbot: QtBot, window: MainWindow) -> None:
        line = seen(qtbot, window, "derivation_field")
        assert isinstance(line, QLineEdit)
        line.clear()
        QTest.keyClicks(line, text)
        QTest.keyClick(line, Qt.Key.Key_Return)

    return act


FAST = segment("plane_pace", "fast")
FIRST_BLAME = stepped(Qt.Key.Key_Right, "blame δ, layer 1")

# Lesson → for each task what a person does to finish it; the guess is made before.
WALK: dict[str, list[list[Act]]] = {
    "sum": [[field("neuron_input_3", "3")], [field("neuron_input_3", "-4")]],
    "linear": [
        [field("neuron_bias", "1")],
        [field("neuron_weight_1", "2")],
        [field("neuron_weight_1", "-2")],
    ],
    "threshold": [
        [field("neuron_bias", "-2")],
        [field("neuron_weight_1", "-1"), field("neuron_bias", "2")],
        [FAST, press("plane_run")],
    ],
    "xor": [
        [FAST, press("plane_run")],
        [field("layers_hidden", "2"), layers_learn],
        [field("layers_hidden", "1"), layers_learn],
    ],
    "sigmoid": [
        [field("neuron_input_1", "0")],
        [field("neuron_input_1", "5")],
        [field("neuron_weight_1", "2")],
        [field("neuron_weight_1", "9.5")],
    ],
    "relu": [
        [field("neuron_input_1", "-3")],
        [field("neuron_weight_1", "4")],
        [field("neuron_weight_1", "1")],
    ],
    "descent": [
        [press("valley_step")],
        [field("valley_rate", "1"), until_ticked("valley_step")],
        [field("valley_rate", "1"), until_ticked("valley_step")],
        [until_ticked("valley_step")],
        [FAST, press("plane_run")],
    ],
    "modes": [
        [press("train_button")],
        [segment("descent_mode", "batch"), field("learning_rate", "0.03"), press("train_button")],
        [segment("descent_mode", "mini-batch"), field("learning_rate", "0.2"), press("train_button")],
        [field("race_length", "0.2"), press("race_start")],
    ],
    "backpropagation": [
        [press("chain_step", 8)],
        [field("chain_a", "0"), field("chain_b", "0")],
        [field("chain_a", "5")],
        [field("chain_a", "-3")],
        [press("chain_step", 10)],
    ],
    "weight": [[drawn, claimed(7)], [worked_out], [worked_out], [tab("network_view")]],
    "paths": [[drawn, claimed(7), FIRST_BLAME], [worked_out], [stepped(Qt.Key.Key_Right, "pixels")]],
    "cost": [
        [drawn, claimed(7)],
        [claimed(0)],
        [claimed(0), worked_out],
        [tab("mistakes_view"), press("measure_now_button")],
    ],
    "back": [
        [drawn, claimed(7), FIRST_BLAME],
        [segment("activation", "sigmoid"), press("reset_button")],
        [worked_out],
        [field("one_step_rate", "0.01"), press("one_step_apply")],
    ],
    "time": [[drawn], [watched], [watched, back_to_the_mark]],
    "hands": [[drawn, moved_a_little], [ranked, press("kill_button")]],
    "dream": [
        [pick("dream_class", "3"), half_dreamt],
        [pick("dream_class", "3"), read_the_dream],
        [press("train_button"), looked_back_in_a_dream],
    ],
    "derivation": [[drawn, formula("delta2.T @ a1 / m")], [formula("delta[l].T @ a[l-1] / m")]],
    "why-not": [
        [drawn, segment("why_not_class", 1)],
        [press("why_not_draw")],
        [segment("why_not_how", "surely"), segment("why_not_class", 2)],
    ],
}


def facts(window: QWidget) -> Mapping[str, Fact]:
    """What the views tell: the numbers that a person reads there."""
    guide = window.findChild(LessonGuide)
    assert guide is not None
    return guide.facts


def is_ticked(window: QWidget) -> bool:
    return words(window, "task_feedback").startswith("✓")


def seen(qtbot: QtBot, window: QWidget, name: str) -> QWidget:
    def is_visible() -> bool:
        # Found anew: what another network has other buttons for is replaced.
        found = window.findChild(QWidget, name)
        assert found is not None, name
        return found.isVisible()

    qtbot.waitUntil(is_visible)
    widget = window.findChild(QWidget, name)
    assert widget is not None
    return widget


def words(window: QWidget, name: str) -> str:
    label = window.findChild(QLabel, name)
    assert label is not None, name
    return label.text()


def guess(qtbot: QtBot, window: MainWindow) -> None:
    """Say something, if the page asks: what matters here is that one is let on."""
    question = window.findChild(QLineEdit, "guess_field")
    choice = window.findChild(QAbstractButton, "guess_choice_1")
    if choice is not None and choice.isVisible():
        QTest.mouseClick(choice, Qt.MouseButton.LeftButton)
    elif question is not None and question.isVisible():
        QTest.keyClicks(question, "1")
        QTest.keyClick(question, Qt.Key.Key_Return)


def do(qtbot: QtBot, window: MainWindow, lesson: str, page: int) -> None:
    """One task, from its guess to its tick."""
    qtbot.waitUntil(lambda: words(window, "task_place").startswith(f"Task {page + 1} of"))
    guess(qtbot, window)
    for act in WALK[lesson][page]:
        act(qtbot, window)
    try:
        qtbot.waitUntil(lambda: is_ticked(window), timeout=WAIT)
    except TimeoutError:
        pytest.fail(f"{lesson}, task {page + 1} is not done: {words(window, 'task_feedback')}")


def begin(qtbot: QtBot, window: MainWindow, row: int) -> None:
    """Open a lesson from the list."""
    tabs_of(window).show_view("course_view")
    titles = window.findChild(QListWidget, "lesson_list")
    assert titles is not None
    qtbot.waitUntil(lambda: titles.isVisible() and titles.count() > row)
    titles.setCurrentRow(row)
    titles.setFocus()
    QTest.keyClick(titles, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: words(window, "lesson_number").startswith(f"Lesson {row + 1} of"))


@pytest.mark.parametrize("row", range(len(LESSONS)), ids=[lesson.name for lesson in LESSONS])
def test_a_lesson_is_walked_to_its_end(
    qtbot: QtBot, make_window: Callable[..., MainWindow], settings: SettingsFile, row: int
) -> None:
    """Left and resumed before every second task, and the program ended before the last; each task is done from its own
    start."""
    lesson, last = LESSONS[row], len(LESSONS[row].tasks) - 1
    window = make_window()
    window.resize(1024, 700)
    begin(qtbot, window, row)
    for page in range(last):
        if page % 2 == 0:
            press("lesson_leave")(qtbot, window)
            assert not seen_now(window, "lesson_page")
            begin(qtbot, window, row)
        do_and_go_on(qtbot, window, lesson.name, page)
    assert (window.width(), window.height()) == (1024, 700)
    tomorrow = next_start(qtbot, settings)
    window = make_window(settings=tomorrow)
    window.resize(1024, 700)
    qtbot.waitUntil(lambda: window.findChild(QLabel, "task_place") is not None)
    qtbot.waitUntil(lambda: words(window, "lesson_title") == lesson.title)
    do_and_go_on(qtbot, window, lesson.name, last)
    assert LessonProgress(next_start(qtbot, tomorrow)).done() == {lesson.name}
    if row + 1 < len(LESSONS):
        assert words(window, "lesson_title") == LESSONS[row + 1].title
        assert words(window, "lesson_text")
    else:
        qtbot.waitUntil(lambda: tabs_of(window).current_name() == "course_view")
        assert not seen_now(window, "lesson_page")
    assert (window.width(), window.height()) == (1024, 700)


def do_and_go_on(qtbot: QtBot, window: MainWindow, lesson: str, page: int) -> None:
    do(qtbot, window, lesson, page)
    for name in ("lesson_text", "task_text", "task_feedback"):
        assert words(window, name), name
    press("lesson_next")(qtbot, window)


def seen_now(window: QWidget, name: str) -> bool:
    widget = window.findChild(QWidget, name)
    return widget is not None and widget.isVisible()


def test_the_walk_knows_every_task() -> None:
    assert {lesson.name: len(lesson.tasks) for lesson in LESSONS} == {name: len(tasks) for name, tasks in WALK.items()}
