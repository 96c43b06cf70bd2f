from __future__ import annotations

import dataclasses
import json
import pickle
import re
from dataclasses import asdict

import pytest

from handwriting_app.engine.config import TrainingConfig, config_from
from handwriting_app.engine.settings import SETTINGS, AnySetting


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"turbo": True}, "there is no setting named 'turbo'"),
        ({"learning_rate": 10_000_000}, "learning_rate must be above 0 and at most 1,000, not 10000000"),
        ({"learning_rate": 0.0}, "learning_rate must be above 0 and at most 1,000, not 0.0"),
        ({"learning_rate": "fast"}, "learning_rate must be a number above 0 and at most 1,000, not 'fast'"),
        ({"momentum": 1}, "momentum must be at least 0 and below 1, not 1"),
        ({"l2": float("nan")}, "l2 must be at least 0 and at most 10, not nan"),
        ({"tolerance": float("inf")}, "tolerance must be at least 0 and at most 1,000, not inf"),
        ({"batch_size": 2.0}, "batch_size must be a whole number of digits from 1 to 100,000, not 2.0"),
        ({"epochs": True}, "epochs must be a whole number from 1 to 1,000,000,000, not True"),
        ({"seed": 2**32}, "seed must be a whole number from 0 to 4,294,967,295, not 4294967296"),
        ({"seed": 10**5000}, "not a number of thousands of digits"),
        ({"activation": "step"}, "activation must be one of sigmoid, relu, tanh, not 'step'"),
        ({"activation": ["relu"]}, "activation must be one of sigmoid, relu, tanh, not ['relu']"),
        ({"stop_when_converged": 1}, "stop_when_converged must be true or false, not 1"),
        ({"hidden": (8, 0)}, "hidden must be a list of layers of 1 to 10,000 units each, not (8, 0)"),
        ({"hidden": [8.0]}, "hidden must be a list of layers of 1 to 10,000 units each, not [8.0]"),
        ({"hidden": "128"}, "hidden must be a list of layers of 1 to 10,000 units each, not '128'"),
        ({"cost": "x" * 1000}, "not '" + "x" * 38 + "…"),
    ],
)
def test_a_value_that_is_none_is_refused_in_one_sentence(values: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=re.escape(words) + "$"):
        config_from(values)


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=lambda each: each.name)
def test_no_field_takes_what_its_setting_does_not(setting: AnySetting) -> None:
    for wrong in (None, object(), float("nan"), float("inf"), -1, 10**400, "", b"", [None], {}):
        with pytest.raises(ValueError, match=f"^{setting.name} must be "):
            TrainingConfig(**{setting.name: wrong})  # type: ignore[arg-type]


def test_what_is_not_given_comes_from_the_base() -> None:
    base = TrainingConfig(hidden=(3,), seed=5)
    assert config_from({"epochs": 7}, base) == TrainingConfig(hidden=(3,), seed=5, epochs=7)
    assert config_from({}) == TrainingConfig()


def test_equal_configurations_are_written_alike() -> None:
    config = config_from({"hidden": [8, 4], "learning_rate": 1, "l2": 0})
    assert json.dumps(asdict(config)) == json.dumps(asdict(TrainingConfig(hidden=(8, 4), learning_rate=1.0, l2=0.0)))
    assert hash(config) == hash(config_from({"hidden": (8, 4), "learning_rate": 1.0, "l2": 0.0}))


def test_travels_to_another_process():
    config = TrainingConfig(hidden=(3,), seed=5)
    assert pickle.loads(pickle.dumps(config)) == config
    with pytest.raises(dataclasses.FrozenInstanceError):
        config.seed = 1
