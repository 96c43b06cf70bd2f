from __future__ import annotations

import io

import numpy as np
import pytest
from safetensors.numpy import load, save

from handwriting_app.storage import tensor_writer as tensor_writer_module
from handwriting_app.storage.tensor_writer import write_tensors

RNG = np.random.default_rng(0)
TENSORS = {
    "layer1.weight": RNG.normal(size=(5, 3)).astype(np.float32),
    "layer1.bias": RNG.normal(size=5).astype(np.float32),
    "layer10.bias": np.zeros(0, np.float32),
    "curves.cost": RNG.normal(size=7),
    "curves.norms": RNG.normal(size=(7, 0)),
}


def written(tensors, metadata):
    file = io.BytesIO()
    write_tensors(file, tensors, metadata)
    return file.getvalue()


@pytest.mark.parametrize("metadata", [{}, {"a model": '{"name": "ü – 7", "quoted": "\\"\\n"}'}], ids=["none", "some"])
@pytest.mark.parametrize("tensors", [{}, TENSORS], ids=["empty", "full"])
def test_the_bytes_are_those_of_the_library(tensors, metadata):
    if metadata:
        assert written(tensors, metadata) == save(tensors, metadata)
    assert load(written(tensors, metadata)).keys() == tensors.keys()


def test_large_tensors_are_handed_over_in_pieces(monkeypatch):
    monkeypatch.setattr(tensor_writer_module, "_CHUNK", 8)
    assert written(TENSORS, {"a": "b"}) == save(TENSORS, {"a": "b"})


def test_a_transposed_tensor_is_written_row_by_row():
    tensor = np.arange(6, dtype=np.float32).reshape(2, 3).T
    assert np.array_equal(load(written({"a": tensor}, {}))["a"], tensor)


def test_other_kinds_of_numbers_are_refused():
    with pytest.raises(KeyError):
        written({"a": np.arange(3)}, {})
