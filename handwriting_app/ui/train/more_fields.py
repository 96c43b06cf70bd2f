"""The settings behind "More": for whoever wants to know what else shapes learning."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from handwriting_app.engine.config import CostName, TrainingConfig, UpdateRule
from handwriting_app.ui.train.field import Field, FieldRow
from handwriting_app.ui.widgets.number_field import Bounds, DecimalField, WholeNumberField
from handwriting_app.ui.widgets.segmented import SegmentedButtons
from handwriting_app.ui.widgets.steps import along, by, one_two_five, one_two_five_from

_BELOW_ONE = Bounds(low=0, high=1, with_high=False)


class MoreFields(QWidget):
    """Cost, update rule, regularisation, seed, split and early stopping, from top to bottom."""

    def __init__(self, config: TrainingConfig, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cost = SegmentedButtons[CostName](
            [
                (
                    "cross-entropy",
                    "Cross-entropy",
                    "With softmax outputs: a confident mistake costs much and is mended fast.",
                ),
                ("quadratic", "Quadratic", "With sigmoid outputs: a confident mistake moves the weights only slowly."),
            ]
        )
        self.update_rule = SegmentedButtons[UpdateRule](
            [
                ("plain", "Plain", "Each update follows the gradient of its own batch alone."),
                ("momentum", "Momentum", "Each update keeps part of the one before, and so rolls through small dips."),
                ("adam", "Adam", "Each weight gets a step length of its own; a learning rate near 0.001 suits it."),
            ]
        )
        self.momentum = DecimalField(
            config.momentum, _BELOW_ONE, along((0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999))
        )
        self.l2 = DecimalField(config.l2, Bounds(low=0, high=10), one_two_five_from(1e-6))
        self.label_smoothing = DecimalField(config.label_smoothing, _BELOW_ONE, by(0.05))
        self.weight_averaging = DecimalField(
            config.weight_averaging, _BELOW_ONE, along((0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99))
        )
        self.seed = WholeNumberField(config.seed, Bounds(low=0), by(1))
        self.held_out = DecimalField(config.held_out, Bounds(low=0.05, high=0.9), by(0.05))
        self.stop_when_converged = QCheckBox("Stop when converged")
        self.tolerance = DecimalField(config.tolerance, Bounds(low=0), one_two_five_from(1e-8))
        self.patience = WholeNumberField(config.patience, Bounds(low=1), one_two_five)
        self.set_config(config)

        cost = Field(
            self.cost,
            "cost_function",
            "Cost function",
            "What learning makes small: how much a wrong answer counts.",
        )
        update_rule = Field(
            self.update_rule, "update_rule", "Update rule", "How the gradients become a step of the weights."
        )
        self._momentum_field = Field(
            self.momentum,
            "momentum",
            "Momentum",
            "The share of the last step that the next one keeps: more is faster on long slopes but may overshoot.",
        )
        l2 = Field(
            self.l2,
            "l2",
            "Weight decay (L2)",
            "Pulls all weights towards 0, so that no single pixel decides; too much and nothing is learned.",
        )
        label_smoothing = Field(
            self.label_smoothing,
            "label_smoothing",
            "Label smoothing",
            "The share of each target that is spread over all ten digits, so that the network is never quite certain.",
        )
        weight_averaging = Field(
            self.weight_averaging,
            "weight_averaging",
            "Weight averaging",
            "Reads with a running average of the weights of past epochs, steadier than the last ones; 0 is off.",
        )
        seed = Field(
            self.seed,
            "seed",
            "Seed",
            "Fixes all chance in a run (split, first weights, order, variation): same seed, same numbers.",
        )
        held_out = Field(
            self.held_out,
            "held_out",
            "Share held out",
            "The share of the digits that is kept from training to measure on; more measures better but teaches less.",
        )
        stop = Field(
            self.stop_when_converged,
            "stop_when_converged",
            "Stop when converged",
            "Ends the run before its last epoch once the training cost has stopped falling.",
        )
        self._tolerance_field = Field(
            self.tolerance,
            "tolerance",
            "Tolerance",
            "A fall of the training cost smaller than this counts as no fall; larger stops earlier.",
        )
        self._patience_field = Field(
            self.patience,
            "patience",
            "Patience",
            "For how many epochs the cost may fail to fall before the run ends; more waits longer for the next fall.",
        )
        self.fields = (
            cost,
            update_rule,
            self._momentum_field,
            l2,
            label_smoothing,
            weight_averaging,
            seed,
            held_out,
            stop,
            self._tolerance_field,
            self._patience_field,
        )

        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(FieldRow([cost]))
        layout.addWidget(FieldRow([update_rule]))
        layout.addWidget(FieldRow([self._momentum_field, l2], message_lines=1))
        layout.addWidget(FieldRow([label_smoothing, weight_averaging], message_lines=1))
        layout.addWidget(FieldRow([seed, held_out], message_lines=1))
        layout.addWidget(self.stop_when_converged)
        layout.addWidget(FieldRow([self._tolerance_field, self._patience_field], message_lines=1))

    def set_config(self, config: TrainingConfig) -> None:
        """Show the values of ``config`` that are set here."""
        self.cost.set_value(config.cost)
        self.update_rule.set_value(config.update_rule)
        self.momentum.set_value(config.momentum)
        self.l2.set_value(config.l2)
        self.label_smoothing.set_value(config.label_smoothing)
        self.weight_averaging.set_value(config.weight_averaging)
        self.seed.set_value(config.seed)
        self.held_out.set_value(config.held_out)
        self.stop_when_converged.setChecked(config.stop_when_converged)
        self.tolerance.set_value(config.tolerance)
        self.patience.set_value(config.patience)

    def show_usable(self, locked: str) -> None:
        """Enable what applies; ``locked`` says why nothing may be changed, or is empty."""
        for field in self.fields:
            field.set_unusable(locked)
        if self.update_rule.value() != "momentum":
            self._momentum_field.drop_problem()
            self._momentum_field.set_unusable(locked or "Only the momentum rule keeps part of the last step.")
        if not self.stop_when_converged.isChecked():
            for field in (self._tolerance_field, self._patience_field):
                field.drop_problem()
                field.set_unusable(locked or "Used only when “Stop when converged” is on.")
