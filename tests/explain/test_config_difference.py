"""How two runs differ, in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.settings import SETTINGS
from handwriting_app.explain.config_difference import difference_in_words, differences

PLAIN = TrainingConfig(learning_rate=0.05)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "the same settings and the same seed"),
        ({"seed": 1}, "seed 0 → 1"),
        ({"learning_rate": 0.1, "update_rule": "adam"}, "learning rate 0.05 → 0.1; momentum → Adam"),
        ({"hidden": (64,)}, "hidden layers: 256, 128 → 64"),
        ({"hidden": ()}, "hidden layers: 256, 128 → none"),
        ({"activation": "sigmoid"}, "ReLU → sigmoid"),
        ({"cost": "quadratic"}, "cross-entropy → quadratic"),
        ({"non_digits": False}, "learn what is no digit: on → off"),
        ({"epochs": 1000}, "epochs 200 → 1,000"),
        ({"held_out": 0.3}, "share held out 20\u202f% → 30\u202f%"),
        ({"l2": 1e-7}, "weight decay (L2) 0.0003 → 10⁻⁷"),
    ],
)
def test_what_differs_is_said_and_nothing_else(changes: dict[str, object], words: str) -> None:
    assert difference_in_words(PLAIN, replace(PLAIN, **changes)) == words  # type: ignore[arg-type]


def test_what_does_nothing_in_both_is_left_out() -> None:
    batch = replace(PLAIN, descent="batch", update_rule="plain")
    assert differences(batch, replace(batch, batch_size=8, momentum=0.5)) == ()
    names = [difference.name for difference in differences(batch, replace(PLAIN, batch_size=8, momentum=0.5))]
    assert names == ["descent", "batch_size", "update_rule", "momentum"]


def test_every_setting_can_differ() -> None:
    others = {
        "hidden": (3,),
        "activation": "tanh",
        "cost": "quadratic",
        "descent": "stochastic",
        "update_rule": "plain",
    }
    for name in SETTINGS:
        if name == "engine":
            continue  # below: it does nothing in most runs
        value = getattr(PLAIN, name)
        if name in others:
            other = others[name]
        elif isinstance(value, bool):
            other = not value
        else:
            other = value + 1 if isinstance(value, int) else value / 2
        (found,) = differences(PLAIN, replace(PLAIN, **{name: other}))  # type: ignore[arg-type]
        assert found.name == name
        assert " → " in found.words


def test_an_engine_differs_where_there_is_a_choice_and_it_was_made() -> None:
    one = replace(PLAIN, descent="stochastic", update_rule="plain", engine="numpy")
    (found,) = differences(one, replace(one, engine="compiled"))
    assert found.words == "NumPy → compiled"
    assert differences(one, replace(one, engine="auto")) == ()
    assert differences(PLAIN, replace(PLAIN, engine="compiled")) == ()
