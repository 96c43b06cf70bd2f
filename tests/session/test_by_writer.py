from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from handwriting_app.engine.classes import Classes
from handwriting_app.engine.network import Network
from handwriting_app.session.by_writer import Figures, Seen, WriterFigures, figures
from handwriting_app.session.reading import read_normalised
from handwriting_app.session.weights import Weights
from handwriting_app.storage.database.drawings import KeptDrawing
from tests.storage.database.made import drawing

WEIGHTS = Weights(Network.initialise((64, 8, 10), "relu", "cross-entropy", np.random.default_rng(3)).frozen())


def kept(number: int, label: str, writer: str = "") -> KeptDrawing:
    return KeptDrawing(number, drawing(number), label, "drawn", writer, 1, 0.0)


def looks(drawings: list[KeptDrawing]) -> Figures:
    seen = Seen()
    return figures(WEIGHTS, ((each.label, each.writer, seen.views(each)) for each in drawings))


def test_each_is_read_as_the_window_reads_it() -> None:
    read = [read_normalised(WEIGHTS, kept(number, "0").seen()).name for number in range(20)]
    drawings = [kept(number, read[number], "Anna" if number % 2 else "") for number in range(20)]
    assert looks(drawings).writers == (WriterFigures("Anna", 10, 10, None), WriterFigures("", 10, 10, None))
    wrong = str((int(read[1]) + 1) % 10)
    drawings[1] = replace(drawings[1], label=wrong)
    anna, _ = looks(drawings).writers
    assert (anna.right, anna.confused) == (9, (wrong, read[1], 1))
    assert anna.share == pytest.approx(0.9)


def test_what_is_none_of_the_classes_is_left_out_and_counted() -> None:
    assert looks([kept(1, "heart"), kept(2, "3")]).left_out == 1
    assert looks([]).writers == ()


def test_pictures_with_fewer_views_are_read_beside_drawings() -> None:
    whole = kept(1, "1")
    plain = replace(whole, id=2, ink=replace(whole.seen(), leaning=np.zeros((0, 8, 8), np.uint8)))
    assert looks([whole, plain]).writers[0].count == 2


def test_other_classes_are_named() -> None:
    network = Network.initialise(
        (64, 4, 3), "relu", "cross-entropy", np.random.default_rng(0), classes=Classes(("a", "b"), has_none=True)
    )
    weights = Weights(network.frozen())
    seen = Seen()
    found = figures(weights, [(label, "", seen.views(kept(1, label))) for label in ("a", "b", "7")])
    assert (found.writers[0].count, found.writers[0].right, found.left_out) == (2, 1, 1)
    assert found.writers[0].confused in {("a", "b", 1), ("b", "a", 1)}


def test_what_is_seen_is_worked_out_once() -> None:
    seen = Seen()
    assert seen.views(kept(1, "1")) is seen.views(kept(1, "1"))
