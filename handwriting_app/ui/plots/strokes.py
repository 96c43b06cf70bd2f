"""How lines are told from each other beside their colour: twelve ways, by dashes and by width."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from handwriting_app.ui.sizes import pxf

USUAL_WIDTH: Final = 1.6


@dataclass(frozen=True, slots=True)
class Stroke:
    """All lengths in pixels at 100 %, however long the line is and whatever it joins.

    Attributes:
        dashes: Dash and gap by turns; empty for an unbroken line.
        width: Of the line.
    """

    dashes: tuple[float, ...] = ()
    width: float = USUAL_WIDTH

    def pen(self, colour: QColor, pixels: float = 1.0) -> QPen:
        """The pen that draws it.

        Args:
            colour: Of the line.
            pixels: How many of the painter's units are one pixel of a widget.
        """
        pen = QPen(colour, pxf(self.width) * pixels)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)  # else the ends of the dashes reach into the gaps
        if self.dashes:
            pen.setDashPattern([length / self.width for length in self.dashes])
        return pen


SOLID: Final = Stroke()
DASHED: Final = Stroke((6.4, 3.2))
DOTTED: Final = Stroke((1.6, 3.2))
DASH_DOT: Final = Stroke((6.4, 3.2, 1.6, 3.2))
DASH_DOT_DOT: Final = Stroke((6.4, 3.2, 1.6, 3.2, 1.6, 3.2))

STROKES: Final = (
    SOLID,
    DASHED,
    DOTTED,
    DASH_DOT,
    DASH_DOT_DOT,
    Stroke(width=3.2),
    Stroke((12.8, 4.8)),
    Stroke((6.4, 3.2), width=3.2),
    Stroke((14.0, 3.2, 1.6, 3.2)),
    Stroke((3.2, 3.2), width=3.2),
    Stroke((14.0, 3.2, 4.8, 3.2)),
    Stroke((14.0, 3.2, 3.2, 3.2), width=3.2),
)
"""Of layers and other series, in their order; neighbours differ at a glance."""


def stroke_of(index: int) -> Stroke:
    """How layer `index`, from 0, is drawn; with its colour the first 24 differ."""
    return STROKES[index % len(STROKES)]
