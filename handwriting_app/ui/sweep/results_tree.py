"""The configurations of a sweep in a table that can be sorted, the runs of each beneath it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractItemView, QTreeWidget, QTreeWidgetItem, QWidget

from handwriting_app import numerals
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.settings import SETTINGS
from handwriting_app.numerals import PERCENT
from handwriting_app.sweep.one_run import Outcome
from handwriting_app.sweep.summary import Spread, Summary, spread_of, without_seed
from handwriting_app.ui.keys import give_keys
from handwriting_app.ui.sizes import in_type, px, scaled
from handwriting_app.ui.sweep.words import UNKNOWN, accuracy_words, cost_words, ends_words, value_words
from handwriting_app.ui.theme import GRID, caption_font

_SORT: Final = Qt.ItemDataRole.UserRole
_FIGURES: Final = (
    ("n", "How many runs went to their end: mean and spread are theirs"),
    ("Accuracy", "Share of the held-out digits read rightly: mean ± standard deviation over the seeds"),
    ("Cost", "Mean cost of the held-out digits: mean ± standard deviation over the seeds"),
    ("Time", "Seconds that a run took: the mean"),
    ("", "How many runs diverged or failed; they are not in the figures"),
)


class ResultsTree(QTreeWidget):
    """Grows as runs come in; the mean of the held-out accuracy leads at first.

    Signals:
        chosen_changed(): Another row is chosen.
        opened(): By Enter or a double click: what is chosen is to be opened.
    """

    chosen_changed = Signal()
    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields: tuple[str, ...] = ()
        self._items: dict[TrainingConfig, QTreeWidgetItem] = {}
        self._outcomes: dict[TrainingConfig, list[Outcome]] = {}
        self._shown = 0
        self.setObjectName("sweep_results")
        self.setAccessibleName("Configurations and their runs")
        in_type(self, caption_font)
        self.setUniformRowHeights(True)  # as high as the first one
        self.setAlternatingRowColors(True)
        self.setFrameShape(QTreeWidget.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setExpandsOnDoubleClick(False)
        scaled(self.setMinimumHeight, lambda each: 6 * _line_height(each))
        self.header().setStretchLastSection(True)
        self.itemSelectionChanged.connect(self.chosen_changed)
        self.itemDoubleClicked.connect(lambda *_: self.opened.emit())
        action = QAction(self)
        give_keys(action, "open_run")
        action.triggered.connect(self.opened)
        self.addAction(action)
        self.begin(())

    def begin(self, fields: Sequence[str]) -> None:
        """Begin anew, for a sweep in which these settings vary."""
        self.clear()
        self._fields, self._items, self._outcomes, self._shown = tuple(fields), {}, {}, 0
        self.setColumnCount(len(self._fields) + len(_FIGURES))
        titles = [SETTINGS[name].label for name in self._fields]
        self.setHeaderLabels([*titles, *(title for title, _tip in _FIGURES)])
        for column, (_title, tip) in enumerate(_FIGURES, len(self._fields)):
            self.headerItem().setToolTip(column, tip)
        self.setSortingEnabled(True)
        self.sortByColumn(self._column(1), Qt.SortOrder.DescendingOrder)
        self._fit_columns()

    def show_outcomes(self, outcomes: Sequence[Outcome]) -> None:
        """Show these; those that are shown already are the first of them."""
        if len(outcomes) == self._shown:
            return
        self.setSortingEnabled(False)
        changed: dict[TrainingConfig, None] = {}
        for outcome in outcomes[self._shown :]:
            config = without_seed(outcome.run.config)
            self._outcomes.setdefault(config, []).append(outcome)
            self._add_run(config, outcome)
            changed.setdefault(config)
        for config in changed:
            self._show_summary(self._items[config], Summary(config, tuple(self._outcomes[config])))
        self._shown = len(outcomes)
        self.setSortingEnabled(True)

    @property
    def chosen(self) -> tuple[Outcome, ...]:
        """The run that is chosen, or all those of the configuration that is."""
        for item in self.selectedItems():
            found = item.data(0, _SORT + 1)
            if isinstance(found, Outcome):
                return (found,)
            return next(tuple(self._outcomes[config]) for config, each in self._items.items() if each is item)
        return ()

    def let_go(self) -> bool:
        """Choose nothing; returns whether something was chosen."""
        had = bool(self.selectedItems())
        self.clearSelection()
        return had

    def _column(self, figure: int) -> int:
        return len(self._fields) + figure

    def _add_run(self, config: TrainingConfig, outcome: Outcome) -> None:
        parent = self._items.get(config)
        if parent is None:
            parent = self._items[config] = _Item(self)
            parent.setSizeHint(0, QSize(0, _line_height(self)))
            for column, name in enumerate(self._fields):
                parent.setText(column, value_words(name, config))
                parent.setData(column, _SORT, _sortable(getattr(config, name)))
        item = _Item(parent)
        item.setText(0, f"seed {numerals.count(outcome.run.config.seed)}")
        item.setData(0, _SORT, float(outcome.run.config.seed))
        item.setData(0, _SORT + 1, outcome)
        figures = (outcome,) if outcome.counts else ()
        self._show_figures(item, "", figures, ends_words((outcome,)))
        if outcome.message:
            item.setToolTip(self._column(4), outcome.message)

    def _show_summary(self, item: QTreeWidgetItem, summary: Summary) -> None:
        counting = tuple(outcome for outcome in summary.outcomes if outcome.counts)
        self._show_figures(item, numerals.count(len(counting)), counting, ends_words(summary.outcomes))

    def _show_figures(self, item: QTreeWidgetItem, runs: str, outcomes: Sequence[Outcome], ends: str) -> None:
        accuracy = spread_of(outcome.held_out_accuracy for outcome in outcomes)
        cost = spread_of(outcome.held_out_cost for outcome in outcomes)
        seconds = spread_of(outcome.seconds for outcome in outcomes)
        cells: tuple[tuple[str, float], ...] = (
            (runs, float(len(outcomes))),
            (accuracy_words(accuracy), _or_last(accuracy, -math.inf)),
            (cost_words(cost), _or_last(cost, math.inf)),
            (numerals.seconds(seconds.mean) if seconds.n else UNKNOWN, _or_last(seconds, math.inf)),
            (ends, float(bool(ends))),
        )
        for figure, (text, value) in enumerate(cells):
            column = self._column(figure)
            item.setText(column, text)
            item.setData(column, _SORT, value)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            for item in self._items.values():
                item.setSizeHint(0, QSize(0, _line_height(self)))
            self._fit_columns()
            self.scheduleDelayedItemsLayout()

    def _fit_columns(self) -> None:
        measure = self.fontMetrics().horizontalAdvance
        samples = ("00", f"00.0 ± 0.0{PERCENT}", "0.000 ± 0.000", "000 ms")
        for column in range(len(self._fields)):
            label = measure(SETTINGS[self._fields[column]].label)
            self.setColumnWidth(
                column, max(label, measure("seed 10") + (px(3 * GRID) if column == 0 else 0)) + px(2 * GRID)
            )
        for figure, sample in enumerate(samples):
            self.setColumnWidth(self._column(figure), measure(sample) + px(GRID))


def _line_height(of: QWidget) -> int:
    return of.fontMetrics().height() + px(GRID)


class _Item(QTreeWidgetItem):
    """Sorted by number, not by text."""

    def __lt__(self, other: QTreeWidgetItem) -> bool:
        tree = self.treeWidget()
        column = tree.sortColumn() if tree is not None else 0
        mine, theirs = self.data(column, _SORT), other.data(column, _SORT)
        if isinstance(mine, float) and isinstance(theirs, float):
            return mine < theirs
        return str(mine) < str(theirs)


def _sortable(value: object) -> float | str:
    if isinstance(value, bool | int | float):
        return float(value)
    if isinstance(value, tuple):  # by the number of units
        return float(sum(value))
    return str(value)


def _or_last(spread: Spread, last: float) -> float:
    return spread.mean if spread.n else last
