"""A new database for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from handwriting_app.storage.data_folder import DATABASE
from handwriting_app.storage.database.connection import Database
from handwriting_app.storage.database.opening import open_database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(tmp_path / DATABASE)
    yield opened
    opened.close()
