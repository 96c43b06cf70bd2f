"""The table of what a model can be exported as: read by the command line and by the menu."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from handwriting_app.storage.export.html_page import export_html
from handwriting_app.storage.export.onnx_graph import export_onnx
from handwriting_app.storage.export.python_script import export_python
from handwriting_app.storage.export.reading_model import ReadingModel


class Format(NamedTuple):
    """One kind of file.

    Attributes:
        name: On the command line.
        title: What it is, in a menu.
        kind: What such files are called, in a dialog.
        suffix: How its name ends.
        write: Writes a model whole or not at all; returns all files that it wrote.
    """

    name: str
    title: str
    kind: str
    suffix: str
    write: Callable[[ReadingModel, Path], tuple[Path, ...]]


FORMATS: Final = (
    Format("python", "A &Python script…", "Python scripts", ".py", export_python),
    Format("onnx", "An &ONNX graph…", "ONNX graphs", ".onnx", export_onnx),
    Format("html", "A &web page…", "Web pages", ".html", export_html),
)


MOVING: Final = {".gif": "GIF", ".png": "PNG"}
"""How the names of moving pictures end, and what pillow calls them; a PNG is one that moves (APNG)."""


def format_named(name: str) -> Format:
    """The format of that name.

    Raises:
        ValueError: There is none.
    """
    for each in FORMATS:
        if each.name == name:
            return each
    raise ValueError(f"unknown format {name!r}")
