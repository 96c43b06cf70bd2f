"""Tensors from a safetensors file that is not trusted: its header is judged before any number is read.

The library maps the file into memory, or takes all of its bytes before it looks at them. Here the header is read alone,
whoever asks judges names, kinds and shapes, and only then are the numbers read, which the library takes apart.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from io import BytesIO
from math import prod
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load

from handwriting_app.engine.settings import shown
from handwriting_app.storage.whole_file import open_whole, read_exactly

MAX_HEADER: Final = 2**20
"""Bytes: hundreds of tensors, and a description."""

MOST_TENSORS: Final = 1000

BYTES_OF: Final = {"F16": 2, "F32": 4, "F64": 8}
"""The kinds of numbers that are read, and the bytes of one."""

_METADATA: Final = "__metadata__"


class Header(NamedTuple):
    """What a file says of itself: the shape of each tensor by its name, and texts."""

    shapes: Mapping[str, tuple[int, ...]]
    metadata: Mapping[str, str]


class DamagedError(Exception):
    """The file is no safetensors file, or not a whole one."""


class UnreadableKindError(Exception):
    """A tensor is of numbers that are not read; the message is half a sentence."""


def read_tensors(
    path: Path, most: int, judge: Callable[[Header], None]
) -> tuple[Header, dict[str, NDArray[np.floating]]]:
    """The header of a file and its tensors, as many bytes as in the file once more.

    Args:
        path: Of a file of at most ``most`` bytes.
        most: Bytes.
        judge: Raises whatever it likes if the rest is not worth reading; all tensors together have as many bytes as the
            file by then.

    Raises:
        OSError, FileTooLargeError: See `handwriting_app.storage.whole_file`.
        DamagedError, UnreadableKindError: See there.
    """
    with open_whole(path, most) as (file, size):
        return _tensors(file, size, judge)


def tensors_in(content: bytes, judge: Callable[[Header], None]) -> tuple[Header, dict[str, NDArray[np.floating]]]:
    """The same for the bytes of such a file.

    Raises:
        DamagedError, UnreadableKindError: See there.
    """
    return _tensors(BytesIO(content), len(content), judge)


def _tensors(
    file: BinaryIO, size: int, judge: Callable[[Header], None]
) -> tuple[Header, dict[str, NDArray[np.floating]]]:
    start = file.read(8)
    length = int.from_bytes(start, "little")
    if len(start) < 8 or length > min(MAX_HEADER, size - 8):
        raise DamagedError("its header is too long")
    text = file.read(length)
    header = _header(text, size - 8 - length)
    judge(header)
    # Read once more, and not put together here: that would keep every other thread waiting for as long as it takes.
    file.seek(0)
    content = read_exactly(file, size)
    if not content.startswith(start + text):
        raise DamagedError("it is being written")
    try:
        tensors = load(content)
    except SafetensorError as error:
        raise DamagedError(str(error)) from error
    if {name: tensor.shape for name, tensor in tensors.items()} != header.shapes:
        raise DamagedError("its header names a tensor twice")
    return header, tensors


def _header(text: bytes, size: int) -> Header:
    """The header, if it describes exactly ``size`` bytes of numbers."""
    try:
        entries = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DamagedError("its header is no JSON") from error
    if not isinstance(entries, dict) or len(entries) > MOST_TENSORS:
        raise DamagedError("its header is no table")
    metadata = entries.pop(_METADATA, {})
    if not isinstance(metadata, dict) or not all(isinstance(value, str) for value in metadata.values()):
        raise DamagedError("its metadata are no texts")
    shapes, total = {}, 0
    for name, entry in entries.items():
        kind, shape = (entry.get("dtype"), entry.get("shape")) if isinstance(entry, dict) else (None, None)
        if not isinstance(shape, list) or not all(type(side) is int and 0 <= side < 2**40 for side in shape[:9]):
            raise DamagedError("a tensor has no shape")
        if not isinstance(kind, str) or kind not in BYTES_OF or len(shape) > 8:
            raise UnreadableKindError(
                f"{shown(name)} is of numbers of the kind {shown(kind)}; those of {', '.join(BYTES_OF)} can be read"
            )
        shapes[name] = tuple(shape)
        total += prod(shape) * BYTES_OF[kind]
    if total != size:
        raise DamagedError("it is cut short, or longer than its tensors")
    return Header(shapes, metadata)
