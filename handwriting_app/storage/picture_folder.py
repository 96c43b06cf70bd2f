"""Pictures in a folder, and what is written in them by the names of folders and files; none is trusted."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final
from urllib.parse import unquote

DIGITS: Final = tuple("0123456789")

SUFFIXES: Final = (
    *(".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp"),
    *(".pgm", ".ppm", ".pbm", ".pnm"),
)
"""What the name of a picture ends in; other files of a folder are passed over."""

MOST_ENTRIES: Final = 300_000
"""Files and folders of one folder, and of all that lie in it; what comes after them is not looked at."""

DEEPEST: Final = 16
"""Folders within one another."""

_SEPARATOR: Final = re.compile(r"[\s_.()-]+")

_RESERVED: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""No folder of Windows can be called so."""

_NOT_IN_NAMES: Final = re.compile(r'[<>:"/\\|?*%\x00-\x1f\x7f]|^[. ]|[. ]$')


class PictureWalk:
    """Goes through a folder and the folders in it, by name; hidden files and links to folders are passed over.

    Attributes:
        not_entered: Folders that were only linked to, or too deep.
        is_cut_short: Whether there were more files and folders than are looked at.
    """

    def __init__(self, say: Callable[[Path, OSError], None]) -> None:
        """Tell ``say`` of each folder within that cannot be opened, and why."""
        self.not_entered = 0
        self.is_cut_short = False
        self._say = say
        self._left = MOST_ENTRIES

    def pictures(self, folder: Path, depth: int = 0) -> Iterator[Path]:
        """Every file whose name is a picture's.

        Raises:
            OSError: The outermost folder cannot be opened.
        """
        try:
            with os.scandir(folder) as entries:
                found = sorted(islice(entries, self._left), key=lambda entry: entry.name)
                self.is_cut_short |= next(entries, None) is not None
        except OSError as error:
            if not depth:
                raise
            self._say(folder, error)
            return
        self._left -= len(found)
        for entry in found:
            path = folder / entry.name
            if entry.name.startswith("."):
                continue
            if not _is_folder(entry):
                if path.suffix.lower() in SUFFIXES:
                    yield path
            elif entry.is_symlink() or depth == DEEPEST:
                self.not_entered += 1
            else:
                yield from self.pictures(path, depth + 1)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads in a circle
        return False


def label_of(picture: Path, folder: Path) -> str:
    """What is written in a picture by its place within ``folder`` and by its name; "" where neither tells.

    A folder named by a digit tells first, the nearest one, ``folder`` itself included; else any folder within
    ``folder``, the nearest one; else how the picture's name begins, up to a separator. A name that is a number of
    several digits, as 0012.png, only counts the pictures.
    """
    within = picture.parent.relative_to(folder).parts[::-1]
    for name in (*within, folder.name):
        if name in DIGITS:
            return name
    if within:
        return label_in(within[0])
    stem = picture.stem
    if len(stem) > 1 and stem.isdecimal():
        return folder.name if len(folder.name) == 1 else ""
    return next(filter(None, _SEPARATOR.split(stem)), "")


def folder_for(label: str) -> str:
    """The name of a folder for a label, on any system: what cannot stand in it is written as in addresses (%2F)."""
    name = _NOT_IN_NAMES.sub(lambda match: f"%{ord(match[0]):02X}", label)
    return f"%{ord(name[0]):02X}{name[1:]}" if _RESERVED.fullmatch(name) else name


def label_in(folder: str) -> str:
    """The label that `folder_for` gave this name for; other names are labels as they are."""
    return unquote(folder, errors="replace")
