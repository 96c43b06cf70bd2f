"""What takes long is done in threads: the window answers meanwhile, and shows what it had until there is more."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QListWidget, QMessageBox, QPushButton, QWidget

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.network import Network
from handwriting_app.explain import following
from handwriting_app.explain.backprop_trace import trace
from handwriting_app.session import coming as coming_module
from handwriting_app.session import saving as saving_module
from handwriting_app.session.model import Model
from handwriting_app.storage import lesson_files
from handwriting_app.storage.lesson_files import read_lesson
from handwriting_app.storage.model_file import load_model, save_model
from handwriting_app.ui.desk import Desk
from tests.whole_window import draw, session_of, tabs_of

WAIT = 60_000
QUICK = TrainingConfig(hidden=(8,), epochs=3, variation=0.0, non_digits=False, stop_when_converged=False)
LARGE = TrainingConfig(hidden=(600, 600), epochs=3, variation=0.0, non_digits=False, stop_when_converged=False)


def trigger(window, name):
    window.findChild(QAction, name).trigger()


def train(qtbot, window):
    window.findChild(QWidget, "training_panel").set_config(QUICK)
    with qtbot.waitSignal(session_of(window).training.ended, timeout=WAIT):
        window.findChild(QPushButton, "train_button").click()


def answers(window):
    """Whether a digit that is drawn now is read now."""
    trigger(window, "action_clear")
    assert window.findChild(QLabel, "predicted_digit").text() == "–"
    draw(window)
    return window.findChild(QLabel, "predicted_digit").text() != "–"


@pytest.fixture
def gate(monkeypatch):
    """Model files are neither read nor written until it is set."""
    gate = threading.Event()

    def held(action):
        def act(*arguments):
            assert threading.current_thread() is not threading.main_thread()
            gate.wait(WAIT / 1000)
            return action(*arguments)

        return act

    monkeypatch.setattr(coming_module, "load_model", held(load_model))
    monkeypatch.setattr(saving_module, "save_model", held(save_model))
    yield gate
    gate.set()


@pytest.fixture
def drawn_by(monkeypatch):
    """The threads that fresh weights were drawn in."""
    threads = []
    initialising = Network.initialising

    def watched(*arguments, **options):
        threads.append(threading.current_thread())
        return initialising(*arguments, **options)

    monkeypatch.setattr(Network, "initialising", watched)
    return threads


@pytest.fixture
def other(tmp_path):
    path = tmp_path / "other.safetensors"
    save_model(path, Model.untrained(QUICK, np.random.default_rng(1)).to_save("other"))
    return path


def test_the_former_model_reads_until_the_opened_one_is_there(qtbot, window, gate, other, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(other), ""))
    before = session_of(window).shelf.present
    trigger(window, "action_open_model")
    assert answers(window)
    assert session_of(window).shelf.present is before
    gate.set()
    qtbot.waitUntil(lambda: "other" in window.windowTitle(), timeout=WAIT)
    assert session_of(window).shelf.present.network.sizes == (64, 8, 10)


def test_who_trains_meanwhile_no_longer_wants_to_open_another(qtbot, window, gate, other, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(other), ""))
    trigger(window, "action_open_model")
    train(qtbot, window)
    gate.set()
    with qtbot.waitSignal(session_of(window).coming.drawn, timeout=WAIT):
        session_of(window).reset(LARGE)  # the same job: what was asked for before it would have come by now
    assert "other" not in window.windowTitle()
    assert session_of(window).shelf.earlier[-1].name == "run 1"


def test_the_window_answers_while_it_saves_and_says_when_it_has(qtbot, window, gate, tmp_path, monkeypatch):
    train(qtbot, window)
    path = tmp_path / "mine.safetensors"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    trigger(window, "action_save_model")
    assert answers(window)
    assert window.isWindowModified()
    gate.set()
    qtbot.waitUntil(lambda: not window.isWindowModified(), timeout=WAIT)
    assert "mine" in window.windowTitle()
    assert window.findChild(QLabel, "notice").text() == "Saved mine.safetensors"


def test_a_window_that_is_closed_while_it_saves_closes_when_it_has(qtbot, window, gate, tmp_path, monkeypatch):
    """Without a question: nothing is lost."""
    train(qtbot, window)
    path = tmp_path / "mine.safetensors"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    trigger(window, "action_save_model")
    assert not window.close()
    assert answers(window)
    gate.set()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=WAIT)
    assert load_model(path).config == QUICK


def test_to_save_on_closing_closes_once_it_is_written(qtbot, window, tmp_path, monkeypatch):
    train(qtbot, window)
    path = tmp_path / "mine.safetensors"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    monkeypatch.setattr(QMessageBox, "exec", lambda _box: QMessageBox.StandardButton.Save)
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=WAIT)
    assert load_model(path).config == QUICK


def test_a_window_whose_training_could_not_be_saved_stays(qtbot, window, tmp_path, monkeypatch):
    train(qtbot, window)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "none" / "x.safetensors"), ""))
    monkeypatch.setattr(QMessageBox, "exec", lambda _box: QMessageBox.StandardButton.Save)
    with qtbot.waitSignal(session_of(window).saving.failed, timeout=WAIT):
        window.close()
    box = window.findChild(QMessageBox, "error_dialog")
    assert "nothing is lost" in box.informativeText()
    box.close()
    assert window.isVisible()
    assert window.isWindowModified()


def test_fresh_weights_of_a_run_are_drawn_in_its_thread(qtbot, window, drawn_by):
    train(qtbot, window)
    assert drawn_by
    assert threading.main_thread() not in drawn_by


def test_fresh_weights_of_a_large_network_are_drawn_in_a_thread(qtbot, window, drawn_by):
    window.findChild(QWidget, "training_panel").set_config(LARGE)
    with qtbot.waitSignal(session_of(window).coming.drawn, timeout=WAIT):
        window.findChild(QPushButton, "reset_button").click()
    assert threading.main_thread() not in drawn_by
    assert session_of(window).timeline.weights.network.sizes == (64, 600, 600, 10)


@pytest.mark.parametrize("action", ["action_save_model", "action_save_model_as"])
def test_what_one_looks_back_at_is_what_one_saves(qtbot, window, tmp_path, monkeypatch, action):
    train(qtbot, window)
    session = session_of(window)
    path = tmp_path / "early.safetensors"
    asked = []

    def name(_window, title, *_):
        asked.append(title)
        return str(path), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", name)
    session.timeline.look_back(0)
    seen = session.timeline.weights.network.parameters
    with qtbot.waitSignal(session.saving.saved, timeout=WAIT):
        trigger(window, action)
        assert asked == []  # first, which epoch is meant
        QTest.mouseClick(window.findChild(QPushButton, "seen_epoch_button"), Qt.MouseButton.LeftButton)
    assert asked == ["Save the model as it was after epoch 0"]
    assert window.findChild(QLabel, "notice").text() == "Saved epoch 0 as early.safetensors"
    saved = load_model(path)
    assert np.array_equal(saved.network.parameters, seen)
    assert saved.reports == ()
    assert saved.checkpoint is None
    assert window.isWindowModified(), "the present weights are in no file"


def test_a_digit_is_followed_through_a_large_network_in_a_thread(qtbot, window, monkeypatch):
    """And what was seen of another network is not called that of this one."""
    gate, threads = threading.Event(), []

    def held(*arguments, **options):
        threads.append(threading.current_thread())
        gate.wait(WAIT / 1000)
        return trace(*arguments, **options)

    session = session_of(window)
    session.reset(LARGE)
    qtbot.waitUntil(lambda: session.timeline.weights.network.sizes == (64, 600, 600, 10), timeout=WAIT)
    draw(window)
    monkeypatch.setattr(following, "trace", held)
    tabs_of(window).show_view("backprop_view")
    title, way = window.findChild(QLabel, "inspector_empty"), window.findChild(QWidget, "delta_ribbon")
    qtbot.waitUntil(lambda: bool(threads), timeout=WAIT)
    assert title.text() == "Following your digit through a large network …"
    assert title.isVisible()
    assert answers(window)
    gate.set()
    qtbot.waitUntil(way.isVisible, timeout=WAIT)
    assert way.ribbon().depth == 3
    assert threads
    assert threading.main_thread() not in threads


def test_the_lessons_are_read_before_anybody_opens_the_course(qtbot, make_window, monkeypatch):
    threads = []

    def watched(*arguments, **options):
        threads.append(threading.current_thread())
        return read_lesson(*arguments, **options)

    monkeypatch.setattr(lesson_files, "read_lesson", watched)
    window = make_window()
    desk = window.findChild(Desk)
    qtbot.waitUntil(lambda: desk.course is not None, timeout=WAIT)
    read = len(threads)
    assert read
    tabs_of(window).show_view("course_view")
    shown = window.findChild(QListWidget, "lesson_list")
    qtbot.waitUntil(lambda: shown.count() == read, timeout=WAIT)
    assert len(threads) == read
    assert threading.main_thread() not in threads
