"""Lessons as TOML files, in the order of their names; read strictly, so that a slip is found and named."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, TypeVar

from handwriting_app.engine.config import TrainingConfig, config_from
from handwriting_app.lab.checks import TEST_NAMES, Check
from handwriting_app.lab.lesson import Lesson, Task
from handwriting_app.lab.neuron_state import state_from

VIEWS: Final = ("learning_view", "neuron_lab", "descent_lab", "race_view")
"""The views that a lesson can take place in."""

_NAME = re.compile(r"(\d+-)?(?P<name>[a-z0-9-]+)")

Kind = TypeVar("Kind")


class LessonFileError(Exception):
    """A lesson cannot be used; the message names the file and what is wrong with it, in one sentence."""


def load_lessons(folder: Path) -> tuple[Lesson, ...]:
    """Return the lessons in ``folder``, by the order of the file names.

    Raises:
        LessonFileError: There are none, or one is not what it should be.
    """
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        raise LessonFileError(f"There are no lessons in {folder}.")
    lessons = tuple(load_lesson(path) for path in paths)
    names = [lesson.name for lesson in lessons]
    for path, name in zip(paths, names, strict=True):
        if names.count(name) > 1:
            raise LessonFileError(f"{path.name}: another lesson is called {name} too.")
    return lessons


def load_lesson(path: Path) -> Lesson:
    """Return the lesson in one file (its form is in docs/lessons.md).

    Raises:
        LessonFileError: The file cannot be read or is not a lesson.
    """
    try:
        with path.open("rb") as file:
            return _lesson(path, tomllib.load(file))
    except OSError as error:
        raise LessonFileError(f"{path.name}: cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise LessonFileError(f"{path.name}: is not UTF-8 text.") from error
    except tomllib.TOMLDecodeError as error:
        raise LessonFileError(f"{path.name}: is not TOML: {error}.") from error
    except (ValueError, TypeError) as error:
        raise LessonFileError(f"{path.name}: {error}.") from error


def _lesson(path: Path, table: Mapping[str, object]) -> Lesson:
    match = _NAME.fullmatch(path.stem)
    if match is None:
        raise ValueError("the file name may hold small letters, digits and hyphens only")
    _only(table, "the lesson", "title", "text", "start", "task")
    start = _part(table, "start", dict, "the lesson")
    _only(start, "start", "view", "lab", "training")
    view = _text(start, "view", "start")
    if view not in VIEWS:
        raise ValueError(f"view must be one of {', '.join(VIEWS)}, not {view!r}")
    lab = _part(start, "lab", dict, "start", {})
    if lab and view == "neuron_lab":
        state_from(lab)
    tasks = _part(table, "task", list, "the lesson")
    if not tasks:
        raise ValueError("there is no task")
    text = _text(table, "text", "the lesson")
    return Lesson(
        name=match["name"],
        title=_text(table, "title", "the lesson"),
        text=tuple(" ".join(paragraph.split()) for paragraph in text.strip().split("\n\n")),
        view=view,
        lab=lab,
        training=_training(start),
        tasks=tuple(_task(task, f"task {number}") for number, task in enumerate(tasks, 1)),
    )


def _training(start: Mapping[str, object]) -> TrainingConfig | None:
    if "training" not in start:
        return None
    try:
        return config_from(_part(start, "training", dict, "start"))
    except ValueError as error:
        raise ValueError(f"training of start: {error}") from error


def _task(table: object, where: str) -> Task:
    if not isinstance(table, dict):
        raise ValueError(f"{where} must be a table")
    _only(table, where, "do", "hint", "learnt", "check")
    checks = _part(table, "check", list, where)
    if not checks:
        raise ValueError(f"{where} has no check")
    return Task(
        do=_text(table, "do", where),
        checks=tuple(_check(check, where) for check in checks),
        hint=_text(table, "hint", where, ""),
        learnt=_text(table, "learnt", where, ""),
    )


def _check(table: object, where: str) -> Check:
    if not isinstance(table, dict) or "fact" not in table:
        raise ValueError(f"a check of {where} must be a table with a fact")
    _only(table, f"a check of {where}", "fact", *TEST_NAMES)
    tests: dict[str, Any] = {name: tuple(given) if isinstance(given, list) else given for name, given in table.items()}
    try:
        return Check(**tests)  # which checks the kind of each
    except ValueError as error:
        raise ValueError(f"{where}: {error}") from error


def _text(table: Mapping[str, object], name: str, where: str, default: str | None = None) -> str:
    text = _part(table, name, str, where, default)
    if default is None and not text.strip():
        raise ValueError(f"{name} of {where} is empty")
    return text


def _part(table: Mapping[str, object], name: str, kind: type[Kind], where: str, default: Kind | None = None) -> Kind:
    if name not in table:
        if default is None:
            raise ValueError(f"{where} has no {name}")
        return default
    value = table[name]
    if not isinstance(value, kind):
        words = "text" if kind is str else "a list" if kind is list else "a table"
        raise ValueError(f"{name} of {where} must be {words}, not {value!r}")
    return value


def _only(table: Mapping[str, object], where: str, *names: str) -> None:
    if unknown := table.keys() - set(names):
        raise ValueError(f"{where} has no place for {', '.join(sorted(unknown))}")
