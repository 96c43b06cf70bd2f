"""Pen files: what is read, what is skipped, and how a malformed one is refused."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handwriting_app.ink import unipen
from handwriting_app.ink.unipen import read_characters, read_unipen

FILE = """.INCLUDE        dene.doc

.LEXICON "0" "1" "2"
.HIERARCHY      DIGIT

.SEGMENT DIGIT    0 ? "8"
.COMMENT 8 12  224
.PEN_DOWN
 267  333
 267  336
.PEN_UP
.DT 100
.SEGMENT DIGIT    1-2 ? "4"
.PEN_DOWN
 1 2
.PEN_UP
.PEN_DOWN
 -3.5 4e1
 5 6
.PEN_UP
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "pen.tra"
    path.write_text(text, encoding="utf-8", newline="")
    return path


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_digits_with_labels_and_y_turned_down(tmp_path: Path, newline: str) -> None:
    digits = read_unipen(written(tmp_path, FILE.replace("\n", newline)))
    assert [digit.label for digit in digits] == [8, 4]
    np.testing.assert_array_equal(digits[0].drawing.strokes[0], [[267, -333], [267, -336]])
    assert len(digits[1].drawing.strokes) == 2
    np.testing.assert_array_equal(digits[1].drawing.strokes[1], [[-3.5, -40], [5, -6]])


def test_long_comments_a_hovering_pen_and_digits_without_ink_are_skipped(tmp_path: Path) -> None:
    text = (
        FILE.replace(".DT 100", "300 300\n301 301").replace(".COMMENT 8", ".COMMENT\nany text\n8")
        + '.SEGMENT DIGIT 3 ? "1"\n.PEN_DOWN\n.PEN_UP\n'
    )
    digits = read_unipen(written(tmp_path, text))
    assert [digit.label for digit in digits] == [8, 4]
    assert len(digits[0].drawing.strokes) == 1


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (" 267  336", " 267  abc", "line 10: expected a point as two numbers, not '267  abc'"),
        (" 267  336", " 267", "line 10"),
        (" 267  336", " 267 3 4", "line 10"),
        (" 267  336", " nan 3", "line 10: .*not finite"),
        (" 267  336", " inf 3", "line 10: .*not finite"),
        ('? "4"', '? "a"', "line 13: expected a .SEGMENT line that ends in a digit"),
        ('? "4"', "", "line 13"),
        ('.SEGMENT DIGIT    0 ? "8"', "", "line 8: a stroke before the first .SEGMENT line"),
        (".COMMENT 8 12  224\n", "1 2\n", "line 7: expected a keyword"),
    ],
)
def test_malformed_lines_are_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_unipen(written(tmp_path, FILE.replace(old, new, 1)))


@pytest.mark.parametrize("text", ["", "\n\n", ".COMMENT nothing here\n", '.SEGMENT DIGIT 0 ? "1"\n'])
def test_a_file_without_digits_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ValueError, match="no digits"):
        read_unipen(written(tmp_path, text))


def test_a_huge_file_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unipen, "MOST_BYTES", 20)
    with pytest.raises(ValueError, match="too large"):
        read_unipen(written(tmp_path, FILE))


DIGIT = '.SEGMENT DIGIT 0 ? "1"\n'
STROKE = ".PEN_DOWN\n1 2\n.PEN_UP\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (".SEGMENT DIGIT 0 ? " + '"' * 900, "line 1: expected a .SEGMENT line"),
        (".COMMENT " + "x" * 5_000_000, "line 1: it has more than 1,000 characters"),
        (DIGIT + ".PEN_DOWN\n" + "1 2\n" * 100_000, "line 10,003: the digit has more than 10,000 points"),
        (DIGIT + STROKE * 4_000, "line 1,504: the digit has more than 500 strokes"),
        (DIGIT + STROKE * 501, "line 1,504: the digit has more than 500 strokes"),
        (DIGIT + ".PEN_DOWN\n1e10 2\n", "line 3: the point '1e10 2' is not finite, or beyond 1,000,000,000"),
        (DIGIT + ".PEN_DOWN\n" + "\0" * 900 + " 1 2\n", "line 3: expected a point"),
    ],
    ids=["quotation marks", "a long line", "points", "strokes", "one stroke too many", "a far point", "zeros"],
)
def test_what_no_pen_file_needs_is_refused_in_a_short_sentence(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message) as caught:
        read_unipen(written(tmp_path, text))
    assert len(str(caught.value)) < 200


def test_the_longest_digits_can_be_read(tmp_path: Path) -> None:
    points = DIGIT + ".PEN_DOWN\n" + "1 2\n" * unipen.MOST_POINTS
    (first, second) = read_unipen(written(tmp_path, points + DIGIT + STROKE * unipen.MOST_STROKES))
    assert len(first.drawing.strokes[0]) == unipen.MOST_POINTS
    assert len(second.drawing.strokes) == unipen.MOST_STROKES


def test_a_file_may_hold_no_more_digits_than_can_be_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unipen, "MOST_DIGITS", 3)
    assert len(read_unipen(written(tmp_path, (DIGIT + STROKE) * 3))) == 3
    with pytest.raises(ValueError, match=r"pen\.tra, line 16: the file has more than 3 digits"):
        read_unipen(written(tmp_path, (DIGIT + STROKE) * 4))


def test_a_file_of_points_takes_a_few_times_its_size(tmp_path: Path) -> None:
    path = written(tmp_path, (DIGIT + ".PEN_DOWN\n" + "123 456\n" * 5_000) * 3)
    tracemalloc.start()
    read_unipen(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 * path.stat().st_size


@pytest.mark.parametrize(
    ("end", "label"),
    [
        ('"A"', "A"),
        ('"heart"', "heart"),
        ('"12"', "12"),
        ('"Γ"', "Γ"),
        ('"""', '"'),
        (r'"\""', '"'),
        ('OK "4"', "4"),
        (r'"a\"b"', 'a"b'),
        (r'"\\"', "\\"),
        (r'"\alpha"', r"\alpha"),
        (r'"\"', "\\"),
    ],
)
def test_characters_may_have_any_label(tmp_path: Path, end: str, label: str) -> None:
    (character,) = read_characters(written(tmp_path, f".SEGMENT CHARACTER 0-1 ? {end}\n{STROKE}"))
    assert character.label == label
    assert len(character.drawing.strokes) == 1


def test_writers_are_those_who_were_named_before(tmp_path: Path) -> None:
    text = f"{DIGIT}{STROKE}.WRITER_ID  Anna B \n{DIGIT}{STROKE}{DIGIT}{STROKE}.WRITER_ID\n{DIGIT}{STROKE}"
    characters = read_characters(written(tmp_path, f"{text}.WRITER_ID a\0b\n{DIGIT}{STROKE}"))
    assert [character.writer for character in characters] == ["", "Anna B", "Anna B", "", ""]


@pytest.mark.parametrize("end", ["", "?", '""'])
def test_a_label_may_be_missing_where_none_is_needed(tmp_path: Path, end: str) -> None:
    path = written(tmp_path, f"{DIGIT}{STROKE}.SEGMENT CHARACTER 0 {end}\n{STROKE}")
    assert [character.label for character in read_characters(path, must_be_labelled=False)] == ["1", ""]
    with pytest.raises(ValueError, match=r'line 5: expected a \.SEGMENT line that ends in a label such as "A"'):
        read_characters(path)


def test_a_missing_file_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        read_unipen(tmp_path / "nowhere.tra")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=300) | st.lists(st.sampled_from(FILE.splitlines()), max_size=20).map("\n".join).map(str.encode)
)
def test_any_bytes_are_read_or_refused_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "any.tra"
    path.write_bytes(content)
    try:
        digits = read_unipen(path)
    except ValueError as error:
        message = str(error)
        if not message.startswith("any.tra"):
            pytest.fail(message)
    else:
        assert all(0 <= digit.label <= 9 and digit.drawing.strokes for digit in digits)
