"""What lessons hear of the session."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from handwriting_app.ink.drawing import Drawing
from handwriting_app.lab.facts import Fact
from handwriting_app.lab.for_lessons import RUN_FACTS, WINDOW_FACTS
from handwriting_app.session.run_facts import RunFacts
from handwriting_app.session.session import Session
from tests.session.runs import TINY

SEVEN = Drawing((np.array([[0.2, 0.2], [0.8, 0.2], [0.4, 0.9]]),))


@pytest.fixture
def told() -> dict[str, Fact]:
    return {}


@pytest.fixture
def facts(session: Session, told: dict[str, Fact]) -> RunFacts:
    def forget(prefix: str) -> None:
        for name in [name for name in told if name.startswith(prefix)]:
            del told[name]

    return RunFacts(session, told.update, forget)


def test_a_run_from_before_the_lesson_is_not_told_of(
    facts: RunFacts, told: dict[str, Fact], session: Session, qtbot: QtBot
) -> None:
    config = replace(TINY, epochs=3, descent="batch", stop_when_converged=False)
    with qtbot.waitSignal(session.training.ended, timeout=20_000):
        session.start_training(config)
    assert told["training.epochs"] == 3
    facts.begin()
    told.clear()
    with qtbot.waitSignal(session.training.ended, timeout=20_000):
        session.go_on(config)
    assert told["training.epochs"] == 6  # this one was started since
    assert told["training.ended"] == "finished"
    assert told.keys() == RUN_FACTS.keys()
    for name, value in told.items():
        assert RUN_FACTS[name].read(value) == value


def test_only_a_run_that_is_started_counts(
    facts: RunFacts, told: dict[str, Fact], session: Session, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(session.training.reported, timeout=20_000):
        session.start_training(replace(TINY, epochs=100_000, stop_when_converged=False))
    facts.begin()
    told.clear()
    with qtbot.waitSignal(session.training.ended, timeout=20_000):
        session.training.stop()
    assert not [name for name in told if name.startswith("training.")]


def test_what_is_drawn_and_how_it_is_read(facts: RunFacts, told: dict[str, Fact], session: Session) -> None:
    assert told == {"drawing.strokes": 0, "reading.digit": -1, "reading.share": 0.0}
    session.reader.set_drawing(SEVEN)
    prediction = session.reader.prediction
    assert prediction is not None
    assert told["drawing.strokes"] == 1
    assert told["reading.digit"] == prediction.digit
    assert told["reading.share"] == pytest.approx(prediction.confidence)
    for name, value in told.items():
        assert WINDOW_FACTS[name].read(value) == value
    session.reader.set_drawing(Drawing())
    assert told["reading.digit"] == -1
