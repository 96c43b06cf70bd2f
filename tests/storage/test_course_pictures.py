"""Pictures of what a learner has done: few, small, and gone when the next one begins."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from handwriting_app.storage import course_pictures
from handwriting_app.storage.course_pictures import MOST_BYTES, forget_pictures, keep_picture, pictures_in, read_picture

PNG = b"\x89PNG\r\n\x1a\n"


def test_a_picture_is_kept_and_found_again(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "course"
    keep_picture(folder, "own/mine-2", 0, PNG + b"old")
    keep_picture(folder, "own/mine-2", 0, PNG)
    keep_picture(folder, "sum", 11, PNG)
    found = pictures_in(folder)
    assert found.keys() == {("own/mine-2", 0), ("sum", 11)}
    assert read_picture(found["own/mine-2", 0]) == PNG


def test_when_there_are_too_many_the_oldest_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(course_pictures, "MOST_PICTURES", 3)
    for page in range(3):
        keep_picture(tmp_path, "sum", page, PNG)
        os.utime(tmp_path / f"sum.{page + 1}.png", (1000 + page, 1000 + page))
    keep_picture(tmp_path, "sum", 7, PNG)
    assert {page for _, page in pictures_in(tmp_path)} == {1, 2, 7}


def test_no_large_picture_is_kept_or_read(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="1024 KiB"):
        keep_picture(tmp_path, "sum", 0, bytes(MOST_BYTES + 1))
    assert not list(tmp_path.iterdir())
    (tmp_path / "sum.1.png").write_bytes(bytes(MOST_BYTES + 1))
    assert read_picture(pictures_in(tmp_path)["sum", 0]) == b""


def test_only_what_is_ours_is_seen_and_taken_away(tmp_path: Path) -> None:
    keep_picture(tmp_path, "sum", 0, PNG)
    (tmp_path / "family.png").write_bytes(PNG)
    (tmp_path / "sum.2.png").symlink_to(tmp_path / "family.png")
    (tmp_path / "sum.3.png").mkdir()
    assert pictures_in(tmp_path).keys() == {("sum", 0)}
    forget_pictures(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"family.png", "sum.2.png", "sum.3.png"}


def test_no_folder_holds_no_pictures(tmp_path: Path) -> None:
    assert not pictures_in(tmp_path / "none")
    forget_pictures(tmp_path / "none")
