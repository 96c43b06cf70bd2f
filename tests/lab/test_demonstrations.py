"""What a teacher shows in three minutes."""

from __future__ import annotations

import pytest

from handwriting_app.lab.demonstrations import DEMONSTRATIONS, RATE, THROUGH, Demonstration
from handwriting_app.lab.descent_state import DescentLabState
from handwriting_app.ui.frame import actions


@pytest.mark.parametrize("demonstration", DEMONSTRATIONS, ids=lambda each: each.name)
def test_each_says_what_is_seen_in_a_line_or_two(demonstration: Demonstration) -> None:
    assert demonstration.start.view is not None
    assert 40 < len(demonstration.sentence) < 140
    assert demonstration.sentence.endswith(".")


def test_the_menu_has_a_title_for_each() -> None:
    assert [each.name for each in DEMONSTRATIONS] == list(actions.DEMONSTRATIONS)


def test_above_two_every_step_in_the_wide_valley_ends_higher_up() -> None:
    state = RATE.start.lab
    assert isinstance(state, DescentLabState)
    for rate, falls in ((1.9, True), (2.1, False)):
        descent = DescentLabState(valley=state.valley, learning_rate=rate, start=1.0).descent()
        after = descent.step()
        assert (abs(after.w) < abs(descent.w)) is falls


def test_the_digit_is_one_stroke_within_the_canvas() -> None:
    assert THROUGH.start.drawing is not None
    (stroke,) = THROUGH.start.drawing
    assert all(0.1 < x < 0.9 and 0.1 < y < 0.9 for x, y in stroke)
