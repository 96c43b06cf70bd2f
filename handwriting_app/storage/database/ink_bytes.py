"""What was written, as bytes and back: strokes exactly, or what the network saw of a picture; bytes are not trusted.

Strokes: ``S``, the number of strokes and the points of each (uint32), and all points as x, y (float64). Pictures:
``P``, the number of views, their counts row by row (uint8), and the bitmap, eight pixels a byte. All little-endian.
"""

from __future__ import annotations

import hashlib

import numpy as np

from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.normalise import Ink as Ink
from handwriting_app.ink.normalise import NormalisedDigit
from handwriting_app.ink.raster import BLOCK, CELLS, SIDE
from handwriting_app.ink.unipen import FARTHEST, MOST_POINTS, MOST_STROKES
from handwriting_app.numerals import count

MOST_VIEWS = 16


def ink_bytes(ink: Ink) -> bytes:
    """The bytes of ``ink``: the same for the same, on every system.

    Raises:
        ValueError: It is empty, too large, or not finite; in one sentence.
    """
    if isinstance(ink, NormalisedDigit):
        counts = np.concatenate((ink.counts[None], ink.leaning))
        return b"P" + len(counts).to_bytes(4, "little") + counts.tobytes() + np.packbits(ink.bitmap).tobytes()
    check_strokes(ink)
    numbers = np.array([len(ink.strokes), *map(len, ink.strokes)], "<u4")
    return b"S" + numbers.tobytes() + np.concatenate(ink.strokes).astype("<f8").tobytes()


def ink_from(content: bytes) -> Ink:
    """What `ink_bytes` gave these bytes for.

    Raises:
        ValueError: They are none of its bytes.
    """
    kind, rest = content[:1], content[1:]
    if kind == b"P":
        return _picture(rest)
    if kind == b"S":
        return _strokes(rest)
    raise ValueError("This is neither strokes nor a picture.")


def digest_of(content: bytes) -> bytes:
    """By which the same ink is known again: the SHA-256 of its bytes."""
    return hashlib.sha256(content).digest()


def check_strokes(drawing: Drawing) -> None:
    """Raise unless it can be kept, and read again from every file.

    Raises:
        ValueError: It is empty, too large, or not finite; in one sentence.
    """
    strokes = drawing.strokes
    if not strokes or not all(len(stroke) for stroke in strokes):
        raise ValueError("The drawing is empty.")
    if len(strokes) > MOST_STROKES or sum(map(len, strokes)) > MOST_POINTS:
        raise ValueError(
            f"The drawing has more than {count(MOST_STROKES)} strokes or {count(MOST_POINTS)} points, too many to keep."
        )
    if not all((np.abs(stroke) <= FARTHEST).all() for stroke in strokes):  # not a number is not, either
        raise ValueError("The drawing has points that are not finite, or too far out to be kept.")


def _strokes(content: bytes) -> Drawing:
    strokes = int.from_bytes(content[:4], "little")
    if not 1 <= strokes <= MOST_STROKES or len(content) < 4 * (strokes + 1):
        raise ValueError("The strokes are cut short, or too many.")
    lengths = np.frombuffer(content, "<u4", strokes, 4).astype(np.int64)
    points = int(lengths.sum())
    if not lengths.all() or points > MOST_POINTS or len(content) != 4 * (strokes + 1) + 16 * points:
        raise ValueError("The strokes have other numbers of points than they say.")
    numbers = np.frombuffer(content, "<f8", 2 * points, 4 * (strokes + 1)).astype(np.float64).reshape(-1, 2)
    numbers.flags.writeable = False
    drawing = Drawing(tuple(np.split(numbers, np.cumsum(lengths)[:-1])))
    check_strokes(drawing)
    return drawing


def _picture(content: bytes) -> NormalisedDigit:
    views = int.from_bytes(content[:4], "little")
    cells = CELLS * CELLS
    if not 1 <= views <= MOST_VIEWS or len(content) != 4 + views * cells + SIDE * SIDE // 8:
        raise ValueError("The picture is cut short, or too large.")
    counts = np.frombuffer(content, np.uint8, views * cells, 4).reshape(views, CELLS, CELLS)
    if counts.max() > BLOCK * BLOCK:
        raise ValueError("The picture counts more pixels in a block than there are.")
    bits = np.frombuffer(content, np.uint8, SIDE * SIDE // 8, 4 + views * cells)
    return NormalisedDigit(np.unpackbits(bits).reshape(SIDE, SIDE).astype(bool), counts[0], counts[1:])
