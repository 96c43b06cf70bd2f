"""The Learning tab: the live plots of the run, and what is to be said about them."""

from __future__ import annotations

from collections import deque
from functools import partial
from typing import Final

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.explain.learning_signals import layer_signals
from handwriting_app.explain.notice import Notice
from handwriting_app.session.history import RunHistory
from handwriting_app.ui.learning.learning_signals import LearningSignals
from handwriting_app.ui.learning.learning_view import LearningView
from handwriting_app.ui.plots.plot import Plot
from handwriting_app.ui.theme import GRID
from handwriting_app.ui.widgets.live_view import LiveView

_ROOMY: Final = 700
"""Pixels of height from which the rows of the layers are open from the start."""


class LearningTab(LiveView):
    """Cost, gradient norms and accuracy of the present run, the one before faintly behind; below, what they mean."""

    help_text = (
        "Cost: how wrong the network is on average; it should fall. The dashed line is measured on held-out digits, "
        "which the network never learns from.\n\n"
        "Gradient norm: how strongly each layer is told to change. A layer whose line lies far below the others hardly "
        "learns.\n\n"
        "Accuracy: the share of digits that are read rightly.\n\n"
        "Below the plots: what they mean, the numbers that show it, and what to try. “Layer by layer” opens the "
        "numbers: the gradient, how far one update moves the layer against the size of its weights, and the share "
        "of its units that are dead (a ReLU that always gives 0) or saturated (a sigmoid or tanh at its flat end).\n\n"
        "Drag to move, turn the wheel to zoom, and point at a curve for its values. The faint curves are the run "
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
        self._parts = deque([partial(self._show_plot, plot) for plot in self._plots.plots] + [self._show_signals])
        self._stale_parts = 0
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self._plots, 1)
        layout.addWidget(self._signals)

    def start_run(self, config: TrainingConfig, history: RunHistory, previous: RunHistory | None) -> None:
        """Begin with empty plots for ``history``, which grows; ``previous`` stands faintly behind it."""
        self._history = history
        self._inactive = "dead" if config.activation == "relu" else "saturated"
        self._plots.start_run(config, history.layer_names)
        self._plots.show_previous(previous)
        self.mark_stale()

    def show_notices(self, notices: tuple[Notice, ...]) -> None:
        """Show what there is to say about the run, the most important first; at least one."""
        self._notices = notices
        self.mark_stale()

    def mark_stale(self, *_news: object) -> None:
        self._stale_parts = len(self._parts)
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
        self._parts[0]()
        self._parts.rotate(-1)
        self._stale_parts = max(self._stale_parts - 1, 0)

    def _show_plot(self, plot: Plot) -> None:
        self._plots.show_history_in(plot, self._history)

    def _show_signals(self) -> None:
        if self._notices:
            self._signals.show_notices(self._notices)
        signals = layer_signals(self._history)
        self._signals.show_signals(self._history.layer_names, signals, inactive=self._inactive)

    def showEvent(self, event: QShowEvent) -> None:
        """Show all parts as they are now; at first, open the rows of the layers where there is room for them."""
        super().showEvent(event)
        while self._stale_parts:
            self._show_next_part()
        if not self._was_shown:
            self._was_shown = True
            self._signals.disclosure.set_open(self.height() >= _ROOMY)
