from __future__ import annotations

import os
import subprocess
import sys
import threading
from dataclasses import replace

import numpy as np
import pytest

from handwriting_app.data.digits import load_digits_split
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.fast import engines
from handwriting_app.engine.network import Network
from tests.engine.cases import run
from tests.engine.compiled import cache_folder, compiled, needs_numba

pytestmark = pytest.mark.compiled

CONFIG = TrainingConfig(
    hidden=(16,), descent="stochastic", update_rule="plain", learning_rate=0.05, epochs=2, variation=0.0, l2=1e-4
)


def reports(config):
    data = load_digits_split(0.2, 0)
    network = Network.initialise((64, 16, 10), "relu", "cross-entropy", np.random.default_rng(0))
    return run(network, data, config), network


def test_a_whole_run_tells_the_same_by_either_engine():
    compiled()
    by_numpy, _ = reports(replace(CONFIG, engine="numpy"))
    by_loop, network = reports(replace(CONFIG, engine="compiled"))
    again, same = reports(replace(CONFIG, engine="compiled"))
    assert not np.array_equal(network.parameters, reports(replace(CONFIG, engine="numpy"))[1].parameters)
    np.testing.assert_array_equal(network.parameters, same.parameters)
    for one, other, third in zip(by_numpy, by_loop, again, strict=True):
        assert one.training_cost == pytest.approx(other.training_cost, rel=1e-4)
        assert one.gradient_norms == pytest.approx(other.gradient_norms, rel=1e-3)
        assert abs(one.held_out_accuracy - other.held_out_accuracy) < 0.01
        assert other.training_cost == third.training_cost
        assert (one.epoch, one.updates) == (other.epoch, other.updates)


@pytest.mark.parametrize(
    "change", [{"descent": "mini-batch"}, {"descent": "batch"}, {"update_rule": "momentum"}, {"engine": "numpy"}]
)
def test_what_the_loop_is_not_for_is_trained_by_numpy(change):
    compiled()
    assert engines.engine_for(replace(CONFIG, **change), cache_folder()) == "numpy"


def test_frozen_units_and_nowhere_to_keep_it_mean_numpy():
    compiled()
    assert engines.engine_for(CONFIG, cache_folder(), has_frozen=True) == "numpy"
    assert engines.engine_for(CONFIG, None) == "numpy"
    assert engines.engine_for(CONFIG, cache_folder()) == "compiled"


def test_without_numba_nothing_is_said_and_numpy_trains(monkeypatch, caplog, tmp_path):
    monkeypatch.setattr(engines, "loaded", lambda: None)
    monkeypatch.setattr(engines, "is_installed", lambda: False)
    for asked in ("auto", "compiled"):
        assert engines.engine_for(replace(CONFIG, engine=asked), tmp_path) == "numpy"
    assert engines.engine_at_once(CONFIG, tmp_path) == "numpy"
    assert not caplog.records
    with pytest.raises(ValueError, match="numba is not installed"):
        engines.engine_at_once(replace(CONFIG, engine="compiled"), tmp_path)


def test_a_broken_numba_is_no_reason_to_stop(tmp_path):
    (tmp_path / "numba").mkdir()
    (tmp_path / "numba" / "__init__.py").write_text("raise ImportError('Numba needs another NumPy')")
    script = """
import sys, threading
from pathlib import Path
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.fast import engines
config = TrainingConfig(descent="stochastic", update_rule="plain")
cache = Path(sys.argv[1])
print(engines.engine_for(config, cache))
for thread in threading.enumerate():
    if thread is not threading.main_thread():
        thread.join(60)
print(engines.engine_for(config, cache), engines.loaded())
"""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])}
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "cache")],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["numpy", "numpy", "None"]
    assert done.stderr == ""


@needs_numba
def test_the_first_run_is_numpys_and_one_after_it_compiled_without_a_wait(tmp_path):
    script = """
import sys, threading, time
from pathlib import Path
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.fast import engines
config = TrainingConfig(descent="stochastic", update_rule="plain")
cache = Path(sys.argv[1])
begun = time.perf_counter()
print(engines.engine_for(config, cache))
print("numba" in sys.modules, engines.engine_for(config, cache))
(thread,) = (each for each in threading.enumerate() if each is not threading.main_thread())
thread.join(240)
print(engines.engine_for(config, cache), engines.is_compiled(cache))
"""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    environment.pop("NUMBA_CACHE_DIR", None)
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "cache")],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["numpy", "False", "numpy", "compiled", "True"], done.stderr


@needs_numba
def test_who_waits_is_told_what_cannot_be(tmp_path):
    for change in ({"descent": "batch"}, {"update_rule": "adam"}):
        with pytest.raises(ValueError, match="stochastic descent by the plain rule"):
            engines.engine_at_once(replace(CONFIG, engine="compiled", **change), tmp_path)
    assert engines.engine_at_once(CONFIG, tmp_path) == "numpy"  # nothing is compiled there
    compiled()
    assert engines.engine_at_once(CONFIG, cache_folder()) == "compiled"
    assert threading.active_count() < 20
