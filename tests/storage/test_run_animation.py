from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageSequence

from handwriting_app.ink.drawing import Drawing
from handwriting_app.storage.run_animation import FRAME_MS, LAST_MS, Frame, save_animation

SEVEN = Drawing((np.array([[0.2, 0.2], [0.8, 0.2], [0.5, 0.9]]),))
TEN = tuple("0123456789")


def frames(number: int = 4, classes: int = 10) -> list[Frame]:
    """The seventh class becomes more and more probable."""
    made = []
    for epoch in range(number):
        shares = np.full(classes, (1 - epoch / number) / classes)
        shares[7] += epoch / number
        made.append(Frame(epoch, shares))
    return made


def longest_bar(picture: NDArray[np.int_]) -> int:
    """The most blue pixels in a row."""
    return int((picture[..., 2] - picture[..., 0] > 100).sum(axis=1).max())


@pytest.mark.parametrize("ending", [".gif", ".png"])
def test_every_epoch_is_a_picture_and_the_last_stays(tmp_path: Path, ending: str) -> None:
    (path,) = save_animation(tmp_path / f"run{ending}", SEVEN, TEN, frames())
    with Image.open(path) as moving:
        pictures = [(each.convert("RGB"), each.info["duration"]) for each in ImageSequence.Iterator(moving)]
    assert [time for _, time in pictures] == [FRAME_MS, FRAME_MS, FRAME_MS, LAST_MS]
    lengths = [longest_bar(np.asarray(picture, int)) for picture, _ in pictures]
    assert lengths == sorted(lengths), "the bar of what is learned grows"
    assert lengths[-1] > 3 * lengths[0]


def test_a_picture_is_shown_by_its_counts(tmp_path: Path) -> None:
    counts = np.zeros((8, 8), np.uint8)
    counts[2:6, 3] = 16
    path = tmp_path / "run.png"
    save_animation(path, counts, TEN, frames())
    with Image.open(path) as moving:
        assert (np.asarray(moving.convert("L")) == 0).sum() > 4000


def test_of_many_classes_the_likeliest_are_shown(tmp_path: Path) -> None:
    save_animation(tmp_path / "run.gif", SEVEN, [f"a long name {k}" for k in range(100)], frames(2, 100))


def test_what_cannot_be_written_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"\.gif or \.png"):
        save_animation(tmp_path / "run.mp4", SEVEN, TEN, frames())
    with pytest.raises(ValueError, match="no epoch"):
        save_animation(tmp_path / "run.gif", SEVEN, TEN, [])
    with pytest.raises(OSError, match="folder"):
        save_animation(tmp_path / "none" / "run.gif", SEVEN, TEN, frames())
    assert not any(tmp_path.iterdir())
