from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from handwriting_app.storage.data_folder import data_folder


@pytest.mark.skipif(sys.platform == "win32", reason="there the system is asked, not the environment")
def test_it_is_the_users_and_the_tests_never_touch_it():
    folder = data_folder()
    assert folder.name == "handwriting-app"
    assert folder.parent == Path(os.environ["XDG_DATA_HOME"])
