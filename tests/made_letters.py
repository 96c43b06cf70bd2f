"""The capital letters, made up stroke by stroke, each drawing by another hand."""

from __future__ import annotations

from typing import Final

import numpy as np

from handwriting_app.data.signs import strokes_of
from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.raster import SIDE
from tests.made_strokes import by_another_hand

LETTERS: Final[dict[str, str]] = {
    "A": "12,98 50,4 88,98|28,64 72,63",
    "B": "18,2 17,98|~18,4 58,2 76,22 52,46 18,48|~18,48 62,50 84,74 60,96 18,97",
    "C": "~86,16 60,2 24,14 10,50 24,86 60,98 88,84",
    "D": "18,2 17,98|~18,3 62,8 86,48 64,92 18,97",
    "E": "84,3 16,2 15,97 86,98|16,49 70,50",
    "F": "84,3 16,2 15,98|16,48 70,49",
    "G": "~84,18 56,2 22,16 10,52 26,88 60,98 86,84 86,56|60,55 88,56",
    "H": "14,2 15,98|86,3 85,97|15,50 85,48",
    "I": "50,2 50,98",
    "J": "~70,2 70,64 62,92 38,98 20,84",
    "K": "16,2 17,98|82,4 18,54|38,44 86,97",
    "L": "18,2 17,97 84,98",
    "M": "6,98 18,4 50,62 82,3 95,98",
    "N": "14,98 15,3 84,97 86,2",
    "O": "~50,2 16,18 6,52 20,88 52,98 84,84 94,48 82,14 50,2",
    "P": "18,2 17,98|~18,5 60,3 82,26 60,50 18,52",
    "Q": "~48,2 16,16 8,48 22,80 50,88 78,78 88,46 78,14 48,2|58,66 92,98",
    "R": "18,2 17,98|~18,5 60,3 80,25 60,47 18,50|44,50 86,98",
    "S": "~82,16 52,2 22,18 36,44 66,56 80,80 50,98 16,84",
    "T": "6,3 94,4|50,4 49,98",
    "U": "~10,2 10,60 26,92 50,98 76,90 90,58 90,2",
    "V": "8,2 50,98 92,3",
    "W": "3,2 24,97 50,32 74,98 98,2",
    "X": "12,2 88,98|87,3 13,97",
    "Y": "10,2 50,50|90,3 50,50 48,98",
    "Z": "12,3 86,4 14,96 88,98",
}
"""Each letter in the notation of :mod:`handwriting_app.data.signs`."""


def drawn(letter: str, count: int, seed: int = 0) -> list[Drawing]:
    """``count`` drawings of a letter, each by another hand."""
    rng = np.random.default_rng((seed, ord(letter)))
    strokes = [stroke * (100 / SIDE) for stroke in strokes_of(LETTERS[letter])]
    return [Drawing(tuple(by_another_hand(strokes, rng))) for _ in range(count)]
