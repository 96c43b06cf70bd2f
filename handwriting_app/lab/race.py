"""A race of descents: the same network, the same first weights, the same digits; other steps."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np

from handwriting_app.engine.backpropagation import cost_of
from handwriting_app.engine.config import DescentMode, TrainingConfig, UpdateRule
from handwriting_app.engine.costs import targets_of
from handwriting_app.engine.data_set import DataSet
from handwriting_app.engine.fast.threads import one_blas_thread
from handwriting_app.engine.metrics import accuracy
from handwriting_app.engine.network import Network
from handwriting_app.engine.report import Report
from handwriting_app.engine.settings import EPOCHS
from handwriting_app.engine.training import Diverged, train
from handwriting_app.lab.race_figures import Memory, memory_held, updates_per_epoch
from handwriting_app.numerals import number

FEWEST_LANES: Final = 2
MOST_LANES: Final = 4
Unit = Literal["seconds", "epochs"]
LaneEnd = Literal["finished", "diverged"]

_ABOVE_ITS_START: Final = 1.5
"""Times the cost of the start: a lane that ends so far above it has gone uphill, though its numbers are finite."""


@dataclass(frozen=True, slots=True)
class Lane:
    """What is a lane's own; everything else is the same for all lanes."""

    descent: DescentMode
    learning_rate: float
    update_rule: UpdateRule = "plain"


USUAL_LANES: Final = (Lane("batch", 0.2), Lane("stochastic", 0.02), Lane("mini-batch", 0.1))
"""The three modes, each with a learning rate that suits it: the rougher the direction, the shorter the steps."""


@dataclass(frozen=True, slots=True)
class Race:
    """What is to be run.

    Attributes:
        base: What all lanes share.
        lanes: Two to four.
        length: After how many ``unit`` each lane ends.
        unit: Seconds of processor time that each lane is given for itself, or epochs.

    Raises:
        ValueError: There are too few or too many lanes, or the race has no length.
    """

    base: TrainingConfig
    lanes: tuple[Lane, ...] = USUAL_LANES
    length: float = 4.0
    unit: Unit = "seconds"

    def __post_init__(self) -> None:
        if not FEWEST_LANES <= len(self.lanes) <= MOST_LANES:
            raise ValueError(f"a race has {FEWEST_LANES} to {MOST_LANES} lanes, not {len(self.lanes)}")
        if not self.length > 0:
            raise ValueError(f"a race needs a length above 0, not {self.length}")
        # The first lane to ask for either would pay for the making of it.
        object.__setattr__(self, "base", replace(self.base, variation=0.0, non_digits=False, engine="numpy"))

    def config_of(self, lane: Lane) -> TrainingConfig:
        """The lane's configuration."""
        return replace(
            self.base,
            descent=lane.descent,
            learning_rate=lane.learning_rate,
            update_rule=lane.update_rule,
            epochs=max(round(self.length), 1) if self.unit == "epochs" else EPOCHS.high,
            stop_when_converged=False,
        )

    def first_network(self, data: DataSet) -> Network:
        """The network that every lane starts from: bit for bit the same at each call."""
        sizes = (data.train_x.shape[1], *self.base.hidden, int(max(data.train_y.max(), data.held_y.max())) + 1)
        rng = np.random.default_rng(self.base.seed)
        return Network.initialise(sizes, self.base.activation, self.base.cost, rng)


@dataclass(frozen=True, slots=True)
class LaneNews:
    """What has happened in one lane.

    Attributes:
        lane: Its position.
        report: Of an epoch; epoch 0 is the start. None at the end.
        end: How the lane ended; empty while it goes on.
        message: Why, when it diverged.
    """

    lane: int
    report: Report | None = None
    end: LaneEnd | Literal[""] = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is known once the digits are loaded.

    Attributes:
        samples: Training digits.
        updates_per_epoch: Of each lane.
        memory: Of each lane.
    """

    samples: int
    updates_per_epoch: tuple[int, ...]
    memory: tuple[Memory, ...]


def prepare(race: Race, data: DataSet) -> Prepared:
    """What each lane will cost, before any of them has begun."""
    network, samples = race.first_network(data), len(data.train_y)
    configs = [race.config_of(lane) for lane in race.lanes]
    return Prepared(
        samples,
        tuple(updates_per_epoch(config, samples) for config in configs),
        tuple(memory_held(config, network, samples) for config in configs),
    )


def run_race(
    race: Race, data: DataSet, clock: Callable[[], float] = time.thread_time
) -> Generator[LaneNews | None, None, None]:
    """Run all lanes in the caller's thread, turn by turn: the next turn goes to the lane that has worked least.

    One thread, because lanes in threads of their own would take the interpreter's lock and the processor's cache from
    each other, and the one with the most Python in its loop would look slower than it is. Turn by turn, because lanes
    that have worked equally long can be compared at any moment.

    A lane's seconds, in its reports too, are the processor time of this thread in the lane's own turns: what else wants
    the processor, such as the window that draws the race, makes no lane slower. A second thread that helps with large
    batches works beside this one, and is not counted again.

    Args:
        race: What is to be run.
        data: What all lanes learn.
        clock: Seconds that this thread has worked.

    Yields:
        News of a lane, or None after a turn without any (about every 10 ms), so that the caller can stop.
    """
    first = race.first_network(data)
    at_start = _report_at_start(first, data)
    configs = [race.config_of(lane) for lane in race.lanes]
    runs: dict[int, Generator[Report | None, None, None]] = {}
    costs = dict.fromkeys(range(len(configs)), at_start.training_cost)
    worked = dict.fromkeys(range(len(configs)), 0.0)
    # Held open round them all, for each run puts the number of threads back that it found.
    with one_blas_thread():
        try:
            for lane, config in enumerate(configs):
                runs[lane] = train(first.copy(), data, config, np.random.default_rng([config.seed, 1]))
                yield LaneNews(lane, replace(at_start, learning_rate=config.learning_rate))
            while runs:
                lane = min(runs, key=lambda index: worked[index])
                begun = clock()
                news = _turn(lane, runs[lane])
                worked[lane] += clock() - begun
                if news is None:
                    yield None
                    continue
                if news.report is not None:
                    costs[lane] = news.report.training_cost
                    yield replace(news, report=replace(news.report, seconds=worked[lane]))
                    if race.unit != "seconds" or worked[lane] < race.length:
                        continue
                    news = LaneNews(lane, end="finished")
                if news.end == "finished" and costs[lane] > _ABOVE_ITS_START * at_start.training_cost:
                    news = LaneNews(lane, None, "diverged", _uphill(at_start.training_cost, costs[lane], configs[lane]))
                yield news
                if news.end:
                    runs.pop(lane).close()
        finally:
            for run in runs.values():
                run.close()


def _turn(lane: int, run: Generator[Report | None, None, None]) -> LaneNews | None:
    try:
        report = next(run)
    except StopIteration:
        return LaneNews(lane, end="finished")
    except Diverged as error:
        return LaneNews(lane, end="diverged", message=str(error))
    return None if report is None else LaneNews(lane, report)


def _uphill(start: float, end: float, config: TrainingConfig) -> str:
    rate = config.learning_rate
    return (
        f"Its cost ended at {number(end, 3)}, above the {number(start, 3)} where it began. A learning rate of "
        f"{number(rate, 6)} is too high here; try {number(rate / 10, 6)}."
    )


def _report_at_start(network: Network, data: DataSet) -> Report:
    """Where every lane begins, measured as the reports of its epochs are."""
    classes = network.sizes[-1]
    layers = len(network.weights)
    costs, shares = [], []
    for x, y in ((data.train_x, data.train_y), (data.held_x, data.held_y)):
        costs.append(cost_of(network, x, targets_of(y, classes, 0.0, x.dtype)))
        shares.append(accuracy(y, network.logits(x).argmax(axis=1)))
    return Report(
        epoch=0,
        updates=0,
        seconds=0.0,
        training_cost=costs[0],
        held_out_cost=costs[1],
        training_accuracy=shares[0],
        held_out_accuracy=shares[1],
        learning_rate=0.0,
        gradient_norms=(0.0,) * layers,
        update_ratios=(0.0,) * layers,
        inactive_shares=(0.0,) * (layers - 1),
    )
