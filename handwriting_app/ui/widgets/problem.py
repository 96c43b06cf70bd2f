"""How a field that cannot be used as it stands looks: an outline in the warning colour, and words under it."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from handwriting_app.ui.sizes import in_type, px, pxf, scaled
from handwriting_app.ui.theme import Theme, caption_font, theme_of
from handwriting_app.ui.widgets.plain_text import in_tooltip

MessageKind = Literal["hint", "info", "good", "warning", "error"]


def paint_problem_outline(widget: QWidget) -> None:
    """Draw the outline over a widget; call it at the end of the widget's paintEvent.

    Painted, because a border in a style sheet would take the platform's look off a spin box and its arrows.
    """
    line = pxf(1)
    with QPainter(widget) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme_of(widget.palette()).error, 2 * line))
        painter.drawRoundedRect(QRectF(widget.rect()).adjusted(line, line, -line, -line), pxf(3), pxf(3))


class KindLabel(QLabel):
    """Plain words that wrap, in the colour of what they are, on any theme."""

    def __init__(self, kind: MessageKind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind: MessageKind = kind
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._put_on_colour()

    def kind(self) -> MessageKind:
        """What the text shown is: a hint, a problem, …."""
        return self._kind

    def set_kind(self, kind: MessageKind) -> None:
        """Take the colour of another kind of words."""
        if kind != self._kind:
            self._kind = kind
            self._put_on_colour()

    def changeEvent(self, event: QEvent) -> None:
        """Take the colours of a new theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._put_on_colour()

    def _put_on_colour(self) -> None:
        colour = colour_of(theme_of(self.palette()), self._kind)
        if self.palette().color(QPalette.ColorRole.WindowText) != colour:
            palette = QPalette(self.palette())
            palette.setColor(QPalette.ColorRole.WindowText, colour)
            self.setPalette(palette)


class MessageLine(KindLabel):
    """A few words in the caption size whose space is kept when there are none, so that nothing jumps.

    The whole text is the tooltip too, for a font so large that the words do not fit.
    """

    def __init__(self, lines: int, parent: QWidget | None = None) -> None:
        """``lines``: how many lines of text the space is kept for."""
        super().__init__("hint", parent)
        in_type(self, caption_font)
        # Ignored: however long the words are, they never widen the column they stand in.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        scaled(self.setFixedHeight, lambda each: lines * each.fontMetrics().lineSpacing() + px(2))

    def show_text(self, text: str, kind: MessageKind) -> None:
        """Show ``text``; an empty one leaves the space empty."""
        self.set_kind(kind)
        if text != self.text():
            self.setText(text)
            self.setToolTip(in_tooltip(text))


def colour_of(theme: Theme, kind: MessageKind) -> QColor:
    """What words of this kind are written in."""
    return {
        "hint": theme.muted,
        "info": theme.text,
        "good": theme.good,
        "warning": theme.warning,
        "error": theme.error,
    }[kind]
