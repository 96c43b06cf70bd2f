"""Where a place on the canvas ends up in the 32 × 32 frame that the network's input is counted in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.normalise import dots_of, fit_naively, place

_TINY = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Placement:
    """The shear, stretch and shift that the normalisation applied to a drawing: frame = (x, y, 1) · matrix.

    Attributes:
        matrix: (3, 2).
    """

    matrix: NDArray[np.float64]

    def to_frame(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Map points (n, 2) in the units of the drawing to pixels of the frame, 0…32 from the upper left corner."""
        return np.asarray(points @ self.matrix[:2] + self.matrix[2])


def placement_of(drawing: Drawing, *, enabled: bool = True) -> Placement:
    """Find the map that `normalise` applied to a drawing.

    Args:
        drawing: At least one stroke.
        enabled: As for `normalise`.
    """
    corners = np.array([(stroke.min(axis=0), stroke.max(axis=0)) for stroke in drawing.strokes])
    low = corners[:, 0].min(axis=0)
    size = float(np.max(corners[:, 1].max(axis=0) - low)) or 1.0
    dots = dots_of(drawing.strokes, tidy=enabled)
    # A bare line or a dot fixes no map by itself: a tiny cross at its middle shows how far the frame stretches it.
    middle = (dots.min(axis=0) + dots.max(axis=0)) / 2
    cross = _TINY * np.array([(-1.0, 0.0), (1.0, 0.0), (0.0, -1.0), (0.0, 1.0)])
    dots = np.concatenate((dots, middle + cross))
    placed = place(dots, np.zeros(1, np.intp)) if enabled else fit_naively(dots)
    # Weighted, so that the cross counts as much as the line beside it.
    weight = np.ones((len(dots), 1))
    weight[-4:] = 1 / _TINY
    centred = np.column_stack((dots - middle, np.ones(len(dots))))
    fitted = np.linalg.lstsq(centred * weight, placed * weight, rcond=None)[0]
    linear = fitted[:2] / size
    return Placement(np.vstack((linear, fitted[2] - middle @ fitted[:2] - low @ linear)))
