from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from handwriting_app.engine.settings import (
    BATCH_SIZE,
    DESCENT,
    EPOCHS,
    L2,
    LEARNING_RATE,
    MOMENTUM,
    SEED,
    TOLERANCE,
    Number,
    Whole,
)
from handwriting_app.ui.widgets.setting_widgets import choice_buttons, decimal_field, whole_number_field


@pytest.mark.parametrize(
    ("setting", "below", "above"),
    [(BATCH_SIZE, 32, 128), (EPOCHS, 100, 500), (SEED, 0, 1)],
    ids=lambda each: getattr(each, "name", ""),
)
def test_a_whole_number_steps_as_its_setting_says(qtbot: QtBot, setting: Whole, below: int, above: int) -> None:
    field = whole_number_field(setting)
    qtbot.addWidget(field)
    assert field.value() == setting.default
    field.stepBy(1)
    assert field.value() == above
    field.stepBy(-2)
    assert (field.value(), type(field.value())) == (below, int)


@pytest.mark.parametrize(
    ("setting", "series"),
    [
        (LEARNING_RATE, [0.05, 0.02, 0.01, 0.005]),
        (MOMENTUM, [0.9, 0.8, 0.5, 0, 0]),
        (L2, [2e-6, 1e-6, 0, 0]),
        (TOLERANCE, [2e-8, 1e-8, 0, 0]),
    ],
    ids=lambda each: getattr(each, "name", ""),
)
def test_a_number_steps_down_as_its_setting_says(qtbot: QtBot, setting: Number, series: list[float]) -> None:
    field = decimal_field(setting)
    qtbot.addWidget(field)
    field.set_value(series[0])
    seen = [field.value()]
    for _ in series[1:]:
        field.stepBy(-1)
        seen.append(field.value())
    assert seen == series


def test_choices_come_with_the_usual_one_chosen(qtbot: QtBot) -> None:
    buttons = choice_buttons(DESCENT)
    qtbot.addWidget(buttons)
    assert buttons.value() == "mini-batch"
    assert [buttons.button(value).text() for value in DESCENT.values] == ["Batch", "Stochastic", "Mini-batch"]
