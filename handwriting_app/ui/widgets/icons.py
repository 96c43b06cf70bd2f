"""Icons from `resources/icons`, drawn in the colours of a theme."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from handwriting_app.assets import resources_folder
from handwriting_app.ui.theme import Theme, mix

_SIZES = (20, 40)
"""Pixels: on a button, as they are and on a screen of twice the density. For menus they are made smaller."""


def themed_icon(name: str, theme: Theme) -> QIcon:
    """The icon `name`.svg in the theme's text colour, paler when disabled. Its strokes are of `currentColor`."""
    source = (resources_folder() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    icon = QIcon()
    for mode, colour in (
        (QIcon.Mode.Normal, theme.text),
        (QIcon.Mode.Disabled, mix(theme.muted, theme.background, 0.5)),
    ):
        drawing = QSvgRenderer(QByteArray(source.replace("currentColor", colour.name()).encode()))
        for size in _SIZES:
            icon.addPixmap(_render(drawing, size), mode)
    return icon


def _render(drawing: QSvgRenderer, size: int) -> QPixmap:
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    drawing.render(painter)
    painter.end()
    return pixmap
