"""The map of a sweep: two settings, or one and the seed; in each cell what came of the runs there."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final, Literal

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QAction, QBrush, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from handwriting_app.engine.settings import SEED, SETTINGS
from handwriting_app.explain.config_difference import value_in_words
from handwriting_app.numerals import PERCENT
from handwriting_app.sweep.one_run import Outcome
from handwriting_app.sweep.plan import is_idle
from handwriting_app.sweep.summary import Spread, cells, spread_of
from handwriting_app.ui.keys import give_keys
from handwriting_app.ui.sizes import in_type, px, scaled
from handwriting_app.ui.sweep.words import IDLE, accuracy_words, cost_words, ends_words
from handwriting_app.ui.theme import GRID, caption_font, mix, theme_of
from handwriting_app.ui.widgets.painting import guarded

Figure = Literal["held_out_accuracy", "held_out_cost"]

FAINTEST: Final = 0.06
STRONGEST: Final[Mapping[bool, float]] = {False: 0.75, True: 0.48}
"""Shares of the accent in the worst and in the best cell; by whether the theme is dark. More would swallow the text."""


class SweepMap(QTableWidget):
    """The stronger the colour, the better; the number stands in the cell.

    Signals:
        chosen_changed(): Another cell is chosen.
        opened(): By Enter or a double click: what is chosen is to be opened.
    """

    chosen_changed = Signal()
    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: dict[tuple[object, object], tuple[Outcome, ...]] = {}
        self._columns: list[object] = []
        self._lines: list[object] = []
        self._shares: dict[tuple[int, int], float] = {}
        self.setObjectName("sweep_map")
        self.setAccessibleName("Map of the sweep")
        in_type(self, caption_font)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)  # Tab leads out of it
        self.setFrameShape(QTableWidget.Shape.NoFrame)
        self.setShowGrid(False)
        self.horizontalHeader().setHighlightSections(False)
        self.verticalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        scaled(
            self.horizontalHeader().setMinimumSectionSize,
            lambda each: each.fontMetrics().horizontalAdvance(f"00.0 ± 0.0{PERCENT}") + px(GRID),
        )
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        scaled(self.verticalHeader().setMinimumSectionSize, lambda each: 2 * each.fontMetrics().height())
        self.itemSelectionChanged.connect(self.chosen_changed)
        self.itemDoubleClicked.connect(lambda _item: self.opened.emit())
        self.setItemDelegate(_Unfilled(self))
        action = QAction(self)
        give_keys(action, "open_run")
        action.triggered.connect(self.opened)
        self.addAction(action)

    def show_outcomes(self, outcomes: Sequence[Outcome], across: str, down: str, figure: Figure) -> None:
        """Show a figure over two settings, of which one may be the seed."""
        found = cells(outcomes, lambda each: _place(each, across), lambda each: _place(each, down))
        columns, lines = _ordered({at for at, _ in found}), _ordered({at for _, at in found})
        if (columns, lines) != (self._columns, self._lines):
            self._columns, self._lines = columns, lines
            self.setColumnCount(len(columns))
            self.setRowCount(len(lines))
            self._make_items()
        self.setHorizontalHeaderLabels([_words(across, at) for at in columns])
        self.setVerticalHeaderLabels([_words(down, at) for at in lines])
        self._found = found
        spreads = {
            place: spread_of(getattr(each, figure) for each in some if each.counts) for place, some in found.items()
        }
        self._shares = self._shares_of(spreads, figure)
        for row, line in enumerate(lines):
            for column, at in enumerate(columns):
                place = (at, line)
                spread, some = spreads.get(place), found.get(place, ())
                said = "" if spread is None else _said(spread, some, figure)
                self._show_cell(
                    row, column, said, f"{_axis(across)} {_words(across, at)}, {_axis(down)} {_words(down, line)}"
                )

    @property
    def chosen(self) -> tuple[Outcome, ...]:
        """The runs of the cell that is chosen."""
        for item in self.selectedItems():
            return self._found.get((self._columns[item.column()], self._lines[item.row()]), ())
        return ()

    def let_go(self) -> bool:
        """Choose no cell; returns whether one was chosen."""
        had = bool(self.selectedItems())
        self.clearSelection()
        return had

    def changeEvent(self, event: QEvent) -> None:
        """Take the colours of a new theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._put_on_colours()

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame the chosen cell."""
        super().paintEvent(event)
        for item in self.selectedItems():
            with QPainter(self.viewport()) as painter:
                line = px(1)
                painter.setPen(QPen(theme_of(self.palette()).text, 2 * line))
                painter.drawRect(self.visualItemRect(item).adjusted(line, line, -line, -line))

    def _make_items(self) -> None:
        for row in range(self.rowCount()):
            for column in range(self.columnCount()):
                item = QTableWidgetItem()
                item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
                self.setItem(row, column, item)

    def _show_cell(self, row: int, column: int, said: str, where: str) -> None:
        item = self.item(row, column)
        if item is not None:
            item.setText(said)
            item.setToolTip(f"{where}: {said}" if said else f"{where}: no run yet")
            self._put_on_colour(row, column, item)

    def _shares_of(self, spreads: dict[tuple[object, object], Spread], figure: Figure) -> dict[tuple[int, int], float]:
        """How good each cell is, 0 to 1, by the logarithm of its cost or error: 98 and 99 % differ as 60 and 80 do."""
        is_cost = figure == "held_out_cost"
        goods = {
            place: -math.log(max(spread.mean if is_cost else 1 - spread.mean, 1e-4))
            for place, spread in spreads.items()
            if spread.n
        }
        if not goods:
            return {}
        low, high = min(goods.values()), max(goods.values())
        return {
            (self._lines.index(line), self._columns.index(at)): (good - low) / (high - low) if high > low else 0.5
            for (at, line), good in goods.items()
        }

    def _put_on_colours(self) -> None:
        for row in range(self.rowCount()):
            for column in range(self.columnCount()):
                item = self.item(row, column)
                if item is not None:
                    self._put_on_colour(row, column, item)

    def _put_on_colour(self, row: int, column: int, item: QTableWidgetItem) -> None:
        theme = theme_of(self.palette())
        share, ground = self._shares.get((row, column)), theme.surface
        if share is not None:
            most = STRONGEST[theme.is_dark]
            ground = mix(theme.surface, theme.accent, FAINTEST + (most - FAINTEST) * share)
        item.setBackground(QBrush(ground))
        item.setForeground(QBrush(theme.text))


class _Unfilled(QStyledItemDelegate):
    """Does not fill the chosen cell: filled, it would look like the best one."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        state = QStyle.StateFlag
        option.state &= ~(state.State_Selected | state.State_HasFocus | state.State_MouseOver)


def _place(outcome: Outcome, name: str) -> object:
    config = outcome.run.config
    return None if is_idle(name, config) else getattr(config, name)


def _ordered(places: set[object]) -> list[object]:
    """Numbers by size, layers by their units; what does nothing last."""

    def key(place: object) -> tuple[int, float, str]:
        if place is None:
            return 2, 0.0, ""
        if isinstance(place, bool | int | float):
            return 0, float(place), ""
        if isinstance(place, tuple):
            return 0, float(sum(place)), str(place)
        return 1, 0.0, str(place)

    return sorted(places, key=key)


def _axis(name: str) -> str:
    return "seed" if name == SEED.name else SETTINGS[name].label.lower()


def _words(name: str, place: object) -> str:
    return IDLE if place is None else value_in_words(SETTINGS[name], place)


def _said(spread: Spread, outcomes: Sequence[Outcome], figure: Figure) -> str:
    ends = ends_words(outcomes)
    if not spread.n:
        return ends
    said = accuracy_words(spread) if figure == "held_out_accuracy" else cost_words(spread)
    return f"{said}\n{ends}" if ends else said
