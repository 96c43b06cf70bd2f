from __future__ import annotations

from pathlib import Path
from types import MappingProxyType

import pytest

from handwriting_app.lab.answer import Answer
from handwriting_app.session.lesson_progress import LessonProgress
from handwriting_app.storage.course_record import MOST_LESSONS, CourseRecord
from handwriting_app.storage.settings_file import SettingsFile
from handwriting_app.storage.settings_keys import COURSE, THEME, ThemeChoice


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.json"


def at_a_start(path: Path) -> LessonProgress:
    """What a start of the program finds."""
    return LessonProgress(SettingsFile(path))


def test_at_first_nothing_is_done(path: Path) -> None:
    progress = at_a_start(path)
    assert progress.done() == frozenset()
    assert progress.ticks("sum") == frozenset()
    assert progress.answers("sum") == {}
    assert not progress.record.is_greeted


@pytest.mark.parametrize("names", [["sum"], ["sum", "valley"], ["valley", "sum", "valley"]])
def test_what_was_done_is_known_at_the_next_start(path: Path, names: list[str]) -> None:
    progress = at_a_start(path)
    for name in names:
        progress.mark_done(name)
    assert at_a_start(path).done() == frozenset(names)


def test_every_tick_and_every_guess_is_kept_at_once(path: Path) -> None:
    progress = at_a_start(path)
    progress.tick("sum", 0)
    progress.tick("sum", 2)
    progress.keep_answer("sum", 1, Answer(5.0))
    progress.keep_answer("sum", 1, Answer(5.0, 6.0))
    progress.keep_place("sum", 2)
    again = at_a_start(path)
    assert again.ticks("sum") == {0, 2}
    assert again.answers("sum") == {1: Answer(5.0, 6.0)}
    assert (again.record.lesson, again.record.page, again.record.is_greeted) == ("sum", 2, True)


def test_a_lesson_that_is_begun_again_forgets_its_own_tasks_alone(path: Path) -> None:
    progress = at_a_start(path)
    for lesson in ("sum", "xor"):
        progress.tick(lesson, 0)
        progress.keep_answer(lesson, 0, Answer("up"))
        progress.mark_done(lesson)
    progress.begin_again("sum")
    assert (progress.ticks("sum"), progress.answers("sum")) == (frozenset(), {})
    assert (progress.ticks("xor"), progress.answers("xor")) == ({0}, {0: Answer("up")})
    assert progress.done() == {"sum", "xor"}


def test_two_windows_do_not_forget_what_was_done_in_the_other(path: Path) -> None:
    first, second = at_a_start(path), at_a_start(path)
    first.mark_done("sum")
    second.mark_done("valley")
    first.tick("sum", 0)
    second.tick("valley", 0)
    assert at_a_start(path).done() == second.done() == {"sum", "valley"}
    assert at_a_start(path).ticks("sum") == at_a_start(path).ticks("valley") == {0}


def test_the_next_pupil_begins_anew_and_is_not_greeted_twice(path: Path) -> None:
    progress = at_a_start(path)
    progress.mark_done("sum")
    progress.tick("sum", 0)
    progress.keep_place("sum", 1)
    progress.clear()
    for each in (progress, at_a_start(path)):
        assert (each.done(), each.ticks("sum"), each.record.lesson) == (frozenset(), frozenset(), "")
        assert each.record.is_greeted


def test_nothing_else_in_the_settings_is_touched(path: Path) -> None:
    settings = SettingsFile(path)
    settings.put(THEME, ThemeChoice.DARK)
    progress = LessonProgress(settings)
    progress.mark_done("sum")
    progress.clear()
    assert settings.get(THEME) is ThemeChoice.DARK


def test_a_tick_and_a_guess_find_room_however_many_lessons_there_were(path: Path) -> None:
    lessons = [f"a{number:03}" for number in range(MOST_LESSONS)]
    answers = MappingProxyType(dict.fromkeys(range(3), Answer(1.0)))
    full = CourseRecord(
        ticks=MappingProxyType(dict.fromkeys(lessons, frozenset(range(3)))),
        answers=MappingProxyType(dict.fromkeys(lessons, answers)),
    )
    SettingsFile(path).put(COURSE, full)
    progress = at_a_start(path)
    progress.keep_place("xor")
    progress.keep_answer("xor", 0, Answer("no"))
    progress.tick("xor", 0)
    again = at_a_start(path)
    assert again.ticks("xor") == {0}
    assert again.answers("xor") == {0: Answer("no")}
