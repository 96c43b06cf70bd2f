"""An array as a picture: colours with a meaning, values under the pointer, a cell to choose."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolTip
from pytestqt.qtbot import QtBot

from handwriting_app.ui.theme import LIGHT, palette_of
from handwriting_app.ui.widgets.array_picture import ArrayPicture

VALUES = np.array([[-2.0, 0.0, 2.0], [1.0, np.nan, -1.0]])


@pytest.fixture
def picture(qtbot: QtBot) -> ArrayPicture:
    picture = ArrayPicture()
    picture.setPalette(palette_of(LIGHT))
    qtbot.addWidget(picture)
    picture.resize(300, 100)
    picture.show_array(VALUES)
    picture.show()
    qtbot.waitExposed(picture)
    return picture


def colour(picture: ArrayPicture, row: int, column: int) -> QColor:
    """A little off the middle, where no number is written."""
    at = picture.cell_rect(row, column).topLeft().toPoint() + QPoint(6, 6)
    return picture.grab().toImage().pixelColor(at)


def click(qtbot: QtBot, picture: ArrayPicture, row: int, column: int) -> None:
    qtbot.mouseClick(picture, Qt.MouseButton.LeftButton, pos=picture.cell_rect(row, column).center().toPoint())


def test_colours_say_the_sign(picture: ArrayPicture) -> None:
    assert colour(picture, 0, 0) == LIGHT.negative
    assert colour(picture, 0, 1) == LIGHT.zero
    assert colour(picture, 0, 2) == LIGHT.positive


def test_the_limit_is_the_largest_magnitude_unless_told(picture: ArrayPicture) -> None:
    half = colour(picture, 1, 0)
    assert half not in (LIGHT.positive, LIGHT.zero)
    picture.show_array(VALUES, limit=1.0)
    assert colour(picture, 1, 0) == LIGHT.positive


def test_counts_run_from_paper_to_ink(picture: ArrayPicture) -> None:
    picture.show_array([[0.0, 1.0]], signed=False)
    assert colour(picture, 0, 0) == LIGHT.paper
    assert colour(picture, 0, 1) == LIGHT.ink


def test_a_click_chooses_a_cell_and_an_empty_one_is_nobody(qtbot: QtBot, picture: ArrayPicture) -> None:
    chosen: list[tuple[int, int]] = []
    picture.cell_chosen.connect(lambda *cell: chosen.append(cell))
    click(qtbot, picture, 1, 2)
    click(qtbot, picture, 1, 1)
    assert chosen == [(1, 2)]


def test_arrow_keys_move_the_choice_and_stop_at_the_edge(qtbot: QtBot, picture: ArrayPicture) -> None:
    picture.cell_chosen.connect(lambda *cell: picture.show_array(VALUES, selected=cell))
    picture.show_array(VALUES, selected=(0, 1))
    for _ in range(3):
        qtbot.keyClick(picture, Qt.Key.Key_Right)
    assert picture.selected() == (0, 2)
    qtbot.keyClick(picture, Qt.Key.Key_Down)
    assert picture.selected() == (1, 2)
    qtbot.keyClick(picture, Qt.Key.Key_Left)
    assert picture.selected() == (1, 2)  # the empty cell


def test_the_pointer_shows_the_value_with_its_index(picture: ArrayPicture, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _at, words, *_: shown.append(words))
    QTest.mouseMove(picture, picture.cell_rect(1, 2).center().toPoint())
    assert shown[-1] == "[1, 2] = −1"
    picture.show_array(VALUES, describe=lambda row, column: f"neuron {row + column}")
    QTest.mouseMove(picture, picture.cell_rect(0, 2).center().toPoint())
    assert shown[-1] == "neuron 2"


def test_square_cells_stay_square(qtbot: QtBot) -> None:
    picture = ArrayPicture(square=True)
    qtbot.addWidget(picture)
    picture.show_array(np.zeros((8, 8)))
    picture.resize(300, 100)
    cell = picture.cell_rect(3, 5)
    assert cell.width() == cell.height() == 12


@pytest.mark.parametrize("shape", [(1, 1), (1, 500), (600, 2), (300, 400)])
def test_any_shape_is_drawn_and_can_be_clicked(qtbot: QtBot, picture: ArrayPicture, shape: tuple[int, int]) -> None:
    values = np.random.default_rng(0).normal(size=shape)
    picture.show_array(values, selected=(shape[0] - 1, None))
    assert not picture.grab().isNull()
    with qtbot.waitSignal(picture.cell_chosen) as blocker:
        click(qtbot, picture, shape[0] // 2, shape[1] // 2)
    row, column = blocker.args
    assert abs(row - shape[0] // 2) <= max(shape[0] // 100, 1)
    assert abs(column - shape[1] // 2) <= max(shape[1] // 300, 1) + 1


def test_nothing_finite_is_no_error(picture: ArrayPicture) -> None:
    picture.show_array(np.full((2, 2), np.nan))
    assert not picture.grab().isNull()
    picture.show_array(np.array([[np.inf, -np.inf]]))
    assert not picture.grab().isNull()
