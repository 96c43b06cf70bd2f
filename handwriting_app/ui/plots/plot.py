"""A live plot: lines that grow by the epoch, with zoom, a log axis, a crosshair and a faint previous run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QFocusEvent, QFont, QFontMetricsF, QMouseEvent, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from handwriting_app import numerals
from handwriting_app.numerals import PERCENT
from handwriting_app.ui.plots.axes import Grid
from handwriting_app.ui.plots.crosshair import Crosshair, Reading
from handwriting_app.ui.plots.cursor import REACH, Cursor
from handwriting_app.ui.plots.curve import MARK, Curve, LineStyle, Points
from handwriting_app.ui.plots.envelope import Array
from handwriting_app.ui.plots.header import Entry
from handwriting_app.ui.plots.lines import Lines
from handwriting_app.ui.plots.page import Page
from handwriting_app.ui.plots.summary import line_in_words
from handwriting_app.ui.plots.ticks import (
    FEWEST,
    Ticks,
    epochs_to_show,
    linear_range,
    linear_ticks,
    log_range,
    log_ticks,
)
from handwriting_app.ui.sizes import px, pxf, scaled
from handwriting_app.ui.theme import GRID, caption_font, mix, theme_of
from handwriting_app.ui.widgets.focus_ring import paint_focus_ring
from handwriting_app.ui.widgets.painting import guarded
from handwriting_app.ui.widgets.place_tips import PlaceTips

_END_MARGIN: Final = 0.015
"""Share of the width beyond the last epoch, so that the newest point is whole."""
_FAINT: Final = 0.55
"""Share of the ground in the colour of the previous run."""
_MARGIN_PIXELS: Final = 4
_CLICK: Final = 4
"""Pixels at 100 % by which a hand may move in a click."""
_TITLE_HEIGHT: Final = 3 * GRID
_RESTYLED_BY: Final = frozenset({QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.DevicePixelRatioChange})

_LOWEST_FOOT: Final = 0.3
"""Of the height, for the zeros of all curves."""
_FINEST: Final = 1e-5
"""Of the largest value: closer the numbers on the axis would have more digits than it has room for."""
_FINEST_POWER: Final = 1e-3
"""The same on a logarithmic axis: 0.2 %."""
_REACH: Final = 3.0
"""How many heights of this run above and below it still count for the axis where the previous one goes there; what lies
beyond runs out of the picture: a run that diverged would flatten this one to a line."""
SHORTEST: Final = 3.0
"""Epochs that may be seen: among fewer there need not be three whole numbers for the axis."""

_MOST_TOLD: Final = 12
"""Lines that are told in words."""

Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class PlotText:
    """What is written on a plot.

    Attributes:
        name: objectName of the plot, and the name that an exported file is offered.
        title: Above it.
        unit: At its left axis.
        suffix: After each number of the left axis.
        empty: Shown before there is anything to see: what will appear, and how.
        help: The tooltip.
    """

    name: str
    title: str
    unit: str
    empty: str
    help: str
    suffix: str = ""


class Plot(pg.GraphicsView):  # type: ignore[misc]
    """Lines over the epochs of a run.

    Every line keeps one curve object for the life of the plot; what changes is its values.

    Attributes:
        page: Header, axes and curves: what is exported.

    Signals:
        zoom_changed(bool): Whether the view has been zoomed or moved by hand.
        log_changed(bool): Whether the left axis is logarithmic.
        zoomed_across(tuple[float, float]): By hand, to this range of the bottom axis.
        zoom_was_reset(): The whole run is shown again.
        place_chosen(float): A click, or the cursor dragged, to this place on the bottom axis.
    """

    zoom_changed = Signal(bool)
    log_changed = Signal(bool)
    zoomed_across = Signal(object)
    zoom_was_reset = Signal()
    place_chosen = Signal(float)
    accessible_role = QAccessible.Role.Chart
    fills_screen = True  # alone, when it is presented
    _is_built = False

    def __init__(
        self,
        text: PlotText,
        *,
        is_log: bool = False,
        scale: float = 1.0,
        lowest: float | None = None,
        highest: float | None = None,
        has_cursor: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Make an empty plot.

        Args:
            text: What is written on it.
            is_log: Whether the left axis starts as a logarithmic one.
            scale: What the values are multiplied with to be shown.
            lowest: Where a linear axis starts; by default where the values do, or at 0 if that is near.
            highest: A value above which there is nothing to show, such as 100 %.
            has_cursor: Whether a click chooses a place.
            parent: The widget it belongs to.
        """
        super().__init__(parent)
        self.page = Page(text.title, text.unit)
        self._header, self._left, self._bottom = self.page.header, self.page.left, self.page.bottom
        self._view: pg.ViewBox = self.page.view
        self._text = text
        self._scale = scale
        self._lowest = lowest
        self._highest = highest
        self._is_log = is_log
        self._is_zoomed = False
        self._has_own_height = False  # that somebody has zoomed to
        self._is_fitting = False
        self._cursor = Cursor()
        self._has_cursor = has_cursor
        self._pressed: QPoint | None = None
        self._is_cursor_held = False
        self._planned: int | None = None
        self._styles: tuple[LineStyle, ...] = ()
        self._previous_styles: tuple[LineStyle, ...] = ()
        self._note = ""
        self._has_zeros = False  # that are marked at the foot
        self._curves: list[Curve] = []
        self._previous: list[Curve] = []
        self._drawn: object = None
        self._previous_seen: object = None
        self._previous_points: list[Points] = []
        self._mouse: QPointF | None = None
        self._grid = Grid()
        self._lines = Lines(self._grid, self._cursor)
        self._empty = QLabel(text.empty, self)
        self._build()
        PlaceTips(self.viewport(), self._tip_at)
        self._crosshair = Crosshair(self._view, self, text.name)
        self._is_built = True
        self._restyle()
        self._refresh()

    @property
    def quantity(self) -> str:
        """What is plotted, as the columns of a table call it."""
        kind = self._text.name.removesuffix("_plot").removeprefix("race_").removeprefix("runs_")
        return f"{kind}_percent" if self._text.suffix == PERCENT else kind

    def places_of(self, curve: Curve) -> Array:
        """Where the values of a curve stand on the bottom axis, in its unit."""
        return curve.epochs

    def sizeHint(self) -> QSize:
        """As small as it may be: the scene, which is as large as the plot, would keep it as large."""
        least: QSize = self.minimumSize()
        return least

    def _build(self) -> None:
        self.setObjectName(self._text.name)
        self.setAccessibleName(self._text.title)
        self.viewport().setAccessibleName(f"{self._text.title}, the area of the plot")
        self.setAccessibleDescription(self._text.help)
        self.setToolTip(self._text.help)
        scaled(self.setMinimumSize, 200, 112)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.enableMouse(False)  # the view's own zoom is meant, not the scene's
        self.setCentralItem(self.page)
        self._view.disableAutoRange()
        self._view.setLimits(xMin=-1e12, xMax=1e12, yMin=-1e300, yMax=1e300, minXRange=SHORTEST, maxXRange=2e12)
        self._view.border = None
        # Over the curves a hand zooms and moves across, and the height follows, so that no curve is lost; over the left
        # axis it zooms and moves the height.
        self._view.setMouseEnabled(x=True, y=False)
        for part in (self._grid, self._lines):
            self._view.addItem(part, ignoreBounds=True)
        self._view.sigRangeChanged.connect(self._on_range_changed)
        self._view.sigRangeChangedManually.connect(self._on_zoomed)
        self._view.sigResized.connect(self._on_resized)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._empty.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._empty.setObjectName(f"{self._text.name}_empty")

    @property
    def is_log(self) -> bool:
        return self._is_log

    @property
    def is_zoomed(self) -> bool:
        return self._is_zoomed

    @property
    def cursor_place(self) -> float | None:
        """Where the cursor stands on the bottom axis; None where there is none."""
        return self._cursor.place

    def set_cursor(self, place: float | None) -> None:
        """Put the cursor at a place of the bottom axis, or take it away."""
        if place != self._cursor.place:
            self._cursor.place = place
            self._lines.update()

    @property
    def lines(self) -> Sequence[Curve]:
        """The curves of this run, in the order of their styles."""
        return self._curves[: len(self._styles)]

    @property
    def previous_lines(self) -> Sequence[Curve]:
        """The faint curves of the run before."""
        return self._previous[: len(self._previous_styles)]

    def set_lines(self, styles: Iterable[LineStyle], planned_epochs: int | None) -> None:
        """Name the lines of the run to come, and forget the values of the last; zoom goes back to the whole run."""
        self._planned = planned_epochs
        self._name_lines(styles)
        self.reset_zoom()

    def _name_lines(self, styles: Iterable[LineStyle]) -> None:
        """Have these lines, without values."""
        self._styles = tuple(styles)
        self._make_curves(len(self._styles))
        nothing = np.empty(0)
        for curve in self._curves:
            curve.set_values(nothing, nothing)
        self._restyle()
        self._drawn = self._previous_seen = None

    def show_values(self, epochs: Array, values: Sequence[Array]) -> None:
        """Show the run so far: `epochs` (n,), rising, and one array (n,) for each line."""
        for curve, column in zip(self.lines, values, strict=True):
            curve.set_values(epochs, column)
        self._refresh()

    def show_previous(
        self, epochs: Array, values: Sequence[Array], styles: Sequence[LineStyle], *, note: str = ""
    ) -> None:
        """Show a run behind this one, or none.

        Args:
            epochs: Shape (n,), rising.
            values: One array (n,) for each of its lines.
            styles: Of its lines, of which there may be more or fewer than this run has.
            note: What the legend says instead where there is a run that is not to be compared with this one.
        """
        self._previous_styles, self._note = tuple(styles), note
        self.setAccessibleDescription(" ".join(filter(None, (self._text.help, note))))
        self._make_curves(len(styles))
        nothing = np.empty(0)
        for curve in self._previous[len(styles) :]:
            curve.set_values(nothing, nothing)
        for curve, column in zip(self.previous_lines, values, strict=True):
            curve.set_values(epochs, column)
        self._restyle()
        self._drawn = self._previous_seen = None
        self._refresh()

    def set_log(self, is_log: bool) -> None:
        """Make the left axis logarithmic, or not; all that lies within the epochs that are seen is shown again."""
        if is_log != self._is_log:
            self._is_log = is_log
            self._has_own_height = False
            self._refresh()
            self.log_changed.emit(is_log)

    def reset_zoom(self) -> None:
        """Show the whole run, and follow it as it grows."""
        was_zoomed = self._is_zoomed
        self._has_own_height = False
        self._set_zoomed(False)
        self._refresh()
        if was_zoomed:
            self.zoom_was_reset.emit()

    def show_across(self, across: Range) -> None:
        """Show this range of the bottom axis, to which another plot of the run was zoomed.

        The height holds what is seen there, unless somebody has zoomed to another one.
        """
        self._is_fitting = True
        self._view.setXRange(*across, padding=0)
        self._is_fitting = False
        self._set_zoomed(True)
        self._refresh()

    def _make_curves(self, count: int) -> None:
        """Have so many curves at least, for this run and for the one before."""
        for curves, is_previous in ((self._previous, True), (self._curves, False)):
            while len(curves) < count:
                curves.append(Curve(is_previous=is_previous, scale=self._scale))
                self._view.addItem(curves[-1], ignoreBounds=True)
        self._lines.set_curves([*self._previous, *self._curves])

    def _has_values(self, curves: Iterable[Curve]) -> bool:
        return any(len(curve.epochs) for curve in curves)

    def _has_previous(self) -> bool:
        return self._has_values(self._previous)

    def _set_zoomed(self, is_zoomed: bool) -> None:
        if is_zoomed != self._is_zoomed:
            self._is_zoomed = is_zoomed
            self.zoom_changed.emit(is_zoomed)

    # Ranges and drawing

    def _refresh(self) -> None:
        """Show the present values; the ranges follow them as far as they have not been zoomed by hand."""
        if self._has_own_height:
            self._draw()
            return
        left, right = self._view.viewRange()[0]
        across = (left, right) if self._is_zoomed else self._across_to_show()
        points = self._points_within(across)
        up = self._heights_to_show(self._heights_that_count(points), len(self._rows_of_zeros(points)))
        if [list(across), list(up)] != self._view.viewRange():
            self._is_fitting = True
            finest = _FINEST_POWER if self._is_log else _FINEST * max(abs(end) for end in up)
            self._view.setLimits(minYRange=max(finest, 1e-300))
            self._view.setRange(xRange=across, yRange=up, padding=0)
            self._is_fitting = False
        self._draw(points)

    def _across_to_show(self) -> Range:
        """The range of the bottom axis while nobody has zoomed."""
        shown = [curve for curve in self._curves if len(curve.epochs)] or [c for c in self._previous if len(c.epochs)]
        end = epochs_to_show(max((float(curve.epochs[-1]) for curve in shown), default=0.0), self._planned)
        return 0.0, end * (1 + _END_MARGIN)

    def _ticks_across(self, across: Range, count: int) -> Ticks:
        """About ``count`` numbers for the bottom axis."""
        return [tick for tick in linear_ticks(*across, count, whole=True) if tick[0] >= 0]

    def _places_known(self) -> Array:
        """The places on the bottom axis at which there are values, rising."""
        curves = [*self.lines, *self.previous_lines]
        return next((curve.epochs for curve in curves if len(curve.epochs)), np.empty(0))

    def in_words(self) -> str:
        """What each line does, and how far the run goes: training 2.3 falling to 0.29 over 200 epochs."""
        ends = [float(curve.epochs[-1]) for curve in self.lines if len(curve.epochs)]
        if not ends:
            return self._text.empty
        lines = [
            line_in_words(style.name, curve.values, self._text.suffix)
            for style, curve in zip(self._styles, self.lines, strict=True)
            if len(curve.epochs)
        ]
        more = f" and {count} more lines" if (count := len(lines) - _MOST_TOLD) > 0 else ""
        return f"{'; '.join(lines[:_MOST_TOLD])}{more}, {self._span_in_words(max(ends))}."

    def _span_in_words(self, last: float) -> str:
        """How far the bottom axis goes, to the last place that has a value."""
        return f"over {numerals.count(last)} epoch{'s' if last != 1 else ''}"

    def _words_at(self, place: float) -> str:
        """What a place on the bottom axis is called."""
        return f"epoch {numerals.count(place)}"

    def _points_within(self, across: Range) -> list[Points]:
        """What is to be drawn of each curve of this run, then of each of the previous one, between two epochs."""
        width = max(self._view.width(), 1.0)
        seen = (across, width, self._is_log)
        if seen != self._previous_seen:
            self._previous_seen = seen
            self._previous_points = [curve.reduce(*across, width, is_log=self._is_log) for curve in self._previous]
        return [curve.reduce(*across, width, is_log=self._is_log) for curve in self._curves] + self._previous_points

    def _rows_of_zeros(self, points: Sequence[Points]) -> list[int]:
        """Which lines of this run or the one before have zeros that are marked: one row of marks for each."""
        these, before = points[: len(self._curves)], points[len(self._curves) :]
        return sorted({index for run in (these, before) for index, each in enumerate(run) if len(each.zeros)})

    def _row_height(self, rows: int) -> float:
        """Pixels from one row of marks to the next; they overlap where there is no room for all."""
        return min(pxf(MARK + 1), _LOWEST_FOOT * float(self._view.height()) / max(rows, 1))

    def _heights_that_count(self, points: Sequence[Points]) -> list[Array]:
        """The heights that the left axis is to hold: all of this run, and of the one before what is not far off."""
        heights = [each.y[np.isfinite(each.y)] for each in points]
        these, before = heights[: len(self._curves)], heights[len(self._curves) :]
        known = [column for column in these if len(column)]
        if not known:
            return heights
        low, high = min(float(column.min()) for column in known), max(float(column.max()) for column in known)
        # A run of one epoch has no height yet: then that above 0, or a power of ten.
        reach = _REACH * (max(high - low, 1.0) if self._is_log else max(high - low, abs(high)))
        return these + [column[(column >= low - reach) & (column <= high + reach)] for column in before]

    def _heights_to_show(self, heights: Sequence[Array], rows_of_zeros: int) -> Range:
        known = [column for column in heights if len(column)]
        lowest = min((float(column.min()) for column in known), default=0.0)
        top = max((float(column.max()) for column in known), default=0.0)
        if not known:
            low, high = (-1.0, 0.0) if self._is_log else (0.0, self._highest or 1.0)
        elif self._is_log:
            low, high = log_range(lowest, top)
        else:
            floor = 0.0 if self._lowest is None and 0 <= lowest < 0.6 * top else self._lowest
            low, high = linear_range(lowest, top, self._tick_counts()[1], floor=floor)
            if self._highest is not None:
                high = min(high, self._highest)
        pixel = (high - low) / max(self._view.height(), 40.0)
        foot = rows_of_zeros * self._row_height(rows_of_zeros)
        return low - (pxf(_MARGIN_PIXELS) + foot) * pixel, high + pxf(_MARGIN_PIXELS) * pixel

    def _draw(self, points: list[Points] | None = None) -> None:
        """Draw what lies within the ranges; `points` if they are known already."""
        (left, right), (bottom, top) = self._view.viewRange()
        points = points or self._points_within((left, right))
        width, height = max(self._view.width(), 1.0), max(self._view.height(), 1.0)
        rows = self._rows_of_zeros(points)
        view = (left, right, bottom, top, width, height, self._is_log, *rows)
        is_same_view = view == self._drawn
        across, up = width / (right - left), height / (top - bottom)
        curves = [*enumerate(self._curves)] + ([] if is_same_view else [*enumerate(self._previous)])
        for (index, curve), each in zip(curves, points, strict=False):
            row = rows.index(index) if index in rows else 0
            curve.draw(each, across, up, width, bottom + (1 + row * self._row_height(len(rows))) / up)
        if bool(rows) != self._has_zeros:
            self._has_zeros = bool(rows)
            self._show_legend()
        is_empty = not self._has_values((*self._curves, *self._previous))
        if not is_same_view or is_empty != self._empty.isVisibleTo(self):
            self._drawn = view
            self._empty.setVisible(is_empty)
            self._lines.set_area(QRectF(left, bottom, right - left, top - bottom))
            self._place_ticks((left, right), (bottom, top))
        self._lines.update()
        self._update_crosshair()

    def _place_ticks(self, across: Range, up: Range) -> None:
        columns, rows = self._tick_counts()
        if not self._has_values((*self._curves, *self._previous)):
            epochs, heights = [], []
        else:
            epochs = self._ticks_across(across, columns)
            ticks = log_ticks if self._is_log else linear_ticks
            heights = ticks(*up, rows, suffix=self._text.suffix) if self._has_room_for_numbers() else []
        self._bottom.show_ticks(epochs)
        self._left.show_ticks(heights)
        self._grid.set_lines(epochs, heights, (across, up))

    def _tick_counts(self) -> tuple[int, int]:
        """About how many numbers there is room for along the bottom and up the left."""
        metrics = QFontMetricsF(caption_font(self.font()))
        last = self._number_at(self._view.viewRange()[0][1])
        widest = metrics.horizontalAdvance(numerals.count(last)) + pxf(3 * GRID)
        return max(int(self._view.width() / widest), 1), max(int(self._view.height() / (1.8 * metrics.height())), 1)

    def _has_room_for_numbers(self) -> bool:
        """Whether three of them stand one above the other; fewer would not say what the axis is."""
        return bool(self._view.height() >= FEWEST * QFontMetricsF(caption_font(self.font())).height())

    def _number_at(self, place: float) -> float:
        """The number that stands at a place of the axis below."""
        return place

    # What the person does

    def _on_range_changed(self) -> None:
        if not self._is_built or self._is_fitting:
            return
        if all(high > low for low, high in self._view.viewRange()):
            self._draw()
        else:  # zoomed further out than numbers go
            self.reset_zoom()

    def _on_zoomed(self, directions: Sequence[bool]) -> None:
        """By hand: across, or up."""
        self._has_own_height |= bool(directions[1])
        self._set_zoomed(True)
        self._refresh()
        self.zoomed_across.emit(tuple(self._view.viewRange()[0]))

    def _on_resized(self) -> None:
        if self._is_built:
            self._empty.setGeometry(self._view.sceneBoundingRect().toRect().adjusted(px(GRID), 0, -px(GRID), 0))
            self._refresh()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the cursor; elsewhere a drag moves the curves, as before, and a click brings the cursor."""
        is_left = event.button() is Qt.MouseButton.LeftButton
        self._is_cursor_held = is_left and self._is_at_cursor(event.position())
        if self._is_cursor_held:
            event.accept()
            return
        self._pressed = event.position().toPoint() if is_left and self._has_cursor else None
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._is_cursor_held:
            self._is_cursor_held = False
            event.accept()
            return
        super().mouseReleaseEvent(event)
        pressed, self._pressed = self._pressed, None
        if pressed is not None and (event.position().toPoint() - pressed).manhattanLength() < px(_CLICK):
            self._choose_place(event.position())

    def _is_at_cursor(self, position: QPointF) -> bool:
        place, scene = self._cursor.place, self.mapToScene(position.toPoint())
        if place is None or not self._has_cursor or not self._view.sceneBoundingRect().contains(scene):
            return False
        stands: QPointF = self._view.mapViewToScene(QPointF(place, 0))
        return bool(abs(stands.x() - scene.x()) <= pxf(REACH))

    def _choose_place(self, position: QPointF) -> None:
        scene = self.mapToScene(position.toPoint())
        if self._is_cursor_held or (self._view.sceneBoundingRect().contains(scene) and not self._empty.isVisible()):
            self.place_chosen.emit(float(self._view.mapSceneToView(scene).x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._is_cursor_held:
            self._choose_place(event.position())
        else:
            super().mouseMoveEvent(event)
        is_held = self._is_cursor_held or (not event.buttons() and self._is_at_cursor(event.position()))
        self.viewport().setCursor(Qt.CursorShape.SplitHCursor if is_held else Qt.CursorShape.ArrowCursor)
        # Not the scene's signal, which is limited in rate: the last move would be lost.
        place = self.mapToScene(event.position().toPoint())
        self._mouse = place if self._view.sceneBoundingRect().contains(place) else None
        self._update_crosshair()

    def leaveEvent(self, event: QEvent) -> None:
        self._mouse = None
        self._update_crosshair()
        super().leaveEvent(event)

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            paint_focus_ring(self.viewport())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()  # for the ring

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def _tip_at(self, place: QPoint) -> str | None:
        over_curves = self._view.sceneBoundingRect().contains(QPointF(place))
        return "" if over_curves and not self._empty.isVisible() else None  # the crosshair's table is there already

    def _update_crosshair(self) -> None:
        known = self._places_known()
        if self._mouse is None or not len(known):
            if self._crosshair.is_shown:
                self._crosshair.hide()
            return
        place = self._view.mapSceneToView(self._mouse)
        after = int(np.clip(np.searchsorted(known, place.x()), 1, max(len(known) - 1, 1)))
        near = known[after - 1 : after + 1]
        epoch = float(near[np.argmin(np.abs(near - place.x()))])
        theme = theme_of(self.palette())
        readings = [
            Reading(
                style.name,
                theme.layers[style.colour],
                None if curve is None else curve.value_at(epoch),
                None if previous is None else previous.value_at(epoch),
            )
            for style, curve, previous in zip_longest(self._all_styles(), self.lines, self.previous_lines)
        ]
        room = self._view.sceneBoundingRect().toRect().adjusted(0, 0, px(2 * GRID), 0)
        self._crosshair.show((epoch, place.y()), self._mouse.toPoint(), room, self._words_at(epoch), readings)

    # Looks

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if self._is_built and event.type() in _RESTYLED_BY:
            self._restyle()
            self._drawn = self._previous_seen = None
            self._refresh()

    def _restyle(self) -> None:
        theme = theme_of(self.palette())
        small, bold = caption_font(self.font()), QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        self.setBackground(theme.surface)
        self.page.follow_size()
        self._header.set_look(
            bold, small, theme.text, theme.muted, max(pxf(_TITLE_HEIGHT), QFontMetricsF(bold).height())
        )
        self._grid.setPen(pg.mkPen(theme.grid, width=pxf(1)))
        self._bottom.set_look(small, theme)
        self._left.set_look(small, theme)
        self._crosshair.set_look(small, theme)
        self._cursor.set_look(theme.text)
        words = QPalette(self.palette())
        words.setColor(QPalette.ColorRole.WindowText, theme.muted)
        self._empty.setPalette(words)
        for style, curve in zip(self._styles, self.lines, strict=True):
            curve.set_look(style.name, theme.layers[style.colour], style.stroke, self.devicePixelRatioF())
        for style, previous in zip(self._previous_styles, self.previous_lines, strict=True):
            faint = mix(theme.layers[style.colour], theme.surface, _FAINT)
            previous.set_look(_as_previous(style), faint, style.stroke, self.devicePixelRatioF())
        self._show_legend()

    def _all_styles(self) -> tuple[LineStyle, ...]:
        """Those of this run's lines, then those of the lines that only the run before has."""
        return self._styles + self._previous_styles[len(self._styles) :]

    def _show_legend(self) -> None:
        theme = theme_of(self.palette())
        entries = [
            Entry(f"{style.name} ({style.remark})" if style.remark else style.name, curve.legend_pen)
            for style, curve in zip(self._styles, self.lines, strict=True)
        ]
        if self._has_previous():
            entries.append(Entry("previous run", pg.mkPen(mix(theme.muted, theme.surface, _FAINT), width=pxf(1))))
            first = len(self._styles)
            for style, curve in zip(self._previous_styles[first:], self.previous_lines[first:], strict=True):
                entries.append(Entry(f"its {style.name}", curve.legend_pen))
        entries.extend(self._more_entries())
        if self._note:
            entries.append(Entry(self._note))
        if self._has_zeros:
            entries.append(Entry("0, below the scale", pg.mkPen(theme.muted), is_mark=True))
        self._header.set_entries(entries)

    def _more_entries(self) -> list[Entry]:
        """What the legend says of more than lines."""
        return []


def _as_previous(style: LineStyle) -> str:
    return f"{style.name}, previous run"
