"""How well the network reads each writer: a table that can be sorted."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from handwriting_app.names import shown_name
from handwriting_app.numerals import count, percent
from handwriting_app.session.by_writer import Figures, WriterFigures
from handwriting_app.storage.database.alphabets import LONGEST_NAME
from handwriting_app.ui.keys import keys_of
from handwriting_app.ui.widgets.tips import set_tip

_COLUMNS: Final = (
    ("Writer", "Who wrote the drawings, as they were named on import or since (F2)"),
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
        rename_requested(str, str): a writer is to have another name; "" stands for no name.
        chosen_changed(): another writer is chosen, or none.
    """

    writer_opened = Signal(str)
    rename_requested = Signal(str, str)
    chosen_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("writers_table")
        self.setAccessibleName("Accuracy by writer")
        self._model = QStandardItemModel(0, len(_COLUMNS), self)
        for column, (title, tooltip) in enumerate(_COLUMNS):
            head = QStandardItem(title)
            set_tip(head, tooltip)
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
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        naming = _Naming(self)
        naming.renamed.connect(self._on_written)
        self.setItemDelegate(naming)
        naming.closeEditor.connect(self._show_what_waits)  # after the table's own, which ends the writing
        self._waiting: Figures | None = None
        self._renamed: str | None = None
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.activated.connect(lambda index: self.writer_opened.emit(self._sorted.index(index.row(), 0).data(_WRITER)))
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen_changed.emit())
        self._sorted.modelReset.connect(self.chosen_changed)
        self._sorted.rowsRemoved.connect(lambda *_: self.chosen_changed.emit())

    @property
    def chosen(self) -> str | None:
        """The writer whose row is chosen; None if there is none."""
        rows = self.selectionModel().selectedRows()
        return str(rows[0].data(_WRITER)) if rows else None

    def rename_chosen(self) -> None:
        """Let the name of the writer whose row is chosen be written anew, in its place."""
        rows = self.selectionModel().selectedRows()
        if rows:
            self.setFocus()
            self.edit(self._sorted.index(rows[0].row(), 0))

    def show_figures(self, figures: Figures) -> None:
        """Show these; the order and the choice stay. A name that is being written is finished first."""
        if self.state() is QAbstractItemView.State.EditingState:
            self._waiting = figures
            return
        chosen = self.chosen if self._renamed is None else self._renamed
        self._renamed = None
        self._put(figures)
        if chosen is not None and self.chosen != chosen:
            self._choose(chosen)

    def _choose(self, writer: str) -> None:
        self.clearSelection()
        for row in range(self._sorted.rowCount()):
            if self._sorted.index(row, 0).data(_WRITER) == writer:
                self.selectRow(row)

    def _on_written(self, old: str, new: str) -> None:
        if new != old:
            self._renamed = new
            self.rename_requested.emit(old, new)

    def _show_what_waits(self) -> None:
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self.show_figures(waiting)

    def _put(self, figures: Figures) -> None:
        if self._model.rowCount() != len(figures.writers):
            self._model.setRowCount(len(figures.writers))
        for row, writer in enumerate(figures.writers):
            for column, (text, key) in enumerate(_texts(writer)):
                item = QStandardItem(text)
                item.setData(key, _SORT)
                item.setData(writer.writer, _WRITER)
                item.setTextAlignment(_side(column))
                item.setEditable(column == 0)
                self._model.setItem(row, column, item)


class _Editor(QLineEdit):
    """In which Enter keeps what was written, and does not open the writer."""

    own_keys = keys_of("written")


class _Naming(QStyledItemDelegate):
    """Lets a name be written that can be kept; the table shows it once it is.

    Signals:
        renamed(str, str): so far, and from now on.
    """

    renamed = Signal(str, str)

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        editor = _Editor(parent)
        editor.setObjectName("writer_name")
        editor.setAccessibleName("Name of the writer")
        editor.setPlaceholderText(NOBODY)
        editor.setMaxLength(LONGEST_NAME)
        return editor

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        if isinstance(editor, QLineEdit):
            editor.setText(str(index.data(_WRITER)))
            editor.selectAll()

    def setModelData(
        self, editor: QWidget, model: QAbstractItemModel, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        if isinstance(editor, QLineEdit):
            self.renamed.emit(str(index.data(_WRITER)), editor.text().strip())


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
