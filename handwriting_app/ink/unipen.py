"""Pen files: labelled digits as strokes, in a subset of UNIPEN 1.0 (I. Guyon et al., ICPR 1994)."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from handwriting_app.ink.drawing import Drawing, Stroke
from handwriting_app.names import shown_name

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

_SHOWN: Final = 40
"""Characters of a line that a message repeats."""


@dataclass(frozen=True, slots=True, eq=False)
class LabelledDrawing:
    """A drawing and the digit, 0…9, that its writer meant."""

    drawing: Drawing
    label: int


def read_unipen(path: str | Path) -> list[LabelledDrawing]:
    """Every digit of a pen file, in the order of the file; y is turned to point down.

    ``.SEGMENT DIGIT … "4"`` begins a digit, ``.PEN_DOWN`` a stroke, ``.PEN_UP`` ends it; each line of a stroke is
    ``x y``. Points between ``.PEN_UP`` and the next ``.PEN_DOWN`` are the hovering pen, and skipped like all other
    keywords. Digits without any ink are left out.

    Raises:
        OSError: The file cannot be read.
        ValueError: It is too large, not a pen file, malformed, or has a line, a digit or a number of digits beyond the
            limits above; one sentence names the file and the line.
    """
    path = Path(path)
    name = shown_name(path.name)
    if path.stat().st_size > MOST_BYTES:
        raise ValueError(f"{name} is larger than {MOST_BYTES // 2**20} MiB: too large for a pen file.")
    reader = _Reader()
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
    if not reader.digits:
        raise ValueError(f"{name} holds no digits: not a pen file.")
    return reader.digits


class _Reader:
    """Takes a pen file line by line.

    Attributes:
        digits: The digits read so far.
    """

    def __init__(self) -> None:
        self.digits: list[LabelledDrawing] = []
        self._label: int | None = None
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
            self._label = _label(line)
        elif keyword == ".PEN_DOWN":
            if self._label is None:
                raise ValueError("a stroke before the first .SEGMENT line")
            self._finish_stroke()
            self._pen = "down"
        elif keyword == ".PEN_UP":
            self._finish_stroke()
            self._pen = "up"

    def finish_digit(self) -> None:
        """End the digit under way, if there is one."""
        self._finish_stroke()
        if self._label is not None and self._strokes:
            if len(self.digits) == MOST_DIGITS:
                raise ValueError(f"the file has more than {MOST_DIGITS:,} digits")
            self.digits.append(LabelledDrawing(Drawing(tuple(self._strokes)), self._label))
        self._strokes = []
        self._points_of_digit = 0
        self._pen = ""

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


def _label(line: str) -> int:
    """The digit between the last two quotation marks, at the end of a .SEGMENT line that names a kind of segment."""
    before, _, label = line.removesuffix('"').rpartition('"')
    if not (line.endswith('"') and label in tuple("0123456789") and len(before.split(maxsplit=2)) > 1):
        raise ValueError(f'expected a .SEGMENT line that ends in a digit such as "4", not {_beginning(line)}')
    return int(label)


def _beginning(line: str) -> str:
    shown = repr(line[:_SHOWN])
    return shown if len(shown) <= 2 * _SHOWN else f"{shown[: 2 * _SHOWN - 1]}…"
