"""What `evaluate` and `predict` are given to read: pictures, folders of pictures, and pen files. None is trusted."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from handwriting_app.commands.common import CommandError, complain
from handwriting_app.commands.inputs import checked_file, checked_mode, told
from handwriting_app.ink.normalise import NormalisedDigit, normalise
from handwriting_app.ink.picture import normalise_picture
from handwriting_app.ink.unipen import read_characters
from handwriting_app.numerals import count
from handwriting_app.storage import picture_folder
from handwriting_app.storage.picture_file import PictureFileError, read_picture
from handwriting_app.storage.picture_folder import DIGITS as DIGITS
from handwriting_app.storage.picture_folder import SUFFIXES, PictureWalk, label_of

MOST_PICTURES: Final = 100_000
"""Of a folder; the rest is left out."""

MOST_COMPLAINTS: Final = 20
"""Lines on standard error about one folder; the rest is counted."""

_HEAD: Final = 4096
"""Bytes in which a pen file has begun, white space before it included."""


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """One character to be read.

    Attributes:
        path: The file that it comes from.
        label: What its writer meant, or "" where nothing tells.
        digit: What the network sees of it.
        number: Which character of a pen file, from 1; None for a picture.
    """

    path: Path
    label: str
    digit: NormalisedDigit
    number: int | None = None


class Source:
    """A picture, a folder of pictures or a pen file.

    Attributes:
        unread: Pictures of a folder that could not be read; complete once all samples have been taken.
        left_out: Pictures of a folder beyond the limit, as many as were seen.
    """

    def __init__(self, path: Path, *, must_be_labelled: bool) -> None:
        """Read nothing yet. ``must_be_labelled``: what has no label cannot be read."""
        self.unread = 0
        self.left_out = 0
        self._path = path
        self._must_be_labelled = must_be_labelled
        self._complaints = 0

    def samples(self) -> Iterator[Sample]:
        """All characters, in the order of the pen file or of the names; bad pictures of a folder are complained of.

        Raises:
            CommandError: There is nothing in it that can be read.
        """
        path = self._path
        if stat.S_ISDIR(checked_mode(path)):
            yield from self._of_folder()
        elif is_pen_file(path):
            yield from self._of_pen_file()
        else:
            yield self._of_picture(path, path.parent)

    def _of_pen_file(self) -> Iterator[Sample]:
        try:
            characters = read_characters(self._path, must_be_labelled=self._must_be_labelled)
        except OSError as error:
            raise CommandError(f"{told(self._path)}: cannot be read: {error.strerror or error}.") from error
        except ValueError as error:
            raise CommandError(str(error)) from error
        for number, character in enumerate(characters, start=1):
            yield Sample(self._path, character.label, normalise(character.drawing), number)

    def _of_folder(self) -> Iterator[Sample]:
        name = told(self._path)
        walk = PictureWalk(lambda folder, error: self._complain(_not_opened(folder, error)))
        found = walk.pictures(self._path)
        try:
            pictures = list(islice(found, MOST_PICTURES))
            self.left_out = sum(1 for _ in found)
        except OSError as error:
            raise _not_opened(self._path, error) from error
        if not pictures:
            self._end_of_folder(walk, 0)
            raise CommandError(f"{name}: there are no pictures in this folder.")
        for picture in pictures:
            try:
                sample = self._of_picture(picture, self._path)
            except CommandError as error:
                self.unread += 1
                self._complain(error)
            else:
                yield sample
        self._end_of_folder(walk, len(pictures))
        if self.unread == len(pictures):
            raise CommandError(f"{name}: none of its {count(len(pictures))} pictures could be read.")

    def _of_picture(self, path: Path, folder: Path) -> Sample:
        label = label_of(path, folder)
        if self._must_be_labelled and not label:
            raise CommandError(f"{told(path)}: neither its name nor its folder's tells what is written in it.")
        return Sample(path, label, _seen(path))

    def _complain(self, error: CommandError) -> None:
        """Say what was wrong within a folder, as long as that helps."""
        self._complaints += 1
        if self._complaints <= MOST_COMPLAINTS:
            complain(error)

    def _end_of_folder(self, walk: PictureWalk, pictures: int) -> None:
        """Say how much of the folder was not read."""
        told_of = [f"{count(self._complaints - MOST_COMPLAINTS)} more lines like these are left out"]
        lines = told_of if self._complaints > MOST_COMPLAINTS else []
        if 0 < self.unread < pictures:
            lines.append(f"{count(self.unread)} of {count(pictures)} pictures could not be read")
        if self.left_out:
            at_least = "at least " if walk.is_cut_short else ""
            lines.append(
                f"only the first {count(pictures)} pictures were read; {at_least}{count(self.left_out)} left out"
            )
        elif walk.is_cut_short:
            lines.append(f"only the first {count(picture_folder.MOST_ENTRIES)} files and folders were looked at")
        if walk.not_entered:
            lines.append(f"folders that were not looked into, links or deep ones: {count(walk.not_entered)}")
        for line in lines:
            complain(CommandError(f"{told(self._path)}: {line}."))


def _not_opened(folder: Path, error: OSError) -> CommandError:
    return CommandError(f"{told(folder)}: it cannot be opened: {error.strerror or error}.")


def is_pen_file(path: Path) -> bool:
    """Whether the file begins as pen files do, with a keyword; no kind of picture does.

    Raises:
        CommandError: It is no file, or cannot be opened.
    """
    try:
        with checked_file(path).open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise CommandError(f"{told(path)}: cannot be read: {error.strerror or error}.") from error
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b".")


def _seen(path: Path) -> NormalisedDigit:
    """What the network sees of a picture.

    Raises:
        CommandError: It is no picture, or there is no digit to be made out.
    """
    try:
        picture = read_picture(checked_file(path))
    except PictureFileError as error:
        if path.suffix.lower() in SUFFIXES:
            raise CommandError(f"{told(path)}: {error}") from error
        raise CommandError(f"{told(path)}: neither a pen file nor a picture that can be read.") from error
    try:
        return normalise_picture(picture)
    except ValueError as error:
        raise CommandError(f"{told(path)}: {error}") from error
