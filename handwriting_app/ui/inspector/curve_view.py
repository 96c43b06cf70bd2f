"""The activation function with a layer's neurons on it, and the slope at the chosen one."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from handwriting_app.engine.activations import activation_named
from handwriting_app.engine.arrays import Array
from handwriting_app.explain.boards import Curve
from handwriting_app.numerals import number
from handwriting_app.ui.sizes import px, pxf, scaled
from handwriting_app.ui.theme import caption_font, theme_of
from handwriting_app.ui.widgets.painting import guarded
from handwriting_app.ui.widgets.tips import set_tip

_SIDE = 136
_MARGIN = 18


class CurveView(QWidget):
    """Shows a(z). Each small dot is a neuron; the large one is chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._curve: Curve | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        scaled(self.setFixedWidth, _width)
        scaled(self.setMaximumHeight, 180)

    def show_curve(self, curve: Curve) -> None:
        """Show another layer or another neuron."""
        self._curve = curve
        z = float(curve.z[curve.unit])
        slope = float(activation_named(curve.activation).derivative(np.array([z]))[0])
        words = f"{curve.activation} at z = {number(z)}: slope {number(slope)}"
        self.setAccessibleName(words)
        set_tip(self, f"{words}.\nEach dot is a neuron of the layer; the large one is chosen.")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_width(self), px(_SIDE))

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        curve = self._curve
        if curve is None or not np.isfinite(curve.z).all():
            return
        theme = theme_of(self.palette())
        function = activation_named(curve.activation)
        reach = max(4.0, float(np.abs(curve.z).max()) * 1.05)
        low = -1.0 if curve.activation == "tanh" else 0.0
        high = reach if curve.activation == "relu" else 1.0
        words = caption_font(self.font())
        margin = max(pxf(_MARGIN), QFontMetrics(words).height() + pxf(2))
        area = QRectF(self.rect()).adjusted(pxf(6), pxf(8), -pxf(6), -margin)

        def at(z: Array) -> QPolygonF:
            """Where the curve is at some z."""
            x = area.center().x() + z / reach * (area.width() / 2)
            y = area.bottom() - (function.value(np.array(z)) - low) / (high - low) * area.height()
            return QPolygonF([QPointF(*point) for point in zip(x.tolist(), y.tolist(), strict=True)])

        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.grid, pxf(1)))
            floor = area.bottom() + low / (high - low) * area.height()
            painter.drawLine(QPointF(area.left(), floor), QPointF(area.right(), floor))
            painter.drawLine(QPointF(area.center().x(), area.top()), QPointF(area.center().x(), area.bottom()))
            bends = np.array([-reach, 0.0, reach]) if curve.activation == "relu" else np.linspace(-reach, reach, 49)
            painter.setPen(QPen(theme.muted, pxf(2)))
            painter.drawPolyline(at(bends))
            dots = QColor(theme.accent)
            dots.setAlphaF(0.45)
            painter.setPen(QPen(dots, pxf(5), c=Qt.PenCapStyle.RoundCap))
            painter.drawPoints(at(curve.z))
            chosen = curve.z[curve.unit : curve.unit + 1]
            here = at(chosen).first()
            if curve.has_tangent:
                slope = float(function.derivative(chosen)[0])
                run = QPointF(1, -slope * (area.height() / (high - low)) / (area.width() / 2 / reach))
                run *= pxf(32) / max((run.x() ** 2 + run.y() ** 2) ** 0.5, 1e-9)
                painter.setPen(QPen(theme.positive, pxf(3)))
                painter.drawLine(here - run, here + run)
            painter.setPen(QPen(theme.surface, pxf(1.5)))
            painter.setBrush(theme.accent)
            painter.drawEllipse(here, pxf(5), pxf(5))
            painter.setPen(theme.muted)
            painter.setFont(words)
            under = QRectF(0, area.bottom() + pxf(2), self.width(), margin)
            painter.drawText(under, Qt.AlignmentFlag.AlignCenter, f"z from {number(-reach, 2)} to {number(reach, 2)}")


def _width(of: QWidget) -> int:
    """As wide as the words under the curve may be."""
    words = QFontMetrics(caption_font(of.font())).horizontalAdvance("z from −0.00 to 0.00")
    return max(px(_SIDE), words + px(4))
