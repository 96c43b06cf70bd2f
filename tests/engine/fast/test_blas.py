from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.engine.fast.blas import blas_for


@pytest.mark.parametrize("longest", [2, 3])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_everything_is_done_in_place(dtype, longest, monkeypatch):
    monkeypatch.setattr("handwriting_app.engine.fast.blas.LONGEST", longest)
    blas = blas_for(np.empty(3, dtype))
    x, y = np.array([1.0, -3.0, 2.0], dtype), np.array([1.0, 1.0, 1.0], dtype)
    blas.axpy(x, y, 3, 2.0)
    np.testing.assert_array_equal(y, [3.0, -5.0, 5.0])
    blas.scal(0.5, y)
    np.testing.assert_array_equal(y, [1.5, -2.5, 2.5])
    assert blas.dot(x, y) == 14.0
    assert blas.largest(x) == 1, "by its size"
