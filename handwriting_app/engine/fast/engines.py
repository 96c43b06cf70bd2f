"""Which loop a run is trained by: numpy's, or the compiled one where numba is there and it suits.

Nothing is waited for: the first run that could be compiled is trained by numpy while a thread gets the compiled loop
ready, and the runs after it use it. Which one trained a run stands in its configuration, so that it can be repeated
number for number; in float32 the two differ in the last digits.
"""

from __future__ import annotations

import importlib
import logging
import os
import subprocess
import sys
import threading
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Final

import numpy as np

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.settings import EngineName

MODULE: Final = "handwriting_app.engine.fast.compiled"
_THREAD: Final = "gets the compiled loop ready"
_CACHE: Final = "NUMBA_CACHE_DIR"
_MOST_S: Final = 300
"""Seconds that compiling may take."""

_log = logging.getLogger(__name__)


def suits(config: TrainingConfig) -> bool:
    """Whether there is a compiled loop for such a run: stochastic descent by the plain rule."""
    return config.descent == "stochastic" and config.update_rule == "plain"


def is_installed() -> bool:
    """Whether numba is there; it is not imported."""
    return find_spec("numba") is not None


def loaded() -> ModuleType | None:
    """The module of the compiled loop, if it is ready in this process."""
    module = sys.modules.get(MODULE)
    descend = getattr(module, "descend", None)  # not yet there while another thread imports the module
    return module if descend is not None and descend.signatures else None


def engine_for(config: TrainingConfig, cache: Path | None, *, has_frozen: bool = False) -> EngineName:
    """By what a run is trained that begins now: ``numpy`` or ``compiled``.

    Args:
        config: Of the run; its `engine` is what is asked for.
        cache: The folder for what is compiled; it need not exist. None: nothing is to be compiled.
        has_frozen: Whether some parameters are to stay as they are.
    """
    if config.engine == "numpy" or not suits(config) or has_frozen or cache is None or not is_installed():
        return "numpy"
    if loaded() is not None:
        return "compiled"
    if all(thread.name != _THREAD for thread in threading.enumerate()):
        threading.Thread(target=_get_ready, args=(cache,), name=_THREAD, daemon=True).start()
    return "numpy"


def engine_at_once(config: TrainingConfig, cache: Path) -> EngineName:
    """The same for who has no later run: ``compiled`` is waited for, and ``auto`` takes what was compiled before.

    Raises:
        ValueError: ``compiled`` is asked for, and there is no such loop for this run, or it cannot be used here.
    """
    is_wanted = config.engine == "compiled"
    if config.engine == "numpy" or (not is_wanted and not (suits(config) and is_installed() and is_compiled(cache))):
        return "numpy"
    if not suits(config):
        raise ValueError("engine can be compiled for stochastic descent by the plain rule alone")
    if not is_installed():
        raise ValueError("engine cannot be compiled: numba is not installed; handwriting-app[fast] brings it")
    try:
        load(cache)
    except Exception as error:
        if is_wanted:
            raise ValueError(f"engine cannot be compiled: numba cannot be used here: {error}") from error
        _log.info("The compiled loop cannot be used", exc_info=True)
        return "numpy"
    return "compiled"


def load(cache: Path) -> None:
    """Import the compiled loop into this process, and compile it if that has not been done before.

    Args:
        cache: The folder for what is compiled; where it cannot be written to, it is compiled for this process alone.

    Raises:
        Exception: Whatever numba raises where it is missing or broken.
    """
    if loaded() is not None:
        return
    numba = importlib.import_module("numba")
    try:
        cache.mkdir(parents=True, exist_ok=True)
    except OSError:
        _log.info("Nothing compiled can be kept in %s", cache.name)
    if not os.environ.get(_CACHE):
        numba.config.CACHE_DIR = str(cache)
    module = importlib.import_module(MODULE)
    module.compile_for(np.float32)


def is_compiled(cache: Path) -> bool:
    """Whether something has been compiled into this folder before, so that `load` takes half a second."""
    return next(cache.glob("**/compiled.descend-*.nbi"), None) is not None


def _get_ready(cache: Path) -> None:
    """Compile in a process of its own, which keeps no window waiting for the interpreter; then load what it made."""
    try:
        path = os.pathsep.join(sys.path)  # wherever this program was started from
        environment = {**os.environ, "PYTHONPATH": path, _CACHE: os.environ.get(_CACHE) or str(cache)}
        command = [sys.executable, "-c", f"import numpy, {MODULE} as m; m.compile_for(numpy.float32)"]
        subprocess.run(command, env=environment, capture_output=True, check=True, timeout=_MOST_S)
        load(cache)
    except Exception:  # whatever is wrong with numba: numpy trains
        _log.info("The compiled loop cannot be used", exc_info=True)
