"""Hands in the network, in the whole window: weights dragged, units frozen, killed, shaken and ranked."""

from __future__ import annotations

import re
from typing import TypeVar

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMenu, QTableView, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app import numerals
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.network import Network
from handwriting_app.explain.quantity import Kind
from handwriting_app.explain.steps import StepKind
from handwriting_app.lab.backprop_state import BackpropState
from handwriting_app.ui.frame.main_window import MainWindow
from handwriting_app.ui.inspector.backprop_view import BackpropView
from handwriting_app.ui.inspector.board_view import BoardView
from handwriting_app.ui.network.graph import NetworkGraph
from handwriting_app.ui.train.training_panel import TrainingPanel
from handwriting_app.ui.widgets.array_picture import ArrayPicture
from handwriting_app.ui.widgets.number_field import DecimalField
from handwriting_app.ui.widgets.segmented import SegmentedButtons
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
    told: list[dict[str, object]] = []
    backprop.facts_changed.connect(told.append)
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
    assert float(told[-1]["backprop.moved_error"]) < 0.01  # type: ignore[arg-type]


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


def test_a_trembling_click_chooses_the_cell_that_it_began_on(window: MainWindow, backprop: BackpropView) -> None:
    """Also within the outline of a chosen cell that is thinner than that."""
    session, picture = session_of(window), weights_of(backprop)
    before, cell = session.shelf.present.network, felt_weight(window)
    at = picture.cell_rect(*cell).center().toPoint() - QPoint(0, 3)
    pressed = picture._cell_at(at)
    assert pressed is not None
    assert pressed != cell
    QTest.mousePress(picture, LEFT, pos=at)
    QTest.mouseMove(picture, at + QPoint(0, 2))
    QTest.mouseRelease(picture, LEFT, pos=at + QPoint(0, 2))
    assert picture.selected() == pressed
    assert session.shelf.present.network is before


def test_what_comes_of_a_drag_is_brought_into_sight(window: MainWindow, backprop: BackpropView, qtbot: QtBot) -> None:
    window.resize(1024, 700)
    picture, report = weights_of(backprop), part(window, "weight_drag_report")
    backprop.set_lab_state(BackpropState(step=StepKind.SUM, layer=3, aim=Kind.WEIGHT, tray="none"))
    qtbot.waitUntil(lambda: not report.visibleRegion().boundingRect().isValid())
    cell = picture.selected()
    assert cell is not None
    assert None not in cell
    drag(picture, cell, 20)  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: report.visibleRegion().boundingRect() == report.rect())
    assert picture.visibleRegion().boundingRect() == picture.rect()
    release(picture, cell, 20)  # type: ignore[arg-type]


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


def test_a_digit_stays_what_it_was_when_a_move_turns_its_reading(
    window: MainWindow, backprop: BackpropView, qtbot: QtBot
) -> None:
    """Nobody has said that it is a 7; read as a 1 by a bias of that output, C and p are still those of the 7."""
    session = session_of(window)
    backprop.set_lab_state(BackpropState(step=StepKind.SUM, layer=3, unit=1, aim=Kind.BIAS, tray="by hand"))
    before = session.shelf.present.network
    field = part(window, "weight_value", DecimalField)
    qtbot.waitUntil(lambda: words(window, "weight_name") == "b(3)[1]")
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "12")
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: words(window, "predicted_digit") == "1")
    prediction = session.reader.prediction
    assert prediction is not None
    x = prediction.normalised.features()
    _, share = textbook(session.shelf.present.network, x, 7)
    _, old = textbook(before, x, 7)
    report = words(window, "weight_drag_report").splitlines()
    assert report[2].startswith(f"p of the 7: {numerals.number(old)} → {numerals.number(share)}.")
    assert report[3].startswith("The reading: 7, ")
    assert "→ 1, " in report[3]
    click(qtbot, window, "weight_drag_undo")
    qtbot.waitUntil(lambda: words(window, "weight_drag_report").startswith("b(3)[1] = "))
    assert words(window, "predicted_digit") == "7"


def test_weights_are_dragged_wherever_they_are_shown(window: MainWindow, backprop: BackpropView, qtbot: QtBot) -> None:
    """On the way back, too, where W of the layer above hands δ down."""
    session = session_of(window)
    backprop.set_lab_state(BackpropState(step=StepKind.DELTA, layer=2, tray="none"))
    picture = weights_of(backprop)
    before = session.shelf.present.network
    np.testing.assert_array_equal(picture.values(), before.weights[2])
    cell = picture.selected()
    assert cell is not None
    assert cell[0] is None
    drag(picture, (7, 40), 30)
    qtbot.waitUntil(lambda: session.hand_changes.names != ())
    release(picture, (7, 40), 30)
    assert session.hand_changes.names[0].startswith("w(3)[7, 40]: ")
    qtbot.waitUntil(lambda: part(window, "weight_drag_report").isVisible())
    # The gradient's own picture holds no weights.
    backprop.set_lab_state(BackpropState(step=StepKind.GRADIENT, layer=2, unit=3, source=4, tray="by hand"))
    names = session.hand_changes.names
    drag(weights_of(backprop), (3, 4), 30)
    release(weights_of(backprop), (3, 4), 30)
    assert session.hand_changes.names == names


def test_a_gradient_that_is_to_be_guessed_is_not_told_by_a_drag(
    window: MainWindow, backprop: BackpropView, qtbot: QtBot
) -> None:
    session, cell = session_of(window), felt_weight(window)
    backprop.set_lab_state(
        BackpropState(
            step=StepKind.SUM, layer=1, unit=cell[0], source=cell[1], aim=Kind.WEIGHT, tray="by hand", guess_first=True
        )
    )
    drag(weights_of(backprop), cell, 30)
    release(weights_of(backprop), cell, 30)
    qtbot.waitUntil(lambda: words(window, "weight_drag_report").startswith("Guess the gradient first"))
    assert session.hand_changes.names == ()


# --- the Network tab ----------------------------------------------------------------------------------------------


@pytest.fixture
def net(window: MainWindow, qtbot: QtBot) -> NetworkGraph:
    window.resize(1200, 900)
    draw(window)
    tabs_of(window).show_view("network_view")
    graph = part(window, "network_graph", NetworkGraph)
    qtbot.waitUntil(lambda: graph.isVisible() and graph.places() is not None)
    return graph


def point(graph: NetworkGraph, unit: tuple[int, int]) -> QPoint:
    place = graph.place_of(unit)
    assert place is not None
    return place.toPoint()


def strongest_unit(window: MainWindow, graph: NetworkGraph, layer: int) -> int:
    """The shown unit of a hidden layer that sends most for the drawing."""
    session = session_of(window)
    prediction, places = session.reader.prediction, graph.places()
    assert prediction is not None
    assert places is not None
    x = prediction.normalised.features()[np.newaxis].astype(np.float32)
    a = session.shelf.present.network.forward(x).a[layer][0]
    shown = places.layers[layer].units
    return int(shown[np.argmax(a[shown])])


def by_hand(network: Network, x: np.ndarray, without: tuple[int, int]) -> np.ndarray:
    """z of the outputs of a network of ReLUs, for inputs (digits, 64), with what one unit sends put to 0."""
    a = x.astype(np.float64)
    for layer, (weights, biases) in enumerate(zip(network.weights, network.biases, strict=True), start=1):
        z = a @ weights.T.astype(np.float64) + biases
        a = np.maximum(z, 0.0)
        if layer == without[0]:
            a[:, without[1]] = 0.0
    return z


def test_a_killed_unit_is_heard_no_more_and_undo_names_it_and_gives_it_back(
    window: MainWindow, net: NetworkGraph, qtbot: QtBot
) -> None:
    session = session_of(window)
    unit = (2, strongest_unit(window, net, 2))
    before, bits = session.shelf.present.network, session.shelf.present.network.parameters.tobytes()
    kill = part(window, "kill_button", QAbstractButton)
    assert not kill.isEnabled()
    assert "Choose a unit of a layer first" in kill.toolTip()
    QTest.mouseClick(net, LEFT, pos=point(net, unit))
    prediction = session.reader.prediction
    assert prediction is not None
    click(qtbot, window, "kill_button")
    qtbot.waitUntil(lambda: session.hand_changes.names == (f"killed layer 2, unit {unit[1]}",))
    x = prediction.normalised.views()
    np.testing.assert_allclose(
        session.shelf.present.network.logits(x.astype(np.float32)), by_hand(before, x, unit), atol=1e-4
    )
    assert not np.allclose(session.reader.prediction.probabilities, prediction.probabilities)
    qtbot.waitUntil(lambda: words(window, "unit_title") == f"Layer 2, unit {unit[1]} · silent")
    undo = part(window, "hands_undo", QAbstractButton)
    assert undo.text() == f"Undo: killed layer 2, unit {unit[1]}"
    click(qtbot, window, "hands_undo")
    assert session.shelf.present.network.parameters.tobytes() == bits
    assert np.array_equal(session.reader.prediction.probabilities, prediction.probabilities)
    qtbot.waitUntil(lambda: not undo.isEnabled())
    # An output cannot be killed, and the button says why.
    QTest.mouseClick(net, LEFT, pos=point(net, (3, 4)))
    qtbot.waitUntil(lambda: not kill.isEnabled())
    assert "output" in kill.toolTip()


def test_noise_shakes_a_layer_by_keys_and_is_the_same_after_undo(
    window: MainWindow, net: NetworkGraph, qtbot: QtBot
) -> None:
    session = session_of(window)
    before = session.shelf.present.network
    net.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(net, Qt.Key.Key_Down)  # the first unit of layer 1
    part(window, "hands_scope", SegmentedButtons).set_value("layer")
    noise = part(window, "noise_button", QAbstractButton)
    qtbot.waitUntil(noise.isEnabled)
    noise.setFocus()
    QTest.keyClick(noise, Qt.Key.Key_Space)
    assert session.hand_changes.names == (f"noise of {numerals.percent(0.25)} on layer 1",)
    first = session.shelf.present.network
    by = first.weights[0] - before.weights[0]
    sizes = np.sqrt((before.weights[0].astype(np.float64) ** 2).mean(axis=1))
    # About: 64 weights a unit.
    assert float(np.median(by.std(axis=1) / sizes)) == pytest.approx(0.25, rel=0.05)
    assert np.array_equal(first.weights[1], before.weights[1])
    assert np.array_equal(first.biases[0], before.biases[0])
    click(qtbot, window, "hands_undo")
    assert np.array_equal(session.shelf.present.network.parameters, before.parameters)
    qtbot.waitUntil(noise.isEnabled)
    QTest.keyClick(noise, Qt.Key.Key_Space)
    assert np.array_equal(session.shelf.present.network.parameters, first.parameters)


def test_a_frozen_unit_stays_bit_for_bit_when_the_training_goes_on(
    window: MainWindow, net: NetworkGraph, qtbot: QtBot
) -> None:
    session, panel = session_of(window), part(window, "training_panel", TrainingPanel)
    config = TrainingConfig(hidden=(12, 8), epochs=2, variation=0.0, non_digits=False, stop_when_converged=False)
    panel.set_config(config)
    click(qtbot, window, "reset_button")
    qtbot.waitUntil(lambda: session.shelf.present.network.sizes == (64, 12, 8, 10))
    qtbot.waitUntil(lambda: net.place_of((1, 5)) is not None and net.places().layers[1].total == 12)
    QTest.mouseClick(net, LEFT, pos=point(net, (1, 5)))
    click(qtbot, window, "freeze_button")
    qtbot.waitUntil(lambda: "□ frozen: 1 in layer 1" in words(window, "network_marks"))
    assert words(window, "training_message").startswith("1 unit is frozen: ")
    assert words(window, "unit_title") == "Layer 1, unit 5 · frozen"
    assert part(window, "freeze_button", QAbstractButton).text() == "Thaw"
    before = session.shelf.present.network
    go_on = window.findChild(QAction, "action_go_on")
    with qtbot.waitSignal(session.training.ended, timeout=60_000):
        go_on.trigger()
    after = session.shelf.present.network
    assert after.weights[0][5].tobytes() == before.weights[0][5].tobytes()
    assert after.biases[0][5] == before.biases[0][5]
    others = [unit for unit in range(12) if unit != 5]
    assert (after.weights[0][others] != before.weights[0][others]).mean() > 0.5
    assert "1 unit frozen" in words(window, "training_progress_text")
    # Thawed, it learns again.
    click(qtbot, window, "freeze_button")
    qtbot.waitUntil(lambda: "frozen" not in words(window, "network_marks"))
    with qtbot.waitSignal(session.training.ended, timeout=60_000):
        go_on.trigger()
    assert not np.array_equal(session.shelf.present.network.weights[0][5], after.weights[0][5])


def test_the_ranking_is_that_of_a_plain_loop_and_a_click_in_it_chooses(
    window: MainWindow, net: NetworkGraph, qtbot: QtBot
) -> None:
    session = session_of(window)
    part(window, "network_below", SegmentedButtons).set_value("ranking")
    table = part(window, "unit_ranking", QTableView)
    qtbot.waitUntil(table.isVisible)
    click(qtbot, window, "rank_button")
    qtbot.waitUntil(lambda: table.model().rowCount() == 512 + 256, timeout=60_000)
    model, network = table.model(), session.shelf.present.network
    data = session.digits.of(session.shelf.present.config, session.shelf.present.subject)
    assert data is not None

    def cost(without: tuple[int, int]) -> float:
        z = by_hand(network, data.held_x, without)
        z -= z.max(axis=1, keepdims=True)
        return float((np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), data.held_y]).mean())

    whole = cost((0, 0))
    shown = []
    for row in (0, 1, 2, 100, 700, 767):
        layer, unit = map(int, re.findall(r"\d+", model.index(row, 1).data()))
        rise = cost((layer, unit)) - whole
        said = float(numerals.read(model.index(row, 2).data().removeprefix("+")))
        assert said == pytest.approx(rise, rel=0.01, abs=1e-9)
        shown.append(said)
    assert shown == sorted(shown, reverse=True)

    place = table.visualRect(model.index(2, 1)).center()
    QTest.mouseClick(table.viewport(), LEFT, pos=place)
    layer, unit = map(int, re.findall(r"\d+", model.index(2, 1).data()))
    qtbot.waitUntil(lambda: words(window, "unit_title").startswith(f"Layer {layer}, unit {unit}"))
    assert net.chosen == (layer, unit)
    # Killed, the ranking is of earlier weights, and says so.
    click(qtbot, window, "kill_button")
    qtbot.waitUntil(lambda: words(window, "rank_words").startswith("The weights have changed since"))
    click(qtbot, window, "hands_undo")
    qtbot.waitUntil(lambda: words(window, "rank_words").startswith("With all units the held-out cost is "))


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # what a menu asks of a screen
def test_a_right_click_offers_the_same_for_unit_and_layer(window: MainWindow, net: NetworkGraph, qtbot: QtBot) -> None:
    session, at = session_of(window), point(net, (1, strongest_unit(window, net, 1)))
    unit = net.places().unit_at(at.x() - 1, at.y() - 3 * 8)  # type: ignore[union-attr]
    QApplication.sendEvent(net, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, net.mapToGlobal(at)))
    qtbot.waitUntil(lambda: window.findChild(QMenu, "hands_menu") is not None)
    menu = window.findChild(QMenu, "hands_menu")
    texts = [action.text() for action in menu.actions() if action.text()]
    assert texts[0] == f"Freeze layer 1, unit {net.chosen[1]}"  # type: ignore[index]
    assert net.chosen == unit
    assert texts[3:] == ["Freeze layer 1", "Kill layer 1", f"Noise of {numerals.percent(0.25)} on layer 1"]
    kill = next(action for action in menu.actions() if action.objectName() == "hands_kill_layer")
    QTest.mouseClick(menu, LEFT, pos=menu.actionGeometry(kill).center())
    qtbot.waitUntil(lambda: session.hand_changes.names == ("killed layer 1",))
    assert not session.shelf.present.network.weights[1].any()


def test_hands_are_off_while_training_and_in_the_past(window: MainWindow, net: NetworkGraph, qtbot: QtBot) -> None:
    session, panel = session_of(window), part(window, "training_panel", TrainingPanel)
    panel.set_config(TrainingConfig(hidden=(8,), epochs=4, variation=0.0, non_digits=False, stop_when_converged=False))
    with qtbot.waitSignal(session.training.ended, timeout=60_000):
        click(qtbot, window, "train_button")
    qtbot.waitUntil(lambda: net.places() is not None and net.places().layers[1].total == 8)
    QTest.mouseClick(net, LEFT, pos=point(net, (1, 3)))
    kill = part(window, "kill_button", QAbstractButton)
    qtbot.waitUntil(kill.isEnabled)
    session.timeline.look_back(1)
    qtbot.waitUntil(lambda: not kill.isEnabled())
    assert kill.toolTip().startswith("These are the weights of epoch 1")
    tabs_of(window).show_view("backprop_view")
    view = part(window, "backprop_view", BackpropView)
    view.set_lab_state(BackpropState(step=StepKind.SUM, layer=1, unit=2, source=20, aim=Kind.WEIGHT, tray="by hand"))
    qtbot.waitUntil(lambda: words(window, "weight_drag_report").startswith("These are the weights of epoch 1"))
    drag(weights_of(view), (2, 20), 20)
    release(weights_of(view), (2, 20), 20)
    assert words(window, "weight_drag_report").startswith("These are the weights of epoch 1")
    assert session.hand_changes.names == ()
    session.timeline.look_back(None)
    qtbot.waitUntil(lambda: words(window, "weight_drag_report").startswith("w(1)[2, 20] = "))
