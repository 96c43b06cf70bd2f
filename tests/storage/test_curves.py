from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.engine.report import Report
from handwriting_app.storage.curves import check_columns, columns_of, reports_of, vector_widths


def a_report(epoch: int, layers: int) -> Report:
    return Report(
        epoch=epoch,
        updates=10 * epoch,
        seconds=0.5 * epoch,
        training_cost=1 / epoch,
        held_out_cost=1.5 / epoch,
        training_accuracy=0.9,
        held_out_accuracy=0.8,
        learning_rate=0.1,
        gradient_norms=(0.25,) * layers,
        update_ratios=(0.125,) * layers,
        inactive_shares=(0.5,) * (layers - 1),
    )


@pytest.mark.parametrize("layers", [1, 3])
def test_reports_come_back_from_their_columns(layers: int) -> None:
    reports = tuple(a_report(epoch, layers) for epoch in (1, 2, 5))
    columns = columns_of(reports)
    assert reports_of(columns) == reports
    assert columns["epoch"].tolist() == [1, 2, 5]
    for name, width in vector_widths(layers).items():
        assert columns[name].shape == (3, width), name


def test_only_the_last_report_can_have_converged() -> None:
    columns = columns_of([a_report(epoch, 2) for epoch in (1, 2, 3)])
    assert [report.converged for report in reports_of(columns, converged=True)] == [False, False, True]


def test_every_number_is_kept_in_double_precision() -> None:
    assert {column.dtype for column in columns_of([a_report(1, 2)]).values()} == {np.dtype(np.float64)}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("training_cost", 1e308),
        ("training_cost", float("nan")),
        ("held_out_accuracy", 7.0),
        ("seconds", -1.0),
        ("epoch", 1.0),
        ("epoch", 2.5),
        ("updates", 1e20),
        ("learning_rate", float("inf")),
        ("inactive_shares", 1.5),
        ("gradient_norms", -1.0),
    ],
)
def test_columns_of_no_run_are_refused(name: str, value: float) -> None:
    columns = columns_of([a_report(epoch, 2) for epoch in (1, 2, 3)])
    check_columns(columns)
    columns[name][1] = value
    with pytest.raises(ValueError, match="of its curves"):
        check_columns(columns)
