from __future__ import annotations

import threading

import numpy as np
import pytest

from handwriting_app.session import coming as coming_module
from handwriting_app.session.coming import Coming
from handwriting_app.session.model import Model
from handwriting_app.storage.model_file import load_model, save_model
from tests.session.runs import TINY, WAIT


@pytest.fixture
def coming(background):
    coming = Coming(background)
    coming.log = []
    coming.drawn.connect(lambda model: coming.log.append(("drawn", model.config.seed)))
    coming.read.connect(lambda model, path: coming.log.append(("read", path.name)))
    coming.refused.connect(lambda problem, path: coming.log.append(("refused", path.name)))
    return coming


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "kept.safetensors"
    save_model(path, Model.untrained(TINY, np.random.default_rng(3)).to_save("kept"))
    return path


@pytest.fixture
def gate(monkeypatch):
    """Holds the reading of a file until it is set; `threads` are those that read."""
    gate = threading.Event()
    gate.threads = []

    def held(path):
        gate.threads.append(threading.current_thread())
        gate.wait(WAIT / 1000)
        return load_model(path)

    monkeypatch.setattr(coming_module, "load_model", held)
    yield gate
    gate.set()


def test_a_file_is_read_in_another_thread(qtbot, coming, path, gate):
    gate.set()
    with qtbot.waitSignal(coming.read, timeout=WAIT) as blocker:
        coming.ask_to_read(path)
    model, where = blocker.args
    assert (model.path, where) == (path, path)
    assert gate.threads[0] is not threading.main_thread()


def test_a_model_that_is_read_only_has_no_file_to_save_to(qtbot, coming, path):
    with qtbot.waitSignal(coming.read, timeout=WAIT) as blocker:
        coming.ask_to_read(path, read_only=True)
    assert blocker.args[0].path is None


def test_fresh_weights_are_those_of_the_seed(qtbot, coming):
    with qtbot.waitSignal(coming.drawn, timeout=WAIT) as blocker:
        coming.ask_to_draw(TINY)
    expected = Model.untrained(TINY, np.random.default_rng(TINY.seed)).network
    assert np.array_equal(blocker.args[0].network.parameters, expected.parameters)


def test_why_a_file_cannot_be_opened_is_told(qtbot, coming, tmp_path):
    with qtbot.waitSignal(coming.refused, timeout=WAIT) as blocker:
        coming.ask_to_read(tmp_path / "missing.safetensors")
    assert "missing.safetensors cannot be opened" in blocker.args[0]


def test_only_what_was_asked_for_last_comes(qtbot, coming, path, gate):
    coming.ask_to_read(path)
    coming.ask_to_draw(TINY)
    gate.set()
    with qtbot.waitSignal(coming.drawn, timeout=WAIT):
        pass
    assert coming.log == [("drawn", TINY.seed)]


def test_what_is_dropped_does_not_come(qtbot, coming, path, gate):
    coming.ask_to_read(path)
    coming.drop()
    gate.set()
    coming.ask_to_draw(TINY)
    with qtbot.waitSignal(coming.drawn, timeout=WAIT):
        pass
    assert coming.log == [("drawn", TINY.seed)]
