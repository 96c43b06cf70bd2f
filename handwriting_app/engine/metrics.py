"""How good the readings are: accuracy, confusion, calibration."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from handwriting_app.engine.arrays import Array, Labels


def accuracy(y: Labels, predicted: Labels) -> float:
    """Return the share of labels that were read rightly, 0 to 1; not a number if there are none."""
    return float(np.mean(y == predicted)) if len(y) else float("nan")


def accuracy_of_logits(y: Labels, logits: Array) -> float:
    """Return the accuracy of reading each example's largest logit, (classes, samples); the first of equal ones."""
    if not len(y):
        return float("nan")
    largest = np.maximum.reduce(logits, 0)
    if np.count_nonzero(logits == largest) == len(y):  # no draws, no NaN: nothing to search for, a third of the time
        of_label = logits.take(y * len(y) + np.arange(len(y)))
        return np.count_nonzero(of_label == largest) / len(y)
    return accuracy(y, logits.argmax(axis=0))


def confusion_matrix(y: Labels, predicted: Labels, classes: int) -> NDArray[np.int64]:
    """Return counts, (classes, classes): row = the true class, column = the class that was read."""
    pairs = y.astype(np.int64) * classes + predicted
    return np.bincount(pairs, minlength=classes * classes).reshape(classes, classes).astype(np.int64)


def expected_calibration_error(y: Labels, probabilities: Array, bins: int = 15) -> float:
    """Return how far confidence and accuracy lie apart, 0 to 1 (Guo et al., 2017, equation 3).

    The examples are sorted by confidence (their largest probability) into ``bins`` intervals of equal width; the gap
    between mean confidence and accuracy of each interval is weighted by the share of examples in it.

    Args:
        y: Labels, (samples,).
        probabilities: (samples, classes); rows sum to 1.
        bins: Number of intervals.
    """
    if not len(y):
        return float("nan")
    confidence = probabilities.max(axis=1).astype(np.float64)
    is_right = probabilities.argmax(axis=1) == y
    interval = np.minimum((confidence * bins).astype(np.int64), bins - 1)
    gap = np.bincount(interval, is_right - confidence, bins)
    return float(np.abs(gap).sum() / len(y))
