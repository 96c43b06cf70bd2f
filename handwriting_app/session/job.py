"""One run, as it is handed to the thread that does it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from handwriting_app.data.subject import DIGITS, Subject
from handwriting_app.engine.checkpoint import Checkpoint
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.frozen import Unit
from handwriting_app.engine.network import Network
from handwriting_app.engine.report import Report


@dataclass(frozen=True, slots=True, eq=False)
class Job:
    """One run.

    Attributes:
        network: Whose copy is trained; None for fresh weights, which ``rng`` draws.
        config: Its ``epochs`` is the number of the last one, also of a run that goes on.
        rng: Decides the order of the digits, after fresh weights.
        last: The report to count on from when a run goes on, or None for a new run.
        checkpoint: From which it goes on exactly, if that is known.
        temperature: Of the network as it is.
        subject: What is learned.
        frozen: Units that stay as they are.
    """

    network: Network | None
    config: TrainingConfig
    rng: np.random.Generator
    last: Report | None = None
    checkpoint: Checkpoint | None = None
    temperature: float = 1.0
    subject: Subject = DIGITS
    frozen: frozenset[Unit] = frozenset()
