"""Drawings as a folder of pictures: in it a folder for each label, in that a PNG file for each drawing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image, ImageDraw

from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.normalise import NormalisedDigit
from handwriting_app.ink.strokes import framed
from handwriting_app.storage.atomic import atomic_write
from handwriting_app.storage.picture_folder import folder_for

SIDE: Final = 280
"""Pixels of a picture's sides."""

PEN: Final = 14
"""Pixels of the pen's width, about what a felt pen has in a square that holds one digit."""

MARGIN: Final = 0.12
"""Of the side, around the ink."""


def export_pictures(folder: Path, drawings: Iterable[tuple[Drawing | NormalisedDigit, str]]) -> int:
    """Write each drawing with its label as ``folder/LABEL/NUMBER.png``, dark on light; how many were written.

    `handwriting_app.storage.picture_folder.label_of` reads the labels again, whatever they are. Points in time and the
    exact strokes are not in pictures: pen files have the latter.

    Args:
        folder: Is made; if it is there, it must be empty, so that nothing is mixed or written over.
        drawings: None of them empty.

    Raises:
        FileExistsError: There is something in the folder.
        OSError: It cannot be written to; pictures that were written before stay.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if next(folder.iterdir(), None) is not None:
        raise FileExistsError(f"{folder.name} is not empty")
    names: dict[str, str] = {}
    numbers: Counter[str] = Counter()
    for ink, label in drawings:
        if label not in names:
            names[label] = _name_beside(names.values(), label)
            (folder / names[label]).mkdir()
        numbers[label] += 1
        with atomic_write(folder / names[label] / f"{numbers[label]:04}.png") as file:
            picture_of(ink).save(file, "PNG", optimize=True)
    return numbers.total()


def picture_of(ink: Drawing | NormalisedDigit) -> Image.Image:
    """A drawing in greys, dark on light, `SIDE` pixels square; what the network saw of a picture, enlarged."""
    if isinstance(ink, NormalisedDigit):
        cells = Image.fromarray(np.where(ink.bitmap, 0, 255).astype(np.uint8))
        scale = int(SIDE * (1 - 2 * MARGIN)) // len(ink.bitmap)
        enlarged = cells.resize((scale * cells.width, scale * cells.height), Image.Resampling.NEAREST)
        picture = Image.new("L", (SIDE, SIDE), 255)
        picture.paste(enlarged, ((SIDE - enlarged.width) // 2, (SIDE - enlarged.height) // 2))
        return picture
    twice = 2 * SIDE  # and half of it afterwards: smooth edges
    picture = Image.new("L", (twice, twice), 255)
    pen = ImageDraw.Draw(picture)
    for stroke in framed(ink, MARGIN).strokes:
        points = [(float(x), float(y)) for x, y in stroke * twice]
        pen.line(points, fill=0, width=2 * PEN, joint="curve")
        for x, y in points:
            pen.ellipse((x - PEN, y - PEN, x + PEN, y + PEN), fill=0)
    return picture.resize((SIDE, SIDE), Image.Resampling.BOX)


def _name_beside(names: Iterable[str], label: str) -> str:
    """A folder's name for a label that differs from ``names`` in more than the size of letters: many systems ask it."""
    name = folder_for(label)
    if name.casefold() not in {other.casefold() for other in names}:
        return name
    # Spelt out in full, which is read as the same label.
    return "".join(f"%{byte:02X}" for byte in label.encode())
