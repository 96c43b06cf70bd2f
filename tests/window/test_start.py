"""The program as it is started: `run_window` in a process of its own."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
from PySide6.QtWidgets import QLabel

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.session.model import Model
from handwriting_app.storage.model_file import SUFFIX, save_model
from handwriting_app.ui.train.training_panel import TrainingPanel
from tests.whole_window import session_of

# Prints what is loaded when the canvas is first painted, then what the finished window has; draws in between.
_WATCHED = """
import sys
from PySide6 import QtGui, QtWidgets
from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from handwriting_app.app import run_window
from handwriting_app.ui.frame.main_window import MainWindow

show = MainWindow.show

class Watch(QObject):
    def __init__(self, window):
        super().__init__(window)
        self.window = window
        self.canvas = window.findChild(QWidget, "canvas")
        self.canvas.installEventFilter(self)
        show(window)

    def eventFilter(self, watched, event):
        if event.type() is QEvent.Type.Paint:
            watched.removeEventFilter(self)
            late = ("numpy", "pyqtgraph", "sklearn", "handwriting_app.session.session")
            print([name for name in late if name in sys.modules])
            # Classes of Qt with many enumerations: they are made for Python when they are first used.
            print([name for name in ("QStyle", "QGradient") if name in vars(QtWidgets) | vars(QtGui)])
            QTest.mousePress(self.canvas, Qt.MouseButton.LeftButton, pos=QPoint(100, 40))
            QTest.mouseMove(self.canvas, QPoint(100, 200))
            QTest.mouseRelease(self.canvas, Qt.MouseButton.LeftButton, pos=QPoint(100, 200))
            self.look()
        return False

    def look(self):
        if self.window.findChild(QWidget, "cost_plot") is None:
            QTimer.singleShot(5, self.look)
            return
        names = ("train_button", "cost_function", "learning_view")
        print([name for name in names if self.window.findChild(QWidget, name) is None])
        print(self.window.findChild(QWidget, "predicted_digit").text())
        print([name for name in ("sklearn", "scipy", "handwriting_app.engine.training") if name in sys.modules])
        print(self.window.windowIcon().pixmap(32).isNull())
        QApplication.exit(0)

MainWindow.show = lambda window: Watch(window)
sys.exit(run_window())
"""


def test_the_canvas_can_be_drawn_on_before_the_rest_is_loaded_and_it_follows():
    done = subprocess.run([sys.executable, "-c", _WATCHED], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    loaded, made, missing, digit, for_training, lacks_icon = done.stdout.splitlines()
    assert loaded == made == "[]"
    assert missing == "[]"
    assert digit == "1"
    assert for_training == "[]"
    assert lacks_icon == "False"


def test_a_model_that_cannot_be_opened_is_told_in_one_line(tmp_path):
    path = tmp_path / f"broken{SUFFIX}"
    path.write_bytes(b"no model")
    command = [sys.executable, "-m", "handwriting_app", "--model", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert path.name in done.stderr
    assert "Traceback" not in done.stderr


def test_a_shipped_model_that_is_damaged_ends_the_program_instead_of_leaving_half_a_window(tmp_path):
    path = tmp_path / f"broken{SUFFIX}"
    path.write_bytes(b"no model")
    script = (
        "import pathlib, sys; import handwriting_app.assets as assets; "
        f"assets.default_model_path = lambda: pathlib.Path({str(path)!r}); "
        "from handwriting_app.cli import main; sys.exit(main([]))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert path.name in done.stderr
    assert "Traceback" not in done.stderr


def test_the_first_train_takes_seconds_however_long_the_shipped_model_was_trained(make_window, tmp_path):
    window = make_window()
    panel = window.findChild(TrainingPanel)
    assert session_of(window).shelf.present.config.epochs > TrainingConfig().epochs
    assert panel.config() == TrainingConfig()
    assert any("512, 256 units" in label.text() for label in panel.findChildren(QLabel))  # and says that they differ
    # What a person has opened, the panel shows.
    mine = TrainingConfig(hidden=(5,), epochs=7)
    path = tmp_path / "mine.safetensors"
    save_model(path, Model.untrained(mine, np.random.default_rng(0)).to_save("mine"))
    assert make_window(model_path=path).findChild(TrainingPanel).config() == mine
