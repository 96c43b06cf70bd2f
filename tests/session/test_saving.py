from __future__ import annotations

import threading

import numpy as np
import pytest

from handwriting_app.session import saving as saving_module
from handwriting_app.session.model import Model
from handwriting_app.session.saving import Saving
from handwriting_app.storage.model_file import load_model, save_model
from tests.session.runs import TINY, WAIT, report


@pytest.fixture
def saving(background):
    return Saving(background)


@pytest.fixture
def model():
    return Model.untrained(TINY, np.random.default_rng(3))


@pytest.fixture
def gate(monkeypatch):
    """Holds the writing of a file until it is set; `threads` are those that write."""
    gate = threading.Event()
    gate.threads = []

    def held(path, model):
        gate.threads.append(threading.current_thread())
        gate.wait(WAIT / 1000)
        save_model(path, model)

    monkeypatch.setattr(saving_module, "save_model", held)
    yield gate
    gate.set()


def test_a_file_is_written_in_another_thread_as_the_model_was(qtbot, saving, model, tmp_path, gate):
    model.history.append([report(1)])
    path = tmp_path / "kept.safetensors"
    saving.save(model, path)
    model.history.append([report(2)])  # its run goes on
    assert saving.is_busy
    gate.set()
    with qtbot.waitSignal(saving.saved, timeout=WAIT) as blocker:
        pass
    assert blocker.args == [model, path]
    assert not saving.is_busy
    assert gate.threads[0] is not threading.main_thread()
    assert [each.epoch for each in load_model(path).reports] == [1]


def test_files_are_written_one_after_another(qtbot, saving, model, tmp_path):
    paths = [tmp_path / f"{number}.safetensors" for number in range(3)]
    written = []
    saving.saved.connect(lambda _, path: written.append(path))
    for path in paths:
        saving.save(model, path)
    qtbot.waitUntil(lambda: written == paths, timeout=WAIT)
    assert all(path.is_file() for path in paths)


def test_what_is_in_the_way_is_told_in_words(qtbot, saving, model, tmp_path):
    path = tmp_path / "nowhere" / "kept.safetensors"
    with qtbot.waitSignal(saving.failed, timeout=WAIT) as blocker:
        saving.save(model, path)
    assert blocker.args[0].startswith("kept.safetensors was not written: ")
    assert "there is no folder" in blocker.args[0]
    assert blocker.args[1] == path
    assert not saving.is_busy


def test_closing_waits_until_the_file_is_written(background, saving, model, tmp_path, gate):
    path = tmp_path / "kept.safetensors"
    saving.save(model, path)
    threading.Timer(0.05, gate.set).start()
    background.shutdown()
    assert load_model(path).name == "kept"
