from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest

from handwriting_app.assets import default_model_path
from handwriting_app.engine.classes import TEN_DIGITS, Classes
from handwriting_app.engine.config import ActivationName, CostName
from handwriting_app.engine.reading import reading_steps
from handwriting_app.ink.normalise import normalise
from handwriting_app.storage.export.onnx_graph import OnnxMissingError, export_onnx, onnx_model
from handwriting_app.storage.export.reading_model import ReadingModel
from tests.exported import NETWORKS, drawings, made_model, of_file

COUNTS = np.random.default_rng(0).integers(0, 17, (40, 3, 64)).astype(np.float32)


def run(path: Path, counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    probabilities, none = session.run(["probabilities", "none"], {"counts": counts})
    return probabilities, none


def assert_agrees(model: ReadingModel, path: Path, counts: np.ndarray) -> None:
    steps = reading_steps(model.network, np.ascontiguousarray(counts.transpose(1, 0, 2)) / 16, model.temperature)
    probabilities, none = run(path, counts)
    np.testing.assert_allclose(probabilities, steps.probabilities, atol=1e-5)
    np.testing.assert_allclose(none, steps.none, atol=1e-5)


@pytest.mark.parametrize("classes", [TEN_DIGITS, Classes(("a", "ß", "♥"), has_none=True)], ids=["ten", "none"])
@pytest.mark.parametrize(("activation", "cost", "hidden"), NETWORKS)
def test_the_graph_says_what_the_program_says(
    tmp_path: Path, activation: ActivationName, cost: CostName, hidden: tuple[int, ...], classes: Classes
) -> None:
    model = made_model(activation, cost, hidden, classes)
    (path,) = export_onnx(model, tmp_path / "mine.onnx")
    onnx.checker.check_model(str(path), full_check=True)
    assert_agrees(model, path, COUNTS)


def test_the_batch_and_the_views_are_free(tmp_path: Path) -> None:
    (path,) = export_onnx(made_model(), tmp_path / "mine.onnx")
    for batch, views in ((1, 1), (7, 3), (40, 2)):
        assert_agrees(made_model(), path, COUNTS[:batch, :views])


def test_drawings_are_read_by_the_shipped_model(tmp_path: Path) -> None:
    model = of_file(default_model_path())
    (path,) = export_onnx(model, tmp_path / "mine.onnx")
    assert_agrees(model, path, np.stack([16 * normalise(drawing).views() for drawing in drawings(100)]))


def test_outputs_that_say_nothing_are_alike(tmp_path: Path) -> None:
    model = made_model("sigmoid", "quadratic", ())
    model.network.parameters[:] = 0
    model.network.biases[-1][:] = -100
    (path,) = export_onnx(model, tmp_path / "mine.onnx")
    assert_agrees(model, path, COUNTS)
    np.testing.assert_allclose(run(path, COUNTS)[0], 0.1, atol=1e-6)


def test_whoever_uses_it_is_told_the_classes_and_the_normalisation() -> None:
    made = onnx_model(made_model(classes=Classes(("a", "ß", "♥"), has_none=True)))
    told = {prop.key: prop.value for prop in made.metadata_props}
    assert json.loads(told["classes"]) == ["a", "ß", "♥"]
    assert json.loads(told["normalisation"])["frame"] == [20.0, 32.0]
    assert float(told["temperature"]) == 1.3


def test_without_the_package_one_sentence_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnx", None)
    with pytest.raises(OnnxMissingError, match="pip install onnx"):
        export_onnx(made_model(), tmp_path / "mine.onnx")
    assert not any(tmp_path.iterdir())


def test_a_name_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"ends in \.onnx"):
        export_onnx(made_model(), tmp_path / "mine.txt")
