"""A round of prompts, on a database of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from handwriting_app.ink.drawing import Drawing
from handwriting_app.session.model import Model
from handwriting_app.session.prompt import Prompt
from handwriting_app.session.session import Session
from handwriting_app.storage.data_folder import DATABASE
from handwriting_app.storage.database.drawings import drawings, tally
from tests.session.runs import TINY
from tests.storage.database.made import drawing

WAIT = 20_000


@pytest.fixture
def kept(qtbot: QtBot, tmp_path: Path) -> Iterator[Session]:
    session = Session(Model.untrained(TINY, np.random.default_rng(0)), database=tmp_path / DATABASE)
    session.prompts.advanced.connect(lambda: session.reader.set_drawing(Drawing()))
    yield session
    session.shutdown()


def test_what_is_drawn_is_kept_as_what_was_asked_for(qtbot: QtBot, kept: Session) -> None:
    told: list[Prompt | None] = []
    ends: list[tuple[int, bool]] = []
    kept.prompts.changed.connect(told.append)
    kept.prompts.finished.connect(lambda number, is_whole: ends.append((number, is_whole)))
    kept.prompts.begin(("a", "b", "c"), np.random.default_rng(0), each=2)
    asked: list[str] = []
    for number in range(6):
        prompt = kept.prompts.prompt
        assert prompt is not None
        assert (prompt.done, prompt.total, prompt.is_drawn) == (number, 6, False)
        kept.prompts.go_on()  # nothing is drawn yet
        assert kept.prompts.prompt == prompt
        kept.reader.set_drawing(drawing(number))
        assert told[-1] is not None
        assert told[-1].is_drawn
        asked.append(prompt.label)
        kept.prompts.go_on()
    assert told[-1] is None
    assert ends == [(6, True)]
    kept.background.shutdown()
    found = kept.archive.with_database(drawings)()
    assert [each.label for each in found] == asked


def test_a_round_can_be_stopped_and_keeps_what_was_done(qtbot: QtBot, kept: Session) -> None:
    ends: list[tuple[int, bool]] = []
    kept.prompts.finished.connect(lambda number, is_whole: ends.append((number, is_whole)))
    assert not kept.prompts.stop()
    kept.prompts.begin(("a", "b"), np.random.default_rng(0))
    kept.reader.set_drawing(drawing(1))
    kept.prompts.go_on()
    kept.reader.set_drawing(drawing(2))
    assert kept.prompts.stop()
    assert kept.prompts.prompt is None
    kept.prompts.go_on()
    assert ends == [(1, False)]
    kept.background.shutdown()
    assert kept.archive.with_database(tally)().total() == 1


def test_a_round_ends_when_nothing_can_be_kept(qtbot: QtBot, tmp_path: Path) -> None:
    session = Session(Model.untrained(TINY, np.random.default_rng(0)))  # without a database
    session.prompts.begin(("a", "b"), np.random.default_rng(0))
    session.reader.set_drawing(drawing(1))
    with qtbot.waitSignal(session.handwriting.refused, timeout=WAIT):
        session.prompts.go_on()
    assert session.prompts.prompt is None
    session.shutdown()
