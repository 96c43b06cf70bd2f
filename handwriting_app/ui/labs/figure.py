"""What the painted pictures of the labs share: axes between numbers and pixels, and how their words are written."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from handwriting_app.numerals import trimmed
from handwriting_app.ui.sizes import pxf
from handwriting_app.ui.theme import Theme, caption_font

Range = tuple[float, float]
CENTRE = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip
"""Words that are longer or higher than their place reach over it on all sides, and are not cut."""
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip


@dataclass(frozen=True, slots=True)
class Axes:
    """A box on a widget with a scale along each side; the second scale points up."""

    box: QRectF
    across: Range
    up: Range

    def at(self, x: float, y: float) -> QPointF:
        """The pixel of a place."""
        return QPointF(
            self.box.left() + (x - self.across[0]) / (self.across[1] - self.across[0]) * self.box.width(),
            self.box.bottom() - (y - self.up[0]) / (self.up[1] - self.up[0]) * self.box.height(),
        )

    def place(self, pixel: QPointF) -> tuple[float, float]:
        """The place of a pixel."""
        return (
            self.across[0] + (pixel.x() - self.box.left()) / self.box.width() * (self.across[1] - self.across[0]),
            self.up[0] + (self.box.bottom() - pixel.y()) / self.box.height() * (self.up[1] - self.up[0]),
        )


def subscript(index: int) -> str:
    """The digit as an index: ₁, ₂, ₃."""
    return "₀₁₂₃₄₅₆₇₈₉"[index]


def paint_scales(
    painter: QPainter,
    axes: Axes,
    theme: Theme,
    font: QFont,
    ticks: tuple[Sequence[float], Sequence[float]],
    titles: tuple[str, str],
) -> None:
    """Hairlines with their numbers outside the box, and the name of each scale at its end."""
    painter.setFont(caption_font(font))
    height = painter.fontMetrics().height()
    for value in ticks[0]:
        foot = axes.at(value, axes.up[0])
        painter.setPen(QPen(theme.grid, pxf(1)))
        painter.drawLine(foot, axes.at(value, axes.up[1]))
        painter.setPen(theme.muted)
        painter.drawText(QRectF(foot.x() - pxf(30), foot.y() + pxf(2), pxf(60), height), CENTRE, trimmed(value))
    for value in ticks[1]:
        start = axes.at(axes.across[0], value)
        painter.setPen(QPen(theme.grid, pxf(1)))
        painter.drawLine(start, axes.at(axes.across[1], value))
        painter.setPen(theme.muted)
        painter.drawText(QRectF(start.x() - pxf(44), start.y() - height / 2, pxf(40), height), _RIGHT, trimmed(value))
    painter.setPen(theme.text)
    foot = axes.at(axes.across[1], axes.up[0])
    below = QRectF(foot.x() - pxf(100), foot.y() - height - pxf(2), pxf(96), height)
    painter.drawText(below, Qt.AlignmentFlag.AlignRight | Qt.TextFlag.TextDontClip, titles[0])
    head = axes.at(axes.across[0], axes.up[1])
    beside = QRectF(head.x() + pxf(4), head.y() + pxf(1), pxf(160), height)
    painter.drawText(beside, Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextDontClip, titles[1])


def room_for_numbers(font: QFont, usual: float, widest: str) -> float:
    """Pixels to the left of a scale whose numbers stand there: ``usual`` at 100 %, or more in a large font."""
    return max(pxf(usual), QFontMetricsF(caption_font(font)).horizontalAdvance(widest) + pxf(4))


def room_above(font: QFont, usual: float) -> float:
    """Pixels above a scale, for half of its highest number: ``usual`` at 100 %, or more in a large font."""
    metrics = QFontMetricsF(caption_font(font))
    return max(pxf(usual), math.floor(metrics.height() / 2 - metrics.ascent() + metrics.capHeight()))


def pill_width(painter: QPainter, text: str) -> float:
    """How wide `paint_pill` will be."""
    return QFontMetricsF(painter.font()).horizontalAdvance(text) + pxf(10)


def paint_pill(painter: QPainter, centre: QPointF, text: str, theme: Theme, colour: QColor | None = None) -> QRectF:
    """Words on a rounded ground, so that they stay legible over lines; returns the ground."""
    metrics = QFontMetricsF(painter.font())
    width = pill_width(painter, text)
    height = metrics.height() + pxf(2)
    ground = QRectF(centre.x() - width / 2, centre.y() - height / 2, width, height)
    painter.setPen(QPen(theme.grid, pxf(1)))
    painter.setBrush(theme.surface)
    painter.drawRoundedRect(ground, pxf(4), pxf(4))
    painter.setPen(colour or theme.text)
    painter.drawText(ground, CENTRE, text)
    return ground


def capsule_half(painter: QPainter, texts: Sequence[str], radius: float) -> float:
    """Half the width of capsules of this radius that hold the longest of the texts."""
    metrics = QFontMetricsF(painter.font())
    return max(radius, *(metrics.horizontalAdvance(text) / 2 + pxf(7) for text in texts))


def paint_capsule(painter: QPainter, centre: QPointF, radius: float, text: str, colour: QColor) -> QRectF:
    """A disc with a number in it, made wider where the number needs it; in the painter's pen and brush."""
    half = capsule_half(painter, [text], radius)
    area = QRectF(centre.x() - half, centre.y() - radius, 2 * half, 2 * radius)
    painter.drawRoundedRect(area, radius, radius)
    painter.setPen(colour)
    painter.drawText(area, CENTRE, text)
    return area


def sign_pen(weight: float, theme: Theme, most: float = 4.0) -> QPen:
    """How an edge with this weight looks: its strength by its width; below 0 dashed and in the other colour."""
    colour = theme.outline if weight == 0 else theme.positive if weight > 0 else theme.negative
    style = Qt.PenStyle.DashLine if weight < 0 else Qt.PenStyle.SolidLine
    return QPen(colour, pxf(1 + min(abs(weight), most) / most * 4), style, Qt.PenCapStyle.FlatCap)
