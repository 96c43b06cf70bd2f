"""The lines under the mouse, and the values of every curve at that epoch."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

import pyqtgraph as pg
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QLabel, QWidget

from handwriting_app.numerals import number
from handwriting_app.ui.sizes import px, pxf, scaled
from handwriting_app.ui.theme import Theme
from handwriting_app.ui.widgets.painting import guarded_item

_DISTANCE: Final = 12


@dataclass(frozen=True, slots=True)
class Reading:
    """One line of the read-out: the value of a curve and of the same curve of the previous run, if there is one."""

    name: str
    colour: QColor
    value: float | None
    previous: float | None


class _Line(pg.InfiniteLine):  # type: ignore[misc]
    @guarded_item
    def paint(self, painter: QPainter) -> None:
        super().paint(painter)


class Crosshair:
    """Two thin lines in the plot and a small table beside the mouse.

    Attributes:
        table: The label with the values; hidden when the mouse is elsewhere.
    """

    def __init__(self, view: pg.ViewBox, parent: QWidget, name: str) -> None:
        self.table = QLabel(parent)
        self.table.setObjectName(f"{name}_values")
        self.table.setAccessibleName("Values of every curve at the epoch under the mouse")
        self.table.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.table.setTextFormat(Qt.TextFormat.RichText)
        self.table.setAutoFillBackground(True)
        self.table.setFrameShape(QLabel.Shape.StyledPanel)
        scaled(self.table.setMargin, 4)
        self.table.hide()
        self._lines = tuple(_Line(angle=angle) for angle in (90, 0))
        for line in self._lines:
            line.hide()
            line.setZValue(2)
            view.addItem(line, ignoreBounds=True)

    @property
    def is_shown(self) -> bool:
        return not self.table.isHidden()

    def set_look(self, font: QFont, theme: Theme) -> None:
        """Font and colours."""
        self.table.setFont(font)
        for line in self._lines:
            line.setPen(pg.mkPen(theme.outline, width=pxf(1)))

    def hide(self) -> None:
        """Take the lines and the table away."""
        self.table.hide()
        for line in self._lines:
            line.hide()

    def show(
        self, cross: tuple[float, float], mouse: QPoint, room: QRect, head: str, readings: Sequence[Reading]
    ) -> None:
        """Draw the cross and the values beside the mouse.

        Args:
            cross: Where the upright and the level line stand, in the units of the axes.
            mouse: The mouse in pixels of the table's parent.
            room: The part of the parent that the table must not leave.
            head: What the place is called, above the table.
            readings: The lines of the table.
        """
        for line, place in zip(self._lines, cross, strict=True):
            line.setPos(place)
            line.show()
        self.table.setText(_as_html(head, readings))
        self.table.adjustSize()
        size = self.table.size()
        x = mouse.x() + px(_DISTANCE)
        if x + size.width() > room.right():
            x = mouse.x() - px(_DISTANCE) - size.width()
        y = min(max(mouse.y() - size.height() // 2, room.top()), room.bottom() - size.height())
        self.table.move(max(x, room.left()), max(y, 0))
        self.table.show()
        self.table.raise_()


def _as_html(head: str, readings: Sequence[Reading]) -> str:

    with_previous = any(reading.previous is not None for reading in readings)
    first = f"<td><b>{escape(head)}</b></td>" + ("<td align=right>this run</td>" if with_previous else "<td></td>")
    rows = [first + ("<td align=right>&nbsp;&nbsp;previous</td>" if with_previous else "")]
    for reading in readings:
        sign = f"<font color='{reading.colour.name()}'>■</font>"
        cells = f"<td>{sign} {escape(reading.name)}&nbsp;&nbsp;</td><td align=right>{_text(reading.value)}</td>"
        if with_previous:
            cells += f"<td align=right>&nbsp;&nbsp;{_text(reading.previous)}</td>"
        rows.append(cells)
    return "<table cellspacing=0 cellpadding=0>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def _text(value: float | None) -> str:
    return "" if value is None else "–" if math.isnan(value) else number(value)
