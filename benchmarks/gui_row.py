"""A line of the table that `bench_gui` prints."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; ``unhindered`` is ``measured`` without waiting for a core."""

    what: str
    goal: str
    measured: str
    unhindered: str
    is_met: bool
