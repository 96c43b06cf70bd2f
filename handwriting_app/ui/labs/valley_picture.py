"""The valley: the curve of the cost, the ball on it with the tangent, and where the next step will land."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from handwriting_app.lab.valley import REACH, SHOWN, Frame, ValleyDescent
from handwriting_app.numerals import trimmed
from handwriting_app.ui.keys import keys_of
from handwriting_app.ui.labs.figure import Axes, paint_pill, paint_scales, pill_width, room_above, room_for_numbers
from handwriting_app.ui.sizes import px, pxf
from handwriting_app.ui.theme import Theme, caption_font, mix, theme_of
from handwriting_app.ui.widgets.painting import guarded

BALL = 9.0
_LEFT = 40.0
"""Room for the numbers on the left."""
_TICKS = 4
NUDGE = 0.1


class ValleyPicture(QWidget):
    """Shows a `ValleyDescent`. Click or drag, or press the left and right arrows, to put the ball elsewhere.

    Signals:
        start_changed(float): The person has put the ball at this weight.
    """

    start_changed = Signal(float)

    own_keys = keys_of("ball")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("valley_picture")
        self.setAccessibleName("Valley of costs over one weight")
        self.setToolTip("Click or drag to put the ball elsewhere; the arrow keys nudge it")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._descent = ValleyDescent()
        self._held: Frame | None = None

    def sizeHint(self) -> QSize:
        return QSize(px(420), px(300))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(220), px(160))

    def show_descent(self, descent: ValleyDescent) -> None:
        self._descent = descent
        self.setAccessibleDescription(f"weight {trimmed(descent.w)}, cost {trimmed(descent.cost)}, {descent.status}")
        self.update()

    def pixel_of(self, w: float) -> QPointF:
        """Where the curve is above a weight."""
        return self._axes().at(w, self._descent.valley.cost(w))

    @property
    def frame(self) -> Frame:
        """What is shown: it grows with the ball's ways; under the hand that moves the ball it stands still."""
        return self._held or self._descent.frame

    def _axes(self) -> Axes:
        line = self.fontMetrics().height()
        frame = self.frame
        box = QRectF(self.rect()).adjusted(
            room_for_numbers(self.font(), _LEFT, "00.0"), room_above(self.font(), 4), -pxf(8), -line - pxf(4)
        )
        return Axes(box, (-frame.reach, frame.reach), (0.0, frame.top))

    # --- painting ------------------------------------------------------------------------------------------------

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            theme = theme_of(self.palette())
            axes = self._axes()
            descent = self._descent
            painter.fillRect(axes.box, theme.surface)
            self._paint_ground(painter, axes, theme)
            reach, top = self.frame.reach, self.frame.top
            ticks = [
                [start + share * span / _TICKS for share in range(_TICKS + 1)]
                for start, span in ((-reach, 2 * reach), (0, top))
            ]
            paint_scales(painter, axes, theme, self.font(), (ticks[0], ticks[1]), ("weight w", "cost C(w)"))
            painter.setClipRect(axes.box)
            self._paint_curve(painter, axes, theme)
            self._paint_trail(painter, axes, theme)
            if self.frame.holds(descent.w, descent.cost):
                self._paint_tangent(painter, axes, theme)
                if not descent.has_ended:
                    self._paint_next(painter, axes, theme)
                painter.setPen(QPen(theme.surface, pxf(2)))
                painter.setBrush(theme.accent)
                painter.drawEllipse(axes.at(descent.w, descent.cost), pxf(BALL), pxf(BALL))
            else:
                self._paint_lost(painter, axes, theme)
            painter.setClipping(False)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.accent if self.hasFocus() else theme.grid, pxf(2 if self.hasFocus() else 1)))
            painter.drawRect(axes.box)

    def _paint_ground(self, painter: QPainter, axes: Axes, theme: Theme) -> None:
        painter.save()
        painter.setClipRect(axes.box)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(mix(theme.surface, theme.accent, 0.10))
        painter.drawPolygon(QPolygonF([*self._curve(axes), axes.box.bottomRight(), axes.box.bottomLeft()]))
        painter.restore()

    def _paint_curve(self, painter: QPainter, axes: Axes, theme: Theme) -> None:
        painter.setPen(QPen(theme.text, pxf(2.5)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(self._curve(axes)))

    def _curve(self, axes: Axes) -> list[QPointF]:
        return [axes.at(w, self._descent.valley.cost(w)) for w in np.linspace(*axes.across, 241).tolist()]

    def _paint_trail(self, painter: QPainter, axes: Axes, theme: Theme) -> None:
        trail = self._descent.trail[-SHOWN - 1 :]
        places = [axes.at(w, self._descent.valley.cost(w)) for w in trail]
        for age, (start, end) in enumerate(zip(places[-2::-1], places[:0:-1], strict=True)):
            colour = mix(theme.positive, theme.surface, min(age / SHOWN, 0.85))
            painter.setPen(QPen(colour, pxf(1.5)))
            painter.drawLine(start, end)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawEllipse(start, pxf(4), pxf(4))

    def _paint_tangent(self, painter: QPainter, axes: Axes, theme: Theme) -> None:
        descent = self._descent
        ball = axes.at(descent.w, descent.cost)
        way = axes.at(descent.w + 1, descent.cost + descent.slope) - ball
        way *= pxf(64) / max(np.hypot(way.x(), way.y()), 1e-9)
        painter.setPen(QPen(theme.accent, pxf(2), Qt.PenStyle.DashLine))
        painter.drawLine(ball - way, ball + way)
        painter.setFont(caption_font(self.font()))
        words = f"slope {trimmed(descent.slope)}"
        half = max(pxf(50), pill_width(painter, words) / 2 + pxf(2))
        away = half + pxf(20)
        x = ball.x() + (away if descent.slope < 0 else -away)
        x = min(max(x, axes.box.left() + half), axes.box.right() - half)
        y = min(max(ball.y() - pxf(22), axes.box.top() + pxf(14)), axes.box.bottom() - pxf(34))
        paint_pill(painter, QPointF(x, y), words, theme)

    def _paint_next(self, painter: QPainter, axes: Axes, theme: Theme) -> None:
        """A hollow ball where the next step lands, and an arrow along the bottom that is as long as the step."""
        descent = self._descent
        goal = descent.step().w
        foot, end = axes.at(descent.w, 0), axes.at(goal, 0)
        foot.setY(axes.box.bottom() - pxf(12))
        end.setY(axes.box.bottom() - pxf(12))
        colour = theme.positive
        painter.setPen(QPen(mix(colour, theme.surface, 0.5), pxf(1), Qt.PenStyle.DotLine))
        painter.drawLine(foot, axes.at(descent.w, descent.cost))
        painter.drawLine(end, axes.at(goal, descent.valley.cost(goal)))
        painter.setPen(QPen(colour, pxf(2)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(axes.at(goal, descent.valley.cost(goal)), pxf(BALL - 2), pxf(BALL - 2))
        self._paint_arrow(painter, foot, end, colour)
        if not self.frame.holds(goal, descent.valley.cost(goal)):
            painter.setFont(caption_font(self.font()))
            self._paint_outside(painter, axes, theme, goal, axes.box.center().y(), "next: ")

    def _paint_arrow(self, painter: QPainter, start: QPointF, end: QPointF, colour: QColor) -> None:
        painter.setPen(QPen(colour, pxf(2)))
        painter.drawLine(start, end)
        if abs(end.x() - start.x()) > pxf(6):
            back = pxf(6) if end.x() < start.x() else -pxf(6)
            painter.setBrush(colour)
            painter.drawPolygon(QPolygonF([end, end + QPointF(back, -pxf(4)), end + QPointF(back, pxf(4))]))

    def _paint_lost(self, painter: QPainter, axes: Axes, theme: Theme) -> None:
        painter.setFont(self.font())
        self._paint_outside(painter, axes, theme, self._descent.w, axes.box.center().y())

    def _paint_outside(
        self, painter: QPainter, axes: Axes, theme: Theme, w: float, height: float, first: str = ""
    ) -> None:
        """Where a ball is that the frame does not hold: an arrow at the edge that it left by, with its cost.

        ``height``: Where the words stand if it left to a side; ``first``: what they begin with.
        """
        text = f"{first}w = {trimmed(w, 1)},  C = {trimmed(self._descent.valley.cost(w), 1)}"
        place = QPointF(min(max(axes.at(w, 0).x(), axes.box.left()), axes.box.right()), height)
        if abs(w) <= axes.across[1]:
            text = f"↑  {text}"
            place.setY(axes.box.top() + painter.fontMetrics().height())
        else:
            text = f"{text}  →" if w > 0 else f"←  {text}"
        half = painter.fontMetrics().horizontalAdvance(text) / 2 + pxf(12)
        place.setX(min(max(place.x(), axes.box.left() + half), axes.box.right() - half))
        paint_pill(painter, place, text, theme, None if first else theme.error)

    # --- hands ---------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._held = self._descent.frame
            self._put(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._put(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._held = None
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        way = {Qt.Key.Key_Left: -NUDGE, Qt.Key.Key_Right: NUDGE}.get(Qt.Key(event.key()))
        if way is None:
            super().keyPressEvent(event)
        else:
            self.start_changed.emit(round(min(max(self._descent.w, -REACH), REACH) + way, 6))

    def _put(self, pixel: QPointF) -> None:
        self.start_changed.emit(self._axes().place(pixel)[0])
