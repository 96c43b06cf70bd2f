"""A network learns a person's hand from a few drawings, and forgets next to nothing."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from handwriting_app.data.adaptation import OF_DATA, PARTS, Adapted, adapt, adaptation_config, read_rightly, reads
from handwriting_app.data.augment import Variations
from handwriting_app.data.digits import load_digits_split
from handwriting_app.data.own_drawings import OwnDrawings
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.data_set import DataSet
from handwriting_app.engine.network import Network
from handwriting_app.engine.report import Report
from handwriting_app.engine.training import train
from handwriting_app.ink.drawing import Drawing
from tests.made_strokes import made

CONFIG = TrainingConfig(hidden=(48,), epochs=30)
HABITS = (
    "0 with a slash twice its ring",
    "7 set upright",
    "3 drawn slim",
    "9 with a level base",
    "1 with a base alone",
)


@pytest.fixture(scope="module")
def data() -> DataSet:
    return load_digits_split(CONFIG.held_out, CONFIG.seed)


@pytest.fixture(scope="module")
def network(data: DataSet) -> Network:
    """It has never seen the habits, and misreads many."""
    rng = np.random.default_rng(0)
    network = Network.initialise((64, 48, 10), CONFIG.activation, CONFIG.cost, rng)
    for _ in train(network, data, CONFIG, rng):
        pass
    return network.frozen()


@pytest.fixture(scope="module")
def vary(data: DataSet) -> Variations:
    """Once for all tests; `adapt` would make its own each time."""
    return Variations(data.train_x, data.train_y, sets=4, spread=OF_DATA)


@cache
def writing(count: int, seed: int, habits: tuple[str, ...] = HABITS) -> OwnDrawings:
    """``count`` drawings of a person with ``habits``, these in turn; looked at once for all tests."""
    kinds = [made(kind, -(-count // len(habits)), seed) for kind in habits]
    mixed = [each for turn in zip(*kinds, strict=True) for each in turn][:count]
    own = OwnDrawings(tuple(each.drawing for each in mixed), np.array([each.digit for each in mixed]))
    return replace(own, seen=own.views())


def parted(own: OwnDrawings, first: int) -> tuple[OwnDrawings, OwnDrawings]:
    is_first = np.arange(len(own)) < first
    return own.where(is_first), own.where(~is_first)


def short(seed: int = 0) -> TrainingConfig:
    """Half of the usual epochs, for twice the tests in the time."""
    return replace(adaptation_config(CONFIG, seed), epochs=10)


def adapted(
    network: Network,
    own: OwnDrawings,
    data: DataSet,
    *,
    held: OwnDrawings | None = None,
    seed: int = 0,
    vary: Variations | None = None,
) -> tuple[Network, Adapted, list[Report]]:
    learner = network.copy()
    steps = adapt(learner, own, data, short(seed), held=held, vary=vary)
    reports = []
    while True:
        try:
            report = next(steps)
        except StopIteration as end:
            return learner, end.value, reports
        if report is not None:
            reports.append(report)


def test_twenty_drawings_of_a_hand_halve_its_errors_and_the_digits_stay(network: Network, data: DataSet) -> None:
    own, held = parted(writing(100, seed=1), 20)
    learner, result, reports = adapted(network, own, data, held=held)
    assert result.before.own < 0.9
    assert 1 - result.after.own < 0.5 * (1 - result.before.own)
    assert result.after.digits >= result.before.digits - 0.005
    assert result.share > 0
    assert [report.epoch for report in reports] == list(range(1, 11))
    assert reads(learner, data, held) == result.after  # what it tells is what the network does
    assert reads(network, data, held) == result.before


@pytest.mark.parametrize("seed", range(6))
def test_five_drawings_never_make_it_worse(network: Network, data: DataSet, vary: Variations, seed: int) -> None:
    own, held = parted(writing(60, seed), 5)
    _, result, _ = adapted(network, own, data, held=held, seed=seed, vary=vary)
    assert result.after.own >= result.before.own
    assert result.after.digits >= result.before.digits - 0.005


def test_a_few_that_are_all_read_change_nothing(network: Network, data: DataSet, vary: Variations) -> None:
    some = writing(40, 0, ("1 of a mouse", "6 with a slim bowl", "2 with a looped foot", "4 closed and narrow"))
    is_right = [network.predict(some.views()[:, [i]].reshape(3, -1)).argmax(1) == c for i, c in enumerate(some.classes)]
    chosen = np.flatnonzero([right.all() for right in is_right])[:5]
    own = OwnDrawings(tuple(some.drawings[i] for i in chosen), some.classes[chosen])
    learner, result, reports = adapted(network, own, data, vary=vary)
    assert len(own) == 5
    assert result.share == 0
    assert not reports
    assert np.array_equal(learner.parameters, network.parameters)


def some_misread(network: Network, misread: int, count: int = 5) -> OwnDrawings:
    """So many drawings, of which so many are misread."""
    drawn = writing(100, seed=1)
    right = read_rightly(network, drawn.views(), drawn.classes)
    chosen = np.sort(np.concatenate((np.flatnonzero(~right)[:misread], np.flatnonzero(right)[: count - misread])))
    return drawn.where(np.isin(np.arange(100), chosen))


def test_one_misread_of_a_few_is_too_little_to_learn_from(network: Network, data: DataSet, vary: Variations) -> None:
    learner, result, reports = adapted(network, some_misread(network, 1), data, vary=vary)
    assert (result.share, reports) == (0, [])
    assert np.array_equal(learner.parameters, network.parameters)


@pytest.mark.parametrize("misread", [2, 3, 4])
def test_of_a_few_the_smallest_step_that_reads_two_more_is_taken(
    network: Network, data: DataSet, vary: Variations, misread: int
) -> None:
    own = some_misread(network, misread)
    learner, result, reports = adapted(network, own, data, vary=vary)
    assert reports
    left = int((~read_rightly(learner, own.views(), own.classes)).sum())
    if not result.share:
        assert np.array_equal(learner.parameters, network.parameters)
        return
    assert result.share <= len(own) / PARTS
    assert left <= misread - 2
    smaller = network.copy()
    part = 1 - 1 / round(result.share * PARTS)
    smaller.parameters[:] += np.float32(part) * (learner.parameters - network.parameters)
    assert int((~read_rightly(smaller, own.views(), own.classes)).sum()) > left


def test_some_few_are_learned(network: Network, data: DataSet, vary: Variations) -> None:
    """So that the test before this one tells something."""
    assert any(adapted(network, some_misread(network, each), data, vary=vary)[1].share for each in (2, 3, 4))


def test_the_same_seed_gives_the_same_weights_bit_for_bit(network: Network, data: DataSet, vary: Variations) -> None:
    own = writing(12, seed=2)
    first, second, other = (adapted(network, own, data, seed=seed, vary=vary)[0].parameters for seed in (4, 4, 5))
    assert np.array_equal(first, second)
    assert not np.array_equal(first, other)


def test_what_is_measured_on_is_not_learned_from(network: Network, data: DataSet, vary: Variations) -> None:
    own, held = parted(writing(40, seed=3), 20)
    assert np.array_equal(
        adapted(network, own, data, held=held, vary=vary)[0].parameters,
        adapted(network, own, data, vary=vary)[0].parameters,
    )
    assert np.isnan(reads(network, data, None).own)


def test_what_would_cost_the_digits_is_not_taken(network: Network, data: DataSet, vary: Variations) -> None:
    """Twenty drawings with wrong labels: learning them would ruin the reading."""
    own = writing(20, seed=4)
    _, result, _ = adapted(network, OwnDrawings(own.drawings, (own.classes + 1) % 10), data, vary=vary)
    assert result.after.digits >= result.before.digits - 0.005


def test_ended_early_the_network_is_as_it_was(network: Network, data: DataSet) -> None:
    learner = network.copy()
    steps = adapt(learner, writing(20, seed=5), data, short())
    while (report := next(steps)) is None or report.epoch < 3:
        pass
    assert not np.array_equal(learner.parameters, network.parameters)  # whoever watches sees it learn
    steps.close()
    assert np.array_equal(learner.parameters, network.parameters)


def test_other_classes_with_variations_of_their_own(data: DataSet) -> None:
    """Three classes, of which the data set knows two; nothing here is about ten digits."""
    few = np.flatnonzero(data.train_y < 2)
    held = np.flatnonzero(data.held_y < 2)
    small = DataSet(data.train_x[few], data.train_y[few], data.held_x[held], data.held_y[held])
    rng = np.random.default_rng(0)
    network = Network.initialise((64, 24, 3), "relu", "cross-entropy", rng)
    for _ in train(network, small, TrainingConfig(hidden=(24,), epochs=10), rng):
        pass
    sevens = made("7 with a hook where it lifts", 30)
    own, rest = parted(OwnDrawings(tuple(seven.drawing for seven in sevens), np.full(30, 2)), 20)
    steps = adapt(network, own, small, short(), held=rest, vary=Variations(small.train_x, small.train_y, sets=2))
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result = end.value
            break
    assert result.before.own == 0
    assert result.after.own > 0.8


def test_nothing_to_learn_from_is_an_error(network: Network, data: DataSet) -> None:
    with pytest.raises(ValueError, match="no drawings"):
        next(adapt(network.copy(), OwnDrawings((), np.zeros(0, np.intp)), data, short()))


def test_an_empty_drawing_is_an_error_and_changes_nothing(network: Network, data: DataSet) -> None:
    learner = network.copy()
    own = OwnDrawings((Drawing(),), np.array([1]))
    with pytest.raises(ValueError, match="empty"):
        for _ in adapt(learner, own, data, short()):
            pass
    assert np.array_equal(learner.parameters, network.parameters)
