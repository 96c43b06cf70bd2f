"""Drawings to be kept from pen files and folders of pictures; none of them is trusted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from handwriting_app.ink.picture import normalise_picture
from handwriting_app.ink.unipen import read_characters
from handwriting_app.names import shown_name
from handwriting_app.storage.database.alphabets import LONGEST_NAME
from handwriting_app.storage.database.drawings import NewDrawing
from handwriting_app.storage.database.schema import DIGITS
from handwriting_app.storage.picture_file import PictureFileError, read_picture
from handwriting_app.storage.picture_folder import PictureWalk, label_of

MOST_PICTURES: Final = 20_000
"""Of one folder."""

MOST_TOLD: Final = 20
"""Sentences about one folder."""


@dataclass(frozen=True, slots=True, eq=False)
class FromFolder:
    """What is in a folder of pictures.

    Attributes:
        drawings: What could be read.
        unread: How many pictures could not be, or nothing tells what is in them.
        problems: The first of them, a sentence each.
        left_out: Whether there are more pictures than are read.
    """

    drawings: tuple[NewDrawing, ...]
    unread: int
    problems: tuple[str, ...]
    left_out: bool


def from_pen_file(path: Path, writer: str | None = None, alphabet: int = DIGITS) -> tuple[NewDrawing, ...]:
    """Every labelled character of a pen file.

    Args:
        path: Of the file.
        writer: Who wrote all of it; None for those whom the file names, if it does.
        alphabet: To which they belong.

    Raises:
        OSError: The file cannot be read.
        ValueError: It is no pen file, or a label is missing; in one sentence.
    """
    return tuple(
        NewDrawing(
            character.drawing,
            character.label,
            "imported",
            character.writer[:LONGEST_NAME].strip() if writer is None else writer,
            alphabet,
        )
        for character in read_characters(path)
    )


def from_folder(folder: Path, writer: str = "", alphabet: int = DIGITS) -> FromFolder:
    """Every picture in a folder whose name, or whose folder's, tells what is in it.

    Raises:
        OSError: The folder cannot be opened.
    """
    problems: list[str] = []
    found = []
    walk = PictureWalk(lambda within, error: problems.append(f"{shown_name(within.name)}: {error.strerror or error}."))
    number = 0
    for number, path in enumerate(walk.pictures(folder), 1):
        if number > MOST_PICTURES:
            break
        label = label_of(path, folder)
        try:
            if not label:
                raise ValueError("neither its name nor its folder's tells what is in it.")
            digit = normalise_picture(read_picture(path))
        except (PictureFileError, ValueError) as error:
            problems.append(f"{shown_name(path.name)}: {error}")
        else:
            found.append(NewDrawing(digit, label, "picture", writer, alphabet))
    return FromFolder(
        tuple(found), len(problems), tuple(problems[:MOST_TOLD]), number > MOST_PICTURES or walk.is_cut_short
    )
