from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from handwriting_app.assets import default_model_path
from handwriting_app.engine.classes import Classes
from handwriting_app.engine.config import ActivationName, CostName
from handwriting_app.engine.reading import reading_steps
from handwriting_app.ink.unipen import Character
from handwriting_app.session.reading import read
from handwriting_app.session.weights import Weights
from handwriting_app.storage.export.python_script import export_python
from handwriting_app.storage.pen_file import save_pen_file
from tests.exported import NETWORKS, drawings, made_model, of_file

DRAWINGS = drawings(100)


def said(script: Path, file: Path) -> tuple[list[str], np.ndarray]:
    """What the script prints, run as a person runs it who has nothing else: names, and probabilities (n, classes)."""
    done = subprocess.run(
        [sys.executable, "-I", str(script), file.name], capture_output=True, text=True, check=False, cwd=script.parent
    )
    assert done.returncode == 0, done.stderr
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    return [row[0] for row in rows], np.array([[float(share) for share in row[2:]] for row in rows])


@pytest.fixture
def pens(tmp_path: Path) -> Path:
    path = tmp_path / "pens.txt"
    save_pen_file(path, [Character(drawing, "7") for drawing in DRAWINGS])
    return path


def test_strokes_are_read_as_the_program_reads_them(tmp_path: Path, pens: Path) -> None:
    model = of_file(default_model_path())
    assert export_python(model, tmp_path / "mine.py") == (tmp_path / "mine.py", tmp_path / "mine.npz")
    names, shares = said(tmp_path / "mine.py", pens)
    expected = [read(Weights(model.network, model.temperature), drawing) for drawing in DRAWINGS]
    assert names == [prediction.name for prediction in expected]
    np.testing.assert_allclose(shares, [prediction.probabilities for prediction in expected], atol=1e-6)


@pytest.mark.parametrize(("activation", "cost", "hidden"), NETWORKS[::4])
def test_counts_are_read_as_the_program_reads_them(
    tmp_path: Path, activation: ActivationName, cost: CostName, hidden: tuple[int, ...]
) -> None:
    model = made_model(activation, cost, hidden, Classes(("a", "ß", "♥"), has_none=True))
    export_python(model, tmp_path / "mine.py")
    counts = np.random.default_rng(0).integers(0, 17, (100, 64))
    np.savetxt(tmp_path / "counts.csv", counts, fmt="%d", delimiter=",")
    names, shares = said(tmp_path / "mine.py", tmp_path / "counts.csv")
    steps = reading_steps(model.network, (counts[None] / 16).astype(np.float32), model.temperature)
    np.testing.assert_allclose(shares, steps.probabilities, atol=1e-6)
    assert names == [model.network.classes.names[place] for place in steps.probabilities.argmax(axis=1)]


def test_the_network_is_short_enough_to_read(tmp_path: Path) -> None:
    script = export_python(made_model(), tmp_path / "mine.py")[0].read_text()
    network = script[: script.index("# --- From strokes")]
    assert len(network.splitlines()) < 70
    assert "python mine.py" in script
    assert "read_digits" not in script
    assert "handwriting_app" not in script


def test_a_name_of_another_kind_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"ends in \.py"):
        export_python(made_model(), tmp_path / "mine.txt")
    assert not any(tmp_path.iterdir())


def test_what_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="folder"):
        export_python(made_model(), tmp_path / "missing" / "mine.py")
    (tmp_path / "mine.py").mkdir()
    with pytest.raises(OSError, match="folder"):
        export_python(made_model(), tmp_path / "mine.py")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.py"]


def test_an_array_of_the_same_name_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.npz").write_bytes(b"something else")
    with pytest.raises(ValueError, match=r"mine\.npz"):
        export_python(made_model(), tmp_path / "mine.py")
    assert (tmp_path / "mine.npz").read_bytes() == b"something else"
    assert not (tmp_path / "mine.py").exists()


def test_it_can_be_written_again(tmp_path: Path) -> None:
    for _ in range(2):
        export_python(made_model(), tmp_path / "mine.py")
