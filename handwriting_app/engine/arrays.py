"""The one array type of the engine."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.floating]
"""Real numbers: float32 in training, float64 in the gradient check."""

Product: TypeAlias = Callable[[Array, Array], Array]
"""``dot`` of a matrix, looked up once: takes what to multiply it by and where to write the result."""

Labels: TypeAlias = NDArray[np.integer]
"""Classes as whole numbers from 0."""
