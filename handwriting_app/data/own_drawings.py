"""A person's own drawings as training examples: each is varied as the training digits are, but without other habits."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from itertools import compress
from typing import Final

import numpy as np
from numpy.typing import NDArray

from handwriting_app.data.augment import Spread, vary
from handwriting_app.data.digits import to_features
from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.normalise import LEANINGS, Ink, NormalisedDigit, dots_of, normalise, normalise_dots, place
from handwriting_app.ink.raster import SIDE, block_counts
from handwriting_app.ink.thinning import MiddleLines, joined, middle_lines

OWN: Final = Spread(proportion=0.15, taper=0.2, habits=())
"""How far a person's drawings vary: a little less than the training digits, and the habits are the person's own."""

ENOUGH_TO_HOLD: Final = 8
"""Of fewer drawings of a class, none is held out from learning."""

ONE_OF: Final = 4
"""Of so many drawings, one is held out."""

VIEWS: Final = 1 + len(LEANINGS)
"""Of each drawing: upright, and leaning."""


@dataclass(frozen=True, slots=True, eq=False)
class OwnDrawings:
    """Drawings, and what their writer meant by them.

    Attributes:
        drawings: None of them empty. A picture's lines are found in its bitmap, as those of the data set's digits are.
        classes: (drawings,), which of the network's classes each one is.
        seen: Their `views`, where these are known already: (views, drawings, 64).

    Raises:
        ValueError: There is not one class for each drawing.
    """

    drawings: tuple[Ink, ...]
    classes: NDArray[np.intp]
    seen: NDArray[np.float32] | None = None

    def __post_init__(self) -> None:
        if self.classes.shape != (len(self.drawings),):
            raise ValueError(f"{len(self.drawings)} drawings need as many classes, not {self.classes.shape}")

    def __len__(self) -> int:
        return len(self.drawings)

    def where(self, chosen: NDArray[np.bool_]) -> OwnDrawings:
        """Those of them that are ``chosen`` (drawings,)."""
        seen = None if self.seen is None else self.seen[:, chosen]
        return OwnDrawings(tuple(compress(self.drawings, chosen)), self.classes[chosen], seen)

    def looked_at(self) -> Generator[None, None, OwnDrawings]:
        """The same with their views, found in pieces; pauses after each drawing."""
        views = []
        for drawing in self.drawings:
            views.append(_views(drawing))
            yield
        return replace(self, seen=np.stack(views, axis=1)) if views else self

    def views(self) -> NDArray[np.float32]:
        """What the network reads of each drawing: (views, drawings, 64), as :mod:`handwriting_app.engine.reading` does.

        Raises:
            ValueError: A drawing is empty, or a coordinate is infinite or not a number.
        """
        if self.seen is not None:
            return self.seen
        return np.stack([_views(drawing) for drawing in self.drawings], axis=1)


class OwnVariations:
    """Training rows of a person's drawings, each ``times`` times, varied anew for each epoch.

    Attributes:
        classes: (times · drawings,), the class of each row, the same in all epochs.
    """

    def __init__(self, own: OwnDrawings, *, times: int, seed: int, spread: Spread = OWN) -> None:
        """Take at least one drawing; the same seed gives the same rows."""
        self.classes = np.tile(own.classes, times)
        self._seed = seed
        self._spread = spread
        self._views = own.views()
        self._lines = joined([lines_of_drawings(own.drawings)] * times)

    def __call__(self, epoch: int) -> NDArray[np.float32]:
        """The rows (times · drawings, 64) of this epoch. Some are as they are read, upright or leaning."""
        rng = np.random.default_rng((self._seed, epoch))
        rows = to_features(block_counts(vary(self._lines, self.classes, 1.0, rng, self._spread)))
        plain = np.flatnonzero(rng.random(len(rows)) < self._spread.plain)
        views, drawings, _ = self._views.shape
        rows[plain] = self._views[rng.integers(0, views, len(plain)), plain % drawings]
        return rows


def held_out(classes: NDArray[np.intp], seed: int) -> NDArray[np.bool_]:
    """Which of a person's drawings are held out from learning: a quarter of each class with `ENOUGH_TO_HOLD` of them.

    It is one of every four that follow each other in their class, so that a drawing keeps its part when others are
    added behind it: what a network has learned once is not among what it is measured on later.

    Args:
        classes: (drawings,), in the order in which they were written.
        seed: Decides which of the four.

    Returns:
        (drawings,), true for those that are held out.
    """
    held = np.zeros(len(classes), np.bool_)
    for each in np.unique(classes).tolist():
        places = np.flatnonzero(classes == each)
        if len(places) >= ENOUGH_TO_HOLD:
            fours = len(places) // ONE_OF
            chosen = np.random.default_rng((seed, each)).random(fours) * ONE_OF
            held[places[ONE_OF * np.arange(fours) + chosen.astype(np.intp)]] = True
    return held


def lines_of_drawings(drawings: Sequence[Ink]) -> MiddleLines:
    """The ways of the pen in place of middle lines: upright, in the 32 × 32 frame, with a pen of one width.

    Where a line ends is not told: only habits ask for it.

    Raises:
        ValueError: A drawing is empty, or a coordinate is infinite or not a number.
    """
    ways = [dots_of(each.strokes, tidy=True) if isinstance(each, Drawing) else _dots_in(each) for each in drawings]
    starts = np.cumsum([0, *(len(way) for way in ways[:-1])])
    dots = place(np.concatenate(ways), starts).astype(np.float32)
    return MiddleLines(dots, np.ones(len(dots), np.float32), starts, np.zeros(len(dots), np.bool_))


def _views(ink: Ink) -> NDArray[np.float32]:
    if isinstance(ink, Drawing):
        return normalise(ink).views()
    # As many as of a drawing; of a picture from a file that says otherwise, they are made anew from its line.
    views = ink.views()
    return views if len(views) == VIEWS else normalise_dots(_dots_in(ink)).views()


def _dots_in(picture: NormalisedDigit) -> NDArray[np.float32]:
    """The middle line of its ink: (dots, 2), x right and y down, in pixels of the frame."""
    bitmap = picture.bitmap.copy()
    # What is kept may have been written by others; one dot keeps the arithmetic whole.
    bitmap[SIDE // 2, SIDE // 2] |= not bitmap.any()
    return middle_lines(bitmap[np.newaxis]).dots
