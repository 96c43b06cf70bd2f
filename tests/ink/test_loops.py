"""A loop that is grey in a tiny picture is opened; ink of one grey stays whole."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from handwriting_app.ink.loops import with_open_loops


def blob(dip: float, *, pen: float = 0.0, paper: float = 255.0) -> tuple[NDArray[np.bool_], NDArray[np.float32]]:
    ink = np.zeros((100, 100), np.bool_)
    ink[20:80, 30:70] = True
    grey = np.where(ink, pen, paper)
    grey[44:52, 46:54] = pen + dip * (paper - pen)
    return ink, grey.astype(np.float32)


@pytest.mark.parametrize(("pen", "paper"), [(0.0, 255.0), (255.0, 0.0), (120.0, 160.0)])
def test_a_dip_within_the_ink_is_a_loop(pen: float, paper: float) -> None:
    ink, grey = blob(0.3, pen=pen, paper=paper)
    opened = with_open_loops(ink, grey)
    assert not opened[44:52, 46:54].any()
    assert opened.sum() == ink.sum() - 64


def test_a_shallow_dip_is_ink() -> None:
    ink, grey = blob(0.1)
    np.testing.assert_array_equal(with_open_loops(ink, grey), ink)


def test_the_outer_edge_stays_where_it_is() -> None:
    ink, grey = blob(0.0)
    grey[20:22, 30:70] = 100  # a soft edge
    np.testing.assert_array_equal(with_open_loops(ink, grey), ink)


@pytest.mark.parametrize("ink", [np.zeros((3, 4), np.bool_), np.ones((3, 4), np.bool_), np.eye(1, 5, dtype=np.bool_)])
def test_any_shape(ink: NDArray[np.bool_]) -> None:
    np.testing.assert_array_equal(with_open_loops(ink, np.where(ink, 0, 255).astype(np.float32)), ink)
