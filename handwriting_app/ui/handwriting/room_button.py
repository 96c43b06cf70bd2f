"""A button of this room: a click leaves the focus, and the keys, to the gallery."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from handwriting_app.ui.widgets.tips import set_tip


def room_button(parent: QWidget, text: str, name: str, tooltip: str) -> QPushButton:
    """With its words, its objectName and its tooltip."""
    button = QPushButton(text, parent)
    button.setObjectName(name)
    button.setAccessibleName(text.removesuffix("…"))
    set_tip(button, tooltip)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
