"""Two parts that stand side by side where there is room, and one above the other where there is not."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from handwriting_app.ui.labs.slider_grid import SliderGrid
from handwriting_app.ui.sizes import px, scaled
from handwriting_app.ui.theme import GRID

CONTROLS = 352
"""Width that the controls take beside the picture; more in a large font."""

NARROWEST = 740
"""Width below which nothing stands side by side."""

_ANY = 16777215
"""Qt's own largest width."""


class Columns(QWidget):
    """A picture and its controls."""

    def __init__(
        self,
        picture: QWidget,
        controls: QWidget,
        parent: QWidget | None = None,
        sliders: SliderGrid | None = None,
    ) -> None:
        """``sliders``: those of the controls that fold where these are narrow."""
        super().__init__(parent)
        self._sliders = sliders
        self._controls = controls
        self._layout = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        scaled(self._layout.setSpacing, GRID)
        self._layout.addWidget(picture, 1)
        self._layout.addWidget(controls)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn the parts when the room comes or goes."""
        super().resizeEvent(event)
        self._turn()

    def showEvent(self, event: QShowEvent) -> None:
        """Turn them for a size that has changed meanwhile."""
        super().showEvent(event)
        self._turn()

    def changeEvent(self, event: QEvent) -> None:
        """Turn them also when they need more room, or less."""
        super().changeEvent(event)
        if event.type() is not QEvent.Type.FontChange:
            return
        if self.isVisible():
            QTimer.singleShot(0, self, self._turn)  # then the controls know how large they are
        else:
            self._stand(is_wide=False)  # so that a page that nobody sees asks for no width

    def _turn(self) -> None:
        width, height = self.width(), self.height()
        needed = self._needed()
        # Whichever way leaves the larger square for the picture.
        low = self._controls.sizeHint().height() - (self._sliders.taller if self._sliders else 0)
        beside, below = min(width - needed, height), min(width, height - low)
        self._stand(is_wide=width >= needed + px(NARROWEST - CONTROLS) and beside >= below)

    def _needed(self) -> int:
        return max(px(CONTROLS), self._controls.minimumSizeHint().width())

    def _stand(self, *, is_wide: bool) -> None:
        direction = QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
        if direction is not self._layout.direction():
            self._layout.setDirection(direction)
            scaled(self._layout.setSpacing, 2 * GRID if is_wide else GRID)
            # Beside a tall picture the controls keep together at the top.
            self._layout.setAlignment(self._controls, Qt.AlignmentFlag.AlignTop if is_wide else Qt.AlignmentFlag(0))
            if self._sliders is not None:
                self._sliders.fold(is_wide)
        self._controls.setMinimumWidth(self._needed() if is_wide else 0)
        self._controls.setMaximumWidth(self._needed() if is_wide else _ANY)
