"""The Race view at any size: lanes, plots and table grow together, live, and shrink back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.session.session import Session
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.frame.size_switcher import SizeSwitcher
from handwriting_app.ui.race.join import open_view
from handwriting_app.ui.race.line_sample import LineSample
from handwriting_app.ui.race.race_table import RaceTable
from handwriting_app.ui.race.race_view import RaceView
from tests.at_sizes import cut_words, has_size, sizes, unlikeness
from tests.ui.trained import untrained_session

__all__ = ["sizes"]

ALIKE: Final = 14.0
"""Of 255: letters are hinted otherwise, and a pixel is rounded here and there."""


@pytest.fixture
def session(qtbot: QtBot) -> Iterator[Session]:
    session = untrained_session(TrainingConfig(hidden=(10,), held_out=0.5, seed=3))
    yield session
    session.shutdown()


@pytest.fixture
def view(qtbot: QtBot, session: Session, desk: Desk) -> RaceView:
    view = open_view(session, desk)
    qtbot.addWidget(view)
    view.resize(520, 660)
    with qtbot.waitExposed(view):
        view.show()
    return view


def test_all_of_it_grows_and_shrinks_back(qtbot: QtBot, sizes: SizeSwitcher, view: RaceView) -> None:
    assert unlikeness(qtbot, sizes, view) < ALIKE


def test_the_table_stays_as_high_as_its_rows(qtbot: QtBot, sizes: SizeSwitcher, view: RaceView) -> None:
    table = view.findChild(RaceTable, "race_table")

    def measures() -> tuple[int, int, QSize]:
        return table.height(), table.rowHeight(0), table.iconSize()

    usual = measures()
    sizes.set_size(200)
    qtbot.waitUntil(lambda: has_size(view, QSize(1040, 1320)))
    height, row, icon = measures()
    assert height == table.horizontalHeader().height() + table.rowCount() * row + 4
    assert row == pytest.approx(2 * usual[1], abs=2)
    assert row > table.fontMetrics().height()
    assert icon.width() == 2 * usual[2].width()
    assert icon.height() <= row
    assert view.findChild(LineSample).width() == icon.width()
    assert not cut_words(view)
    sizes.set_size(100)
    qtbot.waitUntil(lambda: has_size(view, QSize(520, 660)) and measures() == usual)


def test_plots_stand_side_by_side_where_there_is_as_much_room_by_the_size(
    qtbot: QtBot, sizes: SizeSwitcher, view: RaceView
) -> None:
    def are_both_seen() -> bool:
        return view.cost.isVisible() and view.accuracy.isVisible()

    choice: QWidget = view.which
    view.resize(800, 660)
    qtbot.waitUntil(are_both_seen)
    sizes.set_size(150)
    qtbot.waitUntil(lambda: not are_both_seen() and choice.isVisible())
    qtbot.waitUntil(lambda: has_size(view, QSize(1200, 990)) and are_both_seen() and not choice.isVisible())
    sizes.set_size(100)
    view.resize(800, 660)
    qtbot.waitUntil(lambda: are_both_seen() and not choice.isVisible())
