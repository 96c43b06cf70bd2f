"""Which of the held-out digits are read wrongly, as what, and how surely."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from handwriting_app.engine.arrays import Array, Labels
from handwriting_app.engine.classes import Classes
from handwriting_app.engine.metrics import confusion_matrix

Indices = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Readings:
    """What a network reads in digits whose classes are known. Indices are rows of ``features``.

    Attributes:
        features: (n, 64)
        true: (n,), the class of each.
        probabilities: (n, classes); rows sum to 1.
        classes: What can be read.
        looks_like_none: bool (n,), whether the program says that it looks like no digit.
    """

    features: Array
    true: Labels
    probabilities: Array
    classes: Classes
    looks_like_none: NDArray[np.bool_]

    @cached_property
    def read(self) -> Indices:
        """(n,), the most probable class of each."""
        return np.asarray(self.probabilities.argmax(axis=1))

    @cached_property
    def confidence(self) -> Array:
        """(n,), the probability of the class that was read."""
        return np.asarray(self.probabilities.max(axis=1))

    @cached_property
    def confusion(self) -> NDArray[np.int64]:
        """Counts, (classes, classes): row = the true class, column = the class that was read."""
        return confusion_matrix(self.true, self.read, self.probabilities.shape[1])

    @cached_property
    def called_none(self) -> NDArray[np.int64]:
        """(classes,), how many of each class look like no digit to the program, whatever else is read."""
        return np.bincount(self.true[self.looks_like_none], minlength=len(self.classes)).astype(np.int64)

    @cached_property
    def recall(self) -> NDArray[np.float64]:
        """(classes,), the share of each class's digits that is read rightly; not a number where there are none."""
        with np.errstate(invalid="ignore"):
            return np.asarray(np.diag(self.confusion) / self.confusion.sum(axis=1))

    @cached_property
    def mistakes(self) -> Indices:
        """The digits that are read wrongly, most confident first."""
        return self._most_confident(self.read != self.true)

    def cell(self, true: int, read: int) -> Indices:
        """The digits of one class that are read as one class, most confident first."""
        return self._most_confident((self.true == true) & (self.read == read))

    def _most_confident(self, chosen: NDArray[np.bool_]) -> Indices:
        indices = np.flatnonzero(chosen)
        return indices[np.argsort(-self.confidence[indices], kind="stable")]
