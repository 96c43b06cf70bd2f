"""Holds everyone who reads the table of settings to it: whoever copies it out by hand is found out here."""

from __future__ import annotations

import argparse
import subprocess
import sys
from dataclasses import MISSING, fields, replace
from itertools import product
from typing import get_args, get_type_hints

import pytest

from handwriting_app.cli import build_parser
from handwriting_app.commands.train import config_of
from handwriting_app.engine.config import ActivationName, CostName, DescentMode, TrainingConfig, UpdateRule
from handwriting_app.engine.settings import (
    ACTIVATION,
    COST,
    DESCENT,
    SETTINGS,
    UPDATE_RULE,
    AnySetting,
    Choice,
    Group,
    Layers,
    Number,
    Option,
    Switch,
    Whole,
    usual_learning_rate,
)

every_setting = pytest.mark.parametrize("setting", SETTINGS.values(), ids=lambda each: each.name)


def edges_of(setting: AnySetting) -> tuple[list[object], list[object]]:
    """Values at the very ends of a setting that it takes, and values next to them that it does not."""
    match setting:
        case Whole():
            return [setting.low, setting.high], [setting.low - 1, setting.high + 1]
        case Number():
            ends = [(setting.low, setting.with_low), (setting.high, setting.with_high)]
            beyond: list[object] = [setting.low - 0.01, setting.high + 0.01]
            return [end for end, is_in in ends if is_in], [*beyond, *(end for end, is_in in ends if not is_in)]
        case Layers():
            return [[], [setting.low, setting.high]], [[setting.low - 1], [setting.high + 1]]
        case Choice():
            return list(setting.values), ["", setting.default.upper()]
        case Switch():
            return [True, False], ["true", 0]


@every_setting
def test_the_configuration_has_the_setting_with_its_default(setting: AnySetting) -> None:
    (field,) = [field for field in fields(TrainingConfig) if field.name == setting.name]
    assert field.default is not MISSING
    assert field.default is setting.default
    assert setting.check(setting.default) == setting.default


def test_the_configuration_has_no_field_beside_the_table() -> None:
    assert {field.name for field in fields(TrainingConfig)} == set(SETTINGS)
    assert all(name == setting.name for name, setting in SETTINGS.items())


@every_setting
def test_the_ends_are_taken_and_nothing_beyond_them(setting: AnySetting) -> None:
    inside, outside = edges_of(setting)
    for value in inside:
        assert setting.check(getattr(replace(TrainingConfig(), **{setting.name: value}), setting.name)) is not None
    for value in outside:
        with pytest.raises(ValueError, match=f"^{setting.name} must be "):
            replace(TrainingConfig(), **{setting.name: value})


@every_setting
def test_a_setting_is_in_words(setting: AnySetting) -> None:
    assert setting.label[:1].isupper()
    assert setting.sentence.endswith(".")
    assert setting.short
    assert setting.group in get_args(Group)
    if setting.idle is not None:
        assert SETTINGS[setting.idle.other.name] is setting.idle.other
        for value, why in setting.idle.why.items():
            assert setting.idle.other.check(value) == value
            assert why.endswith(".")
    if isinstance(setting, Choice):
        assert all(option.label and option.sentence.endswith(".") for option in setting.options)


@pytest.mark.parametrize(
    ("setting", "names"),
    [(ACTIVATION, ActivationName), (COST, CostName), (DESCENT, DescentMode), (UPDATE_RULE, UpdateRule)],
    ids=["activation", "cost", "descent", "update_rule"],
)
def test_the_choices_are_those_of_the_type(setting: Choice[str], names: object) -> None:
    assert setting.values == get_args(names)
    assert get_type_hints(TrainingConfig)[setting.name] == names


def test_every_mode_and_rule_has_a_usual_rate_and_the_defaults_use_theirs() -> None:
    for descent, rule in product(DESCENT.values, UPDATE_RULE.values):
        assert usual_learning_rate(descent, rule) > 0
    config = TrainingConfig()
    assert config.learning_rate == usual_learning_rate(config.descent, config.update_rule)


@pytest.mark.parametrize(("label", "word"), [("Sigmoid", "sigmoid"), ("ReLU", "ReLU"), ("Mini-batch", "mini-batch")])
def test_a_label_within_a_sentence(label: str, word: str) -> None:
    assert Option("", label, "").word == word


def test_the_table_needs_neither_qt_nor_numpy() -> None:
    code = "import sys, handwriting_app.engine.config; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {"PySide6", "numpy"}.isdisjoint(done.stdout.split())


# --- the command line --------------------------------------------------------------------------------------------


def train_parser() -> argparse.ArgumentParser:
    (commands,) = [action for action in build_parser()._actions if isinstance(action, argparse._SubParsersAction)]
    parser: argparse.ArgumentParser = commands.choices["train"]
    return parser


def option_of(setting: AnySetting, value: object) -> list[str]:
    flag = setting.name.replace("_", "-")
    if isinstance(setting, Switch):
        return [f"--{flag}" if value else f"--no-{flag}"]
    text = ",".join(map(str, value)) if isinstance(value, list) else str(value)
    return [f"--{flag}={text}"]


@every_setting
def test_the_command_line_has_the_setting(setting: AnySetting) -> None:
    parser = train_parser()
    inside, outside = edges_of(setting)
    for value in inside:
        options = parser.parse_args(["--out", "x", *option_of(setting, value)])
        assert getattr(config_of(options), setting.name) == setting.check(value)
    if isinstance(setting, Switch):
        return
    for value in outside:
        with pytest.raises((ValueError, SystemExit)):
            config_of(parser.parse_args(["--out", "x", *option_of(setting, value)]))


@every_setting
def test_the_help_has_the_setting_with_its_choices_and_default(setting: AnySetting) -> None:
    text = " ".join(train_parser().format_help().replace("-\n", "-").split())
    flag = setting.name.replace("_", "-")
    assert f"--{flag} " in text or f"--{flag}, --no-{flag}" in text
    assert "".join(setting.short.split()) in "".join(text.split())
    if isinstance(setting, Choice):
        assert f"--{flag} {{{','.join(setting.values)}}}" in text
        assert f"(default: {setting.default})" in text
