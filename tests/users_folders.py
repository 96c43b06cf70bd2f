"""Where whoever runs the tests keeps what is theirs, and whether anything was written there."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from platformdirs import PlatformDirs

_VARIABLE: Final = "HANDWRITING_TESTS_USERS_FOLDERS"

_WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_ACTS: Final = frozenset(
    {
        *("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod"),
        *("os.utime", "sqlite3.connect"),
    }
)


def users_folders() -> tuple[Path, ...]:
    """The folders of the program as it is installed; to be called first before the environment is changed.

    Processes that are started later, such as those of pytest-xdist, are told by the environment.
    """
    directories = PlatformDirs("handwriting-app", appauthor=False)
    here = os.pathsep.join((directories.user_data_dir, directories.user_config_dir))
    return tuple(map(Path, os.environ.setdefault(_VARIABLE, here).split(os.pathsep)))


class Watch:
    """Sees whatever this process makes, writes, renames or takes away in some folders, by Python's own audit events.

    To look at the folders would not do: the program of whoever runs the tests may be open meanwhile.

    Attributes:
        seen: The path of each such act, in their order.
    """

    def __init__(self, folders: Iterable[Path]) -> None:
        """Python knows no end of an audit hook: it stays as long as the process."""
        self.seen: list[str] = []
        self._folders = tuple(os.path.abspath(folder) for folder in folders)
        sys.addaudithook(self._on_event)

    def _on_event(self, event: str, arguments: tuple[object, ...]) -> None:
        if event == "open":
            flags = arguments[2]
            if isinstance(flags, int) and flags & _WRITING:
                self._on_paths(arguments[:1])
        elif event in _ACTS:
            self._on_paths(arguments[:2])

    def _on_paths(self, named: Iterable[object]) -> None:
        for name in named:
            if isinstance(name, str | bytes | os.PathLike):
                path = os.path.abspath(os.fsdecode(name))
                if any(path == folder or path.startswith(folder + os.sep) for folder in self._folders):
                    self.seen.append(path)
