"""A pen that is moved by the keys: where it is, and where a key takes it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent

from handwriting_app.ui.keys import keys_of

STEP: Final = 1 / 32
"""Of the paper's side: as far as one press of a key goes."""
FINE: Final = STEP / 4
"""The same with Shift."""

KEPT: Final = keys_of("pen_way", "pen_down", "pen_end")
"""The canvas's own keys while the keys draw."""

_WAYS: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
    Qt.Key.Key_Home: (-1, -1),
    Qt.Key.Key_PageUp: (1, -1),
    Qt.Key.Key_End: (-1, 1),
    Qt.Key.Key_PageDown: (1, 1),
}


class KeyPen:
    """The pen of one canvas.

    Attributes:
        is_on: Whether the keys draw.
        place: Where the pen is, in units of the paper's side: 0…1, y down.
    """

    def __init__(self) -> None:
        self.is_on = False
        self.place = QPointF(0.5, 0.5)
        self._held: set[Qt.Key] = set()

    def press(self, event: QKeyEvent) -> bool:
        """Move the pen if this is a key that does; two that are held together go aslant."""
        key = Qt.Key(event.key())
        if key not in _WAYS:
            return False
        self._held.add(key)
        step = FINE if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else STEP
        across = sum(_WAYS[each][0] for each in self._held)
        down = sum(_WAYS[each][1] for each in self._held)
        if _WAYS[key][0] * across < 0 or _WAYS[key][1] * down < 0 or not (across or down):
            across, down = _WAYS[key]  # against one that is held: the newest counts
        x = self.place.x() + step * min(max(across, -1), 1)
        y = self.place.y() + step * min(max(down, -1), 1)
        self.place = QPointF(min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0))
        return True

    def release(self, event: QKeyEvent) -> None:
        """A key is let go; what the system repeats is not."""
        if not event.isAutoRepeat():
            self._held.discard(Qt.Key(event.key()))

    def let_go(self) -> None:
        """No key is held any more, as far as anybody can tell."""
        self._held.clear()
