"""The article's map: every idea has its place, and its notes set right what the article errs in."""

from __future__ import annotations

import pytest

from handwriting_app.assets import resources_folder
from handwriting_app.lab.article import ARTICLE, Idea
from handwriting_app.lab.backprop_state import BackpropState
from handwriting_app.lab.descent_state import DescentLabState
from handwriting_app.lab.neuron_state import NeuronLabState
from handwriting_app.lab.views import BACKPROP, COURSE, DESCENT_LAB, NEURON_LAB, VIEWS
from handwriting_app.storage.lesson_files import load_lessons

LESSONS = [lesson.name for lesson in load_lessons(resources_folder() / "lessons").lessons]
STATES = {NEURON_LAB: NeuronLabState, DESCENT_LAB: DescentLabState, BACKPROP: BackpropState}


def neuron(title: str) -> NeuronLabState:
    lab = idea_of(title).lab
    assert isinstance(lab, NeuronLabState)
    return lab


def idea_of(title: str) -> Idea:
    (found,) = (idea for idea in ARTICLE if idea.title == title)
    return found


@pytest.mark.parametrize("idea", ARTICLE, ids=lambda idea: idea.title)
def test_an_idea_names_a_place_and_a_lesson_that_there_are(idea: Idea) -> None:
    assert idea.view in VIEWS
    assert idea.view is not COURSE
    assert idea.lesson in LESSONS
    assert type(idea.lab) is STATES.get(idea.view, type(None))
    assert len(idea.words.split()) <= 50
    assert idea.words.endswith(".")


def test_the_ideas_come_in_the_articles_order_and_so_do_their_lessons() -> None:
    titles = [idea.title for idea in ARTICLE]
    assert len(titles) == len(set(titles)) >= 15
    assert titles[0].startswith("A unit")
    assert titles[-1] == "Reading handwriting"
    beside = {"sum", "xor", "sigmoid", "relu", "weight", "paths", "cost", "back"}
    beside |= {"time", "why-not", "hands", "dream", "derivation"}
    main = [name for name in LESSONS if name not in beside]
    assert [name for name in dict.fromkeys(idea.lesson for idea in ARTICLE) if name in main] == main


@pytest.mark.parametrize(
    ("title", "says"),
    [
        ("A unit: X₁·X₂ + X₃", "X₂ is the weight, and X₃ the bias"),
        ("The threshold, or step", "convention"),
        ("The sigmoid", "between 0 and 1, not between −1 and 1"),
        ("The ReLU", "a negative sum of the weighted inputs, not a negative weight"),
        ("The cost", "“standard deviation” is not what is minimised"),
        ("The cost", "multiple linear regression"),
        ("Batch and stochastic descent", "need not fall at every step"),
        ("Mini-batches", "50 to 256"),
        ("Mini-batches", "takes 64"),
    ],
)
def test_the_margin_sets_right_what_the_article_errs_in(title: str, says: str) -> None:
    assert says in idea_of(title).note


def test_the_labs_show_what_the_words_say() -> None:
    unit = neuron("A unit: X₁·X₂ + X₃")
    assert unit.output() == 3 * 2 + 1
    assert neuron("The threshold, or step").neuron().edge() == 2
    relu = neuron("The ReLU")
    assert min(relu.weights) < 0 < relu.output(), "a negative weight, and the unit is on"
    assert neuron("Layers, and XOR").points.name == "XOR"
    cost = neuron("The cost")
    assert (cost.kind, cost.rule) == ("linear", "descent")
    valley = idea_of("The learning rate").lab
    assert isinstance(valley, DescentLabState)
    assert valley.descent().regime == "diverging"
