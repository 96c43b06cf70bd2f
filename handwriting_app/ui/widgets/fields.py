"""Qt's own fields with one habit changed: the wheel turns a field only while it has the focus.

Otherwise whoever scrolls past a field changes it unawares. These fields never take the focus by the wheel either; they
leave it to what is around them, which scrolls.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QSlider, QSpinBox, QWidget


def has_wheel(field: QWidget, event: QWheelEvent) -> bool:
    """Whether the wheel is the field's; if not, ``event`` goes on to what is around it."""
    if not field.hasFocus():
        event.ignore()
    return field.hasFocus()


class ComboBox(QComboBox):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def setAccessibleName(self, name: str) -> None:
        """Name it; on Linux, where Qt tells screen readers the choice for a name, the name is its description."""
        super().setAccessibleName(name)
        if sys.platform == "linux" and not self.accessibleDescription():
            self.setAccessibleDescription(name)

    def minimumSizeHint(self) -> QSize:
        """The same as the usual size, as Qt has it; but Qt keeps that of the type before."""
        return self.sizeHint()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if has_wheel(self, event):
            super().wheelEvent(event)


class Slider(QSlider):
    """A horizontal slider."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if has_wheel(self, event):
            super().wheelEvent(event)


class SpinBox(QSpinBox):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if has_wheel(self, event):
            super().wheelEvent(event)
