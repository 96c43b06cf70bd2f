"""Write a file whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from handwriting_app.names import shown_name

A_FOLDER: Final = "this is a folder, not a file"
A_DEVICE: Final = "this is a device or a pipe, and only files are replaced"


@contextmanager
def atomic_write(path: Path) -> Iterator[BinaryIO]:
    """Open a temporary neighbour of ``path`` for writing; on success it takes the place of ``path`` in one step.

    The bytes are on the disk before the name is, so that neither a crash nor a power cut leaves half a file. If the
    block raises, ``path`` is as it was. A symbolic link is followed, not replaced.

    Raises:
        OSError: ``path`` is a folder, a device or a pipe, its name is too long, its folder does not exist or may not be
            written to, or the disk is full.
    """
    target, mode = _target(path)
    temporary = target.with_name(f".handwriting-app-{os.urandom(4).hex()}.tmp")  # fits wherever a name does
    try:
        with temporary.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            temporary.chmod(mode)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def check_writable(path: Path) -> None:
    """Raise what `atomic_write` would raise, as far as that can be known before there is anything to write.

    Raises:
        OSError: As `atomic_write`.
    """
    target, _ = _target(path)
    probe = target.with_name(f".handwriting-app-{os.urandom(4).hex()}.tmp")
    with probe.open("xb"):
        pass
    probe.unlink()


def _target(path: Path) -> tuple[Path, int | None]:
    """What ``path`` leads to, and its mode if it is there."""
    target = Path(os.path.realpath(path))
    try:
        status = target.stat()
    except FileNotFoundError:
        if not target.parent.is_dir():
            raise OSError(errno.ENOENT, f"there is no folder {shown_name(target.parent, 200)}", str(path)) from None
        return target, None
    if stat.S_ISDIR(status.st_mode):
        raise OSError(errno.EISDIR, A_FOLDER, str(path))
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, A_DEVICE, str(path))
    return target, stat.S_IMODE(status.st_mode)


def _sync_folder(folder: Path) -> None:
    """Make the new name itself durable where the system can; the file is written by now, whatever it says."""
    if os.name == "nt":
        return
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
