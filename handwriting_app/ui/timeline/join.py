"""Joins the slider over the epochs to the session's time line."""

from __future__ import annotations

from handwriting_app.session.session import Session
from handwriting_app.ui.timeline.epoch_scrubber import EpochScrubber


def time_line(session: Session) -> EpochScrubber:
    """The slider over the epochs of the run."""
    scrubber = EpochScrubber()

    def show() -> None:
        scrubber.show_epochs(session.timeline.epochs, session.timeline.looked_at)

    session.timeline.kept_changed.connect(show)
    session.timeline.weights_changed.connect(show)
    scrubber.look_back_requested.connect(session.timeline.look_back)
    show()
    return scrubber
