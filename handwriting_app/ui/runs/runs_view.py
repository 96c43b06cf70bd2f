"""The Runs tab: a table of all kept runs, the curves of those that are chosen, and what can be done with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from handwriting_app.explain.config_difference import difference_in_words
from handwriting_app.names import shown_name
from handwriting_app.numerals import count
from handwriting_app.session.run_words import (
    name_of,
    settings_in_short,
    why_not_repeated,
    words_on_data,
    words_on_limit,
    words_on_versions,
)
from handwriting_app.storage.database.runs import KeptRun
from handwriting_app.ui.runs.runs_buttons import RunsButtons, name_button
from handwriting_app.ui.runs.runs_filter import RunsFilter
from handwriting_app.ui.runs.runs_model import RunsModel, ShownRuns
from handwriting_app.ui.runs.runs_plot import RunCurves
from handwriting_app.ui.runs.runs_plots import RunsPlots
from handwriting_app.ui.runs.runs_table import RunsTable
from handwriting_app.ui.sizes import scaled
from handwriting_app.ui.theme import GRID
from handwriting_app.ui.widgets.live_view import LiveView
from handwriting_app.ui.widgets.problem import KindLabel, MessageLine

MOST_DRAWN: Final = 40
"""Curves of one plot: so many can be told apart."""

_HEIGHTS: Final = (55, 45)
"""Shares of table and plots."""

_EMPTY: Final = (
    "Every run that you train is kept here, with its curves, its settings and its network, to be compared, opened "
    "or made again.\n\nPress Train: the first one appears as soon as its first epoch is over."
)


@dataclass(frozen=True, slots=True)
class Listing:
    """What the database holds.

    Attributes:
        runs: The newest first.
        size: Bytes of all of them.
        limit: Bytes that they may take.
        going: Which runs the next one would take away, the oldest first.
        versions: What a run that is made now depends on.
    """

    runs: tuple[KeptRun, ...]
    size: int
    limit: int
    going: tuple[KeptRun, ...]
    versions: Mapping[str, str]


class RunsView(LiveView):
    """Shows a `Listing`; what is done with runs it asks for by signals.

    Signals:
        list_requested(): `show_listing` is wanted; the table is seen.
        curves_requested(tuple[KeptRun]): `show_curves` is wanted for these.
        open_requested(KeptRun), again_requested(KeptRun): Read with its network; make it once more.
        described(int, str, object): The run of this id has another "star", "name" or "note".
        delete_requested(tuple[int]), undo_requested(): Delete the runs of these ids; bring back those deleted last.
        table_requested(tuple[KeptRun]), files_requested(tuple[KeptRun]): Export them.
    """

    list_requested = Signal()
    curves_requested = Signal(object)
    open_requested = Signal(object)
    again_requested = Signal(object)
    described = Signal(int, str, object)
    delete_requested = Signal(object)
    undo_requested = Signal()
    table_requested = Signal(object)
    files_requested = Signal(object)

    help_text = (
        "Every run is kept, while it goes on and for good: its settings, its curves and its network.\n\n"
        "Click a run to see its curves, with Ctrl or Shift several, one over the other. Of two it is said how their "
        "settings differ. A click on the head of a column sorts by it; the fields above leave out what is not "
        "wanted. Runs of lessons are only shown if they are asked for.\n\n"
        "“Open” reads with the network of a run, and Go on in the menu Train trains it further, exactly as if it had "
        "never ended. “Run again” makes a run once more from its seed, number for number. A double click on name or "
        "note changes it.\n\n"
        "View ▸ Settings… says how much room kept runs may take. When it is used up, the oldest go first, but none "
        "with a star; that is said here before it happens.\n\n"
        "After a crash or a power cut the next start offers to go on with the run."
    )

    def __init__(self) -> None:
        super().__init__()
        self._listing: Listing | None = None
        self._curves: dict[int, tuple[int, RunCurves]] = {}  # with the epoch they go up to
        self._problem = ""  # stays until something else is chosen or done
        self._drawn: tuple[tuple[int, int, str], ...] = ()
        self.model = RunsModel(self)
        self.shown = ShownRuns(self.model, self)
        self.table = RunsTable(self.model, self.shown, self)
        self.plots = RunsPlots(self)
        self.filter = RunsFilter(self)
        self.filter.changed.connect(self._filter)
        self.buttons = RunsButtons(self)
        self.buttons.open_requested.connect(self._open)
        self.buttons.again_requested.connect(self._again)
        self.buttons.star_requested.connect(self._star)
        self.buttons.delete_requested.connect(self._delete)
        self.buttons.table_requested.connect(lambda: self.table_requested.emit(self.table.chosen))
        self.buttons.files_requested.connect(lambda: self.files_requested.emit(self.table.chosen))
        self.undo = QPushButton(self)
        self.undo.hide()
        name_button(self.undo, "runs_undo", "Bring back the runs that were deleted")
        self.undo.clicked.connect(self.undo_requested)
        self._lay_out()
        self.model.described.connect(self.described)
        self.table.chosen_changed.connect(self._on_other_chosen)
        self.table.opened.connect(self._open)
        self.table.delete_requested.connect(self._delete)
        self._on_chosen()

    # --- what is shown -------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        self.list_requested.emit()

    def show_listing(self, listing: Listing) -> None:
        """Show what the database holds; what is chosen stays so."""
        self._listing = listing
        self.model.show_runs(listing.runs)
        self._empty.setText(_EMPTY)
        self._pages.setCurrentIndex(1 if listing.runs or not self.undo.isHidden() else 0)
        self._limit.setText(words_on_limit(listing.size, listing.limit, listing.going))
        self._limit.setVisible(bool(self._limit.text()))
        self._on_chosen()

    def show_failure(self, message: str) -> None:
        """Say why something could not be done; where nothing could be listed yet, in place of the table."""
        if self._listing is None:
            self._empty.setText(message)
            self._pages.setCurrentIndex(0)
        self._problem = message
        self._say(self.table.chosen)

    def show_curves(self, curves: Sequence[RunCurves], runs: Sequence[KeptRun]) -> None:
        """Show the curves of these runs, if they are still chosen."""
        for run, each in zip(runs, curves, strict=True):
            self._curves[run.id] = (run.epoch, each)
        self._on_chosen()

    def offer_undo(self, deleted: int) -> None:
        """Offer to bring back so many runs that were deleted; 0: none."""
        self.undo.setText(f"Bring back {count(deleted)} run{'' if deleted == 1 else 's'}")
        self.undo.setVisible(deleted > 0)
        if not deleted and self._listing is not None:
            self._pages.setCurrentIndex(1 if self._listing.runs else 0)

    def let_go(self) -> bool:
        return self.table.let_go()

    # --- choosing ------------------------------------------------------------------------------------------------

    def _on_other_chosen(self) -> None:
        self._problem = ""
        self._on_chosen()

    def _on_chosen(self) -> None:
        chosen = self.table.chosen
        drawn = chosen[:MOST_DRAWN]
        for gone in self._curves.keys() - {run.id for run in drawn}:
            del self._curves[gone]
        missing = tuple(run for run in drawn if run.size and self._curves.get(run.id, (-1,))[0] != run.epoch)
        self._show_buttons(chosen)
        self._say(chosen)
        self._draw(drawn)
        if missing:
            self.curves_requested.emit(missing)

    def _draw(self, chosen: Sequence[KeptRun]) -> None:
        known = [(run, *self._curves[run.id]) for run in chosen if run.id in self._curves]
        drawn = tuple((run.id, epoch, shown_name(name_of(run))) for run, epoch, _ in known)
        if drawn != self._drawn:
            self._drawn = drawn
            names = [name for _, _, name in drawn]
            self.plots.show_curves(names, [curves for _, _, curves in known])

    def _say(self, chosen: Sequence[KeptRun]) -> None:
        """What could not be done; else what there is to say of the runs that are chosen."""
        text = ""
        if self._problem:
            self._message.show_text(self._problem, "error")
            return
        if len(chosen) == 1:
            (run,) = chosen
            seed = "" if run.seed is None else f", seed {run.seed}"
            text = f"{shown_name(name_of(run))}: {settings_in_short(run)}{seed}. {self._why_not(run)}"
        elif len(chosen) == 2:
            before, after = sorted(chosen, key=lambda run: run.begun)
            names = f"From {shown_name(name_of(before))} to {shown_name(name_of(after))}"
            if before.config is None or after.config is None:
                text = f"{names}: one of them is of another version, whose settings are not known."
            else:
                text = f"{names}: {difference_in_words(before.config, after.config)}. {words_on_data(before, after)}"
        elif len(chosen) > MOST_DRAWN:
            text = f"{count(len(chosen))} runs are chosen; the first {MOST_DRAWN} are drawn."
        elif chosen:
            text = f"{count(len(chosen))} runs are chosen. Of two it is said how their settings differ."
        elif self.model.runs:
            text = "Choose runs to see their curves one over the other; of two it is said how their settings differ."
        self._message.show_text(text.strip(), "info" if chosen else "hint")

    def _why_not(self, run: KeptRun) -> str:
        curves = self._curves.get(run.id)
        return why_not_repeated(run, is_changed=curves is not None and curves[1].is_changed)

    def _show_buttons(self, chosen: Sequence[KeptRun]) -> None:
        why_not = versions = ""
        if len(chosen) == 1:
            why_not = self._why_not(chosen[0])
            if self._listing is not None:
                versions = words_on_versions(chosen[0].versions, self._listing.versions)
        self.buttons.show_chosen(chosen, why_not, versions)

    # --- what a person does --------------------------------------------------------------------------------------

    def _filter(self, *_change: object) -> None:
        self.filter.apply_to(self.shown)
        self._on_chosen()

    def _open(self) -> None:
        chosen = self.table.chosen
        if len(chosen) == 1 and chosen[0].size:
            self.open_requested.emit(chosen[0])

    def _again(self) -> None:
        (run,) = self.table.chosen
        self.again_requested.emit(run)

    def _star(self) -> None:
        chosen = self.table.chosen
        star = not all(run.star for run in chosen)
        ids = {run.id for run in chosen if run.star != star}
        for row, run in enumerate(self.model.runs):
            if run.id in ids:
                self.model.toggle_star(row)
        self._on_chosen()

    def _delete(self) -> None:
        ids = tuple(run.id for run in self.table.chosen if run.state != "running")
        if ids:
            self.delete_requested.emit(ids)

    # --- making it -----------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._empty = QLabel(_EMPTY, self)
        self._empty.setObjectName("runs_empty")
        self._empty.setTextFormat(Qt.TextFormat.PlainText)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        scaled(self._empty.setMargin, 4 * GRID)
        self._message = MessageLine(2, self)
        self._message.setObjectName("runs_message")
        self._limit = KindLabel("warning", self)
        self._limit.setObjectName("runs_limit")
        self._limit.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self._limit.hide()
        said = QHBoxLayout()
        scaled(said.setSpacing, GRID)
        said.addWidget(self._message, 1)
        said.addWidget(self.undo)
        top = QWidget(self)
        column = QVBoxLayout(top)
        column.setContentsMargins(0, 0, 0, 0)
        scaled(column.setSpacing, GRID)
        column.addWidget(self.filter)
        column.addWidget(self.table, 1)
        column.addWidget(self.buttons)
        column.addLayout(said)
        column.addWidget(self._limit)
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.setChildrenCollapsible(False)
        split.addWidget(top)
        split.addWidget(self.plots)
        split.setSizes([_HEIGHTS[0], _HEIGHTS[1]])
        for part, height in enumerate(_HEIGHTS):
            split.setStretchFactor(part, height)
        page = QWidget(self)
        whole = QVBoxLayout(page)
        scaled(whole.setContentsMargins, GRID, 0, GRID, 0)
        whole.addWidget(split)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(page)
