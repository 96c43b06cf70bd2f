"""How the parts of a network are painted; each function paints one kind and keeps nothing."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen

from handwriting_app.engine.arrays import Array
from handwriting_app.engine.classes import Classes
from handwriting_app.engine.reading import named_digit
from handwriting_app.explain.network_layout import LayerPlaces, NetworkLayout
from handwriting_app.explain.strongest_edges import Edges
from handwriting_app.names import shown_name
from handwriting_app.numerals import percent
from handwriting_app.ui.colour_maps import sequential_image
from handwriting_app.ui.network.line_image import Lines
from handwriting_app.ui.sizes import px, pxf
from handwriting_app.ui.theme import GRID, Theme, caption_font, mix

_ROW: Final = 14
_SMALLEST: Final = 9
"""Between two outputs, what leaves room for their names in the usual size, and in the smallest."""

_LONGEST: Final = 5
"""Characters of a name beside its output."""

_FILLS: Final = 32
"""Brightnesses of units that are told apart."""


def parts_of(values: Array, largest: float) -> NDArray[np.float64]:
    """Sizes as shares of the ``largest``, 0 to 1, whatever they are: infinite is a whole, and no number is nothing."""
    most = float(np.finfo(np.float64).max)
    share = np.minimum(np.abs(values, dtype=np.float64), most) / min(max(largest, 1e-30), most)
    return np.nan_to_num(np.minimum(share, 1.0), nan=0.0)


def edge_lines(edges: Edges, below: LayerPlaces, above: LayerPlaces, origin: tuple[float, float]) -> Lines:
    """Connections as lines: wide and opaque where strong, dashed where negative."""
    starts = below.centres[below.rows()[edges.sources]]
    ends = above.centres[above.rows()[edges.targets]]
    share = parts_of(edges.values, edges.strongest)
    return Lines(
        np.hstack((starts + origin, ends + origin)).astype(np.float32),
        pxf(1) * (0.6 + 1.6 * share**2).astype(np.float32),
        (0.1 + 0.9 * share**2).astype(np.float32),
        edges.values < 0,
    )


def paint_layer(
    painter: QPainter,
    index: int,
    depth: int,
    layer: LayerPlaces,
    outputs: Array | None,
    inactive: NDArray[np.bool_] | None,
    reading: Array | None,
    classes: Classes,
    theme: Theme,
    *,
    is_relu: bool,
    font: QFont,
) -> None:
    """The units of a layer: the inputs as a picture, the others as dots filled by what they send.

    Args:
        painter: At the origin of the layout.
        index: Of the layer, 0 for the inputs.
        depth: Index of the output layer.
        layer: The places of its units.
        outputs: (shown,), what they send for a digit; None leaves them unlit.
        inactive: (shown,), which of them are marked as dead or saturated.
        reading: (outputs,), the percentages to write beside the outputs, as shares of 1; None writes none.
        classes: What the outputs mean.
        theme: Of the widget.
        is_relu: Dead ReLUs are crossed out; saturated units are struck through.
        font: Of the widget.
    """
    if index == 0:
        _paint_inputs(painter, layer, outputs, theme)
        return
    colour = theme.layers[(index - 1) % len(theme.layers)]
    share = np.zeros(len(layer.units)) if outputs is None else parts_of(outputs, float(np.abs(outputs).max()))
    centres = [QPointF(*place) for place in layer.centres.tolist()]
    marked = np.zeros(len(layer.units), bool) if inactive is None else inactive
    outline, faint = (
        QPen(mix(theme.surface, edge, part), pxf(1)) for edge, part in ((colour, 0.75), (theme.muted, 0.6))
    )
    fills = np.rint(share * _FILLS).astype(int)
    # Of one pen and one filling after the other: to change them takes longer than to draw a dot.
    for is_marked in (False, True):
        painter.setPen(faint if is_marked else outline)
        for fill in np.unique(fills[marked == is_marked]).tolist():
            painter.setBrush(mix(theme.surface, colour, fill / _FILLS))
            for row in np.flatnonzero((marked == is_marked) & (fills == fill)).tolist():
                painter.drawEllipse(centres[row], layer.radius, layer.radius)
    if outputs is not None and index < depth:
        _paint_holes(painter, [centres[row] for row in np.flatnonzero(outputs < 0)], layer.radius, theme)
    _paint_marks(painter, [centres[row] for row in np.flatnonzero(marked)], layer.radius, theme, is_relu=is_relu)
    if index == depth:
        _paint_readings(painter, layer, centres, reading, classes, theme, font)


def paint_captions(
    painter: QPainter, layout: NetworkLayout, theme: Theme, font: QFont, width: int, outputs: str = "digits"
) -> None:
    """The names of the layers, above them; as short as they must be not to touch."""
    font = caption_font(font)
    painter.setFont(font)
    painter.setPen(theme.muted)
    metrics = QFontMetrics(font)
    hidden = layout.layers[1:-1]
    sizes = [f"{len(layer.units)} of {layer.total}" if not layer.is_whole else str(layer.total) for layer in hidden]
    middles = [(layer.left + layer.right) / 2 for layer in layout.layers]
    rooms = np.diff(middles).min() if len(middles) > 1 else width
    names = [f"layer {index} · {size}" for index, size in enumerate(sizes, start=1)]
    if any(metrics.horizontalAdvance(name) + px(GRID) > rooms for name in names):
        names = [f"{index} · {size}" for index, size in enumerate(sizes, start=1)]
    if any(metrics.horizontalAdvance(name) + px(GRID) > rooms for name in names):
        names = [str(index) for index in range(1, len(names) + 1)]
    ends = ("pixels", outputs) if rooms > metrics.horizontalAdvance(outputs) + px(GRID) else ("pixels", "")
    for name, middle in zip([ends[0], *names, ends[1]], middles, strict=True):
        left = min(max(middle - metrics.horizontalAdvance(name) / 2, 0.0), width - metrics.horizontalAdvance(name))
        painter.drawText(QPointF(left, metrics.ascent() + px(2)), name)


def paint_frozen(painter: QPainter, layer: LayerPlaces, rows: list[int], theme: Theme) -> None:
    """A square about each unit that stays as it is when training goes on."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.text, pxf(1.4)))
    half = layer.radius + pxf(1)
    for row in rows:
        x, y = layer.centres[row].tolist()
        painter.drawRect(QRectF(x - half, y - half, 2 * half, 2 * half))


def paint_ring(painter: QPainter, centre: QPointF, radius: float, theme: Theme, *, is_square: bool) -> None:
    """A ring round the unit that is chosen or pointed at."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    around = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
    for colour, width, gap in ((theme.surface, pxf(4), pxf(1.5)), (theme.text, pxf(2), pxf(1.5))):
        painter.setPen(QPen(colour, width))
        if is_square:
            painter.drawRect(around)
        else:
            painter.drawEllipse(around.adjusted(-gap, -gap, gap, gap))


def _paint_inputs(painter: QPainter, layer: LayerPlaces, outputs: Array | None, theme: Theme) -> None:
    side = round(len(layer.units) ** 0.5)
    cell = 2 * layer.radius
    left, top = layer.left - layer.radius, float(layer.centres[0, 1]) - layer.radius
    if side * side != layer.total:
        painter.setPen(QPen(theme.outline, pxf(1)))
        painter.drawRect(QRectF(left, top, cell, cell * len(layer.units)))
        return
    area = QRectF(left, top, side * cell, side * cell)
    painter.fillRect(area, theme.paper)
    if outputs is not None:
        painter.drawImage(area, sequential_image(outputs.reshape(side, side), 1.0, theme))
    painter.setPen(QPen(theme.outline, pxf(1)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(area)


def _paint_holes(painter: QPainter, centres: list[QPointF], radius: float, theme: Theme) -> None:
    """Units that send a negative number have a hole."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.surface)
    for centre in centres:
        painter.drawEllipse(centre, 0.4 * radius, 0.4 * radius)


def _paint_marks(painter: QPainter, centres: list[QPointF], radius: float, theme: Theme, *, is_relu: bool) -> None:
    """A cross on a dead unit, a bar on a saturated one."""
    painter.setPen(QPen(mix(theme.surface, theme.error, 0.8), max(pxf(1.2), 0.16 * radius)))
    reach = 0.5 * radius
    for centre in centres:
        if is_relu:
            painter.drawLine(centre - QPointF(reach, reach), centre + QPointF(reach, reach))
            painter.drawLine(centre - QPointF(reach, -reach), centre + QPointF(reach, -reach))
        else:
            painter.drawLine(centre - QPointF(1.4 * reach, 0), centre + QPointF(1.4 * reach, 0))


def _paint_readings(
    painter: QPainter,
    layer: LayerPlaces,
    centres: list[QPointF],
    reading: Array | None,
    classes: Classes,
    theme: Theme,
    font: QFont,
) -> None:
    """The digit beside each output, and how sure the reading is of it."""
    apart = min((below.y() - above.y() for above, below in pairwise(centres)), default=math.inf)
    font = QFont(font)
    if apart < max(
        pxf(_ROW), QFontMetrics(font).ascent()
    ):  # as many as that stand so close together that their names would touch
        font.setPixelSize(max(round(0.9 * apart), px(_SMALLEST)))
    strong = QFont(font)
    strong.setBold(True)
    every = max(math.ceil(px(_SMALLEST) / max(apart, 1)), 1)
    names, shares = _widths(classes, strong)
    high = max(pxf(20), QFontMetrics(strong).height())
    best = None if reading is None else named_digit(reading[: len(classes)])
    for digit, centre in enumerate(centres):
        if digit % every and digit not in (best, classes.none):
            continue
        painter.setFont(strong if digit == best else font)
        painter.setPen(theme.text if digit == best else theme.muted)
        left = centre.x() + layer.radius + pxf(4)
        place = QRectF(left, centre.y() - high / 2, names, high)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown_name(classes.called(digit), _LONGEST))
        if reading is not None:
            place = QRectF(left + names, centre.y() - high / 2, shares, high)
            share = float(reading[digit])
            words = percent(share, is_narrow=True) if share >= 0.005 else "–"
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, words)


def room_for_readings(classes: Classes, font: QFont) -> int:
    """How wide names and percentages beside the outputs are together."""
    strong = QFont(font)
    strong.setBold(True)
    return math.ceil(sum(_widths(classes, strong)))


def _widths(classes: Classes, font: QFont) -> tuple[float, float]:
    """Of the longest name, and of the longest percentage with the space before it."""
    metrics = QFontMetrics(font)
    called = (shown_name(classes.called(output), _LONGEST) for output in range(classes.outputs))
    return max(map(metrics.horizontalAdvance, called)), metrics.horizontalAdvance(percent(1.0)) + pxf(GRID / 2)


def output_name(classes: Classes, output: int) -> str:
    """An output in words."""
    if output == classes.none:
        return f"Output for {classes.none_named}"
    is_digit = classes.digits[output] >= 0
    name = shown_name(classes.names[output], 20)
    return f"Output for the digit {name}" if is_digit else f"Output for “{name}”"
