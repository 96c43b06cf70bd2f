from __future__ import annotations

import contextlib
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import save

from handwriting_app.storage.tensor_file import DamagedError, UnreadableKindError, read_tensors, tensors_in

MOST = 10_000


def nothing(_header):
    """Judge nothing."""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "file"


def headed(header: object, numbers: bytes = b"") -> bytes:
    text = json.dumps(header).encode() if not isinstance(header, bytes) else header
    return len(text).to_bytes(8, "little") + text + numbers


def test_what_was_written_is_read(path):
    tensors = {"a": np.arange(6.0).reshape(2, 3), "b": np.float32([]), "c": np.float16([1.5])}
    path.write_bytes(save(tensors, {"kind": "of file"}))
    header, read = read_tensors(path, MOST, nothing)
    assert header.metadata == {"kind": "of file"}
    assert header.shapes == {name: tensor.shape for name, tensor in tensors.items()}
    for name, tensor in tensors.items():
        assert np.array_equal(read[name], tensor)
        assert read[name].dtype == tensor.dtype


def test_bytes_are_read_as_a_file_is():
    content = save({"a": np.arange(3, dtype=np.float32)})
    header, tensors = tensors_in(content, nothing)
    assert header.shapes == {"a": (3,)}
    np.testing.assert_array_equal(tensors["a"], [0, 1, 2])
    for cut in (0, 5, len(content) - 1):
        with pytest.raises(DamagedError):
            tensors_in(content[:cut], nothing)


def test_the_header_is_judged_before_the_numbers_are_read(path):
    path.write_bytes(save({"a": np.zeros(3)}))

    def refuse(header):
        assert header.shapes == {"a": (3,)}
        raise LookupError

    with pytest.raises(LookupError):
        read_tensors(path, MOST, refuse)


A = {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"1234567",
        b"\xff" * 8,
        headed(b"[" * 100_000),
        headed(b"{"),
        headed(b"\xff\xfe"),
        headed([1]),
        headed({"a": 3}),
        headed({"a": {"dtype": "F32"}}),
        headed({"a": A}),
        headed({"a": A}, b"12345"),
        headed({"a": A | {"shape": [-1, -1]}}, b"1234"),
        headed({"a": A | {"shape": [1.0]}}, b"1234"),
        headed({"a": A | {"shape": [10**400]}}, b"1234"),
        headed({"a": A | {"data_offsets": [0, 10**30]}}, b"1234"),
        headed({"a": A | {"data_offsets": [4, 8]}}, b"1234"),
        headed({"a": A, "b": A}, b"12345678"),
        headed(
            b'{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}'
        ),
        headed({"__metadata__": {"a": 1}, "a": A}, b"1234"),
        headed({"__metadata__": [], "a": A}, b"1234"),
    ],
)
def test_what_is_no_such_file_is_damaged(path, content):
    path.write_bytes(content)
    with pytest.raises(DamagedError):
        read_tensors(path, 200_000, nothing)


def test_other_kinds_of_numbers_are_named(path):
    path.write_bytes(headed({"a": A | {"dtype": "BF16", "shape": [2]}}, b"1234"))
    with pytest.raises(UnreadableKindError, match="'a' is of numbers of the kind 'BF16'"):
        read_tensors(path, MOST, nothing)


JSON = (
    st.none()
    | st.integers(-2, 9)
    | st.sampled_from(["F32", "F64", "BF16", ""])
    | st.lists(st.integers(-1, 9), max_size=3)
)
ENTRIES = st.dictionaries(st.sampled_from(["dtype", "shape", "data_offsets"]), JSON) | JSON


@given(header=st.dictionaries(st.sampled_from(["a", "b", "__metadata__"]), ENTRIES), numbers=st.binary(max_size=24))
def test_any_header_is_read_or_refused(tmp_path_factory, header, numbers):
    path = tmp_path_factory.getbasetemp() / "any-header"
    path.write_bytes(headed(header, numbers))
    with contextlib.suppress(DamagedError, UnreadableKindError):
        read_tensors(path, MOST, nothing)
