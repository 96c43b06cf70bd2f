"""Icons from `resources/icons`, drawn in the colours of a theme."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from handwriting_app.assets import resources_folder
from handwriting_app.ui.fill import fill
from handwriting_app.ui.theme import Theme, mix

_SIZES = (20, 40)
"""Pixels: on a button, as they are and on a screen of twice the density. For menus they are made smaller."""


def themed_icon(name: str, theme: Theme) -> QIcon:
    """The icon `name`.svg in the theme's text colour, paler when disabled: only its shape counts."""
    drawing = QSvgRenderer(str(resources_folder() / "icons" / f"{name}.svg"))
    icon = QIcon()
    for mode, colour in (
        (QIcon.Mode.Normal, theme.text),
        (QIcon.Mode.Disabled, mix(theme.muted, theme.background, 0.5)),
    ):
        for size in _SIZES:
            icon.addPixmap(_render(drawing, size, colour), mode)
    return icon


def _render(drawing: QSvgRenderer, size: int, colour: QColor) -> QPixmap:
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    drawing.render(painter)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    fill(painter, pixmap.rect(), colour)
    painter.end()
    return pixmap
