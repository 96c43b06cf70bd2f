"""The digits that the network learns from: scikit-learn's ``load_digits``, and nothing else."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from handwriting_app.engine.data_set import DataSet

DIGITS_VERSION = "scikit-learn load_digits (UCI optdigits 1998, 1,797 test digits)"
"""Names the data set in model files and cards."""

FULL_COUNT = 16.0
"""The largest count of a cell: every pixel of the block is ink."""


def load_counts() -> tuple[NDArray[np.uint8], NDArray[np.intp]]:
    """All digits: counts uint8 (1797, 8, 8), 0…16, and their classes (1797,), 0…9.

    Read from scikit-learn's own file in some milliseconds: to import its function takes a second, which nothing can
    interrupt. Where a release keeps the file elsewhere, that is done after all.
    """
    try:
        table = np.loadtxt(_file(), np.uint8, delimiter=",")
        return table[:, :-1].reshape(-1, 8, 8), table[:, -1].astype(np.intp)
    except (OSError, ValueError):
        from sklearn.datasets import load_digits

        digits = load_digits()
        return digits.images.astype(np.uint8), digits.target.astype(np.intp)


def _file() -> Path:
    """Where scikit-learn keeps the digits: a row of 64 counts and the class for each.

    Raises:
        FileNotFoundError: There is no scikit-learn to be seen.
    """
    found = find_spec("sklearn")  # imports nothing of it
    if found is None or found.origin is None:
        raise FileNotFoundError("sklearn")
    return Path(found.origin).parent / "datasets" / "data" / "digits.csv.gz"


def to_features(counts: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Counts (n, 8, 8) as the network's inputs (n, 64): counts / 16, row by row."""
    return counts.reshape(len(counts), -1).astype(np.float32) / np.float32(FULL_COUNT)


def split(classes: NDArray[np.integer], held_out: float, seed: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Which digits to train on and which to hold back, as ascending indices; each class gives the same share.

    Args:
        classes: (n,)
        held_out: Share to hold back, between 0 and 1; at least one digit of each class goes to either side.
        seed: The same seed gives the same split.
    """
    rng = np.random.default_rng(seed)
    held: list[NDArray[np.intp]] = []
    for digit in np.unique(classes):
        members = rng.permutation(np.flatnonzero(classes == digit))
        held.append(members[: min(max(1, round(held_out * len(members))), len(members) - 1)])
    held_index = np.sort(np.concatenate(held))
    return np.setdiff1d(np.arange(len(classes)), held_index), held_index


def load_digits_split(held_out: float, seed: int) -> DataSet:
    """The digits as features, parted by class into those to train on and those to measure on.

    Args:
        held_out: Share to hold back, between 0 and 1.
        seed: Decides which digits are held back.

    Returns:
        Features float32 (n, 64) in 0…1 and classes (n,), in the order of the data set.
    """
    counts, classes = load_counts()
    train, held = split(classes, held_out, seed)
    x = to_features(counts)
    return DataSet(train_x=x[train], train_y=classes[train], held_x=x[held], held_y=classes[held])
