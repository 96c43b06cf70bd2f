"""A line of the table that `bench_gui` prints."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    Attributes:
        unhindered: ``measured`` without waiting for a core.
        processor: Of ``measured``, what the thread of the window itself worked; empty where nobody asked.
    """

    what: str
    goal: str
    measured: str
    unhindered: str
    is_met: bool
    processor: str = ""
