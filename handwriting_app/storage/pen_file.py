"""Writes a pen file, whole or not at all; `handwriting_app.ink.unipen` reads it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from handwriting_app.ink.unipen import MOST_BYTES, Character
from handwriting_app.ink.unipen_writer import unipen_lines
from handwriting_app.storage.atomic import atomic_write


def save_pen_file(path: Path, characters: Iterable[Character]) -> None:
    """Write ``characters`` so that they are read again in the same order, each point bit for bit.

    Raises:
        OSError: The file cannot be written.
        ValueError: The characters cannot be written, or the file would be too large to be read; in one sentence.
    """
    with atomic_write(path) as file:
        for line in unipen_lines(characters):
            file.write(f"{line}\n".encode())
        if file.tell() > MOST_BYTES:
            raise ValueError(f"The pen file would be larger than {MOST_BYTES // 2**20} MiB. Write fewer into it.")
