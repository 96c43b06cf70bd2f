"""What a network learns to be no digit: digits taken apart and put together wrongly, signs, and scribbles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from handwriting_app.data.scribbles import SCRIBBLES
from handwriting_app.data.signs import STROKES, Dots, strokes_of
from handwriting_app.ink.raster import SIDE
from handwriting_app.ink.thinning import MiddleLines

SHIFT: Final = 1.2
"""Pixels by which the strokes of a sign lie off their places; standard deviation."""

MIRRORED: Final = (2, 3, 4, 6, 7, 9)
"""Digits that are none when seen in a mirror; a mirrored 5 is a 2 of sorts."""

TURNED: Final = (2, 3, 4, 5, 6, 7, 9)
"""Digits that are none when they lie on their side."""

OVERTURNED: Final = (3, 4, 7)
"""Digits that are none upside down."""

Rng = np.random.Generator


class _Part(NamedTuple):
    """Dots (dots, 2) and their radii (dots,), 1 where the pen has its usual width."""

    dots: Dots
    radii: NDArray[np.float32]


class NonDigits:
    """Makes non-digits from the middle lines of digits, and from recipes of its own.

    Where other symbols are among the digits, they are made of halves, pairs and scribbles alone: a letter in a mirror,
    or on its side, may be another letter, and the signs that are no digit may be among the symbols.
    """

    def __init__(self, lines: MiddleLines, classes: NDArray[np.integer], *, are_digits: bool = True) -> None:
        """Takes the digits' middle lines, radii relative to their pens, and their classes (n,)."""
        ends = np.append(lines.starts[1:], len(lines.dots))
        self._digits = [
            _Part(lines.dots[start:end].astype(np.float64), lines.radii[start:end])
            for start, end in zip(lines.starts, ends, strict=True)
        ]
        self._classes = classes
        self._kinds = _KINDS if are_digits else _KINDS_OF_SYMBOLS
        self._signs = [strokes_of(notation) for notation in STROKES.values()]

    def make(self, count: int, rng: Rng) -> MiddleLines:
        """So many non-digits, mixed."""
        kinds = rng.choice(len(self._kinds), count, p=[kind.share for kind in self._kinds])
        parts = [self._kinds[kind].make(self, rng) for kind in kinds]
        sizes = [len(part.dots) for part in parts]
        return MiddleLines(
            np.concatenate([part.dots for part in parts]).astype(np.float32),
            np.concatenate([part.radii for part in parts]),
            np.cumsum([0, *sizes[:-1]]),
            np.zeros(sum(sizes), np.bool_),
        )

    def sign(self, rng: Rng) -> _Part:
        strokes = self._signs[rng.integers(len(self._signs))]
        return _drawn([stroke + rng.normal(0, SHIFT, 2) for stroke in strokes])

    def scribble(self, rng: Rng) -> _Part:
        return _drawn(SCRIBBLES[rng.integers(len(SCRIBBLES))](rng))

    def mirrored(self, rng: Rng) -> _Part:
        digit = self._one_of(MIRRORED, rng)
        return digit._replace(dots=digit.dots * (-1.0, 1.0))

    def turned(self, rng: Rng) -> _Part:
        digit = self._one_of(TURNED, rng)
        x, y = digit.dots.T * rng.choice((-1.0, 1.0))
        return digit._replace(dots=np.column_stack((-y, x)))

    def overturned(self, rng: Rng) -> _Part:
        digit = self._one_of(OVERTURNED, rng)
        return digit._replace(dots=-digit.dots)

    def halves(self, rng: Rng) -> _Part:
        """The upper or left half of one digit and the other half of another one, as large."""
        axis = int(rng.integers(2))
        first, second = self._two(rng)
        one, other = _filled(first.dots), _filled(second.dots)
        is_first, is_second = one[:, axis] < 0.5, other[:, axis] >= 0.5
        if not is_first.any() or not is_second.any():
            return self.halves(rng)
        dots = np.concatenate((one[is_first], other[is_second])) * (0.7 * SIDE, SIDE)
        return _Part(dots, np.concatenate((first.radii[is_first], second.radii[is_second])))

    def pair(self, rng: Rng) -> _Part:
        """Two digits side by side or one above the other."""
        first, second = self._two(rng)
        beside = rng.random() < 0.75
        away = np.array((1.0, 0.0) if beside else (0.0, 1.0)) * rng.uniform(0.9, 1.3)
        one, other = _filled(first.dots), _filled(second.dots) * rng.uniform(0.8, 1.2, 2)
        dots = np.concatenate((one, other + away)) * (SIDE, 1.4 * SIDE)
        return _Part(dots, np.concatenate((first.radii, second.radii)))

    def _two(self, rng: Rng) -> tuple[_Part, _Part]:
        """Two digits of different classes."""
        first = int(rng.integers(len(self._digits)))
        others = np.flatnonzero(self._classes != self._classes[first])
        return self._digits[first], self._digits[int(rng.choice(others))]

    def _one_of(self, classes: tuple[int, ...], rng: Rng) -> _Part:
        return self._digits[int(rng.choice(np.flatnonzero(np.isin(self._classes, classes))))]


class _Kind(NamedTuple):
    share: float
    make: Callable[[NonDigits, Rng], _Part]


_KINDS: Final = (
    _Kind(0.42, NonDigits.sign),
    _Kind(0.18, NonDigits.scribble),
    _Kind(0.10, NonDigits.mirrored),
    _Kind(0.08, NonDigits.turned),
    _Kind(0.02, NonDigits.overturned),
    _Kind(0.10, NonDigits.halves),
    _Kind(0.10, NonDigits.pair),
)

_KINDS_OF_SYMBOLS: Final = (
    _Kind(0.5, NonDigits.scribble),
    _Kind(0.25, NonDigits.halves),
    _Kind(0.25, NonDigits.pair),
)


def _drawn(strokes: list[Dots]) -> _Part:
    dots = np.concatenate(strokes)
    return _Part(dots, np.ones(len(dots), np.float32))


def _filled(dots: Dots) -> Dots:
    """The dots (dots, 2) in their own box, 0…1 on both axes."""
    low = dots.min(axis=0)
    return np.asarray((dots - low) / np.maximum(dots.max(axis=0) - low, 1e-9))
