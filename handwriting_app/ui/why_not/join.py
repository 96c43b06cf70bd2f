"""Joins the Why not? tab to the session, and looks for the smallest change in the background."""

from __future__ import annotations

from collections.abc import Generator
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer

from handwriting_app.explain.flip import Flip, Ink, flip_of_counts, flip_of_drawing
from handwriting_app.explain.smallest_change import Goal, Step
from handwriting_app.ink.drawing import Drawing
from handwriting_app.lab.views import WHY_NOT
from handwriting_app.session.in_slices import InSlices
from handwriting_app.session.reading import read_normalised
from handwriting_app.session.session import Session
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.why_not.why_not_view import Question, WhyNotView

REST_MS: Final = 120
"""The pen, or whoever chooses, rests so long before anything is looked for."""

AGAIN_MS: Final = 600
"""Between two searches for one digit while the weights change."""


def open_view(session: Session, desk: Desk) -> WhyNotView:
    """The Why not? tab, which asks about the digit that is read."""
    reader, timeline = session.reader, session.timeline
    view = WhyNotView(timeline.weights)
    search = _Search(session, view)

    def show_reading() -> None:
        view.show_reading(reader.prediction, reader.ink, normalised=reader.normalisation)

    def put(ink: Ink) -> None:
        if isinstance(ink, Drawing):
            desk.drawing_requested.emit(ink)
            return
        before = reader.ink
        reader.set_picture(ink)
        if before is not None and not isinstance(before, Drawing):
            desk.undo_offered.emit("Changed what is read", partial(reader.set_picture, before))

    def tell(view_name: str) -> None:
        if view_name == WHY_NOT.name:
            view.tell_afresh()

    timeline.weights_changed.connect(view.show_weights)
    reader.digit_replaced.connect(view.forget_choice)
    reader.prediction_changed.connect(show_reading)
    view.asked.connect(search.ask)
    view.asked_again.connect(search.ask_again)
    view.dropped.connect(search.drop)
    view.draw_requested.connect(put)
    view.facts_changed.connect(desk.facts_told)
    desk.view_requested.connect(tell)
    show_reading()
    return view


class _Search(QObject):
    """One question at a time; the latest counts."""

    def __init__(self, session: Session, view: WhyNotView) -> None:
        super().__init__(view)
        self._view = view
        self._slices: InSlices[Step, Flip] = InSlices(session.background.job(), self)
        self._question: Question | None = None  # that is looked for, or waits
        self._begun: Question | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._begin)
        self._slices.progressed.connect(view.show_progress)
        self._slices.done.connect(self._on_done)
        self._slices.failed.connect(view.show_failure)

    def ask(self, question: Question) -> None:
        """Look for this as soon as the pen rests."""
        self._slices.drop()
        self._question = question
        self._later.start(REST_MS)

    def ask_again(self, question: Question) -> None:
        """Look for this after what is looked for now, and a pause."""
        self._question = question
        if not self._slices.is_busy and not self._later.isActive():
            self._later.start(AGAIN_MS)

    def drop(self) -> None:
        self._question = None
        self._later.stop()
        self._slices.drop()

    def _begin(self) -> None:
        if self._question is not None:
            self._begun = self._question
            self._slices.begin(partial(_searched, self._question))

    def _on_done(self, flip: Flip) -> None:
        question, self._begun = self._begun, None
        if question is not None:
            self._view.show_flip(question, flip)
        if self._question is not None and self._question is not question:
            self._later.start(AGAIN_MS)


def _searched(question: Question) -> Generator[Step, None, Flip]:
    weights = question.weights
    goal = Goal(weights.network, weights.temperature, question.wanted, question.surely)
    read = partial(read_normalised, weights)
    if isinstance(question.ink, Drawing):
        return flip_of_drawing(question.ink, goal, read, normalised=question.normalised)
    return flip_of_counts(question.ink, goal, read)
