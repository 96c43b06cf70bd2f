from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.data import calibration as calibration_module
from handwriting_app.session.background import Background
from handwriting_app.session.model import Model
from handwriting_app.session.session import Session
from tests.session.runs import TINY


@pytest.fixture
def quick_temperature(monkeypatch):
    """What every run is given as its temperature: to fit one takes a second, and closing waits for it."""
    monkeypatch.setattr(calibration_module, "fit_temperature", lambda *_: 1.5)
    return 1.5


@pytest.fixture
def session(qapp, quick_temperature):
    session = Session(Model.untrained(TINY, np.random.default_rng(0)))
    yield session
    session.shutdown()


@pytest.fixture
def background(qapp):
    background = Background()
    yield background
    background.shutdown()
