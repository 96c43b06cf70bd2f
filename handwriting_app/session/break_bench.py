"""Does and undoes what the Break-it page offers, on the live session."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.explain.breakages import (
    DESCRIPTIONS,
    Breakage,
    all_zero,
    hundredfold,
    hundredfold_rate,
    ten_sigmoid_layers,
)
from handwriting_app.explain.rate_trial import OtherDigits
from handwriting_app.session.messages import RunState
from handwriting_app.session.model import Model, sizes_of
from handwriting_app.session.session import Session

_STOP_FIRST = "Stop the training first: the weights are being changed by it."
_WEIGHTS_FIRST = "Put the weights back first: another network takes away the way back to them."


class BreakBench(QObject):
    """Knows what is broken and how to put it right.

    Signals:
        config_change_requested(TrainingConfig): the training panel is to show this configuration.
        changed(): something else is broken now.
    """

    config_change_requested = Signal(object)
    changed = Signal()

    def __init__(
        self, session: Session, shown_config: Callable[[], TrainingConfig | None], parent: QObject | None = None
    ) -> None:
        """``shown_config`` gives the settings that the training panel shows; None while a field there is invalid."""
        super().__init__(parent)
        self._session = session
        self._shown_config = shown_config
        self._rate_before: float | None = None
        self._model_before: Model | None = None
        self._slope_missing = False
        self._others: OtherDigits | None = None
        session.shelf.model_changed.connect(self._on_model_changed)
        session.digits.loaded.connect(self._on_digits)

    def _shown(self) -> TrainingConfig:
        return self._shown_config() or self._session.shelf.present.config

    def broken(self) -> frozenset[Breakage]:
        """What is broken just now."""
        is_broken = {
            Breakage.ZERO_WEIGHTS: DESCRIPTIONS[Breakage.ZERO_WEIGHTS].title in self._session.hand_changes.names,
            Breakage.HUGE_LEARNING_RATE: self._has_huge_rate(),
            Breakage.TEN_SIGMOID_LAYERS: self._model_before is not None,
            Breakage.MISSING_SLOPE: self._slope_missing,
        }
        return frozenset(breakage for breakage, holds in is_broken.items() if holds)

    def blocked(self) -> dict[Breakage, str]:
        """What cannot be done or undone just now, and why."""
        blocked = {}
        if self._session.training.state is not RunState.IDLE:
            blocked = dict.fromkeys((Breakage.ZERO_WEIGHTS, Breakage.TEN_SIGMOID_LAYERS), _STOP_FIRST)
        elif Breakage.ZERO_WEIGHTS in (broken := self.broken()) and Breakage.TEN_SIGMOID_LAYERS not in broken:
            blocked[Breakage.TEN_SIGMOID_LAYERS] = _WEIGHTS_FIRST
        if len(self._session.shelf.present.network.weights) == 1 and not self._slope_missing:
            blocked[Breakage.MISSING_SLOPE] = "This network has no hidden layer, and so no σ′ to forget."
        return blocked

    def rates(self) -> tuple[float, float] | None:
        """The learning rate as it was and as it is, where it is a hundredfold; otherwise None."""
        if self._rate_before is None or not self._has_huge_rate():
            return None
        return self._rate_before, hundredfold_rate(self._rate_before)

    def other_digits(self) -> OtherDigits | None:
        """The held-out digits, to see what a learning rate does to them; None while they are not there."""
        data = self._session.digits.of(self._session.shelf.present.config, self._session.shelf.present.subject)
        if data is None:
            return None
        if self._others is None or self._others.x is not data.held_x:
            self._others = OtherDigits(data.held_x, data.held_y)
        return self._others

    def toggle(self, breakage: Breakage) -> None:
        """Break it, or put it right."""
        is_broken = breakage in self.broken()
        match breakage:
            case Breakage.ZERO_WEIGHTS:
                self._toggle_weights(is_broken)
            case Breakage.HUGE_LEARNING_RATE:
                self._toggle_rate()
            case Breakage.TEN_SIGMOID_LAYERS:
                self._toggle_layers()
            case Breakage.MISSING_SLOPE:
                self._slope_missing = not is_broken
        self.changed.emit()

    def _toggle_weights(self, is_broken: bool) -> None:
        what = DESCRIPTIONS[Breakage.ZERO_WEIGHTS].title
        if not is_broken:
            self._session.change_network(all_zero(self._session.shelf.present.network), what)
            return
        # Steps taken since then started from the zeros: they go with them.
        while what in self._session.hand_changes.names:
            self._session.undo_change()

    def _has_huge_rate(self) -> bool:
        """Whether the rate that was asked for still stands; another one by hand leaves nothing to put right."""
        before = self._rate_before
        return before is not None and self._shown().learning_rate == hundredfold_rate(before)

    def _toggle_rate(self) -> None:
        shown = self._shown()
        if self._has_huge_rate() and self._rate_before is not None:
            before, self._rate_before = self._rate_before, None
            self.config_change_requested.emit(replace(shown, learning_rate=before))
        else:
            self._rate_before = shown.learning_rate
            self._session.digits.request(self._session.shelf.present.config, self._session.shelf.present.subject)
            self.config_change_requested.emit(hundredfold(shown))

    def _toggle_layers(self) -> None:
        if self._model_before is None:
            before = self._session.shelf.present
            config = ten_sigmoid_layers(self._shown())
            # First, so that nobody who hears of the other model finds nothing broken.
            self._model_before = before
            self.config_change_requested.emit(config)
            self._session.reset(config)
        else:
            before, self._model_before = self._model_before, None
            config = before.config
            self.config_change_requested.emit(
                replace(self._shown(), hidden=config.hidden, activation=config.activation)
            )
            self._session.show_model(before)

    def _on_digits(self) -> None:
        if self._has_huge_rate():
            self.changed.emit()

    def _on_model_changed(self) -> None:
        """Another model has taken the place of the ten layers: there is nothing left to put right."""
        ten = sizes_of(ten_sigmoid_layers(self._shown()))
        if self._model_before is not None and self._session.shelf.present.network.sizes != ten:
            self._model_before = None
            self.changed.emit()
