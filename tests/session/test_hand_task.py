"""Learning a hand as a task, step by step: what it tells, and that it tells of one set of weights at a time."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import numpy as np
import pytest

from handwriting_app.data import adaptation
from handwriting_app.data.digits import load_digits_split
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.data_set import DataSet
from handwriting_app.engine.network import Network
from handwriting_app.engine.training import Diverged
from handwriting_app.session.hand import Hand, HandEnded
from handwriting_app.session.hand_task import hand_config, hand_task
from handwriting_app.session.messages import TrainingNews
from handwriting_app.session.model import Model
from tests.hands import ONES, SEVENS, SMALL, quick, small_model, writing


def load(config: TrainingConfig) -> Generator[None, None, DataSet]:
    yield None
    return load_digits_split(config.held_out, config.seed)


class Calibrated:
    """In place of the digits that temperatures are fitted on: tells the weights by their sum."""

    def prepare(self) -> Generator[None, None, None]:
        yield

    def temperature(self, network: Network) -> float:
        return float(network.parameters.sum())


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Model:
    quick(monkeypatch)
    return Model.opened(small_model(), Path("small"))


def a_hand(*kinds: str) -> Hand:
    written = [each for kind in kinds for each in writing(kind, 8)]
    return Hand(tuple(drawing for drawing, _ in written), np.array([int(label) for _, label in written]), is_cut=True)


def through(model: Model, hand: Hand) -> tuple[list[TrainingNews], HandEnded, list[Network]]:
    """All that is told, and asked for at every heartbeat anew: it must be the same, however late a worker asks."""
    begun: list[Network] = []
    task = hand_task(model, hand, load, lambda _config: Calibrated(), begun.append)  # type: ignore[arg-type,return-value]
    steps = task.steps()
    told: list[TrainingNews] = []
    try:
        while True:
            report = next(steps)
            if report is not None:
                told.append(task.bundle([report]))
            elif told:
                late = task.bundle(list(told[-1].reports))
                assert np.array_equal(late.network.parameters, told[-1].network.parameters)
                assert late.temperature == told[-1].temperature
    except StopIteration as end:
        ended: HandEnded = end.value
        return told, ended, begun


def test_each_epoch_is_told_and_the_last_of_the_weights_that_stay(model: Model) -> None:
    before = model.network.parameters.copy()
    told, ended, begun = through(model, a_hand(ONES, SEVENS))
    report = ended.report
    assert [news.reports[0].epoch for news in told] == [1, 2, 3, 4, 5, 6]
    assert np.array_equal(begun[0].parameters, before)
    assert np.array_equal(model.network.parameters, before)
    assert report is not None
    assert report.is_cut
    last, data = told[-1], load_digits_split(SMALL.held_out, SMALL.seed)
    assert all(news.checkpoint is None and not news.network.parameters.flags.writeable for news in told)
    assert last.temperature == float(last.network.parameters.sum())
    shares = (last.network.predict(data.held_x).argmax(axis=1) == data.held_y).mean()
    assert last.reports[0].held_out_accuracy == pytest.approx(shares)
    assert report.share
    # Back a part of the way: nearer to the weights of the start than those of the epoch before.
    assert np.abs(last.network.parameters - before).sum() < np.abs(told[-2].network.parameters - before).sum()


def test_one_that_diverges_says_that_nothing_has_changed(model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    def adapt(*_given: object) -> Generator[None, None, None]:
        yield None
        raise Diverged(1, 0.1, "the cost is no number", is_first=True)

    monkeypatch.setattr("handwriting_app.session.hand_task.adapt", adapt)
    told, ended, _ = through(model, a_hand(ONES))
    assert not told
    assert (ended.reason, ended.report) == ("diverged", None)
    assert ended.message.endswith("The network is as it was.")


def test_the_digits_are_split_as_they_were() -> None:
    config = TrainingConfig(seed=7, held_out=0.3, hidden=(9,), activation="tanh")
    learns = hand_config(config)
    assert (learns.seed, learns.held_out, learns.hidden, learns.activation) == (7, 0.3, (9,), "tanh")
    assert learns.epochs == adaptation.EPOCHS
    assert hand_config(learns) == learns
    assert SMALL.seed == hand_config(SMALL).seed
