"""Joins the Dream view to the session, and lets the networks dream in the background."""

from __future__ import annotations

from typing import Final

from handwriting_app.lab.views import DREAM
from handwriting_app.session.dream_rows import Wish
from handwriting_app.session.dreaming import Dreaming
from handwriting_app.session.messages import RunState
from handwriting_app.session.session import Session
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.dream.dream_view import DreamView

PAUSE_MS: Final = 300
"""Between the dreams of two epochs while a run is under way: the plots of the run come first."""


def open_view(session: Session, desk: Desk) -> DreamView:
    """The Dream view: what the weights that digits are read with believe, and those that were kept of the run."""
    view = DreamView(session.timeline.weights)
    dreaming = Dreaming(session.background.job(), view)

    def want(wish: Wish) -> None:
        pause = PAUSE_MS if session.training.state is RunState.RUNNING else 0
        view.show_known(dreaming.want(wish, pause))

    def show_kept() -> None:
        view.show_kept(session.timeline.kept)

    def tell(view_name: str) -> None:
        if view_name == DREAM.name:
            view.tell_afresh()

    session.timeline.weights_changed.connect(view.show_weights)
    session.timeline.kept_changed.connect(show_kept)
    session.reader.prediction_changed.connect(view.show_prediction)
    dreaming.dreamt.connect(view.show_row)
    dreaming.failed.connect(view.show_failure)
    view.wanted.connect(want)
    view.rested.connect(dreaming.rest)
    view.read_requested.connect(session.reader.set_picture)
    view.facts_changed.connect(desk.facts_told)
    desk.view_requested.connect(tell)
    show_kept()
    view.show_prediction(session.reader.prediction)
    return view
