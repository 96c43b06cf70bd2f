"""The table of runs: chosen by mouse and keys, named and noted in place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
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
from handwriting_app.ui.sizes import in_type
from handwriting_app.ui.theme import GRID, caption_font

_WIDTHS: Final = {STAR: 28, NAME: 104, 2: 116, 3: 72, 4: 66, 5: 56, 6: 300, 7: 84, 8: 76, 9: 66, NOTE: 100}
"""Pixels of the columns at first, at the usual size of type."""

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
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + GRID)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setMinimumSectionSize(24)
        self.setSortingEnabled(True)
        self.sortByColumn(2, Qt.SortOrder.DescendingOrder)
        scale = self.fontMetrics().height() / _USUAL_HEIGHT
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, round(width * max(scale, 1.0)))
        self.setMinimumHeight(6 * self.verticalHeader().defaultSectionSize())
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

    def _on_clicked(self, index: QModelIndex) -> None:
        if index.column() == STAR:
            self._runs.toggle_star(self._shown.mapToSource(index).row())

    def _on_double_clicked(self, index: QModelIndex) -> None:
        if index.column() != STAR and not COLUMNS[index.column()].edits:
            self.opened.emit()


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
