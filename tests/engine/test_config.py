from __future__ import annotations

import dataclasses
import pickle
from itertools import product
from typing import get_args

import pytest

from handwriting_app.engine.config import DescentMode, TrainingConfig, UpdateRule, usual_learning_rate


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("hidden", (0,)),
        ("activation", "step"),
        ("cost", "hinge"),
        ("descent", "online"),
        ("update_rule", "rmsprop"),
        ("batch_size", 0),
        ("learning_rate", 0.0),
        ("learning_rate", float("nan")),
        ("learning_rate", float("inf")),
        ("momentum", 1.0),
        ("l2", -0.1),
        ("label_smoothing", 1.0),
        ("weight_averaging", -0.5),
        ("epochs", 0),
        ("seed", -1),
        ("held_out", 0.0),
        ("patience", 0),
    ],
)
def test_a_value_out_of_range_is_refused_by_name(field, value):
    with pytest.raises(ValueError, match=field if field != "hidden" else "hidden layers"):
        TrainingConfig(**{field: value})


def test_travels_to_another_process():
    config = TrainingConfig(hidden=(3,), seed=5)
    assert pickle.loads(pickle.dumps(config)) == config
    with pytest.raises(dataclasses.FrozenInstanceError):
        config.seed = 1


def test_every_mode_and_rule_has_a_usual_rate_and_the_defaults_use_theirs():
    for descent, rule in product(get_args(DescentMode), get_args(UpdateRule)):
        assert usual_learning_rate(descent, rule) > 0
    config = TrainingConfig()
    assert config.learning_rate == usual_learning_rate(config.descent, config.update_rule)
