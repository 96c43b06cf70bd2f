"""The hidden units in a list: how much the held-out cost rises without each."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHBoxLayout,
    QHeaderView,
    QProgressBar,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from handwriting_app.explain.unit_ranking import UnitRanking, UnitWorth
from handwriting_app.explain.weight_drag import signed
from handwriting_app.numerals import count, number
from handwriting_app.ui.sizes import fit_words, in_type, px, scaled
from handwriting_app.ui.theme import GRID, caption_font, in_proportion
from handwriting_app.ui.widgets.problem import MessageKind, MessageLine
from handwriting_app.ui.widgets.tips import set_tip, wrapped

Index = QModelIndex | QPersistentModelIndex
_HEADS: Final = ("Rank", "Unit", "Cost rises by", "Reads lost")
_TIPS: Final = (
    "1: the cost rises most without it",
    "Its layer and its number; a click chooses it",
    "How much the mean held-out cost rises if it sends 0",
    "Of what is held out, how many fewer are read rightly if it sends 0",
)
_ROLES: Final = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)

HOW: Final = "Rank tells which hidden units the network needs: how much the held-out cost rises if a unit sends 0."
OTHER_WEIGHTS: Final = "The weights have changed since: these are of the earlier ones. Rank again."


class RankingView(QWidget):
    """A button, how far it is, and the list.

    Signals:
        rank_requested(): work it out.
        stop_requested(): leave it.
        unit_chosen(int, int): layer and unit, by a click or the keyboard.
    """

    rank_requested = Signal()
    stop_requested = Signal()
    unit_chosen = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_under_way = False
        self._rank = QPushButton("Rank", self)
        self._rank.setObjectName("rank_button")
        fit_words(self._rank, 20, 80)
        self._rank.clicked.connect(self._on_button)
        self._progress = QProgressBar(self)
        self._progress.setObjectName("rank_progress")
        self._progress.setAccessibleName("How far the ranking is")
        self._progress.setRange(0, 100)
        self._progress.setTextVisible(False)
        scaled(self._progress.setFixedHeight, GRID // 2)
        policy = self._progress.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._progress.setSizePolicy(policy)
        self._words = MessageLine(2, self)
        self._words.setObjectName("rank_words")
        self._model = _Units(self)
        self.table = QTableView(self)
        self.table.setObjectName("unit_ranking")
        self.table.setAccessibleName("Hidden units by what they are worth")
        self.table.setModel(self._model)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.setAlternatingRowColors(True)
        self.table.setWordWrap(False)
        self.table.setFrameShape(QTableView.Shape.NoFrame)
        in_type(self.table, caption_font)
        self.table.verticalHeader().hide()
        scaled(self.table.verticalHeader().setDefaultSectionSize, lambda _header: _row_height())
        header = self.table.horizontalHeader()
        in_type(header, lambda usual: in_proportion(usual, 1))  # of its own: Qt gives it the table's now and then
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        scaled(header.resizeSection, 0, lambda _header: _metrics().horizontalAdvance("Rank 00,000"))
        scaled(self.table.setMinimumHeight, lambda _table: 4 * _row_height())
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        head = QHBoxLayout()
        scaled(head.setSpacing, GRID)
        head.addWidget(self._rank)
        head.addWidget(self._words, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        scaled(layout.setSpacing, 2)
        layout.addLayout(head)
        layout.addWidget(self._progress)
        layout.addWidget(self.table, 1)
        self.show_ranking(None, is_stale=False)
        self.show_under_way(False, "")

    def hasHeightForWidth(self) -> bool:
        """No: its words keep their height. Otherwise a scroll area takes the usual height for the smallest."""
        return False

    def show_ranking(self, ranking: UnitRanking | None, *, is_stale: bool) -> None:
        """Show a ranking, which may be of earlier weights; None while there is none."""
        self._model.show_units(() if ranking is None else ranking.units, is_stale=is_stale)
        if ranking is None:
            self._say(HOW, "hint")
        elif is_stale:
            self._say(OTHER_WEIGHTS, "warning")
        else:
            self._say(
                f"With all units the held-out cost is {number(ranking.cost)}, and {count(ranking.right)} of "
                f"{count(ranking.digits)} are read rightly.",
                "info",
            )

    def show_under_way(self, is_under_way: bool, why_not: str) -> None:
        """Show whether it is being worked out, or why it cannot be."""
        self._is_under_way = is_under_way
        self._rank.setText("Stop" if is_under_way else "Rank")
        self._rank.setAccessibleName("Stop the ranking" if is_under_way else "Rank the units")
        self._rank.setEnabled(is_under_way or not why_not)
        set_tip(self._rank, why_not or ("Leave it" if is_under_way else HOW))
        self._progress.setVisible(is_under_way)
        if not is_under_way:
            self._progress.setValue(0)

    def show_progress(self, share: float) -> None:
        """Show the share that is done."""
        self._progress.setValue(round(100 * share))

    def show_failure(self, words: str) -> None:
        """Say why there is no ranking."""
        self._say(f"The units could not be ranked: {words}", "error")

    def mark(self, unit: tuple[int, int] | None) -> None:
        """Choose the row of a unit, or none, without a word."""
        row = self._model.row_of(unit)
        selection = self.table.selectionModel()
        if row is None:
            selection.clear()
        elif self.table.currentIndex().row() != row or not selection.hasSelection():
            index = self._model.index(row, 0)
            flags = QItemSelectionModel.SelectionFlag
            selection.setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)

    def _on_row(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            each = self._model.units[current.row()]
            self.unit_chosen.emit(each.layer, each.unit)

    def _on_button(self) -> None:
        (self.stop_requested if self._is_under_way else self.rank_requested).emit()

    def _say(self, words: str, kind: MessageKind) -> None:
        self._words.show_text(words, kind)
        self._words.setAccessibleName(words)


def _metrics() -> QFontMetrics:
    """Of the table, whose heads do not always have its type."""
    return QFontMetrics(caption_font(QApplication.font()))


def _row_height() -> int:
    return _metrics().height() + px(GRID // 2)


class _Units(QAbstractTableModel):
    """A ranking as a table."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.units: tuple[UnitWorth, ...] = ()
        self._rows: dict[tuple[int, int], int] = {}
        self._is_stale = False

    def show_units(self, units: tuple[UnitWorth, ...], *, is_stale: bool) -> None:
        if units is not self.units:
            self.beginResetModel()
            self.units, self._is_stale = units, is_stale
            self._rows = {(each.layer, each.unit): row for row, each in enumerate(units)}
            self.endResetModel()
        elif is_stale is not self._is_stale:
            self._is_stale = is_stale
            self.dataChanged.emit(self.index(0, 0), self.index(len(units) - 1, len(_HEADS) - 1))

    def row_of(self, unit: tuple[int, int] | None) -> int | None:
        return self._rows.get(unit) if unit is not None else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.units)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(_HEADS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        each = self.units[index.row()]
        if role in _ROLES:
            return (
                count(index.row() + 1),
                f"layer {each.layer}, unit {each.unit}",
                signed(each.rise),
                number(each.lost),
            )[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if index.column() == 1 else Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ForegroundRole and self._is_stale:
            parent = self.parent()
            assert isinstance(parent, QWidget)
            return parent.palette().placeholderText()
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return _HEADS[section]
            if role == Qt.ItemDataRole.ToolTipRole:
                return wrapped(_TIPS[section])
        return None
