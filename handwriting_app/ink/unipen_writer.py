"""Writes pen files: the inverse of :mod:`handwriting_app.ink.unipen`, point for point."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

import numpy as np

from handwriting_app.ink.drawing import Stroke
from handwriting_app.ink.unipen import FARTHEST, LONGEST_LABEL, MOST_DIGITS, MOST_POINTS, MOST_STROKES, Character
from handwriting_app.names import is_one_line, shown_name

_HEAD: Final = (".VERSION 1.0", ".HIERARCHY CHARACTER", ".COORD X Y", "")


def unipen_lines(characters: Iterable[Character]) -> Iterator[str]:
    """The lines of a pen file that is read as these characters again, in their order; y is turned to point up.

    Numbers are the shortest decimals, without exponents, that are read as the same float64, −0 included. In labels a
    backslash stands before quotation marks and backslashes. Writers are named with ``.WRITER_ID``.

    Raises:
        ValueError: A character is empty, not finite or beyond the limits of the reader, a label or a writer's name is
            not one line, or there are none or too many of them; in one sentence.
    """
    yield from _HEAD
    strokes = number = 0
    for writer, group in groupby(characters, lambda character: character.writer):
        if writer and not is_one_line(writer, LONGEST_LABEL):
            raise ValueError(f"A pen file cannot name the writer “{shown_name(writer)}”: it is not one short line.")
        if writer or number:
            yield f".WRITER_ID {writer}".rstrip()
        for character in group:
            number += 1
            if number > MOST_DIGITS:
                raise ValueError(f"A pen file holds at most {MOST_DIGITS:,} characters.")
            _check(character)
            last = strokes + len(character.drawing.strokes) - 1
            kind = "DIGIT" if character.label in tuple("0123456789") else "CHARACTER"
            yield f'.SEGMENT {kind} {strokes}{f"-{last}" if last > strokes else ""} ? "{_escaped(character.label)}"'
            strokes = last + 1
            for stroke in character.drawing.strokes:
                yield ".PEN_DOWN"
                yield from _points(stroke)
                yield ".PEN_UP"
    if not number:
        raise ValueError("There is nothing to write: a pen file holds at least one character.")


def _points(stroke: Stroke) -> Iterator[str]:
    for x, y in stroke.tolist():
        yield f"{_decimal(x)} {_decimal(-y)}"


def _decimal(value: float) -> str:
    """The shortest decimal that is read as ``value``: 267, −3.5, 0.0000001."""
    return f"{value:.0f}" if value.is_integer() else np.format_float_positional(value, unique=True, trim="-")


def _escaped(label: str) -> str:
    return label.replace("\\", "\\\\").replace('"', '\\"')


def _check(character: Character) -> None:
    label, strokes = character.label, character.drawing.strokes
    if label and not is_one_line(label, LONGEST_LABEL):
        raise ValueError(f"A pen file cannot hold the label “{shown_name(label)}”: it is not one short line.")
    if not strokes or not all(map(len, strokes)):
        raise ValueError(f"A drawing of “{shown_name(label)}” is empty: a pen file cannot hold it.")
    if len(strokes) > MOST_STROKES or sum(map(len, strokes)) > MOST_POINTS:
        raise ValueError(
            f"A drawing of “{shown_name(label)}” has more than {MOST_STROKES:,} strokes or {MOST_POINTS:,} points."
        )
    if not all((np.abs(stroke) <= FARTHEST).all() for stroke in strokes):  # not a number is not, either
        raise ValueError(f"A drawing of “{shown_name(label)}” has points that are not finite, or too far out.")
