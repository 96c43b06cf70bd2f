"""Training as a plain generator: no print, no callback, no Qt. Forward, cost, backward, step, report."""

from __future__ import annotations

from collections.abc import Generator, Iterator

import numpy as np
from numpy.typing import NDArray

from handwriting_app.engine.arrays import Array
from handwriting_app.engine.bookkeeping import Books
from handwriting_app.engine.checkpoint import Checkpoint, Kept, Order
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.controls import Controls
from handwriting_app.engine.data_set import DataSet
from handwriting_app.engine.descent import OneByOne, batch_size, batches, kernel_for
from handwriting_app.engine.divergence import Diverged as Diverged
from handwriting_app.engine.divergence import why_diverged
from handwriting_app.engine.evaluation import Evaluation
from handwriting_app.engine.examples import Examples, Vary, with_ones
from handwriting_app.engine.fast.slices import BatchGradient
from handwriting_app.engine.fast.threads import one_blas_thread
from handwriting_app.engine.frozen import Frozen
from handwriting_app.engine.learning_state import LearningState
from handwriting_app.engine.network import Network
from handwriting_app.engine.report import Report
from handwriting_app.engine.tally import Tally
from handwriting_app.engine.update_ratios import UpdateRatios


def train(
    network: Network,
    data: DataSet,
    config: TrainingConfig,
    rng: np.random.Generator,
    *,
    controls: Controls | None = None,
    vary: Vary | None = None,
    last: Report | None = None,
    checkpoint: Checkpoint | None = None,
    kept: Kept | None = None,
    frozen: NDArray[np.bool_] | None = None,
) -> Generator[Report | None, None, None]:
    """Train ``network`` in place, epoch by epoch.

    A copy of the network does the learning. ``network`` itself is written once per epoch, at its end: with the weights
    as they are then, or with their running average if ``config.weight_averaging`` is set. So whatever ends a run in the
    middle of an epoch (closing the generator, divergence, an error in ``vary``), ``network`` is that of the last whole
    epoch; and it is always what the held-out figures of the last report were measured with.

    BLAS is held to one thread until the run has ended; large batches of large networks are shared between two threads
    of our own. Apart from ``seconds``, the same seed and the same versions of numpy and BLAS give the same numbers. So
    does a run in parts, if each begins from the checkpoint and the last report of the one before.

    Args:
        network: Any number of features and classes; float32 or float64.
        data: See :class:`DataSet`.
        config: Its ``hidden``, ``activation`` and ``cost`` are ignored: the network has its own. ``epochs`` is the
            number of the last epoch, also of a run that is continued.
        rng: Decides the order of the examples, unless ``checkpoint`` does.
        controls: Lets the caller change the learning rate on the way.
        vary: Gives the training inputs of an epoch, shaped and ordered as ``data.train_x``; called with 0 at first.
        last: The last report of the run that is continued; epochs, updates and seconds count on from there.
        checkpoint: Where that run was; without it the weights of ``network`` are learned on from, and averages, the
            memory of the update rule, the watch for convergence and the order of the examples begin anew.
        kept: Where to keep the state of the last whole epoch, for checkpoints; in the first epoch, that of its start.
        frozen: True for every parameter that stays as it is in ``network``, bit for bit, see
            :func:`~handwriting_app.engine.frozen.frozen_mask`. Gradient norms are still those of all parameters.

    Yields:
        A report after each whole epoch; between them None as a heartbeat after every 10 ms or so of work, so that the
        caller can pause or stop. Networks of more than some millions of weights beat more slowly.

    Raises:
        ValueError: Data and network, checkpoint and network, checkpoint and last report, or mask and network do not fit
            each other.
        Diverged: The learning rate was too high: see `why_diverged`.
    """
    _check_data(network, data)
    if checkpoint:
        _check_checkpoint(network, last, checkpoint)
    elif kept and not Order.is_kept(rng):
        raise ValueError("to keep checkpoints takes a PCG64, as numpy's default_rng gives")
    held = Frozen(frozen, network) if frozen is not None else None
    controls = controls or Controls(config.learning_rate)
    return _epochs(network, data, config, rng, controls, vary, last, checkpoint, kept, held)


def _epochs(
    network: Network,
    data: DataSet,
    config: TrainingConfig,
    rng: np.random.Generator,
    controls: Controls,
    vary: Vary | None,
    last: Report | None,
    checkpoint: Checkpoint | None,
    kept: Kept | None,
    frozen: Frozen | None,
) -> Generator[Report | None, None, None]:
    """Epoch by epoch: the updates, then the cost on both sets, then a report."""
    learner, reader = network.copy(), network.copy()  # one learns; the other holds what is measured
    examples = Examples(data.train_x, data.train_y, network, config)
    evaluation = Evaluation(reader, with_ones(data.held_x, network.parameters.dtype), data.held_y)
    state = LearningState.at_rest(config, learner, rng)
    if checkpoint:
        state.go_on_from(checkpoint)
    if frozen:
        frozen.begin(state)
    kernel = kernel_for(config, learner, len(examples.y), has_frozen=frozen is not None)
    still = frozen.places if frozen else None
    books = Books(learner, len(examples.y), last, UpdateRatios(config, learner, state.rule, still))
    first = books.epoch + 1
    parts = _parts(config, examples, books.tally) if isinstance(kernel, BatchGradient) else []
    if kept:
        kept.keep(state.after(books.epoch))
    with one_blas_thread():
        while books.epoch < config.epochs:
            learning_rate = controls.learning_rate
            books.begin_epoch()
            examples.begin_epoch(state.rng, vary(books.epoch) if vary else None)
            yield from books.beats(_updates(state, kernel, config, examples, parts, learning_rate, books.tally, frozen))
            average = state.average.update(learner.parameters)
            if frozen:
                frozen.put_back(average)
            reader.parameters[:] = average
            yield from books.beats(evaluation.measure())
            training_cost = examples.cost_of(books.tally.logits)
            is_over = state.convergence.is_reached(training_cost) and config.stop_when_converged
            report = books.end_epoch(examples, training_cost, evaluation, learning_rate, converged=is_over)
            if reason := why_diverged(report, evaluation, state.vectors):
                raise Diverged(books.epoch, learning_rate, reason, is_first=books.epoch == first)
            network.parameters[:] = reader.parameters
            if kept:
                kept.keep(state.after(books.epoch))
            yield report
            if is_over:
                return


def _parts(config: TrainingConfig, examples: Examples, tally: Tally) -> list[tuple[Array, Array, Array]]:
    """Inputs, targets and logits of each batch; every epoch writes its own into the same arrays."""
    each = batches(len(examples.x), batch_size(config, len(examples.x)))
    return [(examples.x[rows], examples.targets[:, rows], tally.logits[:, rows]) for rows in each]


def _updates(
    state: LearningState,
    kernel: BatchGradient | OneByOne,
    config: TrainingConfig,
    examples: Examples,
    parts: list[tuple[Array, Array, Array]],
    learning_rate: float,
    tally: Tally,
    frozen: Frozen | None,
) -> Iterator[None]:
    """Forward, cost, backward, step, for one batch after another."""
    if not isinstance(kernel, BatchGradient):  # the same for batches of one and the plain rule, in one tight loop
        yield from kernel.epoch(examples.x, examples.targets, learning_rate, tally)
        return
    learner, rule, gradient = state.learner, state.rule, kernel
    notes_weights = config.update_rule == "adam"  # `UpdateRatios` needs them then
    for x, targets, logits in parts:
        if len(x) <= gradient.width:
            passes = gradient.passes(len(x))
            logits[...] = passes.forward(x)  # z of the outputs
            passes.output_delta(targets)  # the cost: ∂C/∂z
            passes.backward(x)  # ∂C/∂W and ∂C/∂b
        else:
            yield from gradient.add_up(x, targets, logits)  # the same, slice by slice
        tally.note_update(gradient.squares(), gradient.weight_squares() if notes_weights else [])
        gradient.add_penalty(config.l2)
        if frozen:
            frozen.still(gradient.flat)
        rule.step(learner.parameters, gradient.flat, learning_rate)
        yield


def _check_data(network: Network, data: DataSet) -> None:
    if data.train_x.shape[1] != network.sizes[0]:
        raise ValueError(f"the network takes {network.sizes[0]} features, the data have {data.train_x.shape[1]}")
    for y in (data.train_y, data.held_y):
        if len(y) and not (y.min() >= 0 and y.max() < network.sizes[-1]):
            raise ValueError(
                f"labels must lie between 0 and {network.sizes[-1] - 1}: the network has that many classes"
            )


def _check_checkpoint(network: Network, last: Report | None, checkpoint: Checkpoint) -> None:
    learner = checkpoint.learner
    if (learner.shape, learner.dtype) != (network.parameters.shape, network.parameters.dtype):
        raise ValueError(
            f"the checkpoint holds {learner.size} parameters in {learner.dtype}, which do not fit {network}"
        )
    if checkpoint.epoch != (last.epoch if last else 0):
        raise ValueError(
            f"the checkpoint is of epoch {checkpoint.epoch}, the last report of epoch {last.epoch if last else 0}"
        )
