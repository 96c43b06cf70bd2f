"""Where the units of a network stand in a picture of it: layers from left to right, large ones in several columns."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from handwriting_app.engine.arrays import Array

Indices = NDArray[np.intp]

LEAST_PITCH = 7.0
"""Pixels from dot to dot: closer, and a pointer cannot tell them apart."""

MOST_PITCH = 20.0
COLUMN_PITCH = 11.0
"""Down to this distance all units of a layer stand in one column."""

GAP_SHARE = 0.14
"""Of the width, between two layers: the connections need room to be seen …"""

MOST_GAPS = 0.6
"""… but in a deep network all gaps together take no more than this share of it."""

OUTPUT_PITCH = 30.0


@dataclass(frozen=True, slots=True, eq=False)
class LayerPlaces:
    """The dots of one layer.

    Attributes:
        units: Which units are shown, ascending, (shown,).
        centres: Their places in pixels, (shown, 2): x, y.
        radius: Of a dot, in pixels. The inputs are squares with this as half their side.
        total: Units that the layer has.
    """

    units: Indices
    centres: NDArray[np.float64]
    radius: float
    total: int

    @property
    def left(self) -> float:
        """The x of the leftmost dot's centre."""
        return float(self.centres[:, 0].min())

    @property
    def right(self) -> float:
        """The x of the rightmost dot's centre."""
        return float(self.centres[:, 0].max())

    @property
    def is_whole(self) -> bool:
        """Whether every unit is shown."""
        return len(self.units) == self.total

    def rows(self) -> Indices:
        """For each unit of the layer its row in ``centres``, -1 where it is not shown; (total,)."""
        rows = np.full(self.total, -1, np.intp)
        rows[self.units] = np.arange(len(self.units))
        return rows


@dataclass(frozen=True, slots=True, eq=False)
class NetworkLayout:
    """The places of every layer, inputs first; layer l of ``layers`` is layer l of the network, 0 the inputs."""

    layers: tuple[LayerPlaces, ...]

    def times(self, factor: float) -> NetworkLayout:
        """The same, ``factor`` times as large."""
        return NetworkLayout(
            tuple(
                LayerPlaces(each.units, factor * each.centres, factor * each.radius, each.total) for each in self.layers
            )
        )

    def unit_at(self, x: float, y: float, reach: float = 3.0) -> tuple[int, int] | None:
        """The layer and unit nearest to a place, if it lies on a dot or at most ``reach`` pixels beside it."""
        best: tuple[float, int, int] | None = None
        for index, layer in enumerate(self.layers):
            distances = np.hypot(*(layer.centres - (x, y)).T)
            nearest = int(distances.argmin())
            outside = float(distances[nearest]) - layer.radius
            if outside <= reach and (best is None or outside < best[0]):
                best = outside, index, int(layer.units[nearest])
        return None if best is None else best[1:]


def lay_out(
    sizes: Sequence[int], width: float, height: float, activity: Sequence[Array] | None = None
) -> NetworkLayout:
    """Place a network in ``width`` × ``height`` pixels.

    The inputs form a square picture if their number is a square. Hidden layers take as many columns as they need; where
    there is no room for all units, those with the largest absolute ``activity`` are shown, or the first ones.

    Args:
        sizes: Units of every layer, inputs first.
        width: Pixels.
        height: Pixels.
        activity: For each layer, inputs first, one number a unit.
    """
    picture = min(height, max(64.0, min(0.24 * width, 200.0)))
    inputs = _inputs(sizes[0], picture, height)
    output_pitch = min(OUTPUT_PITCH, height / sizes[-1])
    output_radius = max(3.0, min(10.0, 0.36 * output_pitch))
    begin, end = inputs.right + inputs.radius, width - 2 * output_radius
    hidden = list(sizes[1:-1])
    gaps = len(hidden) + 1
    room = end - begin - min(gaps * GAP_SHARE * width, MOST_GAPS * (end - begin))
    pitch = _pitch(hidden, room, height)
    most_rows = max(1, int(height / pitch))
    widest = max(1, int(room / (pitch * max(1, len(hidden)))))
    columns = [math.ceil(units / most_rows) for units in hidden]
    if sum(columns) * pitch > room:
        columns = [min(count, widest) for count in columns]
    gap = (end - begin - sum(columns) * pitch) / gaps
    layers = [inputs]
    x = begin
    for index, (units, count) in enumerate(zip(hidden, columns, strict=True), start=1):
        shown = _most_active(units, count * most_rows, None if activity is None else activity[index])
        x += gap
        layers.append(LayerPlaces(shown, _block(len(shown), count, x, height, pitch), 0.38 * pitch, units))
        x += count * pitch
    outputs = np.arange(sizes[-1])
    ys = height / 2 + (outputs - (sizes[-1] - 1) / 2) * output_pitch
    centres = np.column_stack((np.full(sizes[-1], end + output_radius), ys))
    layers.append(LayerPlaces(outputs, centres, output_radius, sizes[-1]))
    return NetworkLayout(tuple(layers))


def _inputs(units: int, picture: float, height: float) -> LayerPlaces:
    side = math.isqrt(units)
    rows, columns = (side, side) if side * side == units else (units, 1)
    cell = picture / rows
    row, column = np.divmod(np.arange(units), columns)
    centres = np.column_stack(((column + 0.5) * cell, (height - picture) / 2 + (row + 0.5) * cell))
    return LayerPlaces(np.arange(units), centres, cell / 2, units)


def _pitch(hidden: Sequence[int], room: float, height: float) -> float:
    """The largest distance from dot to dot, in half pixels, at which every hidden unit has room.

    One column a layer, as networks are usually drawn, is worth smaller dots.
    """
    single = min(MOST_PITCH, height / max(hidden, default=1))
    if single >= COLUMN_PITCH and single * len(hidden) <= room:
        return single
    for pitch in np.arange(MOST_PITCH, LEAST_PITCH, -0.5):
        rows = max(1, int(height / pitch))
        if sum(math.ceil(units / rows) for units in hidden) * pitch <= room:
            return float(pitch)
    return LEAST_PITCH


def _block(units: int, columns: int, x: float, height: float, pitch: float) -> NDArray[np.float64]:
    """The centres of a block of columns of nearly equal length, filled row by row and centred upright."""
    rows = math.ceil(units / columns)
    row, column = np.divmod(np.arange(units), columns)
    return np.column_stack((x + (column + 0.5) * pitch, height / 2 + (row - (rows - 1) / 2) * pitch))


def _most_active(units: int, most: int, activity: Array | None) -> Indices:
    if units <= most or activity is None:
        return np.arange(min(units, most))
    return np.sort(np.argpartition(np.abs(activity), -most)[-most:])
