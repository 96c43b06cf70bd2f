"""The one array type of the engine."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.floating]
"""Real numbers: float32 in training, float64 in the gradient check."""

Labels: TypeAlias = NDArray[np.integer]
"""Classes as whole numbers from 0."""
