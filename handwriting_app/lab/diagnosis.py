"""What is missing of a task, in one true sentence: the lesson's own where it foresaw the miss, else from its checks."""

from __future__ import annotations

import math

from handwriting_app.lab.checks import FACTS, Check, are_done
from handwriting_app.lab.fact_words import value_words, words_of
from handwriting_app.lab.facts import Fact, Facts
from handwriting_app.lab.lesson import Guess, Task
from handwriting_app.numerals import number


def diagnose(task: Task, facts: Facts) -> str:
    """Say what is missing of ``task``, which is not done with these facts.

    The first miss of the task that is there is told; where there is none, the first of its checks that fails.
    """
    for miss in task.misses:
        if are_done(miss.checks, facts) and (sentence := miss.say.said(facts)) is not None:
            return sentence
    failing = next((check for check in task.checks if not check.is_done(facts)), None)
    return "" if failing is None else _missing(failing, facts)


def asked_words(check: Check) -> str:
    """What a check asks for, to go after "must be": 6, between 1 and 2, above 0, batch."""
    kind = FACTS[check.fact]

    def written(value: Fact) -> str:
        return value_words(check.fact, kind, value)

    if check.equals is not None:
        return written(check.equals)
    if check.one_of is not None:
        return " or ".join(written(value) for value in check.one_of)
    if check.at_least is not None and check.at_most is not None:
        return f"between {written(check.at_least)} and {written(check.at_most)}"
    bounds = {"above": check.above, "at least": check.at_least, "below": check.below, "at most": check.at_most}
    return " and ".join(f"{name} {written(value)}" for name, value in bounds.items() if value is not None)


def answer_words(guess: Guess, value: Fact) -> str:
    """What was guessed, or what happened, as it is shown: a number to its digits, even where only a whole one fits."""
    if not isinstance(value, str):
        return number(value)
    return value if guess.fact is None else value_words(guess.fact, FACTS[guess.fact], value)


def _missing(check: Check, facts: Facts) -> str:
    value = facts.get(check.fact)
    words, asked = words_of(check.fact), asked_words(check)
    start = words[0].upper() + words[1:] if words.startswith(("the ", "how ", "what ")) else words
    if value is None and check.fact.startswith("training."):
        if facts.get("training.state") not in (None, "idle"):
            return "The run has begun; its first epoch is not over yet."
        return "Nothing has been trained yet in this lesson: press Train."
    is_there = value is not None and value != "" and (isinstance(value, str) or math.isfinite(value))
    if not is_there or value is None:
        return f"{start} is not there yet; it must be {asked}."
    return f"{start} is {value_words(check.fact, FACTS[check.fact], value)}; it must be {asked}."
