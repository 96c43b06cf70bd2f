"""A unit, drawn: inputs, weighted edges, the sum, the function, the output, with every number where it belongs."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from handwriting_app.lab.equations import output_text, stated, unit_equations
from handwriting_app.lab.neuron import UnitKind, value
from handwriting_app.lab.neuron_state import NeuronLabState
from handwriting_app.numerals import number
from handwriting_app.ui.labs.figure import (
    CENTRE,
    capsule_half,
    paint_capsule,
    paint_pill,
    pill_width,
    sign_pen,
    subscript,
)
from handwriting_app.ui.labs.number_slider import REACH
from handwriting_app.ui.sizes import px, pxf
from handwriting_app.ui.theme import Theme, caption_font, mix, theme_of
from handwriting_app.ui.widgets.painting import guarded

RADIUS = 30.0
PER_PIXEL = 0.05
"""How much a number changes when one drags it by a pixel at 100 %."""


class NeuronPicture(QWidget):
    """The picture; its inputs and weights can be dragged up and down.

    Signals:
        input_dragged(int, float), weight_dragged(int, float): position from 0, and the new number.
        bias_dragged(float)
    """

    input_dragged = Signal(int, float)
    weight_dragged = Signal(int, float)
    bias_dragged = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("neuron_picture")
        self.setAccessibleName("Picture of the unit")
        self.setToolTip("Drag an input or a weight up or down")
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._state = NeuronLabState()
        self._curve = _curve(self._state.kind)
        self._handles: list[tuple[QRectF, str, int]] = []
        self._dragged: tuple[str, int, float, float] | None = None

    def sizeHint(self) -> QSize:
        return QSize(px(420), px(180))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(300), px(112))

    def show_state(self, state: NeuronLabState) -> None:
        self._state, self._curve = state, _curve(state.kind)
        self.setAccessibleDescription(", ".join(unit_equations(state.neuron(), state.inputs[: state.used])))
        self.update()

    def handle(self, kind: str, index: int = 0) -> QPointF:
        """Where the handle of an ``input``, a ``weight`` or the ``bias`` is, once painted."""
        return next(place.center() for place, of, at in self._handles if (of, at) == (kind, index))

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            theme = theme_of(self.palette())
            state, width, height = self._state, self.width(), self.height()
            neuron = state.neuron()
            self._handles = []
            rows = state.used
            foot = pxf(24)
            middle = (height - foot) / 2
            step = min((height - foot) / max(rows, 2), pxf(100))
            radius = min(max(height / 9, pxf(18)), pxf(RADIUS), step / 2 - pxf(1))
            given, output = [number(each) for each in state.inputs[:rows]], output_text(state.kind, state.z())
            half = capsule_half(painter, given, radius)
            font, small = self.font(), caption_font(self.font())
            name = max(pxf(20), QFontMetricsF(small).horizontalAdvance(f"X{subscript(rows)}") + pxf(8))
            left, right = half + name + pxf(2), width - capsule_half(painter, [output], radius) - pxf(16)
            sum_at = QPointF(left + (right - left) * 0.46, middle)
            function_at = QPointF(left + (right - left) * 0.74, middle)
            output_at = QPointF(right, middle)
            inputs = [QPointF(left, middle + (row - (rows - 1) / 2) * step) for row in range(rows)]
            bias_at = QPointF(sum_at.x(), height - foot + pxf(8))

            has_bias = state.kind != "sum"
            for row, start in enumerate(inputs):
                painter.setPen(sign_pen(float(neuron.weights_in_use()[row]), theme))
                painter.drawLine(start, sum_at)
            if has_bias:
                painter.setPen(sign_pen(neuron.bias_in_use(), theme))
                painter.drawLine(bias_at, sum_at)
            painter.setPen(QPen(theme.outline, pxf(2)))
            painter.drawLine(sum_at, function_at)
            painter.drawLine(function_at, output_at)

            for row, start in enumerate(inputs):
                painter.setFont(small)
                if has_bias:
                    text = f"× {number(float(neuron.weights_in_use()[row]))}"
                    # Near the inputs, where the edges are apart.
                    across = half + pill_width(painter, text) / 2 + pxf(6)
                    on_edge = start + (sum_at - start) * (across / (sum_at.x() - start.x()))
                    self._handles.append((paint_pill(painter, on_edge, text, theme), "weight", row))
                painter.setPen(theme.muted)
                label = QRectF(start.x() - half - name - pxf(1), start.y() - pxf(9), name, pxf(18))
                painter.drawText(label, CENTRE, f"X{subscript(row + 1)}")
                painter.setFont(font)
                self._handles.append((self._disc(painter, start, radius, given[row], theme), "input", row))
            if has_bias:
                painter.setFont(small)
                text = f"bias {number(neuron.bias_in_use())}"
                self._handles.append((paint_pill(painter, bias_at, text, theme), "bias", 0))
            painter.setFont(font)
            self._disc(painter, sum_at, radius, "Σ", theme)
            self._function(painter, function_at, radius, theme)
            self._disc(painter, output_at, radius, output, theme, strong=True)
            painter.setFont(small)
            z = stated("z", state.z())
            fits = pill_width(painter, z) + pxf(4) < function_at.x() - sum_at.x() - 2 * radius
            z_at = QPointF((sum_at.x() + function_at.x()) / 2, middle - (pxf(14) if fits else radius + pxf(11)))
            paint_pill(painter, z_at, z, theme)
            painter.setPen(theme.muted)
            for centre, words in ((function_at, _WORDS[state.kind]), (output_at, "output")):
                below = QRectF(centre.x() - pxf(50), centre.y() + radius + pxf(3), pxf(100), pxf(18))
                painter.drawText(below, CENTRE, words)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self._under(event.position())
        if found is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        kind, index = found
        state = self._state
        start = {"input": state.inputs, "weight": state.weights, "bias": (state.bias,)}[kind][index]
        self._dragged = (kind, index, start, event.position().y())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragged is None:
            over = self._under(event.position()) is not None
            self.setCursor(Qt.CursorShape.SizeVerCursor if over else Qt.CursorShape.ArrowCursor)
            return
        kind, index, start, y = self._dragged
        moved = start + (y - event.position().y()) / pxf(1) * PER_PIXEL
        moved = round(min(max(moved, -REACH), REACH), 2)
        if kind == "input":
            self.input_dragged.emit(index, moved)
        elif kind == "weight":
            self.weight_dragged.emit(index, moved)
        else:
            self.bias_dragged.emit(moved)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._dragged = None

    def _under(self, place: QPointF) -> tuple[str, int] | None:
        for area, kind, index in reversed(self._handles):
            if area.contains(place):
                return kind, index
        return None

    def _disc(
        self, painter: QPainter, centre: QPointF, radius: float, text: str, theme: Theme, strong: bool = False
    ) -> QRectF:
        painter.setPen(QPen(theme.accent if strong else theme.outline, pxf(3 if strong else 1.5)))
        painter.setBrush(theme.tint if strong else theme.surface)
        return paint_capsule(painter, centre, radius, text, theme.text)

    def _function(self, painter: QPainter, centre: QPointF, radius: float, theme: Theme) -> None:
        """The function as a small curve in a box."""
        box = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
        painter.setPen(QPen(theme.outline, pxf(1.5)))
        painter.setBrush(theme.surface)
        painter.drawRoundedRect(box, pxf(6), pxf(6))
        painter.setPen(QPen(mix(theme.surface, theme.outline, 0.5), pxf(1)))
        painter.drawLine(QPointF(box.left() + pxf(5), centre.y()), QPointF(box.right() - pxf(5), centre.y()))
        path = QPainterPath()
        for index, (across, up) in enumerate(self._curve):
            point = QPointF(centre.x() + across * (radius - pxf(6)), centre.y() - up * (radius - pxf(8)))
            path.lineTo(point) if index else path.moveTo(point)
        painter.setPen(QPen(theme.accent, pxf(2.5)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)


def _curve(kind: UnitKind) -> list[tuple[float, float]]:
    """The function from −1 to 1 across; a sigmoid from −5 to 5, for it is flat in the middle."""
    z = np.linspace(-1, 1, 41)
    heights = value(kind, z * (5.0 if kind == "sigmoid" else 1.0))
    return list(zip(z.tolist(), heights.tolist(), strict=True))


_WORDS: dict[UnitKind, str] = {
    "sum": "as it is",
    "linear": "linear",
    "threshold": "threshold",
    "sigmoid": "sigmoid σ",
    "relu": "ReLU",
}
