"""What a network learns to read: the ten digits of the data set, or an alphabet of one's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from handwriting_app.data.digits import load_digits_split, split
from handwriting_app.engine.classes import TEN_DIGITS, Classes
from handwriting_app.engine.data_set import DataSet

if TYPE_CHECKING:
    # What varies drawings is loaded with the first of them.
    from handwriting_app.data.own_drawings import OwnDrawings

ROWS_A_CLASS: Final = 60
"""Training rows of a symbol, each varied by itself: its drawings are repeated until there are so many."""

FEWEST_DRAWINGS: Final = 2
"""Of each symbol: one to learn from, and one to measure on."""

NOT_AT_HAND: Final = (
    "The drawings that this network learned from are not in its file, and no alphabet of yours has its symbols. Make "
    "one with these symbols in My alphabet to learn from its drawings."
)


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """What is learned, and from what. Compared as itself: drawings that are added make another subject.

    Attributes:
        name: What it is called.
        names: Of the classes, in the order of the outputs.
        own: Drawings of the symbols, their classes being places in ``names``; None: the data set's digits alone.
        has_digits: Whether the data set's digits are learned, too; ``names`` then begins with the ten.

    Raises:
        ValueError: ``names`` does not begin with the ten digits where it should.
    """

    name: str
    names: tuple[str, ...]
    own: OwnDrawings | None = None
    has_digits: bool = True

    def __post_init__(self) -> None:
        if self.has_digits and self.names[: len(TEN_DIGITS)] != TEN_DIGITS.names:
            raise ValueError("classes with the digits among them begin with the ten digits")

    @property
    def is_digits(self) -> bool:
        """Whether it is the ten digits, and nothing else."""
        return self.names == TEN_DIGITS.names and self.has_digits

    @property
    def is_at_hand(self) -> bool:
        """Whether there is anything to learn from; of a model from a file only the names may be known."""
        return self.own is not None or self.has_digits

    def classes(self, *, has_none: bool) -> Classes:
        """What the outputs of a network for it mean."""
        return Classes(self.names, has_none)

    def load(self, held_out: float, seed: int) -> DataSet:
        """What is learned from and what is measured on, parted by class.

        Drawings are counted as the network reads them, upright, and in the training repeated to `ROWS_A_CLASS`.

        Raises:
            ValueError: There are no drawings of a symbol, or too few.
        """
        if self.own is None:
            if not self.has_digits:
                raise ValueError(NOT_AT_HAND)
            return load_digits_split(held_out, seed)
        own = self._load_own(self.own, held_out, seed)
        if not self.has_digits:
            return own
        digits = load_digits_split(held_out, seed)
        return DataSet(
            np.concatenate((digits.train_x, own.train_x)),
            np.concatenate((digits.train_y, own.train_y)),
            np.concatenate((digits.held_x, own.held_x)),
            np.concatenate((digits.held_y, own.held_y)),
        )

    def _load_own(self, own: OwnDrawings, held_out: float, seed: int) -> DataSet:
        first = len(TEN_DIGITS) if self.has_digits else 0
        counts = np.bincount(own.classes, minlength=len(self.names))
        if scarce := [self.names[label] for label in range(first, len(self.names)) if counts[label] < FEWEST_DRAWINGS]:
            raise ValueError(
                f"There are too few drawings of {', '.join(scarce[:5])}{' …' if len(scarce) > 5 else ''}: "
                f"{FEWEST_DRAWINGS} of each are needed at least, ten are better."
            )
        features = own.views()[0]
        train, held = split(own.classes, held_out, seed)
        rows = np.concatenate([_repeated(train[own.classes[train] == label]) for label in np.unique(own.classes)])
        return DataSet(features[rows], own.classes[rows], features[held], own.classes[held])


DIGITS: Final = Subject("digits", TEN_DIGITS.names)
"""The ten digits, as the data set has them."""


def _repeated(members: NDArray[np.intp]) -> NDArray[np.intp]:
    return np.tile(members, -(-ROWS_A_CLASS // len(members)))
