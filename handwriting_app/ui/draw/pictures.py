"""Where a picture comes from: a file, what is pasted, what is dropped. All are decoded by one function."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

from handwriting_app.ink.normalise import NormalisedDigit

ENCODED: Final = ("image/png", "image/tiff", "image/webp", "image/jpeg", "image/bmp", "image/gif")
"""What a clipboard may offer as the bytes of a file; better than a picture that Qt has decoded: these know how the
camera was held, and are decoded off the GUI thread."""

FILES: Final = "Pictures (*.png *.jpg *.jpeg *.bmp *.gif *.tif *.tiff *.webp *.pgm *.ppm)"

# Pillow and what finds ink in a picture take a tenth of an empty window's time to load: with the first picture.


def reading_of(data: QMimeData | None) -> Callable[[], NormalisedDigit] | None:
    """What reads the picture that is pasted or dropped, for a thread of its own; None where there is no picture.

    Qt has no data at all for a clipboard that it cannot reach.
    """
    if data is None:
        return None
    files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    if files:
        return partial(read_file, files[0])
    for kind in ENCODED:
        if data.hasFormat(kind):
            return partial(_read_bytes, bytes(data.data(kind).data()))
    image = data.imageData() if data.hasImage() else None
    if isinstance(image, QImage) and not image.isNull():
        return partial(_read_image, image)
    return None


def has_picture(data: QMimeData) -> bool:
    """Whether `reading_of` has something to read, without asking for the picture itself."""
    return data.hasImage() or any(url.isLocalFile() for url in data.urls()) or any(map(data.hasFormat, ENCODED))


def read_file(path: Path) -> NormalisedDigit:
    """The digit in a picture file.

    Raises:
        PictureFileError: It cannot be read as a picture.
        ValueError: No digit can be made out in it.
    """
    from handwriting_app.ink.picture import normalise_picture
    from handwriting_app.storage.picture_file import read_picture

    return normalise_picture(read_picture(path))


def _read_bytes(data: bytes) -> NormalisedDigit:
    from handwriting_app.ink.picture import normalise_picture
    from handwriting_app.storage.picture_file import decoded

    return normalise_picture(decoded(data))


def _read_image(image: QImage) -> NormalisedDigit:
    from PIL import Image

    from handwriting_app.ink.picture import normalise_picture
    from handwriting_app.storage.picture_file import greys

    is_deep = image.format() is QImage.Format.Format_Grayscale16
    pixels = image if is_deep else image.convertToFormat(QImage.Format.Format_RGBA8888)
    mode, raw = ("I;16", "I;16") if is_deep else ("RGBA", "RGBA")
    size, rows = (pixels.width(), pixels.height()), pixels.bytesPerLine()
    return normalise_picture(greys(Image.frombuffer(mode, size, bytes(pixels.constBits()), "raw", raw, rows, 1)))
