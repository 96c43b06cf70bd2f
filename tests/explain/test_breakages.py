from __future__ import annotations

import pytest

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.explain.breakages import hundredfold


@pytest.mark.parametrize(("rate", "expected"), [(0.07, 7.0), (10.0, 1000.0), (50.0, 1000.0), (1000.0, 1000.0)])
def test_a_hundredfold_rate_is_one_that_a_run_takes(rate: float, expected: float) -> None:
    assert hundredfold(TrainingConfig(learning_rate=rate)).learning_rate == expected
