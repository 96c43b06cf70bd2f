"""Drawings from files and into files, for a thread of the background. Free of Qt; no file is trusted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from handwriting_app.ink.drawing import Drawing
from handwriting_app.names import shown_name
from handwriting_app.numerals import count
from handwriting_app.session.ledger import some

if TYPE_CHECKING:
    from handwriting_app.storage.database.drawings import KeptDrawing, NewDrawing

LONGEST_WRITER: Final = 60
"""Characters of a writer's name that is made from the name of a file."""


@dataclass(frozen=True, slots=True)
class Naming:
    """Who wrote what is in files.

    Attributes:
        writer: This one wrote all; "": nobody is named; None: those whom the files name.
        by_file: Where a file names nobody (and ``writer`` is None), it is called after its own name.
    """

    writer: str | None = None
    by_file: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What was in files.

    Attributes:
        drawings: To be kept.
        problems: A sentence for each file or picture that was not read.
    """

    drawings: tuple[NewDrawing, ...]
    problems: tuple[str, ...]


def read_pen_files(paths: Sequence[Path], naming: Naming, alphabet: int) -> Found:
    """Every labelled drawing of pen files; one that cannot be read keeps no other from being read."""
    from dataclasses import replace

    from handwriting_app.storage.database.importing import from_pen_file

    found: list[NewDrawing] = []
    problems = []
    for path in paths:
        try:
            drawings = from_pen_file(path, naming.writer, alphabet)
        except (OSError, ValueError) as error:
            reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
            problems.append(f"{shown_name(path.name)}: {reason}")
            continue
        if naming.writer is None and naming.by_file:
            writer = writer_of(path)
            drawings = tuple(each if each.writer else replace(each, writer=writer) for each in drawings)
        found.extend(drawings)
    return Found(tuple(found), tuple(problems))


def read_folder(folder: Path, naming: Naming, alphabet: int) -> Found:
    """Every picture in a folder whose name, or whose folder's, tells what is in it."""
    from handwriting_app.storage.database.importing import from_folder

    writer = naming.writer
    if writer is None:
        writer = writer_of(folder) if naming.by_file else ""
    try:
        found = from_folder(folder, writer, alphabet)
    except OSError as error:
        return Found((), (f"{shown_name(folder.name)}: {error.strerror or error}",))
    more = found.unread - len(found.problems)
    problems = (*found.problems, *(["Another picture was not read."] * more))
    if found.left_out:
        problems = ("There are more pictures in the folder than are read at once.", *problems)
    return Found(found.drawings, problems)


def writer_of(path: Path) -> str:
    """A writer's name from that of a file or folder; "" where it cannot be one."""
    from handwriting_app.names import is_one_line

    name = path.stem.strip()[:LONGEST_WRITER].strip()
    return name if is_one_line(name, LONGEST_WRITER) else ""


def write_pen_file(path: Path, drawings: Iterable[KeptDrawing]) -> str:
    """Write all strokes with labels and writers, to be read again bit for bit; what became of it, in a sentence.

    Raises:
        OSError: The file cannot be written.
        ValueError: There is nothing to write, or too much; in one sentence.
    """
    from handwriting_app.ink.unipen import Character
    from handwriting_app.storage.pen_file import save_pen_file

    kept = tuple(drawings)
    characters = [Character(each.ink, each.label, each.writer) for each in kept if isinstance(each.ink, Drawing)]
    if not characters:
        raise ValueError("None of these was drawn with a pen. Export them as a folder of pictures instead.")
    save_pen_file(path, characters)
    pictures = len(kept) - len(characters)
    left = f"; {count(pictures)} came from pictures, and {'has' if pictures == 1 else 'have'} no strokes to write"
    return f"Wrote {some(len(characters))} to {shown_name(path.name)}{left if pictures else ''}"


def write_pictures(folder: Path, drawings: Iterable[KeptDrawing]) -> str:
    """Write a PNG of each, in a folder for each label, into a folder that is new or empty; the same in a sentence.

    Raises:
        OSError: It cannot be written to; what was written before stays.
        ValueError: There is something in the folder.
    """
    from handwriting_app.storage.picture_export import export_pictures

    try:
        number = export_pictures(folder, ((each.ink, each.label) for each in drawings))
    except FileExistsError as error:
        raise ValueError(
            f"There is something in {shown_name(folder.name)} already. Choose an empty folder, or make one."
        ) from error
    return f"Wrote {some(number)} as pictures to {shown_name(folder.name)}"
