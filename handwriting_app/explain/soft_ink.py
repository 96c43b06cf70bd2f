"""How the 8 × 8 counts of a drawing change as its ink moves: a smooth stand-in for the normaliser, and its derivative.

The normaliser makes a pixel ink when its centre lies within half a pen width of the pen's way. Moved ink flips whole
pixels, so the counts have no slope. Here a pixel is covered by σ((r − d) / s) of itself, where d is its distance from
the nearest dot of the way, r half the pen's width and s the softness: for s → 0 that is the normaliser. The way back is
the chain rule by hand: counts → coverage → distance → dots in the frame → scale, shear and shift → dots of the drawing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from handwriting_app.ink.normalise import FRAME, LEANINGS, MOST_SLANT, NAIVE_PEN_WIDTH, PEN_WIDTH, fit_scale
from handwriting_app.ink.raster import BLOCK, CELLS, SIDE

SOFTNESS: Final = 0.5
"""Pixels: over about four times as much a pixel at the edge of the ink goes from paper to ink."""

_CENTRES: Final = np.arange(SIDE, dtype=np.float64) + 0.5

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class SoftInk:
    """The soft counts of a drawing, and how they depend on its dots.

    Attributes:
        counts: (views, 64), 0…1: how much of each block of 4 × 4 pixels is covered.
    """

    counts: Floats
    _placing: _Placing
    _placed: Floats
    _nearest: NDArray[np.intp]
    _distance: Floats
    _coverage: Floats

    def pull_back(self, slopes: Floats) -> Floats:
        """Take slopes from the counts to the dots: (views, 64), ∂m/∂counts → (dots, 2), ∂m/∂dots."""
        views, dots, _ = self._placed.shape
        per_pixel = np.repeat(np.repeat(slopes.reshape(views, CELLS, CELLS), BLOCK, axis=1), BLOCK, axis=2)
        per_pixel = per_pixel.reshape(views, SIDE * SIDE) / (BLOCK * BLOCK)
        per_distance = -per_pixel * self._coverage * (1 - self._coverage) / SOFTNESS
        pixel_x, pixel_y = np.tile(_CENTRES, SIDE), np.repeat(_CENTRES, SIDE)
        moved = np.empty_like(self._placed)
        for view in range(views):
            nearest = self._nearest[view]
            share = per_distance[view] / np.maximum(self._distance[view], 1e-9)
            for axis, pixel in enumerate((pixel_x, pixel_y)):
                away = self._placed[view, nearest, axis] - pixel
                moved[view, :, axis] = np.bincount(nearest, share * away, dots)
        return self._placing.pull_back(moved)


def soft_ink(dots: Floats, *, normalised: bool = True) -> SoftInk:
    """Cover the frame softly with a pen that goes along ``dots`` (dots, 2), in any unit.

    ``normalised``: as :func:`handwriting_app.ink.normalise.normalise` does it, in its three views; otherwise as it does
    with the normalisation switched off, in one.
    """
    placing: _Placing = _Upright.of(dots) if normalised else _AsDrawn.of(dots)
    placed = placing.placed
    off_x = np.square(placed[:, None, :, 0] - _CENTRES[:, None])
    off_y = np.square(placed[:, None, :, 1] - _CENTRES[:, None])
    nearest = np.array([_nearest(x, y) for x, y in zip(off_x, off_y, strict=True)])
    views, pixel = np.arange(len(placed))[:, None], np.arange(SIDE * SIDE)
    distance = np.sqrt(off_x[views, pixel % SIDE, nearest] + off_y[views, pixel // SIDE, nearest])
    radius = (PEN_WIDTH if normalised else NAIVE_PEN_WIDTH) / 2
    coverage = 0.5 + 0.5 * np.tanh((radius - distance) / (2 * SOFTNESS))
    blocks = coverage.reshape(-1, CELLS, BLOCK, CELLS, BLOCK).mean(axis=(2, 4)).reshape(-1, CELLS * CELLS)
    return SoftInk(blocks, placing, placed, nearest, distance, coverage)


def _nearest(off_x: Floats, off_y: Floats) -> NDArray[np.intp]:
    """For every pixel the dot that is nearest, from squared distances (32, dots) to its column and to its row."""
    # Single precision: it is by far the largest array of all.
    square = off_y.astype(np.float32)[:, None] + off_x.astype(np.float32)
    return np.asarray(square.reshape(SIDE * SIDE, -1).argmin(axis=1))


@dataclass(frozen=True, slots=True, eq=False)
class _Placing:
    """Dots in the frame: ``placed`` (views, dots, 2)."""

    placed: Floats

    def pull_back(self, slopes: Floats) -> Floats:
        """(views, dots, 2), ∂m/∂placed → (dots, 2), ∂m/∂dots."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True, eq=False)
class _AsDrawn(_Placing):
    """One scale for both axes."""

    scale: float
    spread: Floats
    ends: _Ends

    @classmethod
    def of(cls, dots: Floats) -> _AsDrawn:
        ends = _Ends.of(dots[None])
        extent = (ends.high - ends.low)[0]
        scale = (SIDE - 4) / (float(extent.max()) or 1.0)
        from_middle = dots - ends.middle[0]
        return cls((from_middle * scale + SIDE / 2)[None], scale, from_middle, ends)

    def pull_back(self, slopes: Floats) -> Floats:
        moved = slopes * self.scale
        extent = (self.ends.high - self.ends.low)[0]
        per_extent = np.zeros((1, 2))
        longer = int(extent.argmax())
        if extent[longer] > 0:
            per_extent[0, longer] = -(slopes[0] * self.spread).sum() * self.scale / extent[longer]
        self.ends.pull_back(moved, -moved.sum(axis=1), per_extent)
        return np.asarray(moved[0])


@dataclass(frozen=True, slots=True, eq=False)
class _Upright(_Placing):
    """The slant taken out, both axes scaled apart; upright, and leaning to either side."""

    centred: Floats
    spread: float
    lean: float
    shear: Floats
    upright: Floats
    scale: Floats
    ends: _Ends

    @classmethod
    def of(cls, dots: Floats) -> _Upright:
        centred = dots - dots.mean(axis=0)
        x, y = centred.T
        spread = float(y @ y)
        lean = float(x @ y) / (spread or 1.0)
        shear = np.clip(lean, -MOST_SLANT, MOST_SLANT) + np.array((0.0, *LEANINGS))
        upright = np.stack((x - shear[:, None] * y, np.broadcast_to(y, (len(shear), len(y)))), axis=-1)
        ends = _Ends.of(upright)
        scale = np.asarray(fit_scale(ends.high - ends.low, _ROOM[None]), np.float64)
        placed = (upright - ends.middle[:, None]) * scale[:, None] + SIDE / 2
        return cls(placed, centred, spread, lean, shear, upright, scale, ends)

    def pull_back(self, slopes: Floats) -> Floats:
        moved = slopes * self.scale[:, None]
        per_scale = (slopes * (self.upright - self.ends.middle[:, None])).sum(axis=1)
        extent = self.ends.high - self.ends.low
        self.ends.pull_back(moved, -moved.sum(axis=1), self._per_extent(per_scale, extent))
        x, y = self.centred.T
        per_shear = -(moved[:, :, 0] @ y)
        across, down = moved[:, :, 0], moved[:, :, 1]
        back = np.column_stack((across.sum(axis=0), (down - self.shear[:, None] * across).sum(axis=0)))
        if self.spread > 0 and abs(self.lean) < MOST_SLANT:
            per_lean = float(per_shear.sum()) / self.spread
            back[:, 0] += per_lean * y
            back[:, 1] += per_lean * (x - 2 * self.lean * y)
        return np.asarray(back - back.mean(axis=0))

    def _per_extent(self, per_scale: Floats, extent: Floats) -> Floats:
        """Each axis is scaled by its own room over its extent, unless the other's limits how far it is stretched."""
        own = np.where(extent > 0, _ROOM / np.where(extent > 0, extent, 1), np.inf)
        is_own = np.isclose(self.scale, own, rtol=1e-9)
        per_extent = np.zeros_like(extent)
        for axis in (0, 1):
            # The axis that decides the scale: its own, or the other one.
            for decides in (0, 1):
                rules = is_own[:, axis] if decides == axis else ~is_own[:, axis]
                safe = np.where(extent[:, decides] > 0, extent[:, decides], 1)
                slope = np.where(extent[:, decides] > 0, -per_scale[:, axis] * self.scale[:, axis] / safe, 0)
                per_extent[:, decides] += np.where(rules, slope, 0)
        return per_extent


_ROOM: Final = np.asarray(FRAME, np.float64) - PEN_WIDTH


@dataclass(frozen=True, slots=True, eq=False)
class _Ends:
    """The box round the dots of each view, and which dots touch its sides."""

    low: Floats
    high: Floats
    lowest: NDArray[np.intp]
    highest: NDArray[np.intp]

    @classmethod
    def of(cls, dots: Floats) -> _Ends:
        """``dots``: (views, dots, 2)."""
        return cls(dots.min(axis=1), dots.max(axis=1), dots.argmin(axis=1), dots.argmax(axis=1))

    @property
    def middle(self) -> Floats:
        return (self.low + self.high) / 2

    def pull_back(self, moved: Floats, per_middle: Floats, per_extent: Floats) -> None:
        """Add to ``moved`` (views, dots, 2) what the middle and the extent (views, 2) pass on to the outermost dots."""
        views = np.arange(len(moved))[:, None]
        axes = np.arange(2)
        np.add.at(moved, (views, self.lowest, axes), per_middle / 2 - per_extent)
        np.add.at(moved, (views, self.highest, axes), per_middle / 2 + per_extent)
