from __future__ import annotations

from pytestqt.qtbot import QtBot

from handwriting_app.ui.widgets.live_view import LiveView


class _Faulty(LiveView):
    def refresh(self) -> None:
        raise ValueError("no such layer")


def test_a_fault_while_a_view_is_shown_stays_in_python_and_is_told_once(qtbot: QtBot) -> None:
    """One that leaves `showEvent` while Qt shows a page can take the process down."""
    view = _Faulty()
    qtbot.addWidget(view)
    with qtbot.captureExceptions() as exceptions:
        view.show()
        for _ in range(3):
            view.mark_stale()
            view.refresh_now()
        qtbot.waitUntil(lambda: bool(exceptions))
    assert [str(error) for _, error, _ in exceptions] == ["no such layer"]
    assert view.isVisible()
