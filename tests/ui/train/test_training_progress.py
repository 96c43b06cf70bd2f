from __future__ import annotations

import pytest

from handwriting_app.ui.train.progress import describe_progress, describe_seconds


def test_progress_in_one_line() -> None:
    line = describe_progress(41, 200, 0.981, 6.2, 5.9)
    assert line == "Epoch 41 of 200 · held-out 98.1 % · 6 s elapsed, about 6 s left"


def test_what_is_not_known_is_left_out() -> None:
    assert describe_progress(0, 200, None, 0.0, None) == "Epoch 0 of 200 · 0 s elapsed"


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.4, "0 s"), (59.6, "1 min 00 s"), (125, "2 min 05 s"), (3600 * 26 + 61, "26 h 01 min")]
)
def test_times(seconds: float, words: str) -> None:
    assert describe_seconds(seconds) == words
