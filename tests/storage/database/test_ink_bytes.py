from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.normalise import NormalisedDigit, normalise
from handwriting_app.ink.unipen import FARTHEST, MOST_POINTS, MOST_STROKES
from handwriting_app.storage.database.ink_bytes import digest_of, ink_bytes, ink_from
from tests.storage.database.made import drawing

COORDINATES = st.floats(-FARTHEST, FARTHEST)
STROKES = st.integers(1, 6).flatmap(lambda points: arrays(np.float64, (points, 2), elements=COORDINATES))
DRAWINGS = st.lists(STROKES, min_size=1, max_size=4).map(lambda strokes: Drawing(tuple(strokes)))


@given(DRAWINGS)
def test_strokes_are_read_again_bit_for_bit(written: Drawing) -> None:
    read = ink_from(ink_bytes(written))
    assert isinstance(read, Drawing)
    assert [stroke.tobytes() for stroke in read.strokes] == [stroke.tobytes() for stroke in written.strokes]
    assert digest_of(ink_bytes(read)) == digest_of(ink_bytes(written))


def test_what_was_seen_of_a_picture_is_read_again() -> None:
    seen = normalise(drawing(1))
    read = ink_from(ink_bytes(seen))
    assert isinstance(read, NormalisedDigit)
    for name in ("bitmap", "counts", "leaning"):
        np.testing.assert_array_equal(getattr(read, name), getattr(seen, name))


@pytest.mark.parametrize(
    ("strokes", "sentence"),
    [
        ((), "empty"),
        ((np.zeros((0, 2)),), "empty"),
        ((np.full((1, 2), np.nan),), "not finite"),
        ((np.full((1, 2), 2e9),), "too far out"),
        ((np.zeros((MOST_POINTS + 1, 2)),), "too many to keep"),
        ((np.zeros((1, 2)),) * (MOST_STROKES + 1), "too many to keep"),
    ],
)
def test_what_could_not_be_read_again_is_refused(strokes: tuple[np.ndarray, ...], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        ink_bytes(Drawing(strokes))


@given(st.binary(max_size=60) | st.binary(max_size=60).map(lambda rest: b"S\x01\0\0\0\x02\0\0\0" + rest))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        ink = ink_from(content)
    except ValueError:
        return
    assert ink_bytes(ink) == content


@pytest.mark.parametrize("cut", [1, 5, 100])
def test_what_is_cut_short_is_refused(cut: int) -> None:
    for ink in (drawing(1), normalise(drawing(1))):
        with pytest.raises(ValueError, match=r"[Tt]he (strokes|picture)|neither"):
            ink_from(ink_bytes(ink)[:-cut])
