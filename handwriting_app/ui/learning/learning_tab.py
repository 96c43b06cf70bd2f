"""The Learning tab: the live plots of the run, and what is to be said about them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from handwriting_app.engine.classes import Classes
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.explain.learning_signals import layer_signals
from handwriting_app.explain.notice import Notice
from handwriting_app.lab.facts import Fact, are_same
from handwriting_app.lab.learning_facts import OwnDigitSeen, learning_facts
from handwriting_app.session.history import RunHistory
from handwriting_app.session.own_digit import OwnDigitCurve
from handwriting_app.ui.learning.learning_signals import LearningSignals
from handwriting_app.ui.learning.learning_view import LearningView
from handwriting_app.ui.plots.plot import Plot
from handwriting_app.ui.sizes import px, scaled
from handwriting_app.ui.theme import GRID
from handwriting_app.ui.widgets.live_view import LiveView

_OWN_DIGIT: Final = "own digit"
_ROOMY: Final = 700
"""Pixels of height at 100 % from which the rows of the layers are open from the start."""


class LearningTab(LiveView):
    """Cost, gradient norms and accuracy of the present run, the one before faintly behind; below, what they mean.

    Signals:
        epoch_chosen(int): This epoch is to be looked at.
        own_digit_requested(): `show_own_digit` is wanted; the plot is seen.
        facts_changed(dict): what lessons may ask about is otherwise, or is seen again.
    """

    epoch_chosen = Signal(int)
    own_digit_requested = Signal()
    facts_changed = Signal(object)

    help_text = (
        "Cost: how wrong the network is on average; it should fall. The dashed line is measured on held-out digits, "
        "which the network never learns from.\n\n"
        "Gradient norm: how strongly each layer is told to change. A layer whose line lies far below the others hardly "
        "learns.\n\n"
        "Accuracy: the share of digits that are read rightly.\n\n"
        "Below the plots: what they mean, the numbers that show it, and what to try. “Layer by layer” opens the "
        "numbers: the gradient, how far one update moves the layer against the size of its weights, and the share "
        "of its units that are dead (a ReLU that always gives 0) or saturated (a sigmoid or tanh at its flat end).\n\n"
        "Your digit: how sure each epoch was of what you have drawn, and since when it has been read rightly. Only "
        "some epochs of a long run are kept: those are the dots.\n\n"
        "Click in a plot to look at that epoch: an upright line stands there in all of them, and can be dragged.\n\n"
        "Drag to move, turn the wheel to zoom (over the numbers at the left: the height), and point at a curve for its "
        "values. The faint curves are the run "
        "before; its cost and its gradients are shown only if its cost function is the same. A triangle at the foot of "
        "a logarithmic plot stands for a 0, which has no place on its axis.\n\n"
        "“Varied digits”: they are varied afresh in every epoch and so harder to read than the held-out ones, which "
        "never are: the training cost may lie above the held-out one, and its accuracy below."
    )

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plots = LearningView(self)
        self._signals = LearningSignals(self)
        self._history = RunHistory(())
        self._notices: tuple[Notice, ...] = ()
        self._inactive = "dead"
        self._was_shown = False
        self._looked_at: int | None = None
        self._own_digit: OwnDigitCurve | None = None
        self._has_digit = False
        self._is_own_digit_known = False
        self._told: Mapping[str, Fact] = MappingProxyType({})
        self._parts: dict[str, Callable[[], None]] = {
            plot.objectName(): partial(self._show_plot, plot) for plot in self._plots.plots
        }
        self._parts |= {_OWN_DIGIT: self._show_own_digit, "signals": self._show_signals}
        self._turns = deque(self._parts)
        self._stale_parts: set[str] = set()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        scaled(layout.setSpacing, GRID)
        layout.addWidget(self._plots, 1)
        layout.addWidget(self._signals)
        self._plots.place_chosen.connect(lambda place: self.epoch_chosen.emit(max(round(place), 0)))

    def start_run(self, config: TrainingConfig, history: RunHistory, previous: RunHistory | None) -> None:
        """Begin with empty plots for ``history``, which grows; ``previous`` stands faintly behind it."""
        self._history = history
        self._inactive = "dead" if config.activation == "relu" else "saturated"
        self._plots.start_run(config, history.layer_names)
        self._plots.show_previous(previous)
        self.mark_stale()

    def show_classes(self, classes: Classes) -> None:
        """What can be read from now on."""
        self._plots.own_digit.show_classes(classes)

    def show_epoch(self, epoch: int | None) -> None:
        """Show which epoch is looked back at; None: the present.

        At once, not a part in each frame: the hand is on it, and all cursors are to move together.
        """
        self._looked_at = epoch
        if self.isVisible():
            self._plots.show_epoch(epoch)
            self._show_signals()
            self._tell()
        else:
            self.mark_stale()

    def forget_own_digit(self) -> None:
        """The curve of the digit is out of date; it is asked for once it can be seen."""
        self._is_own_digit_known = False
        self._mark_own_digit_stale()

    def show_own_digit(self, curve: OwnDigitCurve | None, *, has_digit: bool) -> None:
        """Show how sure the run was of the digit that is read; None: there is none, or nothing is known of it."""
        self._own_digit, self._has_digit = curve, has_digit
        self._mark_own_digit_stale()

    def show_notices(self, notices: tuple[Notice, ...]) -> None:
        """Show what there is to say about the run, the most important first; at least one."""
        self._notices = notices
        self.mark_stale()

    def mark_stale(self, *_news: object) -> None:
        self._stale_parts = set(self._parts)
        super().mark_stale()

    def _mark_own_digit_stale(self) -> None:
        self._stale_parts.add(_OWN_DIGIT)
        super().mark_stale()

    def refresh(self) -> None:
        """Bring the part up to date whose turn it is, one in each frame.

        All at once would hold the pen up for several milliseconds; and the interpreter that paints is taken from the
        thread that trains.
        """
        self._show_next_part()
        if self._stale_parts:
            super().mark_stale()

    def _show_next_part(self) -> None:
        """That of those that are stale which has waited longest."""
        part = next((name for name in self._turns if name in self._stale_parts), None)
        if part is not None:
            self._turns.remove(part)
            self._turns.append(part)
            self._stale_parts.discard(part)
            self._parts[part]()

    def _show_plot(self, plot: Plot) -> None:
        self._plots.show_history_in(plot, self._history)

    def _show_own_digit(self) -> None:
        if not self._is_own_digit_known:
            self._is_own_digit_known = True
            self.own_digit_requested.emit()
        self._plots.own_digit.show_curve(self._own_digit, has_digit=self._has_digit)
        self._tell()

    def _show_signals(self) -> None:
        if self._notices:
            self._signals.show_notices(self._notices)
        signals = layer_signals(self._history, epoch=self._looked_at)
        self._signals.show_signals(self._history.layer_names, signals, inactive=self._inactive, epoch=self._looked_at)

    def tell_afresh(self) -> None:
        """Tell lessons what is shown, also if they have heard it: one of them begins, and has forgotten."""
        self._told = MappingProxyType({})
        if self.isVisible():
            self._tell()

    def _tell(self) -> None:
        curve = self._plots.own_digit.curve
        own = None
        if curve is not None:
            epochs = tuple(map(int, curve.epochs))
            own = OwnDigitSeen(epochs, curve.shares.tolist(), curve.right_since, curve.is_said)
        facts = learning_facts(self._looked_at, own)
        if not are_same(facts, self._told):
            self._told = facts
            self.facts_changed.emit(facts)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._told = MappingProxyType({})  # seen again, it tells again

    def showEvent(self, event: QShowEvent) -> None:
        """Show all parts as they are now; at first, open the rows of the layers where there is room for them."""
        super().showEvent(event)
        self._plots.show_epoch(self._looked_at)
        while self._stale_parts:
            self._show_next_part()
        if not self._was_shown:
            self._was_shown = True
            self._signals.disclosure.set_open(self.height() >= px(_ROOMY))
