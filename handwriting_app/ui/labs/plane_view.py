"""The plane of two inputs: how the unit or network answers everywhere, and the points it is to learn, to be moved."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from handwriting_app.lab.plane import PlanePicture, Segment
from handwriting_app.lab.points import HIGH, LOW, Point, Points
from handwriting_app.lab.separation import Obstacle, Place
from handwriting_app.ui.colour_maps import diverging_image
from handwriting_app.ui.keys import keys_of
from handwriting_app.ui.labs.figure import (
    CENTRE,
    Axes,
    paint_pill,
    paint_scales,
    pill_width,
    room_above,
    room_for_numbers,
)
from handwriting_app.ui.sizes import px, pxf
from handwriting_app.ui.theme import Theme, caption_font, mix, theme_of
from handwriting_app.ui.widgets.painting import guarded

RADIUS = (7.0, 12.0)
"""Of the points on the smallest and the largest plane."""
_LEFT = 32
_TREMOR = 4
"""How far the pointer may go while a click is no drag."""
NUDGE = 0.1
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}


class PlaneView(QWidget):
    """Points are discs (1) or squares (0) with their label in them, so that they are told apart without colour.

    A click on the ground adds a point, a click on a point changes its label, dragging moves it and a right click takes
    it away. With the keyboard: Tab and Shift+Tab walk through the points, the arrow keys move one, Space changes its
    label, Delete takes it away, Insert adds one in the middle.

    Signals:
        points_changed(Points): The person has changed the points.
    """

    points_changed = Signal(object)

    own_keys = keys_of("move_point", "label_point", "remove_point", "add_point")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plane")
        self.setAccessibleName("Plane of the inputs X1 and X2")
        self.setToolTip("Click: add a point, or change its label. Drag: move. Right click: remove.")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._picture: PlanePicture | None = None
        self._points = Points()
        self._selected: int | None = None
        self._pressed: QPointF | None = None
        self._is_dragging = False

    def sizeHint(self) -> QSize:
        return QSize(px(420), px(300))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(200), px(140))

    def show_picture(self, picture: PlanePicture) -> None:
        self._picture = picture
        self._points = picture.points
        if self._selected is not None and self._selected >= len(self._points):
            self._selected = None
        wrong = int(np.count_nonzero(picture.wrong))
        also = "; dashed: the line of least squares" if picture.least_squares is not None else ""
        self.setAccessibleDescription(f"{len(self._points)} points, {wrong} of them wrong{also}")
        self.update()

    def pixel_of(self, x1: float, x2: float) -> QPointF:
        """Where a place of the plane is on the widget."""
        return self._axes().at(x1, x2)

    def _axes(self) -> Axes:
        """A square, as large as there is room for."""
        line = self.fontMetrics().height()
        room = QRectF(self.rect()).adjusted(
            room_for_numbers(self.font(), _LEFT, "−1"), room_above(self.font(), 4), -pxf(6), -line - pxf(4)
        )
        side = min(room.width(), room.height())
        box = QRectF(room.center().x() - side / 2, room.top(), side, side)
        return Axes(box, (LOW, HIGH), (LOW, HIGH))

    # --- painting ------------------------------------------------------------------------------------------------

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._picture is None:
            return
        with QPainter(self) as painter:
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
            theme = theme_of(self.palette())
            axes = self._axes()
            painter.fillRect(axes.box, theme.zero)
            painter.setOpacity(0.5)
            painter.drawImage(axes.box, diverging_image(self._picture.answers, 1.0, theme))
            painter.setOpacity(1.0)
            paint_scales(painter, axes, theme, self.font(), ((-1, 0, 1, 2), (-1, 0, 1, 2)), ("X₁", "X₂"))
            painter.setClipRect(axes.box)
            self._paint_lines(painter, axes, theme, self._picture)
            if self._picture.least_squares is not None:
                self._paint_least_squares(painter, axes, theme, self._picture.least_squares)
            if self._picture.obstacle is not None:
                self._paint_obstacle(painter, axes, theme, self._picture.obstacle)
            for index, point in enumerate(self._points.items):
                self._paint_point(painter, axes, theme, index, point)
            painter.setClipping(False)
            if not self._points.items:
                painter.setPen(theme.text)
                painter.drawText(axes.box, CENTRE, "Click to add a point")
            painter.setPen(QPen(theme.accent if self.hasFocus() else theme.grid, pxf(2 if self.hasFocus() else 1)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(axes.box)

    def _paint_lines(self, painter: QPainter, axes: Axes, theme: Theme, picture: PlanePicture) -> None:
        def draw(line: Segment, pen: QPen) -> None:
            painter.setPen(pen)
            painter.drawLine(axes.at(*line[0]), axes.at(*line[1]))

        if not picture.is_trail:
            for line in picture.lines:
                draw(line, QPen(theme.text, pxf(1.5), Qt.PenStyle.DashLine))
            return
        former = picture.lines[1:]
        for age, line in reversed(list(enumerate(former, 1))):
            draw(line, QPen(mix(theme.text, theme.zero, 0.45 + 0.45 * age / len(former)), pxf(1)))
        if picture.lines:
            draw(picture.lines[0], QPen(theme.text, pxf(2.5)))
            self._paint_side_of_ones(painter, axes, theme, picture)

    def _paint_side_of_ones(self, painter: QPainter, axes: Axes, theme: Theme, picture: PlanePicture) -> None:
        """An arrow from the line to where the answer is 1."""
        if picture.normal is None:
            return
        first, last = (axes.at(*end) for end in picture.lines[0])
        start = (first + last) / 2
        way = QPointF(picture.normal[0], -picture.normal[1])
        tip, side = start + way * pxf(26), QPointF(-way.y(), way.x())
        painter.setPen(QPen(theme.text, pxf(2)))
        painter.drawLine(start, tip)
        painter.setBrush(theme.text)
        back, across = tip - way * pxf(4), side * pxf(5)
        painter.drawPolygon(QPolygonF([tip + way * pxf(5), back + across, back - across]))
        corner = tip + way * pxf(14) - QPointF(pxf(12), pxf(10))
        painter.drawText(QRectF(corner.x(), corner.y(), pxf(24), pxf(20)), CENTRE, "1")

    def _paint_least_squares(self, painter: QPainter, axes: Axes, theme: Theme, line: Segment) -> None:
        """The line that descent ends at, with its name where it is farthest from the points."""
        start, end = axes.at(*line[0]), axes.at(*line[1])
        painter.setPen(QPen(theme.layers[1], pxf(2.5), Qt.PenStyle.DashLine))
        painter.drawLine(start, end)
        painter.setFont(caption_font(self.font()))
        name = "least squares"
        half = pill_width(painter, name) / 2 + pxf(2)
        tall = painter.fontMetrics().height() / 2 + pxf(4)
        points = [axes.at(point.x1, point.x2) for point in self._points.items]

        def place(share: float) -> QPointF:
            on_line, box = start + (end - start) * share, axes.box
            return QPointF(
                min(max(on_line.x(), box.left() + half), box.right() - half),
                min(max(on_line.y(), box.top() + tall), box.bottom() - tall),
            )

        def room(at: QPointF) -> float:
            return min(
                (max(abs(at.x() - point.x()) / half, abs(at.y() - point.y()) / tall) for point in points), default=1
            )

        where = max((place(share) for share in (0.85, 0.7, 0.5, 0.3, 0.15)), key=room)
        paint_pill(painter, where, name, theme, theme.layers[1])
        painter.setFont(self.font())

    def _paint_obstacle(self, painter: QPainter, axes: Axes, theme: Theme, obstacle: Obstacle) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for places, colour in ((obstacle.ones, theme.positive), (obstacle.zeros, theme.negative)):
            painter.setPen(QPen(colour, pxf(4), Qt.PenStyle.DotLine, Qt.PenCapStyle.RoundCap))
            painter.drawPolygon(QPolygonF([axes.at(*place) for place in places]))
        self._paint_cross(painter, axes, theme, obstacle.at)

    def _paint_cross(self, painter: QPainter, axes: Axes, theme: Theme, place: Place) -> None:
        centre = axes.at(*place)
        painter.setPen(QPen(theme.error, pxf(3)))
        painter.drawEllipse(centre, pxf(9), pxf(9))

    def _paint_point(self, painter: QPainter, axes: Axes, theme: Theme, index: int, point: Point) -> None:
        assert self._picture is not None
        centre, radius = axes.at(point.x1, point.x2), _radius(axes)
        is_wrong = index < len(self._picture.wrong) and bool(self._picture.wrong[index])
        if index == self._picture.looked_at or (index == self._selected and self.hasFocus()):
            painter.setPen(QPen(theme.text, pxf(1.5), Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(centre, radius + pxf(8), radius + pxf(8))
        painter.setPen(QPen(theme.error if is_wrong else theme.text, pxf(3.5 if is_wrong else 1.5)))
        painter.setBrush(theme.positive if point.label else theme.negative)
        if point.label:
            painter.drawEllipse(centre, radius, radius)
        else:
            half = radius - pxf(1)
            painter.drawRect(QRectF(centre.x() - half, centre.y() - half, 2 * half, 2 * half))
        font = QFont(self.font()) if radius > pxf(9) else caption_font(self.font())
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(theme.accent_text)
        box = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
        painter.drawText(box, CENTRE, str(point.label))
        if is_wrong:
            painter.setPen(QPen(theme.error, pxf(2.5)))
            corner = centre + QPointF(radius + pxf(2), -radius - pxf(2))
            for way in (QPointF(pxf(4), pxf(4)), QPointF(pxf(4), -pxf(4))):
                painter.drawLine(corner - way, corner + way)

    # --- hands ---------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self._under(event.position())
        if event.button() is Qt.MouseButton.RightButton:
            if found is not None:
                self._change(self._points.removed(found), None)
        elif event.button() is Qt.MouseButton.LeftButton and self._axes().box.contains(event.position()):
            self._pressed, self._is_dragging, self._selected = event.position(), False, found
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        here = event.position()
        if self._pressed is None:
            over = self._under(here) is not None
            self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.CrossCursor)
            return
        way = here - self._pressed
        self._is_dragging = self._is_dragging or math.hypot(way.x(), way.y()) > pxf(_TREMOR)
        if self._is_dragging and self._selected is not None:
            self._change(self._points.moved(self._selected, *self._axes().place(here)), self._selected)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton or self._pressed is None:
            return
        self._pressed = None
        if self._is_dragging:
            return
        if self._selected is not None:
            self._change(self._points.relabelled(self._selected), self._selected)
        else:
            self._add(*self._axes().place(event.position()))

    def let_go(self) -> bool:
        """Let go of the chosen point, if one is shown as such; returns whether there was one."""
        if self._selected is None or not self.hasFocus():
            return False
        self._selected = None
        self.update()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, chosen = Qt.Key(event.key()), self._selected
        if key is Qt.Key.Key_Insert:
            self._add((LOW + HIGH) / 2, (LOW + HIGH) / 2)
        elif chosen is None:
            super().keyPressEvent(event)
        elif key in _ARROWS:
            point = self._points.items[chosen]
            across, up = _ARROWS[key]
            self._change(self._points.moved(chosen, point.x1 + across * NUDGE, point.x2 + up * NUDGE), chosen)
        elif key is Qt.Key.Key_Space:
            self._change(self._points.relabelled(chosen), chosen)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._change(self._points.removed(chosen), None)
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forwards: bool) -> bool:
        """Walk through the points before the focus leaves."""
        here = self._selected
        goal = (0 if here is None else here + 1) if forwards else (here - 1 if here is not None else -1)
        if self.hasFocus() and 0 <= goal < len(self._points):
            self._selected = goal
            self.update()
            return True
        self._selected = None
        return super().focusNextPrevChild(forwards)

    def _under(self, here: QPointF) -> int | None:
        axes = self._axes()
        for index in reversed(range(len(self._points))):
            way = axes.at(self._points.items[index].x1, self._points.items[index].x2) - here
            if math.hypot(way.x(), way.y()) <= _radius(axes) + pxf(3):
                return index
        return None

    def _add(self, x1: float, x2: float) -> None:
        """A new point gets the label that the unit does not expect there: that is what one adds a point for."""
        axes = self._axes()
        assert self._picture is not None
        rows, columns = self._picture.answers.shape
        here = axes.at(x1, x2) - axes.box.topLeft()
        row = min(max(int(here.y() / axes.box.height() * rows), 0), rows - 1)
        column = min(max(int(here.x() / axes.box.width() * columns), 0), columns - 1)
        label = 0 if self._picture.answers[row, column] > 0 else 1
        added = self._points.added(x1, x2, 1 if label else 0)
        self._change(added, len(added) - 1)

    def _change(self, points: Points, selected: int | None) -> None:
        self._selected = selected
        if points != self._points:
            self._points = points
            self.points_changed.emit(points)
        self.update()


def _radius(axes: Axes) -> float:
    return min(max(axes.box.width() / 28, pxf(RADIUS[0])), pxf(RADIUS[1]))
