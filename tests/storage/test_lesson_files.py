"""How a lesson file is read, and what a malformed one is told; what the course says is tested beside this."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from handwriting_app.assets import resources_folder
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.settings import NON_DIGITS, SETTINGS, AnySetting
from handwriting_app.lab.diagnosis import diagnose
from handwriting_app.lab.facts import Fact
from handwriting_app.lab.neuron_state import NeuronLabState
from handwriting_app.lab.views import NEURON_LAB
from handwriting_app.storage.lesson_files import LARGEST, LessonFileError, LessonProblem, load_lessons, read_lesson

FOLDER = resources_folder() / "lessons"

GOOD = (
    """
title = "A lesson"
text = """
    + '"""'
    + """
One.

Two: page = 1.
"""
    + '"""'
    + """
[start]
view = "neuron_lab"
lab = { kind = "relu" }
[[task]]
do = "Do it."
check = [{ fact = "neuron.z", above = 1 }]

[[task]]
do = "And that."
check = [
    { fact = "neuron.kind", equals = "relu" },
    { fact = "neuron.page", one_of = ["unit", "plane"] },
]
"""
)
NESTED = ("{" + "a." * 60 + "a = ") * 200 + "1" + "}" * 200
NO_SPEED = "training: there is no setting named 'speed'"
EPOCHS = "training: epochs must be a whole number from 1 to 1,000,000,000, not "
LINE_1 = 1
TITLE, TEXT, START, VIEW, LAB, TASK_1, DO, CHECK, TASK_2, SECOND_CHECK = 2, 3, 8, 9, 10, 11, 12, 13, 15, 19


def lesson_file(folder: Path, text: str, name: str = "01-it.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def problem_in(path: Path) -> LessonProblem:
    with pytest.raises(LessonFileError) as problem:
        read_lesson(path)
    message = str(problem.value)
    assert message == str(problem.value.problem)
    assert message.startswith(path.name)
    assert "\n" not in message
    assert len(message) < 500
    return problem.value.problem


def test_a_lesson_file_is_read(tmp_path: Path) -> None:
    lesson = read_lesson(lesson_file(tmp_path, GOOD))
    assert (lesson.name, lesson.title, lesson.text) == ("it", "A lesson", ("One.", "Two: page = 1."))
    assert lesson.view is NEURON_LAB
    assert lesson.start.lab == NeuronLabState(kind="relu")
    assert lesson.tasks[0].is_done({"neuron.z": 2})
    assert lesson.start.training is None


def test_settings_of_a_lesson_are_a_configuration(tmp_path: Path) -> None:
    text = GOOD.replace("[[task]]", "[start.training]\nhidden = [8, 4]\nlearning_rate = 1\n[[task]]", 1)
    training = read_lesson(lesson_file(tmp_path, text)).start.training
    assert training is not None
    assert (training.hidden, training.learning_rate) == ((8, 4), 1)


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=lambda each: each.name)
def test_a_lesson_can_set_every_setting_and_nothing_that_it_does_not_take(tmp_path: Path, setting: AnySetting) -> None:
    def training(toml: str) -> TrainingConfig | None:
        table = f"[start.training]\n{setting.name} = {toml}\n[[task]]"
        return read_lesson(lesson_file(tmp_path, GOOD.replace("[[task]]", table, 1))).start.training

    usual = setting.default
    other = {} if setting is NON_DIGITS else {"non_digits": False}
    assert training(json.dumps(usual)) == TrainingConfig(**other)  # TOML writes what occurs here as JSON does
    wrong = re.escape(f"training: {setting.name} must be ")
    with pytest.raises(LessonFileError, match=f"{wrong}.*, not inf"):
        training("inf")


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('title = "A lesson"', "title = ", TITLE, "is not TOML: Invalid value, at column 9"),
        ("equals", '"', SECOND_CHECK - 1, "is not TOML"),
        ('A lesson"', "A lesson", TITLE, "is not TOML: a quotation mark is not closed on this line, at column 18"),
        ('"A lesson"', "'A\nb = 'c'", TITLE, "is not TOML: a quotation mark is not closed on this line"),
        ("[[task]]", "title = 3\ntitle = 4\n[[task]]", TASK_1 + 1, "is not TOML: Cannot overwrite a value"),
        ('title = "A lesson"', "title = 3", TITLE, "title of the lesson must be text, not 3"),
        ('title = "A lesson"', 'title = " "', TITLE, "title of the lesson is empty"),
        ('title = "A lesson"', f'title = "{"A" * 201}"', TITLE, "title of the lesson is longer than 200 characters"),
        ("One.", "One " * 6000, TEXT, "text of the lesson is longer than 20,000 characters"),
        ('"Do it."', f'"{"Do it. " * 500}"', DO, "do of task 1 is longer than 2,000 characters"),
        ('title = "A lesson"', "", LINE_1, "the lesson has no title"),
        ('title = "A lesson"', 'title = "A"\nauthor = "B"', TITLE + 1, "the lesson has no place for author"),
        ('title = "A lesson"', '"a\\nb" = 1', TITLE, r"the lesson has no place for 'a\nb'"),
        ('"neuron_lab"', '"kitchen"', VIEW, "view must be one of learning_view, "),
        ('"neuron_lab"', '"course_view"', VIEW, "view must be one of"),
        ('"neuron_lab"', '["neuron_lab"]', VIEW, "view of start must be text"),
        ('view = "neuron_lab"', "", START, "start has no view"),
        ("[start]", "[begin]", START, "the lesson has no place for begin"),
        # What a lab may be set to.
        ('kind = "relu"', 'kind = "quantum"', LAB, "kind must be one of sum, linear, threshold, sigmoid, relu, not"),
        ('kind = "relu"', 'colour = "red"', LAB, "there is no 'colour' to set here, only page, kind, "),
        ('kind = "relu"', "inputs = [1, 2]", LAB, "inputs must be three numbers from −100 to 100, not [1, 2]"),
        ('{ kind = "relu" }', '"relu"', LAB, "lab of start must be a table"),
        ('lab = { kind = "relu" }', '[start.lab]\nused = 2\n\nkind = "quantum"', LAB + 3, "kind must be one of"),
        ('neuron_lab"\n', 'race_view"\n', LAB, "nothing can be set in race_view"),
        (
            'neuron_lab"\nlab = { kind = "relu" }',
            'descent_lab"\n[start.lab]\npage = "vally"',
            LAB + 1,
            "page must be one of valley, surface, not 'vally'",
        ),
        (
            'neuron_lab"\nlab = { kind = "relu" }',
            'descent_lab"\nlab = { learning_rate = 0 }',
            LAB,
            "learning_rate must be a number from 0.000001 to 100, not 0",
        ),
        (
            'neuron_lab"\nlab = { kind = "relu" }',
            'descent_lab"\nlab = { start = 101 }',
            LAB,
            "start must be a number from −4 to 4, not 101",
        ),
        # Settings.
        (
            "[[task]]",
            "[start.training]\nspeed = 3\n[[task]]",
            TASK_1 + 1,
            NO_SPEED,
        ),
        (
            "[[task]]",
            "[start.training]\nepochs = 1.5\n[[task]]",
            TASK_1 + 1,
            f"{EPOCHS}1.5",
        ),
        (
            "[[task]]",
            "[start.training]\nseed = 1\nepochs = 0\n[[task]]",
            TASK_1 + 2,
            f"{EPOCHS}0",
        ),
        (
            "[[task]]",
            "[start.training]\nl2 = 0x1" + "0" * 300 + "\n[[task]]",
            TASK_1 + 1,
            "training: l2 must be at least 0 and",
        ),
        ("[[task]]", "[start.training]\nseed = 1\nspeed = 3\nepochs = 0\n[[task]]", TASK_1 + 2, "named 'speed'"),
        ("[[task]]", "[start.training]\nseed = 1\nhidden = [4, 0]\n[[task]]", TASK_1 + 2, "hidden must be a list of"),
        # Tasks and checks.
        ("[[task]]", "[other]", TASK_1, "the lesson has no place for other"),
        ('do = "Do it."', "", TASK_1, "task 1 has no do"),
        ('do = "And that."', "", TASK_2, "task 2 has no do"),
        ('check = [{ fact = "neuron.z", above = 1 }]', "check = []", CHECK, "task 1 has no check"),
        ('check = [{ fact = "neuron.z", above = 1 }]', 'check = "z > 1"', CHECK, "check of task 1 must be a list"),
        ('{ fact = "neuron.z", above = 1 }', "1", CHECK, "a check of task 1 must be a table, not 1"),
        ("above = 1", "over = 1", CHECK, "a check of task 1 has no place for over"),
        ("above = 1", 'above = "__import__"', CHECK, "a check of task 1: above of neuron.z must be a number"),
        ("above = 1", "above = inf", CHECK, "above of neuron.z must be a number, not inf"),
        ("neuron.z", "neuron.colour", CHECK, "a check of task 1: there is no fact named 'neuron.colour'"),
        ('fact = "neuron.z", ', "", CHECK, "a check of task 1 has no fact"),
        ('"unit", "plane"', '"unit",\n"plain"', SECOND_CHECK, "one_of of neuron.page must be one of unit, plane"),
        ('equals = "relu"', 'equals = "ReLU"', SECOND_CHECK - 1, "equals of neuron.kind must be one of sum, linear"),
    ],
)
def test_a_slip_is_told_with_its_line(tmp_path: Path, old: str, new: str, line: int, words: str) -> None:
    assert old in GOOD
    problem = problem_in(lesson_file(tmp_path, GOOD.replace(old, new, 1)))
    assert words in problem.sentence
    assert problem.line == line
    assert str(problem).startswith(f"01-it.toml, line {line}: ")
    windows = tmp_path / "windows.toml"
    windows.write_bytes((tmp_path / "01-it.toml").read_bytes().replace(b"\n", b"\r\n"))
    assert problem_in(windows).line == line


def test_files_that_are_no_lessons(tmp_path: Path) -> None:
    assert "cannot be read" in problem_in(tmp_path / "01-none.toml").sentence
    assert "cannot be read" in problem_in(tmp_path).sentence
    binary = tmp_path / "01-it.toml"
    binary.write_bytes(b"# \n\ntitle = '\xff'")
    assert str(problem_in(binary)) == "01-it.toml, line 3: is not UTF-8 text."
    assert "file name" in problem_in(lesson_file(tmp_path, GOOD, "Seven Lessons.toml")).sentence
    assert problem_in(lesson_file(tmp_path, "")).sentence == "the lesson has no start"
    assert problem_in(lesson_file(tmp_path, GOOD + "\n\n'")).line == GOOD.count("\n") + 3


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("#" * (LARGEST + 1), None, "larger than 128 KiB"),
        ("a = " + "[" * 5000, None, "nested too deeply"),
        ("a = " + "{a = " * 5000, None, "nested too deeply"),
        ("a = " + "[" * 60_000 + "]" * 60_000, None, "nested too deeply"),
        ("\n".join(f"[{'a.' * 20}b{n}]" for n in range(2000)), 1, "nested too deeply"),
        # tomllib would take an hour over each of these.
        ("# so\na" + ".a" * 60_000 + " = 1", 2, "nested too deeply"),
        ("[a" + ".'a'" * 30_000 + "]", 1, "nested too deeply"),
        ('a = "' + '\\"' * 60_000, 1, "is not TOML"),
        ("\n\na = " + "9" * 5000, 3, "too many digits"),
        (GOOD.replace('"A lesson"', NESTED), 2, "nested too deeply"),
        (GOOD.replace('"A lesson"', "0x" + "f" * 5000), 2, "must be text, not a number of thousands of digits"),
        ("title = '" + "'\ntitle = '".join("ab") + "'", 2, "Cannot overwrite"),
        ("[[task]]\ndo = 'it'\n" * 100 + "[start]\nview = 'network_view'", 1, "more than 50 parts called task"),
    ],
    ids=lambda value: value[:10] if isinstance(value, str) else str(value),
)
@pytest.mark.timeout(30)
def test_what_no_lesson_needs_is_refused_in_a_line(tmp_path: Path, text: str, line: int | None, words: str) -> None:
    problem = problem_in(lesson_file(tmp_path, text))
    assert words in problem.sentence
    assert problem.line == line


def test_a_broken_file_does_not_spoil_the_others(tmp_path: Path) -> None:
    lesson_file(tmp_path, GOOD, "01-one.toml")
    lesson_file(tmp_path, GOOD.replace("relu", "quantum", 1), "02-two.toml")
    lesson_file(tmp_path, "title", "03-three.toml")
    lesson_file(tmp_path, GOOD, "04-four.toml")
    lesson_file(tmp_path, GOOD, "05-one.toml")
    lessons, problems = load_lessons(tmp_path)
    assert [lesson.name for lesson in lessons] == ["one", "four"]
    assert [(problem.file, problem.line) for problem in problems] == [
        ("02-two.toml", LAB),
        ("03-three.toml", 1),
        ("05-one.toml", None),
    ]
    assert str(problems[2]) == "05-one.toml: another lesson is called one too."


def test_a_folder_without_lessons_is_told(tmp_path: Path) -> None:
    lessons, (problem,) = load_lessons(tmp_path)
    assert lessons == ()
    assert "no lessons" in problem.sentence


def test_the_shipped_lessons_have_no_problem() -> None:
    assert load_lessons(FOLDER).problems == ()


def test_the_example_of_the_documentation_is_a_lesson(tmp_path: Path) -> None:
    docs = (Path(__file__).parents[2] / "docs" / "lessons.md").read_text(encoding="utf-8")
    example = docs.split("```toml\n")[1].split("```")[0]
    lesson = read_lesson(lesson_file(tmp_path, example))
    start, (task,) = lesson.start, lesson.tasks
    assert None not in (start.lab, start.training, start.network, start.drawing, start.digit, start.columns, start.only)
    assert start.hidden
    assert task.guess is not None
    assert task.text
    assert task.start.lab is not None
    facts: dict[str, Fact] = {"neuron.kind": "threshold", "neuron.edge": 3.0}
    assert diagnose(task, facts) == "The edge is 3; it must be between 1.95 and 2.05."
    assert diagnose(task, facts | {"neuron.bias": 6.0}) == "The edge is at 3, and must be at 2: the bias is 6."
