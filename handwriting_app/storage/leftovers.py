"""Clears away what writes that a kill or a power cut ended have left behind."""

from __future__ import annotations

import os
import re
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

_NAME: Final = re.compile(r"\.handwriting-app-[0-9a-f]{8}\.tmp")
"""As `handwriting_app.storage.atomic.atomic_write` names its temporary files."""

OLD_S: Final = 3600
"""A temporary file that nobody has written to for so many seconds belongs to no write under way."""

MOST_ENTRIES: Final = 10_000
"""Names in the folder that are looked at."""


def clear_leftovers(folder: Path, *, now: float | None = None) -> int:
    """Delete old temporary files in ``folder``, not in the folders in it; how many went. Nothing else is touched.

    A folder that is not there, or may not be written to, is left as it is.

    Args:
        folder: In which files are written whole.
        now: Seconds since 1970; None for the present.
    """
    gone = 0
    before = (time.time() if now is None else now) - OLD_S
    with suppress(OSError), os.scandir(folder) as entries:
        for _, entry in zip(range(MOST_ENTRIES), entries, strict=False):
            if _NAME.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                with suppress(OSError):
                    if entry.stat(follow_symlinks=False).st_mtime < before:
                        os.unlink(entry.path)
                        gone += 1
    return gone
