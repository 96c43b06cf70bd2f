"""The digits, and which of them are held back."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from handwriting_app.data import digits as digits_module
from handwriting_app.data.digits import load_counts, load_digits_split, split

COUNTS, CLASSES = load_counts()


def test_split_is_stratified_complete_and_seeded() -> None:
    train, held = split(CLASSES, 0.2, 0)
    assert sorted([*train, *held]) == list(range(len(CLASSES)))
    shares = np.bincount(CLASSES[held]) / np.bincount(CLASSES)
    assert np.abs(shares - 0.2).max() < 0.01
    np.testing.assert_array_equal(split(CLASSES, 0.2, 0)[1], held)
    assert set(split(CLASSES, 0.2, 1)[1]) != set(held)


def test_digits_as_a_data_set() -> None:
    data = load_digits_split(0.25, 3)
    assert data.train_x.shape[1] == data.held_x.shape[1] == 64
    assert len(data.train_x) + len(data.held_x) == len(data.train_y) + len(data.held_y) == 1797
    assert data.train_x.dtype == np.float32
    assert data.train_x.max() == 1


def test_they_are_scikit_learns_wherever_it_keeps_its_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digits_module, "find_spec", lambda name: None)
    counts, classes = load_counts()
    for ours, theirs in ((COUNTS, counts), (CLASSES, classes)):
        np.testing.assert_array_equal(ours, theirs)
        assert ours.dtype == theirs.dtype


def test_scikit_learn_is_not_imported_for_them() -> None:
    code = (
        "import sys; from handwriting_app.data.digits import load_counts; load_counts();"
        "print([name for name in ('sklearn', 'scipy') if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
