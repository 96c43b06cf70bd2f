"""The Network tab: the network in the window, lit by the digit on the canvas."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout

from handwriting_app import numerals
from handwriting_app.engine.arrays import Array
from handwriting_app.engine.network import Network
from handwriting_app.explain.unit_activity import UnitActivity
from handwriting_app.session.reading import Prediction
from handwriting_app.session.weights import Weights
from handwriting_app.ui.network.first_weights import FirstWeights
from handwriting_app.ui.network.graph import EdgeValues, NetworkGraph, Unit
from handwriting_app.ui.network.unit_facts import UnitFacts
from handwriting_app.ui.theme import GRID
from handwriting_app.ui.widgets.live_view import LiveView
from handwriting_app.ui.widgets.segmented import SegmentedButtons
from handwriting_app.ui.widgets.words import set_caption

FRAME_MS: Final = 50
"""Between two pictures while training: a whole network is much to draw, and the plots of the run come first."""

_READING_IN_WORDS: Final = (
    "The dots show what the units send for the upright view of your digit. The percentages are those of the reading,\n"
    "which takes all its views and a temperature; Backprop shows the way from one to the other at the softmax."
)


class NetworkView(LiveView):
    """Units as dots, the strongest connections as lines, the first layer's weights as pictures.

    Signals:
        measure_requested(Weights): `show_activity` is wanted for these weights, which are seen.
        inspect_requested(layer int, unit int): the backpropagation of a unit is to be shown; layers count from 1, the
            last are the outputs.
    """

    measure_requested = Signal(object)
    inspect_requested = Signal(int, int)

    help_text = (
        "From left to right: what the network sees of your drawing, the units of each hidden layer, the outputs, one "
        "for each digit, and perhaps one that says that it is none. "
        "The more a unit sends for your digit, the fuller its colour; one with a hole sends a negative number. Of a "
        "layer too large for the picture, the most active units are shown. The percentages are those of the reading at "
        "the left, which is made from all views of your digit; the dots are lit by the upright one.\n\n"
        "The lines are the strongest connections: orange and solid where a unit raises the next, blue and dashed where "
        "it lowers it; wider means stronger. “Signal” shows what passes along them for your digit: the weight times "
        "what the unit sends.\n\n"
        "Point at a unit to see only its connections; click it, or walk with the arrow keys, to keep it. Below are the "
        "weights of layer 1: each picture is what one unit looks for.\n\n"
        "A cross marks a dead ReLU, which fires for none of the held-out digits or next to none; a bar a saturated "
        "sigmoid or tanh. Neither learns any more, or hardly."
    )

    def __init__(self, weights: Weights) -> None:
        super().__init__()
        self._weights = weights
        self._prediction: Prediction | None = None
        self._has_digits = False
        self._activity: UnitActivity | None = None
        self._measured: Weights | None = None  # what `_activity` is of
        # What is painted, which may be a frame older: whoever points at a unit points at one of these.
        self._painted: tuple[Network, tuple[Array, ...] | None, UnitActivity | None, Array | None] = (
            weights.network,
            None,
            None,
            None,
        )
        self._caption = QLabel(self)
        self._caption.setObjectName("network_caption")
        self._edges = SegmentedButtons[EdgeValues](
            (
                ("weights", "Weights", "Lines show the weights"),
                ("signals", "Signal", "Lines show what passes along for your digit: weight times what the unit sends"),
            ),
            self,
        )
        self._edges.setObjectName("edge_values")
        self._edges.setAccessibleName("What the lines show")
        self._graph = NetworkGraph(self)
        self._marks = QLabel(self)
        self._marks.setObjectName("network_marks")
        set_caption(self._marks)
        self._weights_caption = QLabel(self)
        self._weights_caption.setObjectName("first_weights_caption")
        self._first = FirstWeights(self)
        self._facts = UnitFacts(self)
        for label in (self._caption, self._marks, self._weights_caption):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._arrange()
        self._edges.value_changed.connect(self._graph.set_edge_values)
        self._graph.focus_changed.connect(self._show_focus)
        self._first.unit_chosen.connect(self._choose_in_layer_1)
        self._first.unit_hovered.connect(self._hover_in_layer_1)
        self._facts.inspect_requested.connect(self._request_inspection)
        self._frame.setInterval(FRAME_MS)

    # --- what it shows -------------------------------------------------------------------------------------------

    def show_weights(self, weights: Weights) -> None:
        """Show another network, or the same further on in its training."""
        self._weights = weights
        self.mark_stale()

    def show_prediction(self, prediction: Prediction | None) -> None:
        """Light the network up by another digit, or by none."""
        self._prediction = prediction
        self.mark_stale()

    def show_has_digits(self, has_digits: bool) -> None:
        """Whether the held-out digits are there to be measured on."""
        if has_digits != self._has_digits:
            self._has_digits = has_digits
            self.mark_stale()

    def show_activity(self, weights: Weights, activity: UnitActivity) -> None:
        """Show what the units of ``weights`` do over the held-out digits.

        What is of another run than the one that is shown is dropped: its layers may be others.
        """
        if weights.is_of_run_of(self._weights):
            self._measured, self._activity = weights, activity
            self.mark_stale()

    def show_failure(self, message: str) -> None:
        """Say why the units could not be measured."""
        self._marks.setText(f"The units could not be measured: {message}")

    def refresh(self) -> None:
        network, prediction = self._weights.network, self._prediction
        if self._measured is not None and not self._measured.is_of_run_of(self._weights):
            self._measured = self._activity = None
        if prediction is None:
            outputs = reading = None
            self._caption.setText("Draw a digit to light the network up")
            self._caption.setToolTip("")
        else:
            forward = network.forward(prediction.normalised.features()[np.newaxis].astype(network.parameters.dtype))
            # In float64, for what passes along a line is the product of two numbers, which float32 may not hold.
            outputs = tuple(a[0].astype(np.float64) for a in forward.a)
            # For a moment the reading may still be that of a network with other outputs.
            reading = prediction.by_output if prediction.classes == network.classes else None
            self._caption.setText(
                "Lit by your digit, of which it has no idea"
                if prediction.has_no_idea
                else f"Lit by your digit, read as {prediction.name}: {numerals.percent(prediction.confidence)}"
            )
            self._caption.setToolTip(_READING_IN_WORDS)
        self._edges.setEnabled(outputs is not None)
        self._edges.setToolTip("" if outputs is not None else "Draw a digit first: signals need one")
        self._painted = network, outputs, self._activity, reading
        self._graph.show_network(*self._painted)
        self._first.show_weights(network.weights[0])
        self._show_counts()
        self._show_focus(self._graph.focus)
        self._show_marks()
        is_measured = self._measured is not None and self._measured.network is network
        if self._has_digits and len(network.sizes) > 2 and not is_measured:
            self.measure_requested.emit(self._weights)

    def let_go(self) -> bool:
        """Let go of the chosen unit."""
        had = self._graph.chosen is not None
        self._graph.choose(None)
        return had

    def _arrange(self) -> None:
        heading = QHBoxLayout()
        heading.addWidget(self._caption, 1)
        heading.addWidget(self._edges)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addLayout(heading)
        column.addWidget(self._graph, 5)
        column.addWidget(self._marks)
        column.addSpacing(GRID // 2)
        column.addWidget(self._weights_caption)
        column.addWidget(self._first, 2)
        column.addSpacing(GRID // 2)
        column.addWidget(self._facts)

    def _show_counts(self) -> None:
        shown, units = self._first.shown(), self._weights.network.sizes[1]
        count = f"{units} units" if shown == units else f"first {shown} of {units}"
        self._weights_caption.setText(
            f"What layer 1 looks for · {count} · full colour at ±{numerals.number(self._first.limit, 2)}"
        )

    def _show_marks(self) -> None:
        places = self._graph.places()
        cut = [layer for layer in places.layers if not layer.is_whole] if places is not None else []
        words = []
        if cut:
            shown, units = sum(len(layer.units) for layer in cut), sum(layer.total for layer in cut)
            words.append(f"The {shown} most active of {units} units")
        if self._activity is not None:
            words.append(_marks_in_words(self._activity, is_relu=self._weights.network.activation == "relu"))
        elif len(self._weights.network.sizes) > 2:
            words.append("Idle units are marked once a run has loaded the held-out digits")
        self._marks.setText("  ·  ".join(words))
        self._marks.setToolTip("\n".join(words))

    # --- choosing ------------------------------------------------------------------------------------------------

    def _show_focus(self, unit: Unit | None) -> None:
        self._first.mark(unit[1] if unit is not None and unit[0] == 1 else None)
        if unit is None:
            self._facts.show_nothing()
        else:
            can_inspect = self._graph.chosen is not None
            self._facts.show_unit(*self._painted, unit, can_inspect=can_inspect)

    def _choose_in_layer_1(self, number: int) -> None:
        self._graph.choose((1, number))

    def _hover_in_layer_1(self, number: int | None) -> None:
        self._graph.point_at(None if number is None else (1, number))

    def _request_inspection(self) -> None:
        unit = self._graph.chosen
        if unit is not None and unit[0] > 0:
            self.inspect_requested.emit(*unit)


def _marks_in_words(activity: UnitActivity, *, is_relu: bool) -> str:
    counts = [int(layer.sum()) for layer in activity.inactive]
    found = [f"{count} in layer {index}" for index, count in enumerate(counts, start=1) if count]
    mark, name = ("×", "dead") if is_relu else ("–", "saturated")
    return f"{mark} {name}: {', '.join(found)}" if found else f"No unit is {name}"
