"""The confusion matrix and its digits, used as a person does."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from handwriting_app.data.digits import load_digits_split
from handwriting_app.engine.metrics import confusion_matrix
from handwriting_app.engine.reading import reading_steps
from handwriting_app.lab.facts import Fact
from handwriting_app.lab.for_lessons import VIEW_FACTS
from handwriting_app.numerals import percent
from handwriting_app.session.session import Session
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.mistakes.confusion_table import ConfusionTable
from handwriting_app.ui.mistakes.digit_gallery import DigitGallery
from handwriting_app.ui.mistakes.join import open_view
from handwriting_app.ui.mistakes.mistakes_view import MistakesView
from tests.ui.trained import SHORT, run_to_its_end

WAIT = 60_000


@pytest.fixture
def view(qtbot: QtBot, session: Session, desk: Desk) -> MistakesView:
    widget = open_view(session, desk)
    qtbot.addWidget(widget)
    widget.resize(450, 560)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


@pytest.fixture
def measured(qtbot: QtBot, session: Session, view: MistakesView) -> MistakesView:
    run_to_its_end(qtbot, session)
    expected = confusion(session)
    qtbot.waitUntil(lambda: np.array_equal(table(view)._confusion, expected), timeout=WAIT)
    qtbot.waitUntil(lambda: captions(view)[0].endswith(surest_mistake(session)), timeout=WAIT)
    return view


def surest_mistake(session: Session) -> str:
    """The confidence of the wrong reading that has the most."""
    weights, data = session.timeline.weights, session.digits.of(SHORT)
    assert data is not None
    probabilities = reading_steps(weights.network, data.held_x[np.newaxis], weights.temperature).probabilities
    wrong = probabilities.argmax(axis=1) != data.held_y
    return percent(float(probabilities.max(axis=1)[wrong].max()), is_narrow=True)


def confusion(session: Session) -> np.ndarray:
    data = session.digits.of(SHORT)
    return confusion_matrix(data.held_y, session.timeline.weights.network.predict(data.held_x).argmax(axis=1), 10)


def table(view: MistakesView) -> ConfusionTable:
    return view.findChild(ConfusionTable, "confusion_table")


def gallery(view: MistakesView) -> DigitGallery:
    return view.findChild(DigitGallery, "digit_gallery")


def button(view: MistakesView, name: str) -> QPushButton:
    return view.findChild(QPushButton, name)


def text(view: MistakesView, name: str) -> str:
    return view.findChild(QLabel, name).text()


def captions(view: MistakesView) -> list[str]:
    model = gallery(view).model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def a_mistake(session: Session) -> tuple[int, int]:
    """The cell off the diagonal with the most digits."""
    wrong = confusion(session)
    np.fill_diagonal(wrong, 0)
    true, read = np.unravel_index(wrong.argmax(), wrong.shape)
    assert wrong[true, read] > 0
    return int(true), int(read)


def click_cell(qtbot: QtBot, view: MistakesView, cell: tuple[int, int]) -> None:
    qtbot.mouseClick(table(view), Qt.MouseButton.LeftButton, pos=table(view).cell_rect(cell).center().toPoint())


def choose_digit(qtbot: QtBot, view: MistakesView, row: int) -> None:
    place = gallery(view).visualRect(gallery(view).model().index(row, 0)).center()
    qtbot.mouseClick(gallery(view).viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_before_a_run_it_says_what_will_be_there_and_measures_on_request(
    qtbot: QtBot, session: Session, view: MistakesView
) -> None:
    assert text(view, "mistakes_empty")
    assert not table(view).isVisible()
    qtbot.mouseClick(button(view, "measure_now_button"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(table(view).isVisible, timeout=WAIT)
    data = load_digits_split(SHORT.held_out, SHORT.seed)
    expected = confusion_matrix(data.held_y, session.timeline.weights.network.predict(data.held_x).argmax(axis=1), 10)
    qtbot.waitUntil(lambda: np.array_equal(table(view)._confusion, expected), timeout=WAIT)
    assert f"of {len(data.held_y)} held-out digits read rightly" in text(view, "mistakes_headline")


def test_a_run_fills_the_table_and_shows_all_mistakes(session: Session, measured: MistakesView) -> None:
    counts = confusion(session)
    wrong = int(counts.sum() - np.trace(counts))
    assert text(measured, "gallery_caption") == f"All {wrong} mistakes, most confident first"
    assert len(captions(measured)) == wrong
    assert not button(measured, "all_mistakes_button").isEnabled()


def test_a_cell_shows_its_digits_most_confident_first(qtbot: QtBot, session: Session, measured: MistakesView) -> None:
    true, read = a_mistake(session)
    click_cell(qtbot, measured, (true, read))
    shown = captions(measured)
    assert len(shown) == confusion(session)[true, read]
    assert all(words.startswith(f"{true} as {read}\n") for words in shown)
    confidences = [int(words.split("\n")[1].removesuffix("\u202f%").removeprefix(">")) for words in shown]
    assert confidences == sorted(confidences, reverse=True)
    assert f"read as {read}" in text(measured, "gallery_caption")
    qtbot.mouseClick(button(measured, "all_mistakes_button"), Qt.MouseButton.LeftButton)
    assert text(measured, "gallery_caption").startswith("All ")
    assert table(measured).chosen is None


def test_the_keys_move_through_the_table(qtbot: QtBot, session: Session, measured: MistakesView) -> None:
    counts = confusion(session)
    qtbot.keyClick(table(measured), Qt.Key.Key_Down)
    assert text(measured, "gallery_caption").startswith(f"{counts[0, 0]} of {counts[0].sum()} held-out 0s read rightly")
    qtbot.keyClick(table(measured), Qt.Key.Key_Right)
    assert table(measured).chosen == (0, 1)
    assert "held-out 0s read as 1" in table(measured).accessibleDescription()
    choose_digit(qtbot, measured, 0)
    assert measured.let_go()
    assert table(measured).chosen is None
    assert gallery(measured).chosen is None
    assert not button(measured, "put_on_canvas_button").isEnabled()
    assert not measured.let_go()


def test_a_digit_is_put_in_place_of_the_drawing(qtbot: QtBot, session: Session, measured: MistakesView) -> None:
    true, read = a_mistake(session)
    assert not button(measured, "put_on_canvas_button").isEnabled()
    click_cell(qtbot, measured, (true, read))
    choose_digit(qtbot, measured, 0)
    with qtbot.waitSignal(session.reader.prediction_changed):
        qtbot.mouseClick(button(measured, "put_on_canvas_button"), Qt.MouseButton.LeftButton)
    assert session.reader.prediction.digit == read
    assert captions(measured)[0] == f"{true} as {read}\n{percent(session.reader.prediction.confidence, is_narrow=True)}"


def test_enter_puts_the_digit_in_place_too(qtbot: QtBot, session: Session, measured: MistakesView) -> None:
    choose_digit(qtbot, measured, 1)
    with qtbot.waitSignal(session.reader.prediction_changed):
        qtbot.keyClick(gallery(measured), Qt.Key.Key_Return)


def test_a_digit_is_handed_to_the_inspector_with_its_true_label(
    qtbot: QtBot, session: Session, measured: MistakesView, desk: Desk
) -> None:
    # The label is told last: with another digit in place, what was said of the one before is forgotten.
    told: list[object] = []
    session.reader.digit_replaced.connect(lambda: told.append("another digit"))
    desk.view_requested.connect(told.append)
    desk.label_told.connect(told.append)
    true, read = a_mistake(session)
    click_cell(qtbot, measured, (true, read))
    choose_digit(qtbot, measured, 0)
    qtbot.mouseClick(button(measured, "inspect_button"), Qt.MouseButton.LeftButton)
    assert told == ["another digit", "backprop_view", true]
    assert session.reader.prediction is not None
    assert session.reader.prediction.digit == read


def test_digits_that_cannot_be_loaded_are_reported_and_can_be_asked_for_again(
    qtbot: QtBot, session: Session, view: MistakesView
) -> None:
    view.show_failure("no such file")
    assert "could not be measured: no such file" in text(view, "mistakes_empty")
    assert button(view, "measure_now_button").isEnabled()
    qtbot.mouseClick(button(view, "measure_now_button"), Qt.MouseButton.LeftButton)
    assert text(view, "mistakes_empty")
    qtbot.waitUntil(table(view).isVisible, timeout=WAIT)


def test_confidences_follow_the_temperature(qtbot: QtBot, session: Session, measured: MistakesView) -> None:
    before = surest_mistake(session)
    present = session.shelf.present
    session.show_model(replace(present, network=present.network.copy().frozen(), temperature=5.0))
    assert surest_mistake(session) != before
    qtbot.waitUntil(lambda: captions(measured)[0].endswith(surest_mistake(session)), timeout=WAIT)


def test_looking_back_shows_the_mistakes_of_then(qtbot: QtBot, session: Session, measured: MistakesView) -> None:
    after = confusion(session)
    session.timeline.look_back(0)
    before = confusion(session)
    assert not np.array_equal(before, after)
    qtbot.waitUntil(lambda: np.array_equal(table(measured)._confusion, before), timeout=WAIT)


def test_nothing_is_measured_while_hidden(qtbot: QtBot, session: Session, view: MistakesView) -> None:
    view.hide()
    run_to_its_end(qtbot, session)
    assert table(view)._confusion.sum() == 0
    view.show()
    qtbot.waitUntil(lambda: np.array_equal(table(view)._confusion, confusion(session)), timeout=WAIT)


def test_lessons_hear_when_the_table_of_the_present_network_is_there(
    qtbot: QtBot, session: Session, desk: Desk, measured: MistakesView
) -> None:
    told: list[dict[str, Fact]] = []
    desk.facts_told.connect(told.append)
    desk.view_requested.emit("mistakes_view")  # as a lesson does that begins here
    assert told == [
        {"mistakes.measured": 1, "mistakes.wrong": int(confusion(session).sum() - confusion(session).trace())}
    ]
    for name, value in told[0].items():
        assert VIEW_FACTS["mistakes_view"][name].read(value) == value
    measured.hide()
    measured.show()
    assert told[1:] == told[:1]  # a lesson may have begun elsewhere
    session.reset(SHORT)
    measured.refresh_now()
    assert told[-1]["mistakes.measured"] == 0
    assert math.isnan(float(told[-1]["mistakes.wrong"]))
    qtbot.waitUntil(lambda: told[-1]["mistakes.measured"] == 1, timeout=WAIT)
    assert int(told[-1]["mistakes.wrong"]) > int(told[0]["mistakes.wrong"])
