"""Why not? in the whole window, as a person uses it: draw, choose, look along the way, draw it, take it back."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QSlider, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.engine.classes import Classes
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.network import Network
from handwriting_app.explain.flip import PLACES
from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.normalise import normalise
from handwriting_app.session.model import Model
from handwriting_app.session.reading import read
from handwriting_app.ui.frame.main_window import MainWindow
from handwriting_app.ui.why_not.ink_picture import InkPicture
from handwriting_app.ui.why_not.why_not_view import WhyNotView
from handwriting_app.ui.widgets.array_picture import ArrayPicture
from tests.figures import STROKES
from tests.whole_window import draw, session_of, tabs_of

WAIT = 10_000
LEFT = Qt.MouseButton.LeftButton


def part(window: QWidget, name: str, kind: type = QWidget):  # type: ignore[no-untyped-def]
    found = window.findChild(kind, name)
    assert found is not None, name
    return found


def words(window: QWidget, name: str) -> str:
    text: str = part(window, name, QLabel).text()
    return text.replace("\u202f", " ")


def click(window: QWidget, name: str) -> None:
    button = part(window, name, QAbstractButton)
    assert button.isEnabled(), button.toolTip()
    QTest.mouseClick(button, LEFT)


def show(qtbot: QtBot, window: MainWindow) -> WhyNotView:
    tabs_of(window).show_view("why_not_view")
    view = part(window, "why_not_view")
    qtbot.waitUntil(view.isVisible)
    assert isinstance(view, WhyNotView)
    return view


def until_found(qtbot: QtBot, window: MainWindow, name: str) -> None:
    found = f"Changed like this, it is read as {name}"
    qtbot.waitUntil(lambda: words(window, "why_not_verdict").startswith(found), timeout=WAIT)


def until_at_the_end(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: part(window, "why_not_way", QSlider).value() == PLACES, timeout=WAIT)


def big_digit(window: MainWindow) -> str:
    return words(window, "predicted_digit")


def seven(window: MainWindow) -> None:
    draw(window, *(tuple(stroke) for stroke in STROKES[7]))


@pytest.fixture
def asked(qtbot: QtBot, window: MainWindow) -> MainWindow:
    """A 7 is drawn, and what makes it a 2 is found."""
    window.resize(1024, 700)
    show(qtbot, window)
    seven(window)
    assert big_digit(window) == "7"
    qtbot.waitUntil(part(window, "why_not_class_2").isEnabled)
    click(window, "why_not_class_2")
    until_found(qtbot, window, "a 2")
    until_at_the_end(qtbot, window)
    return window


def test_a_person_finds_what_is_missing_and_draws_it(qtbot: QtBot, asked: MainWindow) -> None:
    window, reader = asked, session_of(asked).reader
    before = reader.drawing
    assert "of the digit's height" in words(window, "why_not_where")
    assert words(window, "why_not_place").startswith("100 % of the way: read as a 2")
    assert big_digit(window) == "7"  # nothing is drawn that nobody asked for

    click(window, "why_not_draw")

    qtbot.waitUntil(lambda: big_digit(window) == "2", timeout=WAIT)
    assert reader.drawing is not before
    # Whatever is shown there, the drawing is read anew from its strokes.
    assert read(session_of(window).timeline.weights, reader.drawing).name == "2"
    qtbot.waitUntil(lambda: words(window, "why_not_verdict").startswith("It is read as a 2"), timeout=WAIT)
    assert "Ctrl+Z brings yours back" in words(window, "why_not_verdict")

    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    qtbot.waitUntil(lambda: big_digit(window) == "7", timeout=WAIT)
    for old, new in zip(before.strokes, reader.drawing.strokes, strict=True):
        np.testing.assert_array_equal(new, old)
    until_found(qtbot, window, "a 2")


def test_the_way_is_what_is_read_along_it_and_its_half_does_not_flip(qtbot: QtBot, asked: MainWindow) -> None:
    window = asked
    slider = part(window, "why_not_way", QSlider)
    picture = part(window, "why_not_picture", InkPicture)
    at_the_end = picture.grab().toImage()
    slider.setFocus()
    for _ in range(PLACES // 2):
        QTest.keyClick(slider, Qt.Key.Key_Left)
    assert words(window, "why_not_place").startswith("50 % of the way: read as a 7")
    assert picture.grab().toImage() != at_the_end
    QTest.keyClick(slider, Qt.Key.Key_Home)
    assert words(window, "why_not_place").startswith("0 % of the way: read as a 7")
    before = part(window, "why_not_before", ArrayPicture).values()
    np.testing.assert_array_equal(before, normalise(session_of(window).reader.drawing).counts)
    np.testing.assert_array_equal(part(window, "why_not_after", ArrayPicture).values(), before)
    assert not part(window, "why_not_difference", ArrayPicture).values().any()

    click(window, "why_not_play")
    until_at_the_end(qtbot, window)
    after = part(window, "why_not_after", ArrayPicture).values()
    np.testing.assert_array_equal(part(window, "why_not_difference", ArrayPicture).values(), after - before)
    assert (after != before).any()


def test_surely_leaves_no_doubt(qtbot: QtBot, asked: MainWindow) -> None:
    window = asked
    assert "though not surely" in words(window, "why_not_verdict")
    QTest.mouseClick(part(window, "why_not_how").button("surely"), LEFT)
    until_found(qtbot, window, "a 2:")
    click(window, "why_not_draw")
    qtbot.waitUntil(lambda: big_digit(window) == "2", timeout=WAIT)
    assert "sure" in words(window, "prediction_note")
    assert "not sure" not in words(window, "prediction_note")


def test_a_picture_is_changed_in_its_counts_and_undo_brings_it_back(qtbot: QtBot, window: MainWindow) -> None:
    show(qtbot, window)
    reader = session_of(window).reader
    digit = normalise(Drawing(tuple(np.array(stroke, np.float64) for stroke in STROKES[3])))
    reader.set_picture(digit)
    qtbot.waitUntil(part(window, "why_not_class_5").isEnabled)
    click(window, "why_not_class_5")
    until_found(qtbot, window, "a 5")
    assert "of the 64 blocks" in words(window, "why_not_where")
    click(window, "why_not_draw")
    qtbot.waitUntil(lambda: big_digit(window) == "5", timeout=WAIT)
    qtbot.waitUntil(lambda: words(window, "why_not_verdict").startswith("It is read as a 5"), timeout=WAIT)
    changed = reader.ink
    assert changed is not digit
    assert part(window, "notice_undo_button").isVisible()
    click(window, "notice_undo_button")
    qtbot.waitUntil(lambda: big_digit(window) == "3", timeout=WAIT)
    assert reader.ink is digit


def test_nothing_is_looked_for_unless_somebody_looks(qtbot: QtBot, window: MainWindow) -> None:
    view = show(qtbot, window)
    asked: list[object] = []
    view.asked.connect(asked.append)
    tabs_of(window).show_view("learning_view")
    seven(window)
    qtbot.waitUntil(lambda: big_digit(window) == "7", timeout=WAIT)
    qtbot.wait(300)
    assert not asked
    tabs_of(window).show_view("why_not_view")
    qtbot.waitUntil(lambda: bool(asked), timeout=WAIT)
    until_found(qtbot, window, "a 1")  # that which is nearest


def test_an_empty_canvas_and_a_scribble_are_told_what_to_do(qtbot: QtBot, window: MainWindow) -> None:
    show(qtbot, window)
    assert words(window, "why_not_verdict").startswith("Draw a digit on the canvas")
    assert not part(window, "why_not_draw").isEnabled()
    rng = np.random.default_rng(3)
    draw(window, *(tuple(map(tuple, 0.1 + 0.8 * rng.random((40, 2)))) for _ in range(3)))
    qtbot.waitUntil(lambda: "too much ink" in words(window, "why_not_verdict"), timeout=WAIT)
    assert not part(window, "why_not_draw").isEnabled()


def test_while_the_network_learns_the_change_is_looked_for_again(qtbot: QtBot, asked: MainWindow) -> None:
    window, session = asked, session_of(asked)
    view = part(window, "why_not_view", WhyNotView)
    again: list[object] = []
    view.asked_again.connect(again.append)
    config = TrainingConfig(hidden=(32,), epochs=10**6, variation=0.0, non_digits=False, stop_when_converged=False)
    session.start_training(config)
    qtbot.waitUntil(lambda: bool(again), timeout=6 * WAIT)
    with qtbot.waitSignal(session.training.ended, timeout=WAIT):
        session.training.stop()
    draw_it = part(window, "why_not_draw")
    qtbot.waitUntil(draw_it.isEnabled, timeout=WAIT)
    wanted = words(window, "why_not_verdict").removeprefix("Changed like this, it is read as a ")[0]
    assert wanted != big_digit(window)
    click(window, "why_not_draw")
    qtbot.waitUntil(lambda: big_digit(window) == wanted, timeout=WAIT)


def test_an_untrained_network_has_no_reasons(qtbot: QtBot, window: MainWindow) -> None:
    show(qtbot, window)
    seven(window)
    model = session_of(window).shelf.present
    blank = model.network.with_parameters(np.zeros_like(model.network.parameters))
    session_of(window).change_network(blank, "nothing")
    qtbot.waitUntil(lambda: "no idea" in words(window, "why_not_verdict"), timeout=WAIT)
    assert not part(window, "why_not_class_2").isEnabled()


@pytest.fixture
def signs(window: MainWindow) -> MainWindow:
    """The window reads a hundred signs."""
    classes = Classes(tuple(f"sign {number}" for number in range(100)), has_none=True)
    network = Network.initialise((64, 20, 101), "tanh", "cross-entropy", np.random.default_rng(5), classes=classes)
    network.parameters[:] *= 4
    model = session_of(window).shelf.present
    session_of(window).show_model(_with(model, network))
    return window


def _with(model: Model, network: Network) -> Model:
    from dataclasses import replace

    config = TrainingConfig(hidden=(20,), activation="tanh")
    return replace(Model.untrained(config, np.random.default_rng(0)), network=network, name=model.name)


def test_a_hundred_signs_are_chosen_from_a_list(qtbot: QtBot, signs: MainWindow) -> None:
    window = signs
    show(qtbot, window)
    seven(window)
    choice = part(window, "why_not_class", QComboBox)
    assert choice.count() == 100
    qtbot.waitUntil(choice.isEnabled)
    prediction = session_of(window).reader.prediction
    assert prediction is not None
    assert choice.currentIndex() == prediction.runner_up
    until_found(qtbot, window, f"“sign {prediction.runner_up}”")
    assert "of the symbol's height" in words(window, "why_not_where")


def test_what_was_looked_for_when_the_window_closes_is_left(
    qtbot: QtBot, make_window: Callable[..., MainWindow]
) -> None:
    window = make_window()
    show(qtbot, window)
    seven(window)
    qtbot.waitUntil(part(window, "why_not_class_5").isEnabled)
    click(window, "why_not_class_5")
    assert part(window, "why_not_picture", InkPicture).rect().contains(QPoint(3, 3))
    session_of(window).shutdown()
