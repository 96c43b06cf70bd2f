"""A picture of a view for paper, whatever theme is on: dark ones waste ink, and are hard to read there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QImage, QPalette

from handwriting_app.ui.theme import LIGHT, palette_of

if TYPE_CHECKING:
    from handwriting_app.ui.widgets.live_view import LiveView


def light_picture(view: LiveView) -> QImage:
    """The view as it is now, in light colours; on the screen nothing of it is seen."""
    view.setPalette(palette_of(LIGHT))
    try:
        view.refresh_now()
        return view.grab().toImage()
    finally:
        view.setPalette(QPalette())  # that of the window again
