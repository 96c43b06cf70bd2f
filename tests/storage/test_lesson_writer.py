"""Lessons that are written, and read again."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.lab.checks import Check
from handwriting_app.lab.for_lessons import VIEW_STATES
from handwriting_app.lab.lesson import COLUMNS, NETWORKS, Guess, Lesson, Miss, Points, Start, Task
from handwriting_app.lab.saying import Saying
from handwriting_app.lab.views import COURSE, VIEWS
from handwriting_app.storage.lesson_files import LessonFileError, read_lesson
from handwriting_app.storage.lesson_start import controls
from handwriting_app.storage.lesson_writer import lesson_text, write_lesson
from handwriting_app.storage.own_lessons import shipped_lessons_folder
from tests.lab.test_state_values import given_to

SHIPPED = sorted(shipped_lessons_folder().glob("*.toml"))


def written(folder: Path, lesson: Lesson) -> Lesson:
    path = folder / f"{lesson.name}.toml"
    write_lesson(path, lesson)
    return read_lesson(path, is_own=lesson.is_own)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_lesson_of_the_course_is_the_same_once_written(path: Path, tmp_path: Path) -> None:
    lesson = read_lesson(path)
    assert written(tmp_path, lesson) == lesson


WORDS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=80)
SPOKEN = WORDS.map(lambda text: text.replace("{", "(").replace("}", ")")).filter(lambda text: text.strip())
PROSE = st.lists(WORDS.map(lambda text: " ".join(text.split())).filter(bool), min_size=1, max_size=3).map(tuple)
POINT = st.tuples(st.floats(-1, 2), st.floats(-1, 2))
DRAWINGS = st.lists(st.lists(POINT, min_size=1, max_size=4).map(tuple), max_size=3).map(tuple)
CONFIGS = st.builds(
    TrainingConfig,
    hidden=st.lists(st.integers(1, 64), max_size=3).map(tuple),
    descent=st.sampled_from(("batch", "stochastic", "mini-batch")),
    learning_rate=st.floats(1e-6, 10),
    l2=st.floats(0, 1),
    seed=st.integers(0, 2**32 - 1),
    stop_when_converged=st.booleans(),
)
CHECK = Check(fact="neuron.kind", one_of=("sum", "sigmoid"))
NUMBER = Check(fact="training.held_out_accuracy", at_least=0.95)
GUESSES = st.sampled_from(
    (
        Guess("How far?", fact="neuron.output", within=0.25),
        Guess("What?", answer="more", choices=("more", 'l"ess')),
        Guess("Which?", answer=3.5),
    )
)


@st.composite
def starts(draw: st.DrawFn) -> Start:
    view = draw(st.sampled_from([view for view in VIEWS if view is not COURSE]))
    schema = VIEW_STATES.get(view.name)
    return Start(
        view=view,
        lab=schema.read(draw(given_to(view.name))) if schema is not None and draw(st.booleans()) else None,
        training=draw(st.none() | CONFIGS),
        network=draw(st.none() | st.sampled_from(NETWORKS)),
        drawing=draw(st.none() | DRAWINGS),
        digit=draw(st.none() | st.integers(0, 9)),
        columns=draw(st.none() | st.frozensets(st.sampled_from(COLUMNS))),
        only=draw(st.none() | st.frozensets(st.sampled_from(sorted(controls())), max_size=4)),
        hidden=draw(st.frozensets(st.sampled_from(sorted(controls())), max_size=4)),
    )


TASKS = st.builds(
    Task,
    do=SPOKEN,
    checks=st.sampled_from(((CHECK,), (CHECK, NUMBER))),
    text=st.just(()) | PROSE,
    start=st.just(Start()) | starts(),
    guess=st.none() | GUESSES,
    misses=st.lists(st.builds(Miss, st.just((NUMBER,)), SPOKEN.map(Saying)), max_size=2).map(tuple),
    hint=st.just("") | SPOKEN,
    learnt=st.just("") | SPOKEN,
)
LESSONS = st.builds(
    Lesson,
    name=st.just("mine"),
    title=st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=30),
    text=PROSE,
    start=starts(),
    tasks=st.lists(TASKS, min_size=1, max_size=3).map(tuple),
    is_own=st.just(True),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
@given(lesson=LESSONS)
def test_what_is_written_is_read_again(tmp_path: Path, lesson: Lesson) -> None:
    assert written(tmp_path, lesson) == lesson


def test_the_text_is_laid_out_for_a_person() -> None:
    lesson = read_lesson(SHIPPED[0])
    text = lesson_text(lesson)
    assert text.startswith(f'title = "{lesson.title}"\ntext = """\n{lesson.text[0][:20]}')
    assert max(map(len, text.partition("[start]")[0].splitlines())) <= 100


@pytest.mark.parametrize(
    ("strokes", "why"),
    [
        ([tuple((i / 7000 + 1e-9, i / 3000) for i in range(5000))], "larger than 128 KiB"),
        ([((0.0, 0.0),)] * 101, "drawing must be"),
        ([((0.5, 0.5),) * 5001], "more than 5,000 points"),
    ],
)
def test_a_lesson_that_could_not_be_read_is_not_written(tmp_path: Path, strokes: list[Points], why: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("as it was", encoding="utf-8")
    start = Start(view=VIEWS[0], drawing=tuple(strokes))
    lesson = Lesson(name="mine", title="Mine", text=("x",), start=start, tasks=(Task(do="x", checks=(CHECK,)),))
    with pytest.raises(LessonFileError, match=why):
        write_lesson(path, lesson)
    assert path.read_text(encoding="utf-8") == "as it was"
    assert list(tmp_path.iterdir()) == [path]
