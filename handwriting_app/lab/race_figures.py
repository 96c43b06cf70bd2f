"""What a race shows in numbers: memory, updates and time per epoch, and who leads, by whatever is counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.descent import batch_size, slice_width
from handwriting_app.engine.network import Network
from handwriting_app.engine.optimizers import optimizer_for
from handwriting_app.engine.stochastic import CHUNK

Axis = Literal["epochs", "updates", "samples", "seconds"]

AXES: Final[tuple[Axis, ...]] = ("epochs", "updates", "samples", "seconds")


@dataclass(frozen=True, slots=True)
class Memory:
    """Bytes that one mode of descent holds while it runs; what all modes hold alike (the data set) is left out."""

    parameters: int
    gradient: int
    rule: int
    buffers: int
    batch: int

    @property
    def total(self) -> int:
        return self.parameters + self.gradient + self.rule + self.buffers + self.batch


def memory_held(config: TrainingConfig, network: Network, samples: int) -> Memory:
    """Return what the engine allocates for this configuration.

    Args:
        config: Its mode, batch size and update rule count.
        network: What is trained.
        samples: Training examples.
    """
    item = network.parameters.itemsize
    features, classes, hidden = network.sizes[0], network.sizes[-1], network.sizes[1:-1]
    batch = batch_size(config, samples)
    rule = sum(array.nbytes for array in optimizer_for(config, network.parameters).state)
    rule += network.parameters.nbytes if config.update_rule == "adam" else 0  # its scratch
    example = (features + 1 + classes) * item
    if config.descent == "stochastic" and config.update_rule == "plain":
        # No gradient but the first layer's: the others go straight into the weights.
        first = network.layers[0].nbytes
        rows = sum(hidden) + len(hidden) + sum(network.sizes[1:]) + network.sizes[1] + (classes if hidden else 0)
        buffers = (CHUNK * (rows + CHUNK) + network.sizes[1]) * item
        return Memory(network.parameters.nbytes, first, rule, buffers, min(CHUNK, samples) * example)
    width = min(slice_width(network), batch)
    widths = {
        min(begin + width, start + batch, samples) - begin
        for start in range(0, samples, batch)
        for begin in range(start, min(start + batch, samples), width)
    }
    column = 2 * sum(hidden) + len(hidden) + sum(network.sizes[1:]) + 2 * classes
    gradients = 2 if batch > width else 1
    return Memory(
        parameters=network.parameters.nbytes,
        gradient=gradients * network.parameters.nbytes,
        rule=rule,
        buffers=sum(widths) * column * item,
        batch=batch * example,
    )


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


def bytes_in_words(count: int) -> str:
    """As one reads it: 68 kB, 1.2 MB."""
    if count < 1000:
        return f"{count} B"
    for unit in ("kB", "MB", "GB"):
        count_in_unit = count / 1000 ** (("kB", "MB", "GB").index(unit) + 1)
        if count_in_unit < 999.5 or unit == "GB":
            return f"{count_in_unit:.3g} {unit}" if count_in_unit < 99.95 else f"{count_in_unit:.0f} {unit}"
    raise AssertionError
