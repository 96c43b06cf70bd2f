"""How far the course has come, kept as it happens from one start of the program to the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from handwriting_app.lab.answer import Answer
from handwriting_app.storage.course_record import CourseRecord, Strokes, within_bounds
from handwriting_app.storage.settings_file import SettingsFile
from handwriting_app.storage.settings_keys import COURSE, LESSONS_DONE


class LessonProgress:
    """By the keys of lessons, which come and go between versions. What is told here is known at once, and in the
    file a moment later (see `SettingsFile`).
    """

    def __init__(self, settings: SettingsFile) -> None:
        self._settings = settings

    def done(self) -> frozenset[str]:
        """The lessons that were done in full, now or earlier."""
        names = self._settings.get(LESSONS_DONE)
        return frozenset(names)

    def mark_done(self, lesson: str) -> None:
        self._settings.change(LESSONS_DONE, lambda names: (lesson, *names))  # where there are too many the oldest goes

    @property
    def record(self) -> CourseRecord:
        return self._settings.get(COURSE)

    def ticks(self, lesson: str) -> frozenset[int]:
        """The pages of a lesson whose tasks are done."""
        return self.record.ticks.get(lesson, frozenset())

    def answers(self, lesson: str) -> Mapping[int, Answer]:
        """The guesses that were made in a lesson, by page."""
        return self.record.answers.get(lesson, MappingProxyType({}))

    def tick(self, lesson: str, page: int) -> None:
        def ticked(record: CourseRecord) -> CourseRecord:
            pages = record.ticks.get(lesson, frozenset()) | {page}
            return within_bounds(replace(record, ticks=MappingProxyType({**record.ticks, lesson: pages})), lesson)

        self._change(ticked)

    def keep_answer(self, lesson: str, page: int, answer: Answer) -> None:
        def answered(record: CourseRecord) -> CourseRecord:
            answers = MappingProxyType({**record.answers.get(lesson, {}), page: answer})
            return within_bounds(replace(record, answers=MappingProxyType({**record.answers, lesson: answers})), lesson)

        self._change(answered)

    def keep_place(self, lesson: str, page: int = 0, drawing: Strokes = ()) -> None:
        """The page that is open, and what is drawn; an empty key when no lesson is under way."""
        self._change(lambda record: replace(record, lesson=lesson, page=page, drawing=drawing, is_greeted=True))

    def put_greeting_away(self) -> None:
        self._change(lambda record: replace(record, is_greeted=True))

    def begin_again(self, lesson: str) -> None:
        """Forget what was done in a lesson; that it was done once stays."""

        def forgotten(record: CourseRecord) -> CourseRecord:
            ticks = {name: pages for name, pages in record.ticks.items() if name != lesson}
            answers = {name: given for name, given in record.answers.items() if name != lesson}
            return replace(record, ticks=MappingProxyType(ticks), answers=MappingProxyType(answers))

        self._change(forgotten)

    def clear(self) -> None:
        """Begin anew, for the next pupil."""
        self._settings.put(LESSONS_DONE, ())
        self._change(lambda record: CourseRecord(is_greeted=record.is_greeted))

    def _change(self, new: Callable[[CourseRecord], CourseRecord]) -> None:
        self._settings.change(COURSE, new)
