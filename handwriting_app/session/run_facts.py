"""What lessons hear of the session: the run that was started since the lesson began, the drawing and its reading."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.ink.drawing import Drawing
from handwriting_app.lab.facts import Fact, facts_of
from handwriting_app.session.messages import Ended, RunState
from handwriting_app.session.reading import Prediction
from handwriting_app.session.session import Session


class RunFacts(QObject):
    """Tells them as they change.

    A run from before the lesson is not what the lesson asked for: `begin` forgets it.
    """

    def __init__(
        self,
        session: Session,
        tell: Callable[[Mapping[str, Fact]], None],
        forget: Callable[[str], None],
        parent: QObject | None = None,
    ) -> None:
        """``tell`` takes facts; ``forget`` takes how the names of those begin that no longer hold."""
        super().__init__(parent)
        self._session = session
        self._tell = tell
        self._forget = forget
        self._has_run = False
        session.training.started.connect(self._on_started)
        session.training.reported.connect(self._on_reported)
        session.training.ended.connect(self._on_ended)
        session.training.state_changed.connect(self._on_state)
        session.reader.drawing_changed.connect(self._on_drawing)
        session.reader.prediction_changed.connect(self._on_prediction)
        self._on_drawing(session.reader.drawing)
        self._on_prediction(session.reader.prediction)

    def begin(self) -> None:
        """Only runs that are started from now on are told of."""
        self._has_run = False

    def _on_started(self, config: TrainingConfig) -> None:
        self._has_run = True
        self._forget("training.")
        self._tell({"training.state": self._session.training.state.value, "training.epochs": 0, **facts_of(config)})

    def _on_reported(self, _reports: object) -> None:
        last = self._session.timeline.history.last
        if last is not None and self._has_run:
            self._tell(
                {
                    "training.epochs": last.epoch,
                    "training.cost": last.training_cost,
                    "training.accuracy": last.training_accuracy,
                    "training.held_out_cost": last.held_out_cost,
                    "training.held_out_accuracy": last.held_out_accuracy,
                    "learning_rate": last.learning_rate,
                }
            )

    def _on_ended(self, ended: Ended) -> None:
        if self._has_run:
            self._tell({"training.ended": ended.reason})

    def _on_state(self, state: RunState) -> None:
        if self._has_run:
            self._tell({"training.state": state.value})

    def _on_drawing(self, drawing: Drawing) -> None:
        self._tell({"drawing.strokes": len(drawing.strokes)})

    def _on_prediction(self, prediction: Prediction | None) -> None:
        if prediction is None:
            self._tell({"reading.digit": -1, "reading.share": 0.0})
        else:
            share = float(prediction.probabilities[prediction.digit])
            self._tell({"reading.digit": prediction.digit, "reading.share": share})
