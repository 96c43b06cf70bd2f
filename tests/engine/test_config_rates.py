from __future__ import annotations

from itertools import product
from typing import get_args

from handwriting_app.engine.config import DescentMode, TrainingConfig, UpdateRule, usual_learning_rate


def test_every_mode_and_rule_has_a_usual_rate_and_the_defaults_use_theirs():
    for descent, rule in product(get_args(DescentMode), get_args(UpdateRule)):
        assert usual_learning_rate(descent, rule) > 0
    config = TrainingConfig()
    assert config.learning_rate == usual_learning_rate(config.descent, config.update_rule)
