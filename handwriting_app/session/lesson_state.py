"""What the lesson views show; free of Qt."""

from __future__ import annotations

from dataclasses import dataclass

from handwriting_app.lab.lesson import Lesson, Task


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
