"""A network as dots and lines: lit by a digit, a unit to point at or choose."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import Final, Literal

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from handwriting_app import numerals
from handwriting_app.engine.arrays import Array
from handwriting_app.engine.network import Network
from handwriting_app.explain.network_layout import NetworkLayout, lay_out
from handwriting_app.explain.strongest_edges import strongest_edges
from handwriting_app.explain.unit_activity import UnitActivity
from handwriting_app.ui.keys import keys_of
from handwriting_app.ui.network.line_image import line_drawing, line_image
from handwriting_app.ui.network.paint import (
    edge_lines,
    output_name,
    paint_captions,
    paint_frozen,
    paint_layer,
    paint_ring,
    room_for_readings,
)
from handwriting_app.ui.sizes import px, pxf, scale
from handwriting_app.ui.theme import GRID, theme_of
from handwriting_app.ui.widgets.heard import say
from handwriting_app.ui.widgets.painting import guarded
from handwriting_app.ui.widgets.place_tips import PlaceTips

Unit = tuple[int, int]
"""Layer, 0 for the pixels, and the number of the unit in it."""
EdgeValues = Literal["weights", "signals"]

MOST_EDGES: Final = 240
"""In the whole picture: more, and they hide each other."""
MOST_OF_ONE: Final = 64
"""Into and out of the unit in focus, each."""

_MOMENT_S: Final = 0.003
"""For so long at a time it is drawn while a run changes it."""

_TOP: Final = 3 * GRID
_BOTTOM: Final = GRID
_RIGHT: Final = 9 * GRID
"""Margins, the right one for names of one digit; longer ones take more."""
_REACH: Final = 3.0
"""How far beside a dot the pointer is still on it."""


class NetworkGraph(QWidget):
    """Layers from left to right: the picture, the hidden units in their layers' colours, the outputs.

    The unit under the pointer, or else the chosen one, is in focus: its connections stand out.

    Signals:
        unit_chosen(Unit | None): by a click or the keyboard.
        focus_changed(Unit | None): another unit is in focus.
        menu_requested(QPoint): for the chosen unit, at this place of the screen.
    """

    unit_chosen = Signal(object)
    focus_changed = Signal(object)
    menu_requested = Signal(QPoint)

    own_keys = keys_of("unit")
    fills_screen = True  # alone, when it is presented

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("network_graph")
        self.setAccessibleName("Picture of the network")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._network: Network | None = None
        self._outputs: tuple[Array, ...] | None = None
        self._activity: UnitActivity | None = None
        self._reading: Array | None = None
        self._frozen: frozenset[Unit] = frozenset()
        self._edge_values: EdgeValues = "weights"
        self._layout: NetworkLayout | None = None
        self._lines: QImage | None = None
        self._dots: QPixmap | None = None
        self._drawing: Iterator[None] | None = None
        self._chosen: Unit | None = None
        self._hovered: Unit | None = None
        self._shows_focus = False
        # What a run changes is drawn part by part, each in a turn of the event loop, and shown when all of it is there.
        self._parts = QTimer(self, interval=0, singleShot=True)
        self._parts.timeout.connect(self._draw_some)
        PlaceTips(self, self._words_at)

    @property
    def is_drawing(self) -> bool:
        """Whether what a run has changed is still to be shown."""
        return self._parts.isActive()

    @property
    def chosen(self) -> Unit | None:
        return self._chosen

    @property
    def focus(self) -> Unit | None:
        """The chosen unit; while none is chosen, the one under the pointer."""
        return self._chosen or self._hovered

    def show_network(
        self,
        network: Network,
        outputs: tuple[Array, ...] | None,
        activity: UnitActivity | None,
        reading: Array | None = None,
        frozen: frozenset[Unit] = frozenset(),
    ) -> None:
        """Show another network, or the same for another digit.

        Args:
            network: Its weights are the lines.
            outputs: What every layer sends for the digit, the input first, each (units,): the dots are lit by it.
            activity: Marks the idle units.
            reading: (outputs,), the percentages beside the outputs, as shares of 1.
            frozen: Units that stay as they are when training goes on: a square is about each.
        """
        before = self._network
        is_other_shape = before is None or (before.sizes, before.classes) != (network.sizes, network.classes)
        is_other_digit = not _is_same_input(self._outputs, outputs)
        self._network, self._outputs, self._activity, self._reading = network, outputs, activity, reading
        self._frozen = frozen
        if is_other_shape:
            self._layout = None
            self._hovered = None
            self.choose(None)
        elif is_other_digit and self._layout is not None and not all(layer.is_whole for layer in self._layout.layers):
            self._layout = None  # other units are the most active ones
        self._lines = self._dots = self._drawing = None
        if self.isVisible():
            self._parts.start()

    def set_edge_values(self, values: EdgeValues) -> None:
        """Draw the weights themselves, or each weight times what its unit sends for the digit that is shown."""
        self._edge_values = values
        self._redraw()

    def choose(self, unit: Unit | None) -> None:
        """Choose a unit, or none, and say so if it is another one."""
        if unit != self._chosen:
            self._chosen = unit
            self.unit_chosen.emit(unit)
            self.focus_changed.emit(self.focus)
            self.update()

    def point_at(self, unit: Unit | None) -> None:
        """Put a unit in focus as if the pointer were on it, unless one is chosen."""
        if unit != self._hovered:
            self._hovered = unit
            self.setCursor(Qt.CursorShape.ArrowCursor if unit is None else Qt.CursorShape.PointingHandCursor)
            self.focus_changed.emit(self.focus)
            self.update()

    def places(self) -> NetworkLayout | None:
        """Where the units are, in pixels of the widget less its margins; None before there is a network."""
        if self._layout is None and self._network is not None:
            beside = room_for_readings(self._network.classes, self.font()) + px(GRID)
            width = self.width() - max(beside, px(_RIGHT)) - px(2)
            height = max(px(40), self.height() - px(_TOP) - px(_BOTTOM))
            usual = lay_out(self._network.sizes, width / scale(), height / scale(), self._outputs)
            self._layout = usual.times(scale())
        return self._layout

    def place_of(self, unit: Unit) -> QPointF | None:
        """The centre of a unit in pixels of the widget, if it is shown."""
        layout = self.places()
        if layout is None:
            return None
        layer = layout.layers[unit[0]]
        row = int(layer.rows()[unit[1]])
        return None if row < 0 else QPointF(*layer.centres[row].tolist()) + QPointF(*_origin())

    # --- Qt ------------------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(px(440), px(300))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(320), px(160))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._layout = None
        self._redraw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._layout = None
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._redraw()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._shows_focus = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._shows_focus = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.point_at(self._unit_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self.point_at(None)
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            unit = self._unit_at(event.position())
            self.choose(None if unit == self._chosen else unit)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for a menu for the unit under the pointer, or by the keyboard for the chosen one."""
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            place = self.place_of(self._chosen) if self._chosen is not None else None
            if place is not None:
                self.menu_requested.emit(self.mapToGlobal(place.toPoint()))
            return
        unit = self._unit_at(QPointF(event.pos()))
        if unit is not None:
            self.choose(unit)
            self.menu_requested.emit(event.globalPos())

    def in_words(self) -> str:
        """How many units each layer has, and what is in focus."""
        if self._network is None:
            return "There is no network yet."
        sizes = self._network.sizes
        first = ", ".join(map(numerals.count, sizes[:-1]))
        layers = f"Layers of {first} and {numerals.count(sizes[-1])} units, from left to right."
        return layers if self.focus is None else f"{layers} In focus: {self.words(self.focus)}"

    def keyPressEvent(self, event: QKeyEvent) -> None:
        layout = self.places()
        steps = {Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1), Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0)}
        step = steps.get(Qt.Key(event.key()))
        if step is not None and layout is not None:
            self._move(layout, *step)
            say(self, "" if self._chosen is None else self.words(self._chosen))
        else:
            super().keyPressEvent(event)

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        layout, network = self.places(), self._network
        if layout is None or network is None:
            return
        theme = theme_of(self.palette())
        if self._lines is None or self._dots is None:
            for _part in self._drawing or self._draw(layout, network):
                pass
            self._drawing = None
        if self._lines is None or self._dots is None:
            return
        focus = self.focus
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setOpacity(1.0 if focus is None else 0.2)
            painter.drawImage(0, 0, self._lines)
            painter.setOpacity(1.0)
            own = None if focus is None else self._draw_edges_of(layout, network, focus)
            if own is not None:
                painter.drawImage(0, 0, own)
            painter.drawPixmap(0, 0, self._dots)
            if own is not None and focus is not None:
                if focus[0] <= 1:  # its lines begin inside the picture
                    painter.drawImage(0, 0, own)
                for unit in (focus, self._hovered):
                    place = None if unit is None else self.place_of(unit)
                    if unit is not None and place is not None:
                        paint_ring(painter, place, layout.layers[unit[0]].radius, theme, is_square=unit[0] == 0)
            if self._shows_focus and focus is None:
                painter.setPen(QPen(theme.accent, pxf(1)))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                half, round_by = pxf(0.5), pxf(3)
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), round_by, round_by)

    # --- words ---------------------------------------------------------------------------------------------------

    def words(self, unit: Unit) -> str:
        """The name of a unit and what it sends."""
        layer, number = unit
        depth = len(self._network.weights) if self._network is not None else 0
        if layer == 0 or self._network is None:
            name = f"Pixel in row {number // 8 + 1}, column {number % 8 + 1}"
        elif layer == depth:
            name = output_name(self._network.classes, number)
        else:
            name = f"Layer {layer}, unit {number}"
        if self._outputs is not None:
            name += f": {numerals.number(self._outputs[layer][number], 3)}"
        if self._reading is not None and layer == depth:
            name += f" for the upright view; the reading says {numerals.percent(float(self._reading[number]))}"
        if self._activity is not None and self._network is not None and 0 < layer < depth:
            mark = "dead" if self._network.activation == "relu" else "saturated"
            name += f" ({mark})" if self._activity.inactive[layer - 1][number] else ""
        return f"{name} (frozen)" if unit in self._frozen else name

    def _words_at(self, place: QPoint) -> str:
        unit = self._unit_at(QPointF(place))
        return "" if unit is None else self.words(unit)

    # --- inside --------------------------------------------------------------------------------------------------

    def _redraw(self) -> None:
        self._lines = self._dots = self._drawing = None
        self.update()

    def _draw_some(self) -> None:
        """Go on drawing for a moment; show it once it is whole."""
        layout, network = self.places(), self._network
        if layout is None or network is None:
            return
        if self._drawing is None and (self._lines is None or self._dots is None):
            self._drawing = self._draw(layout, network)
        end = time.perf_counter() + _MOMENT_S
        for _part in self._drawing or ():
            if time.perf_counter() > end:
                self._parts.start()
                return
        self._drawing = None
        self.update()

    def _draw(self, layout: NetworkLayout, network: Network) -> Iterator[None]:
        """Draw lines and dots part by part, each of a millisecond or two."""
        groups = []
        for layer in range(1, len(layout.layers)):
            below, above = layout.layers[layer - 1 : layer + 1]
            most = MOST_EDGES // len(network.weights)
            edges = strongest_edges(self._values(network, layer), most, below.units, above.units)
            groups.append(edge_lines(edges, below, above, _origin()))
            yield
        theme, lines = theme_of(self.palette()), None
        colours = theme.positive, theme.negative
        for part in line_drawing(groups, self.size(), self.devicePixelRatioF(), colours, strength=0.6):
            lines = part
            yield
        dots = self._pixmap()
        for index in range(len(layout.layers)):
            with QPainter(dots) as painter:
                self._paint_dots(painter, layout, network, index)
            yield
        with QPainter(dots) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.translate(px(1), 0)
            names = network.classes.worded("digits")
            paint_captions(painter, layout, theme, self.font(), self.width(), names)
        self._lines, self._dots = lines, dots

    def _values(self, network: Network, layer: int) -> Array:
        """One number for each connection into a layer."""
        weights = network.weights[layer - 1]
        if self._edge_values == "signals" and self._outputs is not None:
            return np.asarray(weights * self._outputs[layer - 1])
        return weights

    def _pixmap(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(self.size() * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        return pixmap

    def _paint_dots(self, painter: QPainter, layout: NetworkLayout, network: Network, index: int) -> None:
        """Those of one layer."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(*_origin())
        theme, layer, depth = theme_of(self.palette()), layout.layers[index], len(layout.layers) - 1
        outputs = None if self._outputs is None else self._outputs[index][layer.units]
        inactive = None
        if self._activity is not None and 0 < index < depth:
            inactive = self._activity.inactive[index - 1][layer.units]
        paint_layer(
            painter,
            index,
            depth,
            layer,
            outputs,
            inactive,
            self._reading,
            network.classes,
            theme,
            is_relu=network.activation == "relu",
            font=self.font(),
        )
        rows = layer.rows()
        frozen = [int(rows[unit]) for at, unit in self._frozen if at == index]
        paint_frozen(painter, layer, [row for row in frozen if row >= 0], theme)

    def _draw_edges_of(self, layout: NetworkLayout, network: Network, unit: Unit) -> QImage:
        layer, number = unit
        only = np.array([number])
        groups = []
        for upper, sources, targets in (
            (layer, layout.layers[layer - 1].units if layer else only, only),
            (layer + 1, only, layout.layers[layer + 1].units if layer + 1 < len(layout.layers) else only),
        ):
            if 0 < upper < len(layout.layers):
                edges = strongest_edges(self._values(network, upper), MOST_OF_ONE, sources, targets)
                groups.append(edge_lines(edges, layout.layers[upper - 1], layout.layers[upper], _origin()))
        theme = theme_of(self.palette())
        colours = theme.positive, theme.negative
        return line_image(groups, self.size(), self.devicePixelRatioF(), colours, strength=1.2)

    def _unit_at(self, place: QPointF) -> Unit | None:
        layout = self.places()
        at = place - QPointF(*_origin())
        return None if layout is None else layout.unit_at(at.x(), at.y(), pxf(_REACH))

    def _move(self, layout: NetworkLayout, layers: int, units: int) -> None:
        """Choose the next unit of the layer, or the one at the same height of the next layer."""
        if self._chosen is None:
            self.choose((1, int(layout.layers[1].units[0])))
            return
        index = min(max(self._chosen[0] + layers, 0), len(layout.layers) - 1)
        layer = layout.layers[index]
        if layers:
            place = self.place_of(self._chosen)
            y = 0.0 if place is None else place.y() - px(_TOP)
            row = int(np.abs(layer.centres[:, 1] - y).argmin())
        else:
            row = min(max(int(layer.rows()[self._chosen[1]]) + units, 0), len(layer.units) - 1)
        self.choose((index, int(layer.units[row])))


def _origin() -> tuple[int, int]:
    """Of the layout, in pixels of the widget."""
    return px(1), px(_TOP)


def _is_same_input(first: Sequence[Array] | None, second: Sequence[Array] | None) -> bool:
    if first is None or second is None:
        return first is second
    return np.array_equal(first[0], second[0])
