"""Locks between processes, which the system lets go of when their holder dies."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_TURN_SECONDS: Final = 0.02


@contextmanager
def taking_turns(path: Path, seconds: float) -> Iterator[bool]:
    """Let one process at a time do what follows; others wait for ``seconds`` at most.

    Args:
        path: A file that is made for this alone, and stays: one that is taken away could be locked twice.
        seconds: How long to wait for the others.

    Yields:
        Whether it is this one's turn; False where the others took longer.

    Raises:
        OSError: The file cannot be made, or files cannot be locked where it is.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        until = time.monotonic() + seconds
        while not (is_mine := lock(descriptor)) and time.monotonic() < until:
            threading.Event().wait(_TURN_SECONDS)
        yield is_mine
    finally:
        os.close(descriptor)


if sys.platform == "win32":
    import msvcrt

    def lock(descriptor: int, *, shared: bool = False) -> bool:
        """Take the lock of an open file, without waiting; False if another one has it. ``shared``: to look only."""
        del shared  # there is none here
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def lock(descriptor: int, *, shared: bool = False) -> bool:
        """Take the lock of an open file, without waiting; False if another one has it. ``shared``: to look only."""
        try:
            fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
