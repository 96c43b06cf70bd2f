"""What a run is doing, and why it came to its end: the words for both."""

from __future__ import annotations

from enum import Enum
from typing import Literal

EndReason = Literal["finished", "converged", "stopped", "diverged", "failed"]


class RunState(Enum):
    """What some background work is doing just now."""

    IDLE = "idle"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPING = "stopping"
