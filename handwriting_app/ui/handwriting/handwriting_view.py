"""The view My handwriting: a gallery of what is kept, who is read how well, and a round of prompts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Literal

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from handwriting_app.engine.classes import Classes
from handwriting_app.names import shown_name
from handwriting_app.numerals import count
from handwriting_app.session.by_writer import Figures
from handwriting_app.session.kept import PAGE, TEN_DIGITS, Filter, Page
from handwriting_app.session.ledger import Change, some
from handwriting_app.session.prompt import EACH, Prompt
from handwriting_app.session.weights import Weights
from handwriting_app.storage.database.drawings import Source
from handwriting_app.ui.handwriting.kept_gallery import KeptGallery
from handwriting_app.ui.handwriting.round_page import RoundPage
from handwriting_app.ui.handwriting.writers_page import WritersPage
from handwriting_app.ui.handwriting.writers_table import NOBODY
from handwriting_app.ui.keys import keys_of, shortcuts
from handwriting_app.ui.theme import GRID
from handwriting_app.ui.widgets.elided_label import ElidedLabel
from handwriting_app.ui.widgets.fields import ComboBox
from handwriting_app.ui.widgets.live_view import LiveView
from handwriting_app.ui.widgets.plain_text import in_menu
from handwriting_app.ui.widgets.segmented import SegmentedButtons
from handwriting_app.ui.widgets.words import set_caption, set_title

Shown = Literal["drawings", "writers", "alphabet"]
Asked = Literal["all", "front", "more", "count"]

_SOURCES: tuple[tuple[Source | None, str], ...] = (
    (None, "All sources"),
    ("drawn", "Drawn"),
    ("picture", "Pictures"),
    ("imported", "Imported"),
)


class HandwritingView(LiveView):
    """Shows what is kept, and asks for changes; it is listed in parts, one question at a time, and only while seen.

    Signals:
        list_requested(Filter, int, int | None): `show_page` is wanted, with so many, behind the one with this id.
        measure_requested(Weights, int): `show_figures` is wanted for these weights and this alphabet.
        relabel_requested(ids, str), delete_requested(ids), undo_requested()
        rename_requested(str, str): a writer is to have another name.
        put_requested(KeptDrawing): read this in place of the drawing.
        round_requested(), next_requested(), stop_requested(): of a round of prompts.
        pen_files_requested(), folder_requested(): a person wants to import.
        pen_file_wanted(Filter), pictures_wanted(Filter): a person wants to export what this filter shows.
    """

    list_requested = Signal(object, int, object)
    measure_requested = Signal(object, int)
    relabel_requested = Signal(object, str)
    delete_requested = Signal(object)
    undo_requested = Signal()
    rename_requested = Signal(str, str)
    put_requested = Signal(object)
    round_requested = Signal()
    next_requested = Signal()
    stop_requested = Signal()
    pen_files_requested = Signal()
    folder_requested = Signal()
    pen_file_wanted = Signal(object)
    pictures_wanted = Signal(object)

    help_text = (
        "Here is your own handwriting: every drawing, or picture, of which you said what it really is, by a click on "
        "the small buttons under the reading or by its key. Nothing is kept without that.\n\n"
        "Choose one or many, with Shift and Ctrl or the arrow keys. A key, such as 7, says what they are; Del deletes "
        "them, Ctrl+Z takes the last change back, Enter or a double click puts a drawing on the canvas.\n\n"
        f"“Ask me” asks for {EACH} of each, one after another: two minutes for the ten digits.\n\n"
        "Import takes pen files and folders of pictures, also those of a whole class, and keeps writers apart. "
        "Export writes what the filters show. “Writers” tells how well the network reads each of them; F2 "
        "gives the chosen one another name.\n\n"
        "“Learn my hand” trains the present network on the drawings for a few seconds, and says what it reads better "
        "and what it has forgotten. Undo brings it back as it was.\n\n"
        "“My alphabet” is for letters, signs, a heart: name them, draw two of each or better ten, and learn them."
    )

    def __init__(self, weights: Weights, alphabet: int = TEN_DIGITS) -> None:
        super().__init__()
        self._weights = weights
        self._classes = Classes.numbered(10)
        self._filter = Filter(alphabet)
        self._undo_words = ""
        self._prompt: Prompt | None = None
        self._tally: Counter[tuple[str, str]] = Counter()
        self._matching = 0
        self._asked: Asked | None = None
        self._is_listed = False
        self._has_list = False  # something has been listed at all
        self._front = 0  # new ones that are to be put before the others
        self._version = 0  # grows with every change
        self._asked_at = 0
        self._is_count_known = True
        self._wants_more = False
        self._problem = ""
        self._measured: Weights | None = None
        self._alphabet_page: QWidget | None = None
        self.keys_within = keys_of("undo_kept")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._build()

    # --- what it shows -------------------------------------------------------------------------------------------

    def add_at_the_top_right(self, widget: QWidget) -> None:
        """Put something small, such as a button, beside the headline."""
        self._corner.addWidget(widget)

    def add_below_the_head(self, widget: QWidget) -> None:
        """Put something, such as a report, between the headline and the drawings; it may hide itself."""
        self._below_head.addWidget(widget)

    def add_alphabet_page(self, page: QWidget) -> None:
        """Put what makes alphabets on a page of its own."""
        self._alphabet_page = page
        self._pages.addWidget(page)

    def show_weights(self, weights: Weights) -> None:
        """Tell how these read each writer from now on."""
        self._weights = weights
        self._show_classes(weights.network.classes)
        self.mark_stale()

    def show_alphabet(self, alphabet: int) -> None:
        """List the drawings of this alphabet."""
        self._look_for(Filter(alphabet))

    def show_change(self, change: Change) -> None:
        """Something was kept, relabelled, deleted or brought back."""
        self._undo_words = change.undo
        if change.kind == "kept" and change.labels and self._is_listed:
            self._front += len(change.labels)
        elif change.kind != "nothing" and not (self._is_listed and self._gallery.follow(change, self._filter)):
            self._is_listed = False
        if change.kind != "nothing":
            self._version += 1
            self._is_count_known = False
            self._measured = None
        self.mark_stale()

    def show_page(self, page: Page) -> None:
        """An answer to `list_requested`."""
        asked, self._asked = self._asked, None
        if page.wanted != self._filter or asked is None or self._asked_at != self._version:
            self.mark_stale()  # what has changed meanwhile may be in the answer, or not: it is asked for anew
            return
        self._problem = ""
        if page.tally is not None and page.matching is not None:
            self._tally, self._matching = page.tally, page.matching
            self._is_count_known = True
        match asked:
            case "all":
                self._gallery.show_all(page.drawings)
                self._is_listed = self._has_list = True
                self._front = 0
            case "front":
                self._gallery.put_before(page.drawings)
                self._front = 0
            case "more":
                self._gallery.put_behind(page.drawings)
                self._wants_more = False
        self._is_stale = True  # shown at once, without another frame
        self.refresh_now()

    def show_problem(self, problem: str) -> None:
        """Why nothing can be listed."""
        self._asked = None
        self._problem = problem
        self.mark_stale()

    def show_figures(self, weights: Weights, figures: Figures) -> None:
        """How well each writer is read."""
        if not weights.is_of_run_of(self._weights):
            return
        self._measured = weights
        self._writers.show_figures(figures)

    def show_figures_problem(self, problem: str) -> None:
        """Why writers cannot be compared."""
        self._writers.show_problem(problem)

    def show_prompt(self, prompt: Prompt | None) -> None:
        """What is asked for now; None outside a round."""
        self._prompt = prompt
        self.keys_within = keys_of("undo_kept") if prompt is None else keys_of("undo_kept", "next_prompt")
        if prompt is not None:
            self._round.show_prompt(prompt)
        self._show_right_page()

    def refresh(self) -> None:
        self._show_right_page()
        self._show_counts()
        self._show_chosen()
        self._ask_next()
        if self._shown.value() == "writers" and self._tally and self._measured is not self._weights:
            self.measure_requested.emit(self._weights, self._filter.alphabet)

    def let_go(self) -> bool:
        """Let go of the chosen drawings."""
        return self._prompt is None and self._gallery.let_go()

    def halt(self) -> bool:
        """Stop a round of prompts."""
        if self._prompt is None:
            return False
        self.stop_requested.emit()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if QKeySequence(event.keyCombination()) in shortcuts("undo_kept"):
            self.undo_requested.emit()
        else:
            super().keyPressEvent(event)

    # --- one question at a time ----------------------------------------------------------------------------------

    def _ask_next(self) -> None:
        if self._asked is not None or self._problem or not self.isVisible():
            return
        if not self._is_listed:
            self._ask("all", max(PAGE, self._gallery.model().rowCount()))
        elif self._front:
            self._ask("front", self._front)
        elif not self._is_count_known:
            self._ask("count", 0)
        elif self._wants_more and self._gallery.model().rowCount():
            self._ask("more", PAGE, self._gallery.last_id)

    def _ask(self, asked: Asked, most: int, older_than: int | None = None) -> None:
        self._asked, self._asked_at = asked, self._version
        self.list_requested.emit(self._filter, most, older_than)

    def _want_more(self) -> None:
        self._wants_more = True
        self._ask_next()

    def _look_for(self, wanted: Filter) -> None:
        if wanted == self._filter:
            return
        self._filter = wanted
        self._gallery.show_all(())
        self._is_listed = self._wants_more = False
        self._asked = None  # what was asked about another filter is not answered any more
        self._front = 0
        self._ask_next()

    def _try_again(self) -> None:
        self._problem = ""
        self._is_listed = False
        self.mark_stale()

    # --- its parts -----------------------------------------------------------------------------------------------

    def _show_right_page(self) -> None:
        if self._prompt is not None:
            page: QWidget = self._round
        elif self._shown.value() == "alphabet" and self._alphabet_page is not None:
            page = self._alphabet_page
        elif self._problem or (self._has_list and not self._tally):
            page = self._empty
            self._empty_words.setText(self._problem or self._classes.worded(EMPTY))
            self._again.setVisible(bool(self._problem))
            self._ask_me_first.setVisible(not self._problem)
        else:
            page = self._writers if self._shown.value() == "writers" else self._drawings
        self._head.setVisible(page is not self._round)
        is_of_drawings = page is not self._alphabet_page
        self._headline.setVisible(is_of_drawings)
        for button in (self._import, self._export):
            button.setVisible(is_of_drawings)
        # The empty page has one of its own.
        self._ask_me.setVisible(is_of_drawings and (page is not self._empty or bool(self._problem)))
        if self._pages.currentWidget() is not page:
            had_focus = self._gallery.hasFocus()
            self._pages.setCurrentWidget(page)
            if had_focus and page is self._empty:
                self.setFocus()  # so that Ctrl+Z brings back what was deleted last

    def _show_counts(self) -> None:
        total = self._tally.total()
        names = {writer for _, writer in self._tally if writer}
        words = some(total) if self._has_list else "My handwriting"
        if names:
            words += f" by {count(len(names))} writer{'s' if len(names) > 1 else ''}"
        self._headline.setText(words if total else "My handwriting")
        self._fill(self._label, "All labels", self._labels(), self._filter.label, lambda label: shown_name(label, 20))
        writers = Counter[str]()
        for (_, writer), number in self._tally.items():
            writers[writer] += number
        named = sorted(writers.items(), key=lambda item: (not item[0], item[0].casefold()))
        self._fill(self._writer, "All writers", named, self._filter.writer, lambda name: shown_name(name, 24) or NOBODY)
        self._undo.setEnabled(bool(self._undo_words))
        self._undo.setToolTip(f"Take back {self._undo_words} (Ctrl+Z)" if self._undo_words else "Nothing to take back")
        self._export.setEnabled(self._matching > 0)

    def _labels(self) -> list[tuple[str, int]]:
        labels = Counter[str]()
        for (label, _), number in self._tally.items():
            labels[label] += number
        order = {name: place for place, name in enumerate(self._classes.names)}
        return sorted(labels.items(), key=lambda item: (order.get(item[0], len(order)), item[0]))

    @staticmethod
    def _fill(
        combo: ComboBox, everything: str, found: list[tuple[str, int]], chosen: str | None, words: Callable[[str], str]
    ) -> None:
        entries = [(everything, None), *((f"{words(value)} ({count(number)})", value) for value, number in found)]
        if chosen is not None and chosen not in dict(found):
            entries.append((f"{words(chosen)} (0)", chosen))
        if [(combo.itemText(place), combo.itemData(place)) for place in range(combo.count())] == entries:
            return
        with QSignalBlocker(combo):
            combo.clear()
            for text, value in entries:
                combo.addItem(text, value)
            combo.setCurrentIndex([value for _, value in entries].index(chosen))

    def _show_chosen(self) -> None:
        chosen = len(self._gallery.chosen())
        if chosen:
            words = f"{count(chosen)} chosen"
        elif self._matching == self._tally.total():
            words = ""
        else:
            words = f"{some(self._matching)} shown"
        self._chosen.setText(words)
        self._relabel.setEnabled(chosen > 0)
        self._delete.setEnabled(chosen > 0)
        self._put.setEnabled(chosen == 1)

    def _show_classes(self, classes: Classes) -> None:
        if classes.names != self._classes.names or not self._labels_menu.actions():
            self._classes = classes
            self._ask_me_first.setText(classes.worded("Ask me for digits"))
            self._ask_me_first.setAccessibleName(self._ask_me_first.text())
            self._ask_me_first.setToolTip(f"Asks for {EACH} of each, one after another")
            self._gallery.set_labels(classes.names)
            self._labels_menu.clear()
            for name in classes.names:
                self._labels_menu.addAction(in_menu(name)).triggered.connect(partial(self._relabel_chosen, name))

    def _relabel_chosen(self, label: str, *_checked: object) -> None:
        ids = tuple(each.id for each in self._gallery.chosen())
        if ids:
            self.relabel_requested.emit(ids, label)

    def _delete_chosen(self) -> None:
        ids = tuple(each.id for each in self._gallery.chosen())
        if ids:
            self.delete_requested.emit(ids)

    def _put_chosen(self) -> None:
        chosen = self._gallery.chosen()
        if chosen:
            self.put_requested.emit(chosen[0])

    def _on_filter(self) -> None:
        label, writer = self._label.currentData(), self._writer.currentData()
        self._look_for(Filter(self._filter.alphabet, label, writer, self._source.currentData()))

    def _show_writer(self, writer: str) -> None:
        self._shown.set_value("drawings")
        place = self._writer.findData(writer)
        if place >= 0:
            self._writer.setCurrentIndex(place)
            self._on_filter()

    def _rename_writer(self, old: str, new: str) -> None:
        if self._filter.writer == old:
            self._look_for(replace(self._filter, writer=new))
        self.rename_requested.emit(old, new)

    def _open_menu(self, at: QPoint) -> None:
        if self._gallery.chosen():
            self._menu.popup(self._gallery.viewport().mapToGlobal(at))

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self._build_head())
        self._below_head = QVBoxLayout()
        column.addLayout(self._below_head)
        pages = QWidget(self)
        self._pages = QStackedLayout(pages)
        self._drawings = self._build_drawings()
        self._writers = WritersPage(self)
        self._writers.writer_opened.connect(self._show_writer)
        self._writers.rename_requested.connect(self._rename_writer)
        self._round = RoundPage(self)
        self._round.next_requested.connect(self.next_requested)
        self._round.stop_requested.connect(self.stop_requested)
        self._empty = self._build_empty()
        for page in (self._drawings, self._writers, self._round, self._empty):
            self._pages.addWidget(page)
        column.addWidget(pages, 1)
        self._show_classes(self._weights.network.classes)

    def _build_head(self) -> QWidget:
        self._head = QWidget(self)
        self._headline = ElidedLabel(self._head)
        self._headline.setObjectName("kept_headline")
        set_title(self._headline)
        self._corner = QHBoxLayout()
        first = QHBoxLayout()
        self._shown: SegmentedButtons[Shown] = SegmentedButtons(
            [
                ("drawings", "Drawings", "What is kept"),
                ("writers", "Writers", "How well the present network reads each writer"),
                ("alphabet", "My alphabet", "Symbols of your own, such as letters, for a network to learn"),
            ]
        )
        self._shown.setObjectName("kept_pages")
        self._shown.setAccessibleName("Drawings, writers or alphabets")
        self._shown.value_changed.connect(lambda _value: self.mark_stale())
        self._choice = QWidget(self._head)
        choice = QHBoxLayout(self._choice)
        choice.setContentsMargins(0, 0, 0, 0)
        choice.addWidget(self._shown)
        self._ask_me = self._button("Ask me…", "round_button", f"Ask for {EACH} of each, one after another")
        self._ask_me.clicked.connect(self.round_requested)
        self._import = self._button("Import", "import_kept_button", "Add drawings from pen files or pictures")
        importing = QMenu(self._import)
        importing.setObjectName("import_kept_menu")
        importing.addAction("Pen files…").triggered.connect(self.pen_files_requested)
        importing.addAction("A folder of pictures…").triggered.connect(self.folder_requested)
        self._import.setMenu(importing)
        self._export = self._button("Export", "export_kept_button", "Write all that the filters show to files")
        exporting = QMenu(self._export)
        exporting.setObjectName("export_kept_menu")
        exporting.addAction("A pen file…").triggered.connect(lambda: self.pen_file_wanted.emit(self._filter))
        exporting.addAction("A folder of pictures…").triggered.connect(lambda: self.pictures_wanted.emit(self._filter))
        self._export.setMenu(exporting)
        second = QHBoxLayout()
        first.addWidget(self._choice)
        first.addStretch(1)
        first.addLayout(self._corner)
        second.addWidget(self._headline, 1)
        for button in (self._ask_me, self._import, self._export):
            second.addWidget(button)
        rows = QVBoxLayout(self._head)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GRID)
        rows.addLayout(first)
        rows.addLayout(second)
        return self._head

    def _build_drawings(self) -> QWidget:
        page = QWidget(self)
        self._label = self._combo(page, "kept_label_filter", "Show one label")
        self._writer = self._combo(page, "kept_writer_filter", "Show one writer")
        self._source = self._combo(page, "kept_source_filter", "Show one source")
        for source, words in _SOURCES:
            self._source.addItem(words, source)
        filters = QHBoxLayout()
        for combo in (self._label, self._writer, self._source):
            combo.activated.connect(self._on_filter)
            filters.addWidget(combo, 1)
        self._gallery = KeptGallery(page)
        self._gallery.chosen_changed.connect(self._show_chosen)
        self._gallery.more_wanted.connect(self._want_more)
        self._gallery.label_typed.connect(self._relabel_chosen)
        self._gallery.delete_typed.connect(self._delete_chosen)
        self._gallery.opened.connect(self.put_requested)
        self._gallery.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._gallery.customContextMenuRequested.connect(self._open_menu)
        self._chosen = QLabel(page)
        self._chosen.setObjectName("kept_chosen")
        set_caption(self._chosen)
        self._put = self._button("To the canvas", "put_kept_button", "Put it on the canvas (double click, or Enter)")
        self._put.clicked.connect(self._put_chosen)
        self._relabel = self._button("Relabel", "relabel_kept_button", "Say what the chosen drawings are (their key)")
        self._labels_menu = QMenu("Relabel", self._relabel)
        self._labels_menu.setObjectName("relabel_kept_menu")
        self._relabel.setMenu(self._labels_menu)
        self._delete = self._button("Delete", "delete_kept_button", "Delete the chosen drawings (Del); can be undone")
        self._delete.clicked.connect(self._delete_chosen)
        self._undo = self._button("Undo", "undo_kept_button", "")
        self._undo.clicked.connect(self.undo_requested)
        self._menu = QMenu(self._gallery)
        self._menu.setObjectName("kept_menu")
        self._menu.addAction("To the canvas").triggered.connect(self._put_chosen)
        self._menu.addMenu(self._labels_menu)
        self._menu.addAction("Delete").triggered.connect(self._delete_chosen)
        buttons = QHBoxLayout()
        buttons.addWidget(self._chosen, 1)
        for button in (self._put, self._relabel, self._delete, self._undo):
            buttons.addWidget(button)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(filters)
        column.addWidget(self._gallery, 1)
        column.addLayout(buttons)
        return page

    def _build_empty(self) -> QWidget:
        page = QWidget(self)
        self._empty_words = QLabel(EMPTY, page)
        self._empty_words.setObjectName("kept_empty")
        self._empty_words.setTextFormat(Qt.TextFormat.PlainText)
        self._empty_words.setWordWrap(True)
        self._empty_words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._ask_me_first = self._button("Ask me for digits", "first_round_button", "")
        self._ask_me_first.clicked.connect(self.round_requested)
        self._again = self._button("Try again", "list_again_button", "Look for the drawings again")
        self._again.clicked.connect(self._try_again)
        column = QVBoxLayout(page)
        column.setSpacing(2 * GRID)
        column.addStretch(1)
        column.addWidget(self._empty_words)
        for button in (self._ask_me_first, self._again):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        return page

    def _button(self, text: str, name: str, tooltip: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setAccessibleName(text.removesuffix("…"))
        button.setToolTip(tooltip)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the focus, and the keys, to the gallery
        return button

    @staticmethod
    def _combo(parent: QWidget, name: str, spoken: str) -> ComboBox:
        combo = ComboBox(parent)
        combo.setObjectName(name)
        combo.setAccessibleName(spoken)
        combo.setToolTip(spoken)
        combo.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(8)
        return combo


EMPTY = (
    "Your own handwriting appears here once you have said what a drawing really is.\n\n"
    "Draw a digit, then press its key, or click it under the reading. Or let the program ask you for "
    f"{EACH} of each, or import what somebody has written."
)
