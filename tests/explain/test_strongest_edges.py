from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from handwriting_app.explain.strongest_edges import strongest_edges


def every(count: int) -> np.ndarray:
    return np.arange(count)


def test_the_strongest_come_last_with_their_units() -> None:
    weights = np.array([[0.1, -3.0], [2.0, 0.0], [-0.5, 1.0]])
    edges = strongest_edges(weights, 3, every(2), every(3))
    assert edges.values.tolist() == [1.0, 2.0, -3.0]
    assert list(zip(edges.sources.tolist(), edges.targets.tolist(), strict=True)) == [(1, 2), (0, 1), (1, 0)]
    assert edges.strongest == 3.0


def test_only_the_units_that_count_are_joined() -> None:
    weights = np.array([[0.1, -3.0], [2.0, 0.0], [-0.5, 1.0]])
    edges = strongest_edges(weights, 9, np.array([0]), np.array([1, 2]))
    assert edges.values.tolist() == [-0.5, 2.0]
    assert set(edges.sources.tolist()) == {0}


def test_connections_of_zero_are_not_there() -> None:
    assert len(strongest_edges(np.zeros((4, 5)), 10, every(5), every(4))) == 0


@given(st.integers(1, 12), st.integers(1, 12), st.integers(0, 200), st.integers(0, 9))
def test_none_left_out_is_stronger(units_out: int, units_in: int, most: int, seed: int) -> None:
    weights = np.random.default_rng(seed).normal(size=(units_out, units_in))
    edges = strongest_edges(weights, most, every(units_in), every(units_out))
    assert len(edges) == min(most, weights.size)
    assert (weights[edges.targets, edges.sources] == edges.values).all()
    left_out = np.sort(np.abs(weights).ravel())[: weights.size - len(edges)]
    assert not len(edges) or not len(left_out) or np.abs(edges.values).min() >= left_out.max()
