"""The widget for a setting of a certain kind, with bounds, steps and choices from the table of settings."""

from __future__ import annotations

from typing import TypeVar

from handwriting_app.engine.settings import Choice, Number, Whole
from handwriting_app.ui.widgets.number_field import Bounds, DecimalField, WholeNumberField
from handwriting_app.ui.widgets.segmented import SegmentedButtons
from handwriting_app.ui.widgets.steps import Step, along, by, doubling, one_two_five, one_two_five_from

Name = TypeVar("Name", bound=str)


def whole_number_field(setting: Whole) -> WholeNumberField:
    """A field at the setting's default."""
    return WholeNumberField(setting.default, Bounds(setting.low, setting.high), step_of(setting))


def decimal_field(setting: Number) -> DecimalField:
    """A field at the setting's default."""
    bounds = Bounds(setting.low, setting.high, setting.with_low, setting.with_high)
    return DecimalField(setting.default, bounds, step_of(setting))


def choice_buttons(setting: Choice[Name]) -> SegmentedButtons[Name]:
    """Buttons with the setting's default chosen."""
    buttons = SegmentedButtons[Name](setting.options)
    buttons.set_value(setting.default)
    return buttons


def step_of(setting: Whole | Number) -> Step:
    """How far one press of an arrow key moves the setting."""
    match setting.steps:
        case "doubling":
            return doubling
        case "1-2-5":
            can_be_0 = setting.low == 0 and not (isinstance(setting, Number) and not setting.with_low)
            return one_two_five_from(setting.first_step) if can_be_0 else one_two_five
        case tuple() as values:
            return along(values)
        case amount:
            return by(amount)
