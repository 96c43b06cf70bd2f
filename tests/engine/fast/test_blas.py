from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.engine.fast.blas import blas_for


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_everything_is_done_in_place(dtype):
    blas = blas_for(dtype)
    x, y = np.array([1.0, -3.0, 2.0], dtype), np.array([1.0, 1.0, 1.0], dtype)
    blas.axpy(x, y, 3, 2.0)
    np.testing.assert_array_equal(y, [3.0, -5.0, 5.0])
    blas.scal(0.5, y)
    np.testing.assert_array_equal(y, [1.5, -2.5, 2.5])
    assert blas.dot(x, y) == 14.0
    assert blas.largest(x) == 1, "by its size"


@pytest.mark.parametrize("kept", [0.0, 1.0])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_product_is_scaled_and_added_where_it_is_to_go(dtype, kept):
    delta, a = np.arange(6, dtype=dtype).reshape(2, 3), np.arange(12, dtype=dtype).reshape(4, 3)
    out = np.full((4, 2), np.nan if not kept else 7.0, dtype)
    blas_for(dtype).gemm(0.5, delta.T, a.T, kept, out.T, 1, 0, 1)
    np.testing.assert_array_equal(out, a @ delta.T / 2 + (7.0 if kept else 0.0))
