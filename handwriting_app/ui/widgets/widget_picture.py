"""What a widget shows, as a file: pixels, a drawing of lines and letters, or a page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPoint, QRect, QSizeF
from PySide6.QtGui import QImage, QPageSize, QPainter, QPdfWriter
from PySide6.QtWidgets import QWidget

from handwriting_app.storage.atomic import atomic_write

KINDS: Final = {".png": "Picture", ".svg": "Drawing", ".pdf": "Page"}
"""What can be written, by the ending of its file."""

SCALE: Final = 2
"""Pixels of a picture for one of the screen."""

_DOTS_AN_INCH: Final = 96
"""Of a page: one dot for each pixel of the screen."""


def write_picture(widget: QWidget, path: Path) -> None:
    """Write what ``widget`` shows to ``path``, whole or not at all; its kind is that of the ending.

    Raises:
        ValueError: The ending is none of `KINDS`.
        OSError: The file cannot be written.
    """
    kind = path.suffix.lower()
    if kind not in KINDS:
        raise ValueError(f"a picture ends in {', '.join(KINDS)}, not in {path.suffix or 'nothing'}")
    content = _WRITERS[kind](widget)
    with atomic_write(path) as file:
        file.write(content)


def _pixels(widget: QWidget) -> bytes:
    image = QImage(widget.size() * SCALE, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(SCALE)
    image.fill(widget.palette().window().color())
    with QPainter(image) as painter:
        widget.render(painter, QPoint())
    buffer = _buffer()
    if not image.save(buffer, "PNG"):  # type: ignore[call-overload]
        raise OSError("there is not enough memory for the picture")
    return bytes(buffer.data().data())


def _drawing(widget: QWidget) -> bytes:
    from PySide6.QtSvg import QSvgGenerator  # 6 ms, with the first one

    buffer, generator = _buffer(), QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(widget.size())
    generator.setViewBox(QRect(QPoint(), widget.size()))
    generator.setTitle(widget.accessibleName())
    with QPainter(generator) as painter:
        widget.render(painter, QPoint())
    return bytes(buffer.data().data())


def _page(widget: QWidget) -> bytes:
    buffer = _buffer()
    writer = pdf_writer(buffer, QSizeF(widget.size()))
    writer.setTitle(widget.accessibleName())
    with QPainter(writer) as painter:
        widget.render(painter, QPoint())
    return bytes(buffer.data().data())


def pdf_writer(device: QIODevice, size: QSizeF) -> QPdfWriter:
    """A page of this size in pixels of the screen, without margins, that is painted in such pixels."""
    writer = QPdfWriter(device)
    writer.setResolution(_DOTS_AN_INCH)
    page = QPageSize(size / _DOTS_AN_INCH, QPageSize.Unit.Inch, "", QPageSize.SizeMatchPolicy.ExactMatch)
    writer.setPageSize(page)
    writer.setPageMargins(QMarginsF())
    return writer


def _buffer() -> QBuffer:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return buffer


_WRITERS: Final[dict[str, Callable[[QWidget], bytes]]] = {".png": _pixels, ".svg": _drawing, ".pdf": _page}
