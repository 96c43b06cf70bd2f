from __future__ import annotations

from types import MappingProxyType

from handwriting_app.lab.answer import Answer
from handwriting_app.lab.checks import Check
from handwriting_app.lab.lesson import Guess, Lesson, Start, Task
from handwriting_app.lab.views import NEURON_LAB
from handwriting_app.session.lesson_state import LessonState

CHECKS = (Check(fact="neuron.z", above=0),)


def lesson(name: str, *tasks: Task, is_own: bool = False) -> Lesson:
    return Lesson(name=name, title=name, text=("Read.",), start=Start(view=NEURON_LAB), tasks=tasks, is_own=is_own)


PLAIN = Task(do="Do it.", checks=CHECKS)
ASKED = Task(do="Do that.", checks=CHECKS, text=("Read more.",), guess=Guess("z?", fact="neuron.z"))
LESSONS = (lesson("a", PLAIN, ASKED, PLAIN), lesson("b", PLAIN), lesson("c", PLAIN, is_own=True))


def state(current: int = 0, page: int = 0, **values: object) -> LessonState:
    return LessonState(LESSONS, frozenset(), current=current, page=page, is_running=True, **values)  # type: ignore[arg-type]


def test_each_page_has_its_task_and_the_text_last_given() -> None:
    assert [state(page=page).task for page in range(3)] == [PLAIN, ASKED, PLAIN]
    assert [state(page=page).text for page in range(3)] == [("Read.",), ("Read more.",), ("Read more.",)]


def test_the_next_page_is_in_this_lesson_or_the_next_one_of_the_same_kind() -> None:
    assert state(page=1).has_next
    assert not state(page=1).is_last_page
    assert state(page=2).is_last_page
    assert state(page=2).has_next
    assert not state(1).has_next  # what is the user's own does not follow the course
    assert not state(2).has_next
    assert [state(0).has_back, state(page=1).has_back, state(1).has_back] == [False, True, True]


def test_a_guess_is_awaited_until_it_is_made_or_the_task_is_done() -> None:
    ticks = MappingProxyType({"a": frozenset({1})})
    assert not state(page=0).awaits_guess
    assert state(page=1).awaits_guess
    assert not state(page=1, answers={1: Answer(2.0)}).awaits_guess
    assert not state(page=1, ticks=ticks).awaits_guess
    assert state(page=1, ticks=ticks).is_ticked
    assert not state(page=0, ticks=ticks).is_ticked
