from __future__ import annotations

import pytest

from handwriting_app.assets import resources_folder
from handwriting_app.session.lesson_state import LessonState
from handwriting_app.storage.lesson_files import load_lessons

LESSONS = load_lessons(resources_folder() / "lessons").lessons


@pytest.mark.parametrize("current", [0, len(LESSONS) - 1])
def test_tasks_are_done_in_order_until_none_is_left(current: int) -> None:
    lesson = LESSONS[current]
    for done, task in enumerate(lesson.tasks):
        state = LessonState(LESSONS, frozenset(), current, is_running=True, tasks_done=done)
        assert (state.lesson, state.task, state.is_complete) == (lesson, task, False)
    state = LessonState(LESSONS, frozenset(), current, is_running=True, tasks_done=len(lesson.tasks))
    assert (state.task, state.is_complete) == (None, True)
    assert state.has_next == (current < len(LESSONS) - 1)
