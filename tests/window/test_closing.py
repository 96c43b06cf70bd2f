"""How the window closes: at once, whatever runs, and with nothing left behind. In processes of their own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from handwriting_app.storage.data_folder import VARIABLE

CLOSINGS = 20

_PROGRAM = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton, QWidget
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.session.session import Session
from handwriting_app.ui.frame.lazy_tabs import LazyTabs
from handwriting_app.ui.frame.main_window import MainWindow

show = MainWindow.show

def watched(window):
    def look():
        tabs = window.findChild(LazyTabs)
        if tabs is None or tabs.current_view() is None:
            QTimer.singleShot(5, look)
            return
        ready(window)
    show(window)
    look()

def train(window, then):
    endless = TrainingConfig(hidden=(8,), epochs=10**6, variation=0.0, non_digits=False, stop_when_converged=False)
    window.findChild(QWidget, "training_panel").set_config(endless)
    window.findChild(QPushButton, "train_button").click()
    told = []
    def first(news):
        if not told:
            told.append(news)
            QTimer.singleShot(0, then)
    window.findChild(Session).training.reported.connect(first)

def say():
    print("ready", flush=True)

def shown(then):
    if QApplication.activeModalWidget() is None:
        QTimer.singleShot(5, lambda: shown(then))
    else:
        then()

{}
MainWindow.show = watched
from handwriting_app.cli import main
sys.exit(main([]))
"""
TRAINING = "def ready(window): train(window, say)"
ASKING = """
def ready(window):
    def close():
        shown(say)
        window.close()
    train(window, close)
"""
LOADING = """
import threading
from handwriting_app.data import subject
subject.load_digits_split = lambda *_: (say(), threading.Event().wait())
def ready(window):
    window.findChild(QPushButton, "train_button").click()
"""


@pytest.fixture
def start(tmp_path: Path) -> Iterator:
    """Starts the program, and waits until it says that it is ready."""
    started = []

    def start(program: str) -> subprocess.Popen[str]:
        environment = os.environ | {VARIABLE: str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
        command = [sys.executable, "-c", _PROGRAM.replace("{}", program)]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        process = subprocess.Popen(command, env=environment, text=True, **pipes)
        started.append(process)
        assert process.stdout.readline() == "ready\n", process.communicate(timeout=30)[1]
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def test_no_thread_outlives_its_window():
    """Runs, races and labs that begin, stop and wait for each other when it closes; `closings` has the moments."""
    command = [sys.executable, "-m", "tests.window.closings", "1", str(CLOSINGS)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=85)
    assert done.stdout.split("\n") == [*(f"closed {number}" for number in range(CLOSINGS)), ""], done.stderr[-2000:]
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
    assert "QThread" not in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="there are no such signals")
@pytest.mark.parametrize(
    ("name", "program"),
    [("SIGINT", TRAINING), ("SIGTERM", ASKING), ("SIGHUP", LOADING)],
    ids=["training", "asking", "loading"],
)
def test_a_signal_closes_the_window_unasked_and_quietly(start, tmp_path, name, program):
    process = start(program)
    process.send_signal(getattr(signal, name))
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 128 + getattr(signal, name)
    assert [line for line in errors.splitlines() if not line.startswith("This plugin does not support")] == []
    assert any(path.is_file() and path.stat().st_size for path in tmp_path.rglob("*")), "its place is kept"
