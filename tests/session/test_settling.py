from __future__ import annotations

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from handwriting_app.session.settling import LONGEST_MS, QUIET_MS, Settling


@pytest.mark.parametrize("is_typed", [True, False])
def test_it_settles_once_after_the_last_touch(qtbot: QtBot, is_typed: bool) -> None:
    settling = Settling(lambda: False, lambda: is_typed)
    settled: list[None] = []
    settling.settled.connect(lambda: settled.append(None))
    for _ in range(3):
        settling.touch()
    with qtbot.waitSignal(settling.settled):
        pass
    assert len(settled) == 1


def test_while_a_button_is_held_it_waits(qtbot: QtBot) -> None:
    held = [True]
    settling = Settling(lambda: held[0], lambda: False)
    settling.touch()
    with qtbot.assertNotEmitted(settling.settled, wait=150):
        pass
    held[0] = False
    with qtbot.waitSignal(settling.settled):
        pass


def test_what_changes_by_itself_while_someone_types_is_looked_at_all_the_same(qtbot: QtBot) -> None:
    settling = Settling(lambda: False, lambda: True)
    timer = QTimer()
    timer.timeout.connect(settling.touch)
    timer.start(QUIET_MS // 4)  # never quiet
    with qtbot.waitSignal(settling.settled, timeout=3 * LONGEST_MS):
        pass
    timer.stop()


def test_what_is_dropped_is_not_told(qtbot: QtBot) -> None:
    settling = Settling(lambda: False, lambda: False)
    settling.touch()
    settling.drop()
    with qtbot.assertNotEmitted(settling.settled, wait=60):
        pass
