"""A network learns a person's hand: a short training on their drawings, mixed with the digits that it learned from.

The step that this training takes is then shortened, so that nothing is lost: see `adapt`.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from handwriting_app.data.augment import Spread, Variations
from handwriting_app.data.own_drawings import OwnDrawings, OwnVariations
from handwriting_app.engine.arrays import Array, Labels
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.data_set import DataSet
from handwriting_app.engine.examples import Vary
from handwriting_app.engine.network import Network
from handwriting_app.engine.reading import reading_steps
from handwriting_app.engine.report import Report
from handwriting_app.engine.training import train

EPOCHS: Final = 20
RATE_TIMES_UNITS: Final = 0.256
MOST_RATE: Final = 4e-3
"""The learning rate of Adam is the smaller the wider the widest hidden layer is: 5e-4 with 512 units."""

AVERAGING: Final = 0.9

ROWS: Final = 700
"""Rows of each kind in an epoch: the person's drawings, varied, and digits of the data set."""

MOST_TIMES: Final = 60
"""No drawing is repeated more often than this in an epoch: few drawings weigh less."""

SETS: Final = 10
"""Different varied sets of the data set's digits."""

OF_DATA: Final = Spread(plain=0.6)
"""How far the data set's digits vary meanwhile: as ever, but more of them stay as they are and are not forgotten."""

PARTS: Final = 20
"""The step from the old weights to the new ones is taken in so many parts, or only in some of them."""

MOST_PARTS: Final = 15
"""How many of them are taken at most; of few drawings each one is worth a part."""

ENOUGH: Final = 10
"""Fewer drawings tell too little of the rest of the hand to be learned without `EVIDENCE`."""

EVIDENCE: Final = 2
"""So many of few drawings must be misread, and then be read rightly: one misread drawing is what every hand has."""

MOST_LOST: Final = 0.005
"""Share of the data set's held-out digits that may be lost."""


@dataclass(frozen=True, slots=True)
class Reads:
    """How much a network reads rightly, 0 to 1.

    Attributes:
        own: Of the person's drawings that are held out; not a number if there are none.
        digits: Of the data set's digits that are held out; not a number if there are none.
    """

    own: float
    digits: float


@dataclass(frozen=True, slots=True)
class Adapted:
    """What came of it.

    Attributes:
        before: With the old weights.
        after: With those that the network has now.
        share: How much of the step was taken: 0, the old weights were kept; 1, all of it.
    """

    before: Reads
    after: Reads
    share: float


def adaptation_config(config: TrainingConfig, seed: int = 0) -> TrainingConfig:
    """The configuration of `adapt` for a network that was trained with ``config``."""
    return replace(
        config,
        descent="mini-batch",
        batch_size=64,
        update_rule="adam",
        learning_rate=min(MOST_RATE, RATE_TIMES_UNITS / max(config.hidden, default=1)),
        l2=0.0,
        weight_averaging=AVERAGING,
        epochs=EPOCHS,
        seed=seed,
        stop_when_converged=False,
    )


def adapt(
    network: Network,
    own: OwnDrawings,
    data: DataSet,
    config: TrainingConfig,
    *,
    held: OwnDrawings | None = None,
    vary: Vary | None = None,
) -> Generator[Report | None, None, Adapted]:
    """Teach ``network`` a person's hand, in place, within seconds.

    An epoch has the person's drawings, each many times and varied (`OwnVariations`), and as many digits of the data
    set, varied as well, with non-digits if the network has an output for them. Of the step that the weights took in all
    epochs they then keep some of `PARTS`: one for each drawing up to `MOST_PARTS`; fewer if more than `MOST_LOST` of
    the data set's held-out digits would be lost, or if more drawings are read rightly then.

    Fewer drawings than `ENOUGH` change nothing unless `EVIDENCE` of them are misread before and so many more are read
    rightly afterwards; the smallest part of the step is kept that reads as many. With too few misread, there is no
    epoch. Ended early, or after an error, the network is as it was.

    Args:
        network: Any number of classes; those of ``own`` and ``data`` are among them.
        own: To learn from; at least one drawing.
        data: What the network was trained on; it must not forget it. Its held-out digits limit the step.
        config: See `adaptation_config`; ``seed`` decides everything that is left to chance.
        held: Drawings of the same person, to measure on and for nothing else.
        vary: Gives the inputs of the data set's digits in an epoch, shaped and ordered as ``data.train_x``; None for
            `Variations` of digits, whose middle lines are then found first.

    Yields:
        As `train` does: a report after each epoch, None as a heartbeat in between.

    Returns:
        What came of it, by the generator's `StopIteration` or ``yield from``.

    Raises:
        ValueError: There is no drawing, one is empty, or a class is none of the network's.
        Diverged: As in `train`.
    """
    if not len(own):
        raise ValueError("there are no drawings to learn from")
    old = network.parameters.copy()
    before = reads(network, data, held)
    if tells_too_little(len(own), _misread(network, own.views(), own.classes)):
        return Adapted(before, before, 0.0)
    is_done = False
    try:
        with closing(_trained(network, own, data, config, vary)) as run:
            yield from run
        step = network.parameters - old
        network.parameters[:] = old
        parts = yield from _parts_of_step(network, step, own, data)
        network.parameters[:] = _after(old, step, parts) if parts else old
        is_done = True
    finally:
        if not is_done:
            network.parameters[:] = old
    return Adapted(before, reads(network, data, held), parts / PARTS)


def tells_too_little(drawings: int, misread: int) -> bool:
    """Whether so many drawings, of which so many are misread, are too few to learn anything from."""
    return drawings < ENOUGH and misread < EVIDENCE


def reads(network: Network, data: DataSet, held: OwnDrawings | None) -> Reads:
    """How well ``network`` reads what is held out: drawings in three views, digits of the data set in their one."""
    own = read_rightly(network, held.views(), held.classes).mean() if held is not None and len(held) else np.nan
    digits = read_rightly(network, data.held_x[np.newaxis], data.held_y)
    return Reads(float(own), float(digits.mean()) if len(digits) else float("nan"))


def read_rightly(network: Network, views: Array, classes: Labels) -> NDArray[np.bool_]:
    """Which of the digits, ``views`` (views, digits, features), are read as their class: bool (digits,)."""
    return np.asarray(reading_steps(network, views, 1.0).probabilities.argmax(axis=-1) == classes)


def _trained(
    network: Network, own: OwnDrawings, data: DataSet, config: TrainingConfig, vary: Vary | None
) -> Generator[Report | None, None, None]:
    """Train on both kinds of rows; ``data.train_x`` gives the first ones of an epoch, the drawings come after them."""
    rng = np.random.default_rng(config.seed)
    chosen = np.sort(rng.permutation(len(data.train_y))[:ROWS])
    x, y = data.train_x[chosen], data.train_y[chosen]
    if vary is None:
        # With non-digits, if it has learned what is none: they would be forgotten, too.
        usual = Variations(x, y, seed=config.seed, sets=SETS, spread=OF_DATA, none=network.classes.none)
        yield from usual.prepare()
        of_data: Vary = usual
        x, y = usual(0), usual.classes
    else:
        of_all = vary

        def of_data(epoch: int) -> Array:
            return of_all(epoch)[chosen]

    drawn = OwnVariations(own, times=int(np.clip(round(ROWS / len(own)), 1, MOST_TIMES)), seed=config.seed)
    mixed = DataSet(
        train_x=np.concatenate((x, drawn(0))),
        train_y=np.concatenate((y, drawn.classes)),
        held_x=data.held_x,
        held_y=data.held_y,
    )
    yield from train(network, mixed, config, rng, vary=lambda epoch: np.concatenate((of_data(epoch), drawn(epoch))))


def _parts_of_step(network: Network, step: Array, own: OwnDrawings, data: DataSet) -> Generator[None, None, int]:
    """How many `PARTS` of ``step`` to take from the present weights, which stay as they are; pauses between trials."""
    views, digits = own.views(), data.held_x[np.newaxis]
    allowed = _misread(network, digits, data.held_y) + int(MOST_LOST * len(data.held_y))
    is_few = len(own) < ENOUGH
    before = _misread(network, views, own.classes)
    trial = network.copy()
    best, fewest = 0, before - EVIDENCE + 1 if is_few else len(own) + 1
    for parts in range(min(MOST_PARTS, len(own)), 0, -1):
        yield
        trial.parameters[:] = _after(network.parameters, step, parts)
        if _misread(trial, digits, data.held_y) > allowed:
            continue
        left = _misread(trial, views, own.classes)
        # Where they do as well, more parts are better for a hand that is known, fewer for one of which little is.
        if left < fewest or (is_few and best and left == fewest):
            best, fewest = parts, left
    return best


def _after(old: Array, step: Array, parts: int) -> Array:
    return np.asarray(old + old.dtype.type(parts / PARTS) * step)


def _misread(network: Network, views: Array, classes: Labels) -> int:
    return int((~read_rightly(network, views, classes)).sum())
