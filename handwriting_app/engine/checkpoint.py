"""What a run needs to go on exactly where it was: as if it had never been interrupted, bit for bit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from handwriting_app.engine.arrays import Array
from handwriting_app.engine.config import UpdateRule


@dataclass(frozen=True, slots=True)
class Order:
    """The state of the generator that orders the examples: a PCG64 (O'Neill, 2014), numpy's default.

    Attributes:
        state: 0 to 2¹²⁸ − 1.
        increment: Odd, 1 to 2¹²⁸ − 1.
        has_uint32: 1 if half of the last 64 bits drawn has not been used yet, else 0.
        uinteger: That half, 0 to 2³² − 1.
    """

    state: int
    increment: int
    has_uint32: int
    uinteger: int

    @classmethod
    def of(cls, rng: np.random.Generator) -> Order:
        """Read the state of ``rng``; see `is_kept`."""
        about = rng.bit_generator.state
        return cls(about["state"]["state"], about["state"]["inc"], about["has_uint32"], about["uinteger"])

    @staticmethod
    def is_kept(rng: np.random.Generator) -> bool:
        """Whether ``rng`` is of the kind whose state can be kept."""
        return isinstance(rng.bit_generator, np.random.PCG64)

    def generator(self) -> np.random.Generator:
        """Return a generator in this state."""
        bits = np.random.PCG64(0)
        bits.state = {
            "bit_generator": "PCG64",
            "state": {"state": self.state, "inc": self.increment},
            "has_uint32": self.has_uint32,
            "uinteger": self.uinteger,
        }
        return np.random.Generator(bits)


@dataclass(frozen=True, slots=True, eq=False)
class Checkpoint:
    """A run at the end of a whole epoch. Its arrays are vectors in the order of ``Network.parameters``.

    Attributes:
        epoch: How many epochs the run had gone through.
        learner: The parameters that learn; the network of the run has their average where that is on.
        average: Their running average; None if none has been taken.
        averaged_epochs: Epochs in the average; 0 without one.
        rule: The update rule that ``rule_state`` and ``steps`` belong to.
        rule_state: What the rule remembers, see :class:`~handwriting_app.engine.optimizers.Optimizer`.
        steps: Steps that the rule has taken.
        lowest_cost: See :class:`~handwriting_app.engine.convergence.Convergence`; infinite before the first epoch.
        epochs_without_fall: Likewise.
        order: The generator that orders the examples.
    """

    epoch: int
    learner: Array
    average: Array | None
    averaged_epochs: int
    rule: UpdateRule
    rule_state: tuple[Array, ...]
    steps: int
    lowest_cost: float
    epochs_without_fall: int
    order: Order

    @property
    def vectors(self) -> tuple[Array, ...]:
        """The learner, the average if there is one, and what the update rule remembers."""
        return (self.learner, *(() if self.average is None else (self.average,)), *self.rule_state)

    def with_vectors(self, vectors: Iterable[Array]) -> Checkpoint:
        """Return the same with other ``vectors``."""
        learner, *others = vectors
        average = None if self.average is None else others.pop(0)
        return replace(self, learner=learner, average=average, rule_state=tuple(others))


class Kept:
    """Where `train` keeps the state of its last whole epoch, for whoever iterates it to take a checkpoint from.

    Kept in buffers of its own: to make a checkpoint anew after each epoch would take ten times as long for a large
    network, as all of its memory would be new. To be used in the thread that trains.
    """

    def __init__(self) -> None:
        self._numbers: Checkpoint | None = None
        self._vectors: tuple[Array, ...] = ()
        self._copy: Checkpoint | None = None

    @property
    def checkpoint(self) -> Checkpoint | None:
        """That of the last whole epoch, an immutable copy for any thread; None before the run has begun."""
        if self._copy is None and self._numbers is not None:
            self._copy = self._numbers.with_vectors(map(_frozen, self._vectors))
        return self._copy

    def keep(self, present: Checkpoint) -> None:
        """Keep this state, whose vectors will change after the call."""
        vectors = present.vectors
        if [(v.shape, v.dtype) for v in self._vectors] != [(v.shape, v.dtype) for v in vectors]:
            self._vectors = tuple(map(np.empty_like, vectors))
        for kept, vector in zip(self._vectors, vectors, strict=True):
            kept[:] = vector
        self._numbers, self._copy = present, None


def _frozen(vector: Array) -> Array:
    copy = vector.copy()
    copy.flags.writeable = False
    return copy
