"""Pictures of what a learner has done, one for each task: in a folder of their own, few and small."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from handwriting_app.storage.atomic import atomic_write
from handwriting_app.storage.whole_file import FileTooLargeError, read_whole

MOST_PICTURES: Final = 300
MOST_BYTES: Final = 2**20
"""Of one picture."""

MOST_ENTRIES: Final = 10_000
"""Names in the folder that are looked at."""

_NAME: Final = re.compile(r"(?P<key>(own\.)?[a-z0-9-]{1,100})\.(?P<page>[1-9]\d?)\.png")


@dataclass(frozen=True, slots=True)
class KeptPicture:
    """Where a picture is, and when it was taken, in seconds since 1970."""

    path: Path
    seconds: int


def keep_picture(folder: Path, key: str, page: int, png: bytes) -> None:
    """Keep the picture of a task in place of an older one of it; when there are too many, the oldest go.

    Args:
        folder: Is made if need be.
        key: Of the lesson.
        page: Of it, from 0.
        png: The picture as the bytes of a file.

    Raises:
        OSError: It cannot be written.
        ValueError: It is too large to be kept.
    """
    if len(png) > MOST_BYTES:
        raise ValueError(f"The picture has more than {MOST_BYTES // 1024} KiB.")
    folder.mkdir(parents=True, exist_ok=True)
    with atomic_write(folder / f"{key.replace('/', '.')}.{page + 1}.png") as file:
        file.write(png)
    newest_first = sorted(pictures_in(folder).values(), key=lambda picture: picture.seconds, reverse=True)
    for picture in newest_first[MOST_PICTURES:]:
        with suppress(OSError):
            picture.path.unlink()


def pictures_in(folder: Path) -> Mapping[tuple[str, int], KeptPicture]:
    """The pictures that are kept, by lesson and page; none where the folder cannot be looked into."""
    found = {}
    with suppress(OSError), os.scandir(folder) as entries:
        for _, entry in zip(range(MOST_ENTRIES), entries, strict=False):
            match = _NAME.fullmatch(entry.name)
            if match is not None and entry.is_file(follow_symlinks=False):
                seconds = int(entry.stat(follow_symlinks=False).st_mtime)
                key = match["key"].replace(".", "/")
                found[key, int(match["page"]) - 1] = KeptPicture(Path(entry.path), seconds)
    return found


def read_picture(picture: KeptPicture) -> bytes:
    """The bytes of its file; empty where it cannot be read by now, or is too large to be one of ours."""
    try:
        return read_whole(picture.path, MOST_BYTES)
    except (OSError, FileTooLargeError):
        return b""


def forget_pictures(folder: Path) -> None:
    """Take all pictures away, and nothing else that may be in the folder.

    Raises:
        OSError: One cannot be taken away.
    """
    for picture in pictures_in(folder).values():
        picture.path.unlink(missing_ok=True)
