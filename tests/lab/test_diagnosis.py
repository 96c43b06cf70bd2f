"""What is missing of a task is said truly: the miss that the lesson foresaw, else the first check that fails."""

from __future__ import annotations

import math

import pytest

from handwriting_app.lab.checks import Check
from handwriting_app.lab.diagnosis import answer_words, asked_words, diagnose
from handwriting_app.lab.facts import Fact
from handwriting_app.lab.lesson import Guess, Miss, Task
from handwriting_app.lab.saying import Saying

SIX = Task(
    do="Make it 6.",
    checks=(Check(fact="neuron.kind", equals="linear"), Check(fact="neuron.output", at_least=5.95, at_most=6.05)),
    misses=(
        Miss((Check(fact="neuron.bias", above=0),), Saying("The bias adds {neuron.bias} that it should not.")),
        Miss((Check(fact="neuron.output", below=0),), Saying("The edge is at {neuron.edge}.")),
    ),
)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"neuron.kind": "linear", "neuron.output": 5.5, "neuron.bias": 1.5}, "The bias adds 1.5 that it should not."),
        ({"neuron.kind": "sum", "neuron.output": 6}, "The kind of unit is sum; it must be linear."),
        ({"neuron.kind": "linear", "neuron.output": 5.5}, "The output is 5.5; it must be between 5.95 and 6.05."),
        # The lesson's own words need a fact that is not there, so that the check speaks.
        ({"neuron.kind": "linear", "neuron.output": -1}, "The output is −1; it must be between 5.95 and 6.05."),
        (
            {"neuron.kind": "linear", "neuron.output": math.nan},
            "The output is not there yet; it must be between 5.95 and 6.05.",
        ),
        ({}, "The kind of unit is not there yet; it must be linear."),
    ],
)
def test_what_is_missing(facts: dict[str, Fact], sentence: str) -> None:
    assert diagnose(SIX, facts) == sentence


def test_without_a_run_one_is_sent_to_train() -> None:
    task = Task(do="Train.", checks=(Check(fact="training.cost", below=0.1),))
    assert diagnose(task, {}) == "Nothing has been trained yet in this lesson: press Train."
    under_way = {"training.state": "running", "training.epochs": 0}
    assert diagnose(task, under_way) == "The run has begun; its first epoch is not over yet."
    assert diagnose(task, {"training.cost": 0.25}) == "The training cost is 0.25; it must be below 0.1."


@pytest.mark.parametrize(
    ("check", "words"),
    [
        (Check(fact="neuron.z", above=1, at_most=2), "above 1 and at most 2"),
        (Check(fact="neuron.page", one_of=("unit", "plane")), "Unit or Plane"),
        (Check(fact="training.held_out_accuracy", at_least=0.95), "at least 95.0\u202f%"),
    ],
)
def test_what_a_check_asks_for(check: Check, words: str) -> None:
    assert asked_words(check) == words


def test_guesses_and_outcomes_are_said_to_their_digits_and_in_the_windows_words() -> None:
    assert answer_words(Guess("How many?", fact="training.epochs"), 2.5) == "2.5"
    assert answer_words(Guess("Which?", fact="neuron.kind", choices=("relu", "sum")), "relu") == "ReLU"
    assert answer_words(Guess("Which?", answer="relu", choices=("relu", "no")), "relu") == "relu"
