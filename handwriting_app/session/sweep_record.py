"""What is known of a sweep so far: its runs, those that are over, and where they are kept. Free of Qt."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from handwriting_app.data.subject import DIGITS, Subject
from handwriting_app.storage.model_file import SUFFIX
from handwriting_app.sweep.one_run import Outcome
from handwriting_app.sweep.plan import Plan, Run
from handwriting_app.sweep.plan_file import PlanFileError, read_plan
from handwriting_app.sweep.table import NAME, TableError, done_of, read_table

MODELS: Final = "models"
"""The folder of the networks, in the folder of a sweep."""

PLAN: Final = "sweep.toml"
"""The file in that folder that says what is tried; the command ``sweep`` takes it, too."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A run has begun."""

    run: Run


@dataclass(frozen=True, slots=True, eq=False)
class SweepRecord:
    """What is known of a sweep.

    Attributes:
        plan: What it tries.
        runs: All that it has.
        subject: What they learn.
        folder: Where its table and its networks are.
        outcomes: Of the runs that are over, as they came.
        under_way: The run that was begun last; None while none has been, and at the end.
    """

    plan: Plan
    runs: tuple[Run, ...]
    subject: Subject
    folder: Path
    outcomes: tuple[Outcome, ...] = ()
    under_way: Run | None = None

    @property
    def left(self) -> tuple[Run, ...]:
        """The runs that are not over."""
        done = {outcome.run.number for outcome in self.outcomes}
        return tuple(run for run in self.runs if run.number not in done)

    def model_path(self, run: Run) -> Path:
        """Where the network of a run that went to its end is."""
        return self.folder / MODELS / f"sweep run {run.number}{SUFFIX}"


def newest(folder: Path) -> SweepRecord | None:
    """What is known of the latest sweep of the digits in ``folder``; None if there is none, or it cannot be read."""
    found = sorted(path.parent for path in folder.glob(f"*/{PLAN}"))
    if not found:
        return None
    try:
        plan = read_plan(found[-1] / PLAN)
        runs = plan.runs()
        return SweepRecord(plan, runs, DIGITS, found[-1], done_of(runs, read_table(found[-1] / NAME)))
    except (PlanFileError, TableError, ValueError):
        return None
