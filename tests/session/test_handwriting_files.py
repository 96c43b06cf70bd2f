"""Files of kept drawings: out and in again without loss, and a class's files kept apart."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.normalise import normalise
from handwriting_app.ink.unipen import Character
from handwriting_app.session.handwriting_files import (
    Naming,
    read_folder,
    read_pen_files,
    write_pen_file,
    write_pictures,
    writer_of,
)
from handwriting_app.storage.database.drawings import KeptDrawing
from handwriting_app.storage.pen_file import save_pen_file
from tests.storage.database.made import drawing


def kept(number: int, label: str = "3", writer: str = "") -> KeptDrawing:
    return KeptDrawing(number, drawing(number), label, "drawn", writer, 1, 0.0)


def test_a_pen_file_comes_back_stroke_for_stroke(tmp_path: Path) -> None:
    path = tmp_path / "mine.unipen"
    given = [kept(1, "7", "Anna"), kept(2, "heart", "Anna"), kept(3, "1")]
    assert write_pen_file(path, given) == "Wrote 3 drawings to mine.unipen"
    found = read_pen_files([path], Naming(by_file=False), 1)
    assert not found.problems
    assert [(each.label, each.writer) for each in found.drawings] == [("7", "Anna"), ("heart", "Anna"), ("1", "")]
    for new, old in zip(found.drawings, given, strict=True):
        assert isinstance(new.ink, Drawing)
        assert isinstance(old.ink, Drawing)
        for one, other in zip(new.ink.strokes, old.ink.strokes, strict=True):
            np.testing.assert_array_equal(one, other)


def test_pictures_have_no_strokes_to_write(tmp_path: Path) -> None:
    picture = KeptDrawing(1, normalise(drawing(1)), "3", "picture", "", 1, 0.0)
    with pytest.raises(ValueError, match="folder of pictures"):
        write_pen_file(tmp_path / "a.unipen", [picture])
    assert not list(tmp_path.iterdir())
    words = write_pen_file(tmp_path / "a.unipen", [picture, kept(2)])
    assert words == "Wrote 1 drawing to a.unipen; 1 came from pictures, and has no strokes to write"


def test_pictures_come_back_with_their_labels(tmp_path: Path) -> None:
    folder = tmp_path / "Anna"
    assert write_pictures(folder, [kept(1, "7"), kept(2, "7"), kept(3, "1")]) == "Wrote 3 drawings as pictures to Anna"
    found = read_folder(folder, Naming(), 1)
    assert sorted(each.label for each in found.drawings) == ["1", "7", "7"]
    assert {each.writer for each in found.drawings} == {"Anna"}
    assert {each.writer for each in read_folder(folder, Naming("Béla"), 1).drawings} == {"Béla"}
    with pytest.raises(ValueError, match="already"):
        write_pictures(folder, [kept(1)])


def test_the_files_of_a_class_are_kept_apart(tmp_path: Path) -> None:
    paths = []
    for number in range(30):
        path = tmp_path / f"pupil {number}.unipen"
        save_pen_file(path, [Character(drawing(number), "4"), Character(drawing(100 + number), "5", "signed")])
        paths.append(path)
    found = read_pen_files(paths, Naming(), 1)
    assert len(found.drawings) == 60
    assert len({each.writer for each in found.drawings}) == 31  # those who signed, and 30 called after their files
    assert {each.writer for each in read_pen_files(paths, Naming("We"), 1).drawings} == {"We"}
    assert {each.writer for each in read_pen_files(paths, Naming(""), 1).drawings} == {""}


def test_a_file_that_cannot_be_read_keeps_no_other_from_being_read(tmp_path: Path, pen_file: Path) -> None:
    broken = tmp_path / "broken.unipen"
    broken.write_bytes(b"\xff\x00nothing")
    found = read_pen_files([broken, tmp_path / "not there", pen_file], Naming(), 1)
    assert len(found.drawings) == 3
    assert [problem.partition(":")[0] for problem in found.problems] == ["broken.unipen", "not there"]
    assert read_folder(tmp_path / "not there", Naming(), 1).problems
    assert len(read_folder(tmp_path, Naming(), 1).problems) == 0


def test_a_picture_that_shows_nothing_is_told(tmp_path: Path) -> None:
    Image.new("L", (40, 40), 255).save(tmp_path / "7.png")
    found = read_folder(tmp_path, Naming(""), 1)
    assert not found.drawings
    assert len(found.problems) == 1


def test_a_writer_is_called_after_a_file() -> None:
    assert writer_of(Path("/x/ Anna .tra")) == "Anna"
    assert writer_of(Path("/x/a\nb.tra")) == ""
    assert len(writer_of(Path("x" * 100))) == 60
