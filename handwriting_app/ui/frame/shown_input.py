"""Clicks and keys that everybody in the room can see."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from handwriting_app.ui.keys import what_it_does
from handwriting_app.ui.sizes import pxf
from handwriting_app.ui.theme import GRID, theme_of
from handwriting_app.ui.widgets.painting import guarded

SEEN_MS: Final = 1_200
"""For so long a click or a key is seen."""
RING: Final = 14.0
_MODIFIERS: Final = frozenset({Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr})


class ShownInput(QWidget):
    """Lies over the whole window and takes nothing from it: a ring where a click was, and the key with what it does."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("shown_input")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._window = window
        self._click: QPointF | None = None
        self._words = ""
        self._end = QTimer(self)
        self._end.setSingleShot(True)
        self._end.setInterval(SEEN_MS)
        self._end.timeout.connect(self._forget)
        self._handle = window.windowHandle()
        if self._handle is not None:
            self._handle.installEventFilter(self)
        window.installEventFilter(self)
        self.setGeometry(window.rect())
        self.show()
        self.raise_()

    @property
    def words(self) -> str:
        """The key that is shown, and what it does."""
        return self._words

    @property
    def click(self) -> QPointF | None:
        """Where the click was that is shown, in the window."""
        return self._click

    def end(self) -> None:
        """Go away."""
        if self._handle is not None:
            self._handle.removeEventFilter(self)
        self._window.removeEventFilter(self)
        self.hide()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See what comes to the window, and keep none of it."""
        if event.type() is QEvent.Type.MouseButtonPress and watched is self._handle and isinstance(event, QMouseEvent):
            self._click = event.position()
            self._words = ""
            self._see()
        elif event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() not in _MODIFIERS:
                key = QKeySequence(event.keyCombination())
                name = key.toString(QKeySequence.SequenceFormat.NativeText)
                does = what_it_does(key.toString(QKeySequence.SequenceFormat.PortableText))
                self._words = f"{name}   {does}" if does else name
                self._see()
        elif event.type() is QEvent.Type.Resize and watched is self._window:
            self.setGeometry(self._window.rect())
        return False

    def _see(self) -> None:
        self._end.start()
        self.raise_()
        self.update()

    def _forget(self) -> None:
        self._click = None
        self._words = ""
        self.update()

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self.palette())
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self._click is not None:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                for colour, line in ((theme.surface, 6), (theme.accent, 3)):
                    painter.setPen(QPen(colour, pxf(line)))
                    painter.drawEllipse(self._click, pxf(RING), pxf(RING))
            if self._words:
                room = QRectF(self.rect()).adjusted(pxf(4 * GRID), 0, -pxf(4 * GRID), -pxf(3 * GRID))
                wraps = Qt.AlignmentFlag.AlignCenter.value | Qt.TextFlag.TextWordWrap.value
                words = QFontMetricsF(self.font()).boundingRect(room, wraps, self._words)
                words.moveBottom(room.bottom())
                plate = words.adjusted(-pxf(2 * GRID), -pxf(GRID), pxf(2 * GRID), pxf(GRID))
                painter.setPen(QPen(theme.accent, pxf(1)))
                painter.setBrush(theme.tint)
                painter.drawRoundedRect(plate, pxf(GRID), pxf(GRID))
                painter.setPen(theme.text)
                painter.drawText(words, wraps, self._words)
