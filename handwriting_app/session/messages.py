"""The frozen values that the session publishes; free of Qt, so that a view can be tested without a session."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from handwriting_app.engine.checkpoint import Checkpoint
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.network import Network
from handwriting_app.engine.report import Report
from handwriting_app.engine.run_state import EndReason as EndReason
from handwriting_app.engine.run_state import RunState as RunState
from handwriting_app.session.weights import Weights


@dataclass(frozen=True, slots=True)
class Ended:
    """Why a run came to its end.

    Attributes:
        reason: ``failed`` means an error in the program; ``diverged`` numbers out of bounds, see `why_diverged`.
        message: One or two plain sentences for the person at the screen.
        details: What a bug report needs (a traceback); empty unless the run failed.
        cause: Half a sentence on what had gone out of bounds; empty unless the run diverged.
    """

    reason: EndReason
    message: str
    details: str = ""
    cause: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class TrainingNews:
    """What a run tells, at most 20 times a second.

    Attributes:
        reports: Of whole epochs, at least one.
        network: A read-only snapshot of the weights after the last of them.
        checkpoint: From which the run can go on exactly.
        temperature: Of the weights; see :class:`~handwriting_app.session.weights.Weights`.
        between: The weights after earlier epochs of these reports, by rising epochs, so that they can be looked back
            at too where many epochs are told of at once.
    """

    reports: tuple[Report, ...]
    network: Network
    checkpoint: Checkpoint | None
    temperature: float
    between: tuple[Weights, ...] = ()


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """The model in the window, as the title and the menus need it.

    Attributes:
        name: What a person calls it: the file's stem, or "untrained".
        path: The file it was opened from or last saved to; None if there is none that may be written to.
        unsaved: Whether training has changed it since it was opened or saved.
        config: The configuration that it was, or is being, trained with.
    """

    name: str
    path: Path | None
    unsaved: bool
    config: TrainingConfig
