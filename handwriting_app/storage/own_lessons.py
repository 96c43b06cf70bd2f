"""Lessons of the user's own, beside those of the course: a folder of the data folder, or a file from anywhere."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from handwriting_app.assets import resources_folder
from handwriting_app.lab.lesson import Lesson
from handwriting_app.numerals import count
from handwriting_app.storage.lesson_files import LessonFileError, LessonProblem, Lessons, load_lessons, read_lesson

SUFFIX: Final = ".toml"

MOST_LESSONS: Final = 100
"""Lessons of the user's own that are read, and problems that are told."""

MOST_ENTRIES: Final = 10_000
"""Names in the folder that are looked at."""


def shipped_lessons_folder() -> Path:
    """Where the lessons of the course are."""
    return resources_folder() / "lessons"


def load_all_lessons(own_folder: Path, course: Lessons | None = None) -> Lessons:
    """The lessons of the course, then those in ``own_folder``; none hides another, whatever the files are called.

    ``course``: its lessons, if they have been read already.
    """
    shipped = course if course is not None else load_lessons(shipped_lessons_folder())
    own = load_own_lessons(own_folder)
    return Lessons(shipped.lessons + own.lessons, shipped.problems + own.problems)


def load_own_lessons(folder: Path) -> Lessons:
    """The lessons in ``folder``, by the order of the file names; that there is no such folder is no problem."""
    if not folder.is_absolute():
        return Lessons((), ())  # the system tells of no home
    try:
        names, is_cut = _names_in(folder)
    except FileNotFoundError:
        return Lessons((), ())
    except OSError as error:
        return Lessons((), (LessonProblem(folder.name, None, f"cannot be looked into: {error.strerror or error}"),))
    lessons: dict[str, Lesson] = {}
    problems = []
    if is_cut or len(names) > MOST_LESSONS:
        sentence = f"holds too much: the first {count(MOST_LESSONS)} lessons are read, and no more"
        problems.append(LessonProblem(folder.name, None, sentence))
    for name in names[:MOST_LESSONS]:
        try:
            lesson = read_lesson(folder / name, is_own=True)
        except LessonFileError as error:
            problems.append(error.problem)
            continue
        if lesson.name in lessons:
            problems.append(LessonProblem(name, None, f"another lesson of yours is called {lesson.name} too"))
        else:
            lessons[lesson.name] = lesson
    return Lessons(tuple(lessons.values()), tuple(problems))


def with_files(known: Lessons, paths: Iterable[Path]) -> Lessons:
    """``known``, and after them what is in files that were opened from elsewhere; those that are gone are let go."""
    lessons = {lesson.key: lesson for lesson in known.lessons}
    for path in paths:
        with suppress(LessonFileError):
            lesson = lesson_at(path)
            lessons.setdefault(lesson.key, lesson)
    return Lessons(tuple(lessons.values()), known.problems)


def lesson_at(path: Path) -> Lesson:
    """The lesson in a file from anywhere; one of the course's files is the lesson of the course.

    Raises:
        LessonFileError: The file cannot be read or is not a lesson.
    """
    is_shipped = os.path.realpath(path.parent) == os.path.realpath(shipped_lessons_folder())
    return read_lesson(path, is_own=not is_shipped)


def _names_in(folder: Path) -> tuple[list[str], bool]:
    """The names of the lesson files, in order, and whether there are more than are looked at."""
    names: list[str] = []
    with os.scandir(folder) as entries:
        for number, entry in enumerate(entries):
            if number == MOST_ENTRIES:
                return sorted(names), True
            if entry.name.lower().endswith(SUFFIX) and not entry.name.startswith("."):
                names.append(entry.name)
    return sorted(names), False
