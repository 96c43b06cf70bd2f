"""Learn my hand in the whole window: drawn, said, learned, read rightly, taken back, stopped, saved, closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QLabel, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.ink.drawing import Drawing
from handwriting_app.storage.data_folder import DATABASE
from handwriting_app.storage.model_file import load_model, save_model
from handwriting_app.storage.settings_file import SettingsFile
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.frame.main_window import MainWindow
from tests.hands import ONES, SEVENS, SMALL, keep, quick, small_model, writing
from tests.whole_window import session_of, tabs_of

WAIT = 20_000
VIEW = "my_handwriting_view"


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("models") / "small.safetensors"
    save_model(path, small_model())
    return path


@pytest.fixture
def window(
    qtbot: QtBot, make_window: Callable[..., MainWindow], model: Path, monkeypatch: pytest.MonkeyPatch
) -> MainWindow:
    quick(monkeypatch)
    return make_window(model_path=model)


@pytest.fixture
def kept(settings: SettingsFile) -> list[tuple[Drawing, str]]:
    """Eight sevens and eight ones that somebody drew the day before."""
    written = writing(SEVENS, 8) + writing(ONES, 8)
    keep(settings.folder / DATABASE, *written)
    return written


def part(window: QWidget, name: str, kind: type = QWidget):  # type: ignore[no-untyped-def]
    found = window.findChild(kind, name)
    assert found is not None, name
    return found


def click(window: MainWindow, name: str) -> None:
    part(window, name, QPushButton).click()


def told(window: MainWindow) -> str:
    return str(part(window, "adapt_report", QLabel).text())


def show(qtbot: QtBot, window: MainWindow) -> None:
    tabs_of(window).show_view(VIEW)
    qtbot.waitUntil(part(window, "learn_my_hand_button").isVisible, timeout=WAIT)


def learn(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(session_of(window).training.ended, timeout=WAIT):
        click(window, "learn_my_hand_button")


def put(window: MainWindow, drawing: Drawing) -> str:
    """Put a drawing on the canvas; what the window reads, as a person sees it."""
    desk = window.findChild(Desk)
    assert desk is not None
    desk.drawing_requested.emit(drawing)
    prediction = session_of(window).reader.prediction
    assert prediction is not None
    return str(prediction.digit)


def misread(window: MainWindow, kind: str, digit: str) -> list[Drawing]:
    """Drawings of the kind, others than those that are kept, that the window does not read as what they are."""
    return [drawing for drawing, _ in writing(kind, 12, seed=1) if put(window, drawing) != digit]


def test_odd_sevens_are_drawn_said_learned_and_read(qtbot: QtBot, window: MainWindow) -> None:
    session = session_of(window)
    for drawing, _ in writing(SEVENS, 12):
        put(window, drawing)
        with qtbot.waitSignal(session.handwriting.changed, timeout=WAIT):
            click(window, "true_label_7")
    others = misread(window, SEVENS, "7")
    assert len(others) >= 3
    show(qtbot, window)
    learn(qtbot, window)
    assert len([each for each in others if put(window, each) != "7"]) <= len(others) // 3
    assert "Of your 3 drawings held out from learning it reads" in told(window)
    assert "of the data set's 359 held-out digits" in told(window)
    rows = [label.text() for label in part(window, "adapt_table").findChildren(QLabel) if label.isVisible()]
    assert rows[:4] == ["Read rightly", "before", "after", "My digits (held out from learning)"]
    assert "small, my hand" in window.windowTitle()


def test_undo_brings_the_network_back(qtbot: QtBot, window: MainWindow, kept: list[tuple[Drawing, str]]) -> None:
    session, shelf, title = session_of(window), session_of(window).shelf, window.windowTitle()
    before = shelf.present
    weights = before.network.parameters.tobytes()
    show(qtbot, window)
    learn(qtbot, window)
    assert shelf.present.network.parameters.tobytes() != weights
    words = told(window)
    tabs_of(window).show_view("network_view")
    tabs_of(window).show_view(VIEW)
    assert told(window) == words
    assert part(window, "adapt_report").isVisible()
    click(window, "undo_adapt_button")
    assert shelf.present is before
    assert shelf.present.network.parameters.tobytes() == weights
    assert session.timeline.weights.network is before.network
    assert (window.windowTitle(), shelf.unsaved, shelf.earlier) == (title, 0, ())
    assert not part(window, "adapt_report").isVisible()


def test_a_stop_midway_leaves_the_old_weights(
    qtbot: QtBot, window: MainWindow, kept: list[tuple[Drawing, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    quick(monkeypatch, epochs=10**6)
    session = session_of(window)
    before = session.shelf.present
    show(qtbot, window)
    with qtbot.waitSignal(session.training.reported, timeout=WAIT):
        click(window, "learn_my_hand_button")
    assert "epoch" in told(window)
    assert part(window, "learn_my_hand_button", QPushButton).text() == "Stop learning"
    with qtbot.waitSignal(session.training.ended, timeout=WAIT):
        click(window, "learn_my_hand_button")
    assert session.shelf.present is before
    assert told(window) == "Stopped. The network is as it was."
    assert part(window, "learn_my_hand_button", QPushButton).text() == "Learn my hand"


def test_meanwhile_the_learning_rate_is_not_to_be_changed_and_a_race_asks_in_true_words(
    qtbot: QtBot, window: MainWindow, kept: list[tuple[Drawing, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    quick(monkeypatch, epochs=10**6)
    session = session_of(window)
    rate = part(window, "learning_rate")
    show(qtbot, window)
    with qtbot.waitSignal(session.training.reported, timeout=WAIT):
        click(window, "learn_my_hand_button")
    assert not rate.isEnabled()
    assert "learns your hand" in rate.toolTip()
    tabs_of(window).show_view("race_view")
    click(window, "race_start")
    box = window.findChild(QMessageBox, "question_dialog")
    assert box is not None
    assert "leaves the network as it was" in box.text() + box.informativeText()
    box.reject()
    tabs_of(window).show_view("my_handwriting_view")
    with qtbot.waitSignal(session.training.ended, timeout=WAIT):
        click(window, "learn_my_hand_button")
    assert rate.isEnabled()


def test_closing_while_it_learns_asks(
    qtbot: QtBot, window: MainWindow, kept: list[tuple[Drawing, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    quick(monkeypatch, epochs=10**6)
    show(qtbot, window)
    with qtbot.waitSignal(session_of(window).training.reported, timeout=WAIT):
        click(window, "learn_my_hand_button")
    asked = []

    def discard(box: QMessageBox) -> QMessageBox.StandardButton:
        asked.append(box.informativeText())
        return QMessageBox.StandardButton.Discard

    monkeypatch.setattr(QMessageBox, "exec", discard)
    window.close()
    assert not window.isVisible()
    assert asked == ["What the network has learned is not in any file yet."]


def test_what_it_learned_is_saved(
    qtbot: QtBot, window: MainWindow, kept: list[tuple[Drawing, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    show(qtbot, window)
    learn(qtbot, window)
    session, path = session_of(window), tmp_path / "mine.safetensors"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    with qtbot.waitSignal(session.saving.saved, timeout=WAIT):
        part(window, "action_save_model", QAction).trigger()
    present = session.shelf.present
    saved = load_model(path)
    assert saved.network.parameters.tobytes() == present.network.parameters.tobytes()
    assert saved.temperature == present.temperature
    assert [report.epoch for report in saved.reports] == [1, 2, 3, 4, 5, 6]
    assert session.shelf.unsaved == 0
    assert part(window, "adapt_report").isVisible()  # it is still that network
    click(window, "undo_adapt_button")
    assert session.shelf.present.name == "small"


def test_it_says_why_it_cannot_begin(qtbot: QtBot, window: MainWindow) -> None:
    show(qtbot, window)
    with qtbot.waitSignal(session_of(window).hand_learning.refused, timeout=WAIT):
        click(window, "learn_my_hand_button")
    assert "say of a few drawings what they are first" in told(window)
    assert part(window, "adapt_report").isVisible()
    session = session_of(window)
    with qtbot.waitSignal(session.training.reported, timeout=WAIT):
        session.start_training(replace(SMALL, epochs=10**6))
    assert not part(window, "adapt_report").isVisible()  # another network is there
    click(window, "learn_my_hand_button")
    assert "A run is under way" in told(window)
    with qtbot.waitSignal(session.training.ended, timeout=WAIT):
        session.training.stop()
    assert not part(window, "adapt_report").isVisible()
