"""Greys are parted in ink and paper under a shadow's edge, and where a faint line is all there is."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from handwriting_app.ink.light import Blank, box_of_line, otsu, parted, shade
from tests.figures import ink_of

SIDE = 192


def shadow(depth: float = 0.4) -> NDArray[np.float64]:
    """Light that falls from one to less across the middle, within a few pixels."""
    columns = np.arange(SIDE)[None, :] - SIDE / 2
    return np.broadcast_to(1 - depth / (1 + np.exp(-columns / 3)), (SIDE, SIDE))


def noisy(greys: NDArray[np.floating], sigma: float = 2.0) -> NDArray[np.float32]:
    return (greys + np.random.default_rng(0).normal(0, sigma, greys.shape)).astype(np.float32)


@pytest.mark.parametrize("digit", range(10))
def test_a_shadow_across_a_thin_digit_is_no_ink(digit: int) -> None:
    share = ink_of(digit, SIDE, pen=0.05) / 255
    is_ink = ~parted(noisy((200 - 100 * share) * shadow())).is_light
    assert is_ink[share > 0.9].mean() > 0.95
    assert is_ink[share < 0.1].mean() < 0.01


@pytest.mark.parametrize("is_light", [True, False])
def test_a_faint_line_is_ink(is_light: bool) -> None:
    share = ink_of(7, SIDE, room=0.2, pen=0.08) / 255
    found = parted(noisy(128 + (28 if is_light else -28) * share, 3))
    assert found.is_faint
    is_ink = found.is_light if is_light else ~found.is_light
    assert is_ink[share > 0.9].mean() > 0.8
    assert is_ink[share < 0.1].mean() < 0.005


def test_noise_alone_is_blank() -> None:
    with pytest.raises(Blank, match="no ink can be told from the paper"):
        parted(noisy(np.full((SIDE, SIDE), 128.0), 6))


def test_the_shade_is_that_of_the_paper_and_no_thin_line_is_in_it() -> None:
    share = ink_of(1, SIDE, pen=0.05) / 255
    light = 200 * shadow()
    away = np.abs(np.arange(SIDE) - SIDE / 2) > 16
    assert np.abs(shade((light - 100 * share).astype(np.float32)) - light)[:, away].max() < 12


def test_the_threshold_lies_between_two_greys() -> None:
    threshold, explained = otsu(np.array([[10, 11, 12, 200, 201]], np.float32))
    assert 12 < threshold < 200
    assert explained > 0.99
    assert otsu(np.full((3, 3), 7, np.float32)) == (7.0, 0.0)


def test_a_broken_line_is_one() -> None:
    ink = np.zeros((60, 60), np.bool_)
    ink[10:40:3, 20] = True
    ink[50, 50] = True
    low, high = box_of_line(ink)
    assert (low.tolist(), high.tolist()) == ([10, 20], [38, 21])
