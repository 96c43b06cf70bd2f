"""The head of My handwriting: what is there, which page is shown, and what brings drawings in and out."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from handwriting_app.session.prompt import EACH
from handwriting_app.ui.handwriting.room_button import room_button
from handwriting_app.ui.sizes import scaled
from handwriting_app.ui.theme import GRID
from handwriting_app.ui.widgets.elided_label import ElidedLabel
from handwriting_app.ui.widgets.segmented import SegmentedButtons
from handwriting_app.ui.widgets.words import set_title

Shown = Literal["drawings", "writers", "alphabet"]


class KeptHead(QWidget):
    """Two rows.

    Attributes:
        shown: Which page is wanted.

    Signals:
        round_requested(): a round of prompts is wanted.
        pen_files_requested(), folder_requested(): a person wants to import.
        pen_file_wanted(), pictures_wanted(): a person wants to export what the filters show.
    """

    round_requested = Signal()
    pen_files_requested = Signal()
    folder_requested = Signal()
    pen_file_wanted = Signal()
    pictures_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._headline = ElidedLabel(self)
        self._headline.setObjectName("kept_headline")
        set_title(self._headline)
        self._corner = QHBoxLayout()
        self.shown: SegmentedButtons[Shown] = SegmentedButtons(
            [
                ("drawings", "Drawings", "What is kept"),
                ("writers", "Writers", "How well the present network reads each writer"),
                ("alphabet", "My alphabet", "Symbols of your own, such as letters, for a network to learn"),
            ]
        )
        self.shown.setObjectName("kept_pages")
        self.shown.setAccessibleName("Drawings, writers or alphabets")
        self._ask_me = room_button(self, "Ask me…", "round_button", f"Ask for {EACH} of each, one after another")
        self._ask_me.clicked.connect(self.round_requested)
        self._import = room_button(self, "Import", "import_kept_button", "Add drawings from pen files or pictures")
        importing = QMenu(self._import)
        importing.setObjectName("import_kept_menu")
        importing.addAction("Pen files…").triggered.connect(self.pen_files_requested)
        importing.addAction("A folder of pictures…").triggered.connect(self.folder_requested)
        self._import.setMenu(importing)
        self._export = room_button(self, "Export", "export_kept_button", "Write all that the filters show to files")
        exporting = QMenu(self._export)
        exporting.setObjectName("export_kept_menu")
        exporting.addAction("A pen file…").triggered.connect(self.pen_file_wanted)
        exporting.addAction("A folder of pictures…").triggered.connect(self.pictures_wanted)
        self._export.setMenu(exporting)
        first, second = QHBoxLayout(), QHBoxLayout()
        choice = QWidget(self)
        alone = QHBoxLayout(choice)
        alone.setContentsMargins(0, 0, 0, 0)
        alone.addWidget(self.shown)
        first.addWidget(choice)
        first.addStretch(1)
        first.addLayout(self._corner)
        second.addWidget(self._headline, 1)
        for button in (self._ask_me, self._import, self._export):
            second.addWidget(button)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        scaled(rows.setSpacing, GRID)
        rows.addLayout(first)
        rows.addLayout(second)

    def add_at_the_top_right(self, widget: QWidget) -> None:
        """Put something small, such as a button, beside the choice of pages."""
        self._corner.addWidget(widget)

    def show_headline(self, words: str, *, can_export: bool) -> None:
        """What is kept, in a few words."""
        self._headline.setText(words)
        self._export.setEnabled(can_export)

    def show_parts(self, *, of_drawings: bool, can_ask: bool) -> None:
        """Whether what is about drawings is there, and the button for a round."""
        self._headline.setVisible(of_drawings)
        for button in (self._import, self._export):
            button.setVisible(of_drawings)
        self._ask_me.setVisible(can_ask)
