from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.unipen import Character, read_characters, read_unipen
from handwriting_app.storage import pen_file as module
from handwriting_app.storage.pen_file import save_pen_file

CHARACTERS = [
    Character(Drawing((np.array([[1.0, -2.0], [3.5, 4.0]]),)), "7"),
    Character(Drawing((np.zeros((1, 2)),)), "8"),
]


def test_what_was_written_is_read(tmp_path: Path) -> None:
    save_pen_file(tmp_path / "pens.tra", CHARACTERS)
    assert [digit.label for digit in read_unipen(tmp_path / "pens.tra")] == [7, 8]


def test_a_file_of_somebody_elses_is_written_and_read_again(tmp_path: Path, pen_file: Path) -> None:
    before = read_characters(pen_file)
    save_pen_file(tmp_path / "again.tra", before)
    after = read_characters(tmp_path / "again.tra")
    assert [(c.label, [s.tobytes() for s in c.drawing.strokes]) for c in before] == [
        (c.label, [s.tobytes() for s in c.drawing.strokes]) for c in after
    ]


def test_what_cannot_be_written_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "pens.tra"
    save_pen_file(path, CHARACTERS)
    before = path.read_bytes()
    with pytest.raises(ValueError, match="is empty"):
        save_pen_file(path, [*CHARACTERS, Character(Drawing(), "1")])
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["pens.tra"]


def test_no_file_is_written_that_is_too_large_to_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 100)
    with pytest.raises(ValueError, match="would be larger"):
        save_pen_file(tmp_path / "pens.tra", CHARACTERS)
    assert not list(tmp_path.iterdir())
