"""What a race shows in numbers: memory, updates and time per epoch, and who leads, by whatever is counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.descent import batch_size, batches, kernel_for
from handwriting_app.engine.fast.slices import BatchGradient
from handwriting_app.engine.network import Network
from handwriting_app.engine.optimizers import optimizer_for

Axis = Literal["epochs", "updates", "samples", "seconds"]

AXES: Final[tuple[Axis, ...]] = ("epochs", "updates", "samples", "seconds")


@dataclass(frozen=True, slots=True)
class Memory:
    """Bytes that one mode of descent holds while it runs; what all modes hold alike (the data set) is left out.

    Attributes:
        parameters: Weights and biases.
        rule: What the update rule remembers.
        buffers: The gradient, and what a pass forward and back leaves on its way.
        batch: The digits of one update, with their labels.
    """

    parameters: int
    rule: int
    buffers: int
    batch: int

    @property
    def total(self) -> int:
        return self.parameters + self.rule + self.buffers + self.batch


def memory_held(config: TrainingConfig, network: Network, samples: int) -> Memory:
    """Make what the engine makes for this configuration, and add up its arrays.

    Args:
        config: Its mode, batch size and update rule count.
        network: What is to be trained; left alone.
        samples: Training examples.
    """
    batch = batch_size(config, samples)
    learner = network.copy()
    kernel = kernel_for(config, learner, samples)
    if isinstance(kernel, BatchGradient):
        for rows in {each.stop - each.start for each in batches(samples, batch)}:
            for part in batches(rows, kernel.width):
                kernel.passes(part.stop - part.start)
    rule = bytes_of(optimizer_for(config, learner.parameters))
    parameters = learner.parameters.nbytes
    item = learner.parameters.itemsize
    return Memory(
        parameters=parameters,
        rule=rule,
        buffers=bytes_of(kernel) - parameters,
        batch=batch * (network.sizes[0] + 1 + network.sizes[-1]) * item,
    )


def bytes_of(root: object) -> int:
    """The bytes of all arrays that an object of this program holds, each piece of memory counted once."""
    seen: set[int] = set()
    arrays: dict[int, int] = {}
    waiting = [root]
    while waiting:
        each = waiting.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        if isinstance(each, np.ndarray):
            while isinstance(each.base, np.ndarray):
                each = each.base
            arrays[id(each)] = each.nbytes
        elif isinstance(each, dict):
            waiting += each.values()
        elif isinstance(each, list | tuple):
            waiting += each
        elif isinstance(each, partial):
            waiting += each.args
        elif type(each).__module__.startswith("handwriting_app."):
            waiting += getattr(each, "__dict__", {}).values()
    return sum(arrays.values())


def updates_per_epoch(config: TrainingConfig, samples: int) -> int:
    return -(-samples // batch_size(config, samples))


@dataclass(frozen=True, slots=True)
class Leader:
    """Who has the lowest cost at the last place of an axis that every lane has reached.

    Attributes:
        place: On the axis.
        costs: Of every lane there.
        lane: The one with the lowest.
    """

    place: float
    costs: tuple[float, ...]
    lane: int


def leader(places: Sequence[NDArray[np.float64]], costs: Sequence[NDArray[np.float64]]) -> Leader | None:
    """Compare lanes where all of them have been; None until each has gone beyond its start.

    Args:
        places: Per lane, (points,), rising.
        costs: Per lane, (points,).
    """
    if not places or any(len(each) < 2 for each in places):
        return None
    place = min(float(each[-1]) for each in places)
    there = tuple(
        float(cost[int(np.searchsorted(each, place, side="right")) - 1])
        for each, cost in zip(places, costs, strict=True)
    )
    return Leader(place, there, int(np.argmin(there)))
