"""Three clocks: on the wall; one that stands still while a thread that could run has no core; a thread's own work."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np


def waited(threads: Iterable[int] | None = None) -> float:
    """Seconds that threads of this process have been ready to run without a core, by default the calling one."""
    try:
        tasks = [Path(f"/proc/self/task/{thread}/schedstat") for thread in threads or [threading.get_native_id()]]
        return 1e-9 * sum(int(task.read_text().split()[1]) for task in tasks)
    except OSError:  # not Linux
        return 0.0


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time: by the clock, by one that stands still while this thread waits for a core, by its own work."""

    clock: float
    unhindered: float
    processor: float

    @classmethod
    def now(cls) -> Moment:
        clock = time.perf_counter()
        return cls(clock, clock - waited(), time.thread_time())


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds that something took, again and again, by the three clocks."""

    clock: list[float] = field(default_factory=list)
    unhindered: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    def add(self, start: Moment, end: Moment, less: float = 0.0) -> None:
        self.clock.append(max(end.clock - start.clock - less, 0.0))
        self.unhindered.append(max(end.unhindered - start.unhindered - less, 0.0))
        # Of what came too late, no more than the thread's own work.
        self.processor.append(min(end.processor - start.processor, self.clock[-1]))

    def extend(self, other: Times) -> None:
        self.clock.extend(other.clock)
        self.unhindered.extend(other.unhindered)
        self.processor.extend(other.processor)


def percentiles(seconds: list[float]) -> tuple[float, float, float]:
    """Median, 99th percentile and worst, in milliseconds."""
    values = 1e3 * np.array(seconds)
    return float(np.median(values)), float(np.percentile(values, 99)), float(values.max())


def median_ratio(above: list[float], below: list[float]) -> float:
    return float(np.median(np.divide(above, below)))
