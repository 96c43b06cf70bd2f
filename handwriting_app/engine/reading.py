"""How what a network says of the views of a digit becomes percent: the one way, with every step of it.

Whatever shows how sure the program is of a digit takes it from here: the window live and looking back, the command
line, and the fit of the temperature itself. What shows a step alone names the step.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from handwriting_app.engine.arrays import Array
from handwriting_app.engine.costs import softmax
from handwriting_app.engine.network import Network

LEAST = 1e-30
"""A smaller probability is taken for this one: its logarithm stays finite."""

ALIKE = 0.01
"""When no two digits' probabilities lie further apart than this, all ten read "10 %" and the program names none."""


@dataclass(frozen=True, slots=True, eq=False)
class ReadingSteps:
    """The way from the views to the percentages, in float64; along the last axis all sum to 1.

    Attributes:
        views: (views, …, outputs), what the network says of each view by itself.
        mean: (…, outputs), their geometric mean.
        temperature: Which power of the mean is taken: the 1/temperature-th.
        probabilities: (…, classes), that power among the classes. With one view it is softmax(z / temperature), as C.
            Guo et al., *On Calibration of Modern Neural Networks*, ICML 2017, scale temperature.
        none: (…), how sure the mean is that it is none of the classes; 0 where no output says so.
    """

    views: NDArray[np.float64]
    mean: NDArray[np.float64]
    temperature: float
    probabilities: NDArray[np.float64]
    none: NDArray[np.float64]


def reading_steps(network: Network, views: Array, temperature: float) -> ReadingSteps:
    """Read digits of which there are one or more views each.

    Args:
        network: Whatever it was trained with.
        views: (views, features) of one digit, or (views, digits, features).
        temperature: Above 0; 1 leaves the mean as it is.
    """
    said = network.predict(views.reshape(-1, views.shape[-1]))
    probabilities = said.reshape(*views.shape[:-1], -1).astype(np.float64)
    logarithms = log_mean(probabilities)
    mean = np.asarray(softmax(logarithms), np.float64)
    # Among the classes alone: how sure it is of a digit is not less because it might be none.
    classes = len(network.classes)
    calibrated = np.asarray(softmax(logarithms[..., :classes] / temperature), np.float64)
    none = mean[..., classes] if network.classes.has_none else np.zeros(mean.shape[:-1])
    return ReadingSteps(probabilities, mean, temperature, calibrated, none)


def named_digit(probabilities: NDArray[np.floating]) -> int | None:
    """The most probable of the classes (n,), the first of equal ones; None where all are `ALIKE`: none is read."""
    return int(probabilities.argmax()) if float(np.ptp(probabilities)) > ALIKE else None


def log_mean(probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    """The logarithm of the geometric mean of the views (views, …), not normalised: (…)."""
    return np.asarray(np.log(np.maximum(probabilities, LEAST)).mean(axis=0))
