"""Middle lines: thin, connected, and where the ink was."""

from __future__ import annotations

import numpy as np

from handwriting_app.ink.raster import stamp
from handwriting_app.ink.thinning import middle_lines, thin


def ring_and_bar() -> np.ndarray:
    angle = np.linspace(0, 2 * np.pi, 200)
    ring = np.column_stack((16 + 8 * np.cos(angle), 16 + 11 * np.sin(angle)))
    bar = np.column_stack((np.full(50, 16.3), np.linspace(4, 28, 50)))
    return np.concatenate((stamp(ring, 5.0), stamp(bar, 5.0)))


def test_lines_are_thin_and_lie_within_the_ink() -> None:
    ink = ring_and_bar()
    lines = thin(ink)
    assert not (lines & ~ink).any()
    blocks = lines[:, :-1, :-1] & lines[:, 1:, :-1] & lines[:, :-1, 1:] & lines[:, 1:, 1:]
    assert not blocks.any()
    assert 40 <= lines[0].sum() <= 80
    assert 18 <= lines[1].sum() <= 26


def test_a_hole_stays_a_hole() -> None:
    line = thin(ring_and_bar()[:1])[0]
    assert not line[10:22, 13:19].any()
    assert all(line[:, column].sum() >= 2 for column in range(11, 21))


def test_every_piece_of_ink_keeps_a_pixel() -> None:
    ink = np.zeros((3, 9, 9), bool)
    ink[0, 4, 4] = True
    ink[1, 3:5, 3:5] = True
    ink[2, 2:7, 2:7] = True
    assert (thin(ink).sum(axis=(1, 2)) >= 1).all()


def test_dots_keep_the_middle_and_know_the_pen() -> None:
    lines = middle_lines(ring_and_bar())
    assert lines.starts[0] == 0
    bar = lines.owner == 1
    assert np.median(np.abs(lines.dots[bar, 0] - 16.3)) <= 0.5
    assert 1.5 <= np.median(lines.radii[bar]) <= 3.5
    distance = np.hypot((lines.dots[~bar, 0] - 16) / 8, (lines.dots[~bar, 1] - 16) / 11)
    assert np.abs(distance - 1).max() < 0.2
