"""Pen files: labelled characters as strokes, in a subset of UNIPEN 1.0 (I. Guyon et al., ICPR 1994)."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from handwriting_app.ink.drawing import Drawing, Stroke
from handwriting_app.names import is_one_line, shown_name

MOST_BYTES: Final = 64 * 2**20
"""Larger files are refused before they are read. The 11,000 digits of the Pen Digits set take 4 MiB."""

LONGEST_LINE: Final = 1_000
"""Characters."""

MOST_POINTS: Final = 10_000
MOST_STROKES: Final = 500
MOST_DIGITS: Final = 200_000
"""Points of a digit, strokes of a digit, and digits of a file."""

FARTHEST: Final = 1e9
"""From the origin, in whatever unit the pen counts."""

LONGEST_LABEL: Final = 200
"""Characters of a label, or of a writer's name, that is written."""

_QUOTED: Final = re.compile(r'"((?:[^"\\]|\\.)*)"$')
_ESCAPE: Final = re.compile(r'\\(["\\])')

_SHOWN: Final = 40
"""Characters of a line that a message repeats."""


@dataclass(frozen=True, slots=True, eq=False)
class LabelledDrawing:
    """A drawing and the digit, 0…9, that its writer meant."""

    drawing: Drawing
    label: int


@dataclass(frozen=True, slots=True, eq=False)
class Character:
    """A drawing and whatever its writer meant: a digit, a letter, a word for a sign; "" where the file does not say.

    Attributes:
        writer: Who wrote it, if the file says so; else "".
    """

    drawing: Drawing
    label: str
    writer: str = ""


def read_unipen(path: str | Path) -> list[LabelledDrawing]:
    """Every digit of a pen file of digits, as `read_characters` reads it.

    Raises:
        OSError: The file cannot be read.
        ValueError: As there, or a label is none of the ten digits.
    """
    characters = _read(Path(path), "digits", 'a digit such as "4"', lambda label: label in tuple("0123456789"))
    return [LabelledDrawing(character.drawing, int(character.label)) for character in characters]


def read_characters(path: str | Path, *, must_be_labelled: bool = True) -> list[Character]:
    """Every character of a pen file, in the order of the file; y is turned to point down.

    ``.SEGMENT DIGIT … "4"`` begins a character, ``.PEN_DOWN`` a stroke, ``.PEN_UP`` ends it; each line of a stroke is
    ``x y``. In a label a backslash may stand before quotation marks and backslashes. ``.WRITER_ID`` names who wrote the
    characters that follow. Points between ``.PEN_UP`` and the next ``.PEN_DOWN`` are the hovering pen, and skipped like
    all other keywords. Characters without any ink are left out.

    Raises:
        OSError: The file cannot be read.
        ValueError: It is too large, not a pen file, malformed, or has a line, a character or a number of characters
            beyond the limits above, or a character lacks the label that it must have; one sentence names the file and
            the line.
    """
    return _read(Path(path), "characters", 'a label such as "A"', lambda label: bool(label) or not must_be_labelled)


def _read(path: Path, what: str, wanted: str, is_label: Callable[[str], bool]) -> list[Character]:
    name = shown_name(path.name)
    if path.stat().st_size > MOST_BYTES:
        raise ValueError(f"{name} is larger than {MOST_BYTES // 2**20} MiB: too large for a pen file.")
    reader = _Reader(wanted, is_label)
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        number = 0
        try:
            while line := file.readline(LONGEST_LINE + 1):
                number += 1
                if len(line) > LONGEST_LINE:
                    raise ValueError(f"it has more than {LONGEST_LINE:,} characters")
                reader.take(line.strip())
            reader.finish_digit()
        except ValueError as error:
            raise ValueError(f"{name}, line {number:,}: {error}.") from None
    if not reader.characters:
        raise ValueError(f"{name} holds no {what}: not a pen file.")
    return reader.characters


class _Reader:
    """Takes a pen file line by line.

    Attributes:
        characters: Those read so far.
    """

    def __init__(self, wanted: str, is_label: Callable[[str], bool]) -> None:
        """Take labels for which ``is_label`` holds; ``wanted`` is such a label in words."""
        self.characters: list[Character] = []
        self._wanted = wanted
        self._is_label = is_label
        self._label: str | None = None
        self._writer = self._next_writer = ""
        self._strokes: list[Stroke] = []
        self._points = array("d")  # x and y in turn: a tenth of what pairs of Python's numbers take
        self._points_of_digit = 0
        self._pen = ""
        self._is_text = False

    def take(self, line: str) -> None:
        """Take one line, without white space at its ends; ValueError says what is wrong with it."""
        if not line:
            return
        if not line.startswith("."):
            self._take_point(line)
            return
        keyword = line.split(maxsplit=1)[0]
        self._is_text = keyword not in (".SEGMENT", ".PEN_DOWN", ".PEN_UP", ".DT")
        if keyword == ".SEGMENT":
            self.finish_digit()
            self._label, self._writer = self._label_of(line), self._next_writer
        elif keyword == ".WRITER_ID":
            writer = line.removeprefix(keyword).strip()
            self._next_writer = writer if is_one_line(writer, LONGEST_LABEL) else ""
        elif keyword == ".PEN_DOWN":
            if self._label is None:
                raise ValueError("a stroke before the first .SEGMENT line")
            self._finish_stroke()
            self._pen = "down"
        elif keyword == ".PEN_UP":
            self._finish_stroke()
            self._pen = "up"

    def finish_digit(self) -> None:
        """End the character under way, if there is one."""
        self._finish_stroke()
        if self._label is not None and self._strokes:
            if len(self.characters) == MOST_DIGITS:
                raise ValueError(f"the file has more than {MOST_DIGITS:,} digits")
            self.characters.append(Character(Drawing(tuple(self._strokes)), self._label, self._writer))
        self._strokes = []
        self._points_of_digit = 0
        self._pen = ""

    def _label_of(self, line: str) -> str:
        """What stands at the end of a .SEGMENT line that names a kind of segment."""
        before, label = _parted(line)
        if len(before.split(maxsplit=2)) < 2 or not self._is_label(label):
            raise ValueError(f"expected a .SEGMENT line that ends in {self._wanted}, not {_beginning(line)}")
        return label

    def _finish_stroke(self) -> None:
        if self._points:
            if len(self._strokes) == MOST_STROKES:
                raise ValueError(f"the digit has more than {MOST_STROKES:,} strokes")
            self._strokes.append(np.array(self._points).reshape(-1, 2))
        self._points = array("d")

    def _take_point(self, line: str) -> None:
        if self._pen != "down":
            # A comment may run over several lines, and a pen may hover.
            if self._is_text or self._pen == "up":
                return
            raise ValueError(f"expected a keyword such as .PEN_DOWN, not {_beginning(line)}")
        parts = line.split()
        try:
            x, y = map(float, parts)
        except ValueError:
            raise ValueError(f"expected a point as two numbers, not {_beginning(line)}") from None
        if not (abs(x) <= FARTHEST and abs(y) <= FARTHEST):  # not a number is not, either
            raise ValueError(f"the point {_beginning(line)} is not finite, or beyond {FARTHEST:,.0f}")
        if self._points_of_digit == MOST_POINTS:
            raise ValueError(f"the digit has more than {MOST_POINTS:,} points")
        self._points_of_digit += 1
        self._points.extend((x, -y))


def _parted(line: str) -> tuple[str, str]:
    """A .SEGMENT line before its label, and the label between the last two quotation marks at its end, or ""."""
    if not line.endswith('"'):
        return line, ""
    if (match := _QUOTED.search(line)) and match[1]:
        return line[: match.start()], _ESCAPE.sub(r"\1", match[1])
    before, _, label = line.removesuffix('"').rpartition('"')
    if not label and before.endswith(('"', "\\")):
        return before[:-1], '"'  # the quotation mark itself, bare or after a backslash
    return before, label


def _beginning(line: str) -> str:
    shown = repr(line[:_SHOWN])
    return shown if len(shown) <= 2 * _SHOWN else f"{shown[: 2 * _SHOWN - 1]}…"
