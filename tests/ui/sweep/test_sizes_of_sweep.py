"""The tab Sweep at other sizes than 100 %."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from handwriting_app.ui.frame.size_switcher import SizeSwitcher
from handwriting_app.ui.sweep.sweep_view import SweepView
from tests.at_sizes import cut_words, sizes, unlikeness
from tests.ui.sweep.test_sweep import record, view

__all__ = ["sizes", "view"]


@pytest.fixture(params=["table", "map"])
def filled(qtbot: QtBot, view: SweepView, tmp_path: Path, request: pytest.FixtureRequest) -> SweepView:
    view.show_sweep(record(tmp_path, 12), None, is_running=False, is_waiting=False)
    view.which.set_value(request.param)
    view.refresh_now()
    view.resize(640, 600)
    return view


def test_it_grows_as_a_whole(qtbot: QtBot, filled: SweepView, sizes: SizeSwitcher) -> None:
    assert unlikeness(qtbot, sizes, filled) < 12


def test_rows_of_the_table_are_as_high_as_their_words(filled: SweepView, sizes: SizeSwitcher) -> None:
    item = filled.results.topLevelItem(0)
    before = filled.results.visualItemRect(item).height()
    for percent in (80, 150, 250, 100):
        sizes.set_size(percent)
        filled.results.doItemsLayout()
        height = filled.results.visualItemRect(item).height()
        assert height == pytest.approx(before * percent / 100, abs=2)
        assert height > filled.results.fontMetrics().height()
    assert height == before


def test_no_word_is_cut(filled: SweepView, sizes: SizeSwitcher) -> None:
    for percent in (80, 125, 200):
        sizes.set_size(percent)
        filled.resize(round(6.4 * percent), 6 * percent)
        filled.grab()
        assert not cut_words(filled), percent
