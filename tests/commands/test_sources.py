"""Pictures, folders of them and pen files, and how what is wrong with them is told."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from PIL import Image

from handwriting_app.commands import sources
from handwriting_app.commands.common import CommandError
from handwriting_app.commands.sources import Sample, Source, is_pen_file
from handwriting_app.storage import picture_folder
from tests.figures import ink_of

Capture = pytest.CaptureFixture[str]


def picture(path: Path, digit: int = 3) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(255 - ink_of(digit)).save(path)
    return path


def taken(path: Path, *, must_be_labelled: bool = False) -> tuple[Source, list[Sample]]:
    source = Source(path, must_be_labelled=must_be_labelled)
    return source, list(source.samples())


def test_a_folder_is_read_by_name_without_what_is_hidden_or_no_picture(tmp_path: Path) -> None:
    names = ["10.png", "2/b.PNG", "2/a.jpeg", "a.webp"]
    for name in ["._a.png", ".hidden/a.png", *names]:
        picture(tmp_path / name)
    (tmp_path / "labels.csv").write_text("3")
    _, samples = taken(tmp_path)
    assert [sample.path.relative_to(tmp_path).as_posix() for sample in samples] == sorted(names)
    assert all(sample.number is None for sample in samples)


def test_links_to_folders_are_not_followed_and_bad_ones_are_told(tmp_path: Path, capsys: Capture) -> None:
    real = picture(tmp_path / "set" / "a.png")
    (tmp_path / "set" / "again").symlink_to(tmp_path / "set")
    (tmp_path / "set" / "b.png").symlink_to(real)
    (tmp_path / "set" / "c.png").symlink_to(tmp_path / "set" / "c.png")
    (tmp_path / "set" / "d.png").symlink_to(tmp_path / "gone.png")
    source, samples = taken(tmp_path / "set")
    assert [sample.path.name for sample in samples] == ["a.png", "b.png"]
    assert source.unread == 2
    err = capsys.readouterr().err
    assert "d.png: there is no such file" in err
    assert "folders that were not looked into, links or deep ones: 1" in err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such pipes")
def test_a_pipe_in_a_folder_does_not_stop_the_others(tmp_path: Path, capsys: Capture) -> None:
    os.mkfifo(tmp_path / "a.png")
    picture(tmp_path / "b.png")
    source, samples = taken(tmp_path)
    assert (source.unread, len(samples)) == (1, 1)
    assert "a.png: this is not a file" in capsys.readouterr().err


def test_only_so_many_pictures_of_a_folder_are_read_and_the_rest_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr(sources, "MOST_PICTURES", 2)
    for name in ("1/a.png", "1/b.png", "2/a.png", "2/b.png", "2/c.png"):
        picture(tmp_path / name)
    source, samples = taken(tmp_path)
    assert [sample.label for sample in samples] == ["1", "1"]
    assert source.left_out == 3
    assert capsys.readouterr().err.endswith(": only the first 2 pictures were read; 3 left out.\n")


def test_only_so_many_files_are_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.setattr(picture_folder, "MOST_ENTRIES", 3)
    for name in "abcde":
        picture(tmp_path / f"{name}.png")
    _, samples = taken(tmp_path)
    assert len(samples) == 3
    assert "only the first 3 files and folders were looked at" in capsys.readouterr().err


def test_folders_within_folders_come_to_an_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr(picture_folder, "DEEPEST", 2)
    picture(tmp_path / "a" / "b" / "in.png")
    picture(tmp_path / "a" / "b" / "c" / "out.png")
    _, samples = taken(tmp_path)
    assert [sample.path.name for sample in samples] == ["in.png"]
    assert "not looked into" in capsys.readouterr().err


def test_many_bad_pictures_do_not_fill_the_screen(tmp_path: Path, capsys: Capture) -> None:
    for number in range(sources.MOST_COMPLAINTS + 5):
        (tmp_path / f"{number:03}.png").touch()
    with pytest.raises(CommandError, match="none of its 25 pictures could be read"):
        taken(tmp_path)
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == sources.MOST_COMPLAINTS + 1
    assert lines[-1].endswith(": 5 more lines like these are left out.")


def test_a_folder_without_pictures_is_refused(tmp_path: Path) -> None:
    (tmp_path / "labels.csv").touch()
    with pytest.raises(CommandError, match="there are no pictures in this folder"):
        taken(tmp_path)


def test_a_closed_folder_is_told_and_the_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    picture(tmp_path / "open" / "a.png")
    picture(tmp_path / "shut" / "a.png")
    scan = os.scandir  # root may open any folder, so the refusal is played

    def refusing(folder: Path) -> object:
        if Path(folder).name == "shut":
            raise PermissionError(13, "Permission denied")
        return scan(folder)

    monkeypatch.setattr(os, "scandir", refusing)
    assert len(taken(tmp_path)[1]) == 1
    assert "shut: it cannot be opened: Permission denied." in capsys.readouterr().err
    with pytest.raises(CommandError, match="cannot be opened"):
        taken(tmp_path / "shut")


@pytest.mark.parametrize("start", ["", "\ufeff", "\n \r\n"])
def test_a_pen_file_is_known_by_its_beginning_whatever_its_name(tmp_path: Path, pen_file: Path, start: str) -> None:
    path = tmp_path / "pens.png"
    path.write_text(start + pen_file.read_text(), encoding="utf-8")
    assert is_pen_file(path)
    _, samples = taken(path)
    assert [(sample.label, sample.number) for sample in samples] == [("1", 1), ("1", 2), ("7", 3)]


@pytest.mark.parametrize(
    ("name", "words"), [("bad.tra", "neither a pen file nor a picture"), ("bad.png", "it is not a picture")]
)
def test_what_is_neither_is_told_by_what_its_name_promises(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / name).write_text("nothing")
    with pytest.raises(CommandError, match=words):
        taken(tmp_path / name)


def test_a_picture_needs_no_ending(tmp_path: Path, seven: Path) -> None:
    assert len(taken(seven.rename(tmp_path / "seven"))[1]) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="no such names there")
def test_a_name_that_breaks_lines_stays_on_its_line(tmp_path: Path, capsys: Capture) -> None:
    picture(tmp_path / "a.png")
    (tmp_path / "b\nhandwriting-app: c.png").touch()
    taken(tmp_path)
    assert len(capsys.readouterr().err.splitlines()) == 2
