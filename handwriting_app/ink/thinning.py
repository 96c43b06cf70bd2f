"""The middle lines of ink: what turns pixels back into the way of a pen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


def thin(bitmaps: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Thin the ink of many bitmaps to lines one pixel wide that connect as the ink did.

    T. Y. Zhang and C. Y. Suen, *A Fast Parallel Algorithm for Thinning Digital Patterns*, CACM 27 (1984).

    Args:
        bitmaps: bool (n, rows, columns).

    Returns:
        bool of the same shape; every piece of ink keeps at least one pixel.
    """
    ink = np.pad(bitmaps, ((0, 0), (1, 1), (1, 1)))
    inner = ink[:, 1:-1, 1:-1]
    changed = True
    while changed:
        changed = False
        for is_first in (True, False):
            # Neighbours clockwise from above: P2 … P9 of the paper.
            up, up_right, right, down_right, down, down_left, left, up_left = (
                ink[:, 1 + row : ink.shape[1] - 1 + row, 1 + column : ink.shape[2] - 1 + column]
                for row, column in ((-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1))
            )
            ring = (up, up_right, right, down_right, down, down_left, left, up_left)
            neighbours = np.zeros(inner.shape, np.int8)
            crossings = np.zeros(inner.shape, np.int8)
            for here, following in zip(ring, (*ring[1:], ring[0]), strict=True):
                neighbours += here
                crossings += ~here & following
            corner = ~(up & right & down) & ~(right & down & left)
            if not is_first:
                corner = ~(up & right & left) & ~(up & down & left)
            gone = inner & (neighbours >= 2) & (neighbours <= 6) & (crossings == 1) & corner
            # The paper's rule would take the last 2 × 2 pixels of a spot away altogether.
            gone &= ~((neighbours == 3) & right & down & down_right & inner)
            if gone.any():
                inner &= ~gone
                changed = True
    return inner.copy()


@dataclass(frozen=True, slots=True, eq=False)
class MiddleLines:
    """The middle lines of many bitmaps, as dots.

    Attributes:
        dots: float32 (dots, 2), x and y in pixels, the bitmaps one after another.
        radii: float32 (dots,), how far the ink reaches round each dot, in pixels.
        starts: (bitmaps,), where each bitmap's dots begin.
        is_end: bool (dots,), where a line ends.
    """

    dots: NDArray[np.float32]
    radii: NDArray[np.float32]
    starts: NDArray[np.intp]
    is_end: NDArray[np.bool_]

    @property
    def owner(self) -> NDArray[np.intp]:
        """(dots,), which bitmap each dot belongs to."""
        return np.repeat(np.arange(len(self.starts)), np.diff(np.append(self.starts, len(self.dots))))


def middle_lines(bitmaps: NDArray[np.bool_]) -> MiddleLines:
    """The middle lines of ``bitmaps`` (n, rows, columns), each with some ink; their steps of a pixel smoothed out."""
    lines = thin(bitmaps)
    which, rows, columns = np.nonzero(lines)
    dots = np.zeros((*lines.shape, 2), np.float32)
    dots[which, rows, columns] = np.column_stack((columns, rows)) + np.float32(0.5)
    near = _sum_of_3_by_3(lines[..., None].astype(np.float32))
    is_end = near[which, rows, columns, 0] == 2
    for _ in range(2):
        dots = np.where(lines[..., None], _sum_of_3_by_3(dots) / np.maximum(near, 1), 0)
    depth = _depth(bitmaps)[which, rows, columns]
    starts = np.searchsorted(which, np.arange(len(bitmaps)))
    return MiddleLines(dots[which, rows, columns], depth, starts, is_end)


def joined(parts: Sequence[MiddleLines]) -> MiddleLines:
    """The middle lines of the bitmaps of all parts, one part after another."""
    before = np.cumsum([0, *(len(part.dots) for part in parts[:-1])])
    return MiddleLines(
        np.concatenate([part.dots for part in parts]),
        np.concatenate([part.radii for part in parts]),
        np.concatenate([part.starts + count for part, count in zip(parts, before, strict=True)]),
        np.concatenate([part.is_end for part in parts]),
    )


def parted(lines: MiddleLines) -> tuple[MiddleLines, ...]:
    """The middle lines of each bitmap by itself: what `joined` puts together."""
    ends = (*lines.starts[1:], len(lines.dots))
    one = np.zeros(1, np.intp)
    return tuple(
        MiddleLines(lines.dots[start:end], lines.radii[start:end], one, lines.is_end[start:end])
        for start, end in zip(lines.starts, ends, strict=True)
    )


def _sum_of_3_by_3(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """For each pixel of (n, rows, columns, k) the sum over it and its eight neighbours."""
    padded = np.pad(values, ((0, 0), (1, 1), (1, 1), (0, 0)))
    tall = padded[:, :-2] + padded[:, 1:-1] + padded[:, 2:]
    return np.asarray(tall[:, :, :-2] + tall[:, :, 1:-1] + tall[:, :, 2:])


def _depth(bitmaps: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Distance of every pixel to the nearest paper, by peeling off squares and diamonds in turn (octagons)."""
    depth = np.zeros(bitmaps.shape, np.float32)
    left = np.pad(bitmaps, ((0, 0), (1, 1), (1, 1)))
    is_square = False
    while left.any():
        depth += left[:, 1:-1, 1:-1]
        across = left[:, :, :-2] & left[:, :, 1:-1] & left[:, :, 2:]
        if is_square:
            kept = across[:, :-2] & across[:, 1:-1] & across[:, 2:]
        else:
            kept = across[:, 1:-1] & left[:, :-2, 1:-1] & left[:, 2:, 1:-1]
        left = np.pad(kept, ((0, 0), (1, 1), (1, 1)))
        is_square = not is_square
    return np.asarray(np.maximum(depth - np.float32(0.5), 0), np.float32)
