"""How sure the network is along the steps of a dream: a curve from 0 to 100 %, and where one is on it."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from handwriting_app.numerals import count, percent
from handwriting_app.ui.sizes import px, pxf, scaled
from handwriting_app.ui.theme import GRID, caption_font, theme_of
from handwriting_app.ui.widgets.painting import guarded
from handwriting_app.ui.widgets.place_tips import PlaceTips

_HEIGHTS: Final = (0.0, 0.5, 1.0)


class ProbabilityCurve(QWidget):
    """Step by probability. A click, or a drag, goes to a step; the slider below it does so with the keyboard.

    Signals:
        step_chosen(int)
    """

    step_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("dream_curve")
        self.setAccessibleName("How sure the network is, by the step")
        self._probabilities: NDArray[np.float64] = np.empty(0)
        self._step = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        scaled(self.setMinimumSize, 120, 72)
        PlaceTips(self, self._words_at)

    def show_curve(self, probabilities: NDArray[np.float64], step: int) -> None:
        """Show (steps + 1,) probabilities, and which step one is at; empty: nothing to see yet."""
        self._probabilities = probabilities
        self.show_step(step)

    def show_step(self, step: int) -> None:
        """Move the mark."""
        self._step = step
        if len(self._probabilities):
            last = float(self._probabilities[-1])
            self.setAccessibleDescription(
                f"From {percent(float(self._probabilities[0]))} at the start to {percent(last)}; {self._at(step)} here"
            )
        self.update()

    def place_of(self, step: int) -> QPointF:
        """Where a step of the curve is."""
        return self._places()[step]

    def sizeHint(self) -> QSize:
        return QSize(px(280), px(120))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._choose(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._choose(event.position())

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self.palette())
        area = self._area()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(caption_font(self.font()))
            metrics = painter.fontMetrics()
            for height in _HEIGHTS:
                y = area.bottom() - height * area.height()
                painter.setPen(QPen(theme.grid, pxf(1)))
                painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
                painter.setPen(theme.muted)
                beside = QRectF(0, y - metrics.height() / 2, area.left() - pxf(GRID / 2), metrics.height())
                painter.drawText(beside, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, percent(height))
            under = QRectF(area.left(), area.bottom() + pxf(2), area.width(), metrics.height())
            painter.drawText(under, Qt.AlignmentFlag.AlignLeft, "start")
            if not len(self._probabilities):
                return
            last = len(self._probabilities) - 1
            painter.drawText(under, Qt.AlignmentFlag.AlignRight, f"step {count(last)}")
            painter.setPen(QPen(theme.accent, pxf(2)))
            places = self._places()
            painter.drawPolyline(QPolygonF(places))
            here = places[self._step]
            painter.setPen(QPen(theme.muted, pxf(1), Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(here.x(), area.top()), QPointF(here.x(), area.bottom()))
            painter.setPen(QPen(theme.surface, pxf(1.5)))
            painter.setBrush(theme.accent)
            painter.drawEllipse(here, pxf(5), pxf(5))

    def _places(self) -> list[QPointF]:
        """Where every step is."""
        area = self._area()
        across = area.left() + np.linspace(0, area.width(), len(self._probabilities))
        up = area.bottom() - self._probabilities * area.height()
        return [QPointF(x, y) for x, y in zip(across.tolist(), up.tolist(), strict=True)]

    def _area(self) -> QRectF:
        metrics = self.fontMetrics()
        left = metrics.horizontalAdvance(percent(1.0)) + pxf(GRID)
        return QRectF(self.rect()).adjusted(left, pxf(GRID), -pxf(GRID), -metrics.height() - pxf(2))

    def _at(self, step: int) -> str:
        where = f"step {count(step)}" if step else "start"
        return f"{where}: {percent(float(self._probabilities[step]))}"

    def _step_at(self, place: QPointF) -> int:
        area, last = self._area(), len(self._probabilities) - 1
        return min(max(round((place.x() - area.left()) / max(area.width(), 1) * last), 0), last)

    def _words_at(self, place: QPoint) -> str | None:
        return self._at(self._step_at(QPointF(place))).capitalize() if len(self._probabilities) else None

    def _choose(self, place: QPointF) -> None:
        if len(self._probabilities):
            self.step_chosen.emit(self._step_at(place))
