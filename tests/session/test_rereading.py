"""The curve of one's own digit follows the drawing, what is said of it and the run; asked, and only then."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from handwriting_app.ink.drawing import Drawing
from handwriting_app.session.model import Model
from handwriting_app.session.reading import read_normalised
from handwriting_app.session.rereading import Rereading
from handwriting_app.session.session import Session
from tests.session.runs import SEVEN, TINY, run


@pytest.fixture
def session(qtbot: QtBot) -> Iterator[Session]:
    session = Session(Model.untrained(TINY, np.random.default_rng(0)))
    yield session
    session.shutdown()


def asked(qtbot: QtBot, rereading: Rereading) -> None:
    with qtbot.waitSignal(rereading.changed, timeout=10_000):
        rereading.request()


def test_every_kept_epoch_is_read_as_the_window_reads_it(qtbot: QtBot, session: Session) -> None:
    rereading = Rereading(session)
    run(qtbot, session)
    session.reader.set_drawing(SEVEN)
    asked(qtbot, rereading)
    curve = rereading.curve
    assert curve is not None
    assert curve.epochs.tolist() == list(session.timeline.epochs)
    place = int(curve.name)
    for epoch, share in zip(session.timeline.epochs, curve.shares, strict=True):
        session.timeline.look_back(epoch)
        assert session.reader.prediction is not None
        assert session.reader.prediction.probabilities[place] == share


def test_looking_back_is_no_news_and_another_drawing_is(qtbot: QtBot, session: Session) -> None:
    rereading = Rereading(session)
    run(qtbot, session)
    session.reader.set_drawing(SEVEN)
    asked(qtbot, rereading)
    with qtbot.assertNotEmitted(rereading.outdated):
        session.timeline.look_back(1)
        session.timeline.look_back(None)
    with qtbot.waitSignal(rereading.outdated):
        session.reader.set_drawing(Drawing((np.array([[0.5, 0.1], [0.5, 0.9]]),)))
    with qtbot.waitSignal(rereading.outdated):
        session.reader.set_drawing(Drawing())
    asked(qtbot, rereading)
    assert rereading.curve is None


def test_it_grows_with_the_run(qtbot: QtBot, session: Session) -> None:
    rereading = Rereading(session)
    rereading.outdated.connect(rereading.request)
    session.reader.set_drawing(SEVEN)
    run(qtbot, session)
    qtbot.waitUntil(
        lambda: rereading.curve is not None and rereading.curve.epochs.tolist() == list(session.timeline.epochs)
    )
    curve, digit = rereading.curve, session.reader.digit
    assert curve is not None
    assert digit is not None
    newest = read_normalised(session.timeline.kept[-1], digit)
    assert curve.shares[-1] == newest.probabilities[int(curve.name)]


def test_unasked_it_reads_nothing(qtbot: QtBot, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise AssertionError("nobody looks")

    monkeypatch.setattr("handwriting_app.session.rereading.reread", fail)
    rereading = Rereading(session)
    session.reader.set_drawing(SEVEN)
    run(qtbot, session)
    assert rereading.curve is None
