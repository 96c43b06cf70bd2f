"""Hooks at the ends of strokes go, corners and strokes without hooks stay, trembling is smoothed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.normalise import normalise
from handwriting_app.ink.tidying import LONGEST_HOOK, smoothed, without_hooks

Way = NDArray[np.float64]


def line(*corners: tuple[float, float], spacing: float = 1 / 48) -> Way:
    """Dots at equal distances along straight lines through the corners."""
    points = np.array(corners)
    travelled = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))))
    at = np.linspace(0, travelled[-1], int(np.ceil(travelled[-1] / spacing)) + 1)
    return np.column_stack([np.interp(at, travelled, points[:, axis]) for axis in (0, 1)])


STEM = line((0.5, 0), (0.5, 1))
RING = np.column_stack([0.5 + 0.4 * part(np.linspace(0, 2 * np.pi, 120)) for part in (np.sin, np.cos)])
SEVEN = line((0, 0), (0.6, 0), (0.3, 1))
FLAGGED = line((0.2, 0.3), (0.5, 0), (0.5, 1))


@pytest.mark.parametrize("way", [STEM, RING, SEVEN, FLAGGED, STEM[:5], STEM[:1]])
def test_a_stroke_without_hooks_is_the_very_same(way: Way) -> None:
    assert without_hooks(way) is way


@pytest.mark.parametrize("hook", [(0.53, 0.06), (0.46, 0.05), (0.52, 0.1)])
def test_a_hook_at_either_end_is_taken_off(hook: tuple[float, float]) -> None:
    for way in (line(hook, (0.5, 0), (0.5, 1)), line(hook, (0.5, 0), (0.5, 1))[::-1]):
        tidy = without_hooks(way)
        assert len(way) - LONGEST_HOOK <= len(tidy) < len(way)
        assert np.ptp(tidy[:, 0]) < 0.02
        assert np.ptp(tidy[:, 1]) > 0.97


@given(st.floats(0, 2 * np.pi), st.floats(0.01, 100), st.booleans())
def test_turned_scaled_and_reversed_the_same_is_taken_off(turn: float, scale: float, is_reversed: bool) -> None:
    way = line((0.54, 0.06), (0.5, 0), (0.5, 1))
    change = scale * np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    other = (way @ change)[:: -1 if is_reversed else 1]
    assert len(without_hooks(other)) == len(without_hooks(way))


def test_a_hook_does_not_widen_a_one() -> None:
    def columns(*corners: tuple[float, float]) -> int:
        return int(normalise(Drawing((line(*corners),))).bitmap.any(axis=0).sum())

    assert columns((0.53, 0.06), (0.5, 0), (0.5, 1), (0.54, 0.95)) == columns((0.5, 0), (0.5, 1))


def test_smoothing_calms_a_trembling_line_and_keeps_its_ends() -> None:
    shaken = STEM + np.random.default_rng(0).normal(0, 0.01, STEM.shape)
    calm = smoothed(shaken)
    np.testing.assert_array_equal(calm[[0, -1]], shaken[[0, -1]])
    assert calm[1:-1, 0].std() < 0.7 * shaken[1:-1, 0].std()
    for way in (STEM, STEM[:2], STEM[:1]):
        np.testing.assert_allclose(smoothed(way), way, atol=1e-12)
