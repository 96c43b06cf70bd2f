"""What is dreamt of, from where, and how: the controls of the Dream view."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from handwriting_app.engine.classes import TEN_DIGITS, Classes
from handwriting_app.explain.dream import Aim, DreamPlan
from handwriting_app.lab.dream_facts import Start
from handwriting_app.names import shown_name
from handwriting_app.ui.sizes import scaled
from handwriting_app.ui.theme import GRID
from handwriting_app.ui.widgets.disclosure import Disclosure
from handwriting_app.ui.widgets.fields import ComboBox
from handwriting_app.ui.widgets.number_field import Bounds, DecimalField, WholeNumberField
from handwriting_app.ui.widgets.problem import MessageLine
from handwriting_app.ui.widgets.segmented import SegmentedButtons
from handwriting_app.ui.widgets.steps import by, one_two_five_from
from handwriting_app.ui.widgets.tips import set_tip

MOST_PENALTY: Final = 100.0
MOST_SEED: Final = 2**32 - 1

_OWN: Final = "Begin with the digit that is read at the left"
_NO_DRAWING: Final = "Draw a digit first: then the dream can begin with it"
_NO_SEED: Final = "Only noise is drawn by lot"


class DreamSettings(QWidget):
    """Everything that makes a dream another one.

    Signals:
        output_chosen(int): Dream of this output.
        changed(): The start or the plan is another one.
    """

    output_chosen = Signal(int)
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        usual = DreamPlan()
        self._classes = TEN_DIGITS
        self._output = ComboBox(self)
        self._output.setObjectName("dream_class")
        self._output.setAccessibleName("What to dream of")
        set_tip(self._output, "Which output is pushed up")
        self._output.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._output.setMinimumContentsLength(4)
        self._start = SegmentedButtons[Start](
            (
                ("noise", "Noise", "Begin with random ink, by the seed"),
                ("grey", "Grey", "Begin with half ink everywhere"),
                ("drawing", "My digit", _OWN),
            ),
            self,
        )
        self._start.setObjectName("dream_start")
        self._start.setAccessibleName("What the dream begins with")
        self._seed = WholeNumberField(0, Bounds(0, MOST_SEED), by(1), self)
        self._seed.setObjectName("dream_seed")
        self._seed.setAccessibleName("Seed of the noise")
        set_tip(self._seed, "Another seed, other noise: the same one always gives the same dream")
        self._aim = SegmentedButtons[Aim](
            (
                ("log-probability", "ln p", "Push up ln p: this output against all others"),
                ("logit", "z", "Push up z of this output alone; others may grow with it"),
            ),
            self,
        )
        self._aim.setObjectName("dream_aim")
        self._aim.setAccessibleName("What is pushed up")
        self._ink = self._penalty_field("dream_less_ink", usual.less_ink, "How much ink costs")
        set_tip(self._ink, "λ of the penalty λ/2 · Σ x²: ink that does not help goes away. 0 switches it off.")
        self._smooth = self._penalty_field("dream_smoothness", usual.smoothness, "How much roughness costs")
        set_tip(self._smooth, "μ of the penalty μ/2 · Σ (x − neighbour)²: neighbours become alike. 0 switches it off.")
        self._problem = MessageLine(1, self)
        self._problem.setObjectName("dream_settings_problem")
        self._problem.set_kind("error")
        self._more = Disclosure("More: noise, aim and penalties", self._body(), self)
        self._more.header.setObjectName("dream_more")
        self._arrange()
        self._output.activated.connect(self.output_chosen)
        for buttons in (self._start, self._aim):
            buttons.value_changed.connect(self._on_change)
        for field in (self._seed, self._ink, self._smooth):
            field.value_changed.connect(self._on_change)
            field.problem_changed.connect(self._show_problem)
        self.show_has_digit(False)

    @property
    def start(self) -> Start:
        return self._start.value()

    @property
    def seed(self) -> int:
        return self._seed.value()

    @property
    def plan(self) -> DreamPlan:
        return DreamPlan(self._aim.value(), less_ink=self._ink.value(), smoothness=self._smooth.value())

    def show_classes(self, classes: Classes) -> None:
        """Offer the outputs of a network that reads these."""
        self._classes = classes
        drawing = self._start.button("drawing")
        drawing.setText(classes.worded("My digit"))
        drawing.setAccessibleName(f"{self._start.accessibleName()}: {drawing.text()}")
        self.show_has_digit(drawing.isEnabled())
        with QSignalBlocker(self._output):
            self._output.clear()
            for output in range(classes.outputs):
                self._output.addItem(shown_name(classes.called(output), 40))

    def show_output(self, output: int) -> None:
        """Show which output is dreamt of."""
        with QSignalBlocker(self._output):
            self._output.setCurrentIndex(output)

    def show_has_digit(self, has_digit: bool) -> None:
        """Whether there is a digit to begin with; where there is none any more, noise takes its place."""
        button = self._start.button("drawing")
        button.setEnabled(has_digit)
        set_tip(button, self._classes.worded(_OWN if has_digit else _NO_DRAWING))
        if not has_digit and self._start.value() == "drawing":
            self._start.set_value("noise")

    def _penalty_field(self, name: str, value: float, accessible: str) -> DecimalField:
        field = DecimalField(value, Bounds(0.0, MOST_PENALTY), one_two_five_from(0.01), self)
        field.setObjectName(name)
        field.setAccessibleName(accessible)
        return field

    def _body(self) -> QWidget:
        body = QWidget(self)
        grid = QGridLayout(body)
        scaled(grid.setContentsMargins, 2 * GRID, GRID // 2, 0, 0)
        scaled(grid.setHorizontalSpacing, GRID)
        scaled(grid.setVerticalSpacing, GRID // 2)
        for place, (words, widget) in enumerate(
            (
                ("Noise of seed", self._seed),
                ("Push up", self._aim),
                ("Less ink λ", self._ink),
                ("Smoother μ", self._smooth),
            )
        ):
            label = QLabel(words, body)
            label.setBuddy(widget)
            row, column = divmod(place, 2)
            grid.addWidget(label, row, 2 * column)
            grid.addWidget(widget, row, 2 * column + 1)
            scaled(widget.setMaximumWidth, 16 * GRID)
        grid.setColumnStretch(4, 1)
        return body

    def _arrange(self) -> None:
        of = QLabel("Dream of", self)
        of.setBuddy(self._output)
        begin = QLabel("from", self)
        row = QHBoxLayout()
        scaled(row.setSpacing, GRID)
        for widget in (of, self._output, begin, self._start):
            row.addWidget(widget)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        scaled(column.setSpacing, GRID // 2)
        column.addLayout(row)
        column.addWidget(self._more)
        column.addWidget(self._problem)
        self._problem.hide()

    def _on_change(self) -> None:
        is_noise = self._start.value() == "noise"
        self._seed.setEnabled(is_noise)
        set_tip(
            self._seed, "Another seed, other noise: the same one always gives the same dream" if is_noise else _NO_SEED
        )
        self.changed.emit()

    def _show_problem(self, _problem: str) -> None:
        fields = ((self._seed, "Seed"), (self._ink, "Less ink"), (self._smooth, "Smoother"))
        words = [f"{name}: {field.problem()}" for field, name in fields if field.problem()]
        self._problem.setText(". ".join(words))
        self._problem.setVisible(bool(words))
