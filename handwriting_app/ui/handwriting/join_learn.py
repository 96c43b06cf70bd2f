"""Joins Learn my hand to the session."""

from __future__ import annotations

from PySide6.QtCore import QObject

from handwriting_app.session.hand_learning import A_RACE
from handwriting_app.session.messages import RunState
from handwriting_app.session.session import Session
from handwriting_app.session.task import Work
from handwriting_app.ui.handwriting.handwriting_view import HandwritingView
from handwriting_app.ui.handwriting.learn_panel import LearnButton, LearnPanel, progress_words


class LearnJoin(QObject):
    """Puts the button and the report into the view, and keeps them in step with the session."""

    def __init__(self, session: Session, view: HandwritingView) -> None:
        super().__init__(view)
        self._session = session
        self._learning = session.hand_learning
        self._button, self._panel = LearnButton(view), LearnPanel(view)
        view.add_at_the_top_right(self._button)
        view.add_below_the_head(self._panel)
        self._refusal = ""
        self._shown: object = None
        self._button.begin_requested.connect(self._begin)
        self._button.stop_requested.connect(self._learning.stop)
        self._panel.undo_requested.connect(self._learning.undo)
        self._learning.refused.connect(self._show_refusal)
        self._learning.changed.connect(self._show)
        session.timeline.weights_changed.connect(self._show)  # also those that were changed by hand
        for news in (session.training.state_changed, session.timeline.history_replaced, session.handwriting.changed):
            news.connect(self._forget_refusal)
        session.background.changed.connect(self._look_for_race)
        session.prompts.changed.connect(self._show)
        self._show()

    def _begin(self) -> None:
        self._refusal = ""
        self._learning.begin()

    def _show_refusal(self, why: str) -> None:
        self._refusal = why
        self._show()

    def _forget_refusal(self, *_news: object) -> None:
        self._refusal = ""
        self._show()

    def _look_for_race(self) -> None:
        if self._refusal == A_RACE and self._session.background.in_the_way(Work.TRAINING) is None:
            self._forget_refusal()

    def _show(self, *_news: object) -> None:
        """Show what there is, if it is not what is shown: weights come twenty times a second."""
        learning, state = self._learning, self._session.training.state
        is_under_way, is_asked = learning.is_under_way, self._session.prompts.prompt is not None
        report, can_undo = learning.report, learning.can_undo
        epochs = self._session.shelf.present.config.epochs
        what = (is_under_way, learning.epoch, state is RunState.PAUSED, self._refusal, report, can_undo, is_asked)
        if what == self._shown:
            return
        self._shown = what
        self._button.show_state(is_under_way=is_under_way)
        if is_asked:
            self._panel.clear()  # the drawing has all the room
        elif is_under_way:
            is_paused = state is RunState.PAUSED
            self._panel.show_words(progress_words(learning.epoch, epochs, is_paused=is_paused))
        elif self._refusal:
            self._panel.show_words(self._refusal, "warning")
        elif report is not None:
            self._panel.show_report(report, can_undo=can_undo)
        else:
            self._panel.clear()
