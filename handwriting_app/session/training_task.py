"""Training as a task: the engine's generator, the digits that it learns from, and what is told of it. Free of Qt."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing

from handwriting_app.data.augment import Variations
from handwriting_app.engine.checkpoint import Kept
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.controls import Controls
from handwriting_app.engine.data_set import DataSet
from handwriting_app.engine.network import Network
from handwriting_app.engine.report import Report
from handwriting_app.engine.training import Diverged, train
from handwriting_app.numerals import percent
from handwriting_app.session.job import Job
from handwriting_app.session.messages import Ended, TrainingNews
from handwriting_app.session.model import sizes_of
from handwriting_app.session.task import Task, Work


def training_task(
    job: Job,
    controls: Controls,
    load: Callable[[TrainingConfig], Generator[None, None, DataSet]],
    begun: Callable[[Network], None],
) -> Task[Report, TrainingNews]:
    """The run as a task.

    Args:
        job: What is to be done.
        controls: Changes it on the way.
        load: Gives its digits, after heartbeats.
        begun: Told, in the worker's thread, with which weights it begins (read-only).
    """
    kept = Kept()
    config = job.config
    trained: Network | None = None

    def steps() -> Generator[Report | None, None, Ended]:
        nonlocal trained
        if job.network is None:
            trained = yield from Network.initialising(sizes_of(config), config.activation, config.cost, job.rng)
        else:
            trained = job.network.copy()
        begun(trained.frozen())
        data = yield from load(job.config)
        vary = Variations(data.train_x, data.train_y, strength=job.config.variation, seed=job.config.seed)
        yield from vary.prepare()
        last: Report | None = None
        run = train(
            trained,
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
                    last = report or last
                    yield report
        except Diverged as error:
            return Ended("diverged", str(error))
        last = last or job.last
        if last is None:
            return Ended("finished", "There was no epoch to train for.")
        right = f"{percent(last.held_out_accuracy, None)} of the held-out digits are read rightly."
        if last.converged:
            return Ended("converged", f"Converged: the cost has stopped falling; {right}")
        return Ended("finished", f"Trained for all its epochs; {right}")

    def bundle(reports: list[Report]) -> TrainingNews:
        if trained is None:
            raise RuntimeError("There is no report before there are weights.")
        return TrainingNews(tuple(reports), trained.frozen(), kept.checkpoint)

    return Task(Work.TRAINING, steps, bundle, "Stopped; the last whole epoch is kept.")
