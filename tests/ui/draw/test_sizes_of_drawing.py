"""What stands at the left of the window at other sizes than 100 %."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.ui.draw.draw_column import DrawColumn
from handwriting_app.ui.draw.reading_panel import ReadingPanel
from handwriting_app.ui.frame.size_switcher import SizeSwitcher
from handwriting_app.ui.widgets.pixel_picture import PixelPicture
from tests.at_sizes import cut_words, has_size, sizes
from tests.ui.draw.test_prediction_view import prediction

__all__ = ["sizes"]


@pytest.fixture
def column(qtbot: QtBot) -> DrawColumn:
    column = DrawColumn()
    qtbot.addWidget(column)
    panel = ReadingPanel()
    column.add_below(panel)
    panel.show_prediction(prediction(d7=0.9))
    column.resize(300, 800)
    with qtbot.waitExposed(column):
        column.show()
    return column


def places(column: DrawColumn) -> dict[str, QRect]:
    """Where everything is that has a name."""
    named = [each for each in column.findChildren(QWidget) if each.objectName() and each.isVisible()]
    return {each.objectName(): QRect(each.mapTo(column, QPoint()), each.size()) for each in named}


def is_as_before(column: DrawColumn, before: dict[str, QRect], percent: int) -> bool:
    """Whether all is where it was at 100 %, in this proportion; small type is not cut to fractions of pixels."""
    if not has_size(column, QSize(3 * percent, 8 * percent)):
        return False
    return all(
        [*place.getRect()] == pytest.approx([each * percent / 100 for each in before[name].getRect()], abs=percent / 6)
        for name, place in places(column).items()
    )


def test_it_grows_as_a_whole_and_the_paper_stays_square(qtbot: QtBot, column: DrawColumn, sizes: SizeSwitcher) -> None:
    before = places(column)
    assert before["canvas"].size() == QSize(300, 300)
    for percent in (80, 250, 125, 100):
        sizes.set_size(percent)
        qtbot.waitUntil(partial(is_as_before, column, before, percent))
        assert column.canvas.size() == QSize(3 * percent, 3 * percent)
    qtbot.waitUntil(lambda: places(column) == before)


def test_a_wide_column_at_100_percent_is_a_narrow_one_at_200(column: DrawColumn, sizes: SizeSwitcher) -> None:
    digit = column.findChild(QLabel, "predicted_digit")
    picture = column.findChild(PixelPicture, "seen_bitmap")
    column.resize(460, 900)
    column.grab()
    assert (digit.height(), digit.font().pixelSize(), picture.width()) == (160, 160, 162)
    sizes.set_size(200)
    column.resize(528, 1400)
    column.grab()
    assert (digit.height(), digit.font().pixelSize(), picture.width()) == (192, 192, 196)
    sizes.set_size(100)
    column.resize(460, 900)
    column.grab()
    assert (digit.height(), digit.font().pixelSize(), picture.width()) == (160, 160, 162)


@pytest.mark.parametrize("percent", [80, 90, 110, 125, 150, 175])
def test_all_squares_of_a_picture_are_equally_large(column: DrawColumn, sizes: SizeSwitcher, percent: int) -> None:
    sizes.set_size(percent)
    column.resize(3 * percent, 8 * percent)
    column.grab()
    for name in ("seen_bitmap", "counts_editor"):
        picture = column.findChild(QWidget, name)
        inside = picture.width() - 2 * max(round(percent / 100), 1)
        assert inside % 8 == 0
        assert inside == pytest.approx(0.96 * percent, abs=4)


def test_pointers_grow(column: DrawColumn, sizes: SizeSwitcher) -> None:
    assert column.canvas.cursor().pixmap().width() == 24
    sizes.set_size(200)
    assert column.canvas.cursor().pixmap().width() == 48
    assert column.canvas.cursor().hotSpot().x() == 24


def test_icons_are_sharp(column: DrawColumn, sizes: SizeSwitcher) -> None:
    sizes.set_size(250)
    assert column.undo_action.icon().actualSize(column.canvas.size()).width() == 100


def test_no_word_is_cut_in_large_type(column: DrawColumn, sizes: SizeSwitcher) -> None:
    for percent in (80, 125, 200, 250):
        sizes.set_size(percent)
        column.resize(3 * percent, 8 * percent)
        column.grab()
        cut = {words.split(":")[0] for words in cut_words(column)}
        assert cut <= {"undo_button", "redo_button", "predicted_digit"}, "two have icons, and a digit has no descent"


def test_labels_are_as_high_as_the_systems_type(qtbot: QtBot, sizes: SizeSwitcher) -> None:
    usual = QApplication.font()
    large = QFont(usual)
    large.setPointSizeF(1.7 * usual.pointSizeF())
    QApplication.setFont(large)
    try:
        panel = ReadingPanel()
        qtbot.addWidget(panel)
        panel.resize(480, 400)
        panel.show()
        label = panel.findChild(QWidget, "true_label_7")
        assert label.height() >= label.fontMetrics().height()
    finally:
        QApplication.setFont(usual)


def test_the_edge_of_the_paper_in_focus_grows(qtbot: QtBot, column: DrawColumn, sizes: SizeSwitcher) -> None:
    column.canvas.setFocus(Qt.FocusReason.TabFocusReason)
    sizes.set_size(200)
    qtbot.waitUntil(lambda: has_size(column, QSize(600, 1600)) and column.canvas.height() == 600)
    seen = column.canvas.grab().toImage()
    edge, paper = seen.pixelColor(0, 300), seen.pixelColor(20, 100)
    assert [seen.pixelColor(x, 300) == edge for x in range(8)] == [True] * 6 + [False] * 2
    assert edge != paper
