"""Fixtures of the whole window, and of one room of it alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.session.session import Session
from handwriting_app.ui.desk import Desk
from tests.ui.trained import desk_for, untrained_session
from tests.whole_window import make_window, settings, window

__all__ = ["make_window", "settings", "window"]


@pytest.fixture
def session() -> Iterator[Session]:
    """A session without a trained model; a module that trains defines its own, smaller."""
    session = untrained_session()
    yield session
    session.shutdown()


@pytest.fixture
def desk(qtbot: QtBot, session: Session, tmp_path: Path) -> Desk:
    """What a room is handed by the window, on a bare widget."""
    window = QWidget()
    qtbot.addWidget(window)
    return desk_for(session, window, tmp_path)
