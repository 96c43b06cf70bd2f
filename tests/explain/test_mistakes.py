from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.engine.classes import Classes
from handwriting_app.explain.mistakes import Readings


@pytest.fixture
def readings() -> Readings:
    """Digits 0, 0, 0, 1, 1 read as 0, 1, 1, 1, 0; there are no twos."""
    probabilities = np.array([[0.9, 0.1, 0], [0.3, 0.7, 0], [0.1, 0.9, 0], [0.4, 0.6, 0], [0.8, 0.2, 0]])
    classes, none = Classes.numbered(3), np.array([False, True, True, False, False])
    return Readings(np.zeros((5, 64), np.float32), np.array([0, 0, 0, 1, 1]), probabilities, classes, none)


def test_rows_are_true_and_columns_read(readings: Readings) -> None:
    assert readings.confusion.tolist() == [[1, 2, 0], [1, 1, 0], [0, 0, 0]]


def test_a_cell_has_its_digits_most_confident_first(readings: Readings) -> None:
    assert readings.cell(0, 1).tolist() == [2, 1]
    assert readings.cell(1, 2).tolist() == []


def test_mistakes_are_all_that_is_off_the_diagonal(readings: Readings) -> None:
    assert readings.mistakes.tolist() == [2, 4, 1]


def test_recall_is_of_each_true_digit(readings: Readings) -> None:
    assert readings.recall[:2].tolist() == pytest.approx([1 / 3, 1 / 2])
    assert np.isnan(readings.recall[2])


def test_what_looks_like_no_digit_is_counted_by_what_it_is(readings: Readings) -> None:
    assert readings.called_none.tolist() == [2, 0, 0]
