"""The curve of a unit's function, with the point where the unit stands and the tangent there."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from handwriting_app.lab.neuron import UnitKind, slope, slope_words, value
from handwriting_app.numerals import number
from handwriting_app.ui.labs.figure import Axes, paint_scales
from handwriting_app.ui.theme import Theme, caption_font, theme_of
from handwriting_app.ui.widgets.painting import guarded


class ActivationCurve(QWidget):
    """y = f(z), its slope f′(z) below it, the present z, and the tangent."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("neuron_curve")
        self.setAccessibleName("Curve of the unit")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._kind: UnitKind = "sum"
        self._z = 0.0

    def sizeHint(self) -> QSize:
        return QSize(420, 190)

    def minimumSizeHint(self) -> QSize:
        return QSize(260, 110)

    def show_unit(self, kind: UnitKind, z: float) -> None:
        if (kind, z) != (self._kind, self._z):
            self._kind, self._z = kind, z
            self.setAccessibleDescription(self.words())
            self.update()

    def words(self) -> str:
        """The derivative at the present point as words."""
        steepness = float(slope(self._kind, np.array([self._z]))[0])
        at_edge = self._kind == "threshold" and self._z == 0
        return f"slope {'–' if at_edge else number(steepness, 3)}  ({slope_words(self._kind, self._z)})"

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            theme = theme_of(self.palette())
            line = self.fontMetrics().height()
            reach = max(6.0, math.ceil(abs(self._z)) + 1.0)
            if self._kind in {"threshold", "sigmoid"}:
                up = (-0.25, 1.3)
                up_ticks = [0.0, 0.5, 1.0]
            else:
                low = -reach / 4 if self._kind == "relu" else -reach
                up = (low, reach)
                up_ticks = [tick for tick in (-reach / 2, 0.0, reach / 2) if tick > low]
            box = QRectF(self.rect()).adjusted(36, line + 6, -8, -line - 2)
            axes = Axes(box, (-reach, reach), up)
            painter.fillRect(box, theme.surface)
            ticks = (-reach / 2, 0.0, reach / 2)
            paint_scales(painter, axes, theme, self.font(), (ticks, up_ticks), ("z", ""))
            painter.setClipRect(box.adjusted(-1, -1, 1, 1))
            z = np.unique(np.concatenate([np.linspace(-reach, reach, 141), [0.0]]))
            painter.setPen(QPen(theme.layers[2], 1.5, Qt.PenStyle.DotLine))
            for part in [z[z <= 0], z[z > 0]] if self._kind == "relu" else _parts(self._kind, z):
                painter.drawPolyline(_polyline(axes, part, slope(self._kind, part)))
            painter.setPen(QPen(theme.accent, 2.5))
            for part in _parts(self._kind, z):
                painter.drawPolyline(_polyline(axes, part, value(self._kind, part)))
            self._paint_point(painter, axes, theme)
            painter.setClipping(False)
            self._paint_legend(painter, theme, box)

    def _paint_point(self, painter: QPainter, axes: Axes, theme: Theme) -> None:
        here = np.array([self._z])
        y, steepness = float(value(self._kind, here)[0]), float(slope(self._kind, here)[0])
        at = axes.at(self._z, y)
        painter.setPen(QPen(theme.muted, 1, Qt.PenStyle.DashLine))
        painter.drawLine(axes.at(self._z, max(0.0, axes.up[0])), at)
        if not (self._kind == "threshold" and self._z == 0):
            # The tangent has the same length on the screen however steep it is.
            way = axes.at(self._z + 1, y + steepness) - at
            way = way / math.hypot(way.x(), way.y()) * 64
            painter.setPen(QPen(theme.layers[1], 2.5, Qt.PenStyle.DashLine))
            painter.drawLine(at - way, at + way)
        painter.setPen(QPen(theme.surface, 2))
        painter.setBrush(theme.text)
        painter.drawEllipse(at, 6, 6)

    def _paint_legend(self, painter: QPainter, theme: Theme, box: QRectF) -> None:
        painter.setFont(caption_font(self.font()))
        metrics = painter.fontMetrics()
        x, y = box.left(), metrics.height() / 2 + 2
        entries = (
            ("f(z)", theme.accent, Qt.PenStyle.SolidLine),
            ("f′(z)", theme.layers[2], Qt.PenStyle.DotLine),
            (self.words(), theme.layers[1], Qt.PenStyle.DashLine),
        )
        for text, colour, style in entries:
            painter.setPen(QPen(colour, 2.5, style))
            painter.drawLine(QPointF(x, y), QPointF(x + 18, y))
            painter.setPen(theme.text)
            room = QRectF(x + 22, y - metrics.height() / 2, self.width() - x - 22, metrics.height())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, metrics.elidedText(text, _RIGHT, int(room.width())))
            x += 22 + metrics.horizontalAdvance(text) + 14


_RIGHT = Qt.TextElideMode.ElideRight


def _parts(kind: UnitKind, z: np.ndarray) -> list[np.ndarray]:
    """The stretches over which the function makes no jump."""
    return [z[z < 0], z[z >= 0]] if kind == "threshold" else [z]


def _polyline(axes: Axes, z: np.ndarray, y: np.ndarray) -> QPolygonF:
    return QPolygonF([axes.at(float(across), float(up)) for across, up in zip(z, y, strict=True)])
