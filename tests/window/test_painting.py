"""Faults while the whole window is painted, and results that come too late."""

from __future__ import annotations

import sys
import threading
from dataclasses import replace
from pathlib import Path
from types import TracebackType

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.network import Network
from handwriting_app.explain.unit_activity import UnitActivity, unit_activity
from handwriting_app.session.model import Model
from handwriting_app.storage.model_file import save_model
from handwriting_app.ui.frame.main_window import MainWindow
from handwriting_app.ui.network import join as network_join
from handwriting_app.ui.plots.axes import Grid
from handwriting_app.ui.plots.plot import Plot
from handwriting_app.ui.widgets.painting import guarded
from tests.whole_window import draw, session_of, tabs_of

WAIT = 60_000
QUICK = TrainingConfig(hidden=(8,), epochs=3, variation=0.0, non_digits=False, stop_when_converged=False)
FAULT = "a fault of the painter"


class FaultyPainter(QPainter):
    """Draws nothing."""

    def _fail(self, *_: object) -> None:
        raise IndexError(FAULT)

    drawLine = drawRect = drawText = drawImage = drawPixmap = drawPolyline = drawEllipse = _fail
    setPen = setBrush = setFont = setRenderHint = setRenderHints = fillRect = _fail


def train(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(session_of(window).training.ended, timeout=WAIT):
        session_of(window).start_training(QUICK)


class Fails(QWidget):
    """What is seen of a widget that cannot be painted."""

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        raise IndexError(FAULT)


def alone(widget: QWidget) -> QImage:
    """What a widget itself paints, without its children."""
    image = QImage(widget.size(), QImage.Format.Format_RGB32)
    QWidget.render(widget, image, QPoint(), QRegion(), QWidget.RenderFlag.DrawWindowBackground)
    return image


def words_instead_of(widget: QWidget) -> QImage:
    stand_in = Fails()
    stand_in.setPalette(widget.palette())
    stand_in.setFont(widget.font())
    stand_in.setEnabled(widget.isEnabled())
    stand_in.resize(widget.size())
    return alone(stand_in)


def painting(window: MainWindow) -> list[QWidget]:
    """The widgets that are seen now and paint themselves; in plots, items do."""
    widgets = (widget for widget in window.findChildren(QWidget) if widget.isVisible() and not widget.size().isEmpty())
    return [
        widget for widget in widgets if hasattr(type(widget).paintEvent, "__wrapped__") and not isinstance(widget, Plot)
    ]


def fail(*_: object) -> None:
    raise IndexError(FAULT)


def break_painters(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, module in list(sys.modules.items()):
        if name.startswith("handwriting_app.ui.") and name != guarded.__module__ and hasattr(module, "QPainter"):
            monkeypatch.setattr(module, "QPainter", FaultyPainter)
    monkeypatch.setattr(Grid, "stroke", fail)


def test_a_fault_in_any_picture_costs_that_picture_and_is_told_once(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    train(qtbot, window)
    draw(window)
    tabs = tabs_of(window)
    told: list[object] = []

    def tell(_kind: type[BaseException], _error: BaseException, trace: TracebackType) -> None:
        painted = trace.tb_frame.f_locals
        told.append(painted.get("widget") or painted["item"])

    monkeypatch.setattr(sys, "excepthook", tell)
    for index in range(tabs.count()):
        tabs.setCurrentIndex(index)
        QApplication.processEvents()
        with monkeypatch.context() as patch:
            break_painters(patch)
            window.grab()
            pictures = {widget: (alone(widget), words_instead_of(widget)) for widget in painting(window)}
            QApplication.processEvents()
        for widget in pictures.keys() & set(told):
            seen, words = pictures[widget]
            assert seen == words, type(widget)
        QApplication.processEvents()
    told = [painted for painted in told if type(painted) is not Fails]
    assert len(told) == len(set(told))
    kinds = {type(painted).__name__ for painted in told}
    assert kinds >= {"Canvas", "ProbabilityBars", "Lines", "NetworkGraph", "FirstWeights"}
    assert len(kinds) > 12, kinds


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> tuple[threading.Event, threading.Event]:
    """Measuring the units of a network begins (the first) and goes on when it may (the second)."""
    begun, may_go_on = threading.Event(), threading.Event()

    def slow(network: Network, x: np.ndarray, y: np.ndarray) -> UnitActivity:
        begun.set()
        assert may_go_on.wait(WAIT / 1000)
        return unit_activity(network, x, y)

    monkeypatch.setattr(network_join, "unit_activity", slow)
    return begun, may_go_on


def test_a_model_opened_while_the_last_one_is_measured_is_shown_alone(
    qtbot: QtBot, window: MainWindow, gate: tuple[threading.Event, threading.Event], tmp_path: Path
) -> None:
    begun, may_go_on = gate
    train(qtbot, window)
    draw(window)
    tabs = tabs_of(window)
    tabs.setCurrentIndex(2)
    qtbot.waitUntil(begun.is_set, timeout=WAIT)
    config = replace(QUICK, hidden=(5, 3), activation="tanh")
    save_model(tmp_path / "other.safetensors", Model.untrained(config, np.random.default_rng(3)).to_save("other"))
    with qtbot.waitSignal(session_of(window).coming.read, timeout=WAIT):
        session_of(window).open_model(tmp_path / "other.safetensors")
    marks = window.findChild(QLabel, "network_marks")
    with qtbot.captureExceptions() as faults:
        window.grab()
        may_go_on.set()
        qtbot.waitUntil(lambda: "saturated" in marks.text(), timeout=WAIT)
        window.grab()
    assert not faults
    assert "dead" not in marks.text()
