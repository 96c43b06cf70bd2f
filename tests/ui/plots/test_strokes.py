"""The twelve ways in which lines are drawn."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from handwriting_app.ui.plots.strokes import STROKES, Stroke, stroke_of

LENGTH, HEIGHT = 96, 8


def ink(stroke: Stroke) -> np.ndarray:
    """(HEIGHT, LENGTH), how dark each pixel of a line is that is drawn in black: what is left without any colour."""
    image = QImage(LENGTH, HEIGHT, QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.white)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(stroke.pen(QColor("black")))
        painter.drawLine(QLineF(0, HEIGHT / 2, LENGTH, HEIGHT / 2))
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(HEIGHT, image.bytesPerLine())
    return 1 - rows[:, :LENGTH] / 255


def test_twelve_layers_are_told_apart_without_colour() -> None:
    drawn = [ink(stroke_of(index)) for index in range(12)]
    for first, second in combinations(drawn, 2):
        assert np.abs(first - second).sum() > 0.2 * max(first.sum(), second.sum())


def test_after_the_last_the_first_comes_again() -> None:
    assert stroke_of(len(STROKES)) == stroke_of(0)


@pytest.mark.parametrize("index", range(len(STROKES)))
def test_dashes_are_as_long_as_they_say_however_wide_the_line(index: int) -> None:
    stroke = stroke_of(index)
    pen = stroke.pen(QColor("black"))
    assert pen.widthF() == stroke.width
    assert [length * pen.widthF() for length in pen.dashPattern()] == pytest.approx(list(stroke.dashes))
