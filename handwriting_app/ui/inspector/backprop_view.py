"""The Backprop tab: the digit on the canvas, followed through the network in the window and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType

import numpy as np
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QImage, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QLineEdit,
    QStackedLayout,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from handwriting_app.engine.network import Network
from handwriting_app.engine.reading import reading_steps
from handwriting_app.explain.backprop_trace import BackpropTrace, trace
from handwriting_app.explain.boards import Plate, board_of
from handwriting_app.explain.breakages import Breakage
from handwriting_app.explain.choice import Choice, aims_at, betrayer, quantity_at, strongest_path
from handwriting_app.explain.narration import narrate, reading_words, short_label, step_name
from handwriting_app.explain.one_step import OneStep, Refusal, one_step, predicted_change
from handwriting_app.explain.quantity import Kind
from handwriting_app.explain.run_terms import NO_TERMS, RunTerms
from handwriting_app.explain.saliency import over_drawing
from handwriting_app.explain.step_formulas import check_formula, formula_of
from handwriting_app.explain.steps import Step, StepKind, forward_count, steps_of
from handwriting_app.explain.weight_check import check, check_layers
from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.normalise import NormalisedDigit
from handwriting_app.session.messages import RunState
from handwriting_app.session.reading import Prediction
from handwriting_app.session.weights import Weights
from handwriting_app.ui.inspector.break_view import BreakView
from handwriting_app.ui.inspector.empty_page import EmptyPage
from handwriting_app.ui.inspector.label_row import LabelRow
from handwriting_app.ui.inspector.one_step_view import OneStepView
from handwriting_app.ui.inspector.run_terms_row import RunTermsRow
from handwriting_app.ui.inspector.saliency_view import SaliencyView, overlay_image
from handwriting_app.ui.inspector.step_map import Stop
from handwriting_app.ui.inspector.step_page import StepPage
from handwriting_app.ui.inspector.tray import Tray
from handwriting_app.ui.keys import shortcuts
from handwriting_app.ui.theme import theme_of
from handwriting_app.ui.widgets.live_view import LiveView
from handwriting_app.ui.widgets.scrolled import Scrolled

_OVERLAY_PIXELS = 256


class BackpropView(LiveView):
    """Steps through one digit's forward and backward pass, checks every gradient, and breaks learning on purpose.

    Signals:
        overlay_changed(QImage | None): what the canvas is to show over the drawing; square, as large as the canvas.
        weights_change_requested(Network, str): put these weights in place; what was done to them, in words.
        undo_requested(): take the latest change of the weights by hand back.
        breakage_requested(Breakage): break it, or put it right.
        break_page_opened(): what is broken is shown from now on.
    """

    overlay_changed = Signal(object)
    weights_change_requested = Signal(object, str)
    undo_requested = Signal()
    breakage_requested = Signal(object)
    break_page_opened = Signal()

    help_text = (
        "Draw a digit and say which one it is. Then go through the network with it: → and ← go from step to step, and "
        "a click on the map goes anywhere.\n\n"
        "Forward: every layer adds up what it receives (z) and bends the sum (a); at the end stand the outputs and the "
        "cost C. Back: the blame δ flows down the same weights, and with it the gradient ∂C/∂W of every weight.\n\n"
        "Point at a picture for a value, click to choose a neuron or a weight. Its gradient stands beside the one "
        "found by nudging it and looking at the cost: ✓ if they agree, ✗ if not. “As this run” adds what the run "
        "adds: smoothed labels, L2, momentum.\n\n"
        "Keys: ← → step, 0–9 the true digit, Home and End the ends of the way; in a picture reached by Tab the arrows "
        "move the choice."
    )

    def __init__(self, weights: Weights) -> None:
        super().__init__()
        self.setObjectName("backprop_view")
        self.setAccessibleName("Backpropagation, step by step")
        self._weights = weights
        self._run = NO_TERMS
        self._prediction: Prediction | None = None
        self._drawing = Drawing()
        self._normalisation = True
        self._state = RunState.IDLE
        self._changes: Sequence[str] = ()
        self._broken: frozenset[Breakage] = frozenset()
        self._blocked: Mapping[Breakage, str] = MappingProxyType({})
        self._index = 0
        self._choice = Choice(())
        self._picked: int | None = None
        self._trace: BackpropTrace | None = None
        self._applied: OneStep | None = None
        self._refused: Refusal | None = None
        self._applied_to: NormalisedDigit | None = None
        self._overlay: QImage | None = None

        self._labels = LabelRow()
        self._run_terms = RunTermsRow()
        self._page = StepPage()
        self._one_step = OneStepView()
        self._saliency = SaliencyView()
        self._break = BreakView()
        self._tray = Tray(
            [
                (self._one_step, "One step", "Change every weight a little against its gradient"),
                (self._saliency, "What mattered", "Which parts of the drawing the reading hangs on"),
                (self._break, "Break it", "Break learning on purpose, and see what gives it away"),
            ]
        )
        self._build()
        self._connect()

    # --- what it shows -------------------------------------------------------------------------------------------

    def show_weights(self, weights: Weights, run: RunTerms = NO_TERMS) -> None:
        """Follow the digit through these weights from now on; ``run``: what the run that they come from adds."""
        self._weights, self._run = weights, run
        self._run_terms.show_terms(run)
        self.mark_stale()

    def show_reading(self, prediction: Prediction | None, drawing: Drawing, *, normalisation: bool) -> None:
        """Show another reading.

        Args:
            prediction: None when there is nothing to read.
            drawing: What is read; empty when the digit comes from elsewhere, such as a picture.
            normalisation: Whether the drawing was set upright and redrawn before it was read.
        """
        self._prediction, self._drawing, self._normalisation = prediction, drawing, normalisation
        self.mark_stale()

    def show_state(self, state: RunState) -> None:
        """Show whether a run is changing the weights."""
        self._state = state
        self.mark_stale()

    def show_changes(self, changes: Sequence[str]) -> None:
        """Show which changes by hand can be taken back, oldest first."""
        self._changes = changes
        self.mark_stale()

    def show_breakages(self, broken: frozenset[Breakage], blocked: Mapping[Breakage, str]) -> None:
        """Show what is broken on purpose; and what cannot be broken or put right just now, and why."""
        is_slope_lost = Breakage.MISSING_SLOPE in broken and not self._slope_missing
        self._broken, self._blocked = broken, blocked
        self.mark_stale()
        if is_slope_lost:
            self._go_to_betrayer()

    def show_learning_rate(self, learning_rate: float) -> None:
        """Offer a step with this learning rate."""
        self._one_step.set_learning_rate(learning_rate)

    @property
    def overlay(self) -> QImage | None:
        """What the canvas is to show over the drawing just now."""
        return self._overlay

    def look_at(self, layer: int, unit: int) -> None:
        """Choose a neuron, or with layer 0 a pixel, and go to where it adds up what it receives."""
        self._choose(self._choice_or_path().with_unit(layer, unit), Kind.SUM)
        self._go_to(next(i for i, step in enumerate(self._steps()) if step.layer == layer))

    def look_at_weight(self, layer: int, unit: int, source: int) -> None:
        """Choose the weight of a layer that leads from a neuron of the one below, and go to its gradient."""
        self._choose(self._choice_or_path().with_unit(layer, unit).with_unit(layer - 1, source), Kind.WEIGHT)
        self._go_to(self._steps().index(Step(StepKind.GRADIENT, layer)))

    def set_label(self, digit: int) -> None:
        """Say which digit it really is."""
        self._picked = digit
        self.mark_stale()

    def forget_digit(self) -> None:
        """Another digit is looked at from now on: what was said of the one before, or done for it, does not hold."""
        self._picked = None
        self._applied = self._refused = None
        self.mark_stale()

    def let_go(self) -> bool:
        """Let go of the true digit that the person picked: it is again the one that is read."""
        had = self._picked is not None
        self._picked = None
        self.mark_stale()
        return had

    # --- building ------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(8, 6, 8, 4)
        column.setSpacing(7)
        column.addWidget(self._labels)
        column.addWidget(self._run_terms)
        column.addWidget(self._page, 1)
        column.addWidget(self._tray)
        self._scroll = Scrolled(content)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(EmptyPage())
        self._stack.addWidget(self._scroll)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        for name, go in (
            ("step_back", lambda: self._move(-1)),
            ("step_on", lambda: self._move(1)),
            ("first_step", lambda: self._go_to(0)),
            ("last_step", lambda: self._go_to(len(self._steps()) - 1)),
        ):
            (key,) = shortcuts(name)
            self._shortcut(key, go)
        for digit, key in enumerate(shortcuts("label")):
            self._shortcut(key, partial(self.set_label, digit))

    def _shortcut(self, key: QKeySequence, action: Callable[[], None]) -> None:
        shortcut = QShortcut(key, self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(action)

    def _connect(self) -> None:
        self._labels.label_chosen.connect(self.set_label)
        self._run_terms.toggled.connect(self._switch_terms)
        self._page.moved.connect(self._move)
        self._page.map.step_chosen.connect(self._go_to)
        self._page.board.cell_chosen.connect(self._on_cell)
        self._page.check.aim_chosen.connect(lambda aim: self._choose(self._choice, aim))
        self._page.check.unit_chosen.connect(lambda layer, unit: self._choose(self._choice.with_unit(layer, unit)))
        self._one_step.step_requested.connect(self._apply_step)
        self._one_step.undo_requested.connect(self.undo_requested)
        self._one_step.learning_rate_changed.connect(self.mark_stale)
        self._saliency.overlay_toggled.connect(self.mark_stale)
        self._tray.page_shown.connect(self._on_page)
        self._break.toggle_requested.connect(self._request_breakage)

    # --- showing -------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Follow the digit through the network as both are now, and show the step that is looked at."""
        prediction = self._prediction
        if prediction is None:
            self._trace = None
            self._stack.setCurrentIndex(0)
            self._set_overlay(None)
            return
        self._stack.setCurrentIndex(1)
        label = prediction.digit if self._picked is None else self._picked
        self._labels.show_label(
            label, "you say" if self._picked is not None else "for example" if prediction.has_no_idea else "as read"
        )
        before = self._trace
        features = prediction.normalised.features()
        terms = self._run if self._run_terms.is_on() else NO_TERMS
        seen = trace(self._weights.network, features, label, slope_missing=self._slope_missing, terms=terms)
        self._trace = seen
        if not self._choice.fits(seen.network.sizes):
            self._choice = strongest_path(seen)
        elif before is not None and before.label != label:
            self._choice = self._choice.with_unit(seen.depth, label)
        self._index = min(self._index, len(self._steps()) - 1)
        self._show_map(seen)
        self._show_step(seen, prediction.normalised)
        self._show_tray(seen, prediction.normalised)
        self._show_overlay(seen)

    def _show_map(self, seen: BackpropTrace) -> None:
        holds = check_layers(seen)
        stops = [
            Stop(
                short_label(seen, step),
                step_name(seen, step),
                step.layer,
                holds[step.layer - 1] if step.kind is StepKind.GRADIENT else None,
            )
            for step in self._steps()
        ]
        self._page.map.show_stops(stops, forward_count(seen.depth), self._index)

    def _show_step(self, seen: BackpropTrace, digit: NormalisedDigit) -> None:
        step, choice, page = self._step(), self._choice, self._page
        page.show_words(narrate(seen, step), self._index + 1, len(self._steps()))
        page.show_formula(formula_of(seen, step, choice))
        page.show_board(board_of(seen, step, choice, digit.bitmap))
        quantity = quantity_at(step, choice)
        page.check.show_choice(step, choice, seen.network.sizes, quantity.value(seen))
        gradient = check_formula(quantity.kind, quantity.layer, quantity.unit, quantity.source)
        page.check.show_check(gradient, check(seen, quantity))
        page.reading.setVisible(step.kind is StepKind.OUTPUT)
        if step.kind is StepKind.OUTPUT:
            steps = reading_steps(self._weights.network, digit.views(), self._weights.temperature)
            is_changed = bool(self._changes) and not self._weights.is_past
            page.reading.show_steps(steps, choice.units[seen.depth], is_changed_by_hand=is_changed)
        page.show_warning("Broken on purpose: the backward pass leaves out σ′." if seen.slope_missing else "")

    def _show_tray(self, seen: BackpropTrace, digit: NormalisedDigit) -> None:
        page = self._tray.page()
        if page is self._one_step:
            self._show_one_step(seen, digit)
        elif page is self._saliency:
            pixels = board_of(seen.without_terms(), Step(StepKind.PIXELS, 0), self._choice).plates[-1]
            self._saliency.show_plate(pixels, seen.label)
            self._saliency.show_has_drawing(not self._drawing.is_empty)
        else:
            self._break.show_state(self._broken, self._blocked)

    def _show_one_step(self, seen: BackpropTrace, digit: NormalisedDigit) -> None:
        applied = self._applied
        if applied is not None and digit is self._applied_to and _have_same_weights(applied.network, seen.network):
            self._one_step.show_rule(applied.before.terms)
            self._one_step.show_result(applied)
        else:
            # Of interest only until the weights are changed in another way.
            self._applied = None
            promise = predicted_change(seen, self._one_step.learning_rate())
            self._one_step.show_rule(seen.terms)
            if self._refused is not None and self._refused.is_of(seen, self._one_step.learning_rate()):
                self._one_step.show_refusal(self._refused, promise)
            else:
                self._refused = None
                self._one_step.show_promise(seen.cost, promise, reading_words(seen))
        is_idle = self._state is RunState.IDLE
        self._one_step.show_allowed(
            "" if is_idle else "Stop the training first: it is changing the weights.",
            self._changes[-1] if self._changes else "",
        )

    def _show_overlay(self, seen: BackpropTrace) -> None:
        # A digit from a picture or a data set has no strokes to lie over.
        if not self._saliency.is_overlay_wanted() or self._drawing.is_empty:
            self._set_overlay(None)
            return
        gradient = seen.without_terms().input_gradient().astype(np.float64)
        values = over_drawing(gradient, self._drawing, _OVERLAY_PIXELS, normalised=self._normalisation)
        self._set_overlay(overlay_image(values, float(np.abs(gradient).max()), theme_of(self.palette())))

    def _set_overlay(self, overlay: QImage | None) -> None:
        if overlay is None and self._overlay is None:
            return
        self._overlay = overlay
        self.overlay_changed.emit(overlay)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # So that the arrow keys step at once after a click on the tab; whoever types or walks the tabs is left alone.
        focus = QApplication.focusWidget()
        if not event.spontaneous() and not isinstance(focus, (QTabBar, QLineEdit, QAbstractSpinBox)):
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        # Hidden, the view no longer follows the drawing: an overlay would be one of the past.
        self._set_overlay(None)
        self.mark_stale()

    # --- choosing ------------------------------------------------------------------------------------------------

    def _steps(self) -> tuple[Step, ...]:
        return steps_of(len(self._weights.network.weights))

    def _step(self) -> Step:
        return self._steps()[self._index]

    def _move(self, by: int) -> None:
        self._go_to(self._index + by)

    def _go_to(self, index: int) -> None:
        self._index = min(max(index, 0), len(self._steps()) - 1)
        self._show_now()

    def _choice_or_path(self) -> Choice:
        sizes = self._weights.network.sizes
        return self._choice if self._choice.fits(sizes) else Choice((0,) * len(sizes))

    def _choose(self, choice: Choice, aim: Kind | None = None) -> None:
        self._choice = Choice(choice.units, aim or choice.aim)
        self._show_now()

    def _on_cell(self, plate: Plate, row: int, column: int) -> None:
        choice = self._choice
        for layer, unit in plate.units_at(row, column):
            choice = choice.with_unit(layer, unit)
        self._choose(choice, plate.aim if plate.aim in aims_at(self._step()) else None)

    def _show_now(self) -> None:
        self.mark_stale()
        self.refresh_now()

    # --- acting --------------------------------------------------------------------------------------------------

    @property
    def _slope_missing(self) -> bool:
        return Breakage.MISSING_SLOPE in self._broken

    def _apply_step(self, learning_rate: float) -> None:
        self.refresh_now()
        seen, prediction = self._trace, self._prediction
        if seen is None or prediction is None or self._state is not RunState.IDLE:
            return
        step = one_step(self._weights.network, seen, learning_rate)
        if isinstance(step, Refusal):
            self._refused = step
            self._show_now()
            return
        self._applied, self._applied_to = step, prediction.normalised
        self.weights_change_requested.emit(step.network, f"one step for this {seen.label}")
        self._show_now()

    def _switch_terms(self) -> None:
        self._applied = self._refused = None  # that step was the other one
        self._show_now()

    def _request_breakage(self, breakage: Breakage) -> None:
        self.breakage_requested.emit(breakage)
        self._show_now()

    def _go_to_betrayer(self) -> None:
        """Go where the missing slope shows: to a neuron that takes blame which it should not."""
        self._show_now()
        seen = self._trace
        if seen is not None:
            layer = seen.depth - 1
            self._choose(self._choice.with_unit(layer, betrayer(seen, layer)))
            self._go_to(self._steps().index(Step(StepKind.DELTA, layer)))

    def _on_page(self, page: QWidget) -> None:
        if page is self._break:
            self.break_page_opened.emit()
        self._show_now()
        # Once the page has its place.
        QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(self._tray, 0, 0))


def _have_same_weights(first: Network, second: Network) -> bool:
    same_shape = first.sizes == second.sizes
    return same_shape and np.array_equal(first.parameters, second.parameters, equal_nan=True)
