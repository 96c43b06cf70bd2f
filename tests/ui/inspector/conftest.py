"""A session with a drawn seven and an untrained network of the module's own ``CONFIG``, and what the view tells."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from handwriting_app.ink.drawing import Drawing
from handwriting_app.lab.facts import Fact
from handwriting_app.session.model import Model
from handwriting_app.session.session import Session
from handwriting_app.ui.desk import Desk

SEVEN = Drawing((np.array([(0.25, 0.2), (0.75, 0.2), (0.45, 0.85)]),))


@pytest.fixture
def session(qapp: object, request: pytest.FixtureRequest) -> Iterator[Session]:
    session = Session(Model.untrained(request.module.CONFIG, np.random.default_rng(3)))
    session.reader.set_drawing(SEVEN)
    yield session
    session.shutdown()


@pytest.fixture
def told(desk: Desk) -> list[dict[str, Fact]]:
    """The facts that the view has told, one message after the other."""
    told: list[dict[str, Fact]] = []
    desk.facts_told.connect(told.append)
    return told
