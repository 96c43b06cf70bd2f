"""Icons from `resources/icons`, drawn in the colours of a theme."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from handwriting_app.assets import resources_folder
from handwriting_app.ui.sizes import px
from handwriting_app.ui.theme import Theme, mix
from handwriting_app.ui.widgets.fill import fill

_SIZES = (20, 40)
"""Pixels at 100 %: on a button, as it is and on a screen of twice the density. For menus they are made smaller."""


def themed_icon(name: str, theme: Theme) -> QIcon:
    """The icon `name`.svg in the theme's text colour, paler when disabled: only its shape counts.

    It is as sharp as can be at the present size; make it anew at another one.
    """
    shape = QIcon(str(resources_folder() / "icons" / f"{name}.svg"))  # loads less than QSvgRenderer
    icon = QIcon()
    for mode, colour in (
        (QIcon.Mode.Normal, theme.text),
        (QIcon.Mode.Disabled, mix(theme.muted, theme.background, 0.5)),
    ):
        for size in sorted({*_SIZES, *map(px, _SIZES)}):
            icon.addPixmap(_coloured(shape.pixmap(QSize(size, size), 1.0), colour), mode)
    return icon


def _coloured(shape: QPixmap, colour: QColor) -> QPixmap:
    with QPainter(shape) as painter:
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
        fill(painter, shape.rect(), colour)
    return shape
