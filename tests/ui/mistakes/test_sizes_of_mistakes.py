"""The Mistakes view at any size: table and gallery grow together, live, and shrink back."""

from __future__ import annotations

from typing import Final

import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from handwriting_app.engine.classes import Classes
from handwriting_app.explain.mistakes import Readings
from handwriting_app.ui.frame.size_switcher import SizeSwitcher
from handwriting_app.ui.mistakes.confusion_table import ConfusionTable
from handwriting_app.ui.mistakes.digit_gallery import PICTURE, DigitGallery
from handwriting_app.ui.theme import in_proportion
from tests.at_sizes import has_size, sizes, unlikeness

__all__ = ["sizes"]

ALIKE: Final = 9.0
"""Of 255: letters are hinted otherwise, and a pixel is rounded here and there."""


@pytest.fixture
def readings() -> Readings:
    rng = np.random.default_rng(5)
    true = np.arange(60) % 10
    read = np.where(rng.random(60) < 0.3, rng.integers(0, 10, 60), true)
    return READINGS(true, read, rng)


@pytest.fixture
def table(qtbot: QtBot, readings: Readings) -> ConfusionTable:
    table = ConfusionTable()
    table.show_readings(readings)
    qtbot.addWidget(table)
    table.resize(420, 360)
    with qtbot.waitExposed(table):
        table.show()
    return table
