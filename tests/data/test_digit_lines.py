from __future__ import annotations

from collections.abc import Generator

import numpy as np
import pytest

from handwriting_app.data import digit_lines
from handwriting_app.data.digit_lines import KnownLines, lines_of
from handwriting_app.data.digits import load_counts, to_features
from handwriting_app.ink.thinning import MiddleLines

COUNTS, _ = load_counts()


def through(finding: Generator[None, None, MiddleLines]) -> tuple[int, MiddleLines]:
    """How often it paused, and what it returned."""
    pauses = 0
    while True:
        try:
            next(finding)
        except StopIteration as end:
            return pauses, end.value
        pauses += 1


def assert_same(got: MiddleLines, expected: MiddleLines) -> None:
    np.testing.assert_array_equal(got.dots, expected.dots)
    np.testing.assert_array_equal(got.radii, expected.radii)
    np.testing.assert_array_equal(got.starts, expected.starts)
    np.testing.assert_array_equal(got.is_end, expected.is_end)


def test_they_are_found_in_pieces_and_are_those_of_all_at_once() -> None:
    pauses, lines = through(KnownLines().of(to_features(COUNTS[:450])))
    assert pauses > 2, "a run can be stopped between the pieces"
    assert_same(lines, lines_of(COUNTS[:450]))


def test_digits_in_another_order_are_not_thinned_again() -> None:
    known = KnownLines()
    through(known.of(to_features(COUNTS[:450])))
    others = np.random.default_rng(0).permutation(450)[:300]
    pauses, lines = through(known.of(to_features(COUNTS[others])))
    assert pauses == 0
    assert_same(lines, lines_of(COUNTS[others]))


def test_the_same_digit_twice_has_its_lines_twice() -> None:
    _, lines = through(KnownLines().of(to_features(COUNTS[[3, 3, 8]])))
    assert_same(lines, lines_of(COUNTS[[3, 3, 8]]))


def test_only_so_many_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digit_lines, "MOST_KNOWN", 250)
    known = KnownLines()
    through(known.of(to_features(COUNTS[:200])))
    pauses, lines = through(known.of(to_features(COUNTS[100:300])))
    assert pauses == 1
    assert_same(lines, lines_of(COUNTS[100:300]))
    assert through(known.of(to_features(COUNTS[:100])))[0] == 1, "these were let go"
