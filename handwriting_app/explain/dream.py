"""What a network believes a class to look like: the picture that grows when its output is pushed up.

Gradient ascent on the 64 inputs (Erhan, Bengio, Courville and Vincent, *Visualizing Higher-Layer Features of a Deep
Network*, 2009; the penalty for ink is that of Simonyan, Vedaldi and Zisserman, *Deep Inside Convolutional Networks*,
2013, the one for roughness that of Mahendran and Vedaldi, *Understanding Deep Image Representations by Inverting Them*,
2015). The weights stay as they are; what moves is the picture, along ∂f/∂x, and back into 0…16 after every step.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from handwriting_app.engine.backpropagation import deltas_from
from handwriting_app.engine.costs import cross_entropy, cross_entropy_delta, sigmoid_outputs, softmax
from handwriting_app.engine.network import Network
from handwriting_app.engine.reading import reading_steps
from handwriting_app.ink.raster import BLOCK, CELLS

Aim = Literal["log-probability", "logit"]
"""What is pushed up: ln p of the output among all outputs, or its z alone, however large the others grow."""

Array = NDArray[np.float64]

FULL: Final = BLOCK * BLOCK
"""The largest count of a cell: 16, all ink."""

_FIRST_LENGTH: Final = 0.1
"""Length of the first step as a distance in the 64 inputs of 0…1; in counts 1.6, over all cells together."""
_LONGEST: Final = 1.0
_GROWTH: Final = 1.25
"""How much longer the next step is tried after one that went up; after one that did not, half as long."""
_SHORTEST: Final = 1e-3
"""When not even so short a step goes up, the picture has come to the top: no count would change any more."""


@dataclass(frozen=True, slots=True)
class DreamPlan:
    """How to dream.

    Attributes:
        aim: What is pushed up.
        steps: At most so many.
        less_ink: λ of the penalty λ/2 · Σ x², which keeps cells empty that do not help.
        smoothness: μ of the penalty μ/2 · Σ (x − neighbour)², which keeps neighbours alike.
    """

    aim: Aim = "log-probability"
    steps: int = 60
    less_ink: float = 0.05
    smoothness: float = 0.1


class Objective(NamedTuple):
    """How high pictures stand.

    Attributes:
        value: (pictures,): the aim less the penalties.
        gradient: (pictures, 64): its slope at the inputs.
    """

    value: Array
    gradient: Array


@dataclass(frozen=True, slots=True, eq=False)
class Dreams:
    """What a network dreams of some of its outputs, from the start to the last step.

    Attributes:
        outputs: Which outputs, in the order of the second axis of what follows.
        counts: uint8 (steps + 1, outputs, 8, 8): the pictures, rounded to whole counts, as they would be read.
        probabilities: (steps + 1, outputs): how sure the network is of the output when it reads that picture.
        objective: (steps + 1, outputs): what was pushed up, less the penalties; never falls.
    """

    outputs: tuple[int, ...]
    counts: NDArray[np.uint8]
    probabilities: Array
    objective: Array

    @property
    def steps(self) -> int:
        """The number of the last step; 0 is the start."""
        return len(self.counts) - 1


def noise(seed: int) -> NDArray[np.uint8]:
    """A picture (8, 8) of counts that are drawn evenly from 0…16."""
    return np.random.default_rng(seed).integers(0, FULL + 1, (CELLS, CELLS)).astype(np.uint8)


def grey() -> NDArray[np.uint8]:
    """A picture (8, 8) that is half ink everywhere."""
    return np.full((CELLS, CELLS), FULL // 2, np.uint8)


def milestones(epochs: Sequence[int]) -> tuple[int, ...]:
    """Of rising ``epochs`` the first, the last, and those nearest to 1, 2, 4, 8 …: a network learns most at first."""
    nearest = {epochs[0], epochs[-1]}
    power = 1
    while power < epochs[-1]:
        if power > epochs[0]:
            nearest.add(min(epochs, key=lambda epoch: abs(epoch - power)))
        power *= 2
    return tuple(sorted(nearest))


def objective(network: Network, x: Array, outputs: Sequence[int], plan: DreamPlan) -> Objective:
    """How high each picture stands for its own output, and the slope there.

    Args:
        network: In float64.
        x: (pictures, 64): counts / 16.
        outputs: The output that each picture is to be read as.
        plan: What is pushed up, and the penalties.
    """
    passed = network.forward(x)
    z = passed.z[-1]
    wanted: Array = np.eye(z.shape[-1])[list(outputs)]
    value: NDArray[np.floating]
    if plan.aim == "logit":
        value, delta = (z * wanted).sum(axis=-1), wanted
    elif network.cost == "cross-entropy":
        value, delta = -cross_entropy(z, wanted), np.asarray(-cross_entropy_delta(passed.a[-1], wanted), np.float64)
    else:
        value, delta = _log_shares(np.asarray(z, np.float64), wanted)
    gradient = deltas_from(network, passed, delta)[0] @ network.weights[0]
    rough, rough_slope = _roughness(x)
    penalty = plan.less_ink / 2 * (x * x).sum(axis=-1) + plan.smoothness * rough
    slope = gradient - plan.less_ink * x - plan.smoothness * rough_slope
    return Objective(np.asarray(value - penalty), np.asarray(slope))


def ascend(
    network: Network, start: NDArray[np.uint8], outputs: Sequence[int], plan: DreamPlan
) -> Generator[tuple[Array, Array], None, None]:
    """Climb from one picture for several outputs at once, each by itself.

    Every step goes along the slope, as far as the cells are not empty or full already, and is put back into 0…1. One
    that would go down is not taken; the next is half as long.

    Args:
        network: Of any precision; 64 inputs.
        start: (8, 8) counts.
        outputs: To climb for.
        plan: How, and how many steps at most.

    Yields:
        The pictures (outputs, 64) in 0…1 and the objective (outputs,): the start, then those after each step. It ends
        early when none goes up any more.
    """
    network = network.copy(np.float64)
    x = np.repeat(start.reshape(1, -1) / float(FULL), len(outputs), axis=0)
    here = objective(network, x, outputs, plan)
    length = np.full((len(x), 1), _FIRST_LENGTH)
    yield x, here.value
    for _ in range(plan.steps):
        is_free = ~(((x <= 0) & (here.gradient < 0)) | ((x >= 1) & (here.gradient > 0)))
        slope = np.where(is_free, here.gradient, 0.0)
        steepest = np.abs(slope).max(axis=-1, keepdims=True)
        slope = slope / np.where(steepest > 0, steepest, 1.0)  # else the squares of huge slopes were infinite
        norm = np.sqrt((slope * slope).sum(axis=-1, keepdims=True))
        tried = np.clip(x + length * slope / np.where(norm > 0, norm, 1.0), 0.0, 1.0)
        there = objective(network, tried, outputs, plan)
        is_up = (there.value > here.value)[:, np.newaxis]
        x = np.where(is_up, tried, x)
        here = Objective(np.where(is_up[:, 0], there.value, here.value), np.where(is_up, there.gradient, here.gradient))
        length = np.where(is_up, np.minimum(length * _GROWTH, _LONGEST), length / 2)
        yield x, here.value
        if length.max() < _SHORTEST:
            return


def dream(
    network: Network,
    temperature: float,
    start: NDArray[np.uint8],
    plan: DreamPlan,
    outputs: Sequence[int] | None = None,
    *,
    is_unwanted: Callable[[], bool] = lambda: False,
) -> Dreams | None:
    """Dream of outputs, all of the network's if none are named, and read every picture on the way.

    Args:
        network: As it reads.
        temperature: As it reads with.
        start: (8, 8) counts.
        plan: How.
        outputs: Which.
        is_unwanted: Asked before every step.

    Returns:
        None if it became unwanted.
    """
    outputs = tuple(range(network.classes.outputs) if outputs is None else outputs)
    counts, probabilities, heights = [], [], []
    for x, height in ascend(network, start, outputs, plan):
        if is_unwanted():
            return None
        rounded = np.rint(x * FULL).astype(np.uint8)
        counts.append(rounded.reshape(-1, CELLS, CELLS))
        probabilities.append(sure_of(network, temperature, rounded, outputs))
        heights.append(height)
    return Dreams(outputs, np.array(counts), np.array(probabilities), np.array(heights))


def sure_of(
    network: Network, temperature: float, counts: NDArray[np.uint8], outputs: Sequence[int]
) -> NDArray[np.float64]:
    """How sure a reading of each picture, (pictures, 64) counts, is of its own output: (pictures,).

    Of a class among the classes, of none of them among all, as the window says it of a digit that is not drawn.
    """
    features = (counts / FULL).astype(np.float32).reshape(1, len(counts), -1)
    steps = reading_steps(network, features, temperature)
    by_output = np.column_stack((steps.probabilities, steps.none))
    return np.asarray(by_output[np.arange(len(counts)), list(outputs)])


def _log_shares(z: Array, wanted: Array) -> tuple[Array, Array]:
    """The logarithm of the wanted sigmoid output's share of all, (samples,), and its slope at z, (samples, outputs)."""
    logarithms = np.asarray(-np.logaddexp(0.0, -z))  # ln σ(z)
    value = -cross_entropy(logarithms, wanted)
    return np.asarray(value), np.asarray((wanted - softmax(logarithms)) * (1.0 - sigmoid_outputs(z)))


def _roughness(x: Array) -> tuple[Array, Array]:
    """Half the sum of squared differences between neighbours, (pictures,), and its slope, (pictures, 64)."""
    pictures = x.reshape(-1, CELLS, CELLS)
    down, across = np.diff(pictures, axis=1), np.diff(pictures, axis=2)
    slope = np.zeros_like(pictures)
    slope[:, 1:] += down
    slope[:, :-1] -= down
    slope[:, :, 1:] += across
    slope[:, :, :-1] -= across
    value = ((down * down).sum(axis=(1, 2)) + (across * across).sum(axis=(1, 2))) / 2
    return np.asarray(value), slope.reshape(x.shape)
