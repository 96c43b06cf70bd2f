from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.engine.report import Report
from handwriting_app.session import history as history_module
from handwriting_app.session.history import RunHistory

SIZES = (64, 5, 10)


def report(epoch: int) -> Report:
    return Report(
        epoch=epoch,
        updates=2 * epoch,
        seconds=epoch / 10,
        training_cost=1 / epoch,
        held_out_cost=2 / epoch,
        training_accuracy=0.5,
        held_out_accuracy=0.25,
        learning_rate=0.1,
        gradient_norms=(float(epoch), 2.0),
        update_ratios=(0.1, 0.2),
        inactive_shares=(0.3,),
    )


def test_columns_grow_in_step():
    history = RunHistory(SIZES)
    history.append(map(report, range(1, 1001)))
    assert len(history) == 1000
    assert history.layer_names == ("64→5", "5→10")
    assert history.epochs.tolist() == list(range(1, 1001))
    assert history.gradient_norms.shape == (1000, 2)
    assert history.gradient_norms[-1].tolist() == [1000.0, 2.0]
    assert history.inactive_shares.shape == (1000, 1)
    assert history.last == report(1000)


def test_reports_come_back_as_they_were():
    history = RunHistory(SIZES)
    rows = tuple(map(report, range(1, 6)))
    history.append(rows)
    assert history.reports() == rows


def test_an_empty_history():
    history = RunHistory(SIZES)
    assert (len(history), history.last, history.reports()) == (0, None, ())


def test_a_taken_view_is_not_disturbed_by_growth():
    history = RunHistory(SIZES)
    history.append([report(1)])
    view = history.training_cost
    history.append(map(report, range(2, 2000)))
    assert view.tolist() == [1.0]


@pytest.fixture
def short(monkeypatch):
    monkeypatch.setattr(history_module, "MAX_ROWS", 512)
    return RunHistory(SIZES)


def test_a_long_run_is_thinned_evenly_and_keeps_its_newest_epoch(short):
    for epoch in range(1, 5001):
        short.append([report(epoch)])
        assert short.epochs[-1] == epoch
        assert len(short) <= 512
    steps = np.diff(short.epochs)
    assert set(steps[:-1]) == {steps[0]}
    assert short.last == report(5000)
    assert short.reports()[-1] == report(5000)
    assert np.array_equal(short.updates, 2 * short.epochs)


@pytest.mark.parametrize(
    "epochs", [range(4, 4 * 2000, 4), range(1, 4000, 2), [7] * 2000], ids=["thinned before", "odd", "all the same"]
)
def test_a_history_whose_epochs_lie_otherwise_does_not_overflow(short, epochs):
    for epoch in epochs:
        short.append([report(epoch)])
        assert len(short) <= 512
        assert short.epochs[-1] == epoch
    assert len(short) >= 256
    steps = np.diff(short.epochs)
    assert len(set(steps[:-1])) == 1, "thinned evenly"


def test_a_run_that_goes_on_from_a_full_history_does_not_overflow():
    history = RunHistory(SIZES)
    history.append(map(report, range(4, 4 * history_module.MAX_ROWS + 1, 4)))
    assert len(history) == history_module.MAX_ROWS
    history.append(map(report, range(4 * history_module.MAX_ROWS + 1, 4 * history_module.MAX_ROWS + 6)))
    assert history.last == report(4 * history_module.MAX_ROWS + 5)


@pytest.mark.parametrize(("epoch", "kept"), [(None, [1, 2, 3, 4, 5]), (3, [1, 2, 3]), (0, [])])
def test_curves_up_to_an_epoch_are_apart_from_the_run(epoch, kept):
    history = RunHistory((64, 8, 10))
    history.append(report(number) for number in range(1, 6))
    past = history.until(epoch)
    history.append([report(6)])
    assert [each.epoch for each in past.reports()] == kept
    assert past.last == (report(kept[-1]) if kept else None)
    assert len(history) == 6


@pytest.mark.parametrize("epoch", [0, 1, 3])
def test_what_goes_on_from_an_earlier_epoch_grows(epoch):
    history = RunHistory(SIZES)
    history.append(map(report, range(1, 6)))
    branch = history.until(epoch)
    branch.append(map(report, range(epoch + 1, 301)))
    assert branch.epochs.tolist() == list(range(1, 301))
    assert branch.last == report(300)
    assert len(history) == 5
