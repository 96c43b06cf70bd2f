"""Kept drawings and what is asked for, at other sizes than 100 %."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from handwriting_app.session.prompt import Prompt
from handwriting_app.ui.frame.size_switcher import SizeSwitcher
from handwriting_app.ui.handwriting.kept_gallery import KeptGallery
from handwriting_app.ui.handwriting.round_page import RoundPage
from tests.at_sizes import sizes

__all__ = ["sizes"]


def test_the_cells_of_the_gallery_have_room_for_picture_and_words(qtbot: QtBot, sizes: SizeSwitcher) -> None:
    gallery = KeptGallery()
    qtbot.addWidget(gallery)
    gallery.show()
    before = gallery.gridSize()
    for percent in (200, 80, 125, 250):
        sizes.set_size(percent)
        words = gallery.fontMetrics().lineSpacing()
        assert gallery.iconSize() == QSize(1, 1) * round(0.64 * percent)
        assert gallery.gridSize().height() >= gallery.iconSize().height() + words
        assert gallery.gridSize().width() == 0.8 * percent
    sizes.set_size(100)
    assert gallery.gridSize() == before


def test_the_symbol_that_is_asked_for_grows(qtbot: QtBot, sizes: SizeSwitcher) -> None:
    page = RoundPage()
    qtbot.addWidget(page)
    page.show_prompt(Prompt("7", 0, 10, False))
    page.show()
    symbol = next(each for each in page.findChildren(QLabel) if each.text() == "7")
    assert symbol.font().pixelSize() == 96
    sizes.set_size(200)
    assert symbol.font().pixelSize() == 192
    assert symbol.font().bold()
    assert symbol.alignment() == Qt.AlignmentFlag.AlignCenter
    sizes.set_size(100)
    assert symbol.font().pixelSize() == 96
