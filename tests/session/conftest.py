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
    """What all trained weights are given as their temperature: to prepare the digits for a fit takes half a second."""
    monkeypatch.setattr(calibration_module.Calibration, "prepare", lambda self: iter(()))
    monkeypatch.setattr(calibration_module.Calibration, "temperature", lambda self, network: 1.5)
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
