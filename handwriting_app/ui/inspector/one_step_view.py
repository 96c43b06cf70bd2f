"""One step of descent on this digit: what the slope promises beside what comes of it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from handwriting_app.engine.settings import LEARNING_RATE
from handwriting_app.explain.narration import reading_words
from handwriting_app.explain.one_step import OneStep, Refusal, outcome
from handwriting_app.explain.run_terms import RunTerms
from handwriting_app.numerals import number
from handwriting_app.ui.sizes import fit_words, scaled
from handwriting_app.ui.widgets.problem import MessageLine
from handwriting_app.ui.widgets.setting_widgets import decimal_field
from handwriting_app.ui.widgets.tips import set_tip
from handwriting_app.ui.widgets.words import set_caption

_USUAL = 0.1


class OneStepView(QWidget):
    """Shows the step that would be taken, or what the last one brought.

    Signals:
        step_requested(float): take a step with this learning rate.
        undo_requested(): take the last change of the weights back.
        learning_rate_changed(float): another learning rate stands in the field.
    """

    step_requested = Signal(float)
    undo_requested = Signal()
    learning_rate_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rate = decimal_field(LEARNING_RATE)
        self._rate.set_value(_USUAL)
        self._rate.setObjectName("one_step_rate")
        self._rate.setAccessibleName("Learning rate of the one step")
        set_tip(self._rate, "η: how far to go against the gradient")
        scaled(self._rate.setMaximumWidth, 96)
        self._rate.value_changed.connect(self.learning_rate_changed)
        self._apply = QPushButton("Apply one step")
        self._apply.setObjectName("one_step_apply")
        self._apply.clicked.connect(lambda: self.step_requested.emit(self._rate.value()))
        self._undo = QPushButton("Undo")
        self._undo.setObjectName("one_step_undo")
        fit_words(self._undo, 20, 80)
        self._undo.clicked.connect(self.undo_requested)
        self._cost = _value("one_step_cost", "Cost")
        self._predicted = _value("one_step_predicted", "Predicted change of the cost")
        self._predicted_head = QLabel()
        self._actual = _value("one_step_actual", "Actual change of the cost")
        self._reading = _value("one_step_reading", "What the network reads in the upright view")
        self._rule = MessageLine(1)
        self._rule.setObjectName("one_step_rule")
        self._rule.setAccessibleName("The step")
        self._outcome = MessageLine(2)
        self._outcome.setObjectName("one_step_outcome")

        controls = QHBoxLayout()
        scaled(controls.setSpacing, 8)
        controls.addWidget(QLabel("Learning rate η"))
        controls.addWidget(self._rate)
        controls.addWidget(self._apply)
        controls.addWidget(self._undo)
        controls.addStretch(1)
        values = QGridLayout()
        scaled(values.setHorizontalSpacing, 16)
        values.setVerticalSpacing(0)
        columns = (
            (QLabel("cost C"), self._cost),
            (self._predicted_head, self._predicted),
            (QLabel("actual change"), self._actual),
        )
        for column, (caption, value) in enumerate(columns):
            set_caption(caption)
            values.addWidget(caption, 0, column)
            values.addWidget(value, 1, column)
            scaled(value.setMinimumWidth, lambda each: each.fontMetrics().horizontalAdvance("0.0000 → 0.0000"))
        values.setColumnStretch(2, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        scaled(layout.setSpacing, 1)
        layout.addLayout(controls)
        layout.addWidget(self._rule)
        layout.addLayout(values)
        layout.addWidget(self._reading)
        layout.addWidget(self._outcome)

    def learning_rate(self) -> float:
        """What stands in the field."""
        return self._rate.value()

    def set_learning_rate(self, learning_rate: float) -> None:
        """Put another learning rate in the field."""
        self._rate.set_value(learning_rate)

    def show_rule(self, terms: RunTerms) -> None:
        """Show which step is taken."""
        is_plain = terms.config.update_rule == "plain"
        promise = "−η‖∇C‖²" if is_plain else "∇C · ΔW"
        self._predicted_head.setText(f"predicted {promise}")
        set_tip(self._predicted, f"{promise}: what the cost would do if it were a straight slope")
        self._rule.show_text(terms.step_words(), "hint")

    def show_promise(self, cost: float, predicted: float, reading: str) -> None:
        """Show what a step would bring, before one is taken."""
        self._cost.setText(number(cost))
        self._predicted.setText(number(predicted))
        self._actual.setText("–")
        self._reading.setText(f"Upright view alone: {reading}")
        self._outcome.show_text("Take the step to see what the cost really does.", "hint")

    def show_refusal(self, refused: Refusal, predicted: float) -> None:
        """Show why a step was not taken, beside what it would have promised."""
        self.show_promise(refused.before.cost, predicted, reading_words(refused.before))
        self._outcome.show_text(refused.words, "warning")

    def show_result(self, step: OneStep) -> None:
        """Show what the last step brought."""
        self._cost.setText(f"{number(step.before.cost)} → {number(step.after.cost)}")
        self._predicted.setText(number(step.predicted_change))
        self._actual.setText(number(step.actual_change))
        self._reading.setText(f"Upright view alone: {reading_words(step.before)}, and now {reading_words(step.after)}")
        has_fallen = step.actual_change <= 0
        self._outcome.show_text(outcome(step), "info" if has_fallen else "warning")

    def show_allowed(self, reason: str, undoable: str) -> None:
        """Show what can be done.

        Args:
            reason: Why no step can be taken now; empty when one can.
            undoable: What Undo would take back; empty for nothing.
        """
        self._apply.setEnabled(not reason)
        set_tip(self._apply, reason or "For every weight and bias, once, for this drawing alone")
        self._undo.setEnabled(bool(undoable) and not reason)
        set_tip(self._undo, reason or (f"Take back: {undoable}" if undoable else "Nothing to take back"))


def _value(name: str, words: str) -> QLabel:
    label = QLabel("–")
    label.setObjectName(name)
    label.setAccessibleName(words)
    return label
