from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.engine.metrics import accuracy, accuracy_of_logits, confusion_matrix, expected_calibration_error


def test_confusion_rows_are_true_classes():
    matrix = confusion_matrix(np.array([0, 0, 1, 2, 2, 2]), np.array([0, 1, 1, 2, 2, 0]), 4)
    assert matrix.tolist() == [[1, 1, 0, 0], [0, 1, 0, 0], [1, 0, 2, 0], [0, 0, 0, 0]]


def test_accuracy_is_a_share():
    assert accuracy(np.array([0, 1, 2, 3]), np.array([0, 1, 2, 2])) == 0.75
    assert np.isnan(accuracy(np.array([], int), np.array([], int)))


@pytest.mark.parametrize("rounding", [8, 0])
def test_accuracy_of_logits_reads_the_first_of_the_largest(rounding):
    rng = np.random.default_rng(0)
    logits, y = np.round(rng.normal(0, 1, (4, 200)), rounding), rng.integers(0, 4, 200)
    assert accuracy_of_logits(y, logits) == accuracy(y, logits.argmax(axis=0))


def test_accuracy_of_logits_that_are_all_equal_is_chance():
    assert accuracy_of_logits(np.array([0, 1, 2, 3]), np.zeros((4, 4))) == 0.25


def test_calibration_error_is_the_gap_between_confidence_and_accuracy():
    probabilities = np.tile([0.8, 0.2], (10, 1))
    assert expected_calibration_error(np.array([0] * 8 + [1] * 2), probabilities) == pytest.approx(0)
    assert expected_calibration_error(np.array([0] * 5 + [1] * 5), probabilities) == pytest.approx(0.3)
    sure = np.eye(2)[[0, 1, 0, 1]]
    assert expected_calibration_error(np.array([0, 1, 0, 1]), sure) == 0
    assert expected_calibration_error(np.array([1, 0, 1, 0]), sure) == 1


def test_calibration_error_weighs_each_interval_by_its_examples():
    probabilities = np.array([[0.95, 0.05]] * 3 + [[0.45, 0.55]])
    y = np.array([0, 0, 0, 0])
    assert expected_calibration_error(y, probabilities, bins=10) == pytest.approx(0.75 * 0.05 + 0.25 * 0.55)


def test_no_examples_give_no_number():
    assert np.isnan(expected_calibration_error(np.array([], int), np.empty((0, 10))))
