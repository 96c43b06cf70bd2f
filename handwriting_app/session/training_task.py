"""Training as a task: the engine's generator, the digits that it learns from, and what is told of it. Free of Qt."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass

import numpy as np

from handwriting_app.data.augment import Variations
from handwriting_app.engine.checkpoint import Checkpoint, Kept
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.data_set import DataSet
from handwriting_app.engine.network import Network
from handwriting_app.engine.report import Report
from handwriting_app.engine.training import Controls, Diverged, train
from handwriting_app.session.messages import Ended, EndReason, TrainingNews
from handwriting_app.session.task import Task, Work


@dataclass(frozen=True, slots=True, eq=False)
class Job:
    """One run.

    Attributes:
        network: Trained in place; it belongs to the worker from its start on.
        config: Its ``epochs`` is the number of the last one, also of a run that goes on.
        rng: Decides the order of the digits.
        last: The report to count on from when a run goes on, or None for a new run.
        checkpoint: From which it goes on exactly, if that is known.
    """

    network: Network
    config: TrainingConfig
    rng: np.random.Generator
    last: Report | None = None
    checkpoint: Checkpoint | None = None


def training_task(
    job: Job, controls: Controls, load: Callable[[TrainingConfig], DataSet]
) -> Task[Report, TrainingNews]:
    """The run as a task; ``controls`` change it on the way, ``load`` gives its digits (a second, the first time)."""
    kept = Kept()

    def steps() -> Generator[Report | None, None, Ended]:
        data = load(job.config)
        vary = Variations(data.train_x, data.train_y, strength=job.config.variation, seed=job.config.seed)
        yield from vary.prepare()
        has_converged = False
        run = train(
            job.network,
            data,
            job.config,
            job.rng,
            controls=controls,
            vary=vary,
            last=job.last,
            checkpoint=job.checkpoint,
            kept=kept,
        )
        try:
            with closing(run):
                for report in run:
                    has_converged = report is not None and report.converged
                    yield report
        except Diverged as error:
            return Ended("diverged", str(error))
        reason: EndReason = "converged" if has_converged else "finished"
        return Ended(reason, _MESSAGES[reason])

    def bundle(reports: list[Report]) -> TrainingNews:
        return TrainingNews(tuple(reports), job.network.frozen(), kept.checkpoint)

    return Task(Work.TRAINING, steps, bundle, _MESSAGES["stopped"])


_MESSAGES: dict[EndReason, str] = {
    "finished": "Trained for all its epochs.",
    "converged": "Converged: the cost has stopped falling.",
    "stopped": "Stopped; the last whole epoch is kept.",
}
