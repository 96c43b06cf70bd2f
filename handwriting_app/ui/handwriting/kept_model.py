"""The kept drawings as rows of a list: loaded in parts, drawn when they are seen."""

from __future__ import annotations

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from handwriting_app.names import shown_name
from handwriting_app.numerals import moment
from handwriting_app.session.kept import Filter
from handwriting_app.session.ledger import Change, called
from handwriting_app.storage.database.drawings import KeptDrawing
from handwriting_app.ui.handwriting.thumbnails import thumbnail
from handwriting_app.ui.sizes import px
from handwriting_app.ui.theme import Theme
from handwriting_app.ui.widgets.plain_text import in_tooltip

SIDE: Final = 64
"""Pixels of a picture at 100 %."""

MOST_PICTURES: Final = 2_000
"""That are kept drawn; each has 16 kB at 100 %."""

Index = QModelIndex | QPersistentModelIndex


class KeptModel(QAbstractListModel):
    """Rows of kept drawings, the newest first.

    Signals:
        more_wanted(): there are more than are loaded, and they are about to be seen.
    """

    more_wanted = Signal()

    def __init__(self, theme: Theme, view: QWidget) -> None:
        super().__init__(view)
        self._view = view
        self._theme = theme
        self._rows: list[KeptDrawing] = []
        self._pictures: OrderedDict[int, QPixmap] = OrderedDict()
        self._has_more = False

    # --- what is in it -------------------------------------------------------------------------------------------

    @property
    def last_id(self) -> int:
        """Of the last one that is loaded; there must be one."""
        return self._rows[-1].id

    def kept(self, row: int) -> KeptDrawing:
        return self._rows[row]

    def row_of(self, id_: int) -> int | None:
        return next((row for row, each in enumerate(self._rows) if each.id == id_), None)

    def show_all(self, drawings: Sequence[KeptDrawing]) -> None:
        """These are all that is loaded."""
        self.beginResetModel()
        self._rows = list(drawings)
        self._has_more = bool(drawings)
        self.endResetModel()

    def put_before(self, drawings: Sequence[KeptDrawing]) -> None:
        """Those of the newest that are not in the list yet, each in its place: some of them may have come before."""
        known = {each.id for each in self._rows}
        new = sorted((each for each in drawings if each.id not in known), key=lambda each: -each.id)
        # As few steps as there are places between rows: a list of thousands takes its time for each.
        placed = groupby(new, lambda each: bisect_left(self._rows, -each.id, key=lambda row: -row.id))
        for place, together in reversed([(place, list(each)) for place, each in placed]):
            self.beginInsertRows(QModelIndex(), place, place + len(together) - 1)
            self._rows[place:place] = together
            self.endInsertRows()

    def put_behind(self, drawings: Sequence[KeptDrawing]) -> None:
        """The next part; an empty one says that there are no more."""
        self._has_more = bool(drawings)
        if drawings:
            place = len(self._rows)
            self.beginInsertRows(QModelIndex(), place, place + len(drawings) - 1)
            self._rows += drawings
            self.endInsertRows()

    def follow(self, change: Change, wanted: Filter) -> bool:
        """Relabel or take away what is in the list; False if it must be listed anew: not all of it is in here."""
        if change.kind == "deleted":
            self._take_away(frozenset(change.gone))
            return True
        if change.kind != "relabelled":
            return False
        ids = {each.id for each in self._rows}
        if not ids >= change.labels.keys():
            return False
        if wanted.label is not None:
            self._take_away(frozenset(id_ for id_, label in change.labels.items() if label != wanted.label))
        changed = [row for row, each in enumerate(self._rows) if each.id in change.labels]
        for row in changed:
            self._rows[row] = replace(self._rows[row], label=change.labels[self._rows[row].id])
        for first, last in runs(changed):
            self.dataChanged.emit(self.index(first, 0), self.index(last, 0))
        return True

    def _take_away(self, ids: frozenset[int]) -> None:
        rows = [row for row, each in enumerate(self._rows) if each.id in ids]
        for first, last in reversed(list(runs(rows))):  # from behind: the others stay where they are
            self.beginRemoveRows(QModelIndex(), first, last)
            del self._rows[first : last + 1]
            self.endRemoveRows()

    def set_theme(self, theme: Theme) -> None:
        """Draw everything anew, when it is seen; also at another size."""
        self._theme = theme
        self._pictures.clear()

    # --- what Qt asks --------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (the default of Qt's own signature)
        return 0 if parent.isValid() else len(self._rows)

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._has_more and bool(self._rows)

    def fetchMore(self, _parent: Index) -> None:
        self.more_wanted.emit()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not 0 <= index.row() < len(self._rows):
            return None
        kept = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return f"{shown_name(kept.label, 12)} · {shown_name(kept.writer)}" if kept.writer else kept.label
            case Qt.ItemDataRole.AccessibleTextRole:
                return _words(kept)
            case Qt.ItemDataRole.ToolTipRole:
                return in_tooltip(_words(kept))
            case Qt.ItemDataRole.DecorationRole:
                return self._picture(kept)
            case Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignCenter
        return None

    def _picture(self, kept: KeptDrawing) -> QPixmap:
        pixmap = self._pictures.get(kept.id)
        ratio = self._view.devicePixelRatioF()
        if pixmap is None or pixmap.devicePixelRatio() != ratio:
            pixmap = self._pictures[kept.id] = thumbnail(kept.ink, px(SIDE), ratio, self._theme)
            if len(self._pictures) > MOST_PICTURES:
                self._pictures.popitem(last=False)
        return pixmap


def runs(rows: Iterable[int]) -> Iterable[tuple[int, int]]:
    """First and last of each run of rows, which are in order."""
    first = last = None
    for row in rows:
        if last is not None and row == last + 1:
            last = row
            continue
        if first is not None and last is not None:
            yield first, last
        first = last = row
    if first is not None and last is not None:
        yield first, last


def _words(kept: KeptDrawing) -> str:
    source = {"drawn": "drawn", "picture": "from a picture", "imported": "imported"}[kept.source]
    by = f" by {shown_name(kept.writer)}" if kept.writer else ""
    return f"{called(kept.label).capitalize()}{by}, {source}, kept {moment(kept.time)}"
