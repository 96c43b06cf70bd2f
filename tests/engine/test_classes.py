from __future__ import annotations

import pickle

import numpy as np
import pytest

from handwriting_app.engine.classes import Classes
from handwriting_app.engine.network import Network


def test_the_output_for_none_is_the_last_and_no_class() -> None:
    classes = Classes(("a", "b", "ß"), has_none=True)
    assert (len(classes), classes.outputs, classes.none) == (3, 4, 3)
    assert [classes.called(label) for label in range(4)] == ["a", "b", "ß", "none"]
    assert [classes.named(label) for label in (1, 3)] == ["the b", "none of them"]


def test_without_it_every_output_is_a_class() -> None:
    classes = Classes.numbered(10)
    assert (len(classes), classes.outputs, classes.none) == (10, 10, None)
    assert classes.names == tuple("0123456789")


@pytest.mark.parametrize("names", [(), ("a", "b", "a")])
def test_names_that_do_not_tell_classes_apart_are_refused(names: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="names that differ"):
        Classes(names)


def test_a_network_has_an_output_for_each_and_keeps_them() -> None:
    classes, rng = Classes(("x", "y"), has_none=True), np.random.default_rng(0)
    network = Network.initialise((4, 3), "relu", "cross-entropy", rng, classes=classes)
    for same in (network.copy(), network.frozen(), pickle.loads(pickle.dumps(network))):
        assert same.classes == classes
    with pytest.raises(ValueError, match="3 outputs are needed"):
        Network.initialise((4, 2), "relu", "cross-entropy", rng, classes=classes)
    assert Network.initialise((4, 2), "relu", "cross-entropy", rng).classes == Classes.numbered(2)


def test_of_the_ten_digits_none_is_no_digit() -> None:
    classes = Classes.numbered(10, has_none=True)
    assert classes.named(10) == "no digit"
    assert classes.digits == tuple(range(10))
    assert Classes(("7", "x", "12")).digits == (7, -1, -1)


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (tuple("0123456789"), "Draw a digit: the held-out digits, or no digit"),
        (("4", "9"), "Draw a digit: the held-out digits, or no digit"),
        (("a", "b"), "Draw a symbol: the held-out symbols, or none of them"),
        ((*"0123456789", "a"), "Draw a symbol: the held-out symbols, or none of them"),
    ],
)
def test_what_is_said_of_digits_is_said_of_symbols(names: tuple[str, ...], words: str) -> None:
    assert Classes(names).worded("Draw a digit: the held-out digits, or no digit") == words
