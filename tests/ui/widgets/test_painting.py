"""Faults while painting."""

from __future__ import annotations

import subprocess
import sys

import pyqtgraph as pg
import PySide6
import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.ui.theme import LIGHT
from handwriting_app.ui.widgets.painting import guarded, guarded_item

FAULT = "a fault while painting"


class Square(QWidget):
    """Paints itself in one colour, unless it is broken."""

    is_broken = False

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), LIGHT.ink)
            if self.is_broken:
                raise IndexError(FAULT)


class Area(QAbstractScrollArea):
    """Paints on its viewport."""

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        raise IndexError(FAULT)


class Dot(pg.GraphicsObject):  # type: ignore[misc]
    """An item that cannot be painted."""

    def boundingRect(self) -> QRectF:
        return QRectF(0, 0, 300, 200)

    @guarded_item
    def paint(self, painter: QPainter) -> None:
        painter.scale(0.01, 0.01)
        raise IndexError(FAULT)


@pytest.fixture
def reports(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What `sys.excepthook` is told."""
    told: list[str] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: told.append(f"{kind.__name__}: {error}"))
    return told


def picture(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def colours(image: QImage) -> int:
    size = image.size()
    return len({image.pixel(x, y) for x in range(size.width()) for y in range(size.height())})


@pytest.fixture(params=[Square, Area])
def broken(request: pytest.FixtureRequest, qtbot: QtBot) -> QWidget:
    widget: QWidget = request.param()
    qtbot.addWidget(widget)
    widget.is_broken = True  # type: ignore[attr-defined]
    widget.resize(QSize(300, 80))
    return widget


def test_words_stand_where_nothing_could_be_painted(broken: QWidget, qtbot: QtBot, reports: list[str]) -> None:
    image = picture(broken)
    assert QImage.pixelColor(image, 150, 5) == broken.palette().window().color()
    assert colours(image) > 2
    qtbot.waitUntil(lambda: bool(reports))


def test_a_fault_is_told_once_and_outside_of_the_painting(broken: QWidget, qtbot: QtBot, reports: list[str]) -> None:
    picture(broken)
    assert not reports
    qtbot.waitUntil(lambda: bool(reports))
    for _ in range(3):
        picture(broken)
    square = Square()
    qtbot.addWidget(square)
    square.is_broken = True
    picture(square)
    qtbot.waitUntil(lambda: len(reports) > 1)
    assert reports == [f"IndexError: {FAULT}"] * 2


def test_a_widget_that_can_be_painted_again_is(qtbot: QtBot, reports: list[str]) -> None:
    square = Square()
    qtbot.addWidget(square)
    square.is_broken = True
    picture(square)
    square.is_broken = False
    assert picture(square).pixelColor(3, 3) == LIGHT.ink
    qtbot.waitUntil(lambda: bool(reports))


def test_an_item_that_cannot_be_painted_says_so(qtbot: QtBot, reports: list[str]) -> None:
    view = pg.GraphicsView()
    qtbot.addWidget(view)
    view.resize(300, 200)
    view.setBackground(LIGHT.paper)
    blank = picture(view)
    view.scene().addItem(Dot())
    assert colours(blank) == 1
    assert colours(picture(view)) > 2
    picture(view)
    qtbot.waitUntil(lambda: bool(reports))
    assert reports == [f"IndexError: {FAULT}"]


TINY = """
from PySide6.QtWidgets import QApplication, QWidget

class Tiny(QWidget):
    def event(self, event):
        return super().event(event)
    def paintEvent(self, event):
        (1,)[int("3")]

application = QApplication(["tiny", "-platform", "offscreen"])
tiny = Tiny()
print("begins to paint", flush=True)
for _ in range(3):
    try:
        tiny.grab()
    except IndexError:
        pass
print("lives")
"""


def test_pyside_still_crashes_on_a_fault_in_a_widget_that_overrides_event() -> None:
    """Why `test_no_widget_that_paints_overrides_event` (tests/test_layers.py) stands."""
    done = subprocess.run([sys.executable, "-c", TINY], capture_output=True, text=True, check=False, timeout=60)
    assert "begins to paint" in done.stdout, done.stderr
    if "lives" in done.stdout:
        pytest.skip(f"PySide {PySide6.__version__} has mended it: where this is skipped, event() may be overridden")
    assert done.returncode != 0
