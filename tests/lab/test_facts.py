"""Facts of the settings of a run."""

from __future__ import annotations

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.settings import SETTINGS, Layers, Switch
from handwriting_app.lab.facts import facts_of
from handwriting_app.lab.for_lessons import RUN_FACTS


def test_lessons_can_ask_for_every_setting_that_is_a_number_or_a_choice() -> None:
    told = facts_of(TrainingConfig(descent="batch", epochs=7))
    assert set(told) == {each.fact for each in SETTINGS.values() if not isinstance(each, Layers | Switch)}
    assert (told["descent_mode"], told["epochs"]) == ("batch", 7)
    assert {"batch_size", "learning_rate", "activation", "cost_function", "update_rule"} <= set(told)


def test_each_is_of_the_kind_that_lessons_are_held_to() -> None:
    for name, value in facts_of(TrainingConfig()).items():
        assert RUN_FACTS[name].read(value) == value
