"""A run on its way into the database: begun with its first epoch, kept now and then, ended. Free of Qt.

The window does it in the background, ``handwriting-app train`` between two epochs.
"""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from handwriting_app.data.subject import DIGITS
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.run_state import EndReason
from handwriting_app.ink.drawing import Drawing
from handwriting_app.session.model import Model

if TYPE_CHECKING:
    from handwriting_app.storage.database.connection import Database
    from handwriting_app.storage.database.runs import RunEnd

LEAST_S: Final = 2.0
"""Seconds from one keeping to the next, at least."""

MOST_S: Final = 60.0
"""Seconds after which a run is kept again, whatever that costs."""

SHARE: Final = 0.02
"""Of the time, which may go into keeping."""

_ENDS: Final[dict[EndReason, RunEnd]] = {
    "finished": "finished",
    "converged": "finished",
    "stopped": "stopped",
    "diverged": "diverged",
    "failed": "crashed",
}


class Pace:
    """When a run is to be kept again: at once at first, then the more seldom the longer it takes."""

    def __init__(self, least: float = LEAST_S, most: float = MOST_S, share: float = SHARE) -> None:
        """``least``, ``most``: seconds between two times; ``share``: of the time that may go into it, if it is less."""
        self._least, self._most, self._share = least, most, share
        self._next = float("-inf")

    def anew(self) -> Pace:
        """The same pace for another run: it is due at once."""
        return Pace(self._least, self._most, self._share)

    def is_due(self, now: float) -> bool:
        """``now``: in seconds, of any clock."""
        return now >= self._next

    def wait(self, now: float) -> float:
        """Seconds until it is due; 0 if it is."""
        return max(self._next - now, 0.0)

    def note(self, now: float, cost: float) -> None:
        """It has been kept, which took ``cost`` seconds."""
        self._next = now + min(max(self._least, cost / self._share), self._most)


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One run. It is known in the database by its uuid: a damaged file may be set aside while it goes on.

    All that it does with a database raises `DatabaseError`.

    Attributes:
        config: Of the run; its ``epochs`` is the number of the last one.
        is_fresh: Whether it begins with fresh weights of its seed.
        is_exercise: Whether it was begun in a lesson.
        begun: Seconds since 1970.
        uuid: Of the run.
    """

    config: TrainingConfig
    is_fresh: bool = True
    is_exercise: bool = False
    begun: float = field(default_factory=time.time)
    uuid: str = field(default_factory=lambda: str(uuid.uuid4()))

    def keep(self, database: Database, model: Model, drawing: Drawing | None = None) -> None:
        """Keep how far the run has come: ``model`` has its weights, curves and checkpoint of the same epoch.

        Raises:
            ModelFileError: The weights are not finite.
        """
        from handwriting_app.storage.database.runs import keep_run

        keep_run(database, self._id(database, model), model.to_save(model.name), drawing)

    def end(
        self, database: Database, reason: EndReason, model: Model | None = None, drawing: Drawing | None = None
    ) -> None:
        """Keep how the run ended; what cannot be opened again, as after a run that diverged, is left as it was."""
        from handwriting_app.storage.database.runs import end_run
        from handwriting_app.storage.errors import ModelFileError

        run = self._id(database, model)
        saved = model.to_save(model.name) if model is not None and len(model.history) else None
        try:
            end_run(database, run, _ENDS[reason], saved, drawing)
        except ModelFileError:
            end_run(database, run, _ENDS[reason])

    def _id(self, database: Database, model: Model | None) -> int:
        # SQLite is loaded by whoever first keeps something.
        from handwriting_app.storage.database.runs import RunStart, begin_run, find_run

        known = find_run(database, self.uuid)
        if known is not None:
            return known
        start = RunStart(
            self.config,
            self.is_fresh,
            (DIGITS if model is None else model.subject).name,
            begun=self.begun,
            uuid=self.uuid,
            is_exercise=self.is_exercise,
        )
        return begin_run(database, start)
