"""Leads through the lessons: puts the start in place, hears the facts, ticks the tasks off."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QObject, Signal, SignalInstance

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.lab.facts import Fact
from handwriting_app.lab.for_lessons import LabState
from handwriting_app.lab.lesson import Lesson, Task
from handwriting_app.lab.views import ViewDescription
from handwriting_app.session.lesson_progress import LessonProgress
from handwriting_app.session.messages import Ended, TrainingState
from handwriting_app.session.session import Session

State = TypeVar("State", bound=LabState)


@dataclass(frozen=True, slots=True)
class LessonState:
    """What the lesson views show.

    Attributes:
        lessons: All of them.
        done: The names of those that were done, now or earlier.
        current: The position of the lesson that is looked at or under way.
        is_running: Whether it was started.
        tasks_done: How many of its tasks are done; they are done in order.
    """

    lessons: tuple[Lesson, ...]
    done: frozenset[str]
    current: int = 0
    is_running: bool = False
    tasks_done: int = 0

    @property
    def lesson(self) -> Lesson:
        return self.lessons[self.current]

    @property
    def task(self) -> Task | None:
        """The task in hand; None when all are done."""
        tasks = self.lesson.tasks
        return tasks[self.tasks_done] if self.tasks_done < len(tasks) else None

    @property
    def is_complete(self) -> bool:
        return self.task is None

    @property
    def has_next(self) -> bool:
        return self.current + 1 < len(self.lessons)


class LessonGuide(QObject):
    """One for each window. Hand each view that takes part in lessons to `watch` when it is built.

    Signals:
        state_changed(LessonState)
        open_view_requested(str): Bring the view with this objectName to the front, and build it if need be.
        config_change_requested(TrainingConfig): Put these settings in the training panel.
    """

    state_changed = Signal(object)
    open_view_requested = Signal(str)
    config_change_requested = Signal(TrainingConfig)

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
        self._set_state: dict[str, Callable[[LabState], None]] = {}
        self._has_run = False
        session.training_started.connect(self._on_training_started)
        session.training_reported.connect(self._on_training_reported)
        session.training_ended.connect(self._on_training_ended)
        session.state_changed.connect(self._on_training_state)

    @property
    def state(self) -> LessonState:
        return LessonState(self._lessons, self._progress.done(), self._current, self._is_running, self._tasks_done)

    @property
    def facts(self) -> Mapping[str, Fact]:
        """What was told since the lesson began."""
        return self._facts

    def watch(
        self,
        view: ViewDescription[State],
        facts_changed: SignalInstance,
        set_state: Callable[[State], None] | None = None,
    ) -> None:
        """Hear what a view tells, and put it in the state that a lesson starts from.

        Args:
            view: Which it is.
            facts_changed: Its signal with a ``Mapping[str, Fact]``.
            set_state: Puts it in a state; None if it has none to be put in.
        """
        facts_changed.connect(self.tell)
        schema = view.state
        if set_state is not None and schema is not None:

            def put(state: LabState) -> None:
                if isinstance(state, schema.of):
                    set_state(state)

            self._set_state[view.name] = put

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
        if lesson.lab is not None and lesson.view.name in self._set_state:
            self._set_state[lesson.view.name](lesson.lab)
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
                "training.state": self._session.state.value,
                "training.epochs": 0,
                "descent_mode": config.descent,
                "batch_size": config.batch_size,
                "learning_rate": config.learning_rate,
                "activation": config.activation,
                "cost_function": config.cost,
                "update_rule": config.update_rule,
            }
        )

    def _on_training_reported(self, _reports: object) -> None:
        last = self._session.history.last
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

    def _on_training_state(self, state: TrainingState) -> None:
        if self._has_run:
            self.tell({"training.state": state.value})
