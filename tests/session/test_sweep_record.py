"""What is known of a sweep."""

from __future__ import annotations

from pathlib import Path

from handwriting_app.data.subject import DIGITS
from handwriting_app.session.sweep_record import SweepRecord
from handwriting_app.sweep.one_run import Outcome
from handwriting_app.sweep.plan import Plan


def test_what_is_left_is_what_is_not_over_in_whatever_order_it_came(tmp_path: Path) -> None:
    plan = Plan({"epochs": (1, 2)}, (0, 1))
    runs = plan.runs()
    over = (Outcome(runs[2], "finished"), Outcome(runs[0], "failed"))
    record = SweepRecord(plan, runs, DIGITS, tmp_path, over)
    assert record.left == (runs[1], runs[3])


def test_every_run_has_a_file_of_its_own(tmp_path: Path) -> None:
    plan = Plan({"epochs": (1, 2)}, (0, 1))
    record = SweepRecord(plan, plan.runs(), DIGITS, tmp_path)
    paths = {record.model_path(run) for run in record.runs}
    assert len(paths) == 4
    assert all(path.is_relative_to(tmp_path) for path in paths)
