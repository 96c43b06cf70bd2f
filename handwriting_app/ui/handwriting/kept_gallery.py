"""The gallery of kept drawings: chosen by mouse and keys, one or many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from handwriting_app.session.kept import Filter
from handwriting_app.session.ledger import Change
from handwriting_app.storage.database.drawings import KeptDrawing
from handwriting_app.ui.handwriting.kept_model import SIDE, KeptModel, runs
from handwriting_app.ui.keys import keys_of
from handwriting_app.ui.sizes import in_type, px, scaled, scaled_icon
from handwriting_app.ui.theme import GRID, caption_font, theme_of
from handwriting_app.ui.widgets.focus_ring import paint_focus_ring
from handwriting_app.ui.widgets.painting import guarded

_CELL: Final = SIDE + 2 * GRID
"""Pixels at 100 %."""


class KeptGallery(QListView):
    """Pictures in rows, the newest first.

    Signals:
        chosen_changed(): others are chosen.
        label_typed(str): what the chosen ones are, by a key.
        delete_typed(): the chosen ones are to go.
        opened(KeptDrawing): by a double click or Enter.
        more_wanted(): the next part is about to be seen.
    """

    chosen_changed = Signal()
    label_typed = Signal(str)
    delete_typed = Signal()
    opened = Signal(object)
    more_wanted = Signal()

    own_keys = keys_of("label_kept", "delete_kept", "open_kept")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("kept_gallery")
        self.setAccessibleName("Drawings that are kept")
        self._model = KeptModel(theme_of(self.palette()), self)
        self._model.more_wanted.connect(self.more_wanted)
        self.setModel(self._model)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setUniformItemSizes(True)
        scaled_icon(self, SIDE, SIDE)
        in_type(self, caption_font)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        scaled(self.setMinimumHeight, _CELL)
        self._labels: frozenset[str] = frozenset()
        scaled(self.setViewportMargins, 0, GRID // 2, 0, 0)
        self._fit_cells()
        self.activated.connect(lambda index: self.opened.emit(self._model.kept(index.row())))
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen_changed.emit())
        self._model.modelReset.connect(self.chosen_changed)

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        """Show where the keys go, also while no drawing is chosen."""
        super().paintEvent(event)
        if self.hasFocus():
            paint_focus_ring(self.viewport())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()  # for the ring

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def set_labels(self, labels: Sequence[str]) -> None:
        """What can be typed: those of one character."""
        self._labels = frozenset(label for label in labels if len(label) == 1)

    def chosen(self) -> tuple[KeptDrawing, ...]:
        """In the order of the list."""
        # By ranges: an index for each of thousands would take a tenth of a second.
        rows = {
            row for each in self.selectionModel().selection().toList() for row in range(each.top(), each.bottom() + 1)
        }
        return tuple(self._model.kept(row) for row in sorted(rows))

    @property
    def chosen_count(self) -> int:
        """How many are chosen."""
        return sum(each.bottom() - each.top() + 1 for each in self.selectionModel().selection().toList())

    def let_go(self) -> bool:
        """Choose none; whether any was chosen."""
        had = self.selectionModel().hasSelection()
        self.clearSelection()
        return had

    @property
    def last_id(self) -> int:
        """Of the last one that is loaded; there must be one."""
        return self._model.last_id

    def show_all(self, drawings: Sequence[KeptDrawing]) -> None:
        """List these anew; those that were chosen and are still there stay chosen."""
        ids = {each.id for each in self.chosen()}
        self._model.show_all(drawings)
        chosen = QItemSelection()
        for first, last in runs([row for row in range(self._model.rowCount()) if self._model.kept(row).id in ids]):
            chosen.select(self._model.index(first, 0), self._model.index(last, 0))
        if not chosen.isEmpty():
            self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.Select)
            self.selectionModel().setCurrentIndex(chosen.first().topLeft(), QItemSelectionModel.SelectionFlag.NoUpdate)

    def put_before(self, drawings: Sequence[KeptDrawing]) -> None:
        """See `KeptModel.put_before`."""
        self._model.put_before(drawings)

    def put_behind(self, drawings: Sequence[KeptDrawing]) -> None:
        """See `KeptModel.put_behind`."""
        self._model.put_behind(drawings)

    def follow(self, change: Change, wanted: Filter) -> bool:
        """See `KeptModel.follow`."""
        return self._model.follow(change, wanted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
        if plain and event.key() == Qt.Key.Key_Delete:
            self.delete_typed.emit()
        elif plain and event.text() in self._labels:
            self.label_typed.emit(event.text())
        elif plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            index: QModelIndex = self.currentIndex()
            if index.isValid():
                self.opened.emit(self._model.kept(index.row()))
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._model.set_theme(theme_of(self.palette()))
            self._fit_cells()
            self.viewport().update()

    def _fit_cells(self) -> None:
        self.setGridSize(QSize(px(_CELL), px(SIDE + 3 * GRID // 2) + self.fontMetrics().lineSpacing()))
