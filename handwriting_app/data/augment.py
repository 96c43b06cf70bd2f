"""Varied training digits: the same digit as other hands and pens would have written it.

Each digit is enlarged to pixels and its middle line found; the line is given habits of other people (`habits`), bent,
slanted, stretched and turned, and then normalised and drawn by the very code that prepares a person's drawing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from handwriting_app.data.digit_lines import KnownLines, lines_of
from handwriting_app.data.digits import FULL_COUNT, load_counts, to_features
from handwriting_app.data.habits import HABITS, Habit, with_habits
from handwriting_app.data.non_digits import NonDigits
from handwriting_app.engine.classes import Classes
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.data_set import DataSet
from handwriting_app.ink.normalise import FRAME, place
from handwriting_app.ink.raster import CELLS, SIDE, block_counts, stamp
from handwriting_app.ink.thinning import MiddleLines

SETS = 40
"""Different varied sets that are used in turn …"""

TURNS = 5
"""… so often; then come as many new ones."""

DIGITS_TO_ONE_NON_DIGIT = 3
"""Of digits that a network learns from; see docs/recognition.md."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How far digits vary at the usual strength; standard deviations unless stated otherwise.

    Attributes:
        slant: Shear before the slant is taken out, columns a row.
        rest_slant: Shear left after it was taken out: no two programs agree on what upright is.
        turn: Rotation in radians.
        stretch: Logarithm of the stretch of either axis.
        wobble: Displacement in pixels of the knots of an elastic grid.
        knots: Knots along each side of that grid.
        narrower: The frame is up to this many pixels narrower or wider.
        pen: Least and greatest pen width in pixels, all widths alike.
        blobs: Least and greatest exponent of how much thicker than its pen a blob stays: 0 not at all, 1 wholly.
        plain: Share of digits left as they are.
        proportion: Logarithm of how much of a digit's height goes from its lower part to its upper.
        taper: Logarithm of how much wider a digit becomes at its foot than at its top.
        habits: What people do to some of the digits.
    """

    slant: float = 0.15
    rest_slant: float = 0.08
    turn: float = 0.12
    stretch: float = 0.2
    wobble: float = 2.5
    knots: int = 4
    narrower: float = 1.5
    pen: tuple[float, float] = (2.5, 4.0)
    blobs: tuple[float, float] = (0.0, 1.0)
    plain: float = 0.3
    proportion: float = 0.2
    taper: float = 0.3
    habits: tuple[Habit, ...] = HABITS


MILD = Spread(wobble=1.5, proportion=0.0, taper=0.0, habits=())
"""The spread of the digits that temperatures are fitted on: on stranger ones than most people write, the fitted
temperature makes the network too timid (docs/recognition.md)."""


class Variations:
    """Varied versions of the training digits, a set for each epoch: what `train` takes as ``vary``.

    A set is made when its epoch comes (a tenth of a second, nearly all of it in numpy) and kept. `SETS` are used in
    turn, `TURNS` times, then others. The same seed gives the same sets, in whatever order they are asked for. The first
    one needs the middle lines of all digits, half a second of work, unless `prepare` has found them.

    Where the network has an output for what is no digit, each set has non-digits behind the digits, one to
    `DIGITS_TO_ONE_NON_DIGIT` of them.

    Attributes:
        sets: How many different sets are used in turn.
        classes: (n + non-digits,), what each row of a set is.
    """

    def __init__(
        self,
        features: NDArray[np.float32],
        classes: NDArray[np.integer],
        *,
        strength: float = 1.0,
        seed: int = 0,
        sets: int = SETS,
        spread: Spread | None = None,
        none: int | None = None,
        digits: NDArray[np.integer] | None = None,
        known: KnownLines | None = None,
    ) -> None:
        """Takes features (n, 64), counts / 16, and classes (n,).

        ``strength`` is 0 (as they are) to 2, usually 1; ``none`` is the label of non-digits, or None for a set without;
        ``digits`` (n,) says which digit each row is, −1 for none of the ten: the classes themselves, unless given;
        ``known`` remembers the middle lines of digits for others that vary the same ones.
        """
        self.sets = sets
        self._features = np.ascontiguousarray(features, np.float32)
        self._digits = classes if digits is None else digits
        others = 0 if none is None else round(len(classes) / DIGITS_TO_ONE_NON_DIGIT)
        self.classes = np.concatenate((classes, np.full(others, none or 0, classes.dtype)))
        self._non_digits: NonDigits | None = None
        self._strength = strength
        self._seed = seed
        self._spread = spread or Spread()
        self._known = known or KnownLines()
        self._lines: MiddleLines | None = None
        self._made: dict[int, NDArray[np.float32]] = {}

    @classmethod
    def of_run(
        cls, data: DataSet, config: TrainingConfig, classes: Classes, known: KnownLines | None = None
    ) -> Variations:
        """Those of a run that teaches a network of ``classes`` what ``data`` has."""
        digits = np.array(classes.digits)[data.train_y]
        strength, seed = config.variation, config.seed
        return cls(
            data.train_x, data.train_y, strength=strength, seed=seed, none=classes.none, digits=digits, known=known
        )

    def examples(self, data: DataSet) -> DataSet:
        """What the run learns from and is measured on: ``data`` with this first set in place of its training digits."""
        return DataSet(self(0), self.classes, data.held_x, data.held_y)

    def prepare(self) -> Iterator[None]:
        """Find the middle lines of all digits; pause after every 50 ms of work or so."""
        others = len(self.classes) - len(self._digits)
        if (self._strength == 0 and not others) or self._lines is not None:
            return
        self._lines = yield from self._known.of(self._features)
        if others:
            known = self.classes[: len(self._digits)]
            self._non_digits = NonDigits(self._lines, known, are_digits=bool((self._digits >= 0).all()))

    def __call__(self, epoch: int) -> NDArray[np.float32]:
        """The inputs to train on in this epoch, (n + non-digits, 64); not to be written to.

        Row by row the digits of the data set, then what is none.
        """
        others = len(self.classes) - len(self._digits)
        if self._strength == 0 and not others:
            return self._features
        # Told by the epoch alone, so that a run that is stopped and goes on meets the same sets.
        block = epoch // (self.sets * TURNS) if self._strength else 0
        number = block * self.sets + epoch % self.sets if self._strength else 0
        if number not in self._made:
            self._made = {made: varied for made, varied in self._made.items() if made // self.sets == block}
            self._made[number] = self._make(np.random.default_rng((self._seed, number)))
        return self._made[number]

    def _make(self, rng: np.random.Generator) -> NDArray[np.float32]:
        for _ in self.prepare():
            pass
        assert self._lines is not None
        varied = self._features
        if self._strength:
            varied = to_features(block_counts(vary(self._lines, self._digits, self._strength, rng, self._spread)))
            is_plain = rng.random(len(varied)) < self._spread.plain
            varied[is_plain] = self._features[is_plain]
        if self._non_digits is not None:
            lines = self._non_digits.make(len(self.classes) - len(self._digits), rng)
            others = redrawn(lines, self._strength, rng, self._spread, (0.0,))[0]
            varied = np.concatenate((varied, to_features(block_counts(others))))
        varied.flags.writeable = False
        return varied


def preview(
    strength: float, seed: int, count: int, own: NDArray[np.float32] | None = None, *, with_digits: bool = True
) -> NDArray[np.uint8]:
    """A few training digits, each varied with this strength: (count, 8, 8), 0…16.

    Args:
        strength: 0 to 2.
        seed: Says which.
        count: How many.
        own: Features (n, 64) of symbols of one's own, of which half are, or all where there are no digits; the same
            one comes more than once where there are too few.
        with_digits: Whether digits of the data set are among them; not without ``own``.
    """
    rng = np.random.default_rng(seed)
    symbols = 0 if own is None else count // 2 if with_digits else count
    counts = np.zeros((0, CELLS, CELLS), np.uint8)
    digits = np.zeros(0, np.int64)
    if symbols < count:
        all_counts, classes = load_counts()
        chosen = rng.choice(len(all_counts), count - symbols, replace=False)
        counts, digits = all_counts[chosen], classes[chosen]
    if own is not None and symbols:
        rows = own[rng.choice(len(own), symbols, replace=len(own) < symbols)]
        counts = np.concatenate((counts, np.rint(rows * FULL_COUNT).astype(np.uint8).reshape(-1, CELLS, CELLS)))
        digits = np.concatenate((digits, np.full(symbols, -1)))
    if strength == 0:
        return counts
    return block_counts(vary(lines_of(counts), digits, strength, rng, Spread()))


def vary(
    lines: MiddleLines,
    classes: NDArray[np.integer],
    strength: float,
    rng: np.random.Generator,
    spread: Spread,
) -> NDArray[np.bool_]:
    """Bitmaps (n, 32, 32): every digit of ``lines`` once, varied and normalised again."""
    return np.asarray(vary_leaning(lines, classes, strength, rng, spread, (0.0,))[0])


def vary_leaning(
    lines: MiddleLines,
    classes: NDArray[np.integer],
    strength: float,
    rng: np.random.Generator,
    spread: Spread,
    leanings: Sequence[float],
) -> NDArray[np.bool_]:
    """Bitmaps (leanings, n, 32, 32): the digits that `vary` gives, each sheared by all of ``leanings``."""
    return redrawn(with_habits(lines, classes, min(strength, 1.0), rng, spread.habits), strength, rng, spread, leanings)


def redrawn(
    lines: MiddleLines, strength: float, rng: np.random.Generator, spread: Spread, leanings: Sequence[float]
) -> NDArray[np.bool_]:
    """Bitmaps (leanings, n, 32, 32): ``lines`` bent, slanted, stretched, turned and normalised, by another pen."""
    digits, owner = len(lines.starts), lines.owner
    higher, wider = rng.normal(0, ((spread.proportion,), (spread.taper,)), (2, digits)) * strength
    dots = proportioned(lines, higher, wider)
    moved = _elastic(dots, owner, digits, spread.knots, spread.wobble * strength, rng)
    x, y = (dots - SIDE / 2 + moved).T
    widen, heighten = np.exp(rng.normal(0, spread.stretch * strength, (2, digits)))[:, owner]
    slant = rng.normal(0, spread.slant * strength, digits)[owner]
    turn = rng.normal(0, spread.turn * strength, digits)[owner]
    x, y = widen * x + slant * y, heighten * y
    dots = np.column_stack((np.cos(turn) * x - np.sin(turn) * y, np.sin(turn) * x + np.cos(turn) * y))
    frame = np.tile(FRAME, (digits, 1))
    frame[:, 0] += rng.uniform(-spread.narrower, spread.narrower, digits)
    pen = rng.uniform(*spread.pen, digits)
    rest_slant = rng.normal(0, spread.rest_slant * strength, digits)
    blobs = rng.uniform(*spread.blobs, digits)
    pens = pen[owner] * lines.radii ** blobs[owner]
    return np.stack(
        [
            stamp(place(dots, lines.starts, slant=lean + rest_slant, frame=frame), pens, owner, digits)
            for lean in leanings
        ]
    )


def _elastic(
    dots: NDArray[np.float32],
    owner: NDArray[np.intp],
    digits: int,
    count: int,
    far: float,
    rng: np.random.Generator,
) -> NDArray[np.float32]:
    """Smooth random displacements (dots, 2) in pixels, another field for each digit (after P. Simard et al. 2003)."""
    knots = rng.normal(0, far, (digits, count, count, 2)).astype(np.float32)
    at = np.clip(dots / SIDE, 0, 0.999) * (count - 1)
    column, row = np.floor(at).astype(np.intp).T
    share = at - np.floor(at)
    share = share * share * (3 - 2 * share)
    right, down = share[:, :1], share[:, 1:]
    upper = knots[owner, row, column] * (1 - right) + knots[owner, row, column + 1] * right
    lower = knots[owner, row + 1, column] * (1 - right) + knots[owner, row + 1, column + 1] * right
    return np.asarray(upper * (1 - down) + lower * down)


def proportioned(lines: MiddleLines, higher: NDArray[np.float64], wider: NDArray[np.float64]) -> NDArray[np.float32]:
    """The dots with each digit's upper part ``higher``, and its foot ``wider`` than its top; its height stays.

    (digits,) each. Both are logarithms; below 0 it is the reverse.
    """
    owner = lines.owner
    low, high = np.minimum.reduceat(lines.dots, lines.starts), np.maximum.reduceat(lines.dots, lines.starts)
    middle, height = ((low + high) / 2)[owner, 0], np.maximum(high - low, 1)[owner, 1]
    depth = (lines.dots[:, 1] - low[owner, 1]) / height
    x = middle + (lines.dots[:, 0] - middle) * np.exp((depth - 0.5) * wider[owner])
    return np.column_stack((x, low[owner, 1] + height * depth ** np.exp(-higher)[owner])).astype(np.float32)
