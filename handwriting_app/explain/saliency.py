"""What in a drawing mattered: the gradient at the 8 × 8 inputs, laid back over the strokes they were counted from."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.placement import placement_of
from handwriting_app.ink.raster import CELLS, SIDE


def over_drawing(
    gradient: NDArray[np.float64], drawing: Drawing, pixels: int, *, normalised: bool = True
) -> NDArray[np.float64]:
    """Look up, for every pixel of the canvas, the gradient of the input that the place was counted into.

    Args:
        gradient: (64,): ∂C/∂x.
        drawing: In canvas units, 0…1 from the upper left corner; not empty.
        pixels: Along each side of the result.
        normalised: Whether the drawing was normalised or only fitted into the frame.

    Returns:
        (pixels, pixels); NaN where the network does not look.
    """
    placement = placement_of(drawing, enabled=normalised)
    at = (np.arange(pixels) + 0.5) / pixels
    x, y = np.meshgrid(at, at)
    cells = np.floor(placement.to_frame(np.column_stack((x.ravel(), y.ravel()))) * (CELLS / SIDE)).astype(int)
    column, row = cells.T
    is_seen = ((cells >= 0) & (cells < CELLS)).all(axis=1)
    values = np.full(pixels * pixels, np.nan)
    values[is_seen] = gradient[row[is_seen] * CELLS + column[is_seen]]
    return values.reshape(pixels, pixels)
