"""Which processes live that have the database open: each holds a lock that the system lets go of when it dies.

A number of a process says little: it is given to another one later, and means nothing on another machine.
"""

from __future__ import annotations

import os
import re
import uuid
from contextlib import suppress
from pathlib import Path
from typing import Final

from handwriting_app.storage.file_lock import lock

_TOKEN: Final = re.compile(r"[0-9a-f]{32}")
_SUFFIX: Final = ".lock"


class Presence:
    """That this process has a database open.

    Attributes:
        token: Its name, another one each time.
    """

    def __init__(self, folder: Path) -> None:
        """Be present in ``folder``, which is made if need be, and clear away what dead processes have left.

        Only one process at a time may do this: a file is not locked yet in the instant after it was made.

        Raises:
            OSError: The folder cannot be written to.
        """
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        for token in _tokens_in(folder):
            if not self.lives(token):
                (folder / f"{token}{_SUFFIX}").unlink(missing_ok=True)
        self.token = uuid.uuid4().hex
        self._file = os.open(self._path(self.token), os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        lock(self._file)

    def lives(self, token: str) -> bool:
        """Whether the process that this token was given to has the database open still."""
        if not _TOKEN.fullmatch(token):
            return False
        try:
            descriptor = os.open(self._path(token), os.O_RDWR)
        except OSError:
            return False
        try:
            return not lock(descriptor, shared=True)
        finally:
            os.close(descriptor)

    def others(self) -> bool:
        """Whether another process, or another window of this one, has the database open."""
        return any(token != self.token and self.lives(token) for token in _tokens_in(self._folder))

    def end(self) -> None:
        """Be gone."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
            with suppress(OSError):
                self._path(self.token).unlink()

    def _path(self, token: str) -> Path:
        return self._folder / f"{token}{_SUFFIX}"


def _tokens_in(folder: Path) -> list[str]:
    names = (entry.name.removesuffix(_SUFFIX) for entry in folder.iterdir() if entry.name.endswith(_SUFFIX))
    return [name for name in names if _TOKEN.fullmatch(name)]
