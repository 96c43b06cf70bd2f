"""The training panel, set and pressed as a person does it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import get_args

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QProgressBar, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.engine.config import (
    ActivationName,
    CostName,
    DescentMode,
    TrainingConfig,
    UpdateRule,
    usual_learning_rate,
)
from handwriting_app.engine.limits import size_problem
from handwriting_app.engine.settings import SETTINGS, VARIATION, AnySetting, Choice, Number, Whole
from handwriting_app.session.messages import RunState
from handwriting_app.ui.theme_switcher import ThemeChoice, ThemeSwitcher
from handwriting_app.ui.train.progress import Progress
from handwriting_app.ui.train.training_panel import TrainingPanel
from handwriting_app.ui.widgets.problem import MessageLine

# The platform that shows nothing cannot pass size limits on to a window manager, and says so.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

IN_FRONT = (
    "hidden_layers",
    "activation",
    "descent_mode",
    "batch_size",
    "learning_rate",
    "epochs",
    "non_digits",
    "variation",
)
MORE = (
    "cost_function",
    "update_rule",
    "momentum",
    "l2",
    "label_smoothing",
    "weight_averaging",
    "seed",
    "held_out",
    "stop_when_converged",
    "tolerance",
    "patience",
)
BUTTONS = ("train_button", "pause_button", "step_button", "stop_button", "reset_button")

# Odd values that no arrow key reaches, and every choice that is not the default.
ODD = TrainingConfig(
    hidden=(),
    activation="tanh",
    cost="quadratic",
    descent="stochastic",
    batch_size=77,
    learning_rate=0.123456789012345,
    update_rule="adam",
    momentum=0.8765,
    l2=3e-7,
    label_smoothing=0.0123,
    weight_averaging=0.987654321,
    epochs=999_999_937,
    seed=2**32 - 5,
    held_out=0.3333333333333333,
    variation=0.337,
    stop_when_converged=False,
    tolerance=1.5e-9,
    patience=123_457,
)


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[TrainingPanel]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    before = app.palette()
    switcher = ThemeSwitcher(app, ThemeChoice.LIGHT)
    panel = TrainingPanel()
    qtbot.addWidget(panel)
    panel.resize(270, 620)
    panel.show()
    qtbot.waitExposed(panel)
    yield panel
    switcher.deleteLater()
    app.setPalette(before)


def find(panel: TrainingPanel, name: str) -> QWidget:
    widget = panel.findChild(QWidget, name)
    assert isinstance(widget, QWidget), name
    return widget


def click(qtbot: QtBot, panel: TrainingPanel, name: str, label: str = "") -> None:
    """Press a button, or the choice ``label`` of segmented buttons."""
    widget = find(panel, name)
    if label:
        widget = next(each for each in widget.findChildren(QAbstractButton) if each.text() == label)
    at = QPoint(8, widget.height() // 2)
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at)


def enter(qtbot: QtBot, panel: TrainingPanel, name: str, text: str) -> None:
    """Put ``text`` in the place of what stands in a field, key by key."""
    field = find(panel, name)
    field.setFocus()
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_Delete)
    qtbot.keyClicks(field, text)


def open_more(qtbot: QtBot, panel: TrainingPanel) -> None:
    click(qtbot, panel, "more_button")
    qtbot.waitUntil(find(panel, "cost_function").isVisible)


def place(panel: TrainingPanel, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(panel, QPoint(0, 0)), widget.size())


def test_nothing_changed_means_the_default_configuration(panel: TrainingPanel) -> None:
    assert panel.config() == TrainingConfig()


@pytest.mark.parametrize(
    "config", [ODD, replace(ODD, tolerance=1000), TrainingConfig(hidden=(10_000, 1) * 20, held_out=0.05)]
)
def test_a_configuration_comes_back_from_the_widgets(panel: TrainingPanel, config: TrainingConfig) -> None:
    panel.set_config(config)
    assert panel.config() == config


SHARE = st.floats(min_value=0, max_value=1, exclude_max=True)
CONFIGS = st.builds(
    TrainingConfig,
    hidden=st.lists(st.integers(1, 10_000), max_size=6).map(tuple).filter(lambda hidden: not size_problem(hidden)),
    activation=st.sampled_from(get_args(ActivationName)),
    cost=st.sampled_from(get_args(CostName)),
    descent=st.sampled_from(get_args(DescentMode)),
    batch_size=st.integers(1, 100_000),
    learning_rate=st.floats(0, 1000, exclude_min=True),
    update_rule=st.sampled_from(get_args(UpdateRule)),
    momentum=SHARE,
    l2=st.floats(0, 10),
    label_smoothing=SHARE,
    weight_averaging=SHARE,
    epochs=st.integers(1, 10**9),
    seed=st.integers(0, 2**32 - 1),
    held_out=st.floats(0.05, 0.9),
    variation=st.floats(0, 2),
    stop_when_converged=st.booleans(),
    tolerance=st.floats(0, 1000),
    patience=st.integers(1, 10**9),
)


@given(config=CONFIGS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_valid_configuration_comes_back(panel: TrainingPanel, config: TrainingConfig) -> None:
    panel.set_config(config)
    assert panel.config() == config


def test_train_hands_over_what_was_set_by_hand(qtbot: QtBot, panel: TrainingPanel) -> None:
    enter(qtbot, panel, "hidden_layers", "30, 20, 10")
    click(qtbot, panel, "activation", "Sigmoid")
    enter(qtbot, panel, "batch_size", "100")
    enter(qtbot, panel, "learning_rate", "0.015")
    enter(qtbot, panel, "epochs", "7")
    find(panel, "variation").setFocus()
    qtbot.keyClick(find(panel, "variation"), Qt.Key.Key_Home)
    open_more(qtbot, panel)
    click(qtbot, panel, "cost_function", "Quadratic")
    click(qtbot, panel, "update_rule", "Adam")
    enter(qtbot, panel, "l2", "0")
    enter(qtbot, panel, "seed", "42")
    click(qtbot, panel, "stop_when_converged")
    with qtbot.waitSignal(panel.train_requested) as asked:
        click(qtbot, panel, "train_button")
    assert asked.args == [
        TrainingConfig(
            hidden=(30, 20, 10),
            activation="sigmoid",
            batch_size=100,
            learning_rate=0.015,
            epochs=7,
            variation=0.0,
            cost="quadratic",
            update_rule="adam",
            l2=0.0,
            seed=42,
            stop_when_converged=False,
        )
    ]


# For each field: its label and a text that is wrong.
WRONG = [
    ("hidden_layers", "Hidden layers", "128, 0"),
    ("hidden_layers", "Hidden layers", "abcdefghijkl"),
    ("batch_size", "Batch size", "0"),
    ("batch_size", "Batch size", "1.5"),
    ("learning_rate", "Learning rate", "0,1"),
    ("learning_rate", "Learning rate", "0"),
    ("epochs", "Epochs", ""),
    ("momentum", "Momentum", "1"),
    ("l2", "Weight decay (L2)", "-1"),
    ("label_smoothing", "Label smoothing", "1"),
    ("weight_averaging", "Weight averaging", "0,5"),
    ("seed", "Seed", "-1"),
    ("held_out", "Share held out", "0.01"),
    ("weight_averaging", "Weight averaging", "x"),
    ("tolerance", "Tolerance", "x"),
    ("patience", "Patience", "0"),
]


@pytest.mark.parametrize(("name", "label", "text"), WRONG)
def test_a_wrong_value_is_explained_at_once_and_holds_training_back(
    qtbot: QtBot, panel: TrainingPanel, name: str, label: str, text: str
) -> None:
    if name in MORE:
        open_more(qtbot, panel)
    (message,) = find(panel, name).parentWidget().findChildren(MessageLine)
    train = find(panel, "train_button")
    well, places = message.text(), [place(panel, find(panel, each)) for each in IN_FRONT]

    enter(qtbot, panel, name, text)
    assert panel.config() is None
    assert message.text() != well
    assert message.text().startswith(label) or name == "hidden_layers"
    assert not train.isEnabled()
    assert f"“{label}”" in train.toolTip()
    # All the words can be read, and nothing has moved to make room for them.
    assert message.heightForWidth(message.width()) <= message.height()
    assert [place(panel, find(panel, each)) for each in IN_FRONT] == places

    enter(qtbot, panel, name, "0.5" if name in ("momentum", "label_smoothing", "weight_averaging", "held_out") else "3")
    assert panel.config() is not None
    assert message.text() == ("" if name != "hidden_layers" else "64 → 3 → 11 · 239 parameters")
    assert train.isEnabled()


def ends_of(setting: Whole | Number) -> list[float]:
    """The last values that are taken and the first that are not, at both ends."""
    low, high = setting.low, setting.high
    if isinstance(setting, Whole):
        return [low - 1, low, high, high + 1]
    return [math.nextafter(low, -1), low, math.nextafter(low, 2), math.nextafter(high, 0), high, high * 1.01]


@pytest.mark.parametrize(
    "setting", [each for each in SETTINGS.values() if isinstance(each, Whole | Number)], ids=lambda each: each.name
)
def test_a_field_takes_what_the_configuration_takes(
    qtbot: QtBot, panel: TrainingPanel, setting: Whole | Number
) -> None:
    if setting is VARIATION:
        slider = find(panel, "variation")
        for key, end in ((Qt.Key.Key_End, setting.high), (Qt.Key.Key_Home, setting.low)):
            qtbot.keyClick(slider, key)
            assert panel.config() == replace(TrainingConfig(), variation=end)
        return
    if setting.place == "more":
        open_more(qtbot, panel)
    for value in ends_of(setting):
        enter(qtbot, panel, setting.fact, repr(value))
        try:
            expected = replace(TrainingConfig(), **{setting.name: value})
        except ValueError:
            expected = None
        assert panel.config() == expected, value
        for line in panel.findChildren(MessageLine):
            assert line.heightForWidth(line.width()) <= line.height(), line.text()


def test_the_batch_size_applies_to_mini_batches_alone(qtbot: QtBot, panel: TrainingPanel) -> None:
    batch_size = find(panel, "batch_size")
    assert batch_size.isEnabled()
    enter(qtbot, panel, "batch_size", "0")
    for label, reason in (("Batch", "after all the digits"), ("Stochastic", "every single digit")):
        click(qtbot, panel, "descent_mode", label)
        assert not batch_size.isEnabled()
        assert reason in batch_size.toolTip()
    # A wrong batch size must not hold back a run that does not use it.
    config = panel.config()
    assert config is not None
    assert (config.descent, config.batch_size) == ("stochastic", 64)
    click(qtbot, panel, "descent_mode", "Mini-batch")
    assert batch_size.isEnabled()
    assert "50 to 256" in batch_size.toolTip()


def test_momentum_tolerance_and_patience_apply_only_where_they_are_used(qtbot: QtBot, panel: TrainingPanel) -> None:
    open_more(qtbot, panel)
    click(qtbot, panel, "update_rule", "Plain")
    assert not find(panel, "momentum").isEnabled()
    assert "momentum rule" in find(panel, "momentum").toolTip()
    click(qtbot, panel, "stop_when_converged")
    assert not find(panel, "tolerance").isEnabled()
    assert not find(panel, "patience").isEnabled()
    click(qtbot, panel, "update_rule", "Momentum")
    click(qtbot, panel, "stop_when_converged")
    assert all(find(panel, name).isEnabled() for name in ("momentum", "tolerance", "patience"))


@pytest.mark.parametrize(
    ("state", "enabled"),
    [
        (RunState.IDLE, {"train_button", "step_button", "reset_button"}),
        (RunState.RUNNING, {"pause_button", "stop_button", "reset_button"}),
        (RunState.PAUSED, {"pause_button", "step_button", "stop_button", "reset_button"}),
        (RunState.STOPPING, set()),
    ],
)
def test_only_the_buttons_that_make_sense_can_be_pressed(
    panel: TrainingPanel, state: RunState, enabled: set[str]
) -> None:
    panel.show_state(state)
    assert {name for name in BUTTONS if find(panel, name).isEnabled()} == enabled
    assert all(find(panel, name).toolTip() for name in BUTTONS)


def test_a_run_fixes_every_setting_but_the_learning_rate(panel: TrainingPanel) -> None:
    panel.show_state(RunState.RUNNING)
    for name in (*IN_FRONT, *MORE):
        widget = find(panel, name)
        assert widget.isEnabled() == (name == "learning_rate"), name
        assert widget.isEnabled() or "run is under way" in widget.toolTip()
    panel.show_state(RunState.IDLE)
    assert all(find(panel, name).isEnabled() for name in (*IN_FRONT, *MORE))


def test_the_buttons_of_a_run_ask_for_what_they_say(qtbot: QtBot, panel: TrainingPanel) -> None:
    with qtbot.waitSignal(panel.epoch_requested) as epoch:
        click(qtbot, panel, "step_button")
    with qtbot.waitSignal(panel.reset_requested) as reset:
        click(qtbot, panel, "reset_button")
    assert epoch.args == reset.args == [TrainingConfig()]
    pause = find(panel, "pause_button")
    assert isinstance(pause, QAbstractButton)
    width = pause.width()
    panel.show_state(RunState.RUNNING)
    assert pause.text() == "Pause"
    with qtbot.waitSignal(panel.pause_requested), qtbot.assertNotEmitted(panel.resume_requested):
        click(qtbot, panel, "pause_button")
    panel.show_state(RunState.PAUSED)
    assert (pause.text(), pause.width()) == ("Resume", width)
    with qtbot.waitSignal(panel.resume_requested), qtbot.assertNotEmitted(panel.pause_requested):
        click(qtbot, panel, "pause_button")
    with qtbot.waitSignal(panel.stop_requested):
        click(qtbot, panel, "stop_button")


def test_the_learning_rate_steps_by_factors_while_a_run_is_under_way(qtbot: QtBot, panel: TrainingPanel) -> None:
    panel.show_state(RunState.RUNNING)
    for expected in (0.1, 0.2, 0.5):
        with qtbot.waitSignal(panel.learning_rate_changed) as changed:
            qtbot.keyClick(find(panel, "learning_rate"), Qt.Key.Key_Up)
        assert changed.args == [expected]


def test_a_typed_learning_rate_counts_once_it_is_whole(qtbot: QtBot, panel: TrainingPanel) -> None:
    seen: list[float] = []
    panel.learning_rate_changed.connect(seen.append)
    with qtbot.waitSignal(panel.learning_rate_changed):
        enter(qtbot, panel, "learning_rate", "0.15")
        qtbot.keyClick(find(panel, "learning_rate"), Qt.Key.Key_Return)
    # Without Enter a short rest does the same.
    with qtbot.waitSignal(panel.learning_rate_changed):
        enter(qtbot, panel, "learning_rate", "0.25")
    assert seen == [0.15, 0.25]


def test_a_configuration_that_is_shown_is_not_a_change_by_the_person(qtbot: QtBot, panel: TrainingPanel) -> None:
    with qtbot.assertNotEmitted(panel.learning_rate_changed, wait=700):
        panel.set_config(replace(TrainingConfig(), learning_rate=0.7))


def test_progress_is_shown_as_a_bar_and_in_words(panel: TrainingPanel) -> None:
    bar, line = find(panel, "training_progress"), find(panel, "training_progress_text")
    assert isinstance(bar, QProgressBar)
    assert isinstance(line, QLabel)
    assert "press Train" in line.text()
    panel.show_progress(Progress(epoch=41, epochs=200, held_out_accuracy=0.981, elapsed=6.2, remaining=5.9))
    assert (bar.value(), bar.maximum()) == (41, 200)
    shown = ["Epoch 41 of 200 · held-out 98.1\u202f%", "6\u202fs elapsed, about 6\u202fs left"]
    assert line.text().split("\n") == shown
    panel.show_progress(Progress(epoch=10**12, epochs=2 * 10**12, elapsed=6.2))
    assert bar.value() / bar.maximum() == 0.5
    panel.clear_progress()
    assert bar.value() == 0
    assert "press Train" in line.text()


def test_the_end_of_a_run_is_told_without_moving_anything(panel: TrainingPanel) -> None:
    message = find(panel, "training_message")
    assert isinstance(message, QLabel)
    before = [place(panel, find(panel, name)) for name in BUTTONS]
    panel.show_message("The cost became infinite in epoch 3 with a learning rate of 5. Try 0.5 instead.", "error")
    assert "infinite" in message.text()
    assert [place(panel, find(panel, name)) for name in BUTTONS] == before
    assert message.heightForWidth(message.width()) <= message.height()
    panel.show_message("")
    assert message.text() == ""


def test_varied_digits_are_asked_for_and_shown(qtbot: QtBot, panel: TrainingPanel) -> None:
    preview, slider = find(panel, "variation_preview"), find(panel, "variation")
    empty = preview.grab().toImage()
    with qtbot.waitSignal(panel.variation_preview_requested) as asked:
        qtbot.keyClick(slider, Qt.Key.Key_End)
    assert asked.args == [2.0, 0]
    with qtbot.waitSignal(panel.variation_preview_requested) as others:
        click(qtbot, panel, "variation_preview")
    assert others.args == [2.0, 1]
    panel.show_variation_preview(np.full((8, 8, 8), 16, np.uint8))
    assert preview.grab().toImage() != empty
    enter(qtbot, panel, "seed", "5")
    config = panel.config()
    assert config is not None
    assert config.variation == 2.0


def test_the_strip_fills_itself_once_a_run_has_loaded_the_digits(qtbot: QtBot, panel: TrainingPanel) -> None:
    with qtbot.assertNotEmitted(panel.variation_preview_requested):
        panel.show_progress(Progress(epoch=0, epochs=100))
        panel.show_progress(Progress(epoch=200, epochs=200))  # of a model that was opened
    with qtbot.waitSignal(panel.variation_preview_requested):
        panel.show_progress(Progress(epoch=1, epochs=100, remaining=9.9))
    with qtbot.assertNotEmitted(panel.variation_preview_requested):
        panel.show_progress(Progress(epoch=2, epochs=100, remaining=9.8))


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=lambda each: each.name)
def test_the_panel_has_every_setting_of_the_table(qtbot: QtBot, panel: TrainingPanel, setting: AnySetting) -> None:
    widget = find(panel, setting.fact)
    assert (widget.accessibleName(), widget.accessibleDescription()) == (setting.label, setting.sentence)
    if setting.place == "more":
        assert not widget.isVisible()
        open_more(qtbot, panel)
    assert widget.isVisible()
    if isinstance(setting, Choice):
        if setting.idle is not None:  # its buttons say why, until it does something
            panel.set_config(TrainingConfig(descent="stochastic"))
        buttons = [each for each in widget.findChildren(QAbstractButton)]
        assert [(each.text(), each.toolTip()) for each in buttons] == [option[1:] for option in setting.options]
        assert [each.isChecked() for each in buttons] == [value == setting.default for value in setting.values]
    if isinstance(setting, Whole | Number) and setting is not VARIATION:
        for key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            before = panel.config()
            qtbot.keyClick(widget, key)
            assert panel.config() != before  # every number can be stepped both ways from its usual value
        panel.set_config(TrainingConfig())


def test_settings_that_do_not_go_together_hold_training_back(
    panel: TrainingPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_values: object) -> TrainingConfig:
        raise ValueError("these do not go together")

    monkeypatch.setattr("handwriting_app.ui.train.training_panel.config_from", refuse)
    panel.show_state(RunState.IDLE)
    assert panel.config() is None
    assert not find(panel, "train_button").isEnabled()
    assert find(panel, "train_button").toolTip() == "these do not go together."


def test_every_setting_says_what_it_is(panel: TrainingPanel) -> None:
    buddies = {label.buddy().objectName() for label in panel.findChildren(QLabel) if label.buddy()}
    for name in (*IN_FRONT, *MORE):
        widget = find(panel, name)
        assert widget.accessibleName(), name
        assert len(widget.toolTip()) > 30, name
        assert name in buddies or name in ("non_digits", "stop_when_converged"), name
    assert all(find(panel, name).accessibleName() for name in BUTTONS)


@pytest.mark.parametrize("width", [264, 270, 280, 320])
def test_a_small_window_shows_the_seven_fields_the_buttons_and_the_progress(
    qtbot: QtBot, panel: TrainingPanel, width: int
) -> None:
    panel.resize(width, 620)
    qtbot.waitUntil(lambda: panel.width() == width)
    for name in (
        *IN_FRONT,
        *BUTTONS,
        "training_progress",
        "training_progress_text",
        "variation_preview",
        "more_button",
    ):
        widget = find(panel, name)
        assert widget.visibleRegion().boundingRect() == widget.rect(), name
        assert panel.rect().contains(place(panel, widget)), name


def test_more_opens_in_place_and_scrolls_while_the_buttons_stay(qtbot: QtBot, panel: TrainingPanel) -> None:
    buttons = [place(panel, find(panel, name)) for name in BUTTONS]
    width = find(panel, "hidden_layers").width()
    assert not find(panel, "cost_function").isVisible()
    open_more(qtbot, panel)
    qtbot.waitUntil(lambda: not find(panel, "cost_function").visibleRegion().isEmpty())
    assert [place(panel, find(panel, name)) for name in BUTTONS] == buttons
    assert find(panel, "hidden_layers").width() == width
    click(qtbot, panel, "more_button")
    assert not find(panel, "cost_function").isVisible()


def test_a_wrong_value_behind_more_is_pointed_to(qtbot: QtBot, panel: TrainingPanel) -> None:
    open_more(qtbot, panel)
    enter(qtbot, panel, "seed", "x")
    click(qtbot, panel, "more_button")
    assert "“Seed” under “More”" in find(panel, "train_button").toolTip()


def test_tab_goes_from_top_to_bottom(qtbot: QtBot, panel: TrainingPanel) -> None:
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    find(panel, "hidden_layers").setFocus()
    visited = []
    for _ in range(len(IN_FRONT) + 5):
        focused = panel.focusWidget()
        assert focused is not None
        name = next(each for each in (focused, focused.parentWidget()) if each and each.objectName()).objectName()
        visited.append("" if name.startswith("qt_spinbox") else name)
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    assert visited == [*IN_FRONT, "variation_preview", "more_button", "train_button", "step_button", "reset_button"]


def test_the_learning_rate_follows_the_mode_until_a_person_chooses_one(panel):
    rate = panel.findChild(QWidget, "learning_rate")
    descent = panel.findChild(QWidget, "descent_mode")
    assert rate.value() == usual_learning_rate("mini-batch", "momentum")
    descent.button("stochastic").click()
    assert rate.value() == usual_learning_rate("stochastic", "momentum")
    rate.set_value(0.007)
    descent.button("batch").click()
    assert rate.value() == 0.007


def test_a_lesson_locks_all_but_what_it_names(panel: TrainingPanel) -> None:
    panel.set_config(replace(TrainingConfig(), learning_rate=0.25))
    panel.lock(frozenset({"descent"}), frozenset())
    field = panel.findChild(QWidget, "learning_rate")
    assert not field.isEnabled()
    assert field.toolTip() == "Locked by this lesson"
    assert panel.findChild(QWidget, "descent_mode").isEnabled()
    assert panel.findChild(QWidget, "train_button").isEnabled()
    panel.lock(None, frozenset())
    assert all(
        panel.findChild(QWidget, setting.fact).isEnabled() for setting in SETTINGS.values() if setting.idle is None
    )
    assert field.toolTip() != "Locked by this lesson"


def test_the_usual_learning_rate_follows_nothing_while_it_is_locked(panel: TrainingPanel) -> None:
    panel.set_config(TrainingConfig())
    before = panel.config()
    panel.lock(frozenset({"descent"}), frozenset())
    stochastic = [b for b in panel.findChild(QWidget, "descent_mode").findChildren(QAbstractButton)][1]
    stochastic.click()
    after = panel.config()
    assert before is not None
    assert after is not None
    assert after.descent == "stochastic"
    assert after.learning_rate == before.learning_rate


def test_what_is_wrong_in_a_field_is_put_back_before_it_is_locked(qtbot: QtBot, panel: TrainingPanel) -> None:
    enter(qtbot, panel, "hidden_layers", "nonsense")
    enter(qtbot, panel, "epochs", "0")
    assert panel.config() is None
    panel.lock(frozenset(), frozenset())
    assert panel.config() is not None, "nobody could mend it any more"


def test_hidden_settings_take_no_room_and_come_back(panel: TrainingPanel) -> None:
    panel.lock(None, frozenset({"hidden", "variation", "batch_size"}))
    assert not panel.findChild(QWidget, "hidden_layers").isVisible()
    assert not panel.findChild(QWidget, "variation").isVisible()
    assert not [label for label in panel.findChildren(QLabel) if label.text() == "Hidden layers" and label.isVisible()]
    panel.lock(None, frozenset(SETTINGS))
    assert not any(panel.findChild(QWidget, name).isVisible() for name in IN_FRONT)
    assert panel.findChild(QWidget, "train_button").isVisible()
    panel.lock(None, frozenset())
    assert all(panel.findChild(QWidget, name).isVisible() for name in IN_FRONT)
