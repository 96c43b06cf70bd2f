"""The calls of BLAS that numpy does not offer, or not as cheaply, by scipy: each is one pass, and makes no arrays.

They write into the arrays that they are given, which have to be contiguous and of the right dtype: others would be
copied, and nothing would be written into them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import DTypeLike

from handwriting_app.engine.arrays import Array


class Blas(NamedTuple):
    """Functions for one dtype, taken by position only.

    Attributes:
        gemm: ``gemm(α, a, b, β, c, a_is_across, b_is_across, 1)``: c ← α a b + β c, columns first; see `across`.
        axpy: ``axpy(x, y, n, α)``: y ← y + α x.
        dot: ``dot(x, y)``: Σ x y, as a Python number.
        scal: ``scal(α, x)``: x ← α x.
        largest: ``largest(x)``: the place of the number that is largest in size.
    """

    gemm: Callable[[float, Array, Array, float, Array, int, int, int], Array]
    axpy: Callable[[Array, Array, int, float], Array]
    dot: Callable[[Array, Array], float]
    scal: Callable[[float, Array], Array]
    largest: Callable[[Array], int]


def blas_for(dtype: DTypeLike) -> Blas:
    """Return the functions for float32 or float64. Imports scipy (0.1 s)."""
    from scipy.linalg import blas

    if np.dtype(dtype) == np.float32:
        return Blas(blas.sgemm, blas.saxpy, blas.sdot, blas.sscal, blas.isamax)
    return Blas(blas.dgemm, blas.daxpy, blas.ddot, blas.dscal, blas.idamax)
