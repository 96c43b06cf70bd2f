"""The Network view at any size: dots, lines, pictures and the ranking grow together, live, and shrink back."""

from __future__ import annotations

from typing import Final

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QSize
from PySide6.QtWidgets import QTableView, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.session.session import Session
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.frame.size_switcher import SizeSwitcher
from handwriting_app.ui.network.first_weights import FirstWeights
from handwriting_app.ui.network.graph import NetworkGraph
from handwriting_app.ui.network.join import open_view
from handwriting_app.ui.network.network_view import NetworkView
from handwriting_app.ui.network.ranking_view import RankingView
from handwriting_app.ui.network.unit_facts import UnitFacts
from tests.at_sizes import cut_words, has_size, sizes, unlikeness
from tests.ui.trained import digit

__all__ = ["sizes"]

ALIKE: Final = 9.0
"""Of 255: letters are hinted otherwise, and a pixel is rounded here and there."""


@pytest.fixture
def view(qtbot: QtBot, session: Session, desk: Desk) -> NetworkView:
    session.reader.set_picture(digit(3))
    view = open_view(session, desk)
    qtbot.addWidget(view)
    view.resize(640, 620)
    with qtbot.waitExposed(view):
        view.show()
    return view


def graph(view: NetworkView) -> NetworkGraph:
    return view.findChild(NetworkGraph, "network_graph")


def test_all_of_it_grows_and_shrinks_back(qtbot: QtBot, sizes: SizeSwitcher, view: NetworkView) -> None:
    assert unlikeness(qtbot, sizes, view) < ALIKE


def test_with_a_unit_chosen_too(qtbot: QtBot, sizes: SizeSwitcher, view: NetworkView) -> None:
    graph(view).choose((1, 3))
    assert unlikeness(qtbot, sizes, view) < ALIKE
    assert graph(view).chosen == (1, 3)


def test_units_stand_twice_as_far_apart_and_are_found_there(
    qtbot: QtBot, sizes: SizeSwitcher, session: Session
) -> None:
    alone = NetworkGraph()
    qtbot.addWidget(alone)
    alone.resize(500, 320)
    network = session.timeline.weights.network
    alone.show_network(network, None, None)
    with qtbot.waitExposed(alone):
        alone.show()
    before = alone.places()
    sizes.set_size(200)
    qtbot.waitUntil(lambda: has_size(alone, QSize(1000, 640)))
    after = alone.places()
    for usual, large in zip(before.layers, after.layers, strict=True):
        assert np.array_equal(usual.units, large.units)
        assert large.radius == pytest.approx(2 * usual.radius, rel=0.05)
        assert large.centres == pytest.approx(2 * usual.centres, abs=6)
    beside = alone.place_of((1, 2)) + QPointF(after.layers[1].radius + 5, 0)
    alone.grab()
    qtbot.mouseMove(alone, beside.toPoint())
    assert alone._unit_at(beside) is not None  # within reach, as 2.5 pixels beside it are at 100 %
    sizes.set_size(100)
    qtbot.waitUntil(lambda: has_size(alone, QSize(500, 320)))
    assert np.array_equal(alone.places().layers[1].centres, before.layers[1].centres)


@pytest.mark.parametrize("percent", [80, 110, 125, 150, 200, 250])
def test_a_picture_of_weights_has_whole_pixels_for_each(
    qtbot: QtBot, sizes: SizeSwitcher, view: NetworkView, percent: int
) -> None:
    pictures = view.findChild(FirstWeights, "first_weights")
    usual = pictures.rect_of(0).width()
    sizes.set_size(percent)
    qtbot.waitUntil(lambda: has_size(view, QSize(round(6.4 * percent), round(6.2 * percent))))
    side = pictures.rect_of(0).width()
    assert side % 8 == 0
    assert abs(side - usual * percent / 100) <= 8 * percent / 100 + 4  # the next size, or rounded
    assert pictures.rect_of(pictures.shown() - 1).bottom() <= pictures.height()


def test_rows_of_the_ranking_are_as_high_as_their_words(qtbot: QtBot, sizes: SizeSwitcher) -> None:
    ranking = RankingView()
    qtbot.addWidget(ranking)
    with qtbot.waitExposed(ranking):
        ranking.show()
    table: QTableView = ranking.table

    def measures() -> tuple[int, int, int, int]:
        header = table.horizontalHeader()
        row = table.verticalHeader().defaultSectionSize()
        return row, table.columnWidth(0), table.minimumHeight(), header.fontMetrics().height()

    usual = measures()
    sizes.set_size(200)
    assert measures() == pytest.approx([2 * each for each in usual], abs=4)
    assert table.verticalHeader().defaultSectionSize() > table.fontMetrics().height()
    sizes.set_size(100)
    assert measures() == usual


def test_no_words_are_cut_at_200_percent(qtbot: QtBot, sizes: SizeSwitcher, view: NetworkView) -> None:
    graph(view).choose((2, 5))
    view.resize(900, 620)
    usual = cut_words(view)
    sizes.set_size(200)
    qtbot.waitUntil(lambda: has_size(view, QSize(1800, 1240)))
    qtbot.waitUntil(lambda: set(cut_words(view)) <= set(usual))
    facts: QWidget = view.findChild(UnitFacts, "unit_facts")
    assert facts.height() == 2 * 88
