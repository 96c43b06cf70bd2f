from __future__ import annotations

from typing import get_args

import numpy as np
import pytest

from handwriting_app.engine.config import TrainingConfig, UpdateRule
from handwriting_app.engine.fast.steps import fast_optimizer_for
from handwriting_app.engine.optimizers import optimizer_for


@pytest.mark.parametrize(("dtype", "tolerance"), [(np.float32, 1e-5), (np.float64, 1e-13)])
@pytest.mark.parametrize("name", get_args(UpdateRule))
def test_equals_the_rule_as_it_is_written_in_the_books(name, dtype, tolerance):
    config = TrainingConfig(update_rule=name)
    rng = np.random.default_rng(0)
    plain, fast = (rng.spawn(1)[0].normal(size=50).astype(dtype) for _ in range(2))
    fast[:] = plain
    rules = optimizer_for(config, plain), fast_optimizer_for(config, fast)
    for rate in (0.1, 0.1, 0.02, 3.0):
        gradient = rng.normal(size=50).astype(dtype)
        for rule, parameters in zip(rules, (plain, fast), strict=True):
            rule.step(parameters, gradient.copy(), rate)
        np.testing.assert_allclose(fast, plain, rtol=tolerance, atol=tolerance)
    assert rules[0].steps == rules[1].steps == 4
    for ours, theirs in zip(rules[1].state, rules[0].state, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=tolerance, atol=tolerance)
