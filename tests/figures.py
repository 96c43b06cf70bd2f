"""The ten digits as plain strokes of our own, and pictures of them."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw


def _arc(x: float, y: float, wide: float, high: float, start: float, end: float) -> list[tuple[float, float]]:
    """Part of an ellipse; angles in degrees, 0 to the right, 90 down."""
    angles = np.radians(np.linspace(start, end, 25))
    return [(float(x + wide * np.cos(angle)), float(y + high * np.sin(angle))) for angle in angles]


STROKES: Final = {
    0: [_arc(0.5, 0.5, 0.27, 0.42, -90, 270)],
    1: [[(0.56, 0.08), (0.46, 0.92)]],
    2: [[*_arc(0.5, 0.31, 0.24, 0.22, 190, 380), (0.24, 0.9), (0.78, 0.9)]],
    3: [[*_arc(0.47, 0.28, 0.24, 0.2, 200, 440), *_arc(0.47, 0.69, 0.27, 0.22, -80, 150)]],
    4: [[(0.55, 0.08), (0.2, 0.62), (0.82, 0.62)], [(0.64, 0.35), (0.64, 0.92)]],
    5: [[(0.74, 0.1), (0.32, 0.1), (0.3, 0.45), *_arc(0.48, 0.65, 0.26, 0.25, -120, 140)]],
    6: [[(0.62, 0.08), (0.38, 0.38), *_arc(0.5, 0.68, 0.22, 0.23, 180, 540)]],
    7: [[(0.22, 0.1), (0.78, 0.1), (0.42, 0.92)]],
    8: [[*_arc(0.5, 0.29, 0.2, 0.2, 90, 450), *_arc(0.5, 0.71, 0.24, 0.21, -90, 270)]],
    9: [[*_arc(0.48, 0.33, 0.22, 0.24, -30, 360), (0.68, 0.6), *_arc(0.44, 0.7, 0.24, 0.22, 0, 140)]],
}
"""In a square of side 1, x to the right and y down."""


def ink_of(
    digit: int, size: int = 160, *, room: float = 0.7, at: tuple[float, float] = (0.5, 0.5), pen: float = 0.09
) -> NDArray[np.uint8]:
    """The ink of ``digit``, 0…255, in a square picture; ``room``, ``at`` and ``pen`` are shares of its side, ``pen`` of
    the room.
    """
    image = Image.new("L", (3 * size, 3 * size), 0)
    brush, radius = ImageDraw.Draw(image), 1.5 * size * room * pen
    for stroke in STROKES[digit]:
        dots = [(3 * size * (at[0] + room * (x - 0.5)), 3 * size * (at[1] + room * (y - 0.5))) for x, y in stroke]
        brush.line(dots, fill=255, width=round(2 * radius), joint="curve")
        for x, y in (dots[0], dots[-1]):
            brush.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    return np.asarray(image.resize((size, size), Image.Resampling.BOX))


def lines(size: int, *ways: tuple[float, float, float, float], width: float = 0.015) -> NDArray[np.uint8]:
    """Ink along straight ways (x, y, x, y), all in shares of the side."""
    image = Image.new("L", (3 * size, 3 * size), 0)
    for way in ways:
        ImageDraw.Draw(image).line([3 * size * part for part in way], fill=255, width=max(1, round(3 * size * width)))
    return np.asarray(image.resize((size, size), Image.Resampling.BOX))


def box(size: int, edge: float, *, width: float = 0.015) -> NDArray[np.uint8]:
    """The ink of a square box, ``edge`` away from the border of the picture."""
    far = 1 - edge
    corners = [(edge, edge), (far, edge), (far, far), (edge, far), (edge, edge)]
    ways = [(*corners[side], *corners[side + 1]) for side in range(4)]
    return lines(size, *ways, width=width)
