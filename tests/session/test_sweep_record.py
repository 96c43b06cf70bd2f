"""What is known of a sweep."""

from __future__ import annotations

from pathlib import Path

from handwriting_app.data.subject import DIGITS
from handwriting_app.session.sweep_record import PLAN, SweepRecord, newest
from handwriting_app.sweep.one_run import Outcome
from handwriting_app.sweep.plan import Plan
from handwriting_app.sweep.plan_file import plan_text
from handwriting_app.sweep.table import NAME, write_table


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


def test_the_newest_sweep_is_found_with_what_is_over(tmp_path: Path) -> None:
    assert newest(tmp_path / "none") is None
    plan = Plan({"epochs": (1, 2)}, (0, 1))
    runs = plan.runs()
    over = (Outcome(runs[1], "finished", 2, 0.5, 0.5, 0.9, 0.9), Outcome(runs[2], "failed", message="MemoryError"))
    for name, some in (("2026-11-28 10.00.00", ()), ("2026-11-28 11.00.00", over)):
        (tmp_path / name).mkdir()
        (tmp_path / name / PLAN).write_text(plan_text(plan))
        write_table(tmp_path / name / NAME, some)
    found = newest(tmp_path)
    assert found is not None
    assert found.folder.name == "2026-11-28 11.00.00"
    assert found.outcomes == over[:1]
    assert found.left == (runs[0], runs[2], runs[3]), "what failed may be tried again"
    (found.folder / NAME).write_text("something else")
    assert newest(tmp_path) is None
