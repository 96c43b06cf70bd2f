from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.normalise import normalise
from handwriting_app.ink.picture import normalise_picture
from handwriting_app.storage.picture_export import SIDE, export_pictures, picture_of
from handwriting_app.storage.picture_file import read_picture
from tests.made_strokes import bent, ring, straight

SEVEN = Drawing((straight((10, 10), (60, 10), (30, 90)),))
THREE = Drawing((bent((20, 20), (50, 10), (60, 30), (40, 48), (62, 65), (45, 90), (18, 80)),))
NOUGHT = Drawing((ring(0, 0, 300, 500),))


@pytest.mark.parametrize("ink", [SEVEN, THREE, NOUGHT], ids=["7", "3", "0"])
def test_a_picture_of_strokes_is_seen_nearly_as_they_were(ink: Drawing) -> None:
    seen = normalise_picture(np.asarray(picture_of(ink)))
    differences = np.abs(seen.counts.astype(int) - normalise(ink).counts)
    assert differences.mean() < 1.5


def test_what_was_seen_of_a_picture_is_seen_again() -> None:
    seen = normalise(THREE)
    again = normalise_picture(np.asarray(picture_of(seen)))
    assert np.abs(seen.counts.astype(int) - again.counts).mean() < 1.5


def test_each_label_has_a_folder_and_each_drawing_a_file(tmp_path: Path) -> None:
    assert export_pictures(tmp_path / "out", [(SEVEN, "7"), (THREE, "3"), (THREE, "3"), (NOUGHT, "o/")]) == 4
    found = sorted(path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.png"))
    assert found == ["3/0001.png", "3/0002.png", "7/0001.png", "o%2F/0001.png"]
    assert read_picture(tmp_path / "out" / "7" / "0001.png").shape == (SIDE, SIDE)


def test_labels_that_differ_in_the_size_of_letters_alone_have_folders_of_their_own(tmp_path: Path) -> None:
    export_pictures(tmp_path / "out", [(SEVEN, "a"), (THREE, "A")])
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert len({name.casefold() for name in names}) == 2


def test_nothing_is_written_among_other_files(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()
    with pytest.raises(FileExistsError, match="is not empty"):
        export_pictures(tmp_path, [(SEVEN, "7")])
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_dot_is_a_picture_too(tmp_path: Path) -> None:
    dot = Drawing((np.array([[5e8, -5e8]]),))
    assert (np.asarray(picture_of(dot)) < 128).any()
