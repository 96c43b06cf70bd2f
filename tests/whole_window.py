"""A whole window to act on, with settings of its own: fixtures and the gestures of a person."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.app import build_window
from handwriting_app.session.session import Session
from handwriting_app.storage.settings_file import SettingsFile
from handwriting_app.ui.frame.lazy_tabs import LazyTabs
from handwriting_app.ui.frame.main_window import MainWindow
from handwriting_app.ui.theme_switcher import ThemeChoice

SEVEN = ((0.25, 0.2), (0.75, 0.2), (0.45, 0.85))


@pytest.fixture
def settings(tmp_path: Path) -> SettingsFile:
    return SettingsFile(tmp_path / "settings.json")


def next_start(qtbot: QtBot, settings: SettingsFile) -> SettingsFile:
    """What the program finds when it starts again, once all that was changed in ``settings`` is in their file."""
    qtbot.waitUntil(lambda: settings.is_kept)
    return SettingsFile(settings.path)


@pytest.fixture
def make_window(qtbot: QtBot, settings: SettingsFile) -> Iterator[Callable[..., MainWindow]]:
    """Builds shown windows with all they put off; they are closed without questions in the end."""
    windows = []

    def make(**options: object) -> MainWindow:
        window = build_window(**{"settings": settings, "theme": ThemeChoice.LIGHT} | options)  # type: ignore[arg-type]
        windows.append(window)
        with qtbot.waitSignal(tabs_of(window).view_built):
            window.show()
        return window

    yield make
    for window in windows:
        session_of(window).shutdown()
        window.close_unasked()
        window.deleteLater()


@pytest.fixture
def window(make_window: Callable[..., MainWindow]) -> MainWindow:
    return make_window()


def session_of(window: MainWindow) -> Session:
    session = window.findChild(Session)
    assert session is not None
    return session


def tabs_of(window: MainWindow) -> LazyTabs:
    tabs = window.findChild(LazyTabs)
    assert tabs is not None
    return tabs


def draw(window: MainWindow, *strokes: tuple[tuple[float, float], ...]) -> None:
    """Draw with the mouse; points are shares of the canvas."""
    canvas = window.findChild(QWidget, "canvas")
    square = canvas.square()
    for stroke in strokes or (SEVEN,):
        points = [
            QPoint(int(square.x() + x * square.width()), int(square.y() + y * square.height())) for x, y in stroke
        ]
        QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=points[0])
        for start, end in pairwise(points):
            for step in range(1, 9):
                QTest.mouseMove(canvas, start + (end - start) * (step / 8))
        QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=points[-1])
