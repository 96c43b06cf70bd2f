from __future__ import annotations

from handwriting_app.ui.train.progress import describe_progress


def test_progress_in_one_line() -> None:
    line = describe_progress(41, 200, 0.981, 6.2, 5.9)
    assert line == "Epoch 41 of 200 · held-out 98.1\u202f% · 6\u202fs elapsed, about 6\u202fs left"


def test_what_is_not_known_is_left_out() -> None:
    assert describe_progress(0, 200, None, 0.0, None) == "Epoch 0 of 200 · 0\u202fs elapsed"
