from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from handwriting_app.ink.unipen import Character
from handwriting_app.storage.database import importing
from handwriting_app.storage.database.connection import Database
from handwriting_app.storage.database.drawings import add_drawings, drawings, tally
from handwriting_app.storage.database.importing import from_folder, from_pen_file
from handwriting_app.storage.pen_file import save_pen_file
from handwriting_app.storage.picture_export import export_pictures
from tests.figures import ink_of
from tests.storage.database.made import drawing


def test_a_pen_file_comes_back_from_the_database_without_loss(database: Database, tmp_path: Path) -> None:
    written = [Character(drawing(n), "ab"[n % 2], ("", "Anna", "Ben")[n % 3]) for n in range(12)]
    save_pen_file(tmp_path / "one.tra", written)
    add_drawings(database, from_pen_file(tmp_path / "one.tra"))
    kept = drawings(database)
    save_pen_file(tmp_path / "two.tra", [Character(each.ink, each.label, each.writer) for each in kept])  # type: ignore
    assert (tmp_path / "one.tra").read_bytes() == (tmp_path / "two.tra").read_bytes()
    assert add_drawings(database, from_pen_file(tmp_path / "two.tra")).doubles == 12


def test_a_writer_may_be_named_for_the_whole_file(database: Database, tmp_path: Path, pen_file: Path) -> None:
    add_drawings(database, from_pen_file(pen_file, "Carla"))
    assert tally(database) == {("1", "Carla"): 1, ("7", "Carla"): 1}  # its two ones are the same
    assert {each.writer for each in from_pen_file(pen_file)} == {""}


def test_a_folder_of_pictures_is_read_by_label(database: Database, tmp_path: Path) -> None:
    for name in ("3/a.png", "8/b.png"):
        (tmp_path / name).parent.mkdir()
        Image.fromarray(255 - ink_of(int(name[0]))).save(tmp_path / name)
    (tmp_path / "3" / "c.png").write_bytes(b"no picture")
    Image.fromarray(255 - ink_of(1)).save(tmp_path / "0012.png")
    Image.fromarray(np.full((30, 30), 255, np.uint8)).save(tmp_path / "8" / "blank.png")
    found = from_folder(tmp_path, "Ben")
    assert [(each.label, each.source, each.writer) for each in found.drawings] == [
        ("3", "picture", "Ben"),
        ("8", "picture", "Ben"),
    ]
    assert found.unread == 3
    assert any("c.png: it is not a picture" in problem for problem in found.problems)
    assert any("0012.png: neither its name" in problem for problem in found.problems)
    assert not found.left_out
    add_drawings(database, found.drawings)
    assert add_drawings(database, from_folder(tmp_path, "Ben").drawings).doubles == 2


def test_what_was_exported_is_imported_with_its_labels(tmp_path: Path) -> None:
    labels = ["a", "A", "7", "..", "con", "a/b", "♥"]
    export_pictures(tmp_path / "out", [(drawing(n), label) for n, label in enumerate(labels)])
    assert sorted(each.label for each in from_folder(tmp_path / "out").drawings) == sorted(labels)


def test_there_is_an_end_to_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "MOST_PICTURES", 2)
    export_pictures(tmp_path / "out", [(drawing(n), "1") for n in range(3)])
    found = from_folder(tmp_path / "out")
    assert (len(found.drawings), found.left_out) == (2, True)
