"""Training as a task: the engine's generator, the digits that it learns from, and what is told of it. Free of Qt."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing

from handwriting_app.data.augment import Variations
from handwriting_app.data.calibration import Calibration, is_due
from handwriting_app.data.subject import Subject
from handwriting_app.engine.checkpoint import Kept
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.controls import Controls
from handwriting_app.engine.data_set import DataSet
from handwriting_app.engine.frozen import frozen_mask
from handwriting_app.engine.network import Network
from handwriting_app.engine.report import Report
from handwriting_app.engine.training import Diverged, train
from handwriting_app.numerals import percent
from handwriting_app.session.job import Job
from handwriting_app.session.messages import Ended, TrainingNews
from handwriting_app.session.model import classes_of, sizes_of
from handwriting_app.session.snapshots import MOST_SNAPSHOTS
from handwriting_app.session.task import Task, Work
from handwriting_app.session.weights import Weights


def is_kept(done: int) -> bool:
    """Whether the weights after so many epochs of a run are copied, however fast its epochs follow one another.

    Each of the first ones, then every second, every fourth …: as `Snapshots` thins them.
    """
    return done % (1 << (done // MOST_SNAPSHOTS).bit_length()) == 0


def training_task(
    job: Job,
    controls: Controls,
    load: Callable[[TrainingConfig, Subject], Generator[None, None, DataSet]],
    calibration_of: Callable[[TrainingConfig, Subject], Calibration],
    begun: Callable[[Network], None],
) -> Task[Report, TrainingNews]:
    """The run as a task.

    Its weights have their temperature before they are told of, so that the same weights always read the same: while it
    goes on, after its end, and in a file.

    Args:
        job: What is to be done.
        controls: They change it on the way.
        load: Gives its digits, after heartbeats.
        calibration_of: Gives what its temperatures are fitted on, once its digits are there.
        begun: Told, in the worker's thread, with which weights it begins (read-only).
    """
    kept = Kept()
    config, temperature = job.config, job.temperature
    trained: Network | None = None
    between: list[Weights] = []

    def steps() -> Generator[Report | None, None, Ended]:
        nonlocal trained, temperature
        if job.network is None:
            sizes, classes = sizes_of(config, job.subject), classes_of(config, job.subject)
            trained = yield from Network.initialising(sizes, config.activation, config.cost, job.rng, classes=classes)
        else:
            trained = job.network.copy()
        begun(trained.frozen())
        data = yield from load(job.config, job.subject)
        calibration = calibration_of(job.config, job.subject)
        vary = Variations.of_run(data, job.config, trained.classes, calibration.known)
        yield from vary.prepare()
        yield from calibration.prepare()
        last: Report | None = None
        run = train(
            trained,
            vary.examples(data),
            job.config,
            job.rng,
            controls=controls,
            vary=vary,
            last=job.last,
            checkpoint=job.checkpoint,
            kept=kept,
            frozen=frozen_mask(trained.sizes, job.frozen),
        )
        try:
            with closing(run):
                for report in run:
                    if report is not None:
                        is_end = report.converged or report.epoch == job.config.epochs
                        if last is None or is_end or is_due(report.epoch):
                            temperature = calibration.temperature(trained)
                        if is_kept(report.epoch - (job.last.epoch if job.last is not None else 0)):
                            between.append(Weights(trained.frozen(), temperature, report.epoch))
                    last = report or last
                    yield report
        except Diverged as error:
            return Ended("diverged", str(error), cause=error.reason)
        last = last or job.last
        if last is None:
            return Ended("finished", "There was no epoch to train for.")
        held_out = job.subject.classes(has_none=False).worded("held-out digits")
        right = f"{percent(last.held_out_accuracy, None)} of the {held_out} are read rightly."
        if last.converged:
            return Ended("converged", f"Converged: the cost has stopped falling; {right}")
        return Ended("finished", f"Trained for all its epochs; {right}")

    def bundle(reports: list[Report]) -> TrainingNews:
        if trained is None:
            raise RuntimeError("There is no report before there are weights.")
        # Those of the last report are the network itself.
        earlier = tuple(weights for weights in between if weights.epoch != reports[-1].epoch)
        between.clear()
        return TrainingNews(tuple(reports), trained.frozen(), kept.checkpoint, temperature, earlier)

    return Task(Work.TRAINING, steps, bundle, "Stopped; the last whole epoch is kept.")
