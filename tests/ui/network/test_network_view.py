"""The network as dots and lines, pointed at and clicked."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.engine.network import Network
from handwriting_app.explain.unit_activity import UnitActivity
from handwriting_app.session.model import Model
from handwriting_app.session.reading import Prediction, read_normalised
from handwriting_app.session.session import Session
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.network.first_weights import FirstWeights
from handwriting_app.ui.network.graph import EdgeValues, NetworkGraph
from handwriting_app.ui.network.join import open_view
from handwriting_app.ui.network.line_image import Lines, line_image
from handwriting_app.ui.network.network_view import NetworkView
from handwriting_app.ui.theme import LIGHT, theme_of
from handwriting_app.ui.widgets.segmented import SegmentedButtons
from tests.ui.trained import SHORT, digit, run_to_its_end

WAIT = 60_000


@pytest.fixture
def view(qtbot: QtBot, session: Session, desk: Desk) -> NetworkView:
    return shown(qtbot, open_view(session, desk))


def shown(qtbot: QtBot, widget: NetworkView) -> NetworkView:
    qtbot.addWidget(widget)
    widget.resize(450, 580)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def graph(view: NetworkView) -> NetworkGraph:
    return view.findChild(NetworkGraph, "network_graph")


def text(view: NetworkView, name: str) -> str:
    return view.findChild(QLabel, name).text()


def place(view: NetworkView, unit: tuple[int, int]) -> QPoint:
    return graph(view).place_of(unit).toPoint()


def click(qtbot: QtBot, view: NetworkView, unit: tuple[int, int]) -> None:
    qtbot.mouseClick(graph(view), Qt.MouseButton.LeftButton, pos=place(view, unit))


def colour_of(view: NetworkView, unit: tuple[int, int]) -> QColor:
    image = graph(view).grab().toImage()
    ratio = image.devicePixelRatio()
    return image.pixelColor(place(view, unit) * ratio)


def test_without_a_digit_it_asks_for_one(view: NetworkView) -> None:
    assert text(view, "network_caption").startswith("Draw a digit")
    assert not view.findChild(QWidget, "edge_values").isEnabled()
    assert "Point at a unit" in text(view, "unit_words")


def test_a_digit_lights_the_units_that_answer(qtbot: QtBot, session: Session, view: NetworkView) -> None:
    session.reader.set_picture(digit(3))
    qtbot.waitUntil(
        lambda: text(view, "network_caption").startswith(
            f"Lit by your digit, read as {session.reader.prediction.digit}: "
        )
    )
    outputs = session.timeline.weights.network.forward(digit(3).features()[None]).a[1][0]
    theme = theme_of(view.palette())

    def distance(unit: int) -> int:
        colour = colour_of(view, (1, unit))
        return sum(abs(a - b) for a, b in zip(colour.getRgb()[:3], theme.layers[0].getRgb()[:3], strict=True))

    assert distance(int(outputs.argmax())) < 12
    assert distance(int(outputs.argmin())) > 60


def test_a_click_chooses_a_unit_and_shows_its_numbers(qtbot: QtBot, session: Session, view: NetworkView) -> None:
    session.reader.set_picture(digit(3))
    click(qtbot, view, (2, 5))
    assert graph(view).chosen == (2, 5)
    qtbot.waitUntil(lambda: "a = " in text(view, "unit_words"))
    assert text(view, "unit_title") == "Layer 2, unit 5"
    bias = float(session.timeline.weights.network.biases[1][5])
    assert f"bias {bias:.2g}".replace("-", "−")[:8] in text(view, "unit_words")
    click(qtbot, view, (2, 5))
    assert graph(view).chosen is None
    assert "Point at a unit" in text(view, "unit_words")


def test_the_chosen_unit_can_be_followed_in_the_inspector(qtbot: QtBot, view: NetworkView, desk: Desk) -> None:
    asked: list[object] = []
    desk.view_requested.connect(asked.append)
    desk.unit_inspection_requested.connect(lambda *unit: asked.append(unit))
    click(qtbot, view, (3, 7))
    assert text(view, "unit_title") == "Output for the digit 7"
    qtbot.mouseClick(view.findChild(QPushButton, "inspect_unit_button"), Qt.MouseButton.LeftButton)
    assert asked == ["backprop_view", (3, 7)]


def test_the_arrow_keys_walk_through_the_network(qtbot: QtBot, view: NetworkView) -> None:
    walk = graph(view)
    qtbot.keyClick(walk, Qt.Key.Key_Down)
    assert walk.chosen == (1, 0)
    qtbot.keyClick(walk, Qt.Key.Key_Down)
    assert walk.chosen == (1, 1)
    qtbot.keyClick(walk, Qt.Key.Key_Right)
    assert walk.chosen is not None
    assert walk.chosen[0] == 2
    assert view.let_go()
    assert walk.chosen is None
    assert not view.let_go()


def test_a_picture_of_weights_points_at_its_unit(qtbot: QtBot, view: NetworkView) -> None:
    pictures = view.findChild(FirstWeights, "first_weights")
    qtbot.mouseMove(pictures, pictures.rect_of(4).center())
    qtbot.mouseClick(pictures, Qt.MouseButton.LeftButton, pos=pictures.rect_of(4).center())
    assert graph(view).chosen == (1, 4)
    assert text(view, "unit_title") == "Layer 1, unit 4"


def test_pointing_shows_only_the_connections_of_that_unit(qtbot: QtBot, session: Session, view: NetworkView) -> None:
    session.reader.set_picture(digit(3))
    qtbot.waitUntil(lambda: text(view, "network_caption").startswith("Lit"))
    whole = graph(view).grab().toImage()
    graph(view).point_at((2, 3))
    assert text(view, "unit_title") == "Layer 2, unit 3"
    assert graph(view).grab().toImage() != whole
    graph(view).point_at(None)
    assert graph(view).grab().toImage() == whole


def test_signals_differ_from_weights(qtbot: QtBot, session: Session, view: NetworkView) -> None:
    session.reader.set_picture(digit(3))
    choice = view.findChild(SegmentedButtons, "edge_values")
    qtbot.waitUntil(choice.isEnabled)
    weights = graph(view).grab().toImage()
    qtbot.mouseClick(choice.button("signals"), Qt.MouseButton.LeftButton)
    assert graph(view).grab().toImage() != weights


def test_dead_units_are_counted_and_said(qtbot: QtBot, session: Session, view: NetworkView) -> None:
    run_to_its_end(qtbot, session)
    killed = session.timeline.weights.network.copy()
    killed.biases[0][[2, 9]] = -1000
    session.change_network(killed, "two units killed")
    slopes = np.sign(session.timeline.weights.network.forward(session.digits.of(SHORT).held_x).a[1]).mean(axis=0)
    dead = int((slopes < 0.01).sum())
    assert dead >= 2
    qtbot.waitUntil(lambda: text(view, "network_marks").startswith(f"× dead: {dead} in layer 1"), timeout=WAIT)
    click(qtbot, view, (1, 9))
    assert "Dead" in text(view, "unit_words")


def test_a_trained_unit_shows_which_digits_it_answers_to(qtbot: QtBot, session: Session, view: NetworkView) -> None:
    run_to_its_end(qtbot, session)
    click(qtbot, view, (1, 3))
    bars = view.findChild(QWidget, "unit_answers")
    qtbot.waitUntil(lambda: bars.accessibleDescription() != "", timeout=WAIT)
    data = session.digits.of(SHORT)
    mean = session.timeline.weights.network.forward(data.held_x[data.held_y == 8]).a[1][:, 3].mean()
    qtbot.waitUntil(lambda: f"8: {mean:.2g}" in bars.accessibleDescription(), timeout=WAIT)


@pytest.mark.parametrize("hidden", [(), (3,), (600, 300), (20,) * 10], ids=str)
@pytest.mark.parametrize("activation", ["relu", "sigmoid", "tanh"])
def test_every_shape_of_network_is_shown(qtbot: QtBot, hidden: tuple[int, ...], activation: str) -> None:
    config = replace(SHORT, hidden=hidden, activation=activation)
    weights = Model.untrained(config, np.random.default_rng(0)).weights
    view = NetworkView(weights)
    view.show_prediction(read_normalised(weights, digit(5)))
    shown(qtbot, view)
    assert not view.grab().isNull()
    qtbot.keyClick(graph(view), Qt.Key.Key_Down)
    assert graph(view).chosen is not None
    if hidden == (600, 300):
        assert "most active of 900 units" in text(view, "network_marks")


def test_another_shape_forgets_the_chosen_unit(qtbot: QtBot, session: Session, view: NetworkView) -> None:
    click(qtbot, view, (1, 11))
    session.reset(replace(SHORT, hidden=(4,)))
    qtbot.waitUntil(lambda: graph(view).chosen is None)
    assert "4 units" in text(view, "first_weights_caption")


def test_units_are_measured_while_they_are_seen_and_only_of_the_weights_that_are_there(
    qtbot: QtBot, session: Session, desk: Desk
) -> None:
    run_to_its_end(qtbot, session)
    view = open_view(session, desk)
    asked: list[Network] = []
    view.measure_requested.connect(lambda weights: asked.append(weights.network))
    session.timeline.look_back(0)
    assert asked == []
    shown(qtbot, view)
    first = session.timeline.weights.network
    qtbot.waitUntil(lambda: "dead" in text(view, "network_marks"), timeout=WAIT)
    assert asked == [first]
    session.timeline.look_back(None)
    qtbot.waitUntil(lambda: len(asked) > 1, timeout=WAIT)
    assert asked[1] is session.timeline.weights.network


def test_what_was_measured_of_another_run_is_not_said_of_the_next(
    qtbot: QtBot, session: Session, view: NetworkView
) -> None:
    run_to_its_end(qtbot, session)
    qtbot.waitUntil(lambda: "dead" in text(view, "network_marks"), timeout=WAIT)
    session.show_model(Model.untrained(replace(SHORT, seed=9), np.random.default_rng(9)))  # its digits are not loaded
    view.refresh_now()
    assert text(view, "network_marks") == "Idle units are marked once a run has loaded the held-out digits"


def test_what_arrives_late_of_another_run_is_dropped_also_if_its_layers_are_the_same(
    qtbot: QtBot, session: Session, view: NetworkView
) -> None:
    other = Model.untrained(SHORT, np.random.default_rng(9)).weights
    dead = tuple(np.ones(units, bool) for units in other.network.sizes[1:-1])
    shares = tuple(np.zeros(units) for units in other.network.sizes[1:-1])
    activity = UnitActivity(tuple(np.zeros((10, len(share))) for share in shares), shares, dead, 100)
    view.show_activity(other, activity)
    view.refresh_now()
    assert "dead" not in text(view, "network_marks")
    view.show_activity(session.timeline.weights, activity)
    view.refresh_now()
    assert text(view, "network_marks") == "× dead: 12 in layer 1, 8 in layer 2"


@pytest.mark.parametrize("strange", [np.nan, np.inf, -np.inf, 3e38])
@pytest.mark.parametrize("values", ["weights", "signals"])
def test_outputs_that_are_no_numbers_are_painted_too(qtbot: QtBot, strange: float, values: EdgeValues) -> None:
    network = Model.untrained(SHORT, np.random.default_rng(0)).network
    outputs = tuple(np.full(units, 0.1) for units in network.sizes)
    outputs[1][:4] = outputs[2][3] = strange
    widget = NetworkGraph()
    qtbot.addWidget(widget)
    widget.resize(450, 400)
    widget.set_edge_values(values)
    widget.show_network(network, outputs, None)
    widget.choose((1, 2))
    with qtbot.captureExceptions() as faults:
        lit = widget.grab().toImage()
        QApplication.processEvents()
    assert not faults
    unlit = NetworkGraph()
    qtbot.addWidget(unlit)
    unlit.resize(450, 400)
    unlit.show_network(network, None, None)
    assert lit != unlit.grab().toImage()


def test_it_keeps_up_with_training_and_rests_while_hidden(qtbot: QtBot, session: Session, view: NetworkView) -> None:
    caption = text(view, "first_weights_caption")
    view.hide()
    run_to_its_end(qtbot, session)
    assert text(view, "first_weights_caption") == caption
    view.show()
    limit = float(np.quantile(np.abs(session.timeline.weights.network.weights[0]), 0.99))
    assert text(view, "first_weights_caption").endswith(f"±{limit:.2g}")


def test_what_a_run_changes_is_drawn_part_by_part_and_never_shown_half(
    qtbot: QtBot, session: Session, view: NetworkView
) -> None:
    def painted(network: Network) -> QImage:
        shown.show_network(network, None, None)
        shown.set_edge_values("weights")  # a person is answered at once, and as a whole
        return shown.grab().toImage()

    def stands(image: QImage) -> bool:
        return shown.grab().toImage() == image

    shown, network = graph(view), session.shelf.present.network
    other = network.with_parameters(network.parameters[::-1].copy())
    images = [painted(each) for each in (network, other)]
    assert images[0] != images[1]
    for turns in range(4):
        shown.show_network(other, None, None)
        for _ in range(turns):
            QApplication.processEvents()
        assert stands(images[1]), "somebody else had it painted before all parts were there"
        shown.show_network(network, None, None)
        qtbot.waitUntil(lambda: not shown.is_drawing)
        assert stands(images[0])


def line(ends: tuple[float, float, float, float], *, dashed: bool = False, width: float = 1.0) -> Lines:
    array = np.array([ends], np.float32)
    return Lines(array, np.array([width], np.float32), np.array([9.0], np.float32), np.array([dashed]))


def inked(image: QImage) -> np.ndarray:
    alpha = [[image.pixelColor(x, y).alpha() for x in range(image.width())] for y in range(image.height())]
    return np.array(alpha) > 100


def test_lines_are_drawn_where_they_run_in_their_colour() -> None:
    colours = LIGHT.positive, LIGHT.negative
    solid = line_image([line((2, 10, 28, 10))], QSize(30, 20), 1.0, colours)
    rows, columns = np.nonzero(inked(solid))
    assert set(rows.tolist()) <= {9, 10}
    assert columns.min() <= 3
    assert columns.max() >= 26
    assert solid.pixelColor(15, 10).getRgb()[:3] == pytest.approx(LIGHT.positive.getRgb()[:3], abs=4)
    dashed = line_image([line((2, 10, 28, 10), dashed=True)], QSize(30, 20), 1.0, colours)
    gaps = ~inked(dashed)[9:11, 3:27].any(axis=0)
    assert 6 <= gaps.sum() <= 14
    wide = line_image([line((2, 10, 28, 10), width=4.0)], QSize(30, 20), 2.0, colours)
    assert wide.devicePixelRatio() == 2
    assert inked(wide)[:, 30].sum() >= 7


def test_lines_outside_the_picture_and_no_lines_are_harmless() -> None:
    colours = LIGHT.positive, LIGHT.negative
    nothing = Lines(np.zeros((0, 4), np.float32), *(np.zeros(0, np.float32),) * 2, np.zeros(0, np.bool_))
    assert not inked(line_image([nothing], QSize(10, 10), 1.0, colours)).any()
    assert not inked(line_image([line((-50, -50, -20, -20))], QSize(10, 10), 1.0, colours)).any()


def test_no_output_stands_out_where_every_digit_is_as_likely(view: NetworkView) -> None:
    pictures = []
    for first in (0, 9):
        probabilities = np.full(10, 0.1)
        probabilities[first] += 1e-4
        view.show_prediction(Prediction(probabilities, digit(3)))
        view.refresh_now()
        assert text(view, "network_caption") == "Lit by your digit, of which it has no idea"
        pictures.append(graph(view).grab().toImage())
    assert pictures[0] == pictures[1]
