"""What the bundle puts in the place of scikit-learn."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from handwriting_app.cli import main

CHECKOUT = Path(__file__).parents[1]


def test_the_bundles_digits_are_scikit_learns(tmp_path: Path) -> None:
    from sklearn.datasets import load_digits

    original = find_spec("sklearn.datasets")
    assert original is not None
    assert original.origin is not None
    (tmp_path / "data").mkdir()
    shutil.copy(Path(original.origin).parent / "data" / "digits.csv.gz", tmp_path / "data")
    shutil.copy(CHECKOUT / "tools/bundle/digits_only/sklearn/datasets/__init__.py", tmp_path / "stand_in.py")
    spec = importlib.util.spec_from_file_location("stand_in", tmp_path / "stand_in.py")
    assert spec is not None
    assert spec.loader is not None
    stand_in = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(stand_in)
    ours, theirs = stand_in.load_digits(), load_digits()
    for name in ("images", "target"):
        assert np.array_equal(getattr(ours, name), theirs[name])
        assert getattr(ours, name).dtype == theirs[name].dtype


PROCESSES = ("processes.py", "dask_backend.py")
"""What sweeps in several processes, by joblib: a bundle has no Python to start them with, and does without."""


def test_nothing_of_the_program_asks_scikit_learn_or_scipy_for_more_than_goes_along() -> None:
    """The estimator, which does, stays out of the bundle."""
    asked = {
        line.strip()
        for path in (CHECKOUT / "handwriting_app").rglob("*.py")
        if path.name != "estimator.py" and path.name not in PROCESSES
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip().startswith(("from sklearn", "import sklearn", "from scipy", "import scipy", "from joblib"))
    }
    assert asked == {"from sklearn.datasets import load_digits", "from scipy.linalg import blas"}


def test_a_bundle_sweeps_in_one_process(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    base = "variation = 0\nnon_digits = false"
    plan.write_text(f"seeds = 2\nepochs = 1\n[base]\n{base}\n[values]\nhidden = [[4]]\n")
    monkeypatch.setitem(sys.modules, "joblib", None)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert main(["sweep", str(plan), "--jobs", "2", "--out", str(tmp_path / "out")]) == 0
