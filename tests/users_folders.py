"""Where whoever runs the tests keeps what is theirs, and whether anything was written there."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from platformdirs import PlatformDirs

_VARIABLE: Final = "HANDWRITING_TESTS_USERS_FOLDERS"


def users_folders() -> tuple[Path, ...]:
    """The folders of the program as it is installed; to be called first before the environment is changed.

    Processes that are started later, such as those of pytest-xdist, are told by the environment.
    """
    directories = PlatformDirs("handwriting-app", appauthor=False)
    here = os.pathsep.join((directories.user_data_dir, directories.user_config_dir))
    return tuple(map(Path, os.environ.setdefault(_VARIABLE, here).split(os.pathsep)))


def state_of(*folders: Path) -> dict[Path, tuple[int, int]]:
    """Everything in these folders: when it was last changed, and its size; nothing of a folder that is not there."""
    found = {}
    for folder in folders:
        for path in (folder, *folder.rglob("*")):
            with suppress(OSError):
                status = path.lstat()
                found[path] = status.st_mtime_ns, status.st_size
    return found


def changed_between(before: dict[Path, tuple[int, int]], after: dict[Path, tuple[int, int]]) -> list[str]:
    """What was made, written or taken away."""
    return sorted(str(path) for path in before.keys() | after.keys() if before.get(path) != after.get(path))
