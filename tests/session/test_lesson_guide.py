"""The guide: pages, facts, guesses, ticks, and what is said of a task."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from handwriting_app.lab.answer import Answer
from handwriting_app.lab.checks import Check
from handwriting_app.lab.facts import Fact
from handwriting_app.lab.lesson import Guess, Lesson, Miss, Start, Task
from handwriting_app.lab.neuron_state import NeuronLabState
from handwriting_app.lab.saying import Saying
from handwriting_app.lab.views import LEARNING, NEURON_LAB
from handwriting_app.session.lesson_guide import LessonGuide
from handwriting_app.session.lesson_progress import LessonProgress
from handwriting_app.session.lesson_stage import LessonStage
from handwriting_app.session.session import Session
from handwriting_app.session.settling import Settling
from handwriting_app.storage.settings_file import SettingsFile

ABOVE = (Check(fact="neuron.z", above=1),)
BELOW = (Check(fact="neuron.z", below=-1),)
RELU = NeuronLabState(kind="relu")

FIRST = Lesson(
    name="first",
    title="First",
    text=("Read.",),
    start=Start(view=NEURON_LAB, lab=NeuronLabState()),
    tasks=(
        Task(do="Go above 1.", checks=ABOVE, hint="Up.", learnt="It was up."),
        Task(
            do="Go below −1.",
            checks=BELOW,
            start=Start(view=NEURON_LAB, lab=RELU),
            guess=Guess("Where will it end?", fact="neuron.z", within=0.5),
        ),
    ),
)
SECOND = Lesson(
    name="second",
    title="Second",
    text=("Read.",),
    start=Start(view=LEARNING),
    tasks=(Task(do="Train.", checks=(Check(fact="training.cost", below=1),)),),
)


@pytest.fixture
def settings(tmp_path: Path) -> SettingsFile:
    return SettingsFile(tmp_path / "settings.json")


@pytest.fixture
def put() -> list[object]:
    """The lab states that were asked for."""
    return []


@pytest.fixture
def guide(session: Session, settings: SettingsFile, put: list[object]) -> LessonGuide:
    return new_guide(session, settings, put)


def new_guide(
    session: Session, settings: SettingsFile, put: list[object], lessons: tuple[Lesson, ...] = (FIRST, SECOND)
) -> LessonGuide:
    stage = LessonStage(session, lambda: session.shelf.present.config)
    stage.lab_state_requested.connect(lambda _name, state: put.append(state))
    settling = Settling(lambda: False, lambda: False)
    guide = LessonGuide(lessons, LessonProgress(settings), stage, settling)
    stage.setParent(guide)
    return guide


def stage_of(guide: LessonGuide) -> LessonStage:
    stage = guide.findChild(LessonStage)
    assert stage is not None
    return stage


def tell(qtbot: QtBot, guide: LessonGuide, **facts: Fact) -> None:
    """Tell facts, and wait until they are judged."""
    with qtbot.waitSignal(guide.state_changed):
        guide.tell({name.replace("__", "."): value for name, value in facts.items()})


def test_a_task_is_ticked_when_its_checks_hold_and_the_next_page_waits_for_a_click(
    qtbot: QtBot, guide: LessonGuide
) -> None:
    guide.open(0)
    with qtbot.waitSignal(guide.task_ticked) as ticked:
        guide.tell({"neuron.z": 2.0})
    assert ticked.args == [FIRST, 0]
    assert (guide.state.page, guide.state.is_ticked) == (0, True)
    assert (guide.state.feedback.kind, guide.state.feedback.text) == ("praise", "It was up.")
    guide.go_on()
    assert (guide.state.page, guide.state.is_ticked) == (1, False)


def test_a_wrong_try_is_told_what_is_missing_and_may_read_the_hint(qtbot: QtBot, guide: LessonGuide) -> None:
    guide.open(0)
    assert guide.state.feedback.text == ""
    assert not guide.state.is_hint_due
    tell(qtbot, guide, neuron__z=0.5)
    assert guide.state.feedback.text == "z is 0.5; it must be above 1."
    assert guide.state.is_hint_due


def test_what_is_passed_on_the_way_is_not_judged(qtbot: QtBot, guide: LessonGuide) -> None:
    guide.open(0)
    guide.tell({"neuron.z": 2.0})
    tell(qtbot, guide, neuron__z=0.5)  # before the hand was off
    assert not guide.state.is_ticked


def test_facts_that_a_task_does_not_turn_on_are_no_try(qtbot: QtBot, guide: LessonGuide) -> None:
    guide.open(0)
    with qtbot.assertNotEmitted(guide.state_changed, wait=50):
        guide.tell({"neuron.page": "plane"})


def test_facts_from_before_the_lesson_do_not_count(qtbot: QtBot, guide: LessonGuide) -> None:
    guide.tell({"neuron.z": 2.0})
    guide.open(0)
    with qtbot.assertNotEmitted(guide.task_ticked, wait=50):
        guide.tell({"neuron.page": "unit"})


def test_a_guess_comes_first_and_is_shown_beside_what_happened(
    qtbot: QtBot, guide: LessonGuide, settings: SettingsFile
) -> None:
    guide.open(0)
    tell(qtbot, guide, neuron__z=2.0)
    guide.go_on()
    assert guide.state.awaits_guess
    tell(qtbot, guide, neuron__z=-3.0)
    assert not guide.state.is_ticked
    assert guide.state.feedback.kind == "note"
    with qtbot.waitSignal(guide.task_ticked):
        guide.guess(-3.4)
    assert guide.state.answers[1] == Answer(-3.4, -3.0, True)
    assert LessonProgress(SettingsFile(settings.path)).answers("first")[1] == Answer(-3.4, -3.0, True)
    assert guide.state.done == {"first"}


def test_next_leads_to_the_text_of_the_next_lesson_and_back_to_read(qtbot: QtBot, guide: LessonGuide) -> None:
    guide.open(0)
    guide.go_on()
    guide.go_on()  # both skipped
    assert guide.state.lesson is SECOND
    assert guide.state.done == frozenset()
    guide.go_back()
    assert guide.state.is_reading_back
    assert (guide.state.lesson, guide.state.page) == (FIRST, 1)
    guide.go_back()
    assert (guide.state.lesson, guide.state.page) == (FIRST, 0)
    with qtbot.assertNotEmitted(guide.task_ticked, wait=50):
        guide.tell({"neuron.z": 2.0})  # read only: its lab is not there
    guide.go_on()
    guide.go_on()
    assert (guide.state.lesson, guide.state.is_reading_back) == (SECOND, False)


def test_a_task_that_is_done_is_looked_at_again_with_the_lab_as_it_is(
    qtbot: QtBot, guide: LessonGuide, put: list[object]
) -> None:
    guide.open(0)
    tell(qtbot, guide, neuron__z=2.0)
    guide.go_on()
    assert put == [NeuronLabState(), RELU]
    assert not guide.state.is_lab_ahead
    guide.go_back()
    assert guide.state.is_lab_ahead
    guide.go_on()
    assert put == [NeuronLabState(), RELU]
    assert not guide.state.is_lab_ahead


def test_a_skipped_task_that_one_comes_back_to_has_its_own_start_again(guide: LessonGuide, put: list[object]) -> None:
    guide.open(0)
    guide.go_on()
    guide.go_back()
    assert put == [NeuronLabState(), RELU, NeuronLabState()]
    guide.go_on()
    assert put == [NeuronLabState(), RELU, NeuronLabState(), RELU]


def test_after_the_last_lesson_the_course_is_closed(qtbot: QtBot, guide: LessonGuide) -> None:
    guide.open(1)
    with qtbot.waitSignal(guide.left):
        guide.go_on()
    assert not guide.state.is_running


def test_the_page_that_was_open_is_opened_by_the_next_start(
    qtbot: QtBot, guide: LessonGuide, session: Session, settings: SettingsFile
) -> None:
    guide.open(0)
    tell(qtbot, guide, neuron__z=2.0)
    guide.go_on()
    put: list[object] = []
    tomorrow = new_guide(session, SettingsFile(settings.path), put)
    assert not tomorrow.state.is_running
    tomorrow.resume()
    assert (tomorrow.state.lesson, tomorrow.state.page, tomorrow.state.is_running) == (FIRST, 1, True)
    assert tomorrow.state.ticks_of(FIRST) == {0}
    assert put == [RELU]  # what the tasks up to here put in place, at once
    tomorrow.leave()
    again = new_guide(session, SettingsFile(settings.path), [])
    again.resume()
    assert not again.state.is_running


def test_a_lesson_is_opened_where_it_was_left_and_a_done_one_from_its_start(qtbot: QtBot, guide: LessonGuide) -> None:
    guide.open(0)
    tell(qtbot, guide, neuron__z=2.0)
    guide.leave()
    assert guide.state.chosen == 0
    guide.open(0)
    assert guide.state.page == 0  # where it was left
    guide.go_on()
    guide.guess(0.0)
    tell(qtbot, guide, neuron__z=-2.0)
    assert guide.state.done == {"first"}
    guide.leave()
    assert guide.state.chosen == 1  # what comes next
    guide.open(0)
    assert (guide.state.page, guide.state.ticks_of(FIRST), guide.state.answers) == (0, frozenset(), {})
    assert guide.state.done == {"first"}


def test_the_next_pupil_begins_anew(qtbot: QtBot, guide: LessonGuide) -> None:
    guide.open(0)
    tell(qtbot, guide, neuron__z=2.0)
    guide.begin_anew()
    assert (guide.state.is_running, guide.state.ticks, guide.state.done) == (False, {}, frozenset())


def test_a_lesson_of_ones_own_is_taken_in_and_opened_and_a_new_form_of_it_takes_its_place(guide: LessonGuide) -> None:
    own = Lesson(
        name="first", title="Mine", text=("Mine.",), start=Start(view=LEARNING), tasks=SECOND.tasks, is_own=True
    )
    guide.open(0)
    for _ in range(2):
        guide.add(own)
        assert guide.state.lesson is own
        assert guide.state.is_running
        assert len(guide.state.lessons) == 3


def test_a_lesson_that_was_made_is_in_the_list_and_the_open_page_stays_open(guide: LessonGuide) -> None:
    own = Lesson(
        name="mine", title="Mine", text=("Mine.",), start=Start(view=LEARNING), tasks=SECOND.tasks, is_own=True
    )
    guide.open(0)
    guide.go_on()
    assert guide.take_in(own) == 2
    assert guide.state.lessons[2] is own
    assert (guide.state.lesson, guide.state.page, guide.state.is_running) == (FIRST, 1, True)


def test_choosing_in_the_list_leaves_the_page_open(guide: LessonGuide) -> None:
    guide.open(0)
    guide.choose(1)
    assert (guide.state.chosen, guide.state.current, guide.state.is_running) == (1, 0, True)


def test_reading_back_over_two_lessons_and_on_again_changes_nothing(
    qtbot: QtBot, session: Session, settings: SettingsFile, put: list[object]
) -> None:
    third = replace(SECOND, name="third")
    guide = new_guide(session, settings, put, (FIRST, SECOND, third))
    guide.open(0)
    tell(qtbot, guide, neuron__z=2.0)
    guide.go_on()
    guide.guess(-2.0)
    tell(qtbot, guide, neuron__z=-2.0)
    guide.open(2)
    put.clear()
    for _ in range(3):
        guide.go_back()
    assert (guide.state.lesson, guide.state.page) == (FIRST, 0)
    for _ in range(3):
        assert guide.state.is_reading_back
        guide.go_on()
    assert (guide.state.lesson, guide.state.is_reading_back) == (third, False)
    assert guide.state.ticks_of(FIRST) == {0, 1}
    assert LessonProgress(settings).answers("first")[1].guess == -2.0
    assert put == []  # nothing was put in place anew


def test_a_lesson_of_ones_own_is_a_book_of_its_own(session: Session, settings: SettingsFile, put: list[object]) -> None:
    guide = new_guide(session, settings, put, (FIRST, replace(SECOND, is_own=True)))
    guide.open(1)
    assert not guide.state.has_back
    guide.go_back()
    assert guide.state.lesson.is_own


def test_ticks_of_an_earlier_form_with_more_tasks_do_not_count(
    qtbot: QtBot, guide: LessonGuide, settings: SettingsFile
) -> None:
    LessonProgress(settings).tick("first", 2)
    guide.open(0)
    tell(qtbot, guide, neuron__z=2.0)
    assert guide.state.ticks_of(FIRST) == {0}
    assert "first" not in guide.state.done


def test_a_new_form_of_the_lesson_that_waits_while_one_reads_back_ends_it(guide: LessonGuide) -> None:
    guide.open(1)
    guide.go_back()
    assert guide.state.lesson is FIRST
    guide.take_in(replace(SECOND, title="Anew"))
    assert not guide.state.is_running
    guide.open(1)
    assert guide.state.lesson.title == "Anew"


def test_a_guess_is_kept_where_what_happened_is_no_number(qtbot: QtBot, guide: LessonGuide) -> None:
    unknown = replace(FIRST.tasks[1], checks=ABOVE, guess=Guess("Where?", fact="neuron.edge"))
    guide.add(replace(FIRST, tasks=(unknown,)))
    guide.guess(1.0)
    tell(qtbot, guide, neuron__z=2.0, neuron__edge=float("nan"))
    assert guide.state.is_ticked
    assert guide.state.answers[0] == Answer(1.0, None, False)


def test_next_leads_into_a_lesson_that_was_done_and_forgets_nothing_of_it(
    qtbot: QtBot, guide: LessonGuide, settings: SettingsFile
) -> None:
    progress = LessonProgress(settings)
    progress.tick("second", 0)
    guide.open(0)
    guide.go_on()
    guide.go_on()
    assert (guide.state.lesson, guide.state.page, guide.state.is_ticked) == (SECOND, 0, True)
    guide.begin_again()
    assert not guide.state.is_ticked


def test_a_run_of_the_page_before_is_no_try_of_this_one(qtbot: QtBot, guide: LessonGuide) -> None:
    asked = Task(
        do="Train.", checks=(Check(fact="training.cost", below=1),), guess=Guess("Cost?", fact="training.cost")
    )
    guide.add(replace(SECOND, name="asked", tasks=(asked,)))
    with qtbot.assertNotEmitted(guide.state_changed, wait=50):
        guide.tell({"training.cost": 0.5})


def test_what_is_said_follows_the_facts_that_it_names(qtbot: QtBot, guide: LessonGuide) -> None:
    miss = Miss((Check(fact="neuron.z", at_most=1),), Saying("The bias is {neuron.bias}."))
    guide.add(replace(FIRST, name="told", tasks=(Task(do="Up.", checks=ABOVE, misses=(miss,)),)))
    tell(qtbot, guide, neuron__z=0.5, neuron__bias=1.0)
    tell(qtbot, guide, neuron__bias=2.0)
    assert guide.state.feedback.text == "The bias is 2."


def test_a_task_that_needs_a_digit_brings_the_drawing_back_where_none_is_drawn(guide: LessonGuide) -> None:
    shown: list[object] = []
    stage_of(guide).columns_requested.connect(shown.append)
    needs = Task(do="Look.", checks=(Check(fact="drawing.strokes", at_least=1),))
    lesson = replace(SECOND, name="needs", tasks=(needs,))
    guide.tell({"drawing.strokes": 0})
    guide.add(lesson)
    assert shown[-1] == {"draw"}
    assert guide.state.feedback.text == "First draw a digit, beside this page."
    guide.leave()
    guide.tell({"drawing.strokes": 1})
    guide.add(lesson)
    assert shown[-1] == frozenset()
