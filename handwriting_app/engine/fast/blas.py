"""The calls of BLAS that numpy does not offer, or not as cheaply, by scipy: each is one pass, and makes no arrays.

They write into the arrays that they are given, which have to be contiguous and of the right dtype: others would be
copied, and nothing would be written into them. Unlike numpy, scipy holds the interpreter meanwhile. So long vectors are
worked through in pieces, and there are no products of matrices here: two threads would wait for each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

import numpy as np

from handwriting_app.engine.arrays import Array

LONGEST: Final = 2**18
"""Numbers in one call: 0.1 ms at most."""


class Blas(NamedTuple):
    """Functions for one dtype, taken by position only.

    Attributes:
        axpy: ``axpy(x, y, n, α)``: y ← y + α x, n being their length.
        dot: ``dot(x, y)``: Σ x y, as a Python number.
        scal: ``scal(α, x)``: x ← α x.
        largest: ``largest(x)``: the place of the number that is largest in size.
    """

    axpy: Callable[[Array, Array, int, float], object]
    dot: Callable[[Array, Array], float]
    scal: Callable[[float, Array], object]
    largest: Callable[[Array], int]


def blas_for(like: Array) -> Blas:
    """Return the functions for vectors of the dtype of ``like``, and no longer. Imports scipy (0.1 s)."""
    from scipy.linalg import blas

    is_single = like.dtype == np.float32
    found = (
        Blas(blas.saxpy, blas.sdot, blas.sscal, blas.isamax)
        if is_single
        else Blas(blas.daxpy, blas.ddot, blas.dscal, blas.idamax)
    )
    return found if like.size <= LONGEST else _in_pieces(found)


def _in_pieces(blas: Blas) -> Blas:
    """The same for long vectors; ``largest`` has none."""

    def axpy(x: Array, y: Array, n: int, factor: float) -> None:
        for rows in _pieces(n):
            blas.axpy(x[rows], y[rows], len(x[rows]), factor)

    def dot(x: Array, y: Array) -> float:
        return sum(blas.dot(x[rows], y[rows]) for rows in _pieces(len(x)))

    def scal(factor: float, x: Array) -> None:
        for rows in _pieces(len(x)):
            blas.scal(factor, x[rows])

    return Blas(axpy, dot, scal, blas.largest)


def _pieces(length: int) -> Iterator[slice]:
    return (slice(start, min(start + LONGEST, length)) for start in range(0, length, LONGEST))
