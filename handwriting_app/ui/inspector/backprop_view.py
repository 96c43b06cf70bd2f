"""The Backprop tab: the digit on the canvas, followed through the network in the window and back."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from functools import partial
from types import MappingProxyType

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QImage, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QLineEdit,
    QStackedLayout,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from handwriting_app.explain.backprop_trace import BackpropTrace
from handwriting_app.explain.boards import Plate
from handwriting_app.explain.breakages import Breakage, warning_of
from handwriting_app.explain.choice import Choice, aims_at
from handwriting_app.explain.delta_ribbon import DeltaRibbon, delta_ribbon
from handwriting_app.explain.following import Followed, Question
from handwriting_app.explain.one_step import OneStep, Refusal, one_step
from handwriting_app.explain.quantity import Kind, Quantity
from handwriting_app.explain.run_terms import NO_TERMS, RunTerms
from handwriting_app.explain.steps import Step, StepKind, delta_step
from handwriting_app.explain.weight_drag import MOVABLE, WeightDrag, is_there, resting_words, weight_name
from handwriting_app.ink.drawing import Drawing
from handwriting_app.lab.backprop_facts import BackpropSeen
from handwriting_app.lab.backprop_state import AS_READ, BackpropState
from handwriting_app.lab.facts import Fact, are_same
from handwriting_app.numerals import number
from handwriting_app.session.messages import RunState
from handwriting_app.session.reading import Prediction
from handwriting_app.session.weights import Weights
from handwriting_app.ui.inspector.breaking import Breaking, Rates
from handwriting_app.ui.inspector.digit_tray import DigitTray
from handwriting_app.ui.inspector.empty_page import HELP, EmptyPage
from handwriting_app.ui.inspector.label_row import LabelRow
from handwriting_app.ui.inspector.run_terms_row import RunTermsRow
from handwriting_app.ui.inspector.saliency_view import overlay_of
from handwriting_app.ui.inspector.step_page import StepPage
from handwriting_app.ui.inspector.step_taking import StepTaking
from handwriting_app.ui.inspector.walk import Walk
from handwriting_app.ui.inspector.way_keys import give_way_keys
from handwriting_app.ui.inspector.weight_moving import WeightMoving, reading_in_words
from handwriting_app.ui.inspector.weight_view import LARGEST_BY_HAND
from handwriting_app.ui.sizes import px, scaled
from handwriting_app.ui.theme import theme_of
from handwriting_app.ui.widgets.live_view import FRAME_MS, LiveView
from handwriting_app.ui.widgets.scrolled import Scrolled

_LOW = 660
"""Height below which not all of a step and a field for its gradient has room."""


class BackpropView(LiveView):
    """Steps through one digit's forward and backward pass, checks every gradient, and breaks learning on purpose.

    Signals:
        overlay_changed(QImage | None): what the canvas is to show over the drawing; square, as large as the canvas.
        weights_change_requested(Network, str): put these weights in place; what was done to them, in words.
        weight_moved(Network, str, object): the same, as one move of a gesture; all of them are one change.
        undo_requested(): take the latest change of the weights by hand back.
        breakage_requested(Breakage): break it, or put it right.
        break_page_opened(): what is broken is shown from now on.
        facts_changed(dict): what lessons may ask about is otherwise.
        following_requested(Question): what is too long to be worked out here; `show_followed` answers.
        step_requested(Callable[[], OneStep | Refusal]): the same of a step; `take_step` answers.
    """

    overlay_changed = Signal(object)
    weights_change_requested = Signal(object, str)
    weight_moved = Signal(object, str, object)
    undo_requested = Signal()
    breakage_requested = Signal(object)
    break_page_opened = Signal()
    facts_changed = Signal(object)
    following_requested = Signal(object)
    step_requested = Signal(object)

    help_text = HELP

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
        self._breaking = Breaking()
        self._steps_taken = StepTaking()
        self._moving = WeightMoving()
        self._asked: tuple[Quantity, float, object | None] | None = None  # a move for which there was no time yet
        self._dragged: object | None = None
        self._move_frame = QTimer(self)
        self._move_frame.setSingleShot(True)
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self._show_now)
        self._walk = Walk(weights.network.sizes)
        self._picked: int | None = None
        self._trace: BackpropTrace | None = None
        self._followed: Followed | None = None
        self._overlay: QImage | None = None
        self._told: Mapping[str, Fact] = MappingProxyType({})

        self._labels = LabelRow(weights.network.classes)
        self._run_terms = RunTermsRow()
        self._page = StepPage()
        self._tray = DigitTray()
        self._build()
        self._connect()

    # --- what it shows -------------------------------------------------------------------------------------------

    def show_weights(self, weights: Weights, run: RunTerms = NO_TERMS) -> None:
        """Follow the digit through these weights from now on; ``run``: what the run that they come from adds."""
        self._weights, self._run = weights, run
        self._walk.sizes = weights.network.sizes
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
        if len(changes) < len(self._changes):
            self._steps_taken.let_go()  # taken back, also where the weights were the same before
            self._moving.let_go()
        self._changes = changes
        self.mark_stale()

    def show_breakages(
        self, broken: frozenset[Breakage], blocked: Mapping[Breakage, str], rates: Rates | None = None
    ) -> None:
        """Show what is broken on purpose, and what cannot be (put right) just now, and why; ``rates``: if these are."""
        self._breaking.see(broken, blocked, rates)
        self.mark_stale()

    def show_learning_rate(self, learning_rate: float) -> None:
        """Offer a step with this learning rate."""
        self._tray.one_step.set_learning_rate(learning_rate)

    def show_followed(self, followed: Followed) -> None:
        """Show the answer to a question that was too long to be answered here."""
        self._followed = followed
        self.mark_stale()

    @property
    def overlay(self) -> QImage | None:
        """What the canvas is to show over the drawing just now."""
        return self._overlay

    def look_at(self, layer: int, unit: int) -> None:
        """Choose a neuron, or with layer 0 a pixel, and go to where it adds up what it receives."""
        self._walk.look_at(layer, unit)
        self._show_now()

    def look_at_weight(self, layer: int, unit: int, source: int) -> None:
        """Choose the weight of a layer that leads from a neuron of the one below, and go to its gradient."""
        self._walk.look_at_weight(layer, unit, source)
        self._show_now()

    def set_label(self, digit: int) -> None:
        """Say which digit it really is; the number of an output, and no matter where there is no such output."""
        if digit < self._weights.network.sizes[-1]:
            self._picked = digit
            self.mark_stale()

    def _say_digit(self, digit: int) -> None:
        digits = self._weights.network.classes.digits
        if digit in digits:
            self.set_label(digits.index(digit))

    def lab_state(self) -> BackpropState:
        """The place that one is at."""
        return self._walk.state(self._picked, self._tray.named(), guess_first=self._page.guess.is_on())

    def set_lab_state(self, state: BackpropState) -> None:
        """Go to a place that a lesson asks for, with whatever digit is or will be there; its facts are told afresh."""
        self._walk.want(state)
        self._page.guess.switch(state.guess_first)
        self._tray.show_named(state.tray)
        self._told = MappingProxyType({})
        self._show_now()
        if state.guess_first or state.tray == "none":
            self._bring(self._page.guess if state.guess_first else self._labels)

    def forget_digit(self) -> None:
        """Another digit is looked at from now on: what was said of the one before, or done for it, does not hold."""
        self._picked = self._breaking.label = None
        self._steps_taken.forget()
        self._moving.let_go()
        self.mark_stale()

    def let_go(self) -> bool:
        """Let go of the true digit that the person picked: it is again the one that is read."""
        had, self._picked = self._picked is not None, None
        self._breaking.label = None
        self._moving.let_go()
        self.mark_stale()
        return had

    # --- building ------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        scaled(column.setContentsMargins, 8, 6, 8, 4)
        scaled(column.setSpacing, 7)
        for part in (self._labels, self._run_terms, self._page, self._tray):
            column.addWidget(part, int(part is self._page))
        self._scroll = Scrolled(content)
        self._stack = QStackedLayout(self)
        self._empty = EmptyPage()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._scroll)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        give_way_keys(self, self._move, self._go_to, self._say_digit)

    def _connect(self) -> None:
        self._labels.label_chosen.connect(self.set_label)
        self._run_terms.toggled.connect(self._switch_terms)
        self._page.moved.connect(self._move)
        self._page.map.step_chosen.connect(self._go_to)
        self._page.ribbon.layer_chosen.connect(lambda layer: self._go_to_step(delta_step(self._walk.depth, layer)))
        self._page.board.cell_chosen.connect(self._on_cell)
        self._page.board.cell_moved.connect(self._move_weight)
        self._page.board.typing_requested.connect(self._type_weight)
        self._move_frame.timeout.connect(self._move_further)
        self._page.check.aim_chosen.connect(lambda aim: self._choose(self._walk.choice, aim))
        self._page.check.unit_chosen.connect(lambda layer, unit: self._choose(self._walk.choice.with_unit(layer, unit)))
        self._page.guess.changed.connect(self._on_guess)
        one_step = self._tray.one_step
        one_step.step_requested.connect(self._apply_step)
        one_step.undo_requested.connect(self.undo_requested)
        one_step.learning_rate_changed.connect(self.mark_stale)
        self._tray.by_hand.value_typed.connect(self._put_weight)
        self._tray.by_hand.undo_requested.connect(self.undo_requested)
        self._tray.saliency.overlay_toggled.connect(self.mark_stale)
        self._tray.derivation.judged.connect(self.mark_stale)
        self._tray.page_shown.connect(self._on_page)
        self._tray.breaking.toggle_requested.connect(self._request_breakage)

    # --- showing -------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Follow the digit through the network as both are now, and show the step that is looked at."""
        prediction = self._prediction
        if prediction is None:
            self._trace = self._followed = None
            self._empty.show_classes(self._weights.network.classes)
            self._stack.setCurrentIndex(0)
            return self._set_overlay(None)
        digit = prediction.normalised
        if (wished := self._walk.wished_label()) is not None:
            self._picked = None if wished == AS_READ else wished
            self._breaking.label = None
        self._labels.show_classes(self._weights.network.classes)
        self._moving.check(self._weights.network, digit)
        held = self._breaking.label if self._breaking.label is not None else self._moving.label
        label = self._labels.show_label(self._picked, held, prediction)
        terms = self._run if self._run_terms.is_on() else NO_TERMS
        is_slope_missing = Breakage.MISSING_SLOPE in self._breaking.broken
        rate = self._tray.one_step.learning_rate()
        question = Question(self._weights.network, digit.features(), label, rate, is_slope_missing, terms)
        known = self._followed
        followed = self._follow(question)
        is_seen = known is not None and self._stack.currentIndex() == 1
        if is_seen and followed not in (known, None) and self._state is RunState.RUNNING:
            return self._soon.start()  # shown in a turn of its own, as it comes again and again
        if followed is None:
            self._trace = None
            self._empty.show_waiting(self._weights.network.classes)
            self._stack.setCurrentIndex(0)
            return self._set_overlay(None)
        self._stack.setCurrentIndex(1)
        seen = followed.trace
        is_late = followed.question.network is not self._weights.network or followed.question.terms is not terms
        self._trace = None if is_late else seen  # nothing is done to weights that are not seen
        if is_late and self._state is not RunState.RUNNING:
            return None  # what a hand has done is told of once it is known
        self._walk.settle(seen)
        step, ribbon = self._walk.step, delta_ribbon(seen)
        self._page.show_way(seen, followed.holds, ribbon, self._walk.index)
        self._page.show_step(seen, step, self._walk.choice, digit.bitmap)
        self._page.show_warning(warning_of(self._breaking.broken))
        if step.kind is StepKind.OUTPUT:
            is_changed = bool(self._changes) and not self._weights.is_past
            self._page.show_reading(self._weights, digit, self._walk.choice, is_changed_by_hand=is_changed)
        predicted, actual = self._steps_taken.look(seen, digit, rate, followed.promised)
        chosen = self._walk.quantity
        self._moving.choose(chosen if chosen.kind in MOVABLE else None, seen.network.sizes)
        moved = self._moving.look(seen)
        self._show_tray(seen, predicted, moved)
        self._show_overlay(seen)
        self._tell(seen, ribbon, prediction, predicted, actual, moved)

    def _follow(self, question: Question) -> Followed | None:
        """The answer; to a long question the latest that was there a moment ago, or None."""
        known = self._followed
        if known is not None and known.question.is_same(question):
            return known
        if not question.is_long:
            self._followed = question.answer()
            return self._followed
        self.following_requested.emit(question)
        return known if known is not None and known.question.is_akin(question) else None

    def _show_tray(self, seen: BackpropTrace, predicted: float, moved: WeightDrag | None) -> None:
        tray, is_idle = self._tray, self._state is RunState.IDLE
        match tray.page():
            case tray.one_step:
                self._steps_taken.show_on(tray.one_step, seen, predicted)
                tray.one_step.show_allowed(
                    "" if is_idle else "Stop the training first: it is changing the weights.",
                    self._changes[-1] if self._changes else "",
                )
            case tray.saliency:
                covered = self._walk.quantity if self._page.guess.guessing.is_covering else None
                tray.show_mattered(seen, self._walk.choice, covered, has_drawing=not self._drawing.is_empty)
            case tray.by_hand:
                self._show_by_hand(seen, moved)
            case tray.derivation:
                assert self._prediction is not None
                views, layer = self._prediction.normalised.views(), min(max(self._walk.step.layer, 1), seen.depth)
                tray.derivation.show_case(self._weights.network, views, seen.target, layer)
            case tray.breaking:
                tray.breaking.show_state(self._breaking.broken, self._breaking.blocked)
                words = self._breaking.trial_words(self._weights.network, seen, may_try=is_idle)
                tray.breaking.show_outcome(words)

    def _show_by_hand(self, seen: BackpropTrace, moved: WeightDrag | None) -> None:
        view, quantity, before = self._tray.by_hand, self._moving.quantity, self._moving.reading
        if quantity is None:
            view.show_nothing()
        elif moved is not None and before is not None and self._prediction is not None:
            reading = f"The reading: {reading_in_words(before)} → {reading_in_words(self._prediction)}"
            view.show_number(weight_name(quantity), moved.new, (*moved.words(), reading), "info")
        else:
            view.show_number(weight_name(quantity), quantity.value(seen), resting_words(seen, quantity), "hint")
        view.show_allowed(self._why_not_move(), self._changes[-1] if self._changes else "")

    def _why_not_move(self) -> str:
        if self._state is not RunState.IDLE:
            return "Stop the training first: it is changing the weights."
        if self._weights.is_past:
            return f"These are the weights of epoch {self._weights.epoch}: come back to the present to change them."
        if self._page.guess.guessing.is_covering:
            return "Guess the gradient first, or have it shown; then move the number."
        return ""

    def _show_overlay(self, seen: BackpropTrace) -> None:
        # A digit from a picture or a data set has no strokes to lie over.
        if not self._tray.saliency.is_overlay_wanted() or self._drawing.is_empty:
            self._set_overlay(None)
            return
        gradient = seen.without_terms().input_gradient()
        theme = theme_of(self.palette())
        self._set_overlay(overlay_of(gradient, self._drawing, theme, normalised=self._normalisation))

    def _set_overlay(self, overlay: QImage | None) -> None:
        if overlay is None and self._overlay is None:
            return
        self._overlay = overlay
        self.overlay_changed.emit(overlay)

    def _tell(
        self,
        seen: BackpropTrace,
        ribbon: DeltaRibbon,
        prediction: Prediction,
        predicted: float,
        actual: float,
        moved: WeightDrag | None,
    ) -> None:
        facts = BackpropSeen(
            trace=seen,
            step=self._walk.step,
            choice=self._walk.choice,
            ribbon=ribbon,
            is_told=self._picked is not None,
            read_digit=prediction.digit,
            guess=self._page.guess.guessing.guess,
            diagnosis=self._page.guess.guessing.diagnosis,
            is_shown=self._page.guess.guessing.is_shown,
            steps_taken=self._steps_taken.taken,
            predicted_change=predicted,
            actual_change=actual,
            broken=self._breaking.broken,
            moved=moved,
            formula=self._tray.derivation.verdicts,
        ).facts()
        if not are_same(facts, self._told):
            self._told = facts
            self.facts_changed.emit(facts)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def changeEvent(self, event: QEvent) -> None:
        """In larger type the same height is less room."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._share_room()

    def _share_room(self) -> None:
        self._page.set_low(self.height() < px(_LOW))

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

    def _move(self, by: int) -> None:
        self._go_to(self._walk.index + by)

    def _go_to(self, index: int) -> None:
        self._walk.go_to(index)
        self._show_now()

    def _go_to_step(self, step: Step) -> None:
        self._walk.go_to_step(step)
        self._show_now()

    def _choose(self, choice: Choice, aim: Kind | None = None) -> None:
        self._walk.choose(choice, aim)
        self._show_now()

    def _on_cell(self, plate: Plate, row: int, column: int) -> None:
        choice = self._walk.choice
        for layer, unit in plate.units_at(row, column):
            choice = choice.with_unit(layer, unit)
        self._choose(choice, plate.aim if plate.aim in aims_at(self._walk.step) else None)

    def _show_now(self) -> None:
        self.mark_stale()
        self.refresh_now()

    # --- acting --------------------------------------------------------------------------------------------------

    def _apply_step(self, learning_rate: float) -> None:
        self.refresh_now()
        seen, prediction = self._trace, self._prediction
        if seen is None or prediction is None or self._state is not RunState.IDLE:
            return
        step = partial(one_step, self._weights.network, seen, learning_rate)
        if self._followed is not None and self._followed.question.is_long:
            self.step_requested.emit(step)
        else:
            self.take_step(step())

    def take_step(self, step: OneStep | Refusal) -> None:
        """Take a step that was worked out, unless the weights or the digit are others by now."""
        self.refresh_now()
        seen, prediction = self._trace, self._prediction
        if seen is None or prediction is None or step.before is not seen or self._state is not RunState.IDLE:
            return
        self._steps_taken.keep(step, prediction.normalised)
        if isinstance(step, OneStep):
            self.weights_change_requested.emit(step.network, f"one step for {seen.label_shown}")
        self._show_now()

    def _move_weight(self, quantity: Quantity, value: float, drag: object | None) -> None:
        """Move a number, but not more often than can be shown: the last move of a drag is never left out."""
        if self._tray.page() is not self._tray.by_hand:
            self._tray.show_page(self._tray.by_hand)
        if drag is not None and drag is not self._dragged:
            self._dragged = drag
            self._bring(self._tray)  # where it is told what comes of it
        if self._why_not_move():
            return  # the page says why
        self._asked = quantity, value, drag
        # A key counts from the number that is shown.
        if drag is None or not self._move_frame.isActive():
            self._move_further()

    def _move_further(self) -> None:
        asked, self._asked = self._asked, None
        if asked is None:
            return
        begun = time.perf_counter()
        self._move_number(*asked)
        # With millions of weights a move takes longer than a frame: as long again is left to everything else.
        self._move_frame.start(max(FRAME_MS, round(1000 * (time.perf_counter() - begun))))

    def _move_number(self, quantity: Quantity, value: float, drag: object | None) -> None:
        self.refresh_now()
        seen, prediction = self._trace, self._prediction
        if seen is None or prediction is None or self._why_not_move() or not is_there(quantity, seen.network.sizes):
            return
        digit, bound = prediction.normalised, LARGEST_BY_HAND
        value = min(max(value, -bound), bound)
        network = self._weights.network
        moved = self._moving.move(network, seen, digit, prediction, quantity, value, drag)
        drawn = self._moving.before
        old = quantity.value(drawn if drawn is not None else seen)
        what = f"{weight_name(quantity)}: {number(old)} → {number(value)}"
        self.weight_moved.emit(moved, what, self._moving.gesture)
        self._show_now()

    def _put_weight(self, value: float) -> None:
        if self._moving.quantity is not None:
            self._move_weight(self._moving.quantity, value, None)

    def _type_weight(self, quantity: Quantity) -> None:
        """Have a number typed: the field for it is beside what comes of it."""
        self._tray.show_page(self._tray.by_hand)
        self._moving.choose(quantity, self._weights.network.sizes)
        self._show_now()
        self._tray.by_hand.value.setFocus(Qt.FocusReason.OtherFocusReason)
        self._tray.by_hand.value.selectAll()

    def _switch_terms(self) -> None:
        self._steps_taken.let_go()  # that step was the other one
        self._show_now()

    def _request_breakage(self, breakage: Breakage) -> None:
        """Break it, and go where that shows; or put it right, and go back."""
        self.refresh_now()
        was_broken = breakage in self._breaking.broken
        if not was_broken and self._trace is not None:
            self._breaking.keep(breakage, self._trace.label, self._walk.step, self._walk.choice)
        self.breakage_requested.emit(breakage)
        self._show_now()
        is_broken = breakage in self._breaking.broken
        if is_broken and not was_broken and self._trace is not None:
            self._walk.go_to_break(breakage, self._trace)
            # What a learning rate does is said on the page with its button; the others show in the step.
            self._bring(self._tray if breakage is Breakage.HUGE_LEARNING_RATE else self._page.map)
        elif not is_broken and (place := self._breaking.place_before(breakage)) is not None:
            self._walk.go_back(*place)
        self._show_now()

    def _on_page(self, page: QWidget | None) -> None:
        if page is self._tray.breaking:
            self.break_page_opened.emit()
        self._show_now()
        self._bring(self._tray)

    def _on_guess(self) -> None:
        self._show_now()
        self._bring(self._page.guess)

    def _bring(self, part: QWidget) -> None:
        """Scroll a part into sight, once everything has its place."""
        QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(part, 0, 0))
