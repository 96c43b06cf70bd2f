"""Leads through the lessons: opens their pages, hears the facts, ticks the tasks off, and says what is missing."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from handwriting_app.lab.answer import Answer
from handwriting_app.lab.diagnosis import diagnose
from handwriting_app.lab.facts import Fact
from handwriting_app.lab.for_lessons import WINDOW_FACTS
from handwriting_app.lab.lesson import Lesson, Start, together
from handwriting_app.session.lesson_progress import LessonProgress
from handwriting_app.session.lesson_stage import LessonStage
from handwriting_app.session.lesson_state import Feedback, LessonState
from handwriting_app.session.settling import Settling

HINT_MS: Final = 20_000
"""A learner who is stuck for so long may read the hint."""

_FIRST_GUESS: Final = Feedback("note", "First say what you expect; then do it.")
_DRAW_FIRST: Final = Feedback("note", "First draw a digit, beside this page.")
_READING_BACK: Final = Feedback("note", "You are reading back. Next leads on to your task.")


class LessonGuide(QObject):
    """One for each window; hears of what happens there through `tell`.

    Signals:
        state_changed(LessonState)
        begun(): What was done before no longer counts.
        left(): No page is open any more.
        task_ticked(Lesson, int): The task of this page is done.
    """

    state_changed = Signal(object)
    begun = Signal()
    left = Signal()
    task_ticked = Signal(object, int)

    def __init__(
        self,
        lessons: Sequence[Lesson],
        progress: LessonProgress,
        stage: LessonStage,
        settling: Settling,
        parent: QObject | None = None,
    ) -> None:
        """``lessons``: at least one."""
        super().__init__(parent)
        settling.setParent(self)
        self._lessons = tuple(lessons)
        self._progress = progress
        self._stage = stage
        self._settling = settling
        self._chosen = next((at for at, lesson in enumerate(lessons) if lesson.key not in progress.done()), 0)
        self._current, self._page = self._chosen, 0
        self._is_running = False
        self._on_stage: int | None = None  # whose start is in place; another lesson than the current one is only read
        self._staged_page = 0  # of that lesson; a page before it is only read
        self._left_at: dict[str, int] = {}  # by the key of a lesson, its page that was open when it was left
        self._facts: dict[str, Fact] = {}
        self._has_tried = False
        self._is_hint_due = False
        self._feedback = Feedback()
        self._hint = QTimer(self)
        self._hint.setSingleShot(True)
        self._hint.setInterval(HINT_MS)
        self._hint.timeout.connect(self._show_hint)
        settling.settled.connect(self._judge)

    @property
    def state(self) -> LessonState:
        lesson = self._lessons[self._current]
        return LessonState(
            lessons=self._lessons,
            done=self._progress.done(),
            ticks=self._progress.record.ticks,
            chosen=self._chosen,
            current=self._current,
            page=self._page,
            is_running=self._is_running,
            is_reading_back=self._is_running and self._on_stage != self._current,
            is_lab_ahead=self._is_running and self._on_stage == self._current and self._page < self._staged_page,
            answers=self._progress.answers(lesson.key),
            feedback=self._feedback,
            is_hint_due=self._is_hint_due,
        )

    @property
    def facts(self) -> Mapping[str, Fact]:
        """What was told since the lesson began."""
        return self._facts

    # --- from page to page ---------------------------------------------------------------------------------------

    def choose(self, index: int) -> None:
        """Look at another lesson in the list; a page that is open stays open."""
        if index != self._chosen:
            self._chosen = index
            self._publish()

    def take_in(self, lesson: Lesson) -> int:
        """Take one more lesson into the list, or a new form of one that is there; returns its place."""
        keys = [each.key for each in self._lessons]
        place = keys.index(lesson.key) if lesson.key in keys else len(keys)
        if self._is_running and place in (self._current, self._on_stage):
            self.leave()
        if place == self._current:
            self._page = 0  # the new form may have fewer
        self._lessons = (*self._lessons[:place], lesson, *self._lessons[place + 1 :])
        self._publish()
        return place

    def add(self, lesson: Lesson) -> None:
        """Take a lesson into the list, and open it."""
        self.open(self.take_in(lesson))

    def open(self, index: int, *, to_do_again: bool = True) -> None:
        """Open a lesson: where it was left, or at the first task that is not done, or at its start where all are.

        Args:
            index: Its place.
            to_do_again: What was done in a lesson that is done in full is forgotten; else it stays, to be read.
        """
        lesson = self._lessons[index]
        ticks = self._progress.ticks(lesson.key)
        pages = range(len(lesson.tasks))
        page = next((page for page in pages if page not in ticks), None)
        if page is not None:
            page = self._left_at.pop(lesson.key, page)
        if page is None and to_do_again:
            self._progress.begin_again(lesson.key)
        self._chosen = index
        self._begin(index, page or 0)

    def resume(self) -> None:
        """Open the page that was open when the program ended, if there is one; a lesson that is open by now stays."""
        if self._is_running:
            return
        record = self._progress.record
        for index, lesson in enumerate(self._lessons):
            if lesson.key == record.lesson:
                self._chosen = index
                self._stage.bring_back_drawing(record.drawing)
                self._begin(index, min(record.page, len(lesson.tasks) - 1))

    def begin_again(self) -> None:
        """The lesson whose page is open, from its start."""
        if self._is_running:
            self._progress.begin_again(self._lessons[self._current].key)
            self._begin(self._current, 0)

    def begin_anew(self) -> None:
        """Forget all that was done and guessed: for the next pupil."""
        self.leave()
        self._progress.clear()
        self._chosen = 0
        self._publish()

    def go_on(self) -> None:
        """The next page; after the last one of a lesson the text of the next lesson; after the last lesson the end."""
        state = self.state
        if not self._is_running:
            return
        if not state.has_next:
            self.leave()
        elif not state.is_last_page:
            self._turn_to(self._current, self._page + 1)
        elif self._on_stage is not None and self._on_stage > self._current:
            self._turn_to(self._current + 1, 0)  # still reading, or back from it: all is in place
        else:
            self.open(self._current + 1, to_do_again=False)  # nobody has asked to forget anything

    def go_back(self) -> None:
        """The page before, to read; the lab stays as it is."""
        if not self._is_running or not self.state.has_back:
            return
        if self._page:
            self._turn_to(self._current, self._page - 1)
        else:
            self._turn_to(self._current - 1, len(self._lessons[self._current - 1].tasks) - 1)

    def leave(self) -> None:
        """Close the page; panel, network and columns are given back as they were."""
        if not self._is_running:
            return
        self._is_running, self._on_stage = False, None
        lesson = self._lessons[self._current]
        self._left_at[lesson.key] = self._page
        done = self._progress.done()
        if lesson.key in done:  # what comes next is what is of interest now
            others = enumerate(self._lessons)
            self._chosen = next((at for at, each in others if each.key not in done), self._current)
        self._settling.drop()
        self._hint.stop()
        self._feedback = Feedback()
        self._stage.clear()
        self._progress.keep_place("")
        self._publish()
        self.left.emit()

    def guess(self, value: float | str) -> None:
        """Keep what the learner expects; from now on the task is judged."""
        if self._is_running and self.state.awaits_guess:
            self._progress.keep_answer(self._lessons[self._current].key, self._page, Answer(value))
            self._begin_task()

    # --- hearing -------------------------------------------------------------------------------------------------

    def tell(self, facts: Mapping[str, Fact]) -> None:
        """Hear facts; those of the same name take the place of older ones."""
        changed = {name for name, value in facts.items() if self._facts.get(name) != value}
        self._facts |= facts
        if not self._is_running or self._on_stage != self._current:
            return
        state = self.state
        if state.awaits_guess:
            # A run from the page before may be going on: nobody has tried anything here.
            changed = {name for name in changed if not name.startswith("training.")}
        if changed & state.task.tells():
            self._has_tried |= bool(changed & state.task.asks())
            self._settling.touch()

    def forget(self, prefix: str) -> None:
        """Forget the facts whose names begin like this."""
        self._facts = {name: value for name, value in self._facts.items() if not name.startswith(prefix)}

    def _judge(self) -> None:
        state = self.state
        if not self._is_running or state.is_reading_back or state.is_ticked:
            return
        if state.awaits_guess:
            if self._has_tried:
                self._say(_FIRST_GUESS)
        elif state.task.is_done(self._facts):
            self._tick()
        elif self._has_tried:
            self._is_hint_due = True
            self._say(Feedback("miss", diagnose(state.task, self._facts)))

    def _tick(self) -> None:
        state = self.state
        lesson, guess, answer = state.lesson, state.task.guess, state.answers.get(self._page)
        if guess is not None and answer is not None:
            outcome = guess.outcome(self._facts)
            if isinstance(outcome, float) and not math.isfinite(outcome):
                outcome = None  # a number that is not there tells nothing
            is_right = outcome is not None and guess.is_right(answer.guess, outcome)
            self._progress.keep_answer(lesson.key, self._page, Answer(answer.guess, outcome, is_right))
        self._progress.tick(lesson.key, self._page)
        self._keep_place()
        if len(self.state.ticks_of(lesson)) == len(lesson.tasks):
            self._progress.mark_done(lesson.key)
        self._hint.stop()
        self._say(Feedback("praise", state.task.learnt))
        self.task_ticked.emit(lesson, self._page)

    # --- pages ---------------------------------------------------------------------------------------------------

    def _begin(self, index: int, page: int) -> None:
        """Put everything in place for a page, then open it."""
        lesson = self._lessons[index]
        # Running only once all is there: what is told on the way is not the learner's doing.
        self._is_running = False
        self._on_stage, self._staged_page = index, page
        self._current, self._page = index, page
        self._facts = {name: value for name, value in self._facts.items() if name in WINDOW_FACTS}
        self.begun.emit()
        self._stage.set_up(_start_of(lesson, page))
        self._is_running = True
        self._show_page()

    def _turn_to(self, index: int, page: int) -> None:
        self._current = self._chosen = index
        self._page = page
        if index == self._on_stage and page != self._staged_page and not self.state.is_ticked:
            start = _between(self._lessons[index], self._staged_page, page)
            self._staged_page = page
            if start != Start():
                self._is_running = False
                self._stage.change(start)
                self._is_running = True
        self._show_page()

    def _show_page(self) -> None:
        self._keep_place()
        self._begin_task()

    def _keep_place(self) -> None:
        self._progress.keep_place(self._lessons[self._current].key, self._page, self._stage.strokes())

    def _begin_task(self) -> None:
        self._settling.drop()
        self._has_tried = self._is_hint_due = False
        self._feedback = Feedback()
        self._hint.stop()
        state = self.state
        if not state.is_reading_back and not state.is_ticked and state.task.needs_drawing() and not self._is_drawn():
            self._stage.offer_drawing()
            self._feedback = _DRAW_FIRST
        if state.is_reading_back:
            self._feedback = _READING_BACK
        elif state.is_ticked:
            self._feedback = Feedback("praise", state.task.learnt)
        elif not state.awaits_guess:
            self._hint.start()
            if state.task.asks() & self._facts.keys():
                self._settling.touch()  # it may be done already
        self._publish()

    def _is_drawn(self) -> bool:
        return bool(self._facts.get("drawing.strokes"))

    def _show_hint(self) -> None:
        self._is_hint_due = True
        self._publish()

    def _say(self, feedback: Feedback) -> None:
        self._feedback = feedback
        self._publish()

    def _publish(self) -> None:
        self.state_changed.emit(self.state)


def _start_of(lesson: Lesson, page: int) -> Start:
    """All that is in place on a page."""
    return together([lesson.start, *(task.start for task in lesson.tasks[: page + 1])])


def _between(lesson: Lesson, before: int, page: int) -> Start:
    """What is to be put in place to come from one page to another: on the way on only what its task names."""
    if page == before + 1:
        return lesson.tasks[page].start
    old, new = _start_of(lesson, before), _start_of(lesson, page)
    return replace(
        new,
        training=None if old.training == new.training else new.training,
        network=None if (old.network, old.training) == (new.network, new.training) else new.network,
        drawing=None if old.drawing == new.drawing else new.drawing,
        digit=None if old.digit == new.digit else new.digit,
    )
