"""Varied digits: the same by seed, still digits, and none of them where no variation is asked for."""

from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.data.augment import TURNS, Spread, Variations, preview, proportioned
from handwriting_app.data.digit_lines import KnownLines, lines_of
from handwriting_app.data.digits import load_counts, load_digits_split, to_features
from handwriting_app.engine.classes import Classes
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.ink.pieces import pieces_of
from handwriting_app.ink.raster import stamp

COUNTS, CLASSES = load_counts()
FEW = slice(0, 60)


def variations(strength: float = 1.0, seed: int = 0, **options: object) -> Variations:
    return Variations(to_features(COUNTS[FEW]), CLASSES[FEW], strength=strength, seed=seed, **options)  # type: ignore[arg-type]


def test_the_same_seed_gives_the_same_sets_in_any_order() -> None:
    one, other = variations(), variations()
    forwards = [one(0), one(1)]
    backwards = [other(1), other(0)][::-1]
    for a, b in zip(forwards, backwards, strict=True):
        np.testing.assert_array_equal(a, b)
    assert (forwards[0] != forwards[1]).any()
    assert (variations(seed=1)(0) != forwards[0]).any()


def test_getting_ready_in_pieces_changes_nothing() -> None:
    features, classes = to_features(COUNTS[:450]), CLASSES[:450]
    ready = Variations(features, classes, known=KnownLines())
    assert len(list(ready.prepare())) > 2, "a run can be stopped between the pieces"
    assert not list(ready.prepare()), "only once"
    np.testing.assert_array_equal(ready(3), Variations(features, classes)(3))


def test_sets_are_used_in_turn() -> None:
    vary = variations(sets=2)
    assert vary(2) is vary(0)
    assert vary(3) is vary(1)


def test_after_their_turns_others_come_the_same_by_seed() -> None:
    vary = variations(sets=2)
    first, last = vary(0), vary(2 * TURNS - 2)
    assert last is first
    new = vary(2 * TURNS)
    assert (new != first).any()
    assert vary(2 * TURNS + 2) is new
    np.testing.assert_array_equal(vary(0), first)
    np.testing.assert_array_equal(variations(sets=2)(2 * TURNS), new)


def test_the_small_loops_of_sixes_and_nines_stay_open() -> None:
    """The middle lines of most have a hole: no filled loop that the network would learn as a stroke."""
    chosen = np.flatnonzero(np.isin(CLASSES, (6, 9)))[:100]
    lines = lines_of(COUNTS[chosen])
    drawn = stamp(lines.dots, 2.0, lines.owner, len(chosen))
    holes = [len(pieces_of(np.pad(~one, 1, constant_values=True), by_corners=False).sizes) > 2 for one in drawn]
    assert np.mean(holes) > 0.75


def test_proportions_move_the_middle_and_leave_the_height() -> None:
    lines = lines_of(COUNTS[FEW])
    ones = np.ones(60)
    for higher in (-0.4, 0.4):
        moved = proportioned(lines, higher * ones, 0.3 * ones)
        for lowest in (np.minimum, np.maximum):
            ends = (lowest.reduceat(dots[:, 1], lines.starts) for dots in (moved, lines.dots))
            np.testing.assert_allclose(*ends, atol=1e-4)
        lowered = moved[:, 1] - lines.dots[:, 1]
        assert np.sign(lowered.mean()) == np.sign(higher), (
            "what parts the upper from the lower sinks as the upper grows"
        )


def test_features_are_whole_counts_of_the_right_shape() -> None:
    varied = variations()(0)
    assert varied.shape == (60, 64)
    assert varied.dtype == np.float32
    np.testing.assert_array_equal(varied * 16, np.rint(varied * 16))
    assert varied.min() >= 0
    assert varied.max() <= 1
    assert (varied.sum(axis=1) > 0).all()


def test_no_strength_leaves_the_digits_as_they_are() -> None:
    np.testing.assert_array_equal(variations(strength=0.0)(3), to_features(COUNTS[FEW]))
    np.testing.assert_array_equal(preview(0.0, 5, 8) % 17, preview(0.0, 5, 8))


def test_more_strength_varies_more() -> None:
    spread = Spread(plain=0.0, habits=())
    change = [
        np.abs(variations(strength, spread=spread)(0) - variations(strength, seed=1, spread=spread)(0)).mean()
        for strength in (0.25, 1.0, 2.0)
    ]
    assert change[0] < change[1] < change[2]


def test_varied_digits_are_still_like_their_class() -> None:
    mean = np.stack([to_features(COUNTS[np.equal(CLASSES, digit)]).mean(axis=0) for digit in range(10)])
    vary = Variations(to_features(COUNTS[:300]), CLASSES[:300])
    distance = np.square(vary(0)[:, None] - mean).sum(axis=-1)
    assert (distance.argmin(axis=1) == CLASSES[:300]).mean() > 0.6


def test_a_preview_of_ones_own_symbols_shows_them_alone_or_beside_digits() -> None:
    own = np.zeros((3, 64), np.float32)
    own[:, 27:29] = own[:, 35:37] = 1  # a dot, as no digit is
    alone = preview(0.0, 3, 8, own, with_digits=False)
    assert alone.shape == (8, 8, 8)
    assert (alone.sum(axis=(1, 2)) == 64).all()
    beside = preview(0.0, 3, 8, own)
    assert (beside.sum(axis=(1, 2)) == 64).sum() == 4
    assert preview(1.0, 3, 8, own, with_digits=False).shape == (8, 8, 8)


@pytest.mark.parametrize("strength", [0.0, 0.5, 2.0])
def test_preview(strength: float) -> None:
    strip = preview(strength, 3, 8)
    assert strip.shape == (8, 8, 8)
    assert strip.max() <= 16
    np.testing.assert_array_equal(strip, preview(strength, 3, 8))


def test_a_digit_without_ink_is_no_trouble() -> None:
    empty = Variations(np.zeros((2, 64), np.float32), np.array([0, 7]))
    assert np.isfinite(empty(0)).all()


def with_non_digits(strength: float) -> Variations:
    return Variations(to_features(COUNTS[FEW]), CLASSES[FEW], strength=strength, none=10)


@pytest.mark.parametrize("strength", [1.0, 0.0])
def test_non_digits_stand_behind_the_digits(strength: float) -> None:
    vary, without = with_non_digits(strength), variations(strength)
    assert vary.classes.tolist() == [*CLASSES[FEW], *[10] * 20]
    assert vary(0).shape == (80, 64)
    np.testing.assert_array_equal(vary(0)[:60], without(0))
    assert (vary(0)[60:].max(axis=1) > 0).all(), "there is ink"
    np.testing.assert_array_equal(vary(3), with_non_digits(strength)(3))
    assert (vary(0)[60:] != vary(1)[60:]).any() == bool(strength), "only varied digits come with others in each set"


def test_what_a_run_learns_from_has_them_and_what_it_is_measured_on_has_not() -> None:
    data = load_digits_split(0.9, 0)
    config, classes = TrainingConfig(variation=0.0), Classes.numbered(10, has_none=True)
    examples = Variations.of_run(data, config, classes).examples(data)
    assert examples.held_x is data.held_x
    digits = len(data.train_y)
    np.testing.assert_array_equal(examples.train_x[:digits], data.train_x)
    assert set(examples.train_y[digits:].tolist()) == {10}
    assert Variations.of_run(data, config, Classes.numbered(10)).examples(data).train_x is data.train_x
