"""The tab Runs at other sizes than 100 %."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from handwriting_app.ui.frame.size_switcher import SizeSwitcher
from handwriting_app.ui.runs.runs_model import NAME, STAR
from handwriting_app.ui.runs.runs_view import RunsView
from tests.at_sizes import cut_words, has_size, sizes, unlikeness
from tests.session.test_run_words import kept
from tests.ui.runs.test_runs_view import curves, listing, view

__all__ = ["sizes", "view"]


def test_it_grows_as_a_whole(qtbot: QtBot, view: RunsView, sizes: SizeSwitcher) -> None:
    two = (kept(2, epoch=5), kept(1))
    view.show_listing(listing(*two))
    view.table.choose([1, 2])
    view.show_curves([curves(run) for run in two], two)
    view.resize(1220, 700)
    view.grab()
    view.resize(1200, 700)  # so wide that all columns have room
    for percent in (200, 100):  # once, so that all is laid out
        sizes.set_size(percent)
        qtbot.waitUntil(partial(has_size, view, QSize(12 * percent, 7 * percent)))
    qtbot.waitUntil(lambda: view.plots.cost.y() < 10)
    assert unlikeness(qtbot, sizes, view) < 8


def test_what_is_said_of_no_runs_grows(qtbot: QtBot, view: RunsView, sizes: SizeSwitcher) -> None:
    view.show_listing(listing())
    words = view.findChild(QLabel, "runs_empty")
    assert words.isVisible()
    assert words.margin() == 32
    assert unlikeness(qtbot, sizes, view) < 8
    sizes.set_size(200)
    assert words.margin() == 64


@pytest.mark.parametrize("percent", [80, 125, 150, 250])
def test_rows_and_columns_follow_and_come_back(view: RunsView, sizes: SizeSwitcher, percent: int) -> None:
    table = view.table
    view.show_listing(listing(kept(1)))
    table.setColumnWidth(NAME, 151)  # as a person likes it
    before = [table.columnWidth(column) for column in (STAR, NAME, 2, 3)]
    row = table.rowHeight(0)
    sizes.set_size(percent)
    assert table.columnWidth(NAME) == pytest.approx(151 * percent / 100, abs=8)
    assert table.rowHeight(0) == pytest.approx(row * percent / 100, abs=2)
    assert table.rowHeight(0) >= table.fontMetrics().height()
    sizes.set_size(100)
    assert [table.columnWidth(column) for column in (STAR, NAME, 2, 3)] == before
    assert table.rowHeight(0) == row


def test_no_word_is_cut(view: RunsView, sizes: SizeSwitcher) -> None:
    view.show_listing(listing(kept(1)))
    for percent in (80, 125, 175, 250):
        sizes.set_size(percent)
        view.resize(9 * percent, 7 * percent)
        view.grab()
        assert not cut_words(view), percent


def test_two_plots_stand_side_by_side_where_there_is_room_for_two(view: RunsView, sizes: SizeSwitcher) -> None:
    view.show_listing(listing(kept(1)))
    view.grab()
    assert not view.plots.which.isVisible()
    sizes.set_size(200)
    view.resize(900, 1400)
    view.grab()
    assert view.plots.which.isVisible()
    sizes.set_size(100)
    view.resize(900, 700)
    view.grab()
    assert not view.plots.which.isVisible()
