"""The seven settings that everyone needs first."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from handwriting_app.engine.config import ActivationName, DescentMode, TrainingConfig
from handwriting_app.ui.train.field import Field, FieldRow
from handwriting_app.ui.train.layers_field import LayersField, describe_layers
from handwriting_app.ui.train.variation_field import VariationField
from handwriting_app.ui.widgets.number_field import Bounds, DecimalField, WholeNumberField
from handwriting_app.ui.widgets.segmented import SegmentedButtons
from handwriting_app.ui.widgets.steps import doubling, one_two_five

NO_BATCHES = {
    "batch": "Batch descent updates once after all the digits, so there is no batch size to choose.",
    "stochastic": "Stochastic descent updates after every single digit, so there is no batch size to choose.",
    "mini-batch": "",
}
"""Why the batch size does not apply, by descent mode."""


class BasicFields(QWidget):
    """Hidden layers, activation, descent, batch size, learning rate, epochs and variation, from top to bottom."""

    def __init__(self, config: TrainingConfig, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hidden = LayersField(config.hidden)
        self.activation = SegmentedButtons[ActivationName](
            [
                (
                    "sigmoid",
                    "Sigmoid",
                    "Squeezes every sum into 0 to 1; deep networks barely learn with it.",
                ),
                ("relu", "ReLU", "Passes what is above 0 and drops the rest; learns fast, also in deep networks."),
                ("tanh", "Tanh", "Squeezes every sum into −1 to 1; learns faster than the sigmoid."),
            ]
        )
        self.descent = SegmentedButtons[DescentMode](
            [
                ("batch", "Batch", "One update after all the digits: a smooth path in few, slow steps."),
                ("stochastic", "Stochastic", "One update after every digit: many quick, jittery steps."),
                ("mini-batch", "Mini-batch", "One update after each small batch: nearly as smooth, and much faster."),
            ]
        )
        self.batch_size = WholeNumberField(config.batch_size, Bounds(low=1), doubling)
        self.learning_rate = DecimalField(
            config.learning_rate, Bounds(low=0, high=float("inf"), with_low=False, with_high=False), one_two_five
        )
        self.epochs = WholeNumberField(config.epochs, Bounds(low=1), one_two_five)
        self.variation = VariationField(config.variation)
        self.set_config(config)

        self._batch_size_field = Field(
            self.batch_size,
            "batch_size",
            "Batch size",
            "How many digits are seen before the weights are updated; 50 to 256 is usual, "
            "and smaller batches learn in more and noisier steps.",
        )
        self.learning_rate_field = Field(
            self.learning_rate,
            "learning_rate",
            "Learning rate",
            "How far each update moves the weights: too small learns slowly, too large overshoots and may diverge. "
            "It can be changed while training runs.",
        )
        hidden = Field(
            self.hidden,
            "hidden_layers",
            "Hidden layers",
            "Units of each hidden layer from the pixels upwards, such as 128, 64: more can learn finer differences "
            "but takes longer; empty means none.",
        )
        activation = Field(
            self.activation,
            "activation",
            "Activation",
            "The curve that each hidden unit bends its sum with; without it, layers would add nothing.",
        )
        descent = Field(
            self.descent,
            "descent_mode",
            "Descent",
            "How many digits the network looks at before it updates its weights: all, one, or a small batch.",
        )
        epochs = Field(
            self.epochs,
            "epochs",
            "Epochs",
            "How often, at most, the network goes through all the training digits; more can learn more, up to a point.",
        )
        self.fields = (
            hidden,
            activation,
            descent,
            self._batch_size_field,
            self.learning_rate_field,
            epochs,
            self.variation.field,
        )

        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self._hidden_row = FieldRow([hidden], message_lines=1)
        layout.addWidget(self._hidden_row)
        layout.addWidget(FieldRow([activation]))
        layout.addWidget(FieldRow([descent]))
        layout.addWidget(FieldRow([self._batch_size_field, self.learning_rate_field, epochs], message_lines=1))
        layout.addWidget(self.variation)
        self.hidden.value_changed.connect(self._show_shape)
        self._show_shape()

    def set_config(self, config: TrainingConfig) -> None:
        """Show the seven values of ``config``."""
        self.hidden.set_value(config.hidden)
        self.activation.set_value(config.activation)
        self.descent.set_value(config.descent)
        self.batch_size.set_value(config.batch_size)
        self.learning_rate.set_value(config.learning_rate)
        self.epochs.set_value(config.epochs)
        self.variation.slider.set_strength(config.variation)

    def show_usable(self, locked: str) -> None:
        """Enable what applies; ``locked`` says why nothing but the learning rate may be changed, or is empty."""
        for field in self.fields:
            if field is not self.learning_rate_field:
                field.set_unusable(locked)
        if not_applicable := NO_BATCHES[self.descent.value()]:
            self._batch_size_field.drop_problem()
            self._batch_size_field.set_unusable(locked or not_applicable)

    def _show_shape(self) -> None:
        self._hidden_row.set_hint(describe_layers(self.hidden.value()))
