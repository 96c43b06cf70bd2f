"""What lies under the paths on a surface of costs: colours and the key to them, labelled contour lines, and axes.

The colour of a place is that of its cost in the key, and nothing else: no light falls on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen

from handwriting_app.lab.contours import contour, is_decade, levels_between, marks_between
from handwriting_app.lab.surface import Surface
from handwriting_app.numerals import number
from handwriting_app.ui.labs.figure import CENTRE, Axes
from handwriting_app.ui.plots.ticks import linear_ticks
from handwriting_app.ui.sizes import pxf
from handwriting_app.ui.theme import Theme, mix

KEY: Final = 60
"""Room to the right of the surface for the key and its numbers; more in a large font."""
_NUMBERS: Final = 44
"""Room to the left of it for numbers."""
_SCALE: Final = 12
"""Width of the key's bar."""
_PER_LEVEL: Final = 44
"""Height of the picture for each contour line: with more of them there would be no room for their labels."""
_LEAST, _MOST = 1e-12, 1e12
"""Costs at the ends of all that the key can tell apart."""
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip
_NUMBER: Final = "0.001"
"""As wide as the numbers of the key."""


def paint_ground(painter: QPainter, surface: Surface, axes: Axes, theme: Theme) -> dict[float, QRectF]:
    """Paint all of it, with the painter's font; return the costs that stand beside contour lines, and where."""
    # A grid's values lie at the middles of the picture's pixels: half a pixel hangs over on each side.
    painter.setClipRect(axes.box)
    over_x = axes.box.width() / (len(surface.a) - 1) / 2
    over_y = axes.box.height() / (len(surface.b) - 1) / 2
    heights = _shares(surface.cost[::-1], surface)
    painter.drawImage(axes.box.adjusted(-over_x, -over_y, over_x, over_y), _coloured(heights, theme))
    low, high = _range(surface)
    levels = levels_between(low, high, min(max(int(axes.box.height() / pxf(_PER_LEVEL)), 3), 9))
    labels = _paint_contours(painter, axes, theme, surface, levels)
    painter.setClipping(False)
    _paint_axes(painter, axes, theme, surface)
    _paint_key(painter, axes, theme, surface)
    return labels


def key_width(font: QFont) -> float:
    """Pixels to the right of the surface for the key; ``font``: of its numbers."""
    return max(pxf(KEY), QFontMetricsF(font).horizontalAdvance(_NUMBER) + pxf(_SCALE + 12))


def numbers_width(font: QFont) -> float:
    """Pixels to the left of the surface for numbers; ``font``: of them."""
    return max(pxf(_NUMBERS), QFontMetricsF(font).horizontalAdvance(_NUMBER) + pxf(5))


def place_in_key(cost: float, surface: Surface, axes: Axes, metrics: QFontMetricsF) -> QPointF:
    """Where the key shows a cost; ``metrics``: of the font of its numbers."""
    bar = _bar(axes, metrics)
    share = float(_shares(np.array([cost]), surface)[0])
    return QPointF(bar.center().x(), bar.bottom() - share * bar.height())


def _paint_contours(
    painter: QPainter, axes: Axes, theme: Theme, surface: Surface, levels: Sequence[float]
) -> dict[float, QRectF]:
    labels: dict[float, QRectF] = {}
    faint = QColor(theme.text)
    faint.setAlpha(90)
    pen = QPen(faint, pxf(1))
    if pen.widthF() > 1:
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)  # else where two pieces meet there is a dot
    painter.setPen(pen)
    lines = {level: contour(surface.cost, surface.a, surface.b, level) for level in levels}
    for pieces in lines.values():
        painter.drawLines([QLineF(*ends) for ends in _pixels(axes, pieces).reshape(-1, 4).tolist()])
    for level, pieces in lines.items():
        text = number(level, 2)
        place = _place_of_label(painter, axes, pieces, text, list(labels.values()))
        if place is not None:
            labels[level] = place
            _paint_with_halo(painter, place, text, theme)
    return labels


def _place_of_label(
    painter: QPainter, axes: Axes, pieces: NDArray[np.float64], text: str, taken: Sequence[QRectF]
) -> QRectF | None:
    """Where on its line the label stands farthest from the others; None if there is no room for it."""
    metrics = painter.fontMetrics()
    size = QSizeF(metrics.horizontalAdvance(text) + pxf(4), metrics.height())
    room = axes.box.adjusted(pxf(1), pxf(1), -pxf(1), -pxf(1))
    if not len(pieces):
        return None
    # All pieces at once: there are hundreds, and a surface that is worked out is painted again and again.
    x, y = _pixels(axes, pieces.mean(axis=1)).T
    left, top = x - size.width() / 2, y - size.height() / 2
    right, bottom = left + size.width(), top + size.height()
    is_free = (left >= room.left()) & (right <= room.right()) & (top >= room.top()) & (bottom <= room.bottom())
    # The first one stands near the upper right: the descents begin at the upper left.
    apart = np.full(len(x), np.inf) if taken else left - top
    for other in taken:
        is_beside = (right <= other.left()) | (left >= other.right())
        is_free &= is_beside | (bottom <= other.top()) | (top >= other.bottom())
        apart = np.minimum(apart, np.hypot(x - other.center().x(), y - other.center().y()))
    if not is_free.any():
        return None
    best = int(np.where(is_free, apart, -np.inf).argmax())
    return QRectF(QPointF(left[best], top[best]), size)


def _pixels(axes: Axes, places: NDArray[np.float64]) -> NDArray[np.float64]:
    """The pixels (…, 2) of places (…, 2), as `Axes.at` gives them one by one."""
    low, high = np.array([axes.across, axes.up]).T
    shares = (places - low) / (high - low)
    corner, sides = (axes.box.left(), axes.box.bottom()), (axes.box.width(), -axes.box.height())
    pixels: NDArray[np.float64] = corner + shares * sides
    return pixels


def _paint_axes(painter: QPainter, axes: Axes, theme: Theme, surface: Surface) -> None:
    line = painter.fontMetrics().height()
    painter.setPen(theme.muted)
    for value, text in linear_ticks(*axes.across, max(int(axes.box.width() / pxf(64)), 2)):
        foot = axes.at(value, axes.up[0])
        painter.drawText(QRectF(foot.x() - pxf(32), foot.y() + pxf(2), pxf(64), line), CENTRE, text)
    for value, text in linear_ticks(*axes.up, max(int(axes.box.height() / pxf(40)), 2)):
        start = axes.at(axes.across[0], value)
        if start.y() > axes.box.bottom() - line / 2:
            continue  # there the numbers of the other axis begin
        left = axes.box.left() - pxf(48)
        painter.drawText(QRectF(left, start.y() - line / 2, pxf(43), line), _RIGHT, text)
    first, second = surface.slice.names
    painter.setPen(theme.text)
    below = QRectF(axes.box.left(), axes.box.bottom() + line + pxf(1), axes.box.width(), line)
    painter.drawText(below, CENTRE, f"→  {first}")
    painter.save()
    painter.translate(axes.box.left() - numbers_width(painter.font()) - line / 2, axes.box.center().y())
    painter.rotate(-90)
    painter.drawText(QRectF(-axes.box.height() / 2, -line / 2, axes.box.height(), line), CENTRE, f"→  {second}")
    painter.restore()


def _bar(axes: Axes, metrics: QFontMetricsF) -> QRectF:
    line = metrics.height()
    return QRectF(
        axes.box.right() + pxf(8), axes.box.top() + line + pxf(4), pxf(_SCALE), axes.box.height() - line - pxf(4)
    )


def _paint_key(painter: QPainter, axes: Axes, theme: Theme, surface: Surface) -> None:
    """The colours of the costs, as a bar with numbers; equal factors are equally far apart."""
    metrics = QFontMetricsF(painter.font())
    line = metrics.height()
    bar = _bar(axes, metrics)
    painter.drawImage(bar, _coloured(np.linspace(1, 0, 256)[:, None], theme))
    painter.setPen(theme.text)
    painter.drawText(QRectF(bar.left(), axes.box.top() - pxf(2), pxf(KEY), line), _LEFT, "cost")
    taken: list[float] = []
    for mark in marks_between(*_range(surface)):
        y = place_in_key(mark, surface, axes, metrics).y()
        if all(abs(y - other) >= line for other in taken):
            taken.append(y)
            painter.setPen(QPen(theme.text, pxf(1)))
            painter.drawLine(QPointF(bar.right() - pxf(3), y), QPointF(bar.right() + pxf(2), y))
            painter.setPen(theme.text if is_decade(mark) else theme.muted)
            beside = QRectF(bar.right() + pxf(4), y - line / 2, pxf(KEY - _SCALE - 8), line)
            painter.drawText(beside, _LEFT, number(mark, 2))


def _paint_with_halo(painter: QPainter, place: QRectF, text: str, theme: Theme) -> None:
    """Words that stay legible on any of the colours, and hide as little of them as they can."""
    ground = QColor(theme.surface)
    ground.setAlpha(200)
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(place.adjusted(0, pxf(1), 0, -pxf(1)), pxf(3), pxf(3))
    painter.setPen(theme.text)
    painter.drawText(place, CENTRE, text)
    painter.restore()


def _range(surface: Surface) -> tuple[float, float]:
    """The lowest and the highest cost that the key shows."""
    costs = _told_apart(surface.cost)
    return float(costs.min()), float(costs.max())


def _told_apart(cost: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.clip(np.nan_to_num(cost, nan=np.inf), _LEAST, _MOST)


def _shares(cost: NDArray[np.float64], surface: Surface) -> NDArray[np.float64]:
    """How high costs are in the range of the surface's, by their logarithms: 0 to 1."""
    low, high = np.log(_range(surface))
    shares: NDArray[np.float64] = (np.log(_told_apart(cost)) - low) / max(high - low, 1e-9)
    return shares


def _coloured(shares: NDArray[np.float64], theme: Theme) -> QImage:
    """Low costs in the colour of the ground, high ones in mauve; the surface's and its key's alike."""
    stops = [theme.surface, mix(theme.surface, theme.layers[3], 0.45), mix(theme.layers[3], theme.text, 0.25)]
    places = [0.0, 0.5, 1.0]
    channels = [
        np.interp(shares, places, [float(getattr(colour, name)()) for colour in stops])
        for name in ("red", "green", "blue")
    ]
    red, green, blue = (np.clip(np.rint(channel), 0, 255).astype(np.uint32) for channel in channels)
    pixels = np.ascontiguousarray(np.uint32(0xFF000000) | (red << np.uint32(16)) | (green << np.uint32(8)) | blue)
    rows, columns = pixels.shape
    return QImage(pixels.data, columns, rows, columns * 4, QImage.Format.Format_RGB32).copy()
