"""Read a file that is not trusted: only a file, only up to a size, and only as it was when it was opened."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

NOT_A_FILE: Final = "this is not a file"
CHANGED: Final = "it changed while it was read"

_OPEN: Final = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)


class FileTooLargeError(Exception):
    """The file is larger than whatever is wanted can be; nothing of it was read.

    Attributes:
        size: Bytes.
    """

    def __init__(self, size: int) -> None:
        super().__init__(f"{size} bytes")
        self.size = size


@contextmanager
def open_whole(path: Path, most: int) -> Iterator[tuple[BinaryIO, int]]:
    """Open a file and give its size, for whoever looks at its beginning before the rest is read; see `read_whole`.

    Raises:
        OSError: It is not there, or not a file (but a folder, a device or a pipe).
        FileTooLargeError: It has more than ``most`` bytes.
    """
    # Looked at first, because only to open a device can have an effect, and a pipe waits for its writer.
    _check_kind(os.stat(path), path)
    with open(os.open(path, _OPEN), "rb") as file:
        status = os.fstat(file.fileno())
        _check_kind(status, path)
        if status.st_size > most:
            raise FileTooLargeError(status.st_size)
        yield file, status.st_size


def read_exactly(file: BinaryIO, size: int) -> bytes:
    """The rest of a file from `open_whole`, which has ``size`` bytes unless it has changed.

    Raises:
        OSError: It has more or fewer by now.
    """
    content = file.read(size + 1)
    if len(content) != size:
        raise OSError(errno.EIO, CHANGED)
    return content


def read_whole(path: Path, most: int) -> bytes:
    """The bytes of a file, in memory once; never mapped, since a mapped file that is cut short ends the process.

    Raises:
        OSError: It is not there, not a file, or it changed while it was read.
        FileTooLargeError: It has more than ``most`` bytes.
    """
    with open_whole(path, most) as (file, size):
        return read_exactly(file, size)


def _check_kind(status: os.stat_result, path: Path) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, NOT_A_FILE, str(path))
