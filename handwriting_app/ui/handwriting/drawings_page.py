"""The gallery of kept drawings with its filters, and what can be done with those that are chosen."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from handwriting_app.engine.classes import Classes
from handwriting_app.numerals import count
from handwriting_app.session.ledger import some
from handwriting_app.ui.handwriting.kept_filters import KeptFilters
from handwriting_app.ui.handwriting.kept_gallery import KeptGallery
from handwriting_app.ui.handwriting.room_button import room_button
from handwriting_app.ui.sizes import scaled
from handwriting_app.ui.theme import GRID
from handwriting_app.ui.widgets.plain_text import in_menu
from handwriting_app.ui.widgets.tips import set_tip
from handwriting_app.ui.widgets.words import set_caption


class DrawingsPage(QWidget):
    """Asks for changes; lists nothing by itself.

    Attributes:
        filters: Above the gallery.
        gallery: In the middle.

    Signals:
        relabel_requested(ids, str), delete_requested(ids), undo_requested()
        put_requested(KeptDrawing): read this in place of the drawing.
    """

    relabel_requested = Signal(object, str)
    delete_requested = Signal(object)
    undo_requested = Signal()
    put_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._matching = self._total = 0
        self.filters = KeptFilters(self)
        self.gallery = KeptGallery(self)
        self.gallery.chosen_changed.connect(self._show_chosen)
        self.gallery.label_typed.connect(self._relabel_chosen)
        self.gallery.delete_typed.connect(self._delete_chosen)
        self.gallery.opened.connect(self.put_requested)
        self.gallery.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.gallery.customContextMenuRequested.connect(self._open_menu)
        self._chosen = QLabel(self)
        self._chosen.setObjectName("kept_chosen")
        set_caption(self._chosen)
        self._put = room_button(
            self, "To the canvas", "put_kept_button", "Put it on the canvas (double click, or Enter)"
        )
        self._put.clicked.connect(self._put_chosen)
        self._relabel = room_button(
            self, "Relabel", "relabel_kept_button", "Say what the chosen drawings are (their key)"
        )
        self._labels_menu = QMenu("Relabel", self._relabel)
        self._labels_menu.setObjectName("relabel_kept_menu")
        self._relabel.setMenu(self._labels_menu)
        self._delete = room_button(
            self, "Delete", "delete_kept_button", "Delete the chosen drawings (Del); can be undone"
        )
        self._delete.clicked.connect(self._delete_chosen)
        self._undo = room_button(self, "Undo", "undo_kept_button", "")
        self._undo.clicked.connect(self.undo_requested)
        self._menu = QMenu(self.gallery)
        self._menu.setObjectName("kept_menu")
        self._menu.addAction("To the canvas").triggered.connect(self._put_chosen)
        self._menu.addMenu(self._labels_menu)
        self._menu.addAction("Delete").triggered.connect(self._delete_chosen)
        buttons = QHBoxLayout()
        buttons.addWidget(self._chosen, 1)
        for button in (self._put, self._relabel, self._delete, self._undo):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        scaled(column.setSpacing, GRID)
        column.addWidget(self.filters)
        column.addWidget(self.gallery, 1)
        column.addLayout(buttons)

    def show_classes(self, classes: Classes) -> None:
        """What drawings can be said to be."""
        self.gallery.set_labels(classes.names)
        self._labels_menu.clear()
        for name in classes.names:
            self._labels_menu.addAction(in_menu(name)).triggered.connect(partial(self._relabel_chosen, name))

    def show_counts(self, matching: int, total: int) -> None:
        """How many drawings the filters show, of how many."""
        self._matching, self._total = matching, total
        self._show_chosen()

    def show_undo(self, words: str) -> None:
        """What Undo would take back; empty for nothing."""
        self._undo.setEnabled(bool(words))
        set_tip(self._undo, f"Take back {words} (Ctrl+Z)" if words else "Nothing to take back")

    def _show_chosen(self) -> None:
        chosen = self.gallery.chosen_count
        if chosen:
            words = f"{count(chosen)} chosen"
        elif self._matching == self._total:
            words = ""
        else:
            words = f"{some(self._matching)} shown"
        self._chosen.setText(words)
        self._relabel.setEnabled(chosen > 0)
        self._delete.setEnabled(chosen > 0)
        self._put.setEnabled(chosen == 1)

    def _relabel_chosen(self, label: str, *_checked: object) -> None:
        ids = tuple(each.id for each in self.gallery.chosen())
        if ids:
            self.relabel_requested.emit(ids, label)

    def _delete_chosen(self) -> None:
        ids = tuple(each.id for each in self.gallery.chosen())
        if ids:
            self.delete_requested.emit(ids)

    def _put_chosen(self) -> None:
        chosen = self.gallery.chosen()
        if chosen:
            self.put_requested.emit(chosen[0])

    def _open_menu(self, at: QPoint) -> None:
        if self.gallery.chosen_count:
            self._menu.popup(self.gallery.viewport().mapToGlobal(at))
