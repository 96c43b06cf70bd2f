"""Lessons as TOML files, in the order of their names; read strictly, so that a slip is found and named."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

from handwriting_app.engine.config import TrainingConfig, config_from
from handwriting_app.engine.settings import SETTINGS, shown
from handwriting_app.lab.checks import TEST_NAMES, Check
from handwriting_app.lab.fields import FieldError
from handwriting_app.lab.for_lessons import VIEW_STATES, LabState
from handwriting_app.lab.lesson import Lesson, Task
from handwriting_app.lab.views import LESSONS, VIEWS, ViewDescription
from handwriting_app.names import shown_name
from handwriting_app.numerals import count
from handwriting_app.storage.toml_lines import Path as Place
from handwriting_app.storage.toml_lines import line_of
from handwriting_app.storage.whole_file import FileTooLargeError, read_whole

LARGEST: Final = 2**17
"""Bytes of a lesson file, at most: ten times the longest of ours, and read within a second whatever is in it."""

LONGEST_TITLE: Final = 200
LONGEST_TEXT: Final = 20_000
LONGEST_WORDS: Final = 2_000
"""Characters of a title, of the text of a lesson, and of what is said about a task."""

MOST_TASKS: Final = 50
MOST_CHECKS: Final = 50

_NAME = re.compile(r"(\d+-)?(?P<name>[a-z0-9-]+)")
_SYNTAX = re.compile(r"(?P<what>.*) \(at (line (?P<line>\d+), column (?P<column>\d+)|end of document)\)", re.DOTALL)

# What tomllib would take hours over (it is quadratic in the dots of a key), and a number that Python refuses. Every
# repetition is possessive or short, so that no text makes the search itself quadratic.
_PART = r"(?:(?<![\w-])[\w-]++|\"(?:[^\"\\\n]|\\.){0,99}+\"|'[^'\n]{0,99}+')"
_DEEP_KEY = re.compile(rf"(?:{_PART}[ \t]*+\.[ \t]*+){{16}}")
_LONG_NUMBER = re.compile(r"\d[\d_]{3999}")

Kind = TypeVar("Kind")


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


def read_lesson(path: Path) -> Lesson:
    """Return the lesson in one file (its form is in docs/lessons.md).

    Raises:
        LessonFileError: The file cannot be read or is not a lesson.
    """
    text = ""
    try:
        text = _text_of(path)
        return _lesson(path, _Table(_values_of(text), (), "the lesson"))
    except _Slip as slip:
        line = slip.where if isinstance(slip.where, int | None) else line_of(text, slip.where)
        raise LessonFileError(LessonProblem(path.name, line, str(slip))) from slip


class _Slip(ValueError):
    """Something is wrong, in a line or at a place in the file's tables, or with the file as a whole (None)."""

    def __init__(self, where: Place | int | None, sentence: str) -> None:
        super().__init__(sentence)
        self.where = where


def _text_of(path: Path) -> str:
    try:
        content = read_whole(path, LARGEST)
    except OSError as error:
        raise _Slip(None, f"cannot be read: {error.strerror or error}") from error
    except FileTooLargeError as error:
        raise _Slip(None, f"is larger than {LARGEST // 1024} KiB, which no lesson is") from error
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise _Slip(content.count(b"\n", 0, error.start) + 1, "is not UTF-8 text") from error


def _values_of(text: str) -> dict[str, object]:
    for pattern, sentence in ((_DEEP_KEY, "is nested too deeply"), (_LONG_NUMBER, "a number has too many digits")):
        if (match := pattern.search(text)) is not None:
            raise _Slip(text.count("\n", 0, match.start()) + 1, sentence)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        match = _SYNTAX.fullmatch(str(error))
        what = (match["what"] if match else str(error)).replace("\n", " ")
        if match and match["line"]:
            raise _Slip(int(match["line"]), f"is not TOML: {what}, at column {match['column']}") from error
        raise _Slip(text.count("\n") + 1, f"is not TOML: {what}") from error
    except RecursionError as error:
        raise _Slip(None, "is nested too deeply") from error


class _Table:
    """One table of the file, with its place and what messages call it."""

    def __init__(self, values: object, place: Place, name: str) -> None:
        if not isinstance(values, dict):
            raise _Slip(place, f"{name} must be a table, not {shown(values)}")
        self.values: Mapping[str, object] = values
        self.place = place
        self.name = name

    def only(self, *names: str) -> None:
        """Raise a slip unless these are all the keys there are."""
        for key in self.values:
            if key not in names:
                word = key if re.fullmatch(r"[\w-]{1,40}", key) else shown(key)
                raise self.slip(key, f"{self.name} has no place for {word}")

    def text(self, key: str, longest: int, default: str | None = None) -> str:
        text = self._part(key, str, "text", default)
        if default is None and not text.strip():
            raise self.slip(key, f"{key} of {self.name} is empty")
        if len(text) > longest:
            raise self.slip(key, f"{key} of {self.name} is longer than {count(longest)} characters")
        return text

    def list(self, key: str, most: int) -> list[object]:
        items = self._part(key, list, "a list")
        if not items:
            raise self.slip(key, f"{self.name} has no {key}")
        if len(items) > most:
            raise self.slip(key, f"{self.name} has more than {most} parts called {key}")
        return items

    def table(self, key: str, name: str) -> _Table:
        return _Table(self._part(key, dict, "a table"), (*self.place, key), name)

    def slip(self, key: str, sentence: str) -> _Slip:
        return _Slip((*self.place, key), sentence)

    def _part(self, key: str, kind: type[Kind], words: str, default: Kind | None = None) -> Kind:
        value = self.values.get(key, default)
        if value is None:
            raise self.slip(key, f"{self.name} has no {key}")
        if not isinstance(value, kind):
            raise self.slip(key, f"{key} of {self.name} must be {words}, not {shown(value)}")
        return value


def _lesson(path: Path, table: _Table) -> Lesson:
    match = _NAME.fullmatch(path.stem)
    if match is None:
        raise _Slip(None, "the file name may hold small letters, digits and hyphens only")
    table.only("title", "text", "start", "task")
    start = table.table("start", "start")
    start.only("view", "lab", "training")
    view = _view(start)
    tasks = enumerate(table.list("task", MOST_TASKS))
    return Lesson(
        name=match["name"],
        title=shown_name(table.text("title", LONGEST_TITLE), LONGEST_TITLE),
        text=tuple(" ".join(paragraph.split()) for paragraph in table.text("text", LONGEST_TEXT).strip().split("\n\n")),
        view=view,
        lab=_lab(start, view),
        training=_training(start),
        tasks=tuple(_task(_Table(task, ("task", number), f"task {number + 1}")) for number, task in tasks),
    )


def _view(start: _Table) -> ViewDescription:
    views = {view.name: view for view in VIEWS if view is not LESSONS}
    name = start.text("view", LONGEST_TITLE)
    if name not in views:
        raise start.slip("view", f"view must be one of {', '.join(views)}, not {shown(name)}")
    return views[name]


def _lab(start: _Table, view: ViewDescription) -> LabState | None:
    if "lab" not in start.values:
        return None
    lab = start.table("lab", "lab")
    schema = VIEW_STATES.get(view.name)
    if schema is None:
        raise _Slip(lab.place, f"nothing can be set in {view.name}: it takes no lab")
    try:
        return schema.read(lab.values)
    except FieldError as error:
        raise lab.slip(error.field, str(error)) from error


def _training(start: _Table) -> TrainingConfig | None:
    if "training" not in start.values:
        return None
    table = start.table("training", "training")
    try:
        return config_from(table.values)
    except ValueError as error:
        named = [name for name in table.values if str(error).startswith(f"{name} ")]
        unknown = sorted(table.values.keys() - SETTINGS.keys())
        raise table.slip((unknown or named)[0], f"training: {error}") from error


def _task(table: _Table) -> Task:
    table.only("do", "hint", "learnt", "check")
    checks = enumerate(table.list("check", MOST_CHECKS))
    name = f"a check of {table.name}"
    return Task(
        do=table.text("do", LONGEST_WORDS),
        checks=tuple(_check(_Table(check, (*table.place, "check", number), name)) for number, check in checks),
        hint=table.text("hint", LONGEST_WORDS, ""),
        learnt=table.text("learnt", LONGEST_WORDS, ""),
    )


def _check(table: _Table) -> Check:
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
