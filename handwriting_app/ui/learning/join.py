"""Joins the Learning tab to the session."""

from __future__ import annotations

from handwriting_app.session.run_notices import RunNotices
from handwriting_app.session.session import Session
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.learning.learning_tab import LearningTab


def open_view(session: Session, desk: Desk) -> LearningTab:
    """The Learning tab, in step with the session's run."""
    view = LearningTab()
    notices = RunNotices(session, view)

    def start_over() -> None:
        view.start_run(session.shelf.present.config, session.timeline.history, session.shelf.previous_history)

    session.timeline.history_replaced.connect(start_over)
    session.training.reported.connect(view.mark_stale)
    notices.notices_changed.connect(view.show_notices)
    notices.notice_changed.connect(desk.notice_changed)
    start_over()
    view.show_notices(notices.notices)
    desk.notice_changed.emit(notices.notices[0].short)
    return view
