"""Lessons as TOML files, in the order of their names; read strictly, so that a slip is found and named."""

from __future__ import annotations

import re
import unicodedata
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

from handwriting_app.engine.settings import shown
from handwriting_app.lab.checks import FACTS, TEST_NAMES, Check
from handwriting_app.lab.fields import FieldError
from handwriting_app.lab.kinds import Number, Word
from handwriting_app.lab.lesson import Guess, Lesson, Miss, Start, Task
from handwriting_app.lab.saying import Saying
from handwriting_app.names import shown_name
from handwriting_app.storage.lesson_start import read_start
from handwriting_app.storage.lesson_table import Slip, Table
from handwriting_app.storage.toml_file import text_of, values_of
from handwriting_app.storage.toml_lines import line_of

LARGEST: Final = 2**17
"""Bytes of a lesson file, at most: ten times the longest of ours, and read within a second whatever is in it."""

LONGEST_TITLE: Final = 200
LONGEST_TEXT: Final = 20_000
LONGEST_WORDS: Final = 2_000
"""Characters of a title, of the text of a lesson, and of what is said about a task."""

LONGEST_NAME: Final = 60
"""Characters of the name that the progress of a user's own lesson is kept under."""

MOST_TASKS: Final = 50
MOST_CHECKS: Final = 50
MOST_CHOICES: Final = 6

_NAME = re.compile(r"(\d+-)?(?P<name>[a-z0-9-]+)")


@dataclass(frozen=True, slots=True)
class LessonProblem:
    """Why a lesson cannot be used.

    Attributes:
        file: The file's name.
        line: Counts from 1; None where it is not about one line.
        sentence: What is wrong, without a full stop.
    """

    file: str
    line: int | None
    sentence: str

    def __str__(self) -> str:
        return f"{shown_name(self.file)}{f', line {self.line}' if self.line else ''}: {self.sentence}."


class LessonFileError(Exception):
    """A lesson cannot be used; the message names the file, the line, and what is wrong there, in one sentence."""

    def __init__(self, problem: LessonProblem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class Lessons(NamedTuple):
    """What a folder holds: the lessons that can be used, and what is wrong with the others."""

    lessons: tuple[Lesson, ...]
    problems: tuple[LessonProblem, ...]


def load_lessons(folder: Path) -> Lessons:
    """Return the lessons in ``folder``, by the order of the file names; a broken file does not spoil the others."""
    paths = sorted(folder.glob("*.toml"))
    lessons: dict[str, Lesson] = {}
    problems = []
    for path in paths:
        try:
            lesson = read_lesson(path)
        except LessonFileError as error:
            problems.append(error.problem)
            continue
        if lesson.name in lessons:
            problems.append(LessonProblem(path.name, None, f"another lesson is called {lesson.name} too"))
        else:
            lessons[lesson.name] = lesson
    if not paths:
        problems.append(LessonProblem(folder.name, None, "there are no lessons in this folder"))
    return Lessons(tuple(lessons.values()), tuple(problems))


def read_lesson(path: Path, *, is_own: bool = False) -> Lesson:
    """Return the lesson in one file (its form is in docs/lessons.md).

    Args:
        path: Of the file.
        is_own: Whether it is the user's, which may be called anything, and not one of the course.

    Raises:
        LessonFileError: The file cannot be read or is not a lesson.
    """
    text = ""
    try:
        text = text_of(path, LARGEST, "lesson")
        return _lesson(path, Table(values_of(text), (), "the lesson"), is_own)
    except Slip as slip:
        raise _error(path, text, slip) from slip


def check_lesson(path: Path, text: str, *, is_own: bool = False) -> None:
    """Raise what `read_lesson` would raise once ``text`` is in the file.

    Raises:
        LessonFileError: It is not a lesson.
    """
    try:
        if len(text.encode()) > LARGEST:
            raise Slip(None, f"is larger than {LARGEST // 1024} KiB, which no lesson is")
        _lesson(path, Table(values_of(text), (), "the lesson"), is_own)
    except Slip as slip:
        raise _error(path, text, slip) from slip


def _error(path: Path, text: str, slip: Slip) -> LessonFileError:
    line = slip.where if isinstance(slip.where, int | None) else line_of(text, slip.where)
    return LessonFileError(LessonProblem(path.name, line, str(slip)))


def _lesson(path: Path, table: Table, is_own: bool) -> Lesson:
    match = _NAME.fullmatch(own_name(path.stem) if is_own else path.stem)
    if match is None:
        raise Slip(None, "the file name may hold small letters, digits and hyphens only")
    table.only("title", "text", "start", "task")
    start = table.table("start", "start")
    if not start.has("view"):
        raise start.slip("view", "start has no view")
    begins = read_start(start)
    tasks = enumerate(table.list("task", MOST_TASKS))
    return Lesson(
        name=match["name"],
        title=shown_name(table.text("title", LONGEST_TITLE), LONGEST_TITLE),
        text=_paragraphs(table.text("text", LONGEST_TEXT)),
        start=begins,
        tasks=tuple(_task(Table(task, ("task", number), f"task {number + 1}"), begins) for number, task in tasks),
        is_own=is_own,
        file=path.name,
    )


def own_name(stem: str) -> str:
    """A name of small letters, digits and hyphens for a file, or a title, that may be called anything."""
    letters = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:LONGEST_NAME].strip("-")
    return plain or f"lesson-{zlib.crc32(stem.encode('utf-8', 'surrogatepass')):08x}"


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(" ".join(paragraph.split()) for paragraph in text.strip().split("\n\n")) if text.strip() else ()


def _task(table: Table, begins: Start) -> Task:
    table.only("do", "text", "start", "guess", "hint", "learnt", "check", "miss")
    misses = enumerate(table.list("miss", MOST_CHECKS)) if table.has("miss") else ()
    return Task(
        do=table.text("do", LONGEST_WORDS),
        checks=_checks(table, "check"),
        text=_paragraphs(table.text("text", LONGEST_TEXT, "")),
        start=read_start(table.table("start", f"start of {table.name}"), begins) if table.has("start") else Start(),
        guess=_guess(table.table("guess", f"guess of {table.name}")) if table.has("guess") else None,
        misses=tuple(
            _miss(Table(miss, (*table.place, "miss", number), f"a miss of {table.name}")) for number, miss in misses
        ),
        hint=table.text("hint", LONGEST_WORDS, ""),
        learnt=table.text("learnt", LONGEST_WORDS, ""),
    )


def _miss(table: Table) -> Miss:
    table.only("when", "say")
    try:
        say = Saying(table.text("say", LONGEST_WORDS))
    except ValueError as error:
        raise table.slip("say", f"{table.name}: {error}") from error
    return Miss(_checks(table, "when"), say)


def _guess(table: Table) -> Guess:
    table.only("ask", "fact", "answer", "within", "choices")
    ask = table.text("ask", LONGEST_WORDS)
    if table.has("fact") == table.has("answer"):
        raise table.slip("fact", f"{table.name} has one of fact and answer")
    choices = table.strings("choices", MOST_CHOICES, LONGEST_TITLE) if table.has("choices") else ()
    fact = table.text("fact", LONGEST_TITLE) if table.has("fact") else None
    answer = table.values.get("answer")
    kind = None
    if fact is not None:
        if fact not in FACTS:
            raise table.slip("fact", f"{table.name}: there is no fact named {shown(fact)}")
        kind = FACTS[fact]
    if choices:
        words = choices if kind is None else kind.words if isinstance(kind, Word) else ()
        if not set(choices) <= set(words):
            raise table.slip("choices", f"{table.name}: {fact} is never one of these choices")
        if fact is None and answer not in choices:
            raise table.slip("answer", f"answer of {table.name} must be one of its choices")
        return Guess(ask, fact, str(answer) if fact is None else None, 0.0, choices)
    if isinstance(kind, Word):
        raise table.slip("fact", f"{table.name}: {fact} is a word: give it choices")
    try:
        within = Number(0.0).read(table.values.get("within", 0.0))
        return Guess(ask, fact, Number().read(answer) if fact is None else None, within)
    except ValueError as error:
        raise table.slip("within" if fact is not None else "answer", f"{table.name}: {error}") from error


def _checks(table: Table, key: str) -> tuple[Check, ...]:
    name = f"a {key} of {table.name}"
    return tuple(
        _check(Table(check, (*table.place, key, number), name))
        for number, check in enumerate(table.list(key, MOST_CHECKS))
    )


def _check(table: Table) -> Check:
    table.only("fact", *TEST_NAMES)
    tests: dict[str, Any] = {
        name: tuple(given) if isinstance(given, list) else given for name, given in table.values.items()
    }
    if "fact" not in tests:
        raise table.slip("fact", f"{table.name} has no fact")
    try:
        return Check(**tests)  # which checks the kind of each
    except FieldError as error:
        raise table.slip(error.field, f"{table.name}: {error}") from error
