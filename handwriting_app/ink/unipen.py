"""Pen files: labelled digits as strokes, in a subset of UNIPEN 1.0 (I. Guyon et al., ICPR 1994)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from handwriting_app.ink.drawing import Drawing, Stroke

MOST_BYTES = 256 * 1024 * 1024
"""Larger files are refused before they are read."""

_SEGMENT = re.compile(r'\.SEGMENT\s+\S+.*"(.*)"\s*$')


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
        ValueError: It is larger than 256 MB, not a pen file, or malformed; the message names the line.
    """
    path = Path(path)
    if path.stat().st_size > MOST_BYTES:
        raise ValueError(f"{path.name} is larger than {MOST_BYTES // 1024**2} MB: too large for a pen file.")
    reader = _Reader()
    with path.open(encoding="utf-8-sig", errors="replace") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                reader.take(line.strip())
            except ValueError as error:
                raise ValueError(f"{path.name}, line {number}: {error}") from None
    reader.finish_digit()
    if not reader.digits:
        raise ValueError(f"{path.name} holds no digits: not a pen file.")
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
        self._points: list[tuple[float, float]] = []
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
            self.digits.append(LabelledDrawing(Drawing(tuple(self._strokes)), self._label))
        self._strokes = []
        self._pen = ""

    def _finish_stroke(self) -> None:
        if self._points:
            self._strokes.append(np.array(self._points, np.float64))
        self._points = []

    def _take_point(self, line: str) -> None:
        if self._pen != "down":
            # A comment may run over several lines, and a pen may hover.
            if self._is_text or self._pen == "up":
                return
            raise ValueError(f"expected a keyword such as .PEN_DOWN, not {line[:40]!r}")
        parts = line.split()
        try:
            x, y = map(float, parts)
        except ValueError:
            raise ValueError(f"expected a point as two numbers, not {line[:40]!r}") from None
        if not (np.isfinite(x) and np.isfinite(y)):
            raise ValueError(f"the point {line[:40]!r} is not finite")
        self._points.append((x, -y))


def _label(line: str) -> int:
    match = _SEGMENT.match(line)
    if match is None or match[1] not in tuple("0123456789"):
        raise ValueError(f'expected a .SEGMENT line that ends in a digit such as "4", not {line[:60]!r}')
    return int(match[1])
