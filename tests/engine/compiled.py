"""The compiled loop for tests, where numba is installed: compiled once into a folder of the tests' own."""

from __future__ import annotations

import importlib
import os
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

import pytest

from handwriting_app.engine.fast import engines

needs_numba = pytest.mark.skipif(find_spec("numba") is None, reason="numba, which is optional, is not installed")


@cache
def cache_folder() -> Path:
    """Within what the tests have in place of a home."""
    return Path(os.environ["XDG_CACHE_HOME"]) / "compiled"


def compiled() -> ModuleType:
    """The module of the loop; skips the test where numba is not installed."""
    if find_spec("numba") is None:
        pytest.skip("numba, which is optional, is not installed")
    engines.load(cache_folder())
    return importlib.import_module(engines.MODULE)
