"""Model ▸ Export in the whole window."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from PIL import Image
from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMessageBox
from pytestqt.qtbot import QtBot

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.ui.frame.main_window import MainWindow
from handwriting_app.ui.train.training_panel import TrainingPanel
from tests.whole_window import draw, session_of


def export(window: MainWindow, monkeypatch: pytest.MonkeyPatch, kind: str, path: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    action = window.findChild(QAction, f"action_export_{kind}")
    assert action is not None
    action.trigger()


def notice(window: MainWindow) -> str:
    label = window.findChild(QLabel, "notice")
    assert label is not None
    return label.text()


@pytest.mark.parametrize(("kind", "suffix"), [("python", ".py"), ("onnx", ".onnx"), ("html", ".html")])
def test_it_is_written_where_it_was_asked_for_and_said(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str, suffix: str
) -> None:
    export(window, monkeypatch, kind, tmp_path / "mine")  # the ending is given to the name
    qtbot.waitUntil((tmp_path / f"mine{suffix}").exists)
    qtbot.waitUntil(lambda: f"mine{suffix}" in notice(window))


def test_the_graph_reads_as_the_window_does(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    draw(window)
    prediction = session_of(window).reader.prediction
    assert prediction is not None
    path = tmp_path / "mine.onnx"
    export(window, monkeypatch, "onnx", path)
    qtbot.waitUntil(path.exists)
    graph = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    (probabilities, _) = graph.run(None, {"counts": 16 * prediction.normalised.views()[None]})
    np.testing.assert_allclose(probabilities[0], prediction.probabilities, atol=1e-5)


def test_without_the_package_a_dialog_says_what_to_do(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    said: list[str] = []

    def look() -> None:
        for box in QApplication.topLevelWidgets():
            if isinstance(box, QMessageBox) and box.isVisible():
                said.append(box.text() + box.informativeText())
                box.close()
                return
        QTimer.singleShot(20, look)

    monkeypatch.setitem(sys.modules, "onnx", None)
    export(window, monkeypatch, "onnx", tmp_path / "mine.onnx")
    look()
    qtbot.waitUntil(lambda: bool(said))
    assert "pip install onnx" in said[0]
    assert not any(tmp_path.glob("mine*"))


def test_a_run_becomes_a_moving_picture(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    config = TrainingConfig(hidden=(8,), epochs=5, variation=0.0, non_digits=False, stop_when_converged=False)
    window.findChild(TrainingPanel).set_config(config)
    with qtbot.waitSignal(session_of(window).training.ended, timeout=15_000):
        session_of(window).start_training(config)
    draw(window)
    export(window, monkeypatch, "run_gif", tmp_path / "mine")
    path = tmp_path / "mine.gif"
    qtbot.waitUntil(path.exists)
    qtbot.waitUntil(lambda: "mine.gif" in notice(window))
    with Image.open(path) as moving:
        assert moving.n_frames == len(session_of(window).timeline.kept) >= 2


def test_without_a_run_or_a_drawing_it_says_what_is_missing(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for words in ("Draw something first", "Train a network first"):
        export(window, monkeypatch, "run_png", tmp_path / "mine.png")
        box = window.findChild(QMessageBox, "error_dialog")
        assert box is not None
        assert words in box.informativeText()
        box.close()
        qtbot.waitUntil(lambda: window.findChild(QMessageBox, "error_dialog") is None)
        draw(window)
    assert not any(tmp_path.iterdir())
