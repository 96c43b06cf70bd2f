"""The view My handwriting: a gallery of what is kept, who is read how well, and a round of prompts."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from handwriting_app.engine.classes import Classes
from handwriting_app.numerals import count
from handwriting_app.session.by_writer import Figures
from handwriting_app.session.kept import PAGE, TEN_DIGITS, Filter, Page
from handwriting_app.session.ledger import Change, some
from handwriting_app.session.prompt import EACH, Prompt
from handwriting_app.session.weights import Weights
from handwriting_app.ui.handwriting.drawings_page import DrawingsPage
from handwriting_app.ui.handwriting.empty_page import EmptyPage
from handwriting_app.ui.handwriting.kept_head import KeptHead
from handwriting_app.ui.handwriting.round_page import RoundPage
from handwriting_app.ui.handwriting.writers_page import WritersPage
from handwriting_app.ui.keys import keys_of, shortcuts
from handwriting_app.ui.sizes import scaled
from handwriting_app.ui.theme import GRID
from handwriting_app.ui.widgets.live_view import LiveView

Asked = Literal["all", "front", "more", "count"]


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
        self._classes = weights.network.classes
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
        self.setAccessibleName("My handwriting")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._build()

    # --- what it shows -------------------------------------------------------------------------------------------

    def add_at_the_top_right(self, widget: QWidget) -> None:
        """Put something small, such as a button, beside the headline."""
        self._head.add_at_the_top_right(widget)

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
        if weights.network.classes.names != self._classes.names:
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
        self._ask_next()
        if self._head.shown.value() == "writers" and self._tally and self._measured is not self._weights:
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
        self._empty.show_problem(self._problem)
        if self._prompt is not None:
            page: QWidget = self._round
        elif self._head.shown.value() == "alphabet" and self._alphabet_page is not None:
            page = self._alphabet_page
        elif self._problem or (self._has_list and not self._tally):
            page = self._empty
        else:
            page = self._writers if self._head.shown.value() == "writers" else self._drawings
        self._head.setVisible(page is not self._round)
        of_drawings = page is not self._alphabet_page
        # The empty page has a button of its own to ask for drawings.
        self._head.show_parts(
            of_drawings=of_drawings, can_ask=of_drawings and (page is not self._empty or bool(self._problem))
        )
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
        self._head.show_headline(words if total else "My handwriting", can_export=self._matching > 0)
        self._drawings.filters.show_tally(self._tally, self._filter, self._classes.names)
        self._drawings.show_undo(self._undo_words)
        self._drawings.show_counts(self._matching, total)

    def _show_classes(self, classes: Classes) -> None:
        self._classes = classes
        self._empty.show_classes(classes)
        self._drawings.show_classes(classes)

    def _on_filter(self) -> None:
        self._look_for(self._drawings.filters.wanted(self._filter))

    def _show_writer(self, writer: str) -> None:
        self._head.shown.set_value("drawings")
        if self._drawings.filters.choose_writer(writer):
            self._on_filter()

    def _rename_writer(self, old: str, new: str) -> None:
        if self._filter.writer == old:
            self._look_for(replace(self._filter, writer=new))
        self.rename_requested.emit(old, new)

    def _build(self) -> None:
        self._head = KeptHead(self)
        self._head.shown.value_changed.connect(lambda _value: self.mark_stale())
        self._head.round_requested.connect(self.round_requested)
        self._head.pen_files_requested.connect(self.pen_files_requested)
        self._head.folder_requested.connect(self.folder_requested)
        self._head.pen_file_wanted.connect(lambda: self.pen_file_wanted.emit(self._filter))
        self._head.pictures_wanted.connect(lambda: self.pictures_wanted.emit(self._filter))
        self._drawings = DrawingsPage(self)
        self._gallery = self._drawings.gallery
        self._gallery.more_wanted.connect(self._want_more)
        self._drawings.filters.chosen.connect(self._on_filter)
        self._drawings.relabel_requested.connect(self.relabel_requested)
        self._drawings.delete_requested.connect(self.delete_requested)
        self._drawings.undo_requested.connect(self.undo_requested)
        self._drawings.put_requested.connect(self.put_requested)
        self._writers = WritersPage(self)
        self._writers.writer_opened.connect(self._show_writer)
        self._writers.rename_requested.connect(self._rename_writer)
        self._round = RoundPage(self)
        self._round.next_requested.connect(self.next_requested)
        self._round.stop_requested.connect(self.stop_requested)
        self._empty = EmptyPage(self)
        self._empty.round_requested.connect(self.round_requested)
        self._empty.again_requested.connect(self._try_again)
        pages = QWidget(self)
        self._pages = QStackedLayout(pages)
        for page in (self._drawings, self._writers, self._round, self._empty):
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        scaled(column.setSpacing, GRID)
        column.addWidget(self._head)
        self._below_head = QVBoxLayout()
        column.addLayout(self._below_head)
        column.addWidget(pages, 1)
        self._show_classes(self._classes)
