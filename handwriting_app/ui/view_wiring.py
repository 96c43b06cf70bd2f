"""Joins the tabs to the rest of the window: what one view points at, another shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.ink.normalise import NormalisedDigit
from handwriting_app.session.messages import TrainingState
from handwriting_app.session.session import Session
from handwriting_app.ui.draw.draw_column import DrawColumn
from handwriting_app.ui.frame.main_window import MainWindow
from handwriting_app.ui.train.training_panel import TrainingPanel
from handwriting_app.ui.widgets.live_view import LiveView

if TYPE_CHECKING:
    # Views are imported when they are first looked at, never at start-up.
    from handwriting_app.ui.inspector.backprop_view import BackpropView
    from handwriting_app.ui.learning.learning_tab import LearningTab
    from handwriting_app.ui.mistakes.mistakes_view import MistakesView
    from handwriting_app.ui.network.network_view import NetworkView
    from handwriting_app.ui.race.race_view import RaceView

BACKPROP = "backprop_view"


class ViewWiring(QObject):
    """Connects the intents of each view as soon as it is built."""

    def __init__(self, session: Session, window: MainWindow, column: DrawColumn, panel: TrainingPanel) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self._column = column
        self._panel = panel
        self._race: RaceView | None = None
        window.tabs.view_built.connect(self._join)
        session.state_changed.connect(self._show_running)

    def stop(self) -> None:
        """Stop what runs: the training, or a race."""
        self._session.stop()
        if self._race is not None:
            self._race.stop_race()

    def _join(self, view: LiveView) -> None:
        match view.objectName():
            case "learning_view":
                self._join_learning(cast("LearningTab", view))
            case "backprop_view":
                self._join_backprop(cast("BackpropView", view))
            case "network_view":
                self._join_network(cast("NetworkView", view))
            case "mistakes_view":
                self._join_mistakes(cast("MistakesView", view))
            case "race_view":
                self._race = cast("RaceView", view)
                self._race.running_changed.connect(self._show_running)

    def _join_learning(self, view: LearningTab) -> None:
        view.notice_changed.connect(self._window.notice.setText)
        self._window.notice.setText(view.notice)

    def _join_backprop(self, view: BackpropView) -> None:
        view.overlay_changed.connect(self._column.canvas.set_overlay)
        view.config_change_requested.connect(self._show_config)
        view.show_config(self._panel.config() or self._session.info.config)
        view.set_config_source(self._panel.config)
        self._session.training_started.connect(view.show_config)

    def _join_network(self, view: NetworkView) -> None:
        view.inspect_requested.connect(self._inspect_unit)

    def _join_mistakes(self, view: MistakesView) -> None:
        view.inspect_requested.connect(self._inspect_digit)

    def _show_running(self, *_news: object) -> None:
        trains = self._session.state in (TrainingState.RUNNING, TrainingState.PAUSED)
        races = self._race is not None and self._race.is_running
        self._window.actions_.stop.setEnabled(trains or races)

    def _show_config(self, config: TrainingConfig) -> None:
        self._panel.set_config(config)
        self._session.set_learning_rate(config.learning_rate)

    def _inspector(self) -> BackpropView:
        self._window.tabs.show_view(BACKPROP)
        return cast("BackpropView", self._window.tabs.current_view())

    def _inspect_unit(self, layer: int, unit: int) -> None:
        self._inspector().look_at(layer, unit)

    def _inspect_digit(self, digit: NormalisedDigit, label: int) -> None:
        self._session.set_picture(digit)
        self._inspector().set_label(label)
