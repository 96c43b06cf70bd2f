"""The table of runs: chosen by mouse and keys, named and noted in place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from handwriting_app.storage.database.runs import LONGEST_NAME, LONGEST_NOTE, KeptRun
from handwriting_app.ui.keys import give_keys, keys_of
from handwriting_app.ui.runs.runs_model import COLUMNS, NAME, NOTE, STAR, RunsModel, ShownRuns
from handwriting_app.ui.sizes import in_type, px, scale, scaled
from handwriting_app.ui.theme import GRID, caption_font

_WIDTHS: Final = {STAR: 28, NAME: 104, 2: 116, 3: 72, 4: 66, 5: 56, 6: 300, 7: 84, 8: 76, 9: 66, NOTE: 100}
"""Pixels of the columns at first, at 100 % and in the usual type."""

_USUAL_HEIGHT: Final = 15
"""Pixels of a line of that type."""


class RunsTable(QTableView):
    """Shows `ShownRuns`.

    Signals:
        chosen_changed(): Other runs are chosen.
        opened(): By Enter, or a double click beside name and note: the run that is chosen is to be opened.
        delete_requested(): Of the runs that are chosen.
    """

    chosen_changed = Signal()
    opened = Signal()
    delete_requested = Signal()

    def __init__(self, runs: RunsModel, shown: ShownRuns, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs = runs
        self._shown = shown
        self.setObjectName("runs_table")
        self.setAccessibleName("Kept runs")
        self.setModel(shown)
        self.setItemDelegate(_Editing(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)  # Tab leads out of it
        self.setFrameShape(QTableView.Shape.NoFrame)
        in_type(self, caption_font)
        self.verticalHeader().hide()
        scaled(self.verticalHeader().setDefaultSectionSize, _row_height)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        self.setSortingEnabled(True)
        self.sortByColumn(2, Qt.SortOrder.DescendingOrder)
        self._widths: dict[int, float] = {**_WIDTHS}
        self._is_fitting = False
        self._fit_columns()
        header.sectionResized.connect(self._keep_width)
        scaled(self.setMinimumHeight, lambda each: 6 * _row_height(each))
        self.clicked.connect(self._on_clicked)
        self.doubleClicked.connect(self._on_double_clicked)
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen_changed.emit())
        for name, signal in (("open_run", self.opened), ("delete_runs", self.delete_requested)):
            action = QAction(self)
            give_keys(action, name)
            action.triggered.connect(signal)
            self.addAction(action)

    @property
    def chosen(self) -> tuple[KeptRun, ...]:
        """The runs that are chosen, from top to bottom."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return tuple(self._runs.run(self._shown.mapToSource(self._shown.index(row, 0)).row()) for row in rows)

    @property
    def is_editing(self) -> bool:
        """Whether a name or a note is being written."""
        return self.state() is QAbstractItemView.State.EditingState

    def choose(self, ids: Iterable[int]) -> None:
        """Choose the runs of these ids, as far as they are shown, and no others."""
        wanted = set(ids)
        selection = self.selectionModel()
        selection.clearSelection()
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        for row in range(self._shown.rowCount()):
            index = self._shown.index(row, 0)
            if self._runs.run(self._shown.mapToSource(index).row()).id in wanted:
                selection.select(index, flags)

    def let_go(self) -> bool:
        """Choose no run; returns whether one was chosen."""
        had = self.selectionModel().hasSelection()
        self.clearSelection()
        return had

    def changeEvent(self, event: QEvent) -> None:
        """Make the columns as much wider as the type is larger."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and hasattr(self, "_widths"):
            self._fit_columns()

    def _fit_columns(self) -> None:
        self._is_fitting = True
        header = self.horizontalHeader()
        header.setMinimumSectionSize(px(24))  # first: what was the least before would hold
        header.setStretchLastSection(False)
        for column, width in self._widths.items():
            self.setColumnWidth(column, round(width * self._unit()))
        header.setStretchLastSection(True)
        self._is_fitting = False

    def _keep_width(self, column: int, _before: int, width: int) -> None:
        """Of a column that a person has made wider; the last one is as wide as there is room."""
        if not self._is_fitting and column in self._widths and column != NOTE:
            self._widths[column] = width / self._unit()

    def _unit(self) -> float:
        """Pixels of a length of 1, or more in large type."""
        return max(self.fontMetrics().height() / _USUAL_HEIGHT, scale())

    def _on_clicked(self, index: QModelIndex) -> None:
        if index.column() == STAR:
            self._runs.toggle_star(self._shown.mapToSource(index).row())

    def _on_double_clicked(self, index: QModelIndex) -> None:
        if index.column() != STAR and not COLUMNS[index.column()].edits:
            self.opened.emit()


def _row_height(of: QWidget) -> int:
    """Of the table, or its head's."""
    return of.fontMetrics().height() + px(GRID)


class _Editor(QLineEdit):
    """In which Enter keeps what was written, and does not open the run."""

    own_keys = keys_of("written")


class _Editing(QStyledItemDelegate):
    """Lets nothing be written that could not be kept."""

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        editor = _Editor(parent)
        is_name = index.column() == NAME
        editor.setObjectName("run_name" if is_name else "run_note")
        editor.setAccessibleName("Name of the run" if is_name else "Note on the run")
        editor.setMaxLength(LONGEST_NAME if is_name else LONGEST_NOTE)
        return editor
