"""Values as a person types them."""

from __future__ import annotations

import pytest

from handwriting_app.engine.settings import SETTINGS
from handwriting_app.sweep.typed_values import text_of_values, usual_values, values_of_text


@pytest.mark.parametrize(
    ("name", "text", "values"),
    [
        ("learning_rate", "0.01, 0.1 1", (0.01, 0.1, 1.0)),
        ("learning_rate", "0,01; 0,1", (0.01, 0.1)),
        ("learning_rate", "1e-3, 1/4, 10^-2", (0.001, 0.25, 0.01)),
        ("held_out", "10%, 0.2", (0.1, 0.2)),
        ("batch_size", "16,64", (16, 64)),
        ("hidden", "64; 128, 64; none", ((64,), (128, 64), ())),
        ("hidden", "128, 64", ((128, 64),)),
        ("activation", "ReLU, tanh", ("relu", "tanh")),
        ("descent", "Mini-batch; batch", ("mini-batch", "batch")),
        ("non_digits", "on, off", (True, False)),
    ],
)
def test_they_are_read(name: str, text: str, values: tuple[object, ...]) -> None:
    assert values_of_text(SETTINGS[name], text) == values


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("learning_rate", "fast", "“fast” is no number"),
        ("learning_rate", "0.1, 2000", "learning_rate must be above 0 and at most 1,000"),
        ("learning_rate", "", "no values"),
        ("learning_rate", "0.1, 0.10", "the same value twice"),
        ("batch_size", "1.5", "whole number"),
        ("hidden", "64; wide", "“wide” are no layers"),
        ("activation", "softmax", "one of sigmoid, relu, tanh"),
        ("non_digits", "perhaps", "true or false"),
    ],
)
def test_what_is_wrong_is_said(name: str, text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        values_of_text(SETTINGS[name], text)


@pytest.mark.parametrize("name", [name for name in SETTINGS if name not in ("seed", "engine")])
def test_every_setting_has_values_to_begin_with_which_are_read_as_they_are_written(name: str) -> None:
    setting = SETTINGS[name]
    values = usual_values(setting)
    assert len(values) >= 2
    assert values_of_text(setting, text_of_values(setting, values)) == values
