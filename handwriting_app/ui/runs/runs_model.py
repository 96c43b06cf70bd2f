"""Kept runs as a table for Qt: what each cell says, sorts by and lets be edited; and which rows are shown."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtCore import Signal as QtSignal

from handwriting_app.names import shown_name
from handwriting_app.numerals import byte_size, duration, fixed, moment, percent
from handwriting_app.session.run_words import epochs_of, name_of, settings_in_short
from handwriting_app.storage.database.runs import KeptRun
from handwriting_app.ui.widgets.plain_text import in_tooltip
from handwriting_app.ui.widgets.tips import wrapped

Index = QModelIndex | QPersistentModelIndex

SORTS_BY: Final = Qt.ItemDataRole.UserRole
UNKNOWN: Final = "–"
_LOWEST: Final = -math.inf
_LONGEST: Final = 200
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CENTRED: Final = Qt.AlignmentFlag.AlignCenter
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        title: Above it.
        tooltip: What stands in it.
        text: Of a run.
        key: What it is sorted by: a number or a text.
        alignment: Of its cells.
        edits: The attribute of a run that can be edited in it.
    """

    title: str
    tooltip: str
    text: Callable[[KeptRun], str]
    key: Callable[[KeptRun], float | str]
    alignment: Qt.AlignmentFlag = _LEFT
    edits: str = ""


def _number(value: float | None) -> float:
    return _LOWEST if value is None else value


def _accuracy(run: KeptRun) -> str:
    return UNKNOWN if run.held_out_accuracy is None else percent(run.held_out_accuracy, 1, is_narrow=True)


def _cost(run: KeptRun) -> str:
    return UNKNOWN if run.held_out_cost is None else fixed(run.held_out_cost, 3)


COLUMNS: Final = (
    Column("★", "Runs with a star are kept whatever the limit; a click gives or takes one",
           lambda run: "★" if run.star else "☆", lambda run: float(run.star), _CENTRED),
    Column("Name", "Given by you: a double click or F2 changes it", name_of, lambda run: name_of(run).casefold(),
           edits="name"),
    Column("Begun", "When it began", lambda run: moment(run.begun), lambda run: run.begun),
    Column("Epochs", "How many there were, of how many it was to have", epochs_of, lambda run: float(run.epoch),
           _RIGHT),
    Column("Held-out", "Share of what was held out that is read rightly after the last epoch", _accuracy,
           lambda run: _number(run.held_out_accuracy), _RIGHT),
    Column("Cost", "Mean cost of what was held out, after the last epoch", _cost,
           lambda run: _number(run.held_out_cost), _RIGHT),
    Column("Settings", "Hidden layers, activation, descent, update rule, learning rate", settings_in_short,
           settings_in_short),
    Column("Time", "Spent training", lambda run: duration(run.seconds), lambda run: run.seconds, _RIGHT),
    Column("State", "How it ended", lambda run: run.state, lambda run: run.state),
    Column("Size", "Of its model and its curves in the database", lambda run: byte_size(run.size),
           lambda run: float(run.size), _RIGHT),
    Column("Note", "Whatever you want to remember of it: a double click or F2 changes it", lambda run: run.note,
           lambda run: run.note.casefold(), edits="note"),
)  # fmt: skip
STAR: Final = 0
NAME: Final = 1
NOTE: Final = len(COLUMNS) - 1


def _gap(column: int) -> str:
    """What keeps words from the numbers at their left."""
    is_tight = COLUMNS[column].alignment == _LEFT and column > 0 and COLUMNS[column - 1].alignment == _RIGHT
    return "\u2002" if is_tight else ""


class RunsModel(QAbstractTableModel):
    """Shows a sequence of runs, the newest first.

    Signals:
        described(int, str, object): The run of this id has another "star", "name" or "note" now.
    """

    described = QtSignal(int, str, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runs: list[KeptRun] = []

    @property
    def runs(self) -> tuple[KeptRun, ...]:
        return tuple(self._runs)

    def run(self, row: int) -> KeptRun:
        return self._runs[row]

    def show_runs(self, runs: Sequence[KeptRun]) -> None:
        """Show these; rows that stay are left where they are, and keep their choice and an editor that is open."""
        if not self._runs:
            self.beginResetModel()
            self._runs = list(runs)
            self.endResetModel()
            return
        staying = {run.id for run in runs}
        for row in reversed(range(len(self._runs))):
            if self._runs[row].id not in staying:
                self.beginRemoveRows(QModelIndex(), row, row)
                del self._runs[row]
                self.endRemoveRows()
        for row, run in enumerate(runs):
            if row >= len(self._runs) or self._runs[row].id != run.id:
                self.beginInsertRows(QModelIndex(), row, row)
                self._runs.insert(row, run)
                self.endInsertRows()
            elif self._runs[row] != run:
                self._replace(row, run)

    def toggle_star(self, row: int) -> None:
        """Give a run a star, or take it away."""
        self._describe(row, "star", not self._runs[row].star)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._runs)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Vertical or not 0 <= section < len(COLUMNS):
            return None
        column = COLUMNS[section]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return f"{_gap(section)}{column.title}"
            case Qt.ItemDataRole.ToolTipRole:
                return wrapped(column.tooltip)
            case Qt.ItemDataRole.TextAlignmentRole:
                return column.alignment
            case Qt.ItemDataRole.AccessibleTextRole:
                return "Star" if section == STAR else column.title
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        run, column = self._runs[index.row()], COLUMNS[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                text = column.text(run)
                return f"{_gap(index.column())}{shown_name(text, _LONGEST)}" if text else text
            case Qt.ItemDataRole.EditRole:
                return getattr(run, column.edits) if column.edits else column.text(run)
            case Qt.ItemDataRole.TextAlignmentRole:
                return column.alignment
            case Qt.ItemDataRole.ToolTipRole:
                return wrapped(in_tooltip(shown_name(column.text(run), _LONGEST))) if column.text(run) else ""
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._in_words(run, index.column())
        return column.key(run) if role == SORTS_BY else None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        name = COLUMNS[index.column()].edits
        if role != Qt.ItemDataRole.EditRole or not name or not isinstance(value, str):
            return False
        text = " ".join(value.split())
        if text != getattr(self._runs[index.row()], name):
            self._describe(index.row(), name, text)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        usual = super().flags(index)
        return usual | Qt.ItemFlag.ItemIsEditable if index.isValid() and COLUMNS[index.column()].edits else usual

    def _describe(self, row: int, name: str, value: object) -> None:
        run = self._runs[row]
        self._replace(row, replace(run, **{name: value}))  # type: ignore[arg-type]
        self.described.emit(run.id, name, value)

    def _replace(self, row: int, run: KeptRun) -> None:
        self._runs[row] = run
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(COLUMNS) - 1))

    def _in_words(self, run: KeptRun, column: int) -> str:
        if column == STAR:
            return f"{shown_name(name_of(run))}, {'with' if run.star else 'without'} a star"
        return f"{COLUMNS[column].title}: {shown_name(COLUMNS[column].text(run), _LONGEST)}"


class ShownRuns(QSortFilterProxyModel):
    """The runs that are asked for, in the order of the column that is clicked."""

    def __init__(self, source: RunsModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source = source
        self._words: tuple[str, ...] = ()
        self._state = ""
        self._only_stars = False
        self._with_exercises = False
        self.setSourceModel(source)
        self.setSortRole(SORTS_BY)

    def show_only(self, text: str, state: str, *, only_stars: bool, with_exercises: bool) -> None:
        """Show the runs that have every word of ``text`` in a cell and are in this state; an empty one is any."""
        self._words = tuple(text.casefold().split())
        self._state, self._only_stars, self._with_exercises = state, only_stars, with_exercises
        self.invalidate()  # QSortFilterProxyModel.invalidateFilter is going to go

    def filterAcceptsRow(self, row: int, _parent: Index) -> bool:
        run = self._source.run(row)
        if (run.is_exercise and not self._with_exercises) or (self._only_stars and not run.star):
            return False
        if self._state and run.state != self._state:
            return False
        if not self._words:
            return True
        text = " ".join(column.text(run) for column in COLUMNS).casefold()
        return all(word in text for word in self._words)
