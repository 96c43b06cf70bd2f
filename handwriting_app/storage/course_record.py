"""What is kept of the course: the page that is open, the tasks that were done, and the guesses that were made."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final, TypeGuard

from handwriting_app.lab.answer import Answer

MOST_LESSONS: Final = 200
MOST_PAGES: Final = 50
LONGEST_NAME: Final = 100
LONGEST_ANSWER: Final = 200
MOST_ANSWERS: Final = 500
"""Of all lessons together."""

_KEY: Final = re.compile(rf"(own/)?[a-z0-9-]{{1,{LONGEST_NAME}}}")

Strokes = tuple[tuple[tuple[float, float], ...], ...]

MOST_STROKES: Final = 100
MOST_POINTS: Final = 3_000
"""Of a drawing that is kept, all strokes together; a larger one is not."""

_DECIMALS: Final = 4
"""Of a share of the canvas: finer than any screen."""


def _none() -> Mapping[str, Mapping[int, Answer]]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class CourseRecord:
    """One learner's.

    Attributes:
        lesson: The key of the lesson that is under way; empty for none.
        page: Its page that is open.
        drawing: What was on the canvas then: strokes of points (x, y) in shares of it, x to the right and y down.
        ticks: By the key of a lesson: the pages whose tasks were done.
        answers: By the key of a lesson and by page.
        is_greeted: Whether the line for those who are new was answered or put away.
    """

    lesson: str = ""
    page: int = 0
    drawing: Strokes = ()
    ticks: Mapping[str, frozenset[int]] = field(default_factory=lambda: MappingProxyType({}))
    answers: Mapping[str, Mapping[int, Answer]] = field(default_factory=_none)
    is_greeted: bool = False


def record_from(value: object) -> CourseRecord:
    """What is usable of what JSON held; of nothing, a fresh record."""
    if not isinstance(value, dict):
        return CourseRecord()
    lesson, page = value.get("lesson"), value.get("page")
    record = CourseRecord(
        lesson if _is_name(lesson) else "",
        page if _is_page(page) else 0,
        _drawing(value.get("drawing")),
        MappingProxyType({name: frozenset(filter(_is_page, pages)) for name, pages in _lists(value.get("ticks"))}),
        MappingProxyType({name: MappingProxyType(_answers(given)) for name, given in _lists(value.get("answers"))}),
        value.get("is_greeted") is True,
    )
    return within_bounds(record, record.lesson)


def within_bounds(record: CourseRecord, lesson: str) -> CourseRecord:
    """What can be kept of a record: all of ``lesson``, and of the others as much as there is room for."""
    ticks = dict(sorted(record.ticks.items(), key=lambda item: item[0] != lesson)[:MOST_LESSONS])
    answers: dict[str, Mapping[int, Answer]] = {}
    room = MOST_ANSWERS
    for name, given in sorted(record.answers.items(), key=lambda item: item[0] != lesson)[:MOST_LESSONS]:
        if len(given) <= room:
            answers[name] = given
            room -= len(given)
    return replace(record, ticks=MappingProxyType(ticks), answers=MappingProxyType(answers))


def as_json(record: CourseRecord) -> dict[str, object]:
    """What JSON holds of a record."""
    return {
        "lesson": record.lesson,
        "page": record.page,
        "drawing": [[[round(x, _DECIMALS), round(y, _DECIMALS)] for x, y in stroke] for stroke in record.drawing],
        "ticks": {name: sorted(pages) for name, pages in record.ticks.items()},
        "answers": {
            name: [[page, answer.guess, answer.outcome, answer.is_right] for page, answer in sorted(answers.items())]
            for name, answers in record.answers.items()
        },
        "is_greeted": record.is_greeted,
    }


def _lists(value: object) -> list[tuple[str, list[object]]]:
    items = list(value.items()) if isinstance(value, dict) else []
    return [(name, given) for name, given in items if _is_name(name) and isinstance(given, list)]


def _answers(given: list[object]) -> dict[int, Answer]:
    return {
        row[0]: Answer(row[1], row[2], row[3] is True)
        for row in given
        if isinstance(row, list)
        and len(row) == 4
        and _is_page(row[0])
        and _is_answer(row[1])
        and (row[2] is None or _is_answer(row[2]))
    }


def _drawing(value: object) -> Strokes:
    strokes = value if isinstance(value, list) else []
    is_usable = len(strokes) <= MOST_STROKES and all(
        isinstance(stroke, list) and stroke and all(_is_point(point) for point in stroke) for stroke in strokes
    )
    if not is_usable or sum(map(len, strokes)) > MOST_POINTS:
        return ()
    return tuple(tuple((float(x), float(y)) for x, y in stroke) for stroke in strokes)


def _is_point(value: object) -> TypeGuard[list[float]]:
    return isinstance(value, list) and len(value) == 2 and all(type(x) in (int, float) and abs(x) <= 2 for x in value)


def _is_name(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and _KEY.fullmatch(value) is not None


def _is_page(value: object) -> TypeGuard[int]:
    return type(value) is int and 0 <= value < MOST_PAGES


def _is_answer(value: object) -> TypeGuard[float | str]:
    if isinstance(value, str):
        return len(value) <= LONGEST_ANSWER
    # Compared, for a whole number beyond any float is no finite one either.
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= sys.float_info.max
