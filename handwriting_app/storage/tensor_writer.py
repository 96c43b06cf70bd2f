"""Writes tensors in the safetensors format, byte for byte as the library does, but without holding the interpreter.

The library copies all tensors into one string first, and holds the interpreter meanwhile: a window would stand still
for half a second over the largest model. Files are read by the library.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

_NAMES: Final = {np.dtype(np.float32): "F32", np.dtype(np.float64): "F64"}
_ALIGNMENT: Final = 8
_CHUNK: Final = 2**22
"""Bytes that are handed over in one go."""


def write_tensors(file: BinaryIO, tensors: Mapping[str, NDArray[np.generic]], metadata: Mapping[str, str]) -> None:
    """Write ``tensors``, of float32 or float64, with ``metadata``: a length, a header in JSON, and the numbers.

    Raises:
        KeyError: A tensor is of another kind.
        OSError: The file cannot be written.
    """
    # The largest numbers first, so that each lies at a multiple of its size.
    order = sorted(tensors, key=lambda name: (-tensors[name].itemsize, name))
    header: dict[str, object] = {"__metadata__": dict(metadata)}
    start = 0
    for name in order:
        tensor = tensors[name]
        end = start + tensor.nbytes
        header[name] = {"dtype": _NAMES[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [start, end]}
        start = end
    text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode()
    text += b" " * (-len(text) % _ALIGNMENT)
    file.write(len(text).to_bytes(8, "little"))
    file.write(text)
    for name in order:
        numbers = np.ascontiguousarray(tensors[name]).reshape(-1).view(np.uint8)
        for begin in range(0, numbers.size, _CHUNK):
            file.write(numbers[begin : begin + _CHUNK].data)
