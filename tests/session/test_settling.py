from __future__ import annotations

from pytestqt.qtbot import QtBot

from handwriting_app.session.settling import Settling


def test_it_settles_once_after_the_last_touch(qtbot: QtBot) -> None:
    settling = Settling(lambda: False, quiet_ms=10)
    settled: list[None] = []
    settling.settled.connect(lambda: settled.append(None))
    for _ in range(3):
        settling.touch()
    with qtbot.waitSignal(settling.settled):
        pass
    assert len(settled) == 1


def test_while_a_button_is_held_it_waits(qtbot: QtBot) -> None:
    held = [True]
    settling = Settling(lambda: held[0], quiet_ms=0)
    settling.touch()
    with qtbot.assertNotEmitted(settling.settled, wait=150):
        pass
    held[0] = False
    with qtbot.waitSignal(settling.settled):
        pass


def test_what_changes_by_itself_is_looked_at_all_the_same(qtbot: QtBot) -> None:
    settling = Settling(lambda: False, quiet_ms=600_000)
    with qtbot.waitSignal(settling.settled, timeout=3000):
        settling.touch()


def test_what_is_dropped_is_not_told(qtbot: QtBot) -> None:
    settling = Settling(lambda: False, quiet_ms=5)
    settling.touch()
    settling.drop()
    with qtbot.assertNotEmitted(settling.settled, wait=60):
        pass
