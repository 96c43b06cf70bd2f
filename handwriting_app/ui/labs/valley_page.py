"""The first page of the descent lab: one weight, one valley."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from handwriting_app.lab.regimes import rates_between
from handwriting_app.lab.valley import ValleyDescent, ValleyName, tell
from handwriting_app.numerals import count, number, trimmed
from handwriting_app.ui.labs.columns import Columns
from handwriting_app.ui.labs.rate_slider import RateSlider
from handwriting_app.ui.labs.run_buttons import RunButtons
from handwriting_app.ui.labs.valley_picture import ValleyPicture
from handwriting_app.ui.sizes import scaled
from handwriting_app.ui.widgets.problem import MessageKind, MessageLine
from handwriting_app.ui.widgets.segmented import SegmentedButtons
from handwriting_app.ui.widgets.tips import set_tip

PER_SECOND = 4
LOWEST, HIGHEST = 0.01, 5.0


class ValleyPage(QWidget):
    """Holds a `ValleyDescent` and lets a person step it.

    Signals:
        facts_changed(): The ball has moved, or will move otherwise.
    """

    facts_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._descent = ValleyDescent()
        self.picture = ValleyPicture(self)
        self.picture.start_changed.connect(lambda w: self.show_descent(self._descent.started_at(w)))
        self.shape = SegmentedButtons[ValleyName](
            [
                ("wide", "Wide", "Curvature 1: rates below 2 come to rest"),
                ("narrow", "Narrow", "Curvature 6: only rates below ⅓ come to rest"),
                ("two valleys", "Two valleys", "Descent sees only the valley that it is in"),
            ],
            self,
        )
        self.shape.setObjectName("valley_shape")
        self.shape.setAccessibleName("Valley")
        self.shape.value_changed.connect(self._on_shape)
        self.rate = RateSlider("valley_rate", self._descent.learning_rate, LOWEST, HIGHEST, self)
        self.rate.value_changed.connect(self._on_rate)
        self.buttons = RunButtons(
            "valley",
            PER_SECOND,
            (
                "One step: w ← w − η · slope",
                "Step after step until it ends",
                "All the way back, to where the ball began",
            ),
            self,
            back="Take the last step back; the learning rate stays as it is set",
        )
        self.buttons.step_requested.connect(self._step)
        self.buttons.back_requested.connect(lambda: self.show_descent(self._descent.back()))
        self.buttons.reset_requested.connect(lambda: self.show_descent(self._descent.again()))
        self.numbers = QLabel(self)
        self.numbers.setObjectName("valley_numbers")
        self.numbers.setAccessibleName("The next step in numbers")
        self.message = MessageLine(3, self)
        self.message.setObjectName("valley_message")
        controls = QWidget(self)
        column = QVBoxLayout(controls)
        column.setContentsMargins(0, 0, 0, 0)
        scaled(column.setSpacing, 6)
        for widget in (self.shape, self.rate, self.buttons, self.numbers, self.message):
            column.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(Columns(self.picture, controls, self))
        self._show()

    @property
    def descent(self) -> ValleyDescent:
        return self._descent

    def show_descent(self, descent: ValleyDescent) -> None:
        """Put another one in place."""
        self._descent = descent
        self._show()
        self.facts_changed.emit()

    def _show(self) -> None:
        descent = self._descent
        self.shape.set_value(descent.name)
        if self.rate.value() != descent.learning_rate:
            self.rate.set_value(descent.learning_rate)
        curvature = descent.curvature
        self.rate.set_edges(
            rates_between(curvature),
            f"The curvature at the bottom is {trimmed(curvature)}. Up to 1 / curvature the ball nears the bottom from "
            "one side; from 2 / curvature on it lands higher at each step.",
        )
        self.picture.show_descent(descent)
        self.buttons.back.setEnabled(descent.steps > 0)
        move = -descent.learning_rate * descent.slope
        sign = "+" if move > 0 else "−"
        self.numbers.setText(
            f"Step {count(descent.steps)}:  w = {trimmed(descent.w, 3)},  C = {trimmed(descent.cost, 3)}.   Next:  "
            f"w {sign} {trimmed(abs(move), 3)}"
        )
        set_tip(
            self.numbers,
            f"w − η · C′(w) = {trimmed(descent.w, 3)} − {number(descent.learning_rate, 6)} · "
            f"({trimmed(descent.slope, 3)})",
        )
        kind: MessageKind = {"converged": "good", "diverged": "warning"}.get(descent.status, "info")  # type: ignore[assignment]
        self.message.show_text(tell(descent), kind)

    def _step(self) -> None:
        """One step; of a descent that has ended, the first one again."""
        descent = self._descent.again() if self._descent.has_ended else self._descent
        self.show_descent(descent.step())
        if self._descent.has_ended:
            self.buttons.pause()

    def _on_rate(self, rate: float) -> None:
        self.show_descent(self._descent.at_rate(rate))

    def _on_shape(self, name: ValleyName) -> None:
        if name != self._descent.name:
            self.buttons.pause()
            self.show_descent(self._descent.in_valley(name))
