"""A line in words says where it begins, where it ends, and what lies beyond."""

from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.ui.plots.summary import line_in_words


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([2.3026, 1.0, 0.2914], "cost 2.3 falling to 0.291"),
        ([0.1, 0.5, 0.975], "cost 0.1 rising to 0.975"),
        ([1.0, 0.2, 0.5], "cost 1 falling to 0.5 (lowest 0.2)"),
        ([1.0, 9.0, 0.5], "cost 1 falling to 0.5 (highest 9)"),
        ([1.0, 9.0, 0.1, 1.0], "cost 1 staying near it at 1 (lowest 0.1, highest 9)"),
        ([0.5], "cost 0.5"),
        ([np.nan, 0.5, np.inf, 0.25], "cost 0.5 falling to 0.25"),
        ([np.nan], "cost: nothing yet"),
        ([], "cost: nothing yet"),
        ([-1e-7, -2e-7], "cost −10⁻⁷ falling to −2·10⁻⁷"),
    ],
)
def test_a_line_in_words(values: list[float], words: str) -> None:
    assert line_in_words("cost", np.array(values, float)) == words


def test_the_unit_follows_each_number() -> None:
    assert line_in_words("held-out", np.array([10.0, 97.5]), "\u202f%") == "held-out 10\u202f% rising to 97.5\u202f%"
