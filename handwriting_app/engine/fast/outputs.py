"""Output functions in buffers of their own, for the training loops.

`outputs_of_batch` equals ``outputs`` of a :class:`~handwriting_app.engine.costs.Cost` (its softmax or its sigmoids)
along axis 0; `output_delta_of_one` equals ``delta`` of ``outputs``, for one example.

On ten classes nearly all the time of a softmax is numpy's overhead for each call, so these choose the cheapest calls:
a sum is a product with ones, and the shift by the largest logit is left out where it is not needed.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import DTypeLike

from handwriting_app.engine.arrays import Array
from handwriting_app.engine.config import CostName
from handwriting_app.engine.costs import quadratic_delta, sigmoid_outputs, softmax
from handwriting_app.engine.fast.blas import blas_for

OutputDelta = Callable[[Array, Array, Array], Array]
"""Takes z, the target and where to write ∂C/∂z."""

NO_SHIFT_BELOW = 80.0
"""Size of logits up to which eᶻ is a number in float32, as large or as small as it gets, and so is any sum of them."""


def output_delta_of_one(cost: CostName, classes: int, dtype: DTypeLike) -> OutputDelta:
    """Return output function and ∂C/∂z in one, for one example at a time: all (classes,).

    As long as Σ eᶻ is of a usual size, no term has overflowed and none that matters has been lost: no shift is needed.
    """
    if cost == "quadratic":
        a = np.empty(classes, dtype)
        return lambda z, target, out: quadratic_delta(sigmoid_outputs(z, -1, a), target, out)
    exp, divide, subtract = np.exp, np.divide, np.subtract
    ones = np.ones(classes, dtype)
    total = np.empty((), dtype)

    def softmax_less_target(z: Array, target: Array, out: Array) -> Array:
        exp(z, out)
        out.dot(ones, total)
        if 1e-15 < total.item() < 1e15:
            divide(out, total, out)
        else:
            softmax(z, -1, out)
        return subtract(out, target, out)

    return softmax_less_target


def outputs_of_batch(cost: CostName, z: Array, out: Array) -> Callable[[], object]:
    """Return what writes the outputs of a batch to ``out``, whenever it is called; both are (classes, samples)."""
    if cost == "quadratic":
        return partial(sigmoid_outputs, z, 0, out)
    classes, samples = z.shape
    largest_of_all, flat_z = blas_for(z).largest, z.reshape(-1)
    number, exp, divide = z.item, np.exp, np.divide
    sums_of = np.ones((classes, classes), z.dtype).dot
    largest = np.empty(samples, z.dtype)
    totals = np.empty_like(z)

    def softmax_of_batch() -> None:
        if -NO_SHIFT_BELOW < number(largest_of_all(flat_z)) < NO_SHIFT_BELOW:  # the largest in size
            exp(z, out)
        else:
            np.maximum.reduce(z, 0, out=largest)
            np.subtract(z, largest, out)
            exp(out, out)
        sums_of(out, totals)
        divide(out, totals, out)

    return softmax_of_batch
