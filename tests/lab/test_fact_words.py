from __future__ import annotations

import pytest

from handwriting_app.lab.checks import FACTS
from handwriting_app.lab.fact_words import _VALUES, value_words, words_of
from handwriting_app.lab.kinds import Word


@pytest.mark.parametrize("fact", FACTS)
def test_every_fact_can_be_spoken_of(fact: str) -> None:
    words = words_of(fact)
    assert words
    assert "_" not in words
    assert "." not in words


def test_values_are_written_as_in_the_window() -> None:
    assert value_words("training.epochs", FACTS["training.epochs"], 1200) == "1,200"
    assert value_words("training.accuracy", FACTS["training.accuracy"], 0.5) == "50.0\u202f%"
    assert value_words("neuron.output", FACTS["neuron.output"], 4.5398e-05) == "4.54·10⁻⁵"
    assert value_words("neuron.kind", FACTS["neuron.kind"], "relu") == "ReLU"
    assert value_words("backprop.step", FACTS["backprop.step"], "delta") == "Back: blame δ"


@pytest.mark.parametrize("fact", [name for name, kind in FACTS.items() if isinstance(kind, Word)])
def test_no_word_of_the_programs_own_is_said(fact: str) -> None:
    kind = FACTS[fact]
    assert isinstance(kind, Word)
    said = [value_words(fact, kind, word) for word in kind.words]
    assert len(set(said)) == len(said)  # they are told apart
    assert not {"relu", "own", "delta", "unit", "chain", "circles", "idle"} & set(said)
    assert "_" not in "".join(said)
    assert _VALUES.get(fact, {}).keys() <= set(kind.words)
