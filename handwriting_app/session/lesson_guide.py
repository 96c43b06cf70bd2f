"""Leads through the lessons: puts the start in place, hears the facts, ticks the tasks off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, Signal

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.lab.facts import Fact, facts_of
from handwriting_app.lab.lesson import Lesson
from handwriting_app.session.lesson_progress import LessonProgress
from handwriting_app.session.lesson_state import LessonState
from handwriting_app.session.messages import Ended, RunState
from handwriting_app.session.session import Session


class LessonGuide(QObject):
    """One for each window; hears of what happens there through `tell`, and asks by signals for what a lesson needs.

    Signals:
        state_changed(LessonState)
        open_view_requested(str): Bring the view with this objectName to the front, and build it if need be.
        config_change_requested(TrainingConfig): Put these settings in the training panel.
        lab_state_requested(str, LabState): Put the view of this name in this state.
    """

    state_changed = Signal(object)
    open_view_requested = Signal(str)
    config_change_requested = Signal(TrainingConfig)
    lab_state_requested = Signal(str, object)

    def __init__(
        self, session: Session, lessons: Sequence[Lesson], progress: LessonProgress, parent: QObject | None = None
    ) -> None:
        """``lessons``: at least one."""
        super().__init__(parent)
        self._session = session
        self._lessons = tuple(lessons)
        self._progress = progress
        done = progress.done()
        first = next((index for index, lesson in enumerate(lessons) if lesson.name not in done), 0)
        self._current = first
        self._is_running = False
        self._tasks_done = 0
        self._facts: dict[str, Fact] = {}
        self._has_run = False
        session.training.started.connect(self._on_training_started)
        session.training.reported.connect(self._on_training_reported)
        session.training.ended.connect(self._on_training_ended)
        session.training.state_changed.connect(self._on_training_state)

    @property
    def state(self) -> LessonState:
        return LessonState(self._lessons, self._progress.done(), self._current, self._is_running, self._tasks_done)

    @property
    def facts(self) -> Mapping[str, Fact]:
        """What was told since the lesson began."""
        return self._facts

    def choose(self, index: int) -> None:
        """Look at another lesson; one that is under way is left."""
        if index != self._current:
            self._current = index
            self._is_running, self._tasks_done = False, 0
            self._publish()

    def start(self) -> None:
        """Begin the lesson that is looked at, from its start state."""
        lesson = self._lessons[self._current]
        # Running only once everything is in place: what is told on the way there is not the learner's doing.
        self._is_running, self._tasks_done = False, 0
        self.open_view_requested.emit(lesson.view.name)
        if lesson.training is not None:
            self.config_change_requested.emit(lesson.training)
        self._facts, self._has_run = {}, False
        if lesson.lab is not None:
            self.lab_state_requested.emit(lesson.view.name, lesson.lab)
        self._is_running = True
        self._publish()

    def start_next(self) -> None:
        """Begin the lesson after this one, if there is one."""
        if self.state.has_next:
            self.choose(self._current + 1)
            self.start()

    def leave(self) -> None:
        """End the lesson; what was done in full stays done."""
        if self._is_running:
            self._is_running, self._tasks_done = False, 0
            self._publish()

    def tell(self, facts: Mapping[str, Fact]) -> None:
        """Hear facts; those of the same name take the place of older ones."""
        self._facts |= facts
        self._check()

    def _check(self) -> None:
        if not self._is_running:
            return
        before = self._tasks_done
        while (task := self.state.task) is not None and task.is_done(self._facts):
            self._tasks_done += 1
        if self._tasks_done != before:
            if self.state.is_complete:
                self._progress.mark_done(self._lessons[self._current].name)
            self._publish()

    def _publish(self) -> None:
        self.state_changed.emit(self.state)

    # --- what the session does -----------------------------------------------------------------------------------

    def _on_training_started(self, config: TrainingConfig) -> None:
        self._has_run = True
        for name in [name for name in self._facts if name.startswith("training.")]:
            del self._facts[name]
        self.tell(
            {
                "training.state": self._session.training.state.value,
                "training.epochs": 0,
                **facts_of(config),
            }
        )

    def _on_training_reported(self, _reports: object) -> None:
        last = self._session.timeline.history.last
        # A run from before the lesson is not what the lesson asked for.
        if last is not None and self._has_run:
            self.tell(
                {
                    "training.epochs": last.epoch,
                    "training.cost": last.training_cost,
                    "training.accuracy": last.training_accuracy,
                    "training.held_out_cost": last.held_out_cost,
                    "training.held_out_accuracy": last.held_out_accuracy,
                    "learning_rate": last.learning_rate,
                }
            )

    def _on_training_ended(self, ended: Ended) -> None:
        if self._has_run:
            self.tell({"training.ended": ended.reason})

    def _on_training_state(self, state: RunState) -> None:
        if self._has_run:
            self.tell({"training.state": state.value})
