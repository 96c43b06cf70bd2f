"""The Sweep tab: which settings and values are tried, how far it is, and what came of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from handwriting_app import numerals
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.settings import DESCENT, EPOCHS, LEARNING_RATE, SEED, SETTINGS, UPDATE_RULE
from handwriting_app.session.messages import Ended
from handwriting_app.session.sweep_record import SweepRecord
from handwriting_app.sweep.duration import seconds_left
from handwriting_app.sweep.one_run import Outcome
from handwriting_app.sweep.plan import Plan, size_in_words, usual_learning_rate
from handwriting_app.sweep.summary import Summary, summaries
from handwriting_app.ui.sizes import fit_words, scaled
from handwriting_app.ui.sweep.fields_editor import MOST_FIELDS, FieldsEditor
from handwriting_app.ui.sweep.results_tree import ResultsTree
from handwriting_app.ui.sweep.sweep_map import Figure, SweepMap
from handwriting_app.ui.sweep.words import accuracy_words, config_words, label_in_words
from handwriting_app.ui.theme import GRID
from handwriting_app.ui.widgets.fields import ComboBox
from handwriting_app.ui.widgets.live_view import LiveView
from handwriting_app.ui.widgets.number_field import Bounds, WholeNumberField
from handwriting_app.ui.widgets.problem import MessageLine
from handwriting_app.ui.widgets.segmented import SegmentedButtons
from handwriting_app.ui.widgets.setting_widgets import step_of
from handwriting_app.ui.widgets.steps import by
from handwriting_app.ui.widgets.tips import set_tip
from handwriting_app.ui.widgets.words import set_caption

MOST_SEEDS: Final = 20
MOST_IN_WINDOW: Final = 1_000
"""Runs of a sweep in the window; the command line does more, and several at once."""

_USUAL_EPOCHS: Final = 30
_USUAL_SEEDS: Final = 3

_EMPTY: Final = (
    "Which learning rate is best, and for which layers? One run cannot tell: the next seed may say otherwise. Choose "
    "what varies and press Start. Here every combination will be trained from several seeds, with mean and spread."
)


class SweepView(LiveView):
    """Sets a sweep up, and shows its `SweepRecord`.

    Signals:
        start_requested(Plan), stop_requested(), go_on_requested()
        open_requested(Outcome): Read with the network of this run.
        export_requested(): Write the table to a file.
    """

    start_requested = Signal(object)
    stop_requested = Signal()
    go_on_requested = Signal()
    open_requested = Signal(object)
    export_requested = Signal()

    help_text = (
        "A sweep trains every combination of the values that you list, each from several seeds. Settings that are not "
        "listed are those of the training panel when you press Start.\n\n"
        "What counts is the mean over the seeds and its spread (the standard deviation): of two configurations whose "
        "spreads overlap widely, neither is better. The best single run is not singled out, for it was lucky as well "
        "as good. Runs that diverge are told, and left out of the figures.\n\n"
        "A click on the head of a column sorts by it; the little arrow beside a configuration shows its runs. The map "
        "lays two settings over each other: the stronger the colour, the better. Where more settings vary, a cell is "
        "the mean over the others. “Open” reads with the network of the chosen run; of a configuration it opens the "
        "run in the middle, which is the typical one.\n\n"
        "Stop keeps the runs that are over, and Go on does the rest. Varied digits make runs long: for a quick look "
        "set “Vary the digits” to 0 in the training panel, and switch “Learn what is no digit” off.\n\n"
        "The command “handwriting-app sweep” does the same without the window, several runs at once."
    )

    def __init__(self, base: Callable[[], TrainingConfig | None], examples: Callable[[], int]) -> None:
        """Takes what gives the settings of the training panel, None while one is wrong, and how many digits train."""
        super().__init__()
        self.setObjectName("sweep_view")
        self.setAccessibleName("Sweep")
        self._base = base
        self._examples = examples
        self._record: SweepRecord | None = None
        self._ended: Ended | None = None
        self._is_running = self._is_waiting = False
        self._is_other = False  # the table and the map are still those of another sweep
        self.fields = FieldsEditor(self)
        self.seeds = WholeNumberField(_USUAL_SEEDS, Bounds(1, MOST_SEEDS), by(1.0), self)
        self.epochs = WholeNumberField(_USUAL_EPOCHS, Bounds(EPOCHS.low, EPOCHS.high), step_of(EPOCHS), self)
        self.start = QPushButton("Start", self)
        self.stop = QPushButton("Stop", self)
        self.go_on = QPushButton("Go on", self)
        self.open = QPushButton("Open", self)
        self.export = QPushButton("Export table…", self)
        self.message = MessageLine(2, self)
        self.which = SegmentedButtons[str](
            [
                ("table", "Table", "Every configuration, with mean and spread; sorted by a click on a head"),
                ("map", "Map", "Two settings laid over each other"),
            ],
            self,
        )
        self.figure = SegmentedButtons[Figure](
            [
                ("held_out_accuracy", "Accuracy", "The share of the held-out digits that is read rightly"),
                ("held_out_cost", "Cost", "The mean cost of the held-out digits"),
            ],
            self,
        )
        self.across, self.down = ComboBox(self), ComboBox(self)
        self.results = ResultsTree(self)
        self.map = SweepMap(self)
        self.chosen_words = MessageLine(2, self)
        self._name_widgets()
        self._lay_out()
        self._join()
        self._show_buttons()

    def _name_widgets(self) -> None:
        for widget, name, words, tooltip in (
            (self.seeds, "sweep_seeds", "Seeds of each configuration", "How many runs each configuration gets"),
            (self.epochs, "sweep_epochs", "Epochs of each run", "How often each run goes through the digits, at most"),
            (self.start, "sweep_start", "Start the sweep", ""),
            (self.stop, "sweep_stop", "Stop the sweep", "End the sweep here; the runs that are over are kept"),
            (self.go_on, "sweep_go_on", "Go on with the sweep", "Do the runs that are left"),
            (self.open, "sweep_open", "Open the chosen run", ""),
            (self.export, "sweep_export", "Export the table", "Write every run with its settings to a CSV file"),
            (self.which, "sweep_which", "Table or map", ""),
            (self.figure, "sweep_figure", "Figure on the map", ""),
            (self.across, "sweep_across", "From left to right", "Which setting goes from left to right"),
            (self.down, "sweep_down", "From top to bottom", "Which setting goes from top to bottom"),
            (self.message, "sweep_message", "How far the sweep is", ""),
            (self.chosen_words, "sweep_chosen", "What is chosen", ""),
        ):
            widget.setObjectName(name)
            widget.setAccessibleName(words)
            set_tip(widget, tooltip)
        for combo in (self.across, self.down):
            combo.setMinimumContentsLength(6)
            combo.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def _lay_out(self) -> None:
        ends = QHBoxLayout()
        scaled(ends.setSpacing, GRID)
        for text, field in (("Seeds", self.seeds), ("Epochs", self.epochs)):
            label = QLabel(text, self)
            label.setBuddy(field)
            ends.addWidget(label)
            scaled(field.setMaximumWidth, 88)
            ends.addWidget(field)
        ends.addStretch(1)
        for button in (self.start, self.stop, self.go_on):
            fit_words(button, 20)
            ends.addWidget(button)
        self._axes = QWidget(self)
        axes = QHBoxLayout(self._axes)
        axes.setContentsMargins(0, 0, 0, 0)
        scaled(axes.setSpacing, GRID)
        for text, combo in (("Across", self.across), ("Down", self.down)):
            label = QLabel(text, self._axes)
            set_caption(label)
            label.setBuddy(combo)
            axes.addWidget(label)
            axes.addWidget(combo, 1)
        ways = QHBoxLayout()
        scaled(ways.setSpacing, GRID)
        ways.addWidget(self.which, 1)
        ways.addWidget(self.figure, 1)
        below = QHBoxLayout()
        scaled(below.setSpacing, GRID)
        below.addWidget(self.open)
        below.addWidget(self.export)
        below.addStretch(1)
        self._empty = QLabel(_EMPTY, self)
        self._empty.setWordWrap(True)
        self._empty.setObjectName("sweep_empty")
        set_caption(self._empty)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._pages = QStackedLayout()
        for page in (self._empty, self.results, self.map):
            self._pages.addWidget(page)
        layout = QVBoxLayout(self)
        scaled(layout.setContentsMargins, GRID, 0, GRID, 0)
        scaled(layout.setSpacing, GRID)
        layout.addWidget(self.fields)
        layout.addLayout(ends)
        layout.addWidget(self.message)
        layout.addLayout(ways)
        layout.addWidget(self._axes)
        layout.addLayout(self._pages, 1)
        layout.addWidget(self.chosen_words)
        layout.addLayout(below)

    def _join(self) -> None:
        self.start.clicked.connect(self._on_start)
        self.stop.clicked.connect(self.stop_requested)
        self.go_on.clicked.connect(self.go_on_requested)
        self.export.clicked.connect(self.export_requested)
        self.open.clicked.connect(self._on_open)
        self.fields.fields_changed.connect(self.mark_stale)
        for field in (self.seeds, self.epochs):
            field.value_changed.connect(self.mark_stale)
            field.problem_changed.connect(self.mark_stale)
        self.which.value_changed.connect(self._on_which)
        self.figure.value_changed.connect(self.mark_stale)
        for combo in (self.across, self.down):
            combo.activated.connect(self._on_axis)
        for table in (self.results, self.map):
            table.chosen_changed.connect(self._show_chosen)
            table.opened.connect(self._on_open)

    # --- what is shown -------------------------------------------------------------------------------------------

    @property
    def record(self) -> SweepRecord | None:
        """What is known of the present or last sweep."""
        return self._record

    def show_sweep(
        self, record: SweepRecord | None, ended: Ended | None, *, is_running: bool, is_waiting: bool
    ) -> None:
        """What is known of the present or last sweep, how it ended, and whether it goes on or waits for a race."""
        if record is not None and (self._record is None or record.folder != self._record.folder):
            self._is_other = True
        self._record, self._ended = record, ended
        self._is_running, self._is_waiting = is_running, is_waiting
        self.mark_stale()

    def let_go(self) -> bool:
        return self.map.let_go() if self.which.value() == "map" else self.results.let_go()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Look at the training panel anew: its settings are those of the next sweep."""
        super().enterEvent(event)
        self.mark_stale()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.mark_stale()

    # --- showing it ----------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        record = self._record
        if record is not None and self._is_other:
            self._is_other = False
            self.results.begin(record.plan.fields)
            self._name_axes(record.plan)
            self._show_plan(record.plan)
        self._show_buttons()
        if record is not None:
            self.results.show_outcomes(record.outcomes)
            if self.which.value() == "map":
                self._show_map(record)
        self._show_page()
        self._show_chosen()

    def _show_page(self) -> None:
        has_results = self._record is not None and bool(self._record.outcomes)
        is_map = self.which.value() == "map"
        page = self._empty if not has_results else self.map if is_map else self.results
        self._pages.setCurrentWidget(page)
        self.which.setVisible(has_results)
        for widget in (self._axes, self.figure):
            widget.setVisible(has_results and is_map)
        for widget in (self.open, self.export, self.chosen_words):
            widget.setVisible(has_results)

    def _show_buttons(self) -> None:
        plan, problem = self._plan()
        left = self._record.left if self._record is not None else ()
        self.fields.set_running(self._is_running)
        varies_epochs = EPOCHS.name in self.fields.names()
        self.epochs.setEnabled(not self._is_running and not varies_epochs)
        set_tip(self.epochs, "The epochs vary: they stand above." if varies_epochs else EPOCHS.sentence)
        self.seeds.setEnabled(not self._is_running)
        self.start.setEnabled(not self._is_running and plan is not None)
        set_tip(self.start, problem or "Train every combination, from every seed; an earlier sweep keeps its table")
        self.stop.setEnabled(self._is_running)
        self.go_on.setVisible(not self._is_running and bool(left))
        self._show_message(plan, problem)

    def _show_message(self, plan: Plan | None, problem: str) -> None:
        record = self._record
        if self._is_waiting:
            self.message.show_text("A race is being timed: the sweep begins when it is over.", "info")
        elif self._is_running and record is not None:
            self.message.show_text(self._progress(record), "info")
        elif self._ended is not None and self._ended.reason == "failed":
            self.message.show_text(self._ended.message, "error")
        elif problem:
            self.message.show_text(problem, "warning")
        elif plan is not None:
            self.message.show_text(self._size(plan), "hint")

    def _progress(self, record: SweepRecord) -> str:
        done, total = len(record.outcomes), len(record.runs)
        left = seconds_left(record.left, record.outcomes, self._examples())
        words = f"{numerals.count(done)} of {numerals.count(total)} runs are over"
        words += f", about {numerals.duration(left)} left." if done else ". Loading the digits…"
        run = record.under_way
        if run is not None:
            now = config_words(record.plan.fields, run.config)
            words = f"{words.removesuffix(' Loading the digits…')} Now: {now}; seed {numerals.count(run.config.seed)}."
        return words

    def _size(self, plan: Plan) -> str:
        runs = plan.runs()
        size = size_in_words(len(runs) // len(plan.seeds), len(plan.seeds))
        length = numerals.duration(seconds_left(runs, (), self._examples()))
        over = ""
        if self._record is not None and self._ended is not None:
            done, total = len(self._record.outcomes), len(self._record.runs)
            over = f"{self._ended.message} {numerals.count(done)} of {numerals.count(total)} runs are below. Next: "
        return f"{over}{size}, about {length}. All else is as in the training panel."

    def _plan(self) -> tuple[Plan | None, str]:
        """The sweep that is set, or what is wrong with it."""
        base = self._base()
        if base is None:
            return None, "A setting in the training panel is wrong: put it right first."
        for words, field in (("Seeds", self.seeds), ("Epochs", self.epochs)):
            if field.problem():
                return None, f"{words}: {field.problem()}"
        if self.fields.problem():
            return None, self.fields.problem()
        try:
            plan = self._plan_of(base)
            if plan.most > MOST_IN_WINDOW:
                return None, (
                    f"These are {numerals.count(plan.most)} runs, and the window does at most "
                    f"{numerals.count(MOST_IN_WINDOW)}: take fewer values, or the command handwriting-app sweep."
                )
            plan.configurations()
        except ValueError as error:
            return None, str(error)
        return plan, ""

    def _plan_of(self, base: TrainingConfig) -> Plan:
        fields = self.fields.fields()
        shared = {name: value for name, value in asdict(base).items() if name not in (*fields, SEED.name)}
        if EPOCHS.name not in fields:
            shared[EPOCHS.name] = self.epochs.value()
        usual = usual_learning_rate(base.descent, base.update_rule)
        if {DESCENT.name, UPDATE_RULE.name} & fields.keys() and base.learning_rate == usual:
            shared.pop(LEARNING_RATE.name, None)  # each descent and rule has its own, as in the panel
        seeds = tuple((base.seed + place) % (SEED.high + 1) for place in range(self.seeds.value()))
        return Plan(fields, seeds, shared)

    def _show_plan(self, plan: Plan) -> None:
        """What is found from an earlier start of the program stands in the fields, as far as they can show it."""
        lists = {name: values for name, values in plan.values.items() if isinstance(values, tuple)}
        if self._is_running or len(lists) < len(plan.values) or len(lists) > MOST_FIELDS:
            return
        self.fields.set_fields(lists)
        self.seeds.set_value(min(len(plan.seeds), MOST_SEEDS))
        epochs = plan.base.get(EPOCHS.name)
        if isinstance(epochs, int):
            self.epochs.set_value(epochs)

    # --- the map -------------------------------------------------------------------------------------------------

    def _name_axes(self, plan: Plan) -> None:
        names = (*plan.fields, SEED.name)
        for combo, name in ((self.across, names[0]), (self.down, names[1])):
            combo.clear()
            for each in names:
                combo.addItem(SETTINGS[each].label, each)
            combo.setCurrentIndex(combo.findData(name))

    def _on_axis(self, _index: int) -> None:
        """Two axes of one setting would be a diagonal: the other axis takes the next one."""
        if self.across.currentData() == self.down.currentData():
            other = self.down if self.sender() is self.across else self.across
            other.setCurrentIndex((other.currentIndex() + 1) % other.count())
        self.mark_stale()

    def _show_map(self, record: SweepRecord) -> None:
        across, down = str(self.across.currentData()), str(self.down.currentData())
        self.map.show_outcomes(record.outcomes, across, down, self.figure.value())

    def _on_which(self, _which: str) -> None:
        self.mark_stale()
        self.refresh_now()

    # --- what is chosen ------------------------------------------------------------------------------------------

    def _chosen(self) -> tuple[Outcome, ...]:
        return self.map.chosen if self.which.value() == "map" else self.results.chosen

    def _typical(self) -> Outcome | None:
        """The run that Open opens."""
        chosen = self._chosen()
        return Summary(chosen[0].run.config, chosen).typical if chosen else None

    def _show_chosen(self) -> None:
        chosen, typical = self._chosen(), self._typical()
        self.open.setEnabled(typical is not None)
        set_tip(
            self.open,
            "Read with the network of this run; of several runs, with that of the one in the middle"
            if typical is not None or not chosen
            else "No run of these went to its end.",
        )
        if chosen and self._record is not None:
            self.chosen_words.show_text(self._words_of(chosen, typical, self._record), "info")
        else:
            self.chosen_words.show_text(self._hint(), "hint")

    def _words_of(self, chosen: tuple[Outcome, ...], typical: Outcome | None, record: SweepRecord) -> str:
        if typical is None:
            return chosen[0].message
        fields = record.plan.fields
        if len(chosen) == 1:
            accuracy = numerals.percent(typical.held_out_accuracy, 1)
            seed = numerals.count(typical.run.config.seed)
            return (
                f"{_capital(config_words(fields, typical.run.config))}; seed {seed}: "
                f"{accuracy} of the held-out digits are read rightly after {_epochs(typical.epoch)}."
            )
        groups = summaries(chosen)
        spread = Summary(typical.run.config, chosen).figure("held_out_accuracy")
        what = (
            _capital(config_words(fields, typical.run.config))
            if len(groups) == 1
            else f"{numerals.count(len(groups))} configurations"
        )
        middle = f"seed {numerals.count(typical.run.config.seed)}"
        if len(groups) > 1:
            middle = f"{config_words(fields, typical.run.config)}; {middle}"
        return f"{what}: {accuracy_words(spread)} over {numerals.count(spread.n)} runs. In the middle: {middle}."

    def _hint(self) -> str:
        if self.which.value() == "map" and self._record is not None:
            shown = {self.across.currentData(), self.down.currentData()}
            others = [name for name in (*self._record.plan.fields, SEED.name) if name not in shown]
            over = " and ".join(label_in_words(name) + ("s" if name == SEED.name else "") for name in others)
            mean = f" Each cell is the mean over {over}." if others else ""
            return f"The stronger the colour, the better.{mean}"
        return "Mean ± standard deviation over the seeds. Choose a row to open its run."

    def _on_start(self) -> None:
        plan, problem = self._plan()
        if plan is not None:
            self.start_requested.emit(plan)
        else:
            self.message.show_text(problem, "warning")

    def _on_open(self) -> None:
        typical = self._typical()
        if typical is not None:
            self.open_requested.emit(typical)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _epochs(count: int) -> str:
    return "1 epoch" if count == 1 else f"{numerals.count(count)} epochs"
