"""How sure the run was of the drawn digit, epoch by epoch, and since when it has read it rightly."""

from __future__ import annotations

from typing import Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from handwriting_app.engine.classes import TEN_DIGITS, Classes
from handwriting_app.names import shown_name
from handwriting_app.numerals import PERCENT, count, percent
from handwriting_app.session.own_digit import OwnDigitCurve
from handwriting_app.ui.plots.curve import MARK, LineStyle, zero_mark
from handwriting_app.ui.plots.header import Entry
from handwriting_app.ui.plots.plot import Plot, PlotText
from handwriting_app.ui.plots.strokes import SOLID
from handwriting_app.ui.sizes import pxf
from handwriting_app.ui.theme import theme_of

TEXT: Final = PlotText(
    name="own_digit_plot",
    title="Your digit",
    unit="how sure",
    suffix=PERCENT,
    empty="Draw a digit: how sure each epoch was of it appears here.",
    help="How sure the network was of your digit after each epoch, as the reading would have said it. Say below the "
    "reading what it is; until then the line is of what the newest network reads. Only some epochs of a long run are "
    "kept, each a dot: between them nothing is known.",
)
UNTRAINED: Final = "Press Train: how sure each epoch is of your digit appears here."
NO_IDEA: Final = "The network has no idea yet. Say below the reading which digit it is: then the line is of that."
_COLOUR: Final = 2
_DOT: Final = 4.0
_FALL: Final = 4.0
"""Pixels at 100 % from the mark of the moment down to its point."""


class OwnDigitPlot(Plot):
    """One line with a dot at every epoch that is kept, and a mark where the digit was first read rightly for good."""

    _curve: OwnDigitCurve | None = None
    _classes: Classes = TEN_DIGITS

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(TEXT, scale=100.0, lowest=0.0, highest=100.0, has_cursor=True, parent=parent)
        self._lines.add(self._stroke_dots)

    @property
    def curve(self) -> OwnDigitCurve | None:
        """What is shown; None: nothing."""
        return self._curve

    def show_classes(self, classes: Classes) -> None:
        """What can be read from now on: where that is not digits, none are spoken of."""
        self._classes = classes
        self.page.header.set_title(classes.worded(TEXT.title))
        self.setAccessibleName(classes.worded(TEXT.title))
        self.setToolTip(classes.worded(TEXT.help))

    def start_run(self, planned_epochs: int | None) -> None:
        """Forget the curve of the last run; zoom goes back to the whole run."""
        self._curve = None
        self.set_lines((), planned_epochs)

    def show_curve(self, curve: OwnDigitCurve | None, *, has_digit: bool) -> None:
        """Show the curve; or none, and say what to do for one."""
        is_run = curve is not None and len(curve.epochs) > 1
        words = TEXT.empty if not has_digit else NO_IDEA if curve is None else UNTRAINED
        self._empty.setText(self._classes.worded(words))
        self._curve = curve if is_run else None
        styles: tuple[LineStyle, ...] = ()
        if self._curve is not None:
            remark = "as you say" if self._curve.is_said else "as it is read now"
            styles = (LineStyle(self._named(self._curve), _COLOUR, SOLID, remark),)
        if styles != self._styles:
            self._name_lines(styles)
        if self._curve is None:
            self.show_values(np.empty(0), ())
        else:
            self.show_values(self._curve.epochs, [self._curve.shares])
        self.setAccessibleDescription(f"{self._classes.worded(TEXT.help)} {self._words()}")
        self._show_legend()

    def _named(self, curve: OwnDigitCurve) -> str:
        return f"“{shown_name(curve.name, 12)}”"

    def _words(self) -> str:
        """The curve in a sentence."""
        curve = self._curve
        if curve is None:
            return self._empty.text()
        newest = percent(float(curve.shares[-1]))
        return f"{self._named(curve)}: {newest} in epoch {count(curve.epochs[-1])}; {self.moment}."

    @property
    def moment(self) -> str:
        """Since when the digit is read rightly, in words; empty where no curve is shown."""
        curve = self._curve
        if curve is None:
            return ""
        if curve.right_since is None:
            return "not read rightly now"
        if curve.wrong_until is None:
            return "right from the start"
        if curve.right_since - curve.wrong_until == 1:
            return f"right since epoch {count(curve.right_since)}"
        return f"right since epoch {count(curve.right_since)}, not yet in {count(curve.wrong_until)}"

    def _more_entries(self) -> list[Entry]:
        curve = self._curve
        if curve is None:
            return []
        pen = pg.mkPen(theme_of(self.palette()).text)
        moment = Entry(self.moment) if curve.right_since is None else Entry(self.moment, pen, is_mark=True)
        return [moment, Entry(f"{count(len(curve.epochs))} epochs kept")]

    def _stroke_dots(self, painter: QPainter) -> None:
        curve = self._curve
        if curve is None:
            return
        to_screen, theme = painter.transform(), theme_of(self.palette())
        heights = np.log10(np.maximum(100 * curve.shares, 1e-300)) if self.is_log else 100 * curve.shares
        points = [to_screen.map(QPointF(*each)) for each in zip(curve.epochs.tolist(), heights.tolist(), strict=True)]
        painter.resetTransform()
        pen = QPen(theme.layers[_COLOUR], pxf(_DOT))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawPoints(points)
        if curve.right_since is not None:
            point = points[int(np.searchsorted(curve.epochs, curve.right_since))]
            # Above its point, or below it where there is no room.
            is_high = point.y() - to_screen.map(QPointF(0, self._view.viewRange()[1][1])).y() < pxf(MARK + _FALL)
            foot, height = (point.y() + pxf(_FALL), MARK) if is_high else (point.y() - pxf(_FALL), -MARK)
            painter.fillPath(zero_mark(point.x(), foot, pxf(MARK + 2), pxf(height)), theme.text)
        painter.setTransform(to_screen)
