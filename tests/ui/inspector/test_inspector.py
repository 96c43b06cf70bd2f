"""The Backprop tab as a person uses it: draw, step, click, read, check."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.costs import targets_of
from handwriting_app.engine.gradient_check import central_difference
from handwriting_app.engine.network import Network
from handwriting_app.ink.drawing import Drawing
from handwriting_app.numerals import number
from handwriting_app.session.model import Model
from handwriting_app.session.reading import read
from handwriting_app.session.session import Session
from handwriting_app.session.weights import Weights
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.frame.key_policy import KeyPolicy
from handwriting_app.ui.inspector.backprop_view import BackpropView
from handwriting_app.ui.inspector.board_view import BoardView
from handwriting_app.ui.inspector.formula_view import FormulaView
from handwriting_app.ui.inspector.join import open_view
from handwriting_app.ui.inspector.label_row import LabelRow
from handwriting_app.ui.inspector.step_map import StepMap
from handwriting_app.ui.theme_switcher import ThemeChoice, ThemeSwitcher
from handwriting_app.ui.widgets.array_picture import ArrayPicture
from tests.ui.trained import digit

SEVEN = Drawing((np.array([(0.25, 0.2), (0.75, 0.2), (0.45, 0.85)]),))
ONE = Drawing((np.array([(0.5, 0.1), (0.5, 0.9)]),))
CONFIG = TrainingConfig(hidden=(12, 9), activation="tanh", non_digits=False)
LAST = 14


@pytest.fixture(scope="module")
def light(qapp: QApplication) -> None:
    """The look of the window, put on once: it takes a while."""
    ThemeSwitcher(qapp, ThemeChoice.LIGHT)


@pytest.fixture
def session(qapp: object) -> Iterator[Session]:
    session = Session(Model.untrained(CONFIG, np.random.default_rng(3)))
    yield session
    session.shutdown()


@pytest.fixture
def view(qtbot: QtBot, light: None, session: Session, desk: Desk) -> BackpropView:
    view = open_view(session, desk)
    qtbot.addWidget(view)
    view.resize(440, 640)
    view.show()
    qtbot.waitExposed(view)
    view.activateWindow()
    return view


@pytest.fixture
def drawn(view: BackpropView, session: Session) -> BackpropView:
    session.reader.set_drawing(SEVEN)
    view.refresh_now()
    return view


def text(view: QWidget, name: str) -> str:
    widget = view.findChild(QLabel, name) or view.findChild(FormulaView, name)
    assert isinstance(widget, QLabel | FormulaView), name
    return widget.text()


def picture(view: QWidget, place: str) -> ArrayPicture:
    board = view.findChild(BoardView, "inspector_board")
    assert board is not None
    found = board.picture(place)  # type: ignore[arg-type]
    assert found.isVisible()
    return found


def the_map(view: QWidget) -> StepMap:
    found = view.findChild(StepMap, "inspector_map")
    assert found is not None
    return found


def click_button(qtbot: QtBot, view: QWidget, name: str) -> None:
    button = view.findChild(QAbstractButton, name)
    assert button is not None
    assert button.isVisible()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def click_cell(qtbot: QtBot, shown: ArrayPicture, row: int, column: int) -> None:
    qtbot.mouseClick(shown, Qt.MouseButton.LeftButton, pos=shown.cell_rect(row, column).center().toPoint())


def click_step(qtbot: QtBot, view: QWidget, index: int) -> None:
    way = the_map(view)
    qtbot.mouseClick(way, Qt.MouseButton.LeftButton, pos=way.stop_rect(index).center().toPoint())


def key(qtbot: QtBot, view: BackpropView, which: Qt.Key) -> None:
    view.setFocus()
    qtbot.keyClick(view, which)


def digit_button(view: QWidget, digit: int) -> QAbstractButton:
    row = view.findChild(QWidget, "true_digit")
    assert row is not None
    return next(button for button in row.findChildren(QAbstractButton) if button.text() == str(digit))


def test_without_a_digit_it_says_what_to_do(view: BackpropView, session: Session) -> None:
    assert view.findChild(QLabel, "inspector_empty").isVisible()
    assert "Draw a digit" in text(view, "inspector_empty")
    session.reader.set_drawing(SEVEN)
    view.refresh_now()
    assert not view.findChild(QLabel, "inspector_empty").isVisible()
    session.reader.set_drawing(Drawing())
    view.refresh_now()
    assert view.findChild(QLabel, "inspector_empty").isVisible()


def test_the_reading_is_taken_for_the_true_digit_until_the_user_says_otherwise(
    qtbot: QtBot, drawn: BackpropView, session: Session
) -> None:
    assert session.reader.prediction is not None
    assert digit_button(drawn, session.reader.prediction.digit).isChecked()
    other = (session.reader.prediction.digit + 1) % 10
    click_step(qtbot, drawn, 7)
    qtbot.mouseClick(digit_button(drawn, other), Qt.MouseButton.LeftButton)
    drawn.refresh_now()
    assert f"about the {other}" in text(drawn, "inspector_title")
    probabilities = session.timeline.weights.network.predict(session.reader.prediction.normalised.features()[None])[0]
    assert text(drawn, "inspector_numbers").endswith(f"= {number(-np.log(float(probabilities[other])), 4)}")
    session.reader.set_drawing(ONE)
    drawn.refresh_now()
    assert digit_button(drawn, other).isChecked()
    session.reader.set_drawing(Drawing())
    session.reader.set_drawing(SEVEN)
    drawn.refresh_now()
    assert digit_button(drawn, session.reader.prediction.digit).isChecked()


def shown_label(view: BackpropView) -> tuple[int, str]:
    """The digit that it is taken for, and who says so."""
    view.refresh_now()
    chosen = next(label for label in range(10) if digit_button(view, label).isChecked())
    row = view.findChild(LabelRow)
    assert row is not None
    notes = [label.text() for label in row.findChildren(QLabel)]
    return chosen, next(note for note in notes if note in ("as read", "you say", "for example"))


def test_what_was_said_of_one_digit_is_not_held_for_the_next(
    qtbot: QtBot, drawn: BackpropView, session: Session
) -> None:
    assert session.reader.prediction is not None
    said = (session.reader.prediction.digit + 1) % 10
    qtbot.mouseClick(digit_button(drawn, said), Qt.MouseButton.LeftButton)
    click_button(qtbot, drawn, "one_step_apply")
    assert shown_label(drawn) == (said, "you say")
    session.reader.set_drawing(Drawing((*SEVEN.strokes, np.array([(0.3, 0.5), (0.7, 0.5)]))))
    assert shown_label(drawn) == (said, "you say")  # the same digit, drawn further
    session.reader.set_picture(digit(3))
    assert shown_label(drawn) == (session.reader.prediction.digit, "as read")
    assert text(drawn, "one_step_actual") == "–"


def test_a_digit_of_which_it_has_no_idea_is_taken_for_an_example(qtbot: QtBot, drawn: BackpropView) -> None:
    network = Network.initialise((64, 12, 9, 10), "tanh", "cross-entropy", np.random.default_rng(3))
    network.parameters[:] = 0
    drawn.show_weights(Weights(network, 1.0))
    drawn.show_reading(read(Weights(network, 1.0), SEVEN), SEVEN, normalisation=True)
    assert shown_label(drawn) == (0, "for example")
    qtbot.mouseClick(digit_button(drawn, 7), Qt.MouseButton.LeftButton)
    assert shown_label(drawn) == (7, "you say")


def test_a_digit_put_in_place_with_its_label_keeps_it(
    qtbot: QtBot, drawn: BackpropView, session: Session, desk: Desk
) -> None:
    session.reader.set_picture(digit(3))
    assert session.reader.prediction is not None
    told = (session.reader.prediction.digit + 1) % 10
    desk.label_told.emit(told)
    assert shown_label(drawn) == (told, "you say")
    session.timeline.look_back(None)
    assert shown_label(drawn) == (told, "you say")


def test_another_room_can_ask_for_a_unit(drawn: BackpropView, desk: Desk) -> None:
    desk.unit_inspection_requested.emit(2, 5)
    assert text(drawn, "inspector_title") == "Layer 2: the weighted sum z"
    assert drawn.findChild(QSpinBox, "inspector_unit").value() == 5


def test_it_shows_values_without_any_session(qtbot: QtBot, light: None) -> None:
    network = Network.initialise((64, 5, 10), "relu", "cross-entropy", np.random.default_rng(0)).frozen()
    weights = Weights(network, temperature=1.7, epoch=3, is_past=True)
    view = BackpropView(weights)
    qtbot.addWidget(view)
    view.show_reading(read(weights, SEVEN), SEVEN, normalisation=True)
    view.show()
    the_map(view).step_chosen.emit(4)
    assert "temperature 1.7:" in text(view, "reading_temperature_name")
    view.show_weights(Weights(network, temperature=0.8))
    view.refresh_now()
    assert "temperature 0.8:" in text(view, "reading_temperature_name")


def test_arrow_keys_go_there_and_back(qtbot: QtBot, drawn: BackpropView) -> None:
    titles = [text(drawn, "inspector_title")]
    for _ in range(LAST + 3):
        key(qtbot, drawn, Qt.Key.Key_Right)
        titles.append(text(drawn, "inspector_title"))
    assert len(dict.fromkeys(titles)) == LAST + 1
    assert text(drawn, "inspector_count") == "15 / 15"
    assert titles[-1] == "Back at the pixels: ∂C/∂x"
    for _ in range(LAST + 3):
        key(qtbot, drawn, Qt.Key.Key_Left)
    assert text(drawn, "inspector_count") == "1 / 15"
    key(qtbot, drawn, Qt.Key.Key_End)
    assert the_map(drawn).current() == LAST


def test_buttons_step_too_and_stop_at_the_ends(qtbot: QtBot, drawn: BackpropView) -> None:
    assert not drawn.findChild(QAbstractButton, "inspector_back").isEnabled()
    click_button(qtbot, drawn, "inspector_forward")
    assert text(drawn, "inspector_title") == "Layer 1: the weighted sum z"
    click_button(qtbot, drawn, "inspector_back")
    assert text(drawn, "inspector_title") == "The input x"


def test_digit_keys_say_which_digit_it_is(qtbot: QtBot, drawn: BackpropView) -> None:
    key(qtbot, drawn, Qt.Key.Key_4)
    drawn.refresh_now()
    assert digit_button(drawn, 4).isChecked()


def test_a_picked_digit_is_let_go_for_the_one_that_is_read(qtbot: QtBot, drawn: BackpropView, session: Session) -> None:
    assert not drawn.let_go()
    other = (session.reader.prediction.digit + 1) % 10
    qtbot.mouseClick(digit_button(drawn, other), Qt.MouseButton.LeftButton)
    assert drawn.let_go()
    drawn.refresh_now()
    assert digit_button(drawn, session.reader.prediction.digit).isChecked()


def test_a_click_on_a_digit_leaves_the_arrow_keys_to_the_view(qtbot: QtBot, drawn: BackpropView) -> None:
    drawn.setFocus()
    qtbot.mouseClick(digit_button(drawn, 4), Qt.MouseButton.LeftButton)
    QTest.keyClick(drawn.windowHandle(), Qt.Key.Key_Right)
    assert digit_button(drawn, 4).isChecked()
    assert the_map(drawn).current() == 1


def test_a_click_on_a_weight_shows_its_gradient_both_ways(qtbot: QtBot, drawn: BackpropView, session: Session) -> None:
    key(qtbot, drawn, Qt.Key.Key_5)
    click_step(qtbot, drawn, 11)
    assert text(drawn, "inspector_title") == "Back: gradient, layer 2"
    click_cell(qtbot, picture(drawn, "main"), 6, 10)
    assert drawn.findChild(QSpinBox, "inspector_unit").value() == 6
    assert drawn.findChild(QSpinBox, "inspector_source").value() == 10
    assert picture(drawn, "main").selected() == (6, 10)
    network = session.timeline.weights.network.copy(np.float64)
    x = session.reader.prediction.normalised.features()[None].astype(np.float64)
    marked = network.copy()
    marked.weights[1][6, 10] = np.inf
    place = int(np.argmax(marked.parameters))
    expected = central_difference(network, x, targets_of(np.array([5]), 10), place)
    assert text(drawn, "check_backprop") == number(expected)
    assert text(drawn, "check_numeric") == number(expected)
    assert text(drawn, "check_verdict") == "✓ they agree"
    assert text(drawn, "inspector_value") == f"w = {number(float(network.parameters[place]))}"
    assert "∂w(2)[6, 10]" in text(drawn, "inspector_numbers")


def test_a_weight_can_be_chosen_by_number(qtbot: QtBot, drawn: BackpropView) -> None:
    click_step(qtbot, drawn, 11)
    for name, value in (("inspector_unit", 3), ("inspector_source", 8)):
        field = drawn.findChild(QSpinBox, name)
        field.setFocus()
        field.selectAll()
        qtbot.keyClicks(field, str(value))
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert picture(drawn, "main").selected() == (3, 8)


def test_a_bias_and_a_neuron_can_be_looked_at(qtbot: QtBot, drawn: BackpropView) -> None:
    click_step(qtbot, drawn, 3)
    click_cell(qtbot, picture(drawn, "right"), 4, 0)
    assert text(drawn, "inspector_value").startswith("b = ")
    by_bias = text(drawn, "check_backprop")
    click_cell(qtbot, picture(drawn, "far right"), 4, 0)
    assert text(drawn, "inspector_value").startswith("z = ")
    assert text(drawn, "check_backprop") == by_bias
    assert "z(2)[4]" in text(drawn, "inspector_numbers")


def test_every_step_agrees_with_the_nudge(qtbot: QtBot, drawn: BackpropView) -> None:
    for index in range(LAST + 1):
        click_step(qtbot, drawn, index)
        assert the_map(drawn).current() == index
        assert text(drawn, "check_verdict").startswith("✓")
        assert text(drawn, "inspector_formula")
        assert text(drawn, "inspector_numbers")
        board = drawn.findChild(BoardView, "inspector_board")
        assert board.legend_text()
    assert [the_map(drawn).text_of(index) for index in (9, 11, 13)] == ["∇³ ✓", "∇² ✓", "∇¹ ✓"]


def test_the_pointer_reads_values_with_their_index(qtbot: QtBot, drawn: BackpropView, session: Session) -> None:
    click_step(qtbot, drawn, 3)
    value = number(float(session.timeline.weights.network.weights[1][2, 7]))
    assert picture(drawn, "main").text_at(2, 7) == f"w(2)[2, 7] = {value}"


def test_in_a_picture_reached_by_tab_the_arrows_move_the_choice(qtbot: QtBot, drawn: BackpropView) -> None:
    KeyPolicy(drawn, lambda: False, lambda: drawn, lambda: None)
    click_step(qtbot, drawn, 11)
    shown = picture(drawn, "main")
    click_cell(qtbot, shown, 4, 4)
    shown.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(shown, Qt.Key.Key_Right)
    qtbot.keyClick(shown, Qt.Key.Key_Down)
    assert shown.selected() == (5, 5)
    assert the_map(drawn).current() == 11


def test_other_views_can_point_at_a_neuron_or_a_weight(drawn: BackpropView) -> None:
    drawn.look_at(2, 5)
    assert text(drawn, "inspector_title") == "Layer 2: the weighted sum z"
    assert drawn.findChild(QSpinBox, "inspector_unit").value() == 5
    drawn.look_at_weight(1, 3, 20)
    assert text(drawn, "inspector_title") == "Back: gradient, layer 1"
    assert picture(drawn, "main").selected() == (3, 20)
    drawn.look_at(0, 9)
    assert text(drawn, "inspector_title") == "The input x"


def test_it_follows_other_weights(drawn: BackpropView, session: Session) -> None:
    drawn.look_at(1, 0)
    changed = session.timeline.weights.network.copy()
    changed.weights[0][...] = 0
    session.change_network(changed, "test")
    drawn.refresh_now()
    assert not picture(drawn, "main").values().any()
    assert "W(1): all 0" in drawn.findChild(BoardView, "inspector_board").legend_text()


@pytest.mark.parametrize("hidden", [(), (128, 64), (16,) * 10])
def test_it_follows_another_shape(drawn: BackpropView, session: Session, qtbot: QtBot, hidden: tuple[int, ...]) -> None:
    click_step(qtbot, drawn, LAST)
    session.reset(TrainingConfig(hidden=hidden, activation="relu", cost="quadratic"))
    drawn.refresh_now()
    count = 4 * (len(hidden) + 1) + 3
    assert text(drawn, "inspector_count").endswith(f"/ {count}")
    for index in range(count):
        click_step(qtbot, drawn, index)
        assert the_map(drawn).current() == index
        assert not text(drawn, "check_verdict").startswith("✗")


def test_hidden_it_costs_nothing(qtbot: QtBot, drawn: BackpropView, session: Session, monkeypatch) -> None:
    calls: list[Network] = []
    refresh = BackpropView.refresh
    monkeypatch.setattr(
        BackpropView, "refresh", lambda self: (calls.append(session.timeline.weights.network), refresh(self))
    )
    drawn.hide()
    for _ in range(5):
        session.reader.set_drawing(ONE)
        session.reader.set_drawing(SEVEN)
    assert calls == []
    drawn.show()
    assert len(calls) == 1


def test_it_follows_a_run_of_training(qtbot: QtBot, drawn: BackpropView, session: Session) -> None:
    click_step(qtbot, drawn, 1)
    before = picture(drawn, "main").values().copy()
    tiny = TrainingConfig(hidden=(12, 9), activation="tanh", epochs=3, variation=0.0, stop_when_converged=False)
    with qtbot.waitSignal(session.training.ended, timeout=30_000):
        session.start_training(tiny)
        drawn.refresh_now()
        button = drawn.findChild(QAbstractButton, "one_step_apply")
        assert not button.isEnabled()
        assert "Stop the training first" in button.toolTip()
    qtbot.waitUntil(lambda: not np.array_equal(picture(drawn, "main").values(), before))
    drawn.refresh_now()
    np.testing.assert_allclose(picture(drawn, "main").values(), session.timeline.weights.network.weights[0])


@pytest.mark.parametrize("size", [(412, 609), (900, 950)])
def test_nothing_is_cut_off_at_the_right(qtbot: QtBot, drawn: BackpropView, size: tuple[int, int]) -> None:
    drawn.resize(*size)
    for index in range(LAST + 1):
        click_step(qtbot, drawn, index)
        for name in ("check_verdict", "inspector_forward"):
            widget = drawn.findChild(QWidget, name)
            right = widget.mapTo(drawn, QPoint(widget.width(), 0)).x()
            assert right <= drawn.width()
            assert widget.width() >= widget.minimumSizeHint().width()
