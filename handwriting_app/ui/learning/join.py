"""Joins the Learning tab to the session."""

from __future__ import annotations

from handwriting_app.lab.views import LEARNING
from handwriting_app.session.own_digit import OwnDigitCurve
from handwriting_app.session.rereading import Rereading
from handwriting_app.session.run_notices import RunNotices
from handwriting_app.session.session import Session
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.learning.learning_tab import LearningTab


def open_view(session: Session, desk: Desk) -> LearningTab:
    """The Learning tab, in step with the session's run."""
    view = LearningTab()
    notices = RunNotices(session, view)
    rereading = Rereading(session, view)

    def start_over() -> None:
        view.show_classes(session.shelf.present.network.classes)
        view.start_run(session.shelf.present.config, session.timeline.history, session.shelf.previous_history)

    def show_epoch() -> None:
        view.show_epoch(session.timeline.looked_at)

    def show_own_digit(curve: OwnDigitCurve | None) -> None:
        view.show_own_digit(curve, has_digit=session.reader.digit is not None)

    def tell(view_name: str) -> None:
        if view_name == LEARNING.name:
            view.tell_afresh()

    session.timeline.history_replaced.connect(start_over)
    session.timeline.weights_changed.connect(show_epoch)
    session.training.reported.connect(view.mark_stale)
    notices.notices_changed.connect(view.show_notices)
    notices.notice_changed.connect(desk.notice_changed)
    rereading.outdated.connect(view.forget_own_digit)
    rereading.changed.connect(show_own_digit)
    view.own_digit_requested.connect(rereading.request)
    view.epoch_chosen.connect(session.timeline.look_back)
    view.facts_changed.connect(desk.facts_told)
    desk.view_requested.connect(tell)
    start_over()
    show_epoch()
    view.show_notices(notices.notices)
    desk.notice_changed.emit(notices.notices[0].short)
    return view
