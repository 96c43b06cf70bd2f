"""Labels by the names of folders and files, there and back; walking is tested in tests/commands/test_sources.py too."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handwriting_app.names import is_one_line
from handwriting_app.storage.picture_folder import PictureWalk, folder_for, label_in, label_of


@pytest.mark.parametrize(
    ("place", "label"),
    [
        ("set/3/any.png", "3"),
        ("set/3/writer 8/7_1.png", "3"),
        ("set/train/3/7.png", "3"),
        ("set/alpha/3_001.png", "alpha"),
        ("set/A/3_001.png", "A"),
        ("set/3_001.png", "3"),
        ("set/7-a.jpg", "7"),
        ("set/7.png", "7"),
        ("set/7 (2).png", "7"),
        ("set/_7.png", "7"),
        ("set/alpha_7.png", "alpha"),
        ("set/heart.png", "heart"),
        ("set/12_7.png", "12"),
        ("set/0012.png", ""),
        ("set/--.png", ""),
    ],
)
def test_a_folder_tells_the_label_and_else_the_name(place: str, label: str) -> None:
    assert label_of(Path(place), Path("set")) == label


@pytest.mark.parametrize(
    ("folder", "name", "label"),
    [("5", "3_1.png", "5"), ("A", "001.png", "A"), ("A", "3_1.png", "3"), ("", "3.png", "3")],
)
def test_a_folder_that_is_named_itself_tells_where_it_is_a_digit(folder: str, name: str, label: str) -> None:
    assert label_of(Path(folder) / name, Path(folder)) == label


def test_pictures_come_by_name_and_what_is_hidden_or_no_picture_is_passed_over(tmp_path: Path) -> None:
    for name in ("b/2.PNG", "b/1.jpg", "a.png", "b/notes.txt", ".hidden/3.png", "b/.4.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = [path.relative_to(tmp_path).as_posix() for path in PictureWalk(lambda *_: None).pictures(tmp_path)]
    assert found == ["a.png", "b/1.jpg", "b/2.PNG"]


def test_a_folder_that_is_not_there_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        list(PictureWalk(lambda *_: None).pictures(tmp_path / "nowhere"))


@pytest.mark.parametrize(
    ("label", "name"),
    [("A", "A"), ("a/b", "a%2Fb"), (".", "%2E"), ("100%", "100%25"), ("CON", "%43ON"), ("x.", "x%2E"), ("♥", "♥")],
)
def test_any_label_can_be_a_folder(label: str, name: str) -> None:
    assert folder_for(label) == name
    assert label_in(name) == label


@given(st.text(max_size=40).filter(lambda label: is_one_line(label, 40)))
def test_every_label_is_read_again(label: str) -> None:
    name = folder_for(label)
    assert label_in(name) == label
    assert not set(name) & set('/\\:*?"<>|')
    assert not name.startswith(".")


@pytest.mark.parametrize("name", ["50%", "%", "%zz", "50% off"])
def test_other_names_are_labels_as_they_are(name: str) -> None:
    assert label_in(name) == name
