"""The whole window as a person uses it."""

from __future__ import annotations

import subprocess
import sys
import threading

import numpy as np
import pytest
from PIL import Image, ImageDraw
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QProgressBar,
    QPushButton,
    QWidget,
)

from handwriting_app.data import subject as subject_module
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.ink import picture as picture_module
from handwriting_app.ink.picture import normalise_picture
from handwriting_app.session.messages import RunState
from tests.whole_window import SEVEN, draw, session_of

WAIT = 60_000
QUICK = TrainingConfig(hidden=(8,), epochs=3, variation=0.0, non_digits=False, stop_when_converged=False)


def text(window, name):
    return window.findChild(QLabel, name).text()


def button(window, name):
    return window.findChild(QPushButton, name)


def click(window, name):
    QTest.mouseClick(button(window, name), Qt.MouseButton.LeftButton)


def trigger(window, name):
    window.findChild(QAction, name).trigger()


def is_read(prediction):
    return prediction is not None


def set_up(window, config=QUICK):
    window.findChild(QWidget, "training_panel").set_config(config)


def train(qtbot, window, config=QUICK):
    set_up(window, config)
    with qtbot.waitSignal(session_of(window).training.ended, timeout=WAIT):
        click(window, "train_button")


def answer(qtbot, kind, which):
    """Press a button of the next dialog of this kind, when it is there."""

    def press():
        for box in QApplication.topLevelWidgets():
            if isinstance(box, kind) and box.isVisible():
                box.button(which).click()
                return
        QTimer.singleShot(10, press)

    QTimer.singleShot(0, press)


CONTRACT = [
    "canvas",
    "predicted_digit",
    "prediction_note",
    "hidden_layers",
    "activation",
    "cost_function",
    "descent_mode",
    "batch_size",
    "learning_rate",
    "epochs",
    "seed",
    "train_button",
    "pause_button",
    "step_button",
    "stop_button",
    "reset_button",
    "training_progress",
    "cost_plot",
    "gradient_plot",
    "accuracy_plot",
]


def test_everything_has_its_stable_name(window):
    for name in CONTRACT:
        widget = window.findChild(QWidget, name)
        assert widget is not None, name
        assert widget.accessibleName(), name
    for name in ("open_model", "save_model", "clear", "undo", "redo"):
        assert window.findChild(QAction, f"action_{name}") is not None, name


def test_every_action_has_a_shortcut_of_its_own(window):
    keys = [key.toString() for action in window.findChildren(QAction) for key in action.shortcuts()]
    assert len(keys) == len(set(keys))
    assert {"Space", "Ctrl+Z", "F1", "Ctrl+S", "Ctrl+O"} <= set(keys)


def test_a_first_drawing_is_read_before_any_training(window):
    assert text(window, "predicted_digit") == "–"
    draw(window)
    assert text(window, "predicted_digit") == "7"
    assert "%" in text(window, "prediction_note")
    trigger(window, "action_undo")
    assert text(window, "predicted_digit") == "–"
    trigger(window, "action_redo")
    assert text(window, "predicted_digit") == "7"
    trigger(window, "action_clear")
    assert text(window, "predicted_digit") == "–"


def test_training_moves_the_plots_and_the_reading(qtbot, window):
    draw(window)
    notes = []
    session_of(window).reader.prediction_changed.connect(lambda _: notes.append(text(window, "prediction_note")))
    train(
        qtbot,
        window,
        TrainingConfig(hidden=(16,), epochs=30, variation=0.0, non_digits=False, stop_when_converged=False),
    )
    assert len(set(notes)) > 1
    bar = window.findChild(QProgressBar, "training_progress")
    assert bar.value() == bar.maximum()
    assert "Epoch 30 of 30" in text(window, "training_progress_text")
    assert "Trained" in text(window, "training_message")
    assert "1 unsaved run" in window.windowTitle()


def test_the_keyboard_starts_pauses_resumes_and_stops(qtbot, window):
    set_up(
        window, TrainingConfig(hidden=(8,), epochs=10**6, variation=0.0, non_digits=False, stop_when_converged=False)
    )
    session = session_of(window)
    canvas = window.findChild(QWidget, "canvas")
    canvas.setFocus()
    with qtbot.waitSignal(session.training.reported, timeout=WAIT):
        QTest.keyClick(canvas, Qt.Key.Key_Space)
    for state in (RunState.PAUSED, RunState.RUNNING):
        with qtbot.waitSignal(session.training.state_changed, timeout=WAIT) as blocker:
            QTest.keyClick(canvas, Qt.Key.Key_Space)
        assert blocker.args == [state]
    with qtbot.waitSignal(session.training.ended, timeout=WAIT):
        QTest.keyClick(canvas, Qt.Key.Key_Escape)


def test_a_run_that_diverges_says_so_and_the_window_goes_on(qtbot, window):
    draw(window)
    train(qtbot, window, TrainingConfig(hidden=(8,), learning_rate=1000, l2=10, variation=0.0, non_digits=False))
    assert "learning rate" in text(window, "training_message")
    train(qtbot, window)
    assert "Trained" in text(window, "training_message")


def test_an_error_of_the_program_is_shown_with_details_to_copy(qtbot, window, monkeypatch):
    def broken(*_: object) -> None:
        raise RuntimeError("no digits today")

    monkeypatch.setattr(subject_module, "load_digits_split", broken)
    train(qtbot, window)
    box = window.findChild(QMessageBox, "error_dialog")
    assert "no digits today" in box.informativeText()
    assert "Traceback" in box.detailedText()
    box.close()
    monkeypatch.undo()
    train(qtbot, window)
    assert "Trained" in text(window, "training_message")


def test_an_invalid_field_keeps_train_from_starting(window):
    field = window.findChild(QLineEdit, "hidden_layers")
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "12, many")
    assert not button(window, "train_button").isEnabled()
    field.selectAll()
    QTest.keyClicks(field, "12, 6")
    assert button(window, "train_button").isEnabled()


def test_save_and_open_from_the_menus(qtbot, window, tmp_path, monkeypatch):
    train(qtbot, window)
    weights = session_of(window).timeline.weights.network.parameters.copy()
    path = tmp_path / "mine.safetensors"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path.with_suffix("")), ""))
    trigger(window, "action_save_model")
    qtbot.waitUntil(lambda: "mine" in window.windowTitle(), timeout=WAIT)
    assert path.is_file()
    assert not window.isWindowModified()
    train(qtbot, window, TrainingConfig(hidden=(5,), epochs=1, variation=0.0, non_digits=False))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    with qtbot.waitSignal(session_of(window).coming.read, timeout=WAIT):
        trigger(window, "action_open_model")
    assert "what was learned before is in Model ▸ Earlier runs" in text(window, "notice")
    assert np.array_equal(session_of(window).timeline.weights.network.parameters, weights)
    recent = window.findChild(QMenu, "menu_recent")
    recent.aboutToShow.emit()
    assert [action.text() for action in recent.actions()] == ["mine.safetensors"]


def test_cancel_keeps_unsaved_training(qtbot, window):
    train(qtbot, window)
    kept = session_of(window).shelf.present
    answer(qtbot, QMessageBox, QMessageBox.StandardButton.Cancel)
    assert not window.close()
    assert session_of(window).shelf.present is kept
    assert window.isVisible()


def test_closing_in_mid_training_after_discarding(qtbot, window):
    set_up(
        window, TrainingConfig(hidden=(8,), epochs=10**6, variation=0.0, non_digits=False, stop_when_converged=False)
    )
    with qtbot.waitSignal(session_of(window).training.reported, timeout=WAIT):
        click(window, "train_button")
    answer(qtbot, QMessageBox, QMessageBox.StandardButton.Discard)
    assert window.close()


def test_a_file_that_is_no_model_is_refused_in_words(qtbot, window, tmp_path, monkeypatch):
    path = tmp_path / "holiday.safetensors"
    path.write_bytes(b"\x89PNG")
    before = session_of(window).shelf.present
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    with qtbot.waitSignal(session_of(window).coming.refused, timeout=WAIT):
        trigger(window, "action_open_model")
    box = window.findChild(QMessageBox, "error_dialog")
    assert "holiday.safetensors is not a model file" in box.informativeText()
    box.close()
    assert session_of(window).shelf.present is before


def test_an_earlier_run_can_be_brought_back(qtbot, window):
    train(qtbot, window)
    first = session_of(window).timeline.weights.network
    train(qtbot, window, TrainingConfig(hidden=(5,), epochs=1, variation=0.0, non_digits=False))
    assert "2 unsaved runs" in window.windowTitle()
    menu: QMenu = window.findChild(QMenu, "menu_earlier")
    menu.aboutToShow.emit()
    menu.actions()[0].trigger()
    assert session_of(window).timeline.weights.network is first


def test_fresh_weights_forget_but_keep_the_run_at_hand(qtbot, window):
    train(qtbot, window)
    click(window, "reset_button")
    assert len(session_of(window).timeline.history) == 0
    assert session_of(window).shelf.earlier[-1].name == "run 1"


def test_going_on_from_the_present_weights(qtbot, window):
    train(qtbot, window)
    with qtbot.waitSignal(session_of(window).training.ended, timeout=WAIT):
        trigger(window, "action_go_on")
    assert "Epoch 6 of 6" in text(window, "training_progress_text")


def test_other_settings_cannot_go_on_and_the_panel_says_why(qtbot, window):
    train(qtbot, window)
    set_up(window, TrainingConfig(hidden=(9, 9)))
    trigger(window, "action_go_on")
    assert "another network" in text(window, "training_message")


def test_without_normalisation_the_nearest_training_digits_show_the_difference(qtbot, window):
    draw(window)
    switch = window.findChild(QCheckBox, "normalise_switch")
    first = window.findChild(QWidget, "nearest_digit_1")
    assert not first.isVisible()
    switch.click()
    qtbot.waitUntil(first.isVisible, timeout=WAIT)
    switch.click()
    assert first.accessibleName() == "A training digit most like the drawing, number 1: 7"
    trigger(window, "action_clear")
    assert not first.isVisible()


@pytest.fixture
def picture(tmp_path):
    image = Image.new("L", (300, 200), 235)
    points = [(100 + 100 * x, 20 + 160 * y) for x, y in SEVEN]
    ImageDraw.Draw(image).line(points, fill=40, width=12, joint="curve")
    path = tmp_path / "seven.png"
    image.save(path)
    return path


def test_a_picture_file_is_read(qtbot, window, picture, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(picture), ""))
    with qtbot.waitSignal(
        session_of(window).reader.prediction_changed, check_params_cb=lambda p: p is not None, timeout=WAIT
    ):
        trigger(window, "action_open_picture")
    assert text(window, "predicted_digit") == "7"
    draw(window, ((0.5, 0.1), (0.5, 0.9)))
    assert text(window, "predicted_digit") != "7"


def test_a_pasted_picture_is_read(qtbot, window, picture):
    QGuiApplication.clipboard().setImage(QImage(str(picture)))
    with qtbot.waitSignal(
        session_of(window).reader.prediction_changed, check_params_cb=lambda p: p is not None, timeout=WAIT
    ):
        trigger(window, "action_paste_picture")
    assert text(window, "predicted_digit") == "7"


def test_a_picture_that_is_read_too_late_does_not_take_the_place_of_what_is_drawn_meanwhile(
    qtbot, window, picture, monkeypatch
):
    begun, may_go_on, done = threading.Event(), threading.Event(), threading.Event()

    def slow(grey):
        begun.set()
        may_go_on.wait(WAIT / 1000)
        done.set()
        return normalise_picture(grey)

    monkeypatch.setattr(picture_module, "normalise_picture", slow)
    QGuiApplication.clipboard().setImage(QImage(str(picture)))
    trigger(window, "action_paste_picture")
    qtbot.waitUntil(begun.is_set)
    draw(window)
    drawing = session_of(window).reader.drawing
    with qtbot.assertNotEmitted(session_of(window).reader.picture_changed, wait=100):
        may_go_on.set()
        qtbot.waitUntil(done.is_set)
    assert session_of(window).reader.drawing is drawing


def test_a_dropped_file_is_read(qtbot, window, picture):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(picture))])
    where, buttons, keys = QPoint(50, 50), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(where, Qt.DropAction.CopyAction, data, buttons, keys)
    drop = QDropEvent(QPointF(where), Qt.DropAction.CopyAction, data, buttons, keys)
    with qtbot.waitSignal(
        session_of(window).reader.prediction_changed, check_params_cb=lambda p: p is not None, timeout=WAIT
    ):
        QApplication.sendEvent(window, enter)
        assert enter.isAccepted()
        QApplication.sendEvent(window, drop)
    assert text(window, "predicted_digit") == "7"


def test_what_is_no_picture_is_refused_in_words(qtbot, window, tmp_path, monkeypatch):
    path = tmp_path / "note.png"
    path.write_text("not a picture")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    trigger(window, "action_open_picture")
    qtbot.waitUntil(lambda: window.findChild(QMessageBox, "error_dialog") is not None)
    assert "not a picture" in window.findChild(QMessageBox, "error_dialog").informativeText()


def test_nothing_heavy_is_imported_before_train(window):
    script = (
        "import sys; from handwriting_app.app import build_window; w = build_window(); w.show(); "
        "print([m for m in ('sklearn', 'scipy', 'pyqtgraph') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert out.stdout.strip().splitlines()[-1] == "[]"


def test_columns_and_theme_are_kept(qtbot, make_window):
    window = make_window(theme=None)
    trigger(window, "action_theme_dark")
    window.columns.setSizes([320, 400, 304])
    window.columns.splitterMoved.emit(320, 1)  # as by a person: what follows from the size of the window is not kept
    widths = window.columns.sizes()
    assert window.close()
    again = make_window(theme=None)
    assert again.palette().window().color().lightness() < 100
    assert again.columns.sizes() == pytest.approx(widths, abs=1)  # shares of the width, in whole pixels


def test_f1_explains_the_view_in_front(window):
    trigger(window, "action_help_view")
    box = window.findChild(QMessageBox, "text_dialog")
    assert "Gradient norm" in box.text()
    box.close()
