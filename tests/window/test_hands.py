"""Hands in the network, in the whole window: weights dragged, units frozen, killed, shaken and ranked."""

from __future__ import annotations

import re
from typing import TypeVar

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app import numerals
from handwriting_app.engine.network import Network
from handwriting_app.explain.quantity import Kind
from handwriting_app.explain.steps import StepKind
from handwriting_app.lab.backprop_state import BackpropState
from handwriting_app.ui.frame.main_window import MainWindow
from handwriting_app.ui.inspector.backprop_view import BackpropView
from handwriting_app.ui.inspector.board_view import BoardView
from handwriting_app.ui.widgets.array_picture import ArrayPicture
from handwriting_app.ui.widgets.number_field import DecimalField
from tests.whole_window import draw, session_of, tabs_of

LEFT = Qt.MouseButton.LeftButton
Part = TypeVar("Part", bound=QWidget)


def part(window: QWidget, name: str, kind: type[Part] = QWidget) -> Part:  # type: ignore[assignment]
    found = window.findChild(kind, name)
    assert found is not None, name
    return found


def words(window: QWidget, name: str) -> str:
    return part(window, name, QLabel).text()


def click(qtbot: QtBot, window: QWidget, name: str) -> None:
    button = part(window, name, QAbstractButton)
    qtbot.waitUntil(lambda: button.isVisible() and button.isEnabled())
    QTest.mouseClick(button, LEFT)


def changed_numbers(text: str) -> tuple[float, float]:
    """What a line of the report says was predicted, and what happened."""
    found = re.search(r"Predicted (\S+), real (\S+)\.", text)
    assert found is not None, text
    predicted, actual = (float(numerals.read(each.removeprefix("+"))) for each in found.groups())
    return predicted, actual


def textbook(network: Network, x: np.ndarray, label: int) -> tuple[float, float]:
    """C and p of one digit in float64, without the program's own forward pass."""
    a = x.astype(np.float64)
    for layer, (weights, biases) in enumerate(zip(network.weights, network.biases, strict=True), start=1):
        a = weights.astype(np.float64) @ a + biases
        if layer < len(network.weights):
            assert network.activation == "relu"
            a = np.maximum(a, 0.0)
    p = np.exp(a - a.max())
    p /= p.sum()
    return float(-np.log(p[label])), float(p[label])


@pytest.fixture
def backprop(window: MainWindow, qtbot: QtBot) -> BackpropView:
    """At the sum of layer 1 in the shipped network, with a seven drawn and a weight chosen that the cost feels."""
    window.resize(1200, 900)
    draw(window)
    tabs_of(window).show_view("backprop_view")
    view = part(window, "backprop_view", BackpropView)
    qtbot.waitUntil(view.isVisible)
    unit, source = felt_weight(window)
    view.set_lab_state(BackpropState(step=StepKind.SUM, layer=1, unit=unit, source=source, aim=Kind.WEIGHT))
    return view


def weights_of(view: BackpropView) -> ArrayPicture:
    return part(view, "inspector_board", BoardView).picture("main")


def felt_weight(window: MainWindow) -> tuple[int, int]:
    """From a lit pixel to a unit that fires, so that the cost feels it."""
    session = session_of(window)
    prediction = session.reader.prediction
    assert prediction is not None
    x = prediction.normalised.features()
    network = session.shelf.present.network
    fires = np.flatnonzero(network.forward(x[np.newaxis].astype(np.float32)).z[0][0] > 0.1)
    strongest = np.argmax(np.abs(network.weights[1][:, fires]).sum(axis=0))
    return int(fires[strongest]), int(np.argmax(x))


def drag(picture: ArrayPicture, cell: tuple[int, int], by: int, steps: int = 6) -> None:
    """Press on a cell, and move the mouse ``by`` pixels up in so many moves; the button stays down."""
    start = picture.cell_rect(*cell).center().toPoint()
    QTest.mousePress(picture, LEFT, pos=start)
    for step in range(1, steps + 1):
        QTest.mouseMove(picture, start - QPoint(0, round(by * step / steps)))
    QApplication.sendPostedEvents()


def release(picture: ArrayPicture, cell: tuple[int, int], by: int) -> None:
    QTest.mouseRelease(picture, LEFT, pos=picture.cell_rect(*cell).center().toPoint() - QPoint(0, by))


def test_a_dragged_weight_tells_what_was_predicted_and_what_came_of_it(
    window: MainWindow, backprop: BackpropView, qtbot: QtBot
) -> None:
    session, picture = session_of(window), weights_of(backprop)
    before = session.shelf.present.network
    cell = felt_weight(window)
    value = float(before.weights[0][cell])
    reading = words(window, "prediction_note")
    drag(picture, cell, 12)
    qtbot.waitUntil(lambda: session.hand_changes.names != ())
    release(picture, cell, 12)

    def is_there() -> bool:
        return float(session.shelf.present.network.weights[0][cell]) == pytest.approx(
            value + 0.12 * picture_limit, rel=1e-5
        )

    picture_limit = limit_of(before.weights[0])
    qtbot.waitUntil(is_there)
    after = session.shelf.present.network
    assert np.count_nonzero(after.parameters != before.parameters) == 1
    report = words(window, "weight_drag_report").splitlines()
    assert part(window, "weight_drag_report").isVisible()
    name = f"w(1)[{cell[0]}, {cell[1]}]"
    new = float(after.weights[0][cell])
    assert report[0] == f"{name}: {numerals.number(value)} → {numerals.number(new)}"
    assert words(window, "weight_name") == name

    prediction = session.reader.prediction
    assert prediction is not None
    x, label = prediction.normalised.features(), prediction.digit
    (cost, share), (new_cost, new_share) = (textbook(network, x, label) for network in (before, after))
    assert f"C: {numerals.number(cost)} → {numerals.number(new_cost)}." in report[1]
    told_cost, told_share = changed_numbers(report[1]), changed_numbers(report[2])
    assert told_cost[1] == pytest.approx(new_cost - cost, rel=0.01)
    assert told_share[1] == pytest.approx(new_share - share, rel=0.01)
    # The reading in the window is that of the new weights, and the report says what it was.
    assert report[3].startswith("The reading: ")
    assert words(window, "prediction_note") != reading or report[3].count("→") == 1
    assert session.timeline.weights.network is after


def limit_of(values: np.ndarray) -> float:
    """The end of a picture's colours."""
    from handwriting_app.explain.boards import Plate

    return Plate("main", (), "w", values, 1, 0).limit  # type: ignore[arg-type]


def test_small_drags_keep_the_gradients_promise_within_one_percent(
    window: MainWindow, backprop: BackpropView, qtbot: QtBot
) -> None:
    session, picture = session_of(window), weights_of(backprop)
    before, cell = session.shelf.present.network, felt_weight(window)
    start = picture.cell_rect(*cell).center().toPoint()
    QTest.mousePress(picture, LEFT, Qt.KeyboardModifier.ShiftModifier, start)
    move(picture, start - QPoint(0, 11), Qt.KeyboardModifier.ShiftModifier)
    QTest.mouseRelease(picture, LEFT, Qt.KeyboardModifier.ShiftModifier, start - QPoint(0, 11))
    qtbot.waitUntil(lambda: session.hand_changes.names != ())
    after = session.shelf.present.network
    by = float(after.weights[0][cell]) - float(before.weights[0][cell])
    assert by == pytest.approx(0.011 * limit_of(before.weights[0]), rel=1e-4)  # ten times as fine as without Shift
    prediction = session.reader.prediction
    assert prediction is not None
    x, label = prediction.normalised.features(), prediction.digit
    (cost, share), (new_cost, new_share) = (textbook(network, x, label) for network in (before, after))
    report = words(window, "weight_drag_report").splitlines()
    for line, real in ((report[1], new_cost - cost), (report[2], new_share - share)):
        predicted, actual = changed_numbers(line)
        assert actual == pytest.approx(real, rel=0.01)
        assert predicted == pytest.approx(real, rel=0.015)  # 1 %, and the third digit that is not shown


def move(widget: QWidget, to: QPoint, modifiers: Qt.KeyboardModifier) -> None:
    """A move with the left button and a modifier held, which QTest cannot do."""
    from PySide6.QtCore import QEvent, QPointF
    from PySide6.QtGui import QMouseEvent

    everywhere = QPointF(widget.mapToGlobal(to))
    event = QMouseEvent(QEvent.Type.MouseMove, QPointF(to), everywhere, Qt.MouseButton.NoButton, LEFT, modifiers)
    QApplication.sendEvent(widget, event)


def test_a_drag_is_one_undo_that_says_what_it_undoes_and_gives_every_bit_back(
    window: MainWindow, backprop: BackpropView, qtbot: QtBot
) -> None:
    session, picture = session_of(window), weights_of(backprop)
    before, cell = session.shelf.present, felt_weight(window)
    bits = before.network.parameters.tobytes()
    drag(picture, cell, 40, steps=20)
    qtbot.waitUntil(lambda: session.hand_changes.names != ())
    release(picture, cell, 40)
    value = float(before.network.weights[0][cell])
    full = value + 0.4 * limit_of(before.network.weights[0])
    qtbot.waitUntil(lambda: float(session.shelf.present.network.weights[0][cell]) == pytest.approx(full, rel=1e-4))
    assert len(session.hand_changes.names) == 1
    undo = part(window, "weight_drag_undo", QAbstractButton)
    qtbot.waitUntil(undo.isEnabled)
    assert undo.text().startswith(f"Undo: w(1)[{cell[0]}, {cell[1]}]: {numerals.number(value)} → ")
    strokes = len(session.reader.drawing.strokes)
    click(qtbot, window, "weight_drag_undo")
    qtbot.waitUntil(lambda: session.hand_changes.names == ())
    assert session.shelf.present.network.parameters.tobytes() == bits
    assert session.shelf.present.checkpoint is before.checkpoint
    qtbot.waitUntil(lambda: not undo.isEnabled())
    # Ctrl+Z still belongs to the canvas.
    drag(picture, cell, 20)
    qtbot.waitUntil(lambda: session.hand_changes.names != ())
    release(picture, cell, 20)
    QTest.keyClick(picture, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(session.reader.drawing.strokes) == strokes - 1)
    assert len(session.hand_changes.names) == 1


def test_a_click_moves_nothing(window: MainWindow, backprop: BackpropView) -> None:
    session, picture = session_of(window), weights_of(backprop)
    before = session.shelf.present.network
    QTest.mouseClick(picture, LEFT, pos=picture.cell_rect(3, 20).center().toPoint())
    assert session.shelf.present.network is before
    assert session.hand_changes.names == ()


def test_keys_move_and_type_a_weight_and_a_bias(window: MainWindow, backprop: BackpropView, qtbot: QtBot) -> None:
    session, board = session_of(window), part(backprop, "inspector_board", BoardView)
    before = session.shelf.present.network
    picture, (unit, source) = weights_of(backprop), felt_weight(window)
    picture.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(3):
        QTest.keyClick(picture, Qt.Key.Key_Plus)
    limit, value = limit_of(before.weights[0]), float(before.weights[0][unit, source])
    qtbot.waitUntil(
        lambda: (
            float(session.shelf.present.network.weights[0][unit, source])
            == pytest.approx(value + 0.03 * limit, rel=1e-4)
        )
    )
    assert len(session.hand_changes.names) == 1  # keys on one weight are one change
    QTest.keyClick(picture, Qt.Key.Key_Return)
    field = part(window, "weight_value", DecimalField)
    qtbot.waitUntil(field.hasFocus)
    QTest.keyClicks(field, "0.25")
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: float(session.shelf.present.network.weights[0][unit, source]) == 0.25)
    QTest.keyClick(field, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: float(session.shelf.present.network.weights[0][unit, source]) == np.float32(0.26))
    assert words(window, "weight_drag_report").startswith(f"w(1)[{unit}, {source}]: {numerals.number(value)} → 0.26")
    biases = board.picture("right")
    drag(biases, (unit, 0), 15)
    qtbot.waitUntil(lambda: session.hand_changes.names[-1].startswith(f"b(1)[{unit}]"))
    release(biases, (unit, 0), 15)
    assert session.shelf.present.network.biases[0][unit] != before.biases[0][unit]
    while session.hand_changes.names:
        click(qtbot, window, "weight_drag_undo")
        QApplication.processEvents()
    assert np.array_equal(session.shelf.present.network.parameters, before.parameters)
