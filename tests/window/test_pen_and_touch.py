"""A pen and a finger write in the whole window as a mouse does."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice, QPointingDeviceUniqueId, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from handwriting_app.ui.frame.main_window import MainWindow
from tests.whole_window import SEVEN, draw, session_of

NOTHING = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def canvas(window: MainWindow) -> QWidget:
    canvas = window.findChild(QWidget, "canvas")
    assert canvas is not None
    return canvas


def way(square: QRect) -> list[QPoint]:
    """A seven, point by point, on a canvas."""
    corners = [square.topLeft() + QPoint(int(x * square.width()), int(y * square.height())) for x, y in SEVEN]
    return [start + (end - start) * (step / 8) for start, end in pairwise(corners) for step in range(9)]


def read(window: MainWindow) -> str:
    label = window.findChild(QLabel, "predicted_digit")
    assert label is not None
    return label.text()


def test_a_finger_writes(window: MainWindow, canvas: QWidget, screen: QPointingDevice):
    first, *rest = way(canvas.square())
    QTest.touchEvent(canvas, screen).press(0, first, canvas).commit()
    for point in rest:
        QTest.touchEvent(canvas, screen).move(0, point, canvas).commit()
    QTest.touchEvent(canvas, screen).release(0, rest[-1], canvas).commit()
    assert read(window) == "7"
    assert len(session_of(window).reader.drawing.strokes) == 1


def test_a_pen_writes_and_a_mouse_after_it_though_its_release_was_lost(window: MainWindow, canvas: QWidget):
    device = QPointingDevice(
        "pen",
        7,
        QInputDevice.DeviceType.Stylus,
        QPointingDevice.PointerType.Pen,
        QInputDevice.Capability.Position,
        1,
        1,
        "",
        QPointingDeviceUniqueId(),
    )
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    first, *rest = way(canvas.square())
    for kind, point, button in [
        (QEvent.Type.TabletPress, first, left),
        *((QEvent.Type.TabletMove, point, none) for point in rest),
    ]:
        at, globally = QPointF(point), QPointF(canvas.mapToGlobal(point))
        event = QTabletEvent(kind, device, at, globally, 0.5, 0, 0, 0, 0, 0, NOTHING, button, left)
        QApplication.sendEvent(canvas, event)
    QApplication.sendEvent(window, QEvent(QEvent.Type.WindowDeactivate))  # the pen was lifted over another window
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.WindowDeactivate))
    assert read(window) == "7"
    draw(window, ((0.1, 0.9), (0.2, 0.9)))
    assert len(session_of(window).reader.drawing.strokes) == 2


@pytest.fixture
def screen(window: MainWindow) -> QPointingDevice:
    return QTest.createTouchDevice()
