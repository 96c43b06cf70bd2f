"""What is learned: the digits, or an alphabet of one's own; and how well an alphabet is read."""

from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.data.augment import Variations
from handwriting_app.data.own_drawings import OwnDrawings
from handwriting_app.data.subject import DIGITS, ROWS_A_CLASS, Subject
from handwriting_app.engine.classes import TEN_DIGITS
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.network import Network
from handwriting_app.engine.reading import reading_steps
from handwriting_app.engine.training import train
from tests.made_letters import LETTERS, drawn


def drawings(letters: str, count: int, seed: int = 0, first: int = 0) -> OwnDrawings:
    made = tuple(drawing for letter in letters for drawing in drawn(letter, count, seed))
    return OwnDrawings(made, np.repeat(np.arange(first, first + len(letters)), count))


def learned(subject: Subject, config: TrainingConfig) -> Network:
    rng, classes = np.random.default_rng(config.seed), subject.classes(has_none=config.non_digits)
    sizes = (64, *config.hidden, classes.outputs)
    network = Network.initialise(sizes, config.activation, config.cost, rng, classes=classes)
    data = subject.load(config.held_out, config.seed)
    vary = Variations.of_run(data, config, classes)
    for _ in train(network, vary.examples(data), config, rng, vary=vary):
        pass
    return network


def test_of_each_symbol_some_are_held_out_and_the_others_repeated() -> None:
    own = drawings("ABC", 10)
    data = Subject("three", ("A", "B", "C"), own, has_digits=False).load(0.2, 0)
    assert np.bincount(data.held_y).tolist() == [2, 2, 2]
    assert np.bincount(data.train_y).min() >= ROWS_A_CLASS
    features = own.views()[0]
    assert {row.tobytes() for row in data.train_x}.isdisjoint(row.tobytes() for row in data.held_x)
    assert {row.tobytes() for row in (*data.train_x, *data.held_x)} == {row.tobytes() for row in features}


def test_with_the_digits_they_come_after_them() -> None:
    subject = Subject("both", (*TEN_DIGITS.names, "A", "B"), drawings("AB", 5, first=10))
    data, digits = subject.load(0.2, 0), DIGITS.load(0.2, 0)
    assert len(data.train_y) > len(digits.train_y)
    np.testing.assert_array_equal(data.train_y[: len(digits.train_y)], digits.train_y)
    assert set(data.held_y.tolist()) == set(range(12))
    assert subject.classes(has_none=True).outputs == 13
    with pytest.raises(ValueError, match="begin with the ten digits"):
        Subject("both", ("A", "B"), drawings("AB", 5))


def test_too_few_drawings_are_named() -> None:
    own = OwnDrawings((*drawn("A", 4), *drawn("B", 1)), np.array([0, 0, 0, 0, 1]))
    with pytest.raises(ValueError, match="too few drawings of B, C"):
        Subject("three", ("A", "B", "C"), own, has_digits=False).load(0.2, 0)


def test_what_a_file_learned_from_is_not_in_it() -> None:
    with pytest.raises(ValueError, match="not in its file"):
        Subject("opened", ("A", "B"), has_digits=False).load(0.2, 0)


def test_the_digits_are_the_data_sets() -> None:
    assert DIGITS.is_digits
    assert DIGITS.classes(has_none=False) == TEN_DIGITS
    assert not Subject("two", ("A", "B"), drawings("AB", 3), has_digits=False).is_digits


def test_an_alphabet_of_ten_drawings_a_letter_is_read_by_another_hand() -> None:
    letters = "".join(LETTERS)
    subject = Subject("capitals", tuple(letters), drawings(letters, 10), has_digits=False)
    network = learned(subject, TrainingConfig(hidden=(64,), epochs=12))
    others = drawings(letters, 10, seed=1)
    read = reading_steps(network, others.views(), 1.0)
    assert (read.probabilities.argmax(axis=1) == others.classes).mean() >= 0.95
    assert (read.none < 0.5).mean() >= 0.95, "hardly a letter is called none of them"


def test_habits_are_those_of_the_digits_alone() -> None:
    """The tenth class of an alphabet is no nine: nothing of a nine's is put on it."""
    letters = "".join(LETTERS)[:10]
    classes = Subject("ten", tuple(letters), drawings(letters, 3), has_digits=False).classes(has_none=False)
    assert classes.digits == (-1,) * 10
    assert Subject("one", (*TEN_DIGITS.names, "x"), drawings("X", 3, first=10)).classes(has_none=True).digits == (
        *range(10),
        -1,
    )
