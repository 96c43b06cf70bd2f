"""Every test runs without a display, and never sees or touches what the user of this machine has saved."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import hypothesis
import pytest

# The same examples in every run, so that a failure is the change's own; HYPOTHESIS_PROFILE=search looks for new ones.
hypothesis.settings.register_profile("steady", derandomize=True, deadline=None)
hypothesis.settings.register_profile("search", max_examples=1000, deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

_FOLDERS = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR")


def pytest_configure(config: pytest.Config) -> None:
    # Before the first import of Qt, which reads these once.
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    home = tempfile.TemporaryDirectory(prefix="handwriting-tests-", ignore_cleanup_errors=True)
    config.add_cleanup(home.cleanup)
    for name in _FOLDERS:
        folder = Path(home.name) / name.lower()
        folder.mkdir(mode=0o700)
        os.environ[name] = str(folder)
