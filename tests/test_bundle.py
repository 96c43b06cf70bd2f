"""What the bundle puts in the place of scikit-learn."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
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


def left_out() -> list[str]:
    """The modules that the bundle goes without, as the specification lists them."""
    text = (CHECKOUT / "tools/bundle/handwriting-app.spec").read_text(encoding="utf-8")
    lines = text.partition("UNUSED = [")[2].partition("\n]")[0].splitlines()
    names = []
    for line in lines:
        prefix = "scipy." if 'f"scipy.{part}"' in line else ""
        quoted = re.findall(r'"([\w.]+)"', line.replace('f"scipy.{part}"', ""))
        names += [prefix + name for name in quoted]
    return names


def test_blas_is_found_without_what_is_left_out() -> None:
    names = left_out()
    assert {"scipy.stats", "scipy.sparse", "tkinter", "joblib"} <= set(names)
    script = """
import sys
names = tuple(sys.argv[1:])

class LeftOut:
    def find_spec(self, name, path=None, target=None):
        if any(name == each or name.startswith(each + ".") for each in names):
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, LeftOut())
import numpy as np
from handwriting_app.engine.fast.blas import blas_for
y = np.ones(3, np.float32)
blas_for(y).axpy(np.ones(3, np.float32), y, 3, 2.0)
print(y.sum())
"""
    done = subprocess.run(
        [sys.executable, "-c", script, *names], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )
    assert done.stdout == "9.0\n", done.stderr
