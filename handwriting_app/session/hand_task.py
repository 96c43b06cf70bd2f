"""Learning a person's hand as a task: `adapt`, and what is told of it. Free of Qt."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from handwriting_app.data.adaptation import Adapted, adapt, adaptation_config, read_rightly, tells_too_little
from handwriting_app.data.calibration import Calibration, is_due
from handwriting_app.data.own_drawings import OwnDrawings, held_out
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.data_set import DataSet
from handwriting_app.engine.evaluation import Evaluation
from handwriting_app.engine.examples import with_ones
from handwriting_app.engine.network import Network
from handwriting_app.engine.report import Report
from handwriting_app.engine.training import Diverged
from handwriting_app.numerals import count
from handwriting_app.session.hand import Count, Hand, HandEnded, HandReport
from handwriting_app.session.messages import Ended, TrainingNews
from handwriting_app.session.model import Model
from handwriting_app.session.task import Task, Work

AS_IT_WAS = "The network is as it was."


def hand_config(config: TrainingConfig) -> TrainingConfig:
    """With what a network learns a hand that was trained with ``config``; its digits are split as they were."""
    return adaptation_config(config, config.seed)


def hand_task(
    model: Model,
    hand: Hand,
    load: Callable[[TrainingConfig], Generator[None, None, DataSet]],
    calibration_of: Callable[[TrainingConfig], Calibration],
    begun: Callable[[Network], None],
) -> Task[Report, TrainingNews]:
    """The run as a task; it ends with a `HandEnded`.

    While it goes on, it tells of the weights as they are trained. The last report is of those that the network keeps,
    after a part of the way back; its training figures are those of the whole way.

    Args:
        model: Whose network learns, a copy of it; its classes are the ten digits.
        hand: What it learns from.
        load: Gives the digits of a configuration, after heartbeats.
        calibration_of: Gives what temperatures are fitted on, once the digits are there.
        begun: Told, in the worker's thread, with which weights it begins (read-only).
    """
    config = hand_config(model.config)
    told, temperature = model.network, model.temperature

    def steps() -> Generator[Report | None, None, Ended]:
        nonlocal told, temperature
        network = model.network.copy()
        told = network.frozen()
        begun(told)
        data = yield from load(config)
        calibration = calibration_of(config)
        yield from calibration.prepare()
        drawn = yield from OwnDrawings(hand.drawings, hand.classes).looked_at()
        is_held = held_out(drawn.classes, config.seed)
        own, held = drawn.where(~is_held), drawn.where(is_held)
        last: Report | None = None
        run = adapt(network, own, data, config)
        with closing(run):
            while True:
                try:
                    report = next(run)
                except Diverged as error:
                    return HandEnded("diverged", f"{error} {AS_IT_WAS}", cause=error.reason)
                except StopIteration as end:
                    adapted: Adapted = end.value
                    break
                if report is not None and report.epoch == config.epochs:
                    last = report  # of weights that the network does not keep as they are
                elif report is not None:
                    told = network.frozen()
                    if is_due(report.epoch):
                        temperature = calibration.temperature(told)
                    yield report
                    continue
                yield None
        told = network.frozen()
        if adapted.share and last is not None:
            temperature = calibration.temperature(told)
            yield _measured(last, told, data)
        figures = _report(model.network, told, own, held, data)
        figures = replace(figures, share=adapted.share, is_cut=hand.is_cut)
        figures = replace(figures, is_too_little=tells_too_little(len(own), len(own) - figures.learned.before))
        return HandEnded("finished", _words(figures), report=figures)

    def bundle(reports: list[Report]) -> TrainingNews:
        return TrainingNews(tuple(reports), told, None, temperature)

    return Task(Work.TRAINING, steps, bundle, f"Stopped. {AS_IT_WAS}")


def _measured(report: Report, network: Network, data: DataSet) -> Report:
    """``report`` with what is measured on the held-out digits measured anew."""
    evaluation = Evaluation(network, with_ones(data.held_x, network.parameters.dtype), data.held_y)
    for _ in evaluation.measure():
        pass
    return replace(
        report,
        held_out_cost=evaluation.cost,
        held_out_accuracy=evaluation.accuracy,
        inactive_shares=evaluation.inactive_shares,
    )


def _report(before: Network, after: Network, own: OwnDrawings, held: OwnDrawings, data: DataSet) -> HandReport:
    was, now = (read_rightly(each, data.held_x[np.newaxis], data.held_y) for each in (before, after))
    return HandReport(
        held=_count(before, after, held),
        learned=_count(before, after, own),
        digits=Count(len(was), _number(was), _number(now)),
        forgotten=_number(was & ~now),
        share=0.0,
    )


def _count(before: Network, after: Network, drawn: OwnDrawings) -> Count:
    if not len(drawn):
        return Count(0, 0, 0)
    views = drawn.views()
    was, now = (read_rightly(each, views, drawn.classes) for each in (before, after))
    return Count(len(was), _number(was), _number(now))


def _number(right: NDArray[np.bool_]) -> int:
    return int(right.sum())


def _words(report: HandReport) -> str:
    learned = count(report.learned.of)
    if not report.share:
        return f"{AS_IT_WAS} The {learned} drawings that it looked at tell it too little that is new."
    return f"Learned your hand from {learned} drawings; My handwriting tells what came of it."
