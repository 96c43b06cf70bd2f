"""The Mistakes view at any size: table and gallery grow together, live, and shrink back."""

from __future__ import annotations

from typing import Final

import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetrics, QPixmap
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.engine.classes import Classes
from handwriting_app.explain.mistakes import Readings
from handwriting_app.ui.frame.size_switcher import SizeSwitcher
from handwriting_app.ui.mistakes.confusion_table import ConfusionTable
from handwriting_app.ui.mistakes.digit_gallery import DigitGallery
from handwriting_app.ui.theme import caption_font, in_proportion
from tests.at_sizes import has_size, sizes, unlikeness

__all__ = ["sizes"]

ALIKE: Final = 9.0
"""Of 255: letters are hinted otherwise, and a pixel is rounded here and there."""


@pytest.fixture
def readings() -> Readings:
    rng = np.random.default_rng(5)
    true = np.arange(80) % 10
    probabilities = rng.dirichlet(np.ones(10), 80) + 0.8 * np.eye(10)[true]
    probabilities /= probabilities.sum(axis=1, keepdims=True)
    return Readings(rng.random((80, 64)), true, probabilities, Classes.numbered(10), np.zeros(80, bool))


def shown(qtbot: QtBot, widget: QWidget, width: int, height: int) -> None:
    qtbot.addWidget(widget)
    widget.resize(width, height)
    with qtbot.waitExposed(widget):
        widget.show()


@pytest.fixture
def table(qtbot: QtBot, readings: Readings) -> ConfusionTable:
    table = ConfusionTable()
    table.show_readings(readings)
    shown(qtbot, table, 440, 366)
    return table


@pytest.fixture
def gallery(qtbot: QtBot, readings: Readings) -> DigitGallery:
    gallery = DigitGallery()
    gallery.show_digits(readings, np.arange(30))
    shown(qtbot, gallery, 400, 200)
    return gallery


def test_the_table_grows_as_a_whole_and_shrinks_back(qtbot: QtBot, sizes: SizeSwitcher, table: ConfusionTable) -> None:
    table.choose((3, 4))
    assert unlikeness(qtbot, sizes, table) < ALIKE


def test_its_cells_are_twice_as_large_and_found_where_they_are(
    qtbot: QtBot, sizes: SizeSwitcher, table: ConfusionTable
) -> None:
    usual, least = table.cell_rect((4, 7)), table.minimumSizeHint()
    sizes.set_size(200)
    qtbot.waitUntil(lambda: has_size(table, QSize(880, 732)))
    large = table.cell_rect((4, 7))
    assert large.width() == pytest.approx(2 * usual.width(), abs=1)
    assert large.left() == pytest.approx(2 * usual.left(), abs=10)
    assert table.cell_at(large.center()) == (4, 7)
    assert table.minimumSizeHint() == 2 * least
    sizes.set_size(100)
    qtbot.waitUntil(lambda: has_size(table, QSize(440, 366)))
    assert table.cell_rect((4, 7)) == usual


def test_the_gallery_grows_as_a_whole_and_shrinks_back(
    qtbot: QtBot, sizes: SizeSwitcher, gallery: DigitGallery
) -> None:
    gallery.setCurrentIndex(gallery.model().index(1, 0))
    assert unlikeness(qtbot, sizes, gallery) < ALIKE


def test_its_pictures_are_made_anew_and_two_lines_stay_whole(
    qtbot: QtBot, sizes: SizeSwitcher, gallery: DigitGallery
) -> None:
    def picture() -> QPixmap:
        made = gallery.model().index(0, 0).data(1)
        assert isinstance(made, QPixmap)
        return made

    side, cell = picture().width(), gallery.gridSize()
    sizes.set_size(200)
    assert picture().width() == 2 * side
    lines = 2 * QFontMetrics(gallery.font()).lineSpacing()
    assert gallery.gridSize().height() >= 2 * side + lines
    assert gallery.gridSize().width() == pytest.approx(2 * cell.width(), abs=4)
    assert gallery.minimumHeight() >= gallery.gridSize().height()
    sizes.set_size(100)
    assert (picture().width(), gallery.gridSize()) == (side, cell)


def test_a_large_font_of_the_system_has_its_room(qtbot: QtBot, qapp: QApplication, readings: Readings) -> None:
    usual = qapp.font()
    try:
        qapp.setFont(in_proportion(usual, 1.5))
        table, gallery = ConfusionTable(), DigitGallery()
        table.show_readings(readings)
        qtbot.addWidget(gallery)
        shown(qtbot, table, 660, 550)
        lines = table.fontMetrics().height() + QFontMetrics(caption_font(table.font())).height()
        assert table.cell_rect((0, 0)).top() >= lines
        assert gallery.minimumHeight() >= gallery.gridSize().height()
    finally:
        qapp.setFont(usual)
