from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from handwriting_app.ink import unipen_writer
from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.unipen import FARTHEST, LONGEST_LABEL, LONGEST_LINE, Character, read_characters
from handwriting_app.ink.unipen_writer import unipen_lines
from handwriting_app.names import is_one_line

STROKES = st.integers(1, 5).flatmap(
    lambda points: arrays(np.float64, (points, 2), elements=st.floats(-FARTHEST, FARTHEST))
)
NAMES = st.text(max_size=20).filter(lambda text: not text or is_one_line(text, LONGEST_LABEL))
LABELS = NAMES.filter(bool) | st.sampled_from(['"', '""', "\\", '\\"', '"\\', 'a"b', "x\\", '? "1"', "'", "\\n", "♥"])
CHARACTERS = st.builds(
    Character, st.lists(STROKES, min_size=1, max_size=3).map(lambda strokes: Drawing(tuple(strokes))), LABELS, NAMES
)


def read_again(tmp_path: Path, characters: list[Character], *, must_be_labelled: bool = True) -> list[Character]:
    path = tmp_path / "pens.tra"
    path.write_text("".join(f"{line}\n" for line in unipen_lines(characters)), encoding="utf-8")
    return read_characters(path, must_be_labelled=must_be_labelled)


def parts(characters: list[Character]) -> list[tuple[str, str, list[bytes]]]:
    return [(each.label, each.writer, [stroke.tobytes() for stroke in each.drawing.strokes]) for each in characters]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(CHARACTERS, min_size=1, max_size=5))
def test_everything_is_read_again_bit_for_bit(tmp_path: Path, characters: list[Character]) -> None:
    assert parts(read_again(tmp_path, characters)) == parts(characters)


def test_the_lines_are_those_of_pen_files() -> None:
    strokes = (np.array([[267.0, -333.0], [0.5, 1e-7]]), np.array([[1.0, 0.0]]))
    lines = list(unipen_lines([Character(Drawing(strokes), "4"), Character(Drawing(strokes[:1]), 'a"\\', "Anna")]))
    assert lines == [
        *(".VERSION 1.0", ".HIERARCHY CHARACTER", ".COORD X Y", "", '.SEGMENT DIGIT 0-1 ? "4"', ".PEN_DOWN"),
        *("267 333", "0.5 -0.0000001", ".PEN_UP", ".PEN_DOWN", "1 -0", ".PEN_UP", ".WRITER_ID Anna"),
        *(r'.SEGMENT CHARACTER 2 ? "a\"\\"', ".PEN_DOWN", "267 333", "0.5 -0.0000001", ".PEN_UP"),
    ]


def test_the_longest_numbers_and_labels_fit_a_line() -> None:
    tiny = np.full((1, 2), -np.nextafter(0, 1))
    lines = list(unipen_lines([Character(Drawing((tiny,)), '"' * LONGEST_LABEL)]))
    assert max(map(len, lines)) < LONGEST_LINE


def test_a_label_may_be_missing(tmp_path: Path) -> None:
    characters = [Character(Drawing((np.ones((2, 2)),)), "")]
    assert parts(read_again(tmp_path, characters, must_be_labelled=False)) == parts(characters)


GOOD = Drawing((np.zeros((1, 2)),))


@pytest.mark.parametrize(
    ("character", "sentence"),
    [
        (Character(GOOD, "a\nb"), "cannot hold the label “a�b”"),
        (Character(GOOD, " a"), "not one short line"),
        (Character(GOOD, "a" * 201), "not one short line"),
        (Character(GOOD, "\ud800"), "not one short line"),
        (Character(GOOD, "a", "Anna\n"), "cannot name the writer"),
        (Character(Drawing(), "a"), "is empty"),
        (Character(Drawing((np.zeros((0, 2)),)), "a"), "is empty"),
        (Character(Drawing((np.zeros((1, 2)),) * 501), "a"), "more than 500 strokes"),
        (Character(Drawing((np.zeros((10_001, 2)),)), "a"), "10,000 points"),
        (Character(Drawing((np.full((1, 2), np.inf),)), "a"), "not finite"),
    ],
)
def test_what_could_not_be_read_again_is_refused(character: Character, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        list(unipen_lines([character]))


def test_there_is_a_least_and_a_most(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="nothing to write"):
        list(unipen_lines([]))
    monkeypatch.setattr(unipen_writer, "MOST_DIGITS", 2)
    with pytest.raises(ValueError, match="at most 2"):
        list(unipen_lines([Character(GOOD, "1")] * 3))
