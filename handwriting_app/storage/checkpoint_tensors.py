"""A checkpoint as tensors and numbers of a model file, and back; what is read is not trusted.

The tensors are float32 vectors, in the order of ``Network.parameters``: ``checkpoint.learner``, ``checkpoint.average``
if one has been taken, and ``checkpoint.rule.0`` and so on, what the update rule remembers. The rest is numbers; the 128
bits of the generator's state are texts, because many a reader of JSON is exact up to 53 only.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from handwriting_app.engine.checkpoint import Checkpoint, Order
from handwriting_app.engine.config import UpdateRule
from handwriting_app.engine.optimizers import STATE_ARRAYS
from handwriting_app.numerals import count

_LEARNER, _AVERAGE, _RULE = "checkpoint.learner", "checkpoint.average", "checkpoint.rule."
NAMES = frozenset({_LEARNER, _AVERAGE} | {f"{_RULE}{index}" for index in range(max(STATE_ARRAYS.values()))})
"""Every name that a tensor of a checkpoint can have."""

_COUNT = 2**53
_PCG64 = 2**128


def is_finite(checkpoint: Checkpoint) -> bool:
    """Whether every number is; the square of a gradient that is kept by Adam can overflow while the weights do not."""
    return all(np.isfinite(vector).all() for vector in tensors_of(checkpoint).values())


def tensors_of(checkpoint: Checkpoint) -> dict[str, NDArray[np.float32]]:
    """The vectors of a checkpoint by the names of their tensors."""
    vectors = {_LEARNER: checkpoint.learner}
    if checkpoint.average is not None:
        vectors[_AVERAGE] = checkpoint.average
    vectors |= {f"{_RULE}{index}": vector for index, vector in enumerate(checkpoint.rule_state)}
    return {name: np.ascontiguousarray(vector, np.float32) for name, vector in vectors.items()}


def numbers_of(checkpoint: Checkpoint) -> dict[str, object]:
    """All else of a checkpoint, ready for JSON."""
    order = checkpoint.order
    return {
        "epoch": checkpoint.epoch,
        "averaged_epochs": checkpoint.averaged_epochs,
        "rule": checkpoint.rule,
        "steps": checkpoint.steps,
        # JSON knows no infinity: there is no lowest cost before the first epoch.
        "lowest_cost": float(checkpoint.lowest_cost) if math.isfinite(checkpoint.lowest_cost) else None,
        "epochs_without_fall": checkpoint.epochs_without_fall,
        "order": {
            "state": str(order.state),
            "increment": str(order.increment),
            "has_uint32": order.has_uint32,
            "uinteger": order.uinteger,
        },
    }


def checkpoint_of(numbers: object, tensors: Mapping[str, NDArray[np.generic]], parameters: int) -> Checkpoint:
    """The checkpoint that `numbers_of` and `tensors_of` gave these for.

    Args:
        numbers: From the file's description.
        tensors: All tensors of the file.
        parameters: Of the file's network.

    Raises:
        ValueError: They are no checkpoint of such a network; the message is half a sentence.
    """
    if not isinstance(numbers, dict):
        raise ValueError("its checkpoint is not a table of names and values")
    rule = _rule(numbers.get("rule"))
    averaged_epochs = _count(numbers, "averaged_epochs")
    names = [_LEARNER, *([_AVERAGE] if averaged_epochs else []), *(f"{_RULE}{i}" for i in range(STATE_ARRAYS[rule]))]
    if {name for name in tensors if name in NAMES} != set(names):
        raise ValueError("its checkpoint has too few or too many vectors")
    vectors = {name: _vector(name, tensors[name], parameters) for name in names}
    rule_state = tuple(vectors[name] for name in names if name.startswith(_RULE))
    if rule == "adam" and (rule_state[1] < 0).any():
        raise ValueError("its checkpoint holds squares below zero")
    return Checkpoint(
        epoch=_count(numbers, "epoch"),
        learner=vectors[_LEARNER],
        average=vectors.get(_AVERAGE),
        averaged_epochs=averaged_epochs,
        rule=rule,
        rule_state=rule_state,
        steps=_count(numbers, "steps"),
        lowest_cost=_lowest_cost(numbers.get("lowest_cost")),
        epochs_without_fall=_count(numbers, "epochs_without_fall"),
        order=_order(numbers.get("order")),
    )


def _rule(value: object) -> UpdateRule:
    for rule in STATE_ARRAYS:
        if value == rule:
            return rule
    raise ValueError(f"its checkpoint is of the update rule {str(value)[:40]!r}, which this program does not know")


def _vector(name: str, values: NDArray[np.generic], parameters: int) -> NDArray[np.float32]:
    if values.dtype != np.float32 or values.shape != (parameters,) or not np.isfinite(values).all():
        raise ValueError(f"{name} is not {count(parameters)} finite numbers in float32")
    vector = values.astype(np.float32)
    vector.flags.writeable = False
    return vector


def _count(numbers: Mapping[str, object], name: str, below: int = _COUNT) -> int:
    value = numbers.get(name)
    if type(value) is not int or not 0 <= value < below:
        raise ValueError(f"its checkpoint gives {name} as {str(value)[:40]!r}")
    return value


def _lowest_cost(value: object) -> float:
    if value is None:
        return math.inf
    if type(value) not in (int, float) or not math.isfinite(value):  # type: ignore[arg-type]
        raise ValueError("the lowest cost of its checkpoint is not a number")
    return float(value)  # type: ignore[arg-type]


def _order(values: object) -> Order:
    if not isinstance(values, dict):
        raise ValueError("its checkpoint has no order of the examples")
    increment = _bits(values, "increment")
    if increment % 2 == 0:
        raise ValueError("the order of its checkpoint has an even increment, which no generator has")
    return Order(_bits(values, "state"), increment, _count(values, "has_uint32", 2), _count(values, "uinteger", 2**32))


def _bits(values: Mapping[str, object], name: str) -> int:
    """A whole number of 128 bits from its decimal digits."""
    text = values.get(name)
    if not (isinstance(text, str) and len(text) <= 39 and text.isascii() and text.isdigit() and int(text) < _PCG64):
        raise ValueError(f"the order of its checkpoint gives {name} as {str(text)[:40]!r}")
    return int(text)
