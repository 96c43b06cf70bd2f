"""Writes a lesson as the TOML file that `read_lesson` makes it of again, laid out for a person to go on writing in."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

from handwriting_app.lab.checks import TEST_NAMES, Check
from handwriting_app.lab.lesson import COLUMNS, Guess, Lesson, Miss, Start, Task
from handwriting_app.lab.state_values import values_of
from handwriting_app.storage.atomic import atomic_write
from handwriting_app.storage.lesson_files import check_lesson

if TYPE_CHECKING:
    from tomlkit.items import AoT, Array, InlineTable, Item, String, Table

# tomlkit is imported by what needs it: with the first lesson that is written.

WIDTH: Final = 100
"""Characters of a line of running text."""


def write_lesson(path: Path, lesson: Lesson) -> None:
    """Write ``lesson`` whole or not at all.

    Raises:
        OSError: As `atomic_write`.
        LessonFileError: The file could not be read again: it would be too large, say.
    """
    text = lesson_text(lesson)
    check_lesson(path, text, is_own=lesson.is_own)
    with atomic_write(path) as file:
        file.write(text.encode())


def lesson_text(lesson: Lesson) -> str:
    """The file's text."""
    from tomlkit import document, dumps

    doc = document()
    doc.add("title", _words(lesson.title))
    doc.add("text", _prose(lesson.text))
    doc.add("start", _start(lesson.start, lesson.start))
    doc.add("task", _tables(_task(task, lesson.start) for task in lesson.tasks))
    # tomlkit keeps the first line break of a text, which TOML drops, by adding one: no text here needs that.
    return dumps(doc).replace('text = """\n\n', 'text = """\n')


def _task(task: Task, begins: Start) -> Table:
    from tomlkit import table

    part = table()
    part.add("do", _words(task.do))
    if task.text:
        part.add("text", _prose(task.text))
    if task.hint:
        part.add("hint", _words(task.hint))
    if task.learnt:
        part.add("learnt", _words(task.learnt))
    part.add("check", _checks(task.checks))
    if task.start != Start():
        part.add("start", _start(task.start, begins))
    if task.guess is not None:
        part.add("guess", _guess(task.guess))
    if task.misses:
        part.add("miss", _tables(map(_miss, task.misses)))
    return part


def _start(start: Start, begins: Start) -> Table:
    """``begins``: the start of the lesson, whose view is meant where a task's names none."""
    from tomlkit import table

    part = table()
    if start.view is not None:
        part.add("view", _words(start.view.name))
    if start.network is not None:
        part.add("network", _words(start.network))
    if start.digit is not None:
        part.add("digit", _item(start.digit))
    if start.columns is not None:
        part.add("columns", _list(column for column in COLUMNS if column in start.columns))
    if start.only is not None:
        part.add("only", _list(sorted(start.only)))
    if start.hidden:
        part.add("hidden", _list(sorted(start.hidden)))
    if start.drawing is not None:
        part.add("drawing", _list(start.drawing).multiline(bool(start.drawing)))
    view = start.view or begins.view
    if start.lab is not None and view is not None:
        part.add("lab", _table(values_of(view.name, start.lab)))
    if start.training is not None:
        part.add("training", _table(asdict(start.training)))
    return part


def _guess(guess: Guess) -> Table:
    values: dict[str, object] = {"ask": guess.ask}
    if guess.fact is not None:
        values["fact"] = guess.fact
    if guess.answer is not None:
        values["answer"] = guess.answer
    if guess.choices:
        values["choices"] = guess.choices
    if guess.within:
        values["within"] = guess.within
    return _table(values)


def _miss(miss: Miss) -> Table:
    from tomlkit import table

    part = table()
    part.add("when", _checks(miss.checks))
    part.add("say", _words(miss.say.text))
    return part


def _checks(checks: Iterable[Check]) -> Array:
    from tomlkit import array

    listed = array()
    for check in checks:
        listed.append(_check(check))
    return listed.multiline(True)


def _check(check: Check) -> InlineTable:
    from tomlkit import inline_table

    part = inline_table()
    part.append("fact", _words(check.fact))
    for name in TEST_NAMES:
        value = getattr(check, name)
        if value is not None:
            part.append(name, _item(value))
    return part


def _table(values: Mapping[str, object]) -> Table:
    from tomlkit import table

    part = table()
    for name, value in values.items():
        part.add(name, _item(value))
    return part


def _tables(parts: Iterable[Table]) -> AoT:
    from tomlkit import aot

    listed = aot()
    for part in parts:
        listed.append(part)
    return listed


def _list(values: Iterable[object]) -> Array:
    """Made of all its parts at once: tomlkit counts a list anew for each value that is appended to it."""
    from tomlkit.items import Array, Trivia, Whitespace

    parts: list[Item] = []
    for value in values:
        if parts:
            parts += (Whitespace(","), Whitespace(" "))
        parts.append(_item(value))
    return Array(parts, Trivia())


def _item(value: object) -> Item:
    from tomlkit import item

    if isinstance(value, str):
        return _words(value)
    if isinstance(value, list | tuple):
        return _list(value)
    return item(value)


def _words(text: str) -> String:
    from tomlkit import string

    return string(text)


def _prose(paragraphs: Iterable[str]) -> String:
    from tomlkit import string

    wrapped = (textwrap.fill(text, WIDTH, break_long_words=False, break_on_hyphens=False) for text in paragraphs)
    return string("\n" + "\n\n".join(wrapped) + "\n", multiline=True)
