"""What a person has written as TOML, and what is said of it where it is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from handwriting_app.storage.lesson_table import Slip
from handwriting_app.storage.toml_file import text_of, values_of


def test_text_and_values_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text("a = [1, 2]\n")
    assert values_of(text_of(path, 100, "list")) == {"a": [1, 2]}


@pytest.mark.parametrize(
    ("content", "where", "sentence"),
    [
        (b"#" * 2000, None, "is larger than 1 KiB, which no list is"),
        (b"a = 1\n\xff", 2, "is not UTF-8 text"),
        (b"a = 1\nb = \n", 2, "is not TOML"),
        (b"a = 1\n" + b".".join([b"a"] * 40) + b" = 1", 2, "nested too deeply"),
        (b"a = " + b"1" * 5000, 1, "too many digits"),
    ],
)
def test_a_slip_has_its_line(tmp_path: Path, content: bytes, where: int | None, sentence: str) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(content)
    with pytest.raises(Slip, match=sentence) as caught:
        values_of(text_of(path, 1024 if where is None else 10_000, "list"))
    assert caught.value.where == where
