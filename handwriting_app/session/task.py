"""What can run in the background: a generator, and how its news are handed over. Free of Qt."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

from handwriting_app.session.messages import Ended

News = TypeVar("News")
Bundle = TypeVar("Bundle")


class Work(Enum):
    """The kinds of background work; the value is what a person calls one."""

    TRAINING = "training"
    RACE = "race"
    SWEEP = "sweep"
    SURFACE = "surface"
    WALK = "descent"
    LAYERS = "two-layer network"
    RANKING = "ranking"


@dataclass(frozen=True, slots=True, eq=False)
class Task(Generic[News, Bundle]):
    """One piece of background work.

    Attributes:
        work: Its kind.
        steps: Makes the generator, in the worker's thread. It yields news, or None as a heartbeat, every 10 ms or so:
            between two of them the work can be paused and stopped. It returns why it came to its end.
        bundle: Called in the worker's thread with the news since the last report, at least one: what is reported must
            not be changed afterwards.
        stopped: What a person is told when the work was stopped.
    """

    work: Work
    steps: Callable[[], Generator[News | None, None, Ended]]
    bundle: Callable[[list[News]], Bundle]
    stopped: str
