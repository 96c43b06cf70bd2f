"""Draws the icon anew in the forms that Windows and macOS want, from resources/icons/handwriting-app.svg."""

from __future__ import annotations

import io
import sys
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ICONS = Path(__file__).parents[1] / "resources" / "icons"


def drawn(size: int) -> Image.Image:
    """The icon, ``size`` pixels wide and high."""
    picture = QImage(size, size, QImage.Format.Format_ARGB32)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(str(ICONS / "handwriting-app.svg")).render(painter)
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    return Image.open(io.BytesIO(data.data()))


if __name__ == "__main__":
    application = QGuiApplication([*sys.argv[:1], "-platform", "offscreen"])
    drawn(256).save(ICONS / "handwriting-app.ico", sizes=[(size, size) for size in (16, 24, 32, 48, 64, 128, 256)])
    drawn(512).save(ICONS / "handwriting-app.icns", append_images=[drawn(256), drawn(128), drawn(64)])
