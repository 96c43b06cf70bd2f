"""The settings of the user in a file of plain JSON, which is not trusted: nothing in it is ever executed.

What is not in :mod:`handwriting_app.storage.settings_keys` is dropped when it is read, and told of; the file that it
stood in is kept under another name. Each change is made on top of what is in the file by then, so that two windows do
not undo each other's.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Final, TypeVar

from handwriting_app.names import shown_name
from handwriting_app.storage.atomic import atomic_write
from handwriting_app.storage.settings_keys import KEYS, Key
from handwriting_app.storage.whole_file import FileTooLargeError, read_whole

FILE_NAME: Final = "settings.json"

MOST_BYTES: Final = 2**22
"""Room for every key at its largest, with six bytes for each half of a character."""

_ALL: Final = "all of it"
_LONGEST_PATH: Final = 200

Kind = TypeVar("Kind")


class SettingsFile:
    """What is kept from one start of the program to the next; where it cannot be written, as long as this object lives.

    Attributes:
        path: The file, which need not exist.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._stored: dict[str, object] = {}
        self._problems: list[str] = []
        self._tell: Callable[[str], None] = self._problems.append
        self._can_write = True
        self._read()

    def get(self, key: Key[Kind]) -> Kind:
        """The value of ``key`` as it was after the last change here; its default where there is none."""
        return key.read(self._stored.get(key.name))

    def put(self, key: Key[Kind], value: Kind) -> None:
        """Keep ``value``, as far as its key allows."""
        self.change(key, lambda _old: value)

    def change(self, key: Key[Kind], new: Callable[[Kind], Kind]) -> None:
        """Keep what ``new`` makes of the value that the file has now, which another window may have written."""
        if self._can_write:
            self._read()
        self._stored[key.name] = key.mended(key.write(new(self.get(key))))
        self._write()

    def listen(self, tell: Callable[[str], None]) -> None:
        """Tell every problem, in sentences: those up to now, and those to come."""
        self._tell = tell
        for problem in self._problems:
            tell(problem)
        self._problems.clear()

    def _read(self) -> None:
        """Take over what is in the file; where it cannot be read, leave all as it is."""
        try:
            stored, dropped = usable(read_whole(self.path, MOST_BYTES))
        except FileNotFoundError:
            stored, dropped = {}, []
        except FileTooLargeError:
            stored, dropped = {}, [_ALL]
        except OSError as error:
            self._fail(error)
            return
        self._stored = stored
        if dropped:
            self._put_aside(dropped)

    def _write(self) -> None:
        if not self._can_write:
            return
        try:
            if not self.path.is_absolute():
                raise OSError(None, "the system tells of no folder for it")
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with atomic_write(self.path) as file:
                file.write(json.dumps(self._stored, indent=2, sort_keys=True).encode("ascii") + b"\n")
        except OSError as error:
            self._fail(error)

    def _put_aside(self, dropped: list[str]) -> None:
        """Keep the file that was not usable, or not wholly, under a name that is free, and write what is left of it."""
        try:
            aside = next(path for path in _names_beside(self.path) if not os.path.lexists(path))
            self.path.rename(aside)
        except FileNotFoundError:
            return  # another window was quicker
        except OSError as error:
            self._fail(error)
            return
        self._tell(
            f"What could not be used in the settings file was dropped: {', '.join(dropped)}. "
            f"The file as it was is kept as {_shown(aside)}."
        )
        self._write()

    def _fail(self, error: OSError) -> None:
        """From now on nothing is written, so that what could not be read is not written over."""
        if self._can_write:
            self._can_write = False
            self._tell(
                f"The settings in {_shown(self.path)} cannot be kept: {error.strerror or error}. "
                "What is changed now is forgotten when the program ends."
            )


def usable(content: bytes) -> tuple[dict[str, object], list[str]]:
    """What a settings file holds by the names of its keys, as JSON holds it, and in words what of it is not usable."""
    try:
        values = json.loads(content)
    except (ValueError, RecursionError):
        return {}, [_ALL]
    if not isinstance(values, dict):
        return {}, [_ALL]
    keys = [key for key in KEYS if key.name in values]
    stored = {key.name: key.mended(values[key.name]) for key in keys}
    dropped = [key.words for key in keys if stored[key.name] != values[key.name]]
    unknown = len(values) - len(keys)
    if unknown:
        dropped.append("one unknown entry" if unknown == 1 else f"{unknown} unknown entries")
    return stored, dropped


def _shown(path: Path) -> str:
    return shown_name(path, _LONGEST_PATH)


def _names_beside(path: Path) -> Iterator[Path]:
    return (path.with_name(f"{path.stem}-broken-{number}{path.suffix}") for number in count(1))
