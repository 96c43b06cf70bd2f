"""What the painted pictures of the labs share: axes between numbers and pixels, and how their words are written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from handwriting_app.numerals import trimmed
from handwriting_app.ui.theme import Theme, caption_font

Range = tuple[float, float]
CENTRE = Qt.AlignmentFlag.AlignCenter


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
        painter.setPen(QPen(theme.grid, 1))
        painter.drawLine(foot, axes.at(value, axes.up[1]))
        painter.setPen(theme.muted)
        painter.drawText(QRectF(foot.x() - 30, foot.y() + 2, 60, height), CENTRE, trimmed(value))
    for value in ticks[1]:
        start = axes.at(axes.across[0], value)
        painter.setPen(QPen(theme.grid, 1))
        painter.drawLine(start, axes.at(axes.across[1], value))
        painter.setPen(theme.muted)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(start.x() - 44, start.y() - height / 2, 40, height), right, trimmed(value))
    painter.setPen(theme.text)
    foot = axes.at(axes.across[1], axes.up[0])
    painter.drawText(QRectF(foot.x() - 100, foot.y() - height - 2, 96, height), Qt.AlignmentFlag.AlignRight, titles[0])
    head = axes.at(axes.across[0], axes.up[1])
    painter.drawText(QRectF(head.x() + 4, head.y() + 1, 160, height), Qt.AlignmentFlag.AlignLeft, titles[1])


def pill_width(painter: QPainter, text: str) -> float:
    """How wide `paint_pill` will be."""
    return QFontMetricsF(painter.font()).horizontalAdvance(text) + 10


def paint_pill(painter: QPainter, centre: QPointF, text: str, theme: Theme, colour: QColor | None = None) -> QRectF:
    """Words on a rounded ground, so that they stay legible over lines; returns the ground."""
    metrics = QFontMetricsF(painter.font())
    width = pill_width(painter, text)
    ground = QRectF(centre.x() - width / 2, centre.y() - metrics.height() / 2 - 1, width, metrics.height() + 2)
    painter.setPen(QPen(theme.grid, 1))
    painter.setBrush(theme.surface)
    painter.drawRoundedRect(ground, 4, 4)
    painter.setPen(colour or theme.text)
    painter.drawText(ground, CENTRE, text)
    return ground


def capsule_half(painter: QPainter, texts: Sequence[str], radius: float) -> float:
    """Half the width of capsules of this radius that hold the longest of the texts."""
    metrics = QFontMetricsF(painter.font())
    return max(radius, *(metrics.horizontalAdvance(text) / 2 + 7 for text in texts))


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
    return QPen(colour, 1.0 + min(abs(weight), most) / most * 4.0, style, Qt.PenCapStyle.FlatCap)
