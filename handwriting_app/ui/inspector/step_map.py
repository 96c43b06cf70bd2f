"""The whole way as a map: forward along the top, around the cost, and back along the bottom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from handwriting_app.ui.inspector.typeset import layer_colour
from handwriting_app.ui.sizes import px, pxf, scaled
from handwriting_app.ui.theme import Theme, caption_font, theme_of
from handwriting_app.ui.widgets.painting import guarded
from handwriting_app.ui.widgets.tips import show_tip

_ROW = 24
_GAP = 8


@dataclass(frozen=True, slots=True)
class Stop:
    """A step on the map.

    Attributes:
        label: One or two signs.
        title: In words, for the tooltip.
        layer: Whose colour it takes.
        holds: For a gradient that is checked: whether it holds; otherwise None.
    """

    label: str
    title: str
    layer: int
    holds: bool | None = None


class StepMap(QWidget):
    """Shows where one is; a click goes to a step.

    Where the boxes of a row are too narrow for their signs, none of that row has one: only that of the step one
    is at stays, in a box that is as wide as it needs.

    Signals:
        step_chosen(int): which of the steps.
    """

    step_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stops: tuple[Stop, ...] = ()
        self._forward = 0
        self._current = 0
        self._hovered: int | None = None
        self.setMouseTracking(True)
        scaled(self.setFixedHeight, _height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Way through the network and back")

    def show_stops(self, stops: Sequence[Stop], forward: int, current: int) -> None:
        """Show the steps, the first ``forward`` of them in the upper row, and where one is."""
        shown = (tuple(stops), forward, current)
        if shown == (self._stops, self._forward, self._current):
            return
        self._stops, self._forward, self._current = shown
        self.setAccessibleDescription(f"Step {current + 1} of {len(stops)}: {stops[current].title}")
        self.update()

    def current(self) -> int:
        """Which step one is at."""
        return self._current

    def text_of(self, index: int) -> str:
        """A step as the map shows it, with its tick or cross."""
        stop = self._stops[index]
        return stop.label + {True: " ✓", False: " ✗", None: ""}[stop.holds]

    def stop_rect(self, index: int) -> QRectF:
        """Where a step is, in pixels of the widget."""
        column = index if index < self._forward else 2 * self._forward - 2 - index
        side, width, gap = self._side(), self._column(), self._gap()
        top = 0.0 if index < self._forward else _row(self) + px(_GAP)
        return QRectF(side + column * width + gap / 2, top + pxf(1), width - gap, _row(self) - pxf(2))

    def shown_text(self, index: int) -> str:
        """What is written in a step's box: all of its sign, of a checked one only its tick or cross, or nothing."""
        is_forward = index < self._forward
        row = range(self._forward) if is_forward else range(self._forward, len(self._stops))
        room = self._column() - self._gap() - pxf(2)
        for text_of in (self.text_of, self._mark_or_label):
            if all(self._text_width(text_of(each)) <= room for each in row):
                return text_of(index)
        return self.text_of(index) if index == self._current else ""

    def box_of(self, index: int) -> QRectF:
        """What is drawn of a step: its place, or more than that where its sign needs more."""
        rect = self.stop_rect(index)
        wide = self._text_width(self.shown_text(index)) + pxf(2)
        if wide <= rect.width():
            return rect
        left = min(max(rect.center().x() - wide / 2 - pxf(2), self._side()), self.width() - wide - pxf(5))
        return QRectF(left, rect.top(), wide + pxf(4), rect.height())

    def _mark_or_label(self, index: int) -> str:
        stop = self._stops[index]
        return {True: "✓", False: "✗", None: stop.label}[stop.holds]

    def _text_width(self, text: str) -> int:
        bold = caption_font(self.font())
        bold.setBold(True)  # a tick or a cross is
        return max(QFontMetrics(font).horizontalAdvance(text) for font in (caption_font(self.font()), bold))

    def _column(self) -> float:
        return (self.width() - self._side()) / max(self._forward, 1)

    def _gap(self) -> float:
        return min(pxf(8), self._column() * 0.2)

    def sizeHint(self) -> QSize:
        return QSize(px(320), _height(self))

    def _side(self) -> int:
        """Width of the words at the left."""
        return self.fontMetrics().horizontalAdvance("forward") + px(4)

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._stops:
            return
        theme = theme_of(self.palette())
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(caption_font(self.font()))
            painter.setPen(theme.muted)
            align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            side, row = self._side(), _row(self)
            painter.drawText(QRectF(0, 0, side, row), align, "forward")
            painter.drawText(QRectF(0, row + px(_GAP), side, row), align, "back")
            self._paint_way(painter, theme)
            for index in range(len(self._stops)):
                if index != self._current:
                    self._paint_stop(painter, theme, index)
            self._paint_stop(painter, theme, self._current)  # over its neighbours, where it needs their room

    def _paint_way(self, painter: QPainter, theme: Theme) -> None:
        for index in range(1, len(self._stops)):
            passed = index <= self._current
            painter.setPen(QPen(theme.accent if passed else theme.grid, pxf(2)))
            before, here = self.stop_rect(index - 1), self.stop_rect(index)
            if index == self._forward:
                x = before.center().x()
                painter.drawLine(QPointF(x, before.bottom()), QPointF(x, here.center().y()))
                painter.drawLine(QPointF(x, here.center().y()), QPointF(here.right(), here.center().y()))
            elif index < self._forward:
                painter.drawLine(QPointF(before.right(), here.center().y()), QPointF(here.left(), here.center().y()))
            else:
                painter.drawLine(QPointF(before.left(), here.center().y()), QPointF(here.right(), here.center().y()))

    def _paint_stop(self, painter: QPainter, theme: Theme, index: int) -> None:
        stop, rect, text = self._stops[index], self.box_of(index), self.shown_text(index)
        is_current = index == self._current
        edge = layer_colour(theme, stop.layer) if index <= self._current else theme.outline
        if stop.holds is False and not text:
            edge = theme.error
        ground = theme.accent if is_current else theme.tint if index <= self._current else theme.surface
        painter.setPen(QPen(theme.text if index == self._hovered else edge, pxf(1.5)))
        painter.setBrush(ground)
        painter.drawRoundedRect(rect, pxf(4), pxf(4))
        if not text:
            return
        colour = theme.accent_text if is_current else theme.text
        painter.setPen(colour)
        if stop.holds is None:
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
            return
        sign = theme.accent_text if is_current else theme.good if stop.holds else theme.error
        self._paint_checked(painter, rect, text, colour, sign)

    def _paint_checked(self, painter: QPainter, rect: QRectF, text: str, colour: QColor, sign: QColor) -> None:
        """The label and, in another colour, its tick or cross."""
        label, mark = text[:-1], text[-1]
        metrics = painter.fontMetrics()
        x = rect.center().x() - metrics.horizontalAdvance(text) / 2
        baseline = rect.center().y() + (metrics.ascent() - metrics.descent()) / 2
        painter.drawText(QPointF(x, baseline), label)
        painter.setPen(sign)
        font = painter.font()
        font.setBold(True)
        painter.setFont(font)
        painter.drawText(QPointF(x + metrics.horizontalAdvance(label), baseline), mark)
        font.setBold(False)
        painter.setFont(font)
        painter.setPen(colour)

    def _stop_at(self, at: QPoint) -> int | None:
        around = self._gap() / 2
        for index in range(len(self._stops)):
            if self.stop_rect(index).adjusted(-around, -pxf(2), around, pxf(2)).contains(QPointF(at)):
                return index
        return None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        hovered = self._stop_at(event.position().toPoint())
        if hovered != self._hovered:
            self._hovered = hovered
            self.update()
            self.setCursor(Qt.CursorShape.ArrowCursor if hovered is None else Qt.CursorShape.PointingHandCursor)
        if hovered is None:
            QToolTip.hideText()
        else:
            stop = self._stops[hovered]
            words = {True: "\n✓ checked: the gradient holds", False: "\n✗ checked: this gradient is wrong", None: ""}
            show_tip(event.globalPosition().toPoint(), stop.title + words[stop.holds], self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self._stop_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index is not None:
            self.step_chosen.emit(index)

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = None
        self.update()


def _row(of: QWidget) -> int:
    """As high as a sign in its box needs."""
    return max(px(_ROW), QFontMetrics(caption_font(of.font())).height() + px(6))


def _height(of: QWidget) -> int:
    return 2 * _row(of) + px(_GAP)
