"""The map from the canvas to the frame is the one that the normalisation applied."""

from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.normalise import PEN_WIDTH, normalise
from handwriting_app.ink.placement import placement_of
from handwriting_app.ink.raster import dots_along, stamp

SLANTED_SEVEN = Drawing((np.array([(0.2, 0.2), (0.7, 0.15), (0.3, 0.8)]), np.array([(0.3, 0.5), (0.6, 0.5)])))
BARE_LINE = Drawing((np.array([(0.4, 0.1), (0.4, 0.9)]),))
WITH_STRAY_DOT = Drawing((SLANTED_SEVEN.strokes[0], np.array([(0.98, 0.97)])))


@pytest.mark.parametrize("drawing", [SLANTED_SEVEN, BARE_LINE, WITH_STRAY_DOT], ids=["seven", "line", "stray"])
@pytest.mark.parametrize(("enabled", "pen"), [(True, PEN_WIDTH), (False, 2.0)], ids=["normalised", "naive"])
def test_strokes_moved_by_the_map_give_the_bitmap(drawing: Drawing, enabled: bool, pen: float) -> None:
    kept = drawing.strokes if not enabled else drawing.strokes[: 1 if drawing is WITH_STRAY_DOT else None]
    moved = placement_of(drawing, enabled=enabled).to_frame(dots_along(kept, 0.005))
    expected = normalise(drawing, enabled=enabled).bitmap
    assert np.mean(stamp(moved, pen)[0] != expected) < 0.01


def test_a_bare_line_still_has_a_width_to_either_side() -> None:
    placement = placement_of(BARE_LINE)
    left, right = placement.to_frame(np.array([(0.35, 0.5), (0.45, 0.5)]))
    assert 1 < right[0] - left[0] < 20
    assert left[1] == pytest.approx(right[1], abs=1e-3)
