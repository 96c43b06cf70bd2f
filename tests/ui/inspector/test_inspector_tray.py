"""One step and its undo, what mattered in the drawing, and breaking it on purpose."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.data.digits import load_digits_split
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.explain import following
from handwriting_app.explain.one_step import OneStep, Refusal
from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.normalise import NormalisedDigit
from handwriting_app.numerals import number
from handwriting_app.session.session import Session
from handwriting_app.storage.settings_file import SettingsFile
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.inspector.backprop_view import BackpropView
from handwriting_app.ui.inspector.formula_view import FormulaView
from handwriting_app.ui.inspector.join import open_view
from handwriting_app.ui.inspector.step_map import StepMap
from handwriting_app.ui.theme_switcher import ThemeChoice, ThemeSwitcher
from handwriting_app.ui.widgets.array_picture import ArrayPicture
from handwriting_app.ui.widgets.number_field import DecimalField

CONFIG = TrainingConfig(hidden=(16, 9), activation="sigmoid", learning_rate=0.05)


@pytest.fixture(scope="module")
def light(qapp: QApplication) -> None:
    """The look of the window, put on once: it takes a while."""
    ThemeSwitcher(qapp, ThemeChoice.LIGHT)


@pytest.fixture
def panel() -> list[TrainingConfig]:
    """What the training panel shows, one configuration after the other; the last is there now."""
    return [CONFIG]


@pytest.fixture
def desk(qtbot: QtBot, session: Session, panel: list[TrainingConfig], tmp_path: Path) -> Desk:
    window = QWidget()
    qtbot.addWidget(window)
    settings = SettingsFile(tmp_path / "settings.json")
    desk = Desk(window, session.background, lambda: panel[-1], settings)
    desk.config_requested.connect(panel.append)
    return desk


@pytest.fixture
def view(qtbot: QtBot, light: None, session: Session, desk: Desk) -> BackpropView:
    view = open_view(session, desk)
    qtbot.addWidget(view)
    view.resize(700, 820)
    view.show()
    qtbot.waitExposed(view)
    return view


def text(view: QWidget, name: str) -> str:
    widget = view.findChild(QLabel, name) or view.findChild(FormulaView, name)
    assert isinstance(widget, QLabel | FormulaView), name
    assert widget.isVisible()
    return widget.text()


def button(view: QWidget, name: str) -> QAbstractButton:
    found = view.findChild(QAbstractButton, name)
    assert found is not None, name
    return found


def click(qtbot: QtBot, view: BackpropView, name: str) -> None:
    assert button(view, name).isVisible()
    assert button(view, name).isEnabled()
    qtbot.mouseClick(button(view, name), Qt.MouseButton.LeftButton)
    view.refresh_now()


def open_page(qtbot: QtBot, view: BackpropView, title: str) -> None:
    tray = view.findChild(QWidget, "inspector_tray")
    assert tray is not None
    found = next(each for each in tray.findChildren(QAbstractButton) if each.text() == title)
    qtbot.mouseClick(found, Qt.MouseButton.LeftButton)
    view.refresh_now()


def marks(view: BackpropView) -> list[str]:
    """What stands on the map, where a gradient is checked."""
    way = view.findChild(StepMap, "inspector_map")
    assert way is not None
    return [way.text_of(index) for index in range(len(way._stops)) if "∇" in way.text_of(index)]


def test_one_step_goes_down_by_about_what_was_predicted(qtbot: QtBot, view: BackpropView, session: Session) -> None:
    field = view.findChild(DecimalField, "one_step_rate")
    field.selectAll()
    qtbot.keyClicks(field, "0.001")
    view.refresh_now()
    promised = text(view, "one_step_predicted")
    assert promised.startswith("−")
    assert text(view, "one_step_actual") == "–"
    before = session.timeline.weights.network
    click(qtbot, view, "one_step_apply")
    assert not np.array_equal(session.timeline.weights.network.parameters, before.parameters)
    assert text(view, "one_step_predicted") == promised
    actual = text(view, "one_step_actual")
    assert float(actual.replace("−", "-")) == pytest.approx(float(promised.replace("−", "-")), rel=0.1)
    assert "kept its promise" in text(view, "one_step_outcome")
    assert "and now" in text(view, "one_step_reading")
    assert session.shelf.present.unsaved


def test_what_takes_long_is_worked_out_elsewhere_and_told_once_it_is_there(
    qtbot: QtBot, view: BackpropView, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As with millions of weights: the same words come, but later, and none before that are of other weights."""
    monkeypatch.setattr(following, "MOST_AT_ONCE", 0)
    before, cost = session.timeline.weights.network, text(view, "one_step_cost")
    click(qtbot, view, "one_step_apply")
    assert session.timeline.weights.network is before
    qtbot.waitUntil(lambda: session.timeline.weights.network is not before)
    assert text(view, "one_step_cost") == cost
    qtbot.waitUntil(lambda: text(view, "one_step_cost").startswith(f"{cost} → "))
    assert "kept its promise" in text(view, "one_step_outcome")
    click(qtbot, view, "one_step_undo")
    qtbot.waitUntil(lambda: text(view, "one_step_cost") == cost)
    assert text(view, "one_step_actual") == "–"


def test_a_step_that_comes_after_the_weights_have_changed_is_not_taken(
    qtbot: QtBot, view: BackpropView, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "MOST_AT_ONCE", 0)
    steps: list[Callable[[], OneStep | Refusal]] = []
    view.step_requested.disconnect()
    view.step_requested.connect(steps.append)
    click(qtbot, view, "one_step_apply")
    other = session.timeline.weights.network.copy()
    other.biases[-1][0] += 0.5
    session.change_network(other, "another")
    view.take_step(steps[0]())
    assert np.array_equal(session.timeline.weights.network.parameters, other.parameters)


def test_undo_takes_the_words_of_the_step_along_even_where_it_changed_no_weight(
    qtbot: QtBot, view: BackpropView, session: Session
) -> None:
    sure = session.timeline.weights.network.copy()
    sure.biases[-1][session.reader.prediction.digit] = 400  # type: ignore[union-attr]
    session.change_network(sure, "sure of it")
    view.refresh_now()
    click(qtbot, view, "one_step_apply")
    assert np.array_equal(session.timeline.weights.network.parameters, sure.parameters)
    assert "nothing left to gain" in text(view, "one_step_outcome")
    click(qtbot, view, "one_step_undo")
    assert text(view, "one_step_outcome").startswith("Take the step")
    assert text(view, "one_step_actual") == "–"


def test_undo_takes_the_step_back(qtbot: QtBot, view: BackpropView, session: Session) -> None:
    before = session.timeline.weights.network.parameters.copy()
    cost = text(view, "one_step_cost")
    assert not button(view, "one_step_undo").isEnabled()
    click(qtbot, view, "one_step_apply")
    click(qtbot, view, "one_step_apply")
    click(qtbot, view, "one_step_undo")
    click(qtbot, view, "one_step_undo")
    assert np.array_equal(session.timeline.weights.network.parameters, before)
    assert text(view, "one_step_cost") == cost
    assert text(view, "one_step_actual") == "–"
    assert not button(view, "one_step_undo").isEnabled()


def test_steps_towards_another_digit_change_the_reading(qtbot: QtBot, view: BackpropView, session: Session) -> None:
    wanted = (session.reader.prediction.digit + 3) % 10
    view.set_label(wanted)
    view.show_learning_rate(0.5)
    view.refresh_now()
    for _ in range(12):
        click(qtbot, view, "one_step_apply")
    assert session.reader.prediction.digit == wanted
    assert f"now {wanted} (p = " in text(view, "one_step_reading")


def test_a_step_taken_back_elsewhere_is_no_longer_spoken_of(qtbot: QtBot, view: BackpropView, session: Session) -> None:
    click(qtbot, view, "one_step_apply")
    session.undo_change()
    view.refresh_now()
    assert text(view, "one_step_actual") == "–"


def test_what_mattered_is_the_gradient_at_the_pixels(qtbot: QtBot, view: BackpropView) -> None:
    open_page(qtbot, view, "What mattered")
    shown = view.findChild(ArrayPicture, "saliency_picture")
    assert shown.isVisible()
    assert shown.values().shape == (8, 8)
    view.look_at(0, 0)
    assert number(float(shown.values()[0, 0])) == text(view, "check_backprop")


def test_the_overlay_comes_and_goes_with_its_box_and_with_the_tab(
    qtbot: QtBot, view: BackpropView, session: Session, desk: Desk
) -> None:
    overlays: list[QImage | None] = []
    desk.overlay_changed.connect(overlays.append)
    open_page(qtbot, view, "What mattered")
    assert overlays == []
    click(qtbot, view, "saliency_toggle")
    assert len(overlays) == 1
    image = overlays[-1]
    assert image is not None
    assert image == view.overlay
    assert image.width() == image.height()
    # Over the strokes and their surroundings there is colour; in the corner of the canvas the network does not look.
    assert image.pixelColor(0, 0).alpha() == 0
    assert max(image.pixelColor(x, image.height() // 2).alpha() for x in range(image.width())) > 20
    view.hide()
    assert overlays[-1] is None
    view.show()
    assert overlays[-1] is not None
    session.reader.set_drawing(Drawing())
    view.refresh_now()
    assert overlays[-1] is None


def test_a_digit_of_the_data_set_is_not_laid_over_the_drawing(
    qtbot: QtBot, view: BackpropView, session: Session
) -> None:
    open_page(qtbot, view, "What mattered")
    click(qtbot, view, "saliency_toggle")
    assert view.overlay is not None
    counts = np.rint(load_digits_split(0.2, 0).held_x[0].reshape(8, 8) * 16).astype(np.uint8)
    session.reader.set_picture(NormalisedDigit(np.zeros((32, 32), np.bool_), counts))
    view.refresh_now()
    assert view.overlay is None


def test_all_weights_zero_and_back(qtbot: QtBot, view: BackpropView, session: Session) -> None:
    before = session.timeline.weights.network.parameters.copy()
    open_page(qtbot, view, "Break it")
    click(qtbot, view, "break_zero_weights")
    assert not session.timeline.weights.network.parameters.any()
    assert button(view, "break_zero_weights").text() == "Undo: all weights zero"
    np.testing.assert_allclose(session.reader.prediction.probabilities, 0.1, atol=1e-6)
    view.look_at_weight(1, 0, 21)
    assert text(view, "check_backprop") == "0"
    assert text(view, "check_verdict") == "✓ they agree"
    open_page(qtbot, view, "One step")
    click(qtbot, view, "one_step_apply")
    open_page(qtbot, view, "Break it")
    click(qtbot, view, "break_zero_weights")
    assert np.array_equal(session.timeline.weights.network.parameters, before)
    assert button(view, "break_zero_weights").text() == "All weights zero"


def test_a_hundredfold_learning_rate_is_asked_for_and_taken_back(
    qtbot: QtBot, view: BackpropView, panel: list[TrainingConfig]
) -> None:
    panel.append(TrainingConfig(learning_rate=0.2, hidden=(5,)))
    open_page(qtbot, view, "Break it")
    click(qtbot, view, "break_huge_learning_rate")
    assert panel[-1] == TrainingConfig(learning_rate=20.0, hidden=(5,))
    assert button(view, "break_huge_learning_rate").isChecked()
    open_page(qtbot, view, "One step")
    assert view.findChild(DecimalField, "one_step_rate").value() == 20.0
    open_page(qtbot, view, "Break it")
    click(qtbot, view, "break_huge_learning_rate")
    assert panel[-1] == TrainingConfig(learning_rate=0.2, hidden=(5,))
    assert not button(view, "break_huge_learning_rate").isChecked()


def test_a_learning_rate_set_by_hand_ends_the_hundredfold(
    qtbot: QtBot, view: BackpropView, panel: list[TrainingConfig]
) -> None:
    open_page(qtbot, view, "Break it")
    click(qtbot, view, "break_huge_learning_rate")
    open_page(qtbot, view, "One step")
    panel.append(TrainingConfig(learning_rate=0.3))
    open_page(qtbot, view, "Break it")
    assert not button(view, "break_huge_learning_rate").isChecked()


def test_a_breakage_changes_no_more_of_the_panel_than_it_says(
    qtbot: QtBot, view: BackpropView, panel: list[TrainingConfig]
) -> None:
    panel.append(TrainingConfig(hidden=(5,), epochs=7, learning_rate=0.03))
    open_page(qtbot, view, "Break it")
    click(qtbot, view, "break_huge_learning_rate")
    assert panel[-1] == TrainingConfig(hidden=(5,), epochs=7, learning_rate=3.0)
    panel.append(TrainingConfig(hidden=(5,), epochs=9, learning_rate=3.0))  # by hand
    click(qtbot, view, "break_huge_learning_rate")
    assert panel[-1] == TrainingConfig(hidden=(5,), epochs=9, learning_rate=0.03)
    click(qtbot, view, "break_ten_sigmoid_layers")
    assert (panel[-1].epochs, len(panel[-1].hidden)) == (9, 10)


def test_ten_sigmoid_layers_and_back(
    qtbot: QtBot, view: BackpropView, session: Session, panel: list[TrainingConfig]
) -> None:
    before = session.timeline.weights.network
    open_page(qtbot, view, "Break it")
    click(qtbot, view, "break_ten_sigmoid_layers")
    assert len(session.timeline.weights.network.weights) == 11
    assert len(panel[-1].hidden) == 10
    assert len(marks(view)) == 11
    assert all(mark.endswith("✓") for mark in marks(view))
    click(qtbot, view, "break_ten_sigmoid_layers")
    assert session.timeline.weights.network is before
    assert panel[-1].hidden == CONFIG.hidden
    assert len(marks(view)) == 3


def test_another_model_leaves_no_ten_layers_to_take_back(qtbot: QtBot, view: BackpropView, session: Session) -> None:
    open_page(qtbot, view, "Break it")
    click(qtbot, view, "break_ten_sigmoid_layers")
    session.reset(TrainingConfig(hidden=(7,)))
    view.refresh_now()
    assert not button(view, "break_ten_sigmoid_layers").isChecked()


def test_a_forgotten_slope_is_caught_by_the_check(qtbot: QtBot, view: BackpropView) -> None:
    open_page(qtbot, view, "Break it")
    assert marks(view) == ["∇³ ✓", "∇² ✓", "∇¹ ✓"]
    click(qtbot, view, "break_missing_slope")
    assert marks(view) == ["∇³ ✓", "∇² ✗", "∇¹ ✗"]
    assert text(view, "check_verdict") == "✗ they differ"
    assert text(view, "inspector_title") == "Back: blame δ, layer 2"
    assert "[left out: σ′(z)]" in text(view, "inspector_formula")
    assert "leaves out σ′" in text(view, "inspector_warning")
    click(qtbot, view, "break_missing_slope")
    assert marks(view) == ["∇³ ✓", "∇² ✓", "∇¹ ✓"]
    assert text(view, "check_verdict") == "✓ they agree"


def test_without_a_hidden_layer_there_is_no_slope_to_forget(qtbot: QtBot, view: BackpropView, session: Session) -> None:
    session.reset(TrainingConfig(hidden=()))
    open_page(qtbot, view, "Break it")
    assert not button(view, "break_missing_slope").isEnabled()
    assert "no hidden layer" in button(view, "break_missing_slope").toolTip()


def test_during_a_run_the_weights_are_left_to_it(qtbot: QtBot, view: BackpropView, session: Session) -> None:
    open_page(qtbot, view, "Break it")
    endless = TrainingConfig(hidden=(8,), epochs=10**9, variation=0.0, non_digits=False, stop_when_converged=False)
    session.start_training(endless)
    view.refresh_now()
    assert not button(view, "break_zero_weights").isEnabled()
    assert "Stop the training first" in button(view, "break_ten_sigmoid_layers").toolTip()
    assert button(view, "break_missing_slope").isEnabled()
    with qtbot.waitSignal(session.training.ended, timeout=30_000):
        session.training.stop()
    view.refresh_now()
    assert button(view, "break_zero_weights").isEnabled()


def true_digit(view: BackpropView) -> int:
    view.refresh_now()
    row = view.findChild(QWidget, "true_digit")
    assert row is not None
    return next(int(each.text()) for each in row.findChildren(QAbstractButton) if each.isChecked())


JUMPS = {
    "break_zero_weights": "Back: blame δ, layer 2",
    "break_huge_learning_rate": "The cost C: how wrong about the ",
    "break_ten_sigmoid_layers": "Back: blame δ, layer 1",
    "break_missing_slope": "Back: blame δ, layer 2",
}


@pytest.mark.parametrize("name", JUMPS)
def test_breaking_goes_to_where_it_shows_and_mending_goes_back(qtbot: QtBot, view: BackpropView, name: str) -> None:
    view.look_at_weight(2, 4, 3)
    open_page(qtbot, view, "Break it")
    button(view, name).click()
    view.refresh_now()
    assert text(view, "inspector_title").startswith(JUMPS[name])
    button(view, name).click()
    view.refresh_now()
    assert text(view, "inspector_title") == "Back: gradient, layer 2"
    assert (view.findChild(QWidget, "inspector_unit").value(), view.findChild(QWidget, "inspector_source").value()) == (
        4,
        3,
    )


@pytest.mark.parametrize("name", JUMPS)
@pytest.mark.parametrize("said", [None, 5])
def test_the_true_digit_stays_what_it_was(
    qtbot: QtBot, view: BackpropView, session: Session, name: str, said: int | None
) -> None:
    if said is not None:
        view.set_label(said)
    before = true_digit(view)
    open_page(qtbot, view, "Break it")
    button(view, name).click()
    assert true_digit(view) == before
    button(view, name).click()
    assert true_digit(view) == before
    session.reader.set_picture(NormalisedDigit(np.zeros((32, 32), np.bool_), np.full((8, 8), 8, np.uint8)))
    assert true_digit(view) == session.reader.prediction.digit


def test_esc_lets_go_of_the_digit_from_before(qtbot: QtBot, view: BackpropView, session: Session) -> None:
    open_page(qtbot, view, "Break it")
    click(qtbot, view, "break_ten_sigmoid_layers")
    view.let_go()
    assert true_digit(view) == session.reader.prediction.digit


def test_what_is_broken_stands_over_every_step(qtbot: QtBot, view: BackpropView) -> None:
    open_page(qtbot, view, "Break it")
    click(qtbot, view, "break_ten_sigmoid_layers")
    assert text(view, "inspector_warning") == "Broken on purpose: ten sigmoid layers."
    click(qtbot, view, "break_ten_sigmoid_layers")
    assert not view.findChild(QLabel, "inspector_warning").isVisible()


def test_a_hundredfold_rate_is_tried_and_said_what_it_does(qtbot: QtBot, view: BackpropView, session: Session) -> None:
    before = session.timeline.weights.network.parameters.copy()
    open_page(qtbot, view, "Break it")
    with qtbot.waitSignal(session.digits.loaded, timeout=30_000):
        click(qtbot, view, "break_huge_learning_rate")
        assert text(view, "break_outcome").startswith("Tried on a copy: on this ")
    view.refresh_now()
    words = text(view, "break_outcome")
    assert "even η = 5 lowers the cost, from " in words
    assert "other digits: the cost of a " in words
    assert np.array_equal(session.timeline.weights.network.parameters, before)
    click(qtbot, view, "break_huge_learning_rate")
    assert not view.findChild(QLabel, "break_outcome").isVisible()


def test_the_tray_can_be_put_away(qtbot: QtBot, view: BackpropView) -> None:
    assert button(view, "one_step_apply").isVisible()
    open_page(qtbot, view, "Hide")
    assert not button(view, "one_step_apply").isVisible()
    open_page(qtbot, view, "One step")
    assert button(view, "one_step_apply").isVisible()
