"""What a network learns from, and what it is measured on."""

from __future__ import annotations

from dataclasses import dataclass

from handwriting_app.engine.arrays import Array, Labels


@dataclass(frozen=True, slots=True, eq=False)
class DataSet:
    """Examples to train on and examples held back, to measure on.

    Attributes:
        train_x: (samples, features), float32.
        train_y: (samples,), classes from 0.
        held_x: (samples, features), float32; may be empty, and its measures are then not numbers.
        held_y: (samples,).

    Raises:
        ValueError: The shapes do not fit each other, or there is nothing to train on.
    """

    train_x: Array
    train_y: Labels
    held_x: Array
    held_y: Labels

    def __post_init__(self) -> None:
        if self.train_x.ndim != 2 or self.held_x.shape[1:] != self.train_x.shape[1:]:
            raise ValueError(f"inputs must be (samples, features), not {self.train_x.shape} and {self.held_x.shape}")
        if (len(self.train_x), len(self.held_x)) != (len(self.train_y), len(self.held_y)):
            raise ValueError("there must be one label for each example")
        if not len(self.train_x):
            raise ValueError("there are no examples to train on")
