"""Who runs: two to four lanes, each with its descent mode, update rule and learning rate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QToolButton, QWidget

from handwriting_app.engine.settings import DESCENT, LEARNING_RATE, UPDATE_RULE
from handwriting_app.lab.race import FEWEST_LANES, MOST_LANES, USUAL_LANES, Lane
from handwriting_app.ui.race.line_sample import LineSample
from handwriting_app.ui.sizes import scaled
from handwriting_app.ui.theme import GRID
from handwriting_app.ui.widgets.fields import ComboBox
from handwriting_app.ui.widgets.setting_widgets import decimal_field
from handwriting_app.ui.widgets.tips import set_tip
from handwriting_app.ui.widgets.words import set_caption

_RUNNING: Final = "The lanes can be changed when the race is over; Stop ends it."


class LanesEditor(QWidget):
    """The lanes in rows. The widgets of lane n (from 1) are called ``lane_n_descent``, ``lane_n_rule``,
    ``lane_n_learning_rate`` and ``lane_n_remove``.

    Signals:
        lanes_changed(): The person has set something else, or a field has become right or wrong.
    """

    lanes_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        scaled(self._grid.setHorizontalSpacing, GRID)
        scaled(self._grid.setVerticalSpacing, 4)
        for column, stretch in ((1, 3), (2, 3), (3, 2)):
            self._grid.setColumnStretch(column, stretch)
        for column, setting in enumerate((DESCENT, UPDATE_RULE, LEARNING_RATE), 1):
            label = QLabel(setting.label, self)
            set_caption(label)
            self._grid.addWidget(label, 0, column)
        self.add = QToolButton(self)
        self.add.setObjectName("add_lane")
        self.add.setText("+")
        self.add.setAccessibleName("Add a lane")
        set_tip(self.add, f"Add a lane; {MOST_LANES} at most")
        self.add.clicked.connect(self._on_add)
        self._grid.addWidget(self.add, 0, 4)
        self._rows = [_Row(index, self) for index in range(MOST_LANES)]
        self._count = 0
        for row in self._rows:
            for column, widget in enumerate(row.widgets):
                self._grid.addWidget(widget, row.index + 1, column)
            row.descent.currentIndexChanged.connect(lambda _i: self.lanes_changed.emit())
            row.rule.currentIndexChanged.connect(lambda _i: self.lanes_changed.emit())
            row.rate.value_changed.connect(lambda _v: self.lanes_changed.emit())
            row.rate.problem_changed.connect(lambda _p: self.lanes_changed.emit())
            row.remove.clicked.connect(lambda _checked, index=row.index: self._on_remove(index))
        self.set_lanes(USUAL_LANES)

    def lanes(self) -> tuple[Lane, ...]:
        return tuple(row.lane() for row in self._rows[: self._count])

    def set_lanes(self, lanes: Sequence[Lane]) -> None:
        """Show two to four lanes."""
        self._count = len(lanes)
        for row, lane in zip(self._rows, lanes, strict=False):
            row.set_lane(lane)
        self.set_running(False)
        self.lanes_changed.emit()

    def problem(self) -> str:
        """What is wrong with a field, and where; empty when the lanes can run."""
        for row in self._rows[: self._count]:
            if row.rate.problem():
                return f"{LEARNING_RATE.label} of lane {row.index + 1}: {row.rate.problem()}"
        return ""

    def set_running(self, is_running: bool) -> None:
        """Nothing can be changed while the race is on."""
        for row in self._rows:
            is_there = row.index < self._count
            for widget in row.widgets:
                widget.setVisible(is_there)
            for widget in (row.descent, row.rule, row.rate):
                widget.setEnabled(not is_running)
                set_tip(widget, _RUNNING if is_running else "")
            row.remove.setEnabled(not is_running and self._count > FEWEST_LANES)
        self.add.setEnabled(not is_running and self._count < MOST_LANES)

    def _on_add(self) -> None:
        lanes = self.lanes()
        missing = [lane for lane in USUAL_LANES if lane.descent not in {each.descent for each in lanes}]
        self.set_lanes((*lanes, missing[0] if missing else Lane("mini-batch", 0.001, "adam")))

    def _on_remove(self, index: int) -> None:
        lanes = self.lanes()
        self.set_lanes(lanes[:index] + lanes[index + 1 :])


class _Row:
    def __init__(self, index: int, parent: QWidget) -> None:
        self.index = index
        number = index + 1
        self.sample = LineSample(index, parent)
        self.descent = ComboBox(parent)
        for mode in DESCENT.options:
            self.descent.addItem(mode.label, mode.value)
        self.rule = ComboBox(parent)
        for rule in UPDATE_RULE.options:
            self.rule.addItem(rule.label, rule.value)
        self.rate = decimal_field(LEARNING_RATE)
        self.remove = QToolButton(parent)
        self.remove.setText("×")
        set_tip(self.remove, f"Take lane {number} out")
        for widget, name, words in (
            (self.descent, "descent", DESCENT.label),
            (self.rule, "rule", UPDATE_RULE.label),
            (self.rate, "learning_rate", LEARNING_RATE.label),
            (self.remove, "remove", "Take out"),
        ):
            widget.setObjectName(f"lane_{number}_{name}")
            widget.setAccessibleName(f"{words} of lane {number}")
        for widget in (self.descent, self.rule):
            widget.setMinimumContentsLength(6)
            widget.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    @property
    def widgets(self) -> tuple[QWidget, ...]:
        return self.sample, self.descent, self.rule, self.rate, self.remove

    def lane(self) -> Lane:
        return Lane(self.descent.currentData(), self.rate.value(), self.rule.currentData())

    def set_lane(self, lane: Lane) -> None:
        with QSignalBlocker(self.descent), QSignalBlocker(self.rule), QSignalBlocker(self.rate):
            self.descent.setCurrentIndex(self.descent.findData(lane.descent))
            self.rule.setCurrentIndex(self.rule.findData(lane.update_rule))
            self.rate.set_value(lane.learning_rate)
