"""Training as a plain generator: forward, cost, backward, step (interim version, to be replaced by the fast path)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from handwriting_app.engine.arrays import Array, Labels
from handwriting_app.engine.backpropagation import backward, cost_of
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.costs import targets_of
from handwriting_app.engine.network import Network, split_layers
from handwriting_app.engine.optimizers import optimizer_for


@dataclass(frozen=True, slots=True, eq=False)
class DataSet:
    train_x: Array
    train_y: Labels
    held_x: Array
    held_y: Labels


@dataclass(frozen=True, slots=True)
class Report:
    epoch: int
    updates: int
    seconds: float
    training_cost: float
    held_out_cost: float
    training_accuracy: float
    held_out_accuracy: float
    learning_rate: float
    gradient_norms: tuple[float, ...]
    update_ratios: tuple[float, ...]
    inactive_shares: tuple[float, ...]
    converged: bool = False


class Diverged(Exception):
    def __init__(self, epoch: int, learning_rate: float) -> None:
        super().__init__(
            f"The cost became infinite in epoch {epoch}: a learning rate of {learning_rate:g} is too high. "
            "Try a tenth of it. The weights are those of the last epoch that was finite."
        )
        self.epoch = epoch
        self.learning_rate = learning_rate


@dataclass(slots=True)
class Controls:
    learning_rate: float


def train(
    network: Network,
    data: DataSet,
    config: TrainingConfig,
    rng: np.random.Generator,
    *,
    controls: Controls | None = None,
    vary: Callable[[int], Array] | None = None,
    last: Report | None = None,
) -> Iterator[Report | None]:
    controls = controls or Controls(config.learning_rate)
    optimizer = optimizer_for(config, network.parameters)
    classes = network.sizes[-1]
    targets = targets_of(data.train_y, classes, config.label_smoothing, network.parameters.dtype)
    held_targets = targets_of(data.held_y, classes, 0.0, network.parameters.dtype)
    rows = len(data.train_x)
    size = {"batch": rows, "stochastic": 1, "mini-batch": min(config.batch_size, rows)}[config.descent]
    epoch, updates, seconds = (last.epoch, last.updates, last.seconds) if last else (0, 0, 0.0)
    best, waited = np.inf, 0
    while epoch < config.epochs:
        began, beat = time.perf_counter(), time.perf_counter()
        kept = network.parameters.copy()
        try:
            with np.errstate(all="ignore"):
                x = vary(epoch) if vary is not None else data.train_x
                order = rng.permutation(rows)
                rate = controls.learning_rate
                squares = np.zeros(len(network.weights))
                done = 0
                for begin in range(0, rows, size):
                    chosen = order[begin : begin + size]
                    gradient = backward(network, network.forward(x[chosen]), targets[chosen]).flat()
                    for part, weights in zip(split_layers(gradient, network.sizes), network.weights, strict=True):
                        part[:, :-1] += config.l2 * weights
                    squares += [float((part**2).sum()) for part in split_layers(gradient, network.sizes)]
                    optimizer.step(network.parameters, gradient, rate)
                    done += 1
                    if time.perf_counter() - beat > 0.02:
                        yield None
                        beat = time.perf_counter()
                cost = cost_of(network, x, targets)
                held = cost_of(network, data.held_x, held_targets)
        except GeneratorExit:
            network.parameters[:] = kept
            raise
        if not (np.isfinite(cost) and np.isfinite(network.parameters).all()):
            network.parameters[:] = kept
            raise Diverged(epoch + 1, rate)
        epoch, updates, seconds = epoch + 1, updates + done, seconds + time.perf_counter() - began
        best, waited = (cost, 0) if cost < best - config.tolerance else (best, waited + 1)
        change = split_layers((network.parameters - kept) / done, network.sizes)
        report = Report(
            epoch=epoch,
            updates=updates,
            seconds=seconds,
            training_cost=cost,
            held_out_cost=held,
            training_accuracy=float((network.predict(x).argmax(axis=1) == data.train_y).mean()),
            held_out_accuracy=float((network.predict(data.held_x).argmax(axis=1) == data.held_y).mean()),
            learning_rate=rate,
            gradient_norms=tuple(np.sqrt(squares / done).tolist()),
            update_ratios=tuple(
                float(np.linalg.norm(part[:, :-1]) / max(np.linalg.norm(weights), 1e-12))
                for part, weights in zip(change, network.weights, strict=True)
            ),
            inactive_shares=tuple(0.0 for _ in network.sizes[1:-1]),
            converged=config.stop_when_converged and waited >= config.patience,
        )
        yield report
        if report.converged:
            return
