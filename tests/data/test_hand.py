"""Digits under the hand of another: dots found, moved, dropped and added."""

from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.data.hand import STROKE_DOTS, Hand
from handwriting_app.ink.raster import stamp
from handwriting_app.ink.thinning import middle_lines


def hand() -> Hand:
    """An upright line from row 4 to 28, a ring, and a level line."""
    along, angle = np.linspace(4, 28, 50), np.linspace(0, 2 * np.pi, 100)
    ways = (
        np.column_stack((np.full(50, 16.2), along)),
        np.column_stack((16 + 8 * np.cos(angle), 16 + 8 * np.sin(angle))),
        np.column_stack((along, np.full(50, 12.2))),
    )
    return Hand(middle_lines(np.concatenate([stamp(way, 4.0) for way in ways])), np.random.default_rng(0))


ALL = np.arange(3)


def test_a_line_has_ends_and_a_ring_has_none() -> None:
    ends, digits = hand().outermost(ALL, (0.0, -1.0), ends=True)
    np.testing.assert_array_equal(digits, [0, 2])
    assert hand().dots[ends[0], 1] < 8


def test_the_outermost_dot_lies_in_the_direction_asked_for() -> None:
    dots, digits = hand().outermost(ALL, (1.0, 0.0))
    np.testing.assert_array_equal(digits, ALL)
    x = hand().dots[dots, 0]
    assert x[2] > x[1] > x[0]


def test_a_line_goes_on_in_its_own_direction_at_its_end() -> None:
    one = hand()
    ends, _ = one.outermost(ALL, (1.0, 1.0), ends=True)
    np.testing.assert_allclose(one.heading(ends), [np.pi / 2, 0], atol=0.1)


def test_added_strokes_belong_to_their_digits() -> None:
    one = hand()
    before = one.written()
    one.line(np.array([0, 2]), np.zeros((2, 2)), np.array([(10.0, 0.0), (0.0, 10.0)]))
    after = one.written()
    grown = np.bincount(after.owner) - np.bincount(before.owner)
    np.testing.assert_array_equal(grown, [STROKE_DOTS, 0, STROKE_DOTS])
    assert after.dots[after.owner == 2].min() == 0


def test_an_arc_has_its_length_and_turn() -> None:
    one = hand()
    one.arc(np.array([1]), np.array([(5.0, 5.0)]), np.array([0.0]), np.array([np.pi]), np.array([12.0]))
    lines = one.written()
    arc = lines.dots[lines.owner == 1][-STROKE_DOTS:]
    steps = np.diff(arc, axis=0)
    assert np.hypot(*steps.T).sum() == pytest.approx(12, rel=0.06)
    assert arc[-1, 0] == pytest.approx(5, abs=1)
    assert arc[-1, 1] == pytest.approx(5 + 2 * 12 / np.pi, abs=1)


def test_dropped_dots_are_gone_and_the_boxes_are_the_digits() -> None:
    one = hand()
    which, place, at = one.dots_of(np.array([1]))
    assert set(place) == {0}
    assert (at.min(), at.max()) == (0, 1)
    one.drop(which[at[:, 1] > 0.5])
    lines = one.written()
    kept = lines.dots[lines.owner == 1]
    assert 0.3 < len(kept) / len(which) < 0.7
    assert len(one.dots_of(np.array([1]))[0]) == len(kept)
