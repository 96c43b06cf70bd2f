"""Pictures of the clipboard and of a drop, as the picture reader takes them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

LARGEST_SIDE = 1024
"""Pixels; a larger picture is scaled down: one digit needs no more."""


def greys_of(image: QImage) -> NDArray[np.uint8]:
    """The greys of ``image``, (rows, columns), 0 black to 255 white; what is transparent counts as white."""
    if max(image.width(), image.height()) > LARGEST_SIDE:
        image = image.scaled(
            LARGEST_SIDE, LARGEST_SIDE, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
    rgba = image.convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(rgba.constBits(), np.uint8).reshape(rgba.height(), rgba.bytesPerLine())
    pixels = rows[:, : 4 * rgba.width()].reshape(rgba.height(), rgba.width(), 4).astype(np.float32)
    alpha = pixels[..., 3] / 255
    greys = pixels[..., :3] @ np.array([0.299, 0.587, 0.114], np.float32)  # ITU-R BT.601
    return np.asarray(np.rint(greys * alpha + 255 * (1 - alpha)), np.uint8)
