"""The Runs tab without a session: what it shows, asks for and lets be done."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.storage.database.runs import KeptRun
from handwriting_app.ui.runs.bar import NoticeBar, RecoveryBar
from handwriting_app.ui.runs.runs_plot import RunCurves, style_of
from handwriting_app.ui.runs.runs_view import MOST_DRAWN, Listing, RunsView
from tests.session.test_run_words import kept

MIB = 2**20


def listing(*runs: KeptRun, size: int = 0, going: tuple[KeptRun, ...] = ()) -> Listing:
    return Listing(runs, size, 100 * MIB, going, {"numpy": "2.1"})


def curves(run: KeptRun, *, is_changed: bool = False) -> RunCurves:
    epochs = np.arange(1.0, run.epoch + 1)
    return RunCurves(run.id, "", epochs, 1 / epochs, 1 - 1 / epochs, is_changed)


@pytest.fixture
def view(qtbot: QtBot) -> RunsView:
    view = RunsView()
    qtbot.addWidget(view)
    view.resize(900, 700)
    view.show()
    return view


def test_it_asks_for_curves_once_and_again_when_a_run_has_come_further(view: RunsView) -> None:
    asked: list[tuple[int, ...]] = []
    view.curves_requested.connect(lambda runs: asked.append(tuple(run.id for run in runs)))
    two = (kept(2, epoch=5), kept(1))
    view.show_listing(listing(*two))
    assert asked == []
    view.table.choose([1, 2])
    assert asked[-1] == (2, 1)
    view.show_curves([curves(run) for run in two], two)
    assert [len(line.epochs) for line in view.plots.cost.lines] == [5, 200]
    asked.clear()
    view.show_listing(listing(*two))
    assert asked == []
    view.show_listing(listing(kept(2, epoch=6), kept(1)))
    assert asked == [(2,)]
    assert len(view.plots.cost.lines) == 2, "what is known stays until the rest is there"


def test_a_run_without_a_model_has_no_curves_and_cannot_be_opened(view: RunsView) -> None:
    view.show_listing(listing(kept(1, size=0, epoch=0, state="diverged", held_out_accuracy=None)))
    view.table.selectAll()
    assert not view.buttons.open.isEnabled()
    assert "before its first epoch" in view.buttons.open.toolTip()
    assert view.buttons.again.isEnabled()


def test_why_a_run_cannot_be_made_again_is_said(view: RunsView) -> None:
    run = kept(1)
    view.show_listing(listing(run))
    view.table.selectAll()
    view.show_curves([curves(run)], [run])
    assert view.buttons.again.isEnabled()
    view.table.let_go()
    view.table.selectAll()
    view.show_curves([curves(run, is_changed=True)], [run])
    assert not view.buttons.again.isEnabled()
    assert "learning rate" in view.buttons.again.toolTip()


def test_other_versions_are_told_at_the_button(view: RunsView) -> None:
    view.show_listing(listing(kept(1, versions={"numpy": "1.26"})))
    view.table.selectAll()
    assert view.buttons.again.isEnabled()
    assert "numpy 1.26 (now 2.1)" in view.buttons.again.toolTip()


def test_a_run_under_way_cannot_be_deleted(view: RunsView) -> None:
    deleted: list[tuple[int, ...]] = []
    view.delete_requested.connect(deleted.append)
    view.show_listing(listing(kept(2, state="running"), kept(1)))
    view.table.choose([2])
    assert not view.buttons.delete.isEnabled()
    view.table.choose([1, 2])
    view.buttons.delete.click()
    assert deleted == [(1,)]


def test_a_star_is_given_to_all_or_taken_from_all(view: RunsView) -> None:
    told: list[tuple[int, str, object]] = []
    view.described.connect(lambda *news: told.append(news))
    view.show_listing(listing(kept(2, star=True), kept(1)))
    view.table.selectAll()
    assert view.buttons.star.text() == "★ Star"
    view.buttons.star.click()
    assert told == [(1, "star", True)]
    assert view.buttons.star.text() == "☆ Unstar"
    view.buttons.star.click()
    assert told[1:] == [(2, "star", False), (1, "star", False)]


def test_a_run_of_another_version_is_shown(view: RunsView) -> None:
    view.show_listing(listing(kept(2, config=None), kept(1)))
    view.table.selectAll()
    assert "another version" in view._message.text()


def test_so_many_that_nobody_could_tell_them_apart_are_not_drawn(view: RunsView) -> None:
    runs = tuple(kept(number, epoch=3) for number in range(60, 0, -1))
    view.show_listing(listing(*runs))
    view.table.selectAll()
    view.show_curves([curves(run) for run in runs[:MOST_DRAWN]], runs[:MOST_DRAWN])
    assert len(view.plots.accuracy.lines) == MOST_DRAWN
    assert "the first 40 are drawn" in view._message.text()
    looks = {(style_of(index, "").colour, style_of(index, "").stroke) for index in range(MOST_DRAWN)}
    assert len(looks) == MOST_DRAWN


def test_the_limit_is_told(view: RunsView) -> None:
    view.show_listing(listing(kept(1), size=50 * MIB))
    assert view._limit.isHidden()
    view.show_listing(listing(kept(1), size=99 * MIB, going=(kept(1),)))
    assert view._limit.isVisible()


def test_one_plot_at_a_time_where_there_is_no_room_for_two(qtbot: QtBot, view: RunsView) -> None:
    view.show_listing(listing(kept(1, config=TrainingConfig(hidden=()))))
    assert view.plots.cost.isVisible()
    assert view.plots.accuracy.isVisible()
    view.resize(400, 560)
    qtbot.waitUntil(lambda: not view.plots.cost.isVisible())
    view.plots.which.set_value("cost")
    assert view.plots.cost.isVisible()
    assert not view.plots.accuracy.isVisible()


def test_a_failure_before_the_first_list_takes_its_place(view: RunsView) -> None:
    view.show_failure("The database cannot be opened.")
    assert view._empty.isVisible()
    assert view._empty.text() == "The database cannot be opened."
    view.show_listing(listing(kept(1)))
    view.show_failure("The disk is full.")
    assert view.table.isVisible(), "what is there stays"
    view.show_listing(listing(kept(1, name="new")))
    assert view._message.text() == "The disk is full.", "it can be read"
    assert view._message.kind() == "error"
    view.table.selectAll()
    assert view._message.text().startswith("new:")


def test_the_bars_ask_and_tell(qtbot: QtBot) -> None:
    recovery, notice = RecoveryBar(), NoticeBar()
    for bar in (recovery, notice):
        qtbot.addWidget(bar)
        assert bar.isHidden()
    recovery.offer("Go on?", "tip")
    assert recovery.isVisible()
    with qtbot.waitSignal(recovery.recover_requested):
        recovery.recover.click()
    recovery.set_busy(True)
    assert not recovery.recover.isEnabled()
    recovery.offer("Go on?", "tip")
    with qtbot.waitSignal(recovery.leave_requested):
        recovery.leave.click()
    notice.show_text("Nothing is kept.")
    assert notice.isVisible()
