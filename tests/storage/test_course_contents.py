"""The course itself: every task can be done from where one stands, and whatever misses it is told, truly."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from handwriting_app.lab.checks import FACTS
from handwriting_app.lab.descent_state import DescentLabState
from handwriting_app.lab.diagnosis import diagnose
from handwriting_app.lab.for_lessons import RUN_FACTS, VIEW_FACTS, WINDOW_FACTS
from handwriting_app.lab.lesson import Lesson
from handwriting_app.lab.neuron_state import NeuronLabState
from handwriting_app.lab.valley import ValleyDescent
from handwriting_app.lab.views import COURSE, MY_HANDWRITING, RUNS, SWEEP, VIEWS
from tests.course_cases_digit import CASES as DIGIT
from tests.course_cases_dream import CASES as DREAM
from tests.course_cases_dream import half_sure
from tests.course_cases_hands import CASES as HANDS
from tests.course_cases_hands import moved, shipped_ranking
from tests.course_cases_learning import CASES as LEARNING
from tests.course_cases_time import CASES as TIME
from tests.course_cases_units import CASES as UNITS
from tests.course_cases_why_not import CASES as WHY_NOT
from tests.course_facts import (
    LESSONS,
    Case,
    Facts,
    backprop,
    chain,
    features,
    ran,
    start_of,
    task_of,
    trained,
    unit,
    valley,
)

CASES: dict[str, tuple[Case, ...]] = UNITS | LEARNING | DIGIT | TIME | WHY_NOT | HANDS | DREAM
PAGES = [(name, page) for name, lesson in LESSONS.items() for page in range(len(lesson.tasks))]

DOCS = (Path(__file__).parents[2] / "docs" / "lessons.md").read_text(encoding="utf-8")

MOST_WORDS = 120
"""Of a text, so that it stands with its task on one page beside the lab."""

each_task = pytest.mark.parametrize(("lesson", "page"), PAGES, ids=[f"{name}-{page + 1}" for name, page in PAGES])
each_lesson = pytest.mark.parametrize("lesson", LESSONS.values(), ids=LESSONS)


def test_the_lessons_come_in_the_order_of_the_article_and_go_on_to_the_learners_own_digit() -> None:
    assert list(LESSONS) == [
        *("sum", "linear", "threshold", "xor", "sigmoid", "relu"),
        *("descent", "modes", "backpropagation"),
        *("weight", "paths", "cost", "back"),
        "time",
        "why-not",
        "hands",
        "dream",
        "derivation",
    ]
    assert {name: len(cases) for name, cases in CASES.items()} == {
        name: len(each.tasks) for name, each in LESSONS.items()
    }


@each_task
def test_a_task_is_done_from_its_own_start(lesson: str, page: int) -> None:
    task, done = task_of(lesson, page), CASES[lesson][page].done()
    assert task.is_done(done), diagnose(task, done)
    assert not task.is_done({})


@each_task
def test_what_misses_a_task_is_told_in_a_sentence_of_its_own(lesson: str, page: int) -> None:
    task, misses = task_of(lesson, page), CASES[lesson][page].misses
    assert len(misses) >= 3
    for sentence, wrong in misses.items():
        facts = wrong()
        assert not task.is_done(facts), sentence
        assert diagnose(task, facts) == sentence


@each_task
def test_every_foreseen_miss_can_be_said(lesson: str, page: int) -> None:
    """It names only facts that are told where it is said: none falls back to the bare check."""
    task = task_of(lesson, page)
    told = {*RUN_FACTS, *WINDOW_FACTS}
    for view in {_view(lesson, page), *_views_to_open(lesson, page)}:
        told |= VIEW_FACTS.get(view, {}).keys()
    for miss in task.misses:
        assert set(re.findall(r"\{([^}]*)\}", miss.say.text)) <= told
        assert {check.fact for check in miss.checks} <= told
    assert {check.fact for check in task.checks} <= told


@each_task
def test_a_guess_is_held_against_what_happens(lesson: str, page: int) -> None:
    guess, done = task_of(lesson, page).guess, CASES[lesson][page].done()
    if guess is not None:
        outcome = guess.outcome(done)
        assert outcome is not None
        assert isinstance(outcome, str) or math.isfinite(outcome)
        assert guess.is_right(outcome, outcome)
        if guess.choices:
            assert outcome in guess.choices


def test_most_tasks_first_ask_what_will_happen() -> None:
    asked = sum(task.guess is not None for lesson in LESSONS.values() for task in lesson.tasks)
    assert asked >= len(PAGES) / 2


@each_task
def test_no_page_opens_done(lesson: str, page: int) -> None:
    lab = start_of(lesson, page).lab
    if isinstance(lab, NeuronLabState):
        assert not task_of(lesson, page).is_done(unit(lesson, page))
    if isinstance(lab, DescentLabState):
        assert not task_of(lesson, page).is_done(valley(lesson, page))
    if lab is None or hasattr(lab, "true_digit"):
        assert not task_of(lesson, page).is_done({"drawing.strokes": 1, "reading.digit": 3})


@each_lesson
def test_a_lesson_has_words_for_everything_and_few_of_them(lesson: Lesson) -> None:
    assert all(task.learnt for task in lesson.tasks)
    assert all(task.hint for task in lesson.tasks)
    for text in (lesson.text, *(task.text for task in lesson.tasks)):
        assert all(text)
        assert len(" ".join(text).split()) <= MOST_WORDS
    said = [*lesson.text, *(words for task in lesson.tasks for words in (*task.text, task.do, task.hint, task.learnt))]
    assert not any("*" in words or "_" in words for words in said), "shown as they are, not as Markdown"


def test_every_view_is_opened_by_some_lesson() -> None:
    opened = {_view(lesson, page) for lesson, page in PAGES}
    looked_for = {
        check.equals for lesson, page in PAGES for check in task_of(lesson, page).checks if check.fact == "view"
    }
    own = {COURSE, MY_HANDWRITING, RUNS, SWEEP}  # what one keeps oneself, and what takes minutes
    assert opened | looked_for == {view.name for view in VIEWS if view not in own}


@each_task
def test_what_is_done_on_the_digit_asks_for_one(lesson: str, page: int) -> None:
    """Also when the page is resumed with nothing on the canvas."""
    task = task_of(lesson, page)
    if any(check.fact.startswith(("backprop.", "why_not.")) for check in task.checks):
        assert any(check.fact == "drawing.strokes" for check in task.checks)


# --- what the words say, recomputed -----------------------------------------------------------------------------------


def sigmoid(z: float) -> float:
    return 1 / (1 + math.exp(-z))


def test_the_figures_in_the_words_are_right() -> None:
    assert sigmoid(4.6) == pytest.approx(0.99, abs=1e-3)
    assert sigmoid(0.5 * 9.2) == pytest.approx(0.99, abs=1e-3)
    assert sigmoid(-6) == pytest.approx(0.0025, abs=5e-5)
    assert sigmoid(6) == pytest.approx(0.9975, abs=5e-5)
    assert math.e == pytest.approx(2.718, abs=5e-4)
    assert 0.99 * 0.01 < 0.25 / 25  # less than a twenty-fifth of the steepest
    assert pytest.approx(1e-6, rel=0.05) == 0.25**10
    assert -math.log(0.5) == pytest.approx(0.69, abs=5e-3)
    assert -math.log(0.1) == pytest.approx(2.3, abs=5e-3)
    assert -math.log(0.01) == pytest.approx(4.6, abs=1e-2)
    assert math.ceil(1438 / 64) == 23
    assert 20 * 1438 == 28_760


@pytest.mark.parametrize(
    ("lesson", "page", "facts", "fact"),
    [
        ("sum", 0, lambda: unit("sum", 0, input_3=3.0), "neuron.input_3"),
        ("threshold", 0, lambda: unit("threshold", 0, bias=-2.0), "neuron.bias"),
        ("sigmoid", 0, lambda: unit("sigmoid", 0, input_1=0.0), "neuron.z"),
        ("sigmoid", 3, lambda: unit("sigmoid", 3, weight_1=9.2), "neuron.weight_1"),
        ("sigmoid", 2, lambda: unit("sigmoid", 2, weight_1=2.0), "neuron.output"),
        ("relu", 1, lambda: unit("relu", 1, weight_1=4.0), "neuron.weight_1"),
        ("descent", 1, lambda: valley("descent", 1, lambda ball: ball.at_rate(1.0).step()), "descent.learning_rate"),
        ("backpropagation", 0, lambda: chain("backpropagation", 0, steps=1), "chain.z"),
        ("backpropagation", 1, lambda: chain("backpropagation", 1, terms=(0.0, 0.0, 0.0)), "chain.slope"),
        ("backpropagation", 4, lambda: chain("backpropagation", 4, steps=1), "chain.z"),
    ],
)
def test_an_answer_that_is_known_beforehand_is_what_happens(
    lesson: str, page: int, facts: Callable[[], Facts], fact: str
) -> None:
    guess = task_of(lesson, page).guess
    assert guess is not None
    assert guess.answer is not None
    assert guess.answer == pytest.approx(facts()[fact], abs=5e-5)
    if not fact.startswith("chain.z"):
        assert task_of(lesson, page).is_done(facts())


def test_the_data_set_and_the_shipped_network_are_as_the_words_say() -> None:
    from handwriting_app.assets import default_model_path
    from handwriting_app.data.digits import load_digits_split
    from handwriting_app.storage.model_file import load_model

    model = load_model(default_model_path())
    data = load_digits_split(model.config.held_out, model.config.seed)
    assert (len(data.train_y), len(data.held_y)) == (1438, 359)
    assert int((model.network.logits(data.held_x)[:, :10].argmax(axis=1) != data.held_y).sum()) == 3
    assert features(3)[0] == 0, "the pixel at the top left is unlit"


def test_the_costs_of_the_modes_are_as_the_words_say() -> None:
    def cost(facts: Facts) -> float:
        found = facts["training.cost"]
        assert isinstance(found, float)
        return found

    assert cost(trained("modes", 1, epochs=1, descent="batch")) == pytest.approx(2.3, abs=0.05)
    assert cost(trained("modes", 1, epochs=20, descent="batch")) == pytest.approx(2.2, abs=0.05)
    assert cost(trained("modes", 2, epochs=40, descent="mini-batch", learning_rate=0.2)) < 0.1


@pytest.mark.parametrize("rate", [0.025, 0.035])
def test_what_is_said_of_batch_descent_holds_for_every_rate_that_is_let_pass(rate: float) -> None:
    facts = trained("modes", 1, epochs=20, descent="batch", learning_rate=rate)
    assert task_of("modes", 1).is_done(facts)
    assert facts["training.cost"] == pytest.approx(2.2, abs=0.05)


def test_no_line_gets_more_than_three_points_of_xor_right() -> None:
    wrong = [ran("xor", 0, steps=steps)["plane.mistakes"] for steps in range(29)]
    assert min(wrong) == 1


def test_a_drawing_has_more_ways_up_than_terms_in_its_formula() -> None:
    training = start_of("paths", 0).training
    assert training is not None
    assert training.hidden == (12, 2)
    guess = task_of("paths", 0).guess
    assert guess is not None
    assert guess.answer == training.hidden[1] * 10


@pytest.mark.parametrize("digit", range(10))
def test_a_claim_that_is_false_is_pushed_hard(digit: int) -> None:
    """Some false claim of every drawing has p below 0.1, and δ of it is almost −1; of what is read, nearer to 0."""
    read = backprop("cost", 2, digit=digit, true_digit=digit, unit=digit)
    false = [backprop("cost", 2, digit=digit, true_digit=label, unit=label) for label in range(10) if label != digit]
    done = [each for each in false if float(each["backprop.probability"]) < 0.1]
    assert done
    assert all(-1 <= float(each["backprop.delta"]) < -0.9 for each in done)
    assert float(read["backprop.delta"]) > -0.5


def test_the_nearest_valley_is_not_the_deepest() -> None:
    def rest(descent: ValleyDescent) -> ValleyDescent:
        for _ in range(1000):
            descent = descent.step()
        return descent

    right = valley("descent", 3, rest)
    left = valley("descent", 3, lambda ball: ball.started_at(-3.0), rest)
    assert right["descent.status"] == left["descent.status"] == "converged"
    assert float(left["descent.cost"]) < float(right["descent.cost"])


@pytest.mark.parametrize("digit", range(10))
def test_what_vanishes_is_as_the_words_say(digit: int) -> None:
    """Of every digit a tenth or more gets through ten layers of ReLUs, not a hundred-thousandth through sigmoids."""
    through = float(backprop("back", 1, digit=digit)["backprop.fade"])
    lost = float(backprop("back", 1, digit=digit, activation="sigmoid")["backprop.fade"])
    assert through <= 1
    assert 6 <= lost <= 7
    guess = task_of("back", 1).guess
    assert guess is not None
    assert guess.is_right(6, lost) or guess.is_right(7, lost)


@pytest.mark.parametrize("digit", range(10))
def test_a_small_move_of_the_chosen_weight_keeps_its_promise(digit: int) -> None:
    assert task_of("hands", 0).is_done(moved(0.05, digit=digit))
    assert not task_of("hands", 0).is_done(moved(3.0, digit=digit))


def test_what_the_network_needs_most_is_as_the_words_say() -> None:
    ranking = shipped_ranking()
    assert (len(ranking.units), ranking.digits) == (768, 359)
    assert 0 < ranking.units[0].rise < 0.05
    assert ranking.units[0].lost == 0


@pytest.mark.parametrize("seed", range(5))
def test_a_dream_becomes_a_three_before_the_eyes(seed: int) -> None:
    """Whatever the noise, there is a step to be found at which it is more than half sure and not yet certain."""
    assert 2 <= half_sure(seed=seed) <= 20


def test_least_squares_of_and_are_as_the_words_say() -> None:
    facts = CASES["descent"][4].done()
    found = [float(facts[f"plane.{name}"]) for name in ("weight_1", "weight_2", "bias")]
    assert found == pytest.approx([0.5, 0.5, -0.25], abs=5e-4)


def test_the_lessons_say_what_popular_texts_get_wrong() -> None:
    def words(name: str) -> str:
        lesson = LESSONS[name]
        tasks = (part for task in lesson.tasks for part in (*task.text, task.do, task.learnt))
        return " ".join((*lesson.text, *tasks))

    assert "never below 0" in words("sigmoid")
    assert "the sum of the weighted inputs, not the weights" in words("relu")
    assert "by convention" in words("relu")
    assert "the cost may rise" in words("modes")
    assert "standard deviation" in words("descent")
    assert "is multiple linear regression" in words("descent")
    assert "their X₂ is our weight" in words("linear")
    assert "50 to 256" in words("modes")
    assert "a convention" in words("threshold")


def test_the_documentation_lists_the_lessons() -> None:
    rows = re.findall(r"^\| (\d+) \| ([^|]+) \|", DOCS, re.MULTILINE)
    assert rows == [(str(number), lesson.title) for number, lesson in enumerate(LESSONS.values(), 1)]


def _view(lesson: str, page: int) -> str:
    view = start_of(lesson, page).view
    assert view is not None
    return view.name


def _views_to_open(lesson: str, page: int) -> set[str]:
    """Those that the task asks to bring to the front."""
    return {str(check.equals) for check in task_of(lesson, page).checks if check.fact == "view"}


def test_every_fact_of_the_course_is_known() -> None:
    asked = {fact for lesson, page in PAGES for fact in task_of(lesson, page).asks()}
    assert asked <= FACTS.keys()
