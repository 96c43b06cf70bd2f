"""The Network tab: the network in the window, lit by the digit on the canvas."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final, Literal

import numpy as np
from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QStackedWidget, QVBoxLayout

from handwriting_app import numerals
from handwriting_app.engine.arrays import Array
from handwriting_app.engine.network import Network
from handwriting_app.explain.unit_activity import UnitActivity
from handwriting_app.explain.unit_ranking import UnitRanking
from handwriting_app.explain.unit_surgery import silent_units
from handwriting_app.lab.facts import Fact, are_same
from handwriting_app.session.messages import RunState
from handwriting_app.session.reading import Prediction
from handwriting_app.session.weights import Weights
from handwriting_app.ui.network.first_weights import FirstWeights
from handwriting_app.ui.network.graph import EdgeValues, NetworkGraph, Unit
from handwriting_app.ui.network.hands_row import HandsRow
from handwriting_app.ui.network.laying_hands import Deed, LayingHands, Scope, Surgery, units_in_words
from handwriting_app.ui.network.ranking_view import RankingView
from handwriting_app.ui.network.unit_facts import UnitFacts
from handwriting_app.ui.sizes import add_space, scaled
from handwriting_app.ui.theme import GRID
from handwriting_app.ui.widgets.elided_label import ElidedLabel
from handwriting_app.ui.widgets.live_view import LiveView
from handwriting_app.ui.widgets.segmented import SegmentedButtons
from handwriting_app.ui.widgets.tips import set_tip
from handwriting_app.ui.widgets.words import set_caption

Below = Literal["weights", "ranking"]

FRAME_MS: Final = 50
"""Between two pictures while training: a whole network is much to draw, and the plots of the run come first."""

_APART: Final = "  ·  "

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
        weights_change_requested(Network, str): put these weights in place; what was done to them, in words.
        freeze_requested(frozenset[Unit]): these units, and no others, are to stay as they are.
        undo_requested(): take the latest change of the weights by hand back.
        ranking_requested(Weights): rank the units of these weights.
        ranking_stop_requested(): leave it.
        facts_changed(dict): what lessons may ask about is otherwise.
    """

    measure_requested = Signal(object)
    inspect_requested = Signal(int, int)
    weights_change_requested = Signal(object, str)
    freeze_requested = Signal(object)
    undo_requested = Signal()
    ranking_requested = Signal(object)
    ranking_stop_requested = Signal()
    facts_changed = Signal(object)

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
        "sigmoid or tanh. Neither learns any more, or hardly.\n\n"
        "With a unit chosen you can lay hands on it, or on its whole layer: by the buttons, or by a right click. "
        "“Freeze” lets its weights in and its bias stay as they are when you go on training; a square is about it "
        "then. “Kill” makes it send 0, by weights out that are 0: what the network reads without it, you see at once. "
        "“Noise” shakes its weights in by chance. Undo names what it takes back, and gives every bit back.\n\n"
        "“Ranking” lists the hidden units by how much the held-out cost rises without each; a click "
        "chooses one."
    )

    def __init__(self, weights: Weights) -> None:
        super().__init__()
        self._weights = weights
        self._prediction: Prediction | None = None
        self._has_digits = False
        self._activity: UnitActivity | None = None
        self._measured: Weights | None = None  # what `_activity` is of
        self._laying = LayingHands(weights)
        self._ranked: tuple[Weights, UnitRanking] | None = None
        self._ranking_state: tuple[bool, str] = (False, "")
        self._told: Mapping[str, Fact] = MappingProxyType({})
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
                (
                    "signals",
                    "Signal",
                    "Lines show what passes along for your drawing: weight times output",
                ),
            ),
            self,
        )
        self._edges.setObjectName("edge_values")
        self._edges.setAccessibleName("What the lines show")
        self._graph = NetworkGraph(self)
        self._marks = QLabel(self)
        self._marks.setObjectName("network_marks")
        set_caption(self._marks)
        self._marks.setWordWrap(True)
        self._weights_caption = ElidedLabel(self)
        self._weights_caption.setObjectName("first_weights_caption")
        self._first = FirstWeights(self)
        self._ranking = RankingView(self)
        self._below: SegmentedButtons[Below] = SegmentedButtons(
            (
                ("weights", "Layer 1", "What the units of layer 1 look for, as pictures"),
                ("ranking", "Ranking", "Which hidden units the network needs most"),
            ),
            self,
        )
        self._below.setObjectName("network_below")
        self._below.setAccessibleName("What stands below the network")
        self._pages = QStackedWidget(self)
        for page in (self._first, self._ranking):
            self._pages.addWidget(page)
        self._hands = HandsRow(self)
        self._facts = UnitFacts(self)
        self._facts.show_classes(weights.network.classes)
        for label in (self._caption, self._marks, self._weights_caption):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._arrange()
        self._edges.value_changed.connect(self._graph.set_edge_values)
        self._graph.focus_changed.connect(self._show_focus)
        self._first.unit_chosen.connect(self._choose_in_layer_1)
        self._first.unit_hovered.connect(self._hover_in_layer_1)
        self._facts.inspect_requested.connect(self._request_inspection)
        self._graph.menu_requested.connect(self._hands.popup)
        self._below.value_changed.connect(self._show_below)
        self._hands.deed_requested.connect(self._do)
        self._hands.undo_requested.connect(self.undo_requested)
        self._ranking.unit_chosen.connect(lambda layer, unit: self._graph.choose((layer, unit)))
        self._ranking.rank_requested.connect(lambda: self.ranking_requested.emit(self._weights))
        self._ranking.stop_requested.connect(self.ranking_stop_requested)
        self._frame.setInterval(FRAME_MS)

    # --- what it shows -------------------------------------------------------------------------------------------

    def show_weights(self, weights: Weights) -> None:
        """Show another network, or the same further on in its training."""
        if weights.network.classes != self._weights.network.classes:
            self._facts.show_classes(weights.network.classes)
        self._weights = self._laying.weights = weights
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

    def show_state(self, state: RunState) -> None:
        """Show whether a run is changing the weights."""
        self._laying.state = state
        self.mark_stale()

    def show_changes(self, changes: Sequence[str]) -> None:
        """Show which changes by hand can be taken back, oldest first."""
        self._laying.changes = changes
        self.mark_stale()

    def show_frozen(self, frozen: frozenset[Unit]) -> None:
        """Show which units stay as they are when training goes on."""
        self._laying.frozen = frozen
        self.mark_stale()

    def show_ranking(self, weights: Weights, ranking: UnitRanking) -> None:
        """Show which units ``weights`` need most."""
        self._ranked = weights, ranking
        self.mark_stale()

    def show_ranking_state(self, *, is_under_way: bool, why_not: str) -> None:
        """Show whether a ranking is being worked out, or why it cannot be."""
        self._ranking_state = is_under_way, why_not
        self._ranking.show_under_way(is_under_way, why_not)

    def show_ranking_progress(self, share: float) -> None:
        """Show the share of the ranking that is done."""
        self._ranking.show_progress(share)

    def show_ranking_failure(self, message: str) -> None:
        """Say why there is no ranking."""
        self._ranking.show_failure(message)

    def show_failure(self, message: str) -> None:
        """Say why the units could not be measured."""
        self._marks.setText(f"The units could not be measured: {message}")

    def refresh(self) -> None:
        network, prediction = self._weights.network, self._prediction
        worded = network.classes.worded
        if self._measured is not None and not self._measured.is_of_run_of(self._weights):
            self._measured = self._activity = None
        if prediction is None:
            outputs = reading = None
            self._caption.setText(worded("Draw a digit to light the network up"))
            set_tip(self._caption, "")
        else:
            forward = network.forward(prediction.normalised.features()[np.newaxis].astype(network.parameters.dtype))
            # In float64, for what passes along a line is the product of two numbers, which float32 may not hold.
            outputs = tuple(a[0].astype(np.float64) for a in forward.a)
            # For a moment the reading may still be that of a network with other outputs.
            reading = prediction.by_output if prediction.classes == network.classes else None
            read = f"read as {prediction.name}: {numerals.percent(prediction.confidence)}"
            read = "of which it has no idea" if prediction.has_no_idea else read
            self._caption.setText(f"{worded('Lit by your digit')}, {read}")
            set_tip(self._caption, worded(_READING_IN_WORDS))
        self._edges.setEnabled(outputs is not None)
        set_tip(self._edges, "" if outputs is not None else worded("Draw a digit first: signals need one"))
        self._painted = network, outputs, self._activity, reading
        self._graph.show_network(*self._painted, frozen=self._laying.frozen)
        self._first.show_weights(network.weights[0])
        self._show_counts()
        self._show_ranking()
        self._show_focus(self._graph.focus)
        self._show_marks()
        changes = self._laying.changes
        self._hands.show_undo(self._laying.why_not, changes[-1] if changes else "")
        self._tell()
        is_measured = self._measured is not None and self._measured.network is network
        if self._has_digits and len(network.sizes) > 2 and not is_measured:
            self.measure_requested.emit(self._weights)

    def let_go(self) -> bool:
        """Let go of the chosen unit."""
        had = self._graph.chosen is not None
        self._graph.choose(None)
        return had

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Of large layers, more units or fewer have room now."""
        super().resizeEvent(event)
        self.mark_stale()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self.mark_stale()

    def _arrange(self) -> None:
        heading = QHBoxLayout()
        heading.addWidget(self._caption, 1)
        heading.addWidget(self._edges)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        scaled(column.setSpacing, GRID // 2)
        column.addLayout(heading)
        column.addWidget(self._graph, 5)
        column.addWidget(self._marks)
        add_space(column, GRID // 2)
        below = QHBoxLayout()
        below.addWidget(self._weights_caption, 1)
        below.addWidget(self._below)
        column.addLayout(below)
        column.addWidget(self._pages, 2)
        add_space(column, GRID // 2)
        column.addWidget(self._hands)
        column.addWidget(self._facts)

    def _show_counts(self) -> None:
        shown, units = self._first.shown(), self._weights.network.sizes[1]
        count = f"{units} units" if shown == units else f"first {shown} of {units}"
        if self._below.value() == "ranking":
            self._weights_caption.setText("Which hidden units it needs most")
            return
        end = f"±{numerals.number(self._first.limit, 2)}"
        words = (
            f"What layer 1 looks for · {count} · full colour at {end}",
            f"Layer 1 · {count} · {end}",
            f"{count} · {end}",
        )
        label = self._weights_caption
        self._weights_caption.setText(next((each for each in words if _has_room(label, each)), words[-1]))

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
            held_out = self._weights.network.classes.worded("the held-out digits")
            hint = f"Idle units are marked once a run has loaded {held_out}"
            if not words or _has_room(self._marks, _APART.join((*words, hint))):
                words.append(hint)
        if self._laying.frozen:
            words.insert(0, f"□ frozen: {units_in_words(self._laying.frozen)}")
        self._marks.setText(_APART.join(words))
        set_tip(self._marks, "\n".join(words))

    # --- choosing ------------------------------------------------------------------------------------------------

    def _show_focus(self, unit: Unit | None) -> None:
        self._first.mark(unit[1] if unit is not None and unit[0] == 1 else None)
        if unit is None:
            self._facts.show_nothing()
        else:
            can_inspect = self._graph.chosen is not None
            is_frozen = unit in self._laying.frozen
            self._facts.show_unit(*self._painted, unit, can_inspect=can_inspect, is_frozen=is_frozen)
        self._laying.chosen = self._graph.chosen
        self._hands.show_reach(self._laying.reaches())
        self._ranking.mark(self._graph.chosen)

    def _choose_in_layer_1(self, number: int) -> None:
        self._graph.choose((1, number))

    def _hover_in_layer_1(self, number: int | None) -> None:
        self._graph.point_at(None if number is None else (1, number))

    def _request_inspection(self) -> None:
        unit = self._graph.chosen
        if unit is not None and unit[0] > 0:
            self.inspect_requested.emit(*unit)

    # --- hands ---------------------------------------------------------------------------------------------------

    def _show_below(self, below: Below) -> None:
        self._pages.setCurrentIndex(int(below == "ranking"))
        self._show_counts()

    def _show_ranking(self) -> None:
        ranked = self._ranked
        if ranked is not None and ranked[0].network.sizes != self._weights.network.sizes:
            ranked = self._ranked = None
        self._ranking.show_ranking(
            ranked[1] if ranked is not None else None,
            is_stale=ranked is not None and ranked[0].network is not self._weights.network,
        )

    def _do(self, deed: Deed, scope: Scope) -> None:
        """Do something to the chosen unit or its layer."""
        done = self._laying.do(deed, scope, self._hands.strength.value() / 100)
        if isinstance(done, Surgery):
            self.weights_change_requested.emit(done.network, done.what)
        elif done is not None:
            self.freeze_requested.emit(done)
        self.refresh_now()

    def _tell(self) -> None:
        network, ranked, chosen = self._weights.network, self._ranked, self._graph.chosen
        is_ranked = ranked is not None and ranked[0].network is network
        units = ranked[1].units if ranked is not None else ()
        ranks = [rank for rank, each in enumerate(units, start=1) if (each.layer, each.unit) == chosen]
        hidden = range(1, len(network.weights))
        facts: dict[str, Fact] = {
            "network.ranked": int(is_ranked),
            "network.top_rise": units[0].rise if units else math.nan,
            "network.chosen_rank": ranks[0] if ranks else 0,
            "network.chosen_layer": chosen[0] if chosen is not None else 0,
            "network.silent": sum(int(silent_units(network, layer).sum()) for layer in hidden),
            "network.frozen": len(self._laying.frozen),
            "network.changes": len(self._laying.changes),
        }
        if not are_same(facts, self._told):
            self._told = facts
            self.facts_changed.emit(facts)


def _has_room(label: QLabel, words: str) -> bool:
    return label.fontMetrics().horizontalAdvance(words) <= label.width()


def _marks_in_words(activity: UnitActivity, *, is_relu: bool) -> str:
    counts = [int(layer.sum()) for layer in activity.inactive]
    found = [f"{count} in layer {index}" for index, count in enumerate(counts, start=1) if count]
    mark, name = ("×", "dead") if is_relu else ("–", "saturated")
    return f"{mark} {name}: {', '.join(found)}" if found else f"No unit is {name}"
