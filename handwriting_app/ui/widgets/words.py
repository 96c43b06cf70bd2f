"""The two kinds of label that are set apart from plain words; they follow a change of theme by their palette's role."""

from __future__ import annotations

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel

from handwriting_app.ui.sizes import in_type
from handwriting_app.ui.theme import caption_font, title_font


def set_title(label: QLabel) -> None:
    """The head of a column or a view."""
    in_type(label, title_font)


def set_caption(label: QLabel) -> None:
    """Small and muted: what explains something."""
    in_type(label, caption_font)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
