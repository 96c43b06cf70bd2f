"""Training as a plain generator: no print, no callback, no Qt. Forward, cost, backward, step, report."""

from __future__ import annotations

import math
import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field

import numpy as np

from handwriting_app.engine.averaging import RunningAverage
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.convergence import Convergence
from handwriting_app.engine.data_set import DataSet
from handwriting_app.engine.descent import BatchDescent, Descent, batch_size
from handwriting_app.engine.evaluation import Evaluation
from handwriting_app.engine.examples import Examples, Vary, with_ones
from handwriting_app.engine.metrics import accuracy_of_logits
from handwriting_app.engine.network import Network
from handwriting_app.engine.optimizers import optimizer_for
from handwriting_app.engine.report import Report
from handwriting_app.engine.stochastic import StochasticDescent
from handwriting_app.engine.tally import Tally
from handwriting_app.engine.threads import one_blas_thread

HEARTBEAT = 0.010
"""Seconds of work after which a run comes up for air, at the end of the slice of work that it is in."""


class Diverged(Exception):
    """The cost or a weight is no longer a finite number. The network holds the weights of the last whole epoch."""

    def __init__(self, epoch: int, learning_rate: float) -> None:
        super().__init__(
            f"Training diverged in epoch {epoch}: the cost is no longer a finite number. A learning rate of "
            f"{learning_rate:g} is too high here; try {learning_rate / 10:g}. "
            "The weights are back at the last epoch that was finite."
        )
        self.epoch = epoch
        self.learning_rate = learning_rate

    def __reduce__(self) -> tuple[type[Diverged], tuple[int, float]]:
        # An exception is pickled by its message unless told otherwise; a sweep raises this in another process.
        return Diverged, (self.epoch, self.learning_rate)


@dataclass(slots=True)
class Controls:
    """What can be changed while a run is under way, from any thread; read at the start of each epoch."""

    learning_rate: float


@dataclass(slots=True)
class _Stopwatch:
    """Seconds of work, without the pauses in which the generator waits to be asked for more."""

    seconds: float
    _resumed: float = field(default_factory=time.perf_counter)

    def pause(self) -> None:
        self.seconds += time.perf_counter() - self._resumed

    def resume(self) -> None:
        self._resumed = time.perf_counter()


def train(
    network: Network,
    data: DataSet,
    config: TrainingConfig,
    rng: np.random.Generator,
    *,
    controls: Controls | None = None,
    vary: Vary | None = None,
    last: Report | None = None,
) -> Generator[Report | None, None, None]:
    """Train ``network`` in place, epoch by epoch.

    A copy of the network does the learning. ``network`` itself is written once per epoch, at its end: with the weights
    as they are then, or with their running average if ``config.weight_averaging`` is set. So whatever ends a run in the
    middle of an epoch (closing the generator, divergence, an error in ``vary``), ``network`` is that of the last whole
    epoch; and it is always what the held-out figures of the last report were measured with.

    BLAS is held to one thread until the run has ended; large batches of large networks are shared between two threads
    of our own. Apart from ``seconds``, the same seed and the same versions of numpy and BLAS give the same numbers.

    Args:
        network: Any number of features and classes; float32 or float64.
        data: See :class:`DataSet`.
        config: Its ``hidden``, ``activation`` and ``cost`` are ignored: the network has its own. ``epochs`` is the
            number of the last epoch, also of a run that is continued.
        rng: Decides the order of the examples.
        controls: Lets the caller change the learning rate on the way.
        vary: Gives the training inputs of an epoch, shaped and ordered as ``data.train_x``; called with 0 at first.
        last: The last report of the run that is continued; epochs, updates and seconds count on from there. Momentum
            and averages begin anew.

    Yields:
        A report after each whole epoch; between them None as a heartbeat after every 10 ms or so of work, so that the
        caller can pause or stop. Networks of more than some millions of weights beat more slowly.

    Raises:
        ValueError: Data and network do not fit each other.
        Diverged: The learning rate was too high.
    """
    if data.train_x.shape[1] != network.sizes[0]:
        raise ValueError(f"the network takes {network.sizes[0]} features, the data have {data.train_x.shape[1]}")
    for y in (data.train_y, data.held_y):
        if len(y) and not (y.min() >= 0 and y.max() < network.sizes[-1]):
            raise ValueError(
                f"labels must lie between 0 and {network.sizes[-1] - 1}: the network has that many classes"
            )
    return _run(network, data, config, rng, controls or Controls(config.learning_rate), vary, last)


def _run(
    network: Network,
    data: DataSet,
    config: TrainingConfig,
    rng: np.random.Generator,
    controls: Controls,
    vary: Vary | None,
    last: Report | None,
) -> Generator[Report | None, None, None]:
    stopwatch = _Stopwatch(last.seconds if last else 0.0)
    epoch, updates = (last.epoch, last.updates) if last else (0, 0)
    dtype, classes = network.parameters.dtype, network.sizes[-1]
    batch = batch_size(config, len(data.train_x))
    examples = Examples(data.train_x, data.train_y, network, config)
    tally = Tally(np.empty((classes, len(data.train_x)), dtype), [0.0] * len(network.layers))
    learner, before = network.copy(), network.copy()
    descent = descent_for(config, learner, batch)
    average = RunningAverage(config.weight_averaging, learner.parameters)
    reader = network.copy()
    evaluation = Evaluation(reader, with_ones(data.held_x, dtype), data.held_y)
    convergence = Convergence(config.tolerance, config.patience)

    with one_blas_thread():
        while epoch < config.epochs:
            learning_rate = controls.learning_rate
            before.parameters[:] = learner.parameters
            tally.clear()
            examples.begin_epoch(rng, vary(epoch) if vary else None)
            yield from _with_heartbeats(descent.epoch(examples.x, examples.targets, learning_rate, tally), stopwatch)
            training_cost = examples.cost_of(tally.logits)
            reader.parameters[:] = average.update(learner.parameters)
            yield from _with_heartbeats(evaluation.measure(), stopwatch)
            costs = [training_cost, evaluation.cost] if len(data.held_y) else [training_cost]
            if not (all(map(math.isfinite, costs)) and np.isfinite(learner.parameters).all()):
                raise Diverged(epoch + 1, learning_rate)
            network.parameters[:] = reader.parameters
            epoch, updates = epoch + 1, updates + tally.updates
            stopwatch.pause()
            report = Report(
                epoch=epoch,
                updates=updates,
                seconds=stopwatch.seconds,
                training_cost=training_cost,
                held_out_cost=evaluation.cost,
                training_accuracy=accuracy_of_logits(examples.y, tally.logits),
                held_out_accuracy=evaluation.accuracy,
                learning_rate=learning_rate,
                gradient_norms=tuple(math.sqrt(squares / tally.updates) for squares in tally.gradient_squares),
                update_ratios=_update_ratios(before, learner, tally.updates),
                inactive_shares=evaluation.inactive_shares,
                converged=config.stop_when_converged and convergence.is_reached(training_cost),
            )
            yield report
            stopwatch.resume()
            if report.converged:
                return


def descent_for(config: TrainingConfig, learner: Network, batch: int) -> Descent:
    """Return the way to go through the examples that ``config`` asks for; it updates ``learner``."""
    if config.descent == "stochastic" and config.update_rule == "plain":
        return StochasticDescent(learner, config.l2)
    return BatchDescent(learner, optimizer_for(config, learner.parameters), batch, config.l2)


def _with_heartbeats(work: Iterator[None], stopwatch: _Stopwatch) -> Iterator[None]:
    """Do the work, and yield between two pieces of it whenever ``HEARTBEAT`` has passed."""
    is_done = False
    while not is_done:
        # A generator shares its caller's floating-point settings: they may be changed only while it runs.
        with np.errstate(all="ignore"):
            deadline = time.perf_counter() + HEARTBEAT
            is_done = True
            for _ in work:
                if time.perf_counter() >= deadline:
                    is_done = False
                    break
        if not is_done:
            stopwatch.pause()
            yield None
            stopwatch.resume()


def _update_ratios(before: Network, after: Network, updates: int) -> tuple[float, ...]:
    with np.errstate(over="ignore"):
        sizes = [float(np.linalg.norm(old)) for old in before.weights]
        before.parameters -= after.parameters
        changes = [float(np.linalg.norm(change)) for change in before.weights]
    return tuple(change / (updates * size) if size else 0.0 for change, size in zip(changes, sizes, strict=True))
