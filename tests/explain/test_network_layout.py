from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handwriting_app.explain.network_layout import lay_out

SHAPES = [(64, 128, 64, 10), (64, 10), (64, *[30] * 10, 10), (64, 4, 10), (64, 600, 300, 10)]


@pytest.mark.parametrize("sizes", SHAPES, ids=str)
@pytest.mark.parametrize("room", [(360, 230), (900, 700)], ids=str)
def test_units_stand_inside_and_apart_from_left_to_right(sizes: tuple[int, ...], room: tuple[float, float]) -> None:
    layout = lay_out(sizes, *room)
    right_of_last = -1.0
    for index, layer in enumerate(layout.layers):
        assert layer.total == sizes[index]
        assert layer.left - layer.radius > right_of_last - 1e-6
        right_of_last = layer.right + layer.radius
        y = layer.centres[:, 1]
        assert y.min() - layer.radius > -1
        assert y.max() + layer.radius < room[1] + 1
        apart = np.hypot(*(layer.centres[:, None] - layer.centres[None]).transpose(2, 0, 1))
        np.fill_diagonal(apart, np.inf)
        assert apart.min() >= 2 * layer.radius - 1e-9
    assert right_of_last <= room[0] + 1e-6


def test_a_usual_network_is_shown_whole_and_a_huge_one_says_what_it_leaves_out() -> None:
    assert all(layer.is_whole for layer in lay_out((64, 128, 64, 10), 360, 230).layers)
    huge = lay_out((64, 5000, 10), 360, 230).layers[1]
    assert not huge.is_whole
    assert 100 < len(huge.units) < huge.total == 5000


def test_the_most_active_units_are_kept() -> None:
    activity = np.zeros(5000)
    activity[[17, 4321]] = 5.0, -9.0
    layer = lay_out((64, 5000, 10), 360, 230, [np.zeros(64), activity, np.zeros(10)]).layers[1]
    assert {17, 4321} <= set(layer.units.tolist())
    assert layer.rows()[4321] == layer.units.tolist().index(4321)
    assert (np.diff(layer.units) > 0).all()


@given(st.integers(0, 3), st.integers(0, 9))
def test_every_dot_is_found_where_it_stands(layer: int, unit: int) -> None:
    layout = lay_out((64, 30, 20, 10), 500, 400)
    x, y = layout.layers[layer].centres[unit]
    assert layout.unit_at(x, y) == (layer, unit)
    assert layout.unit_at(-50, -50) is None
