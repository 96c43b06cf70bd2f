"""Whether a line can part the points; held against the perceptron rule, which finds one if there is one."""

from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.lab.learning import Learning
from handwriting_app.lab.neuron import Neuron
from handwriting_app.lab.points import TABLES, Point, Points
from handwriting_app.lab.separation import obstacle


def points(*items: tuple[float, float, int]) -> Points:
    return Points(tuple(Point(x1, x2, 1 if label else 0) for x1, x2, label in items))


@pytest.mark.parametrize("name", ["AND", "OR"])
def test_and_and_or_can_be_parted(name: str) -> None:
    assert obstacle(TABLES[name]) is None


def test_the_diagonals_of_xor_cross() -> None:
    proof = obstacle(TABLES["XOR"])
    assert proof is not None
    assert set(proof.ones) == {(0.0, 1.0), (1.0, 0.0)}
    assert set(proof.zeros) == {(0.0, 0.0), (1.0, 1.0)}
    assert proof.at == (0.5, 0.5)
    assert "crosses" in proof.words


def test_points_of_one_label_need_no_line() -> None:
    assert obstacle(points((0, 0, 1), (1, 1, 1))) is None
    assert obstacle(Points()) is None


def test_two_labels_on_one_place() -> None:
    proof = obstacle(points((0.3, 0.3, 1), (0.3, 0.3, 0)))
    assert proof is not None
    assert (proof.ones, proof.zeros) == (((0.3, 0.3),), ((0.3, 0.3),))


@pytest.mark.parametrize("inner", [0, 1])
def test_a_point_among_the_others(inner: int) -> None:
    outer = 1 - inner
    corners = [(-1.0, -1.0), (2.0, -1.0), (0.5, 2.0)]
    proof = obstacle(points((0.5, 0, inner), *((x1, x2, outer) for x1, x2 in corners)))
    assert proof is not None
    lonely, others = (proof.ones, proof.zeros) if inner else (proof.zeros, proof.ones)
    assert lonely == ((0.5, 0.0),)
    assert set(others) == set(corners)


def test_a_point_on_the_way_between_two_others() -> None:
    proof = obstacle(points((0, 0, 1), (1, 1, 1), (0.5, 0.5, 0)))
    assert proof is not None
    assert proof.at == (0.5, 0.5)


def test_it_agrees_with_the_perceptron_rule_on_random_points() -> None:
    rng = np.random.default_rng(7)
    found = {True: 0, False: 0}
    for _ in range(60):
        some = points(*((*rng.integers(0, 5, 2).astype(float), int(rng.integers(2))) for _ in range(6)))
        learning = Learning(Neuron("threshold", (0.0, 0.0), 0.0))
        for _ in range(5000):
            learning = learning.step(some, "perceptron", 1.0)
        can_be_parted = obstacle(some) is None
        assert (learning.ended == "converged") == can_be_parted, some
        found[can_be_parted] += 1
    assert min(found.values()) > 5


def test_the_ring_lies_round_a_point() -> None:
    proof = obstacle(TABLES["ring"])
    assert proof is not None
    (inner,) = proof.ones
    assert len(proof.zeros) == 3
    assert proof.words.startswith("a 1 lies among 0s, and ")
    # Deep inside, so that one can see it: the middle of the corners is not far away.
    middle = np.mean(proof.zeros, axis=0)
    assert np.linalg.norm(middle - inner) < 0.5
