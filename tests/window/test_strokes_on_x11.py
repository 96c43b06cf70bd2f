"""Quick strokes on a real X server while the network trains: every point that the pen reported is in the drawing."""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from math import cos, pi, sin

import pytest

POINTS = 31
STROKES = 6

# Trains for ever with the Network view in front; prints where the canvas is, then the points of each stroke.
_WRITER = f"""
import os
from PySide6.QtCore import QEvent, QObject, QPoint, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from handwriting_app.app import build_window
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.session.session import Session
from handwriting_app.ui.frame.lazy_tabs import LazyTabs

window = build_window()
window.show()
session, tabs, canvas = window.findChild(Session), window.findChild(LazyTabs), window.findChild(QWidget, "canvas")

def begin():
    window.findChild(QWidget, "training_panel").set_config(
        TrainingConfig(epochs=10**6, variation=0.0, non_digits=False, stop_when_converged=False))
    tabs.show_view("network_view")
    window.findChild(QWidget, "train_button").click()
    session.training.reported.connect(place)

said = []

def place(*_report):
    if said:
        return
    square = canvas.square()
    corner = canvas.mapToGlobal(QPoint(round(square.x()), round(square.y())))
    said.append(corner)
    print("canvas", corner.x(), corner.y(), round(square.width()), flush=True)

class Releases(QObject):
    def eventFilter(self, watched, event):
        if event.type() is QEvent.Type.MouseButtonRelease:
            QTimer.singleShot(0, tell)
        return False

def tell():
    strokes = session.reader.drawing.strokes
    print("points", len(strokes[-1]), flush=True)
    if len(strokes) == {STROKES}:
        session.shutdown()
        os._exit(0)

releases = Releases()
canvas.installEventFilter(releases)
QTimer.singleShot(500, begin)
QApplication.exec()
"""


class Hand:
    """Moves the pointer of an X server as a mouse does; the server keeps the time between two moves."""

    def __init__(self, display: str) -> None:
        self._x = ctypes.CDLL(ctypes.util.find_library("X11"))
        self._test = ctypes.CDLL(ctypes.util.find_library("Xtst"))
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._display = ctypes.c_void_p(self._x.XOpenDisplay(display.encode()))
        assert self._display

    def draw(self, points: list[tuple[int, int]], *, ms_between: int) -> None:
        """One stroke through ``points``, in pixels of the screen."""
        for number, (x, y) in enumerate(points):
            self._test.XTestFakeMotionEvent(self._display, -1, x, y, ctypes.c_ulong(ms_between))
            if number == 0:
                self._test.XTestFakeButtonEvent(self._display, 1, 1, ctypes.c_ulong(0))
        self._test.XTestFakeButtonEvent(self._display, 1, 0, ctypes.c_ulong(ms_between))
        self._x.XFlush(self._display)

    def close(self) -> None:
        self._x.XCloseDisplay(self._display)


@pytest.fixture
def display() -> Iterator[str]:
    """The name of an X server of its own."""
    if shutil.which("Xvfb") is None or ctypes.util.find_library("Xtst") is None:
        pytest.skip("needs Xvfb and libXtst, to move a real pointer")
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1400x900x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as numbers:
        number = numbers.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait(10)


@pytest.mark.skipif(sys.platform != "linux", reason="X11")
def test_a_quick_stroke_keeps_all_its_points_while_the_network_trains(display: str):
    environment = os.environ | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
    command = [sys.executable, "-c", _WRITER]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as writer:
        assert writer.stdout is not None
        assert writer.stderr is not None
        said = writer.stdout.readline().split()
        if not said and "xcb" in (problem := writer.stderr.read()):
            pytest.skip(f"Qt's plugin for X11 does not load: {problem.strip()[:200]}")
        assert said[0] == "canvas"
        left, top, side = map(int, said[1:])
        hand = Hand(display)
        counted = []
        for stroke in range(STROKES):
            middle = (0.3 + 0.08 * stroke) * side
            turns = [2 * pi * point / (POINTS - 1) for point in range(POINTS)]
            hand.draw(
                [(left + round(middle + 0.2 * side * sin(t)), top + round(side * (0.5 - 0.3 * cos(t)))) for t in turns],
                ms_between=6,
            )
            counted.append(writer.stdout.readline().split())
        hand.close()
    assert counted == [["points", str(POINTS)]] * STROKES
