"""The curve of a unit, with the point where it stands and the tangent there: over its one input, or else over z."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from handwriting_app.lab.equations import stated
from handwriting_app.lab.neuron import Neuron
from handwriting_app.lab.unit_curve import UnitCurve, edge_words, unit_curve
from handwriting_app.ui.labs.figure import Axes, paint_pill, paint_scales, room_for_numbers
from handwriting_app.ui.sizes import px, pxf
from handwriting_app.ui.theme import Theme, caption_font, theme_of
from handwriting_app.ui.widgets.painting import guarded

_LEFT, _RIGHT = 44, 10
_TANGENT = 64.0
"""Half its length, however steep it is."""


class ActivationCurve(QWidget):
    """The output, its slope, where the unit stands, and the tangent; of a threshold its edge, of a line its rise."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("neuron_curve")
        self.setAccessibleName("Curve of the unit")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.curve: UnitCurve = unit_curve(Neuron("sum", (1.0,), 0.0), (0.0,))

    def sizeHint(self) -> QSize:
        return QSize(px(420), px(200))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(260), px(112))

    def show_unit(self, neuron: Neuron, inputs: tuple[float, ...]) -> None:
        """``inputs``: as many as the unit has."""
        self.curve = unit_curve(neuron, inputs)
        self.setAccessibleDescription(f"y over {self.curve.axis}; {self.curve.words}")
        self.update()

    def words(self) -> str:
        """The slope at the present point, or the edge, as words."""
        return self.curve.words

    def pixel_of(self, x: float, y: float) -> QPointF:
        """Where a place of the plot is on the widget."""
        return self._axes().at(x, y)

    def _axes(self) -> Axes:
        line = caption_height(self)
        box = QRectF(self.rect()).adjusted(
            room_for_numbers(self.font(), _LEFT, "−00.0"), 2 * line + pxf(6), -pxf(_RIGHT), -line - pxf(4)
        )
        return Axes(box, self.curve.across, self.curve.up)

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            theme, curve, axes = theme_of(self.palette()), self.curve, self._axes()
            painter.fillRect(axes.box, theme.surface)
            paint_scales(painter, axes, theme, self.font(), (_ticks(curve.across), _ticks(curve.up)), (curve.axis, "y"))
            painter.setClipRect(axes.box.adjusted(-pxf(1), -pxf(1), pxf(1), pxf(1)))
            self._paint_zero(painter, axes, theme)
            painter.setPen(QPen(theme.layers[2], pxf(1.5), Qt.PenStyle.DotLine))
            for part in curve.slopes:
                painter.drawPolyline(_polyline(axes, part))
            painter.setPen(QPen(theme.accent, pxf(2.5)))
            for part in curve.values:
                painter.drawPolyline(_polyline(axes, part))
            if curve.edge is not None:
                self._paint_edge(painter, axes, theme, curve.edge)
            if curve.rise is not None:
                self._paint_rise(painter, axes, theme, *curve.rise)
            self._paint_point(painter, axes, theme)
            painter.setClipping(False)
            self._paint_legend(painter, theme, axes.box)

    def _paint_zero(self, painter: QPainter, axes: Axes, theme: Theme) -> None:
        """The two axes themselves, through 0."""
        painter.setPen(QPen(theme.outline, pxf(1)))
        painter.drawLine(axes.at(0, axes.up[0]), axes.at(0, axes.up[1]))
        painter.drawLine(axes.at(axes.across[0], 0), axes.at(axes.across[1], 0))

    def _paint_edge(self, painter: QPainter, axes: Axes, theme: Theme, edge: float) -> None:
        """Where it jumps: at the edge itself the output is 0, so the upper ring is empty and the lower is filled."""
        foot, head = axes.at(edge, 0), axes.at(edge, 1)
        painter.setPen(QPen(theme.warning, pxf(1.5), Qt.PenStyle.DashLine))
        painter.drawLine(foot, head)
        painter.setPen(QPen(theme.accent, pxf(2)))
        painter.setBrush(theme.surface)
        painter.drawEllipse(head, pxf(4), pxf(4))
        painter.setBrush(theme.accent)
        painter.drawEllipse(foot, pxf(4), pxf(4))
        painter.setFont(caption_font(self.font()))
        words = f"edge {edge_words(edge, self.curve.axis)}"
        self._paint_label(painter, axes, theme, axes.at(edge, 0.5), words, theme.warning)

    def _paint_rise(self, painter: QPainter, axes: Axes, theme: Theme, bias: float, weight: float) -> None:
        """The bias as the height at 0, and the weight as the rise for each 1 across."""
        start, corner, end = axes.at(0, bias), axes.at(1, bias), axes.at(1, bias + weight)
        painter.setPen(QPen(theme.warning, pxf(1.5), Qt.PenStyle.DashLine))
        painter.drawPolyline(QPolygonF([start, corner, end]))
        painter.setPen(QPen(theme.surface, pxf(1.5)))
        painter.setBrush(theme.warning)
        painter.drawEllipse(start, pxf(4), pxf(4))
        painter.setFont(caption_font(self.font()))
        metrics = painter.fontMetrics()
        height, name = stated("height b", bias), stated("rise w₁", weight)
        # Each on the side where the line is not.
        away = -1 if weight < 0 else 1
        up = away * (metrics.height() / 2 + pxf(4))
        left = start - QPointF(metrics.horizontalAdvance(height) / 2 + pxf(12), up)
        right = corner + QPointF(metrics.horizontalAdvance(name) / 2 + pxf(16), up)
        self._paint_label(painter, axes, theme, left, height, theme.warning)
        self._paint_label(painter, axes, theme, right, name, theme.warning)

    def _paint_label(
        self, painter: QPainter, axes: Axes, theme: Theme, centre: QPointF, text: str, colour: QColor
    ) -> None:
        """Words near a place, moved so far that they lie within the plot."""
        half = painter.fontMetrics().horizontalAdvance(text) / 2 + pxf(8)
        tall = painter.fontMetrics().height() / 2 + pxf(3)
        x = min(max(centre.x(), axes.box.left() + half), axes.box.right() - half)
        y = min(max(centre.y(), axes.box.top() + tall), axes.box.bottom() - tall)
        paint_pill(painter, QPointF(x, y), text, theme, colour)

    def _paint_point(self, painter: QPainter, axes: Axes, theme: Theme) -> None:
        at = axes.at(*self.curve.here)
        painter.setPen(QPen(theme.muted, pxf(1), Qt.PenStyle.DashLine))
        painter.drawLine(axes.at(self.curve.here[0], max(0.0, axes.up[0])), at)
        if self.curve.tangent is not None:
            way = axes.at(self.curve.here[0] + 1, self.curve.here[1] + self.curve.tangent) - at
            way = way / math.hypot(way.x(), way.y()) * pxf(_TANGENT)
            painter.setPen(QPen(theme.layers[1], pxf(2.5), Qt.PenStyle.DashLine))
            painter.drawLine(at - way, at + way)
        painter.setPen(QPen(theme.surface, pxf(2)))
        painter.setBrush(theme.text)
        painter.drawEllipse(at, pxf(6), pxf(6))

    def _paint_legend(self, painter: QPainter, theme: Theme, box: QRectF) -> None:
        painter.setFont(caption_font(self.font()))
        metrics = painter.fontMetrics()
        line = metrics.height()
        x, y = pxf(4), line / 2 + pxf(1)
        value, slope = self.curve.legend
        entries = [
            (value, theme.accent, Qt.PenStyle.SolidLine),
            (slope, theme.layers[2], Qt.PenStyle.DotLine),
            ("tangent", theme.layers[1], Qt.PenStyle.DashLine),
        ]
        for text, colour, style in entries if self.curve.tangent is not None else entries[:2]:
            painter.setPen(QPen(colour, pxf(2.5), style))
            painter.drawLine(QPointF(x, y), QPointF(x + pxf(18), y))
            painter.setPen(theme.text)
            room = QRectF(x + pxf(22), y - line / 2, metrics.horizontalAdvance(text) + pxf(4), line)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
            x += metrics.horizontalAdvance(text) + pxf(22 + 14)
        width = self.width() - px(8)
        words = metrics.elidedText(self.curve.words, Qt.TextElideMode.ElideRight, width)
        painter.setPen(theme.text)
        painter.drawText(QRectF(pxf(4), line + pxf(2), width, line), Qt.AlignmentFlag.AlignVCenter, words)


def caption_height(widget: QWidget) -> int:
    """The height of a line of the caption font."""
    return widget.fontMetrics().height()


def _ticks(ends: tuple[float, float]) -> list[float]:
    """0 and two round numbers, or three, within the ends."""
    low, high = ends
    step = max(abs(low), high) / 2
    if high < 3:
        step = 0.5 if high < 1.6 else 1.0
    elif step > 3:
        step = float(math.floor(step))
    return [each * step for each in range(math.ceil(low / step), math.floor(high / step) + 1)]


def _polyline(axes: Axes, part: np.ndarray) -> QPolygonF:
    return QPolygonF([axes.at(float(across), float(up)) for across, up in part])
