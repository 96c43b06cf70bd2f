"""The shipped lessons, each task's check both ways, and what a malformed lesson file is told."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from handwriting_app.assets import resources_folder
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.settings import SETTINGS, AnySetting, Layers, Switch
from handwriting_app.lab.expression import Expression
from handwriting_app.lab.facts import KNOWN_FACTS, Fact, facts_of
from handwriting_app.lab.learning import Learning
from handwriting_app.lab.lesson import Lesson
from handwriting_app.lab.neuron_state import NeuronLabState, state_from
from handwriting_app.lab.points import TABLES
from handwriting_app.storage.lesson_files import LessonFileError, load_lesson, load_lessons

FOLDER = resources_folder() / "lessons"
LESSONS = {lesson.name: lesson for lesson in load_lessons(FOLDER)}

Facts = dict[str, Fact]


def unit(kind: str, inputs: tuple[float, ...], weights: tuple[float, ...] = (), bias: float = 0.0) -> Facts:
    """The facts of the neuron lab with a unit set up like this."""
    values = {"kind": kind, "used": len(inputs), "inputs": [*inputs, 0, 0][:3], "bias": bias}
    return state_from(values | {"weights": [*weights, 1, 1, 1][:3]}).facts()


def learnt(table: str, weights: tuple[float, float] = (0.3, -0.4)) -> Facts:
    """The facts after the perceptron rule has run to its end."""
    state = NeuronLabState(page="plane", kind="threshold", weights=(*weights, 1.0), points=TABLES[table])
    learning = Learning(state.plane_neuron())
    while not learning.ended:
        learning = learning.step(state.points, "perceptron", 0.2)
    return state.with_neuron(learning.neuron).facts(learning)


def unlearnt(table: str) -> Facts:
    return NeuronLabState(page="plane", kind="threshold", points=TABLES[table]).facts()


def layers(hidden: int, epochs: int, mistakes: int) -> Facts:
    return {
        "layers.points": "XOR",
        "layers.hidden": hidden,
        "layers.epochs": epochs,
        "layers.mistakes": mistakes,
    }


def chain(kind: str, terms: tuple[float, float, float], target: float, steps: int = 0) -> Facts:
    expression = Expression(terms, target, kind)  # type: ignore[arg-type]
    for _ in range(steps):
        expression = expression.step(0.5)
    return NeuronLabState(page="chain", expression=expression, expression_steps=steps).facts()


def run(mode: str, cost: float, epochs: int = 5) -> Facts:
    return {"descent_mode": mode, "training.cost": cost, "training.epochs": epochs}


# Lesson → for each task: facts with which it is done, and facts with which it is nearly, but not yet, done.
TASKS: dict[str, list[tuple[Facts, Facts]]] = {
    "sum": [
        (unit("sum", (1, 2, 3)), unit("sum", (3, 3))),
        (unit("sum", (1, -2, 0)), unit("sum", (1, -1, 0))),
    ],
    "linear": [
        (unit("linear", (0,), (0.5,), 1), unit("linear", (2,), (0.5,), 0)),
        (unit("linear", (3,), (2,), 1), unit("linear", (3,), (2.3,), 0.1)),
    ],
    "threshold": [
        (unit("threshold", (1,), (1,), -2), unit("threshold", (1,), (-1,), 2)),
        (unit("threshold", (1,), (-1,), 2), unit("threshold", (1,), (1,), -2)),
        (learnt("AND"), unlearnt("AND") | {"plane.mistakes": 0}),
    ],
    "xor": [
        (learnt("XOR"), unlearnt("XOR")),
        (layers(3, 200, 0), layers(3, 200, 1)),
        (layers(1, 200, 1), layers(3, 200, 1)),
    ],
    "sigmoid": [
        (unit("sigmoid", (0,)), unit("sigmoid", (0.3,))),
        (unit("sigmoid", (5,)), unit("sigmoid", (4,))),
        (unit("sigmoid", (-5,), (1.3,)), unit("sigmoid", (-5,))),
    ],
    "relu": [
        (unit("relu", (1,), (-2,)), unit("relu", (1,), (-0.5,))),
        (unit("relu", (3,)), unit("linear", (3,))),
        (unit("relu", (1,), (1,), -1), unit("relu", (1,), (1,), -1.05)),
    ],
    "descent": [
        ({"descent.status": "converged"}, {"descent.status": "descending"}),
        ({"descent.status": "diverged"}, {"descent.status": "converged"}),
    ],
    "modes": [
        (run("stochastic", 0.09), run("mini-batch", 0.09)),
        (run("batch", 2.1, epochs=20), run("batch", 2.1, epochs=19)),
        (run("mini-batch", 0.09), run("mini-batch", 0.1)),
        ({"race.modes": 3, "race.finished": 3}, {"race.modes": 3, "race.finished": 2}),
    ],
    "backpropagation": [
        (chain("linear", (0.5, 1, 1.5), 1, steps=8), chain("linear", (0.5, 0.5, 0), 1)),
        (chain("sigmoid", (0.5, -0.5, 0), 1), chain("sigmoid", (0.5, 0.5, 0), 1)),
        (chain("sigmoid", (2, 2, 1.1), 1), chain("sigmoid", (2, 2, 0.9), 1)),
        (chain("relu", (-1, 0, 0), 1), chain("relu", (-1, 0, 0), 0.1)),
        (chain("relu", (1, 0, 0.5), 1, steps=9), chain("relu", (1, 0, 0), 1)),
    ],
}


def test_the_lessons_come_in_the_order_of_the_article() -> None:
    assert list(LESSONS) == list(TASKS)


@pytest.mark.parametrize(
    ("lesson", "number"), [(name, number) for name, tasks in TASKS.items() for number in range(len(tasks))]
)
def test_each_check_both_ways(lesson: str, number: int) -> None:
    task = LESSONS[lesson].tasks[number]
    done, not_yet = TASKS[lesson][number]
    assert task.is_done(done)
    assert not task.is_done(not_yet)
    assert not task.is_done({})


@pytest.mark.parametrize("lesson", LESSONS.values(), ids=lambda lesson: lesson.name)
def test_a_lesson_is_whole_and_does_not_start_done(lesson: Lesson) -> None:
    assert len(TASKS[lesson.name]) == len(lesson.tasks)
    assert all(lesson.text)
    assert all(task.learnt for task in lesson.tasks)
    if lesson.view == "neuron_lab":
        assert not lesson.tasks[0].is_done(state_from(lesson.lab).facts())


def test_the_lessons_say_what_popular_texts_get_wrong() -> None:
    assert "never below 0" in " ".join(LESSONS["sigmoid"].text)
    assert "convention" in LESSONS["relu"].tasks[2].learnt


GOOD = """
title = "A lesson"
text = "One.\\n\\nTwo."
[start]
view = "neuron_lab"
lab = { kind = "relu" }
[[task]]
do = "Do it."
check = [{ fact = "neuron.z", above = 1 }]
"""


def lesson_file(folder: Path, text: str, name: str = "01-it.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_lesson_file_is_read(tmp_path: Path) -> None:
    lesson = load_lesson(lesson_file(tmp_path, GOOD))
    assert (lesson.name, lesson.title, lesson.text) == ("it", "A lesson", ("One.", "Two."))
    assert lesson.tasks[0].is_done({"neuron.z": 2})
    assert lesson.training is None


def test_settings_of_a_lesson_are_a_configuration(tmp_path: Path) -> None:
    text = GOOD.replace("[[task]]", "[start.training]\nhidden = [8, 4]\nlearning_rate = 1\n[[task]]", 1)
    training = load_lesson(lesson_file(tmp_path, text)).training
    assert training is not None
    assert (training.hidden, training.learning_rate) == ((8, 4), 1)


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=lambda each: each.name)
def test_a_lesson_can_set_every_setting_and_nothing_that_it_does_not_take(tmp_path: Path, setting: AnySetting) -> None:
    def training(toml: str) -> TrainingConfig | None:
        table = f"[start.training]\n{setting.name} = {toml}\n[[task]]"
        return load_lesson(lesson_file(tmp_path, GOOD.replace("[[task]]", table, 1))).training

    usual = setting.default
    assert training(json.dumps(usual)) == TrainingConfig()  # TOML writes what occurs here as JSON does
    wrong = re.escape(f"training of start: {setting.name} must be ")
    with pytest.raises(LessonFileError, match=f"{wrong}.*, not inf"):
        training("inf")


def test_lessons_can_ask_for_every_setting_that_is_a_number_or_a_choice() -> None:
    told = facts_of(TrainingConfig())
    assert set(told) == {each.fact for each in SETTINGS.values() if not isinstance(each, Layers | Switch)}
    assert told.items() <= KNOWN_FACTS.items()
    assert {"descent_mode", "batch_size", "learning_rate", "activation", "cost_function", "update_rule"} <= set(told)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('title = "A lesson"', "title = ", "is not TOML"),
        ('title = "A lesson"', "title = 3", "title of the lesson must be text"),
        ('title = "A lesson"', 'title = " "', "title of the lesson is empty"),
        ('title = "A lesson"', "", "the lesson has no title"),
        ('title = "A lesson"', 'title = "A"\nauthor = "B"', "the lesson has no place for author"),
        ('"neuron_lab"', '"kitchen"', "view must be one of"),
        ('kind = "relu"', 'kind = "quantum"', "kind must be one of"),
        ("[[task]]", "[start.training]\nspeed = 3\n[[task]]", "training of start: there is no setting named 'speed'"),
        (
            "[[task]]",
            "[start.training]\nepochs = 1.5\n[[task]]",
            "training of start: epochs must be a whole number from 1 to 1,000,000,000, not 1.5",
        ),
        (
            "[[task]]",
            "[start.training]\nepochs = 0\n[[task]]",
            "epochs must be a whole number from 1 to 1,000,000,000, not 0",
        ),
        ("[[task]]", "[other]", "has no place for other"),
        ('do = "Do it."', "", "task 1 has no do"),
        ('check = [{ fact = "neuron.z", above = 1 }]', "check = []", "task 1 has no check"),
        ('check = [{ fact = "neuron.z", above = 1 }]', 'check = "z > 1"', "check of task 1 must be a list"),
        ("above = 1", "over = 1", "a check of task 1 has no place for over"),
        ("above = 1", 'above = "__import__"', "task 1: above of neuron.z must be a number"),
        ("neuron.z", "neuron.colour", "task 1: there is no fact named 'neuron.colour'"),
        ('fact = "neuron.z", ', "", "must be a table with a fact"),
    ],
)
def test_a_malformed_lesson_says_what_is_wrong(tmp_path: Path, old: str, new: str, words: str) -> None:
    path = lesson_file(tmp_path, GOOD.replace(old, new, 1))
    with pytest.raises(LessonFileError, match=re.escape(words)) as problem:
        load_lesson(path)
    assert str(problem.value).startswith("01-it.toml: ")
    assert "\n" not in str(problem.value)


def test_files_that_are_no_lessons(tmp_path: Path) -> None:
    with pytest.raises(LessonFileError, match="There are no lessons"):
        load_lessons(tmp_path)
    with pytest.raises(LessonFileError, match="cannot be read"):
        load_lesson(tmp_path / "01-none.toml")
    binary = tmp_path / "01-it.toml"
    binary.write_bytes(b"title = '\xff'")
    with pytest.raises(LessonFileError, match="is not UTF-8"):
        load_lesson(binary)
    with pytest.raises(LessonFileError, match="file name"):
        load_lesson(lesson_file(tmp_path, GOOD, "Seven Lessons.toml"))


def test_two_lessons_of_one_name_are_refused(tmp_path: Path) -> None:
    lesson_file(tmp_path, GOOD, "01-it.toml")
    lesson_file(tmp_path, GOOD, "02-it.toml")
    with pytest.raises(LessonFileError, match="another lesson is called it"):
        load_lessons(tmp_path)
