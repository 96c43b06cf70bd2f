"""δ of every layer as a ribbon under the map: from the output at the right back to the pixels, on one log scale."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from handwriting_app.explain.delta_ribbon import DeltaRibbon
from handwriting_app.numerals import number, raised
from handwriting_app.ui.inspector.typeset import layer_colour
from handwriting_app.ui.keys import keys_of
from handwriting_app.ui.sizes import px, pxf
from handwriting_app.ui.theme import Theme, caption_font, theme_of
from handwriting_app.ui.widgets.painting import guarded
from handwriting_app.ui.widgets.place_tips import PlaceTips

_LOW, _HIGH = 52, 104
"""Height of the scale in a low window and in a high one."""

_GAP = 7
"""Between the words and the highest decade, whose number is centred on its line."""

_DOT = 3.5


class DeltaRibbonView(QWidget):
    """Shows a `DeltaRibbon`. Each layer stands under its δ on the map; a click goes there, and so do the arrow keys.

    Signals:
        layer_chosen(int): go to where this layer's δ is worked out; 0 is the pixels.
    """

    layer_chosen = Signal(int)

    own_keys = keys_of("ribbon")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ribbon: DeltaRibbon | None = None
        self._current: int | None = None
        self.setObjectName("delta_ribbon")
        self.setAccessibleName("Size of δ in every layer, from the output back to the pixels")
        # As with the pictures, a click leaves the arrow keys to the view around it.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._is_high = False
        self._fit()
        PlaceTips(self, self._tip)

    def show_ribbon(self, ribbon: DeltaRibbon, current: int | None) -> None:
        """Show δ; ``current``: the layer whose δ or gradient is looked at, if any is."""
        if (ribbon, current) == (self._ribbon, self._current):
            return
        self._ribbon, self._current = ribbon, current
        every = "; ".join(ribbon.describe(layer) for layer in range(ribbon.depth, -1, -1))
        self.setAccessibleDescription(f"{ribbon.sentence} {every}.")
        self.update()

    def set_high(self, is_high: bool) -> None:
        """Take more room, or as little as the ribbon can be read in."""
        self._is_high = is_high
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(self._caption() + px(_GAP) + self._scale_height() + px(6))

    def _scale_height(self) -> int:
        return px(_HIGH if self._is_high else _LOW)

    def ribbon(self) -> DeltaRibbon | None:
        """What is shown."""
        return self._ribbon

    def decades(self) -> tuple[int, ...]:
        """The powers of ten that are written at the left, from the low end up: as many as have room."""
        if self._ribbon is None:
            return ()
        low, high = self._ribbon.powers
        decade = self._scale_height() / (high - low)
        apart = next(
            (step for step in (1, 2, 5, 10, 20, 50, 100) if decade * step >= self._caption() - pxf(1)), high - low
        )
        return tuple(power for power in range(low, high + 1) if power % apart == 0)

    def place_of(self, layer: int) -> QPointF:
        """Where a layer stands, in pixels of the widget; a 0 stands at the foot."""
        return self._place(layer, self._plot())

    def _place(self, layer: int, plot: QRectF) -> QPointF:
        assert self._ribbon is not None
        height = self._ribbon.height(layer)
        column = plot.width() / (2 * self._ribbon.depth + 2)
        return QPointF(plot.left() + (2 * layer + 0.5) * column, plot.bottom() - (height or 0.0) * plot.height())

    def sizeHint(self) -> QSize:
        return QSize(px(320), self.height())

    # --- painting ------------------------------------------------------------------------------------------------

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        ribbon = self._ribbon
        if ribbon is None:
            return
        theme = theme_of(self.palette())
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(caption_font(self.font()))
            painter.setPen(theme.text)
            head = QRectF(0, 0, self.width(), self._caption())
            metrics = painter.fontMetrics()
            words = metrics.elidedText(ribbon.sentence, Qt.TextElideMode.ElideRight, self.width())
            painter.drawText(head, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
            plot, colours = self._plot(), [layer_colour(theme, layer) for layer in range(ribbon.depth + 1)]
            self._paint_scale(painter, theme)
            for layer in range(ribbon.depth):
                self._paint_between(painter, theme, layer, plot, colours[layer + 1])
            for layer in range(ribbon.depth + 1):
                self._paint_layer(painter, theme, layer, plot, colours[layer])
            if self.hasFocus():
                painter.setPen(QPen(theme.accent, pxf(1), Qt.PenStyle.DashLine))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                half = pxf(0.5)
                painter.drawRect(QRectF(self.rect()).adjusted(half, half, -half, -half))

    def _paint_scale(self, painter: QPainter, theme: Theme) -> None:
        assert self._ribbon is not None
        low, high = self._ribbon.powers
        plot = self._plot()
        for power in self.decades():
            y = plot.bottom() - (power - low) / (high - low) * plot.height()
            painter.setPen(QPen(theme.grid, pxf(1)))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(theme.muted)
            half = self._caption() / 2
            label = QRectF(0, y - half, plot.left() - pxf(4), 2 * half)
            painter.drawText(label, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"10{raised(power)}")

    def _paint_between(self, painter: QPainter, theme: Theme, layer: int, plot: QRectF, colour: QColor) -> None:
        """The ribbon from a layer to the one above: as high as δ, or a broken line down to a 0."""
        assert self._ribbon is not None
        here, above, foot = self._place(layer, plot), self._place(layer + 1, plot), plot.bottom()
        if self._ribbon.height(layer) is None or self._ribbon.height(layer + 1) is None:
            painter.setPen(QPen(theme.muted, pxf(1), Qt.PenStyle.DotLine))
            painter.drawLine(here, above)
            return
        pale = QColor(colour)
        pale.setAlphaF(0.35)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(pale)
        painter.drawPolygon(QPolygonF([QPointF(here.x(), foot), here, above, QPointF(above.x(), foot)]))
        painter.setPen(QPen(colour, pxf(2)))
        painter.drawLine(here, above)

    def _paint_layer(self, painter: QPainter, theme: Theme, layer: int, plot: QRectF, colour: QColor) -> None:
        ribbon = self._ribbon
        assert ribbon is not None
        at, metrics = self._place(layer, plot), QFontMetricsF(painter.font())
        is_zero = ribbon.height(layer) is None
        painter.setBrush(theme.background if is_zero else colour)
        painter.setPen(QPen(theme.accent if layer == self._current else theme.background, pxf(2)))
        dot, apart = pxf(_DOT), pxf(3)
        size = dot + pxf(2) if layer == self._current else dot
        text = "0" if is_zero else number(ribbon.sizes[layer], 2)
        if not is_zero:
            painter.drawEllipse(at, size, size)
        elif layer == self._current:
            painter.drawEllipse(at - QPointF(0, metrics.height() / 2), size + apart, size + apart)
        width = metrics.horizontalAdvance(text)
        room = 2 * plot.width() / (2 * ribbon.depth + 2)
        if is_zero or width + pxf(6) <= room:
            # Over the dot, or under it where the ribbon is at the top.
            over, under = at.y() - dot - apart, at.y() + dot + apart + metrics.ascent()
            has_room = over - metrics.ascent() >= self._caption()
            baseline = at.y() - pxf(2) if is_zero else over if has_room else under
            painter.setPen(theme.error if is_zero else theme.text)
            x = min(max(at.x() - width / 2, plot.left()), self.width() - width)
            painter.drawText(QPointF(x, baseline), text)

    # --- geometry ------------------------------------------------------------------------------------------------

    def _caption(self) -> int:
        return math.ceil(QFontMetricsF(caption_font(self.font())).height())

    def _plot(self) -> QRectF:
        # As wide as the map above has it, so that a layer stands under its δ.
        side = self.fontMetrics().horizontalAdvance("forward") + px(4)
        return QRectF(side, self._caption() + px(_GAP), self.width() - side, self._scale_height())

    def layer_at(self, at: QPoint) -> int | None:
        """The layer nearest to a place; None beside the scale."""
        if self._ribbon is None or at.x() < self._plot().left():
            return None
        return min(range(self._ribbon.depth + 1), key=lambda layer: abs(self.place_of(layer).x() - at.x()))

    # --- mouse and keyboard --------------------------------------------------------------------------------------

    def _tip(self, at: QPoint) -> str:
        layer = self.layer_at(at)
        if self._ribbon is None:
            return ""
        return self._ribbon.sentence if layer is None else self._ribbon.describe(layer)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        layer = self.layer_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and layer is not None:
            self.layer_chosen.emit(layer)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        move = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if move is None or self._ribbon is None:
            super().keyPressEvent(event)
            return
        # From outside the way back one comes in at its beginning, the output.
        depth = self._ribbon.depth
        to = depth if self._current is None else min(max(self._current + move, 0), depth)
        self.layer_chosen.emit(to)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()
