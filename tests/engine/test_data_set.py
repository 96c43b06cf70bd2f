from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.engine.data_set import DataSet

X, Y = np.zeros((5, 3)), np.zeros(5, int)


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ((X, Y[:-1], X, Y), "one label"),
        ((X, Y, X, Y[:-1]), "one label"),
        ((X, Y, X[:, :-1], Y), "samples, features"),
        ((X[0], Y, X, Y), "samples, features"),
        ((X[:0], Y[:0], X, Y), "no examples"),
    ],
)
def test_shapes_that_do_not_fit_are_refused(parts, message):
    with pytest.raises(ValueError, match=message):
        DataSet(*parts)


def test_nothing_need_be_held_back():
    assert len(DataSet(X, Y, X[:0], Y[:0]).held_y) == 0
