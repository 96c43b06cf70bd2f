"""What the views of the course show; free of Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from handwriting_app.lab.answer import Answer
from handwriting_app.lab.lesson import Lesson, Task

FeedbackKind = Literal["none", "miss", "praise", "note"]


@dataclass(frozen=True, slots=True)
class Feedback:
    """What is said of a task just now: nothing, what is missing, what it has shown, or a remark."""

    kind: FeedbackKind = "none"
    text: str = ""


@dataclass(frozen=True, slots=True)
class LessonState:
    """Where the learner is.

    Attributes:
        lessons: All of them.
        done: The keys of those that were done in full, now or earlier.
        ticks: By the key of a lesson, the pages whose tasks are done.
        chosen: The position of the lesson that is looked at in the list.
        current: The position of the lesson whose page is open.
        page: The page of it, from 0; each has one task.
        is_running: Whether a page is open at all.
        is_reading_back: Whether what is open is a lesson before the one that is under way.
        is_lab_ahead: Whether the lab is that of a later page, because this one is only looked at again.
        answers: The guesses made in the current lesson, by page.
        feedback: On the task of the page.
        is_hint_due: Whether the hint may be read by now.
    """

    lessons: tuple[Lesson, ...]
    done: frozenset[str]
    ticks: Mapping[str, frozenset[int]] = field(default_factory=lambda: MappingProxyType({}))
    chosen: int = 0
    current: int = 0
    page: int = 0
    is_running: bool = False
    is_reading_back: bool = False
    is_lab_ahead: bool = False
    answers: Mapping[int, Answer] = field(default_factory=lambda: MappingProxyType({}))
    feedback: Feedback = Feedback()
    is_hint_due: bool = False

    @property
    def lesson(self) -> Lesson:
        """The one whose page is open."""
        return self.lessons[self.current]

    @property
    def task(self) -> Task:
        return self.lesson.tasks[self.page]

    @property
    def text(self) -> tuple[str, ...]:
        """What is read on the page: the text of the last task up to here that has one, or the lesson's."""
        texts = [task.text for task in self.lesson.tasks[: self.page + 1] if task.text]
        return texts[-1] if texts else self.lesson.text

    @property
    def is_ticked(self) -> bool:
        """Whether the task of the page is done."""
        return self.page in self.ticks_of(self.lesson)

    @property
    def awaits_guess(self) -> bool:
        """Whether the learner is to say first what will happen."""
        return self.task.guess is not None and self.page not in self.answers and not self.is_ticked

    @property
    def is_last_page(self) -> bool:
        return self.page + 1 == len(self.lesson.tasks)

    @property
    def has_next_lesson(self) -> bool:
        return self._goes_on_at(self.current + 1)

    @property
    def has_next(self) -> bool:
        return not self.is_last_page or self.has_next_lesson

    @property
    def has_back(self) -> bool:
        return self.page > 0 or self._goes_on_at(self.current - 1)

    def ticks_of(self, lesson: Lesson) -> frozenset[int]:
        """Of the pages that it has: a file of the user's may have had more when it was done."""
        return self.ticks.get(lesson.key, frozenset()) & frozenset(range(len(lesson.tasks)))

    def _goes_on_at(self, index: int) -> bool:
        """Whether one turns from the current lesson to this one: the course and lessons of one's own are two books."""
        return 0 <= index < len(self.lessons) and self.lessons[index].is_own is self.lesson.is_own
