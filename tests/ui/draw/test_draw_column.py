from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.normalise import normalise
from handwriting_app.session.reading import Prediction
from handwriting_app.ui.draw.draw_column import DrawColumn
from handwriting_app.ui.draw.reading_panel import ReadingPanel

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def column(qtbot: QtBot) -> DrawColumn:
    widget = DrawColumn()
    widget.add_below(ReadingPanel())
    qtbot.addWidget(widget)
    widget.resize(304, 620)
    with qtbot.waitActive(widget):
        widget.show()
        widget.activateWindow()
    return widget


def action(column: DrawColumn, name: str) -> QAction:
    found = column.findChild(QAction, f"action_{name}")
    assert found is not None
    return found


def button(column: DrawColumn, name: str) -> QToolButton:
    found = column.findChild(QToolButton, f"{name}_button")
    assert found is not None
    return found


def dot(qtbot: QtBot, column: DrawColumn, x: int, y: int) -> None:
    qtbot.mouseClick(column.canvas, LEFT, pos=QPoint(x, y))


def test_a_stroke_is_told_once_and_wakes_the_tools(qtbot: QtBot, column: DrawColumn) -> None:
    assert not any(action(column, name).isEnabled() for name in ("undo", "redo", "eraser", "clear"))
    with qtbot.waitSignal(column.drawing_changed) as told:
        dot(qtbot, column, 100, 100)
    assert len(told.args[0].strokes) == 1
    assert [action(column, name).isEnabled() for name in ("undo", "redo", "eraser", "clear")] == [
        True,
        False,
        True,
        True,
    ]


def test_the_tool_buttons_do_what_they_say(qtbot: QtBot, column: DrawColumn) -> None:
    dot(qtbot, column, 50, 50)
    dot(qtbot, column, 200, 200)
    qtbot.mouseClick(button(column, "undo"), LEFT)
    assert len(column.canvas.drawing.strokes) == 1
    qtbot.mouseClick(button(column, "redo"), LEFT)
    assert len(column.canvas.drawing.strokes) == 2
    qtbot.mouseClick(button(column, "eraser"), LEFT)
    dot(qtbot, column, 50, 50)
    assert len(column.canvas.drawing.strokes) == 1
    qtbot.mouseClick(button(column, "clear"), LEFT)
    assert column.canvas.drawing.is_empty


def test_the_keys_named_in_the_tooltips_work(qtbot: QtBot, column: DrawColumn) -> None:
    dot(qtbot, column, 50, 50)
    canvas = column.canvas
    assert "Ctrl+Z" in button(column, "undo").toolTip()
    qtbot.keyClick(canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert canvas.drawing.is_empty
    qtbot.keyClick(canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert not canvas.drawing.is_empty
    qtbot.keyClick(canvas, Qt.Key.Key_E)
    assert action(column, "eraser").isChecked()
    qtbot.keyClick(canvas, Qt.Key.Key_Delete)
    assert canvas.drawing.is_empty
    qtbot.keyClick(canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(canvas, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert not canvas.drawing.is_empty


def test_the_eraser_is_put_away_when_nothing_is_left(qtbot: QtBot, column: DrawColumn) -> None:
    dot(qtbot, column, 50, 50)
    action(column, "eraser").trigger()
    dot(qtbot, column, 50, 50)
    assert column.canvas.drawing.is_empty
    assert not action(column, "eraser").isChecked()
    dot(qtbot, column, 80, 80)
    assert len(column.canvas.drawing.strokes) == 1


def test_a_reading_reaches_every_view(column: DrawColumn) -> None:
    drawing = Drawing((np.array([[0.5, 0.1], [0.5, 0.9]]),))
    column.set_drawing(drawing)
    assert action(column, "clear").isEnabled()
    panel = column.findChild(ReadingPanel)
    panel.show_prediction(Prediction(np.eye(10)[1], normalise(drawing)))
    label = column.findChild(QLabel, "predicted_digit")
    assert label is not None
    assert label.text() == "1"
    panel.show_prediction(None)
    assert label.text() == "–"


def test_everything_fits_the_smallest_window_and_the_canvas_is_the_largest_thing(column: DrawColumn) -> None:
    assert column.size().toTuple() == (304, 620)
    assert column.canvas.square().width() >= 280
    for widget in column.findChildren(QWidget):
        if widget.isVisible():
            corner = widget.mapTo(column, widget.rect().bottomRight())
            assert column.rect().contains(corner), widget.objectName()
            assert widget.minimumSizeHint().width() <= widget.width(), widget.objectName()


@pytest.mark.parametrize(("width", "height", "side"), [(428, 840, 412), (700, 1020, 480), (304, 540, 200)])
def test_the_canvas_grows_and_shrinks_with_the_column(
    qtbot: QtBot, column: DrawColumn, width: int, height: int, side: int
) -> None:
    column.resize(width, height)
    qtbot.waitUntil(lambda: column.canvas.square().width() >= side, timeout=1000)
    bottom = column.findChild(ReadingPanel).geometry().bottom()
    assert bottom <= column.height()
