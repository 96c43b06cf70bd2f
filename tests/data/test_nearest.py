from __future__ import annotations

import numpy as np

from handwriting_app.data.nearest import nearest

X = np.array([[0.0, 0.0], [3.0, 4.0], [1.0, 0.0], [0.0, 9.0]])


def test_the_nearest_come_first():
    assert nearest(np.array([0.9, 0.0]), X, 3).tolist() == [2, 0, 1]


def test_fewer_rows_than_asked_for():
    assert nearest(np.array([0.0, 8.0]), X, 9).tolist() == [3, 1, 0, 2]
