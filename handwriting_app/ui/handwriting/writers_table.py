"""How well the network reads each writer: a table that can be sorted."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from handwriting_app.names import shown_name
from handwriting_app.numerals import count, percent
from handwriting_app.session.by_writer import Figures, WriterFigures

_COLUMNS: Final = (
    ("Writer", "Who wrote the drawings, as they were named on import"),
    ("Drawings", "How many of this writer's drawings were read"),
    ("Read rightly", "The share that the network reads as what they are"),
    ("Most confused", "What is read most often for something else"),
)
_SORT: Final = Qt.ItemDataRole.UserRole
_WRITER: Final = Qt.ItemDataRole.UserRole + 1

NOBODY: Final = "no name"
"""In place of the name of those who have none."""


class WritersTable(QTableView):
    """A row for each writer.

    Signals:
        writer_opened(str): by a double click or Enter: their drawings are wanted.
    """

    writer_opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("writers_table")
        self.setAccessibleName("Accuracy by writer")
        self._model = QStandardItemModel(0, len(_COLUMNS), self)
        for column, (title, tooltip) in enumerate(_COLUMNS):
            head = QStandardItem(title)
            head.setToolTip(tooltip)
            head.setTextAlignment(_side(column))
            self._model.setHorizontalHeaderItem(column, head)
        self._sorted = QSortFilterProxyModel(self)
        self._sorted.setSourceModel(self._model)
        self._sorted.setSortRole(_SORT)
        self._sorted.setSortCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setModel(self._sorted)
        self.setSortingEnabled(True)
        self.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.activated.connect(lambda index: self.writer_opened.emit(self._sorted.index(index.row(), 0).data(_WRITER)))

    def show_figures(self, figures: Figures) -> None:
        """Show these; the order stays as it was chosen."""
        if self._model.rowCount() != len(figures.writers):
            self._model.setRowCount(len(figures.writers))
        for row, writer in enumerate(figures.writers):
            for column, (text, key) in enumerate(_texts(writer)):
                item = QStandardItem(text)
                item.setData(key, _SORT)
                item.setData(writer.writer, _WRITER)
                item.setTextAlignment(_side(column))
                self._model.setItem(row, column, item)


def _texts(figures: WriterFigures) -> tuple[tuple[str, str | float], ...]:
    """What stands in each column, and what it is sorted by."""
    confused, times = "–", 0
    if figures.confused is not None:
        label, read, times = figures.confused
        confused = f"{shown_name(label, 12)} as {shown_name(read, 12)}, {count(times)}×"
    return (
        (shown_name(figures.writer, 40) or NOBODY, figures.writer),
        (count(figures.count), figures.count),
        (percent(figures.share), figures.share),
        (confused, times),
    )


def _side(column: int) -> Qt.AlignmentFlag:
    beside = Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight
    return beside | Qt.AlignmentFlag.AlignVCenter
