"""The surface of costs in colours with labelled contour lines, and the paths of the descents on it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from handwriting_app.lab.descent_paths import Path
from handwriting_app.lab.surface import Place, Surface
from handwriting_app.numerals import number
from handwriting_app.ui.keys import keys_of
from handwriting_app.ui.labs.figure import CENTRE, Axes, paint_pill, room_above
from handwriting_app.ui.labs.surface_ground import key_width, numbers_width, paint_ground, place_in_key
from handwriting_app.ui.sizes import px, pxf
from handwriting_app.ui.theme import Theme, caption_font, theme_of
from handwriting_app.ui.widgets.painting import guarded

DASHES: Final = (Qt.PenStyle.SolidLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashLine)
"""Of batch, stochastic and mini-batch descent."""

ZOOM: Final = 1.25
_NUDGE: Final = 0.05
_FEW: Final = 80
"""Points up to which every step of a path has a dot."""
_EDGE: Final = 12.0
"""How far from the edge a path is shown that has left."""


class SurfacePicture(QWidget):
    """Shows a `Surface` and `Path`s. Click or drag, or press the arrow keys, to put the start elsewhere; the wheel, or
    plus and minus, zooms.

    Attributes:
        labels: The costs that stand beside contour lines, and where; as last painted.
        words: What stands in the place of a surface that is not there.
        gone: By mode, what stands at the edge about a path that has left what is seen; as last painted.

    Signals:
        start_changed(Place): The person has put the start there.
        zoom_requested(float): A larger (above 1) or smaller part of the plane is wanted.
    """

    start_changed = Signal(object)
    zoom_requested = Signal(float)

    own_keys = keys_of("start", "zoom")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("surface_picture")
        self.setAccessibleName("Surface of costs")
        self.setToolTip("Click or drag to put the start there; the wheel zooms")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._surface: Surface | None = None
        self._paths: tuple[Path, ...] = ()
        self._start: Place | None = None
        self._shown: tuple[bool, ...] = (True, True, True)
        self._ground: QPixmap | None = None
        self.words = ""
        self.labels: dict[float, QRectF] = {}
        self.gone: dict[str, str] = {}

    def sizeHint(self) -> QSize:
        return QSize(px(420), px(260))  # it takes what there is; but all controls are to be seen in a small window

    def minimumSizeHint(self) -> QSize:
        return QSize(px(220), px(180))

    def show_surface(self, surface: Surface | None, words: str = "") -> None:
        """``words`` stand in the place of a surface that is not there yet."""
        self._surface, self._ground, self.words = surface, None, words
        self.setCursor(Qt.CursorShape.ArrowCursor if surface is None else Qt.CursorShape.CrossCursor)
        self.update()

    def show_paths(self, paths: tuple[Path, ...], shown: tuple[bool, ...]) -> None:
        """``shown``: which of them."""
        if paths is not self._paths:
            self._start = (float(paths[0].points[0, 0]), float(paths[0].points[0, 1])) if paths else None
        self._paths, self._shown = paths, shown
        self.update()

    def pixel_of(self, place: Place) -> QPointF:
        """Where a place of the plane is on the widget."""
        return self._axes().at(*place)

    def _axes(self) -> Axes:
        """A square: with one scale for both directions, the steepest way crosses contour lines at right angles."""
        line = self.fontMetrics().height()
        font = caption_font(self.font())
        left, right = line + numbers_width(font), key_width(font) + pxf(4)
        room = QRectF(self.rect()).adjusted(left, room_above(self.font(), 4), -right, -2 * line - pxf(2))
        side = min(room.width(), room.height())
        box = QRectF(room.center().x() - side / 2, room.top(), side, side)
        if self._surface is None:
            return Axes(box, (-1, 1), (-1, 1))
        a, b = self._surface.a, self._surface.b
        return Axes(box, (float(a[0]), float(a[-1])), (float(b[0]), float(b[-1])))

    # --- painting ------------------------------------------------------------------------------------------------

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            theme = theme_of(self.palette())
            axes = self._axes()
            if self._surface is None:
                painter.fillRect(axes.box, theme.surface)
                painter.setPen(theme.muted)
                painter.drawText(axes.box, CENTRE | Qt.TextFlag.TextWordWrap, self.words)
                return
            if self._ground is None:
                self._ground = self._painted_ground(self._surface, axes, theme)
            painter.drawPixmap(0, 0, self._ground)
            painter.setClipRect(axes.box)
            self._paint_cross(painter, axes, theme, self._surface.slice.centre)
            self._paint_paths(painter, axes, theme)
            if self._start is not None:
                self._paint_start(painter, axes, theme, self._start)
            for index, path in enumerate(self._paths):
                if self._shown[index] and path.updates and self._surface.holds(path.place):
                    paint_mark(painter, axes.at(*path.place), index, theme)
            self._paint_gone(painter, axes, theme, self._surface)
            painter.setClipping(False)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.accent if self.hasFocus() else theme.grid, pxf(2 if self.hasFocus() else 1)))
            painter.drawRect(axes.box)

    def _painted_ground(self, surface: Surface, axes: Axes, theme: Theme) -> QPixmap:
        """All that stays while paths grow: colours, contours, axes and key; painted once."""
        ratio = self.devicePixelRatioF()
        ground = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        ground.setDevicePixelRatio(ratio)
        ground.fill(Qt.GlobalColor.transparent)
        with QPainter(ground) as painter:
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
            painter.setFont(caption_font(self.font()))
            self.labels = paint_ground(painter, surface, axes, theme)
        return ground

    def pixel_in_key(self, cost: float) -> QPointF:
        """Where on the widget the key shows a cost; raises ValueError without a surface."""
        if self._surface is None:
            raise ValueError("there is no key without a surface")
        return place_in_key(cost, self._surface, self._axes(), QFontMetricsF(caption_font(self.font())))

    def _paint_gone(self, painter: QPainter, axes: Axes, theme: Theme, surface: Surface) -> None:
        """Paths that have left what is seen: each has its mark at the edge, an arrow outwards, and its cost."""
        painter.setFont(caption_font(self.font()))
        line = painter.fontMetrics().height() + pxf(6)
        edge = axes.box.adjusted(pxf(_EDGE), pxf(_EDGE), -pxf(_EDGE), -pxf(_EDGE))
        taken: list[QPointF] = []
        self.gone = {}
        for index, path in enumerate(self._paths):
            if not (self._shown[index] and path.updates) or surface.holds(path.place):
                continue
            there = axes.at(*_within(path.place))
            mark = QPointF(
                min(max(there.x(), edge.left()), edge.right()), min(max(there.y(), edge.top()), edge.bottom())
            )
            while any(QLineF(mark, other).length() < line for other in taken):
                mark.setY(mark.y() + (line if axes.box.center().y() > mark.y() else -line))
            taken.append(QPointF(mark))
            way = there - mark
            way /= max(math.hypot(way.x(), way.y()), 1e-9)
            across, tip = QPointF(-way.y(), way.x()) * pxf(6), mark + way * pxf(12)
            painter.setPen(QPen(theme.surface, pxf(1)))
            painter.setBrush(theme.layers[index])
            back = tip - way * pxf(7)
            painter.drawPolygon(QPolygonF([tip, back + across, back - across]))
            paint_mark(painter, mark, index, theme)
            words = f"{path.mode}: cost {number(path.cost, 3)}"
            self.gone[path.mode] = words
            half = painter.fontMetrics().horizontalAdvance(words) / 2 + pxf(18)
            inwards = half if mark.x() < axes.box.center().x() else -half
            paint_pill(painter, mark + QPointF(inwards, 0), words, theme)

    def _paint_cross(self, painter: QPainter, axes: Axes, theme: Theme, centre: Place) -> None:
        """Where the network's present weights are."""
        here = axes.at(*centre)
        for colour, width in ((theme.surface, 4.0), (theme.text, 1.5)):
            painter.setPen(QPen(colour, pxf(width)))
            for way in (QPointF(pxf(5), pxf(5)), QPointF(pxf(5), -pxf(5))):
                painter.drawLine(here - way, here + way)

    def _paint_paths(self, painter: QPainter, axes: Axes, theme: Theme) -> None:
        """All halos first: none must hide another path."""
        lines = [
            (index, [axes.at(*_within(place)) for place in path.points.tolist()])
            for index, path in enumerate(self._paths)
            if self._shown[index]
        ]
        halo = QColor(theme.surface)
        halo.setAlpha(170)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for is_halo in (True, False):
            for index, places in lines:
                pen = QPen(halo, pxf(4.5)) if is_halo else QPen(theme.layers[index], pxf(2), DASHES[index])
                pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
                painter.setPen(pen)
                painter.drawPolyline(QPolygonF(places))
        painter.setPen(Qt.PenStyle.NoPen)
        for index, places in lines:
            if len(places) < _FEW:
                painter.setBrush(theme.layers[index])
                for place in places[1:]:
                    painter.drawEllipse(place, pxf(2.4), pxf(2.4))

    def _paint_start(self, painter: QPainter, axes: Axes, theme: Theme, place: Place) -> None:
        start = axes.at(*place)
        painter.setBrush(theme.surface)
        painter.setPen(QPen(theme.text, pxf(2)))
        painter.drawEllipse(start, pxf(7), pxf(7))
        if not any(path.updates for path in self._paths):
            painter.setFont(caption_font(self.font()))
            words = "start: drag me"
            half = painter.fontMetrics().horizontalAdvance(words) / 2 + pxf(18)
            is_left = start.x() < axes.box.center().x()
            paint_pill(painter, start + QPointF(half if is_left else -half, 0), words, theme)

    # --- hands ---------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self._axes().box.contains(event.position()):
            self._put(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._put(event.position())

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self._surface is not None and event.angleDelta().y():
            self.zoom_requested.emit(1 / ZOOM if event.angleDelta().y() > 0 else ZOOM)
            event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ways = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, 1),
            Qt.Key.Key_Down: (0, -1),
        }
        key = Qt.Key(event.key())
        if key in ways and self._start is not None and self._surface is not None:
            step_a = _NUDGE * float(self._surface.a[-1] - self._surface.a[0]) / 2
            step_b = _NUDGE * float(self._surface.b[-1] - self._surface.b[0]) / 2
            self._set_start((self._start[0] + ways[key][0] * step_a, self._start[1] + ways[key][1] * step_b))
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Minus):
            self.zoom_requested.emit(1 / ZOOM if key is Qt.Key.Key_Plus else ZOOM)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._ground = None

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange}:
            self._ground = None
            self.update()

    def _put(self, pixel: QPointF) -> None:
        if self._surface is not None:
            box = self._axes().box
            x = min(max(pixel.x(), box.left()), box.right())
            y = min(max(pixel.y(), box.top()), box.bottom())
            self._set_start(self._axes().place(QPointF(x, y)))

    def _set_start(self, place: Place) -> None:
        """Show it at once; the paths from there are on their way."""
        self._start, self._paths = place, ()
        self.update()
        self.start_changed.emit(place)


def paint_mark(painter: QPainter, place: QPointF, index: int, theme: Theme) -> None:
    """Where a descent is now: a disc, a diamond or a square, told apart without colour."""
    painter.setPen(QPen(theme.surface, pxf(1.5)))
    painter.setBrush(theme.layers[index])
    if index == 0:
        painter.drawEllipse(place, pxf(6), pxf(6))
    elif index == 1:
        corners = ((0, -7.5), (7.5, 0), (0, 7.5), (-7.5, 0))
        painter.drawPolygon(QPolygonF([place + QPointF(pxf(across), pxf(down)) for across, down in corners]))
    else:
        painter.drawRect(QRectF(place.x() - pxf(5.5), place.y() - pxf(5.5), pxf(11), pxf(11)))


def _within(place: Sequence[float]) -> tuple[float, float]:
    """A place that can be painted, however far away."""
    a, b = (min(max(each, -1e6), 1e6) if math.isfinite(each) else 1e6 for each in place)
    return a, b
