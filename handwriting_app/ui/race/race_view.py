"""The Race tab: modes of descent side by side, from the same first weights, counted in whatever one likes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.lab.facts import Fact
from handwriting_app.lab.race import Lane, Race, Unit
from handwriting_app.lab.race_figures import Axis
from handwriting_app.session.messages import Ended
from handwriting_app.session.race_record import RaceRecord, names_of
from handwriting_app.ui.plots.curve import LineStyle
from handwriting_app.ui.plots.linked import link_across
from handwriting_app.ui.plots.tools import PlotTools
from handwriting_app.ui.race.lanes_editor import LanesEditor
from handwriting_app.ui.race.line_sample import lane_stroke
from handwriting_app.ui.race.race_plot import RacePlot
from handwriting_app.ui.race.race_table import LaneFigures, RaceTable
from handwriting_app.ui.race.words import ACCURACY, COST, shared_by_all, words_of_leader
from handwriting_app.ui.sizes import fit_words, px, scaled
from handwriting_app.ui.theme import GRID
from handwriting_app.ui.widgets.live_view import LiveView
from handwriting_app.ui.widgets.number_field import Bounds, DecimalField
from handwriting_app.ui.widgets.problem import MessageLine
from handwriting_app.ui.widgets.segmented import SegmentedButtons
from handwriting_app.ui.widgets.steps import one_two_five
from handwriting_app.ui.widgets.tips import set_tip

_WIDE: Final = 740
"""Width from which the plots stand side by side."""
_HIGH: Final = 780
"""Height from which they both fit one above the other."""
_USUAL: Final[dict[Unit, float]] = {"seconds": 3.0, "epochs": 30.0}


class RaceView(LiveView):
    """Sets a race up, and shows its `RaceRecord`.

    Signals:
        start_requested(Race)
        stop_requested()
        lanes_changed(): The lanes are others now than those of the last race.
        facts_changed(dict[str, Fact]): What lessons may ask about.
    """

    start_requested = Signal(object)
    stop_requested = Signal()
    lanes_changed = Signal()
    facts_changed = Signal(object)

    help_text = (
        "Which descent is best? Let them race: batch descent looks at all the training digits before each step, "
        "stochastic descent at a single one, mini-batch descent at a handful. All lanes begin with the very same "
        "weights, and see the same digits.\n\n"
        "The answer depends on what one counts, so switch the axis: epochs, updates, digits seen, or seconds of "
        "processor time.\n\n"
        "The lanes take turns in one thread, and the next turn goes to the lane that has worked least. So no lane "
        "slows another down, and seconds are comparable at any moment; what else the processor does is not "
        "counted.\n\n"
        "Everything that the lanes do not set themselves (layers, activation, cost, batch size, seed) is as in the "
        "present model. Digits are not varied here, for the first lane to ask for a variation would have to pay "
        "for it."
    )

    def __init__(self, base: TrainingConfig) -> None:
        """``base``: what all lanes share."""
        super().__init__()
        self.setObjectName("race_view")
        self.setAccessibleName("Descent race")
        self._base = base
        self._record: RaceRecord | None = None
        self._ended: Ended | None = None
        self._is_running = False
        self._is_log: dict[Axis, bool] = {"epochs": False, "updates": True, "samples": False, "seconds": False}
        self.lanes = LanesEditor(self)
        self.start = QPushButton("Start", self)
        self.start.setObjectName("race_start")
        self.stop = QPushButton("Stop", self)
        self.stop.setObjectName("race_stop")
        set_tip(self.stop, "End the race where it is")
        self.length = DecimalField(_USUAL["seconds"], Bounds(low=0, high=100_000, with_low=False), one_two_five, self)
        self.unit = SegmentedButtons[Unit](
            [
                ("seconds", "CPU seconds", "Every lane is given as many seconds of processor (CPU) time for itself"),
                ("epochs", "epochs", "Every lane sees every digit equally often"),
            ],
            self,
        )
        self.axis = SegmentedButtons[Axis](
            [
                ("seconds", "Seconds", "Processor time of each lane's own work"),
                ("epochs", "Epochs", "How often the lane has seen every training digit"),
                ("updates", "Updates", "How often the lane has changed its weights"),
                ("samples", "Digits seen", "How many digits the lane has looked at, repeats included"),
            ],
            self,
        )
        self.log_across = QCheckBox("log", self)
        self.which = SegmentedButtons[str](
            [("cost", "Cost", "Show the cost"), ("accuracy", "Accuracy", "Show the accuracy")], self
        )
        for widget, name, words, tooltip in (
            (self.length, "race_length", "Length of the race for each lane", "How much each lane is given for itself"),
            (self.unit, "race_unit", "Length counted in", ""),
            (self.axis, "race_axis", "Count in", ""),
            (self.log_across, "race_log", "Logarithmic axis", "Show the axis below the plots logarithmically"),
            (self.which, "race_which", "Plot", ""),
        ):
            widget.setObjectName(name)
            widget.setAccessibleName(words)
            set_tip(widget, tooltip)
        self.cost = RacePlot(COST, is_log=True, parent=self)
        self.accuracy = RacePlot(ACCURACY, scale=100.0, highest=100.0, parent=self)
        for plot in (self.cost, self.accuracy):
            PlotTools(plot)
        link_across((self.cost, self.accuracy))
        self.table = RaceTable(self)
        self.message = MessageLine(2, self)
        self.message.setObjectName("race_message")
        self._lay_out()
        self._join()
        self._put_on_axis()
        self._show_lines()

    def _lay_out(self) -> None:
        ends = QHBoxLayout()
        scaled(ends.setSpacing, GRID // 2)
        ends.addWidget(self.start)
        ends.addWidget(self.stop)
        for button in (self.start, self.stop):
            fit_words(button, 20)
        words = QLabel("Each lane", self)
        words.setBuddy(self.length)
        ends.addWidget(words)
        scaled(
            self.length.setMaximumWidth,
            lambda each: max(px(72), each.fontMetrics().horizontalAdvance("000.0") + px(34)),
        )
        ends.addWidget(self.length)
        ends.addWidget(self.unit, 1)
        count = QHBoxLayout()
        scaled(count.setSpacing, GRID)
        count.addWidget(self.axis, 1)
        count.addWidget(self.log_across)
        self._plots = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        scaled(self._plots.setSpacing, GRID)
        self._plots.addWidget(self.cost, 1)
        self._plots.addWidget(self.accuracy, 1)
        layout = QVBoxLayout(self)
        scaled(layout.setContentsMargins, GRID, 0, GRID, 0)
        scaled(layout.setSpacing, GRID)
        layout.addWidget(self.lanes)
        layout.addLayout(ends)
        layout.addWidget(self.which)
        layout.addLayout(self._plots, 1)
        layout.addLayout(count)
        layout.addWidget(self.table)
        layout.addWidget(self.message)

    def _join(self) -> None:
        self.start.clicked.connect(self._on_start)
        self.stop.clicked.connect(self.stop_requested)
        self.lanes.lanes_changed.connect(self._on_lanes_changed)
        self.length.problem_changed.connect(self._show_state)
        self.unit.value_changed.connect(self._on_unit)
        self.axis.value_changed.connect(self._put_on_axis)
        self.log_across.toggled.connect(self._on_log)
        self.which.value_changed.connect(self._arrange_plots)

    # --- what is shown -------------------------------------------------------------------------------------------

    @property
    def record(self) -> RaceRecord | None:
        """What is known of the present or last race."""
        return self._record

    @property
    def is_running(self) -> bool:
        return self._is_running

    def show_base(self, base: TrainingConfig) -> None:
        """What all lanes of the next race share."""
        self._base = base
        self.mark_stale()

    def show_race(self, record: RaceRecord | None, ended: Ended | None, *, is_running: bool) -> None:
        """What is known of the present or last race, which grows; how it ended, and whether it is still on."""
        is_other, self._record = record is not self._record, record
        self._ended, self._is_running = ended, is_running
        if is_other:
            self._show_lines()
            self.tell()
        self.mark_stale()

    def tell(self) -> None:
        """Tell lessons how the race stands."""
        record = self._record
        facts: dict[str, Fact] = {
            "race.finished": record.finished if record is not None else 0,
            "race.diverged": record.diverged if record is not None else 0,
            "race.first_by_epochs": record.first_by("epochs") if record is not None else "",
            "race.first_by_seconds": record.first_by("seconds") if record is not None else "",
            "race.modes": len({lane.descent for lane in record.race.lanes}) if record is not None else 0,
        }
        self.facts_changed.emit(facts)

    # --- showing it ----------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        self._show_state()
        if self._record is not None:
            self._show_curves(self._record)
        self._show_table()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two plots where there is room for two."""
        super().resizeEvent(event)
        self._arrange_plots()

    def changeEvent(self, event: QEvent) -> None:
        """In larger type the same room is less."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._arrange_plots()

    def _arrange_plots(self, *_choice: object) -> None:
        is_wide, is_high = self.width() >= px(_WIDE), self.height() >= px(_HIGH)
        direction = QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
        self._plots.setDirection(direction)
        is_one = not (is_wide or is_high)
        self.which.setVisible(is_one)
        self.cost.setVisible(not is_one or self.which.value() == "cost")
        self.accuracy.setVisible(not is_one or self.which.value() == "accuracy")

    def _show_lines(self) -> None:
        """Name the lanes, in the plots and the table, and begin with empty ones."""
        names = names_of(self._lanes_shown())
        styles = [LineStyle(name, index, lane_stroke(index)) for index, name in enumerate(names)]
        for plot in (self.cost, self.accuracy):
            plot.set_lines(styles, None)
        self.refresh()

    def _lanes_shown(self) -> Sequence[Lane]:
        """Those of the race, for which other ones may be chosen meanwhile; before any, those that are chosen."""
        return self._record.race.lanes if self._record is not None else self.lanes.lanes()

    def _show_curves(self, record: RaceRecord) -> None:
        axis = self.axis.value()
        lanes = range(len(record.histories))
        places = [record.places(lane, axis) for lane in lanes]
        self.cost.show_lanes([(places[lane], record.histories[lane].training_cost) for lane in lanes])
        self.accuracy.show_lanes([(places[lane], record.histories[lane].held_out_accuracy) for lane in lanes])

    def _show_table(self) -> None:
        record = self._record
        rows = []
        for index, name in enumerate(names_of(self._lanes_shown())):
            last = record.histories[index].last if record is not None else None
            prepared = record.prepared if record is not None else None
            rows.append(
                LaneFigures(
                    name,
                    prepared.updates_per_epoch[index] if prepared is not None else None,
                    last.seconds / last.epoch if last is not None and last.epoch else None,
                    prepared.memory[index] if prepared is not None else None,
                    last.training_cost if last is not None else None,
                    last.held_out_accuracy if last is not None else None,
                    record.ends[index] if record is not None else "",
                    last.seconds if last is not None and last.epoch else None,
                )
            )
        self.table.show_figures(rows)

    def _show_state(self, *_news: object) -> None:
        reason = self._problem()
        self.start.setEnabled(not self._is_running and not reason)
        set_tip(self.start, reason or "All lanes begin anew, from the same first weights")
        self.stop.setEnabled(self._is_running)
        self.lanes.set_running(self._is_running)
        for widget in (self.length, self.unit):
            widget.setEnabled(not self._is_running)
        if self._record is not None and self._record.trouble:
            self.message.show_text(self._record.trouble, "warning")
        elif self._ended is not None and self._ended.reason == "failed":
            self.message.show_text(self._ended.message, "error")
        elif words := self._leader():
            self.message.show_text(words, "info" if self._is_running else "good")
        elif reason and not self._is_running:
            self.message.show_text(reason, "warning")
        else:
            loading = "Loading the digits…" if self._is_running else ""
            self.message.show_text(loading or shared_by_all(self._base), "hint")

    def _leader(self) -> str:
        if self._record is None:
            return ""
        return words_of_leader(self._record, self.axis.value(), is_running=self._is_running)

    def _problem(self) -> str:
        """What is wrong with a field; empty when the race can begin."""
        problem = self.lanes.problem()
        return problem or (f"Length: {self.length.problem()}" if self.length.problem() else "")

    # --- what the person sets ------------------------------------------------------------------------------------

    def _on_start(self) -> None:
        self.start_requested.emit(Race(self._base, self.lanes.lanes(), self.length.value(), self.unit.value()))

    def _on_lanes_changed(self) -> None:
        """Other lanes: the curves of the last race no longer belong to them."""
        if self._is_running:
            return
        self._record = self._ended = None
        self._show_lines()
        self.lanes_changed.emit()

    def _on_unit(self, unit: Unit) -> None:
        self.length.set_value(_USUAL[unit])

    def _on_log(self, is_log: bool) -> None:
        self._is_log[self.axis.value()] = is_log
        self._put_on_axis()

    def _put_on_axis(self, *_choice: object) -> None:
        axis = self.axis.value()
        self.log_across.setChecked(self._is_log[axis])
        for plot in (self.cost, self.accuracy):
            plot.set_axis(axis, is_log=self._is_log[axis])
        self.refresh()
        self.facts_changed.emit({"race.axis": axis})
