"""What the outputs of a network mean: one class each, and one more for what is none of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_DIGITS: Final = tuple("0123456789")

NONE: Final = "none"
"""What the output for none of the classes is called."""


@dataclass(frozen=True, slots=True)
class Classes:
    """The classes that a network tells apart, in the order of its outputs.

    Attributes:
        names: What each is called.
        has_none: Whether one more output, the last one, says that an input is none of them.

    Raises:
        ValueError: There are no classes, or two of one name.
    """

    names: tuple[str, ...]
    has_none: bool = False

    def __post_init__(self) -> None:
        if not self.names or len(set(self.names)) < len(self.names):
            raise ValueError(f"classes need names that differ, not {self.names}")

    @classmethod
    def numbered(cls, count: int, *, has_none: bool = False) -> Classes:
        """So many classes, called 0, 1, 2 …"""
        return cls(tuple(map(str, range(count))), has_none)

    def __len__(self) -> int:
        """How many classes can be read; the output for none of them is not one of them."""
        return len(self.names)

    @property
    def outputs(self) -> int:
        """How many outputs a network for them has."""
        return len(self.names) + self.has_none

    @property
    def none(self) -> int | None:
        """The label of what is none of the classes; None where no output says so."""
        return len(self.names) if self.has_none else None

    @property
    def digits(self) -> tuple[int, ...]:
        """Which digit each class is; −1 for one that is none."""
        return tuple(int(name) if name in _DIGITS else -1 for name in self.names)

    @property
    def are_digits(self) -> bool:
        """Whether each class is a digit."""
        return all(name in _DIGITS for name in self.names)

    @property
    def none_named(self) -> str:
        """What is none of the classes, within a sentence."""
        return "no digit" if self.names == _DIGITS else "none of them"

    def worded(self, text: str) -> str:
        """What is said of digits, said of these: of symbols, where they are not all digits."""
        if self.are_digits:
            return text
        return text.replace("no digit", self.none_named).replace("digit", "symbol").replace("Digit", "Symbol")

    def called(self, label: int) -> str:
        """A label in the shortest words: 7, or none."""
        return NONE if label == self.none else self.names[label]

    def named(self, label: int) -> str:
        """A label within a sentence: "the 7", or "no digit", or "none of them" where others than digits are read."""
        return self.none_named if label == self.none else f"the {self.names[label]}"


TEN_DIGITS: Final = Classes.numbered(10)
"""The ten digits, and no output for what is none."""
