from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.session.background import Background
from handwriting_app.session.model import Model
from handwriting_app.session.session import Session
from tests.session.runs import TINY


@pytest.fixture
def session(qapp):
    session = Session(Model.untrained(TINY, np.random.default_rng(0)))
    yield session
    session.shutdown()


@pytest.fixture
def background(qapp):
    background = Background()
    yield background
    background.shutdown()
