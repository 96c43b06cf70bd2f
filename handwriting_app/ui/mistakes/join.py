"""Joins the Mistakes tab to the session, and lets the network read the held-out digits in the background."""

from __future__ import annotations

from functools import partial
from typing import Final

import numpy as np

from handwriting_app.engine.data_set import DataSet
from handwriting_app.engine.reading import reading_steps
from handwriting_app.explain.mistakes import Readings
from handwriting_app.ink.normalise import NormalisedDigit
from handwriting_app.lab.views import BACKPROP, MISTAKES
from handwriting_app.session.doubt import PROBABLY_NONE
from handwriting_app.session.paced import Paced
from handwriting_app.session.session import Session
from handwriting_app.session.weights import Weights
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.mistakes.mistakes_view import MistakesView

PAUSE_MS: Final = 150
"""Between two measurements while training: numbers and pictures that change faster cannot be read."""


def open_view(session: Session, desk: Desk) -> MistakesView:
    """The Mistakes tab: the held-out digits as the weights of the moment read them."""
    view = MistakesView(session.timeline.weights)
    measuring: Paced[tuple[Weights, Readings]] = Paced(session.background.job(), PAUSE_MS, view)

    def digits() -> DataSet | None:
        return session.digits.of(session.shelf.present.config, session.shelf.present.subject)

    def show_has_digits() -> None:
        view.show_has_digits(digits() is not None)

    def load_digits() -> None:
        session.digits.request(session.shelf.present.config, session.shelf.present.subject)

    def measure(weights: Weights) -> None:
        data = digits()
        if data is not None:
            measuring.request(partial(_measured, weights, data), at_once=weights.is_past)

    def inspect(digit: NormalisedDigit, label: int) -> None:
        session.reader.set_picture(digit)
        desk.view_requested.emit(BACKPROP.name)
        desk.label_told.emit(label)

    def tell(view_name: str) -> None:
        if view_name == MISTAKES.name:
            view.tell_afresh()

    session.timeline.history_replaced.connect(measuring.drop)
    session.timeline.weights_changed.connect(view.show_weights)
    session.digits.loaded.connect(show_has_digits)
    session.digits.failed.connect(view.show_failure)
    session.shelf.model_changed.connect(show_has_digits)
    measuring.done.connect(lambda measured: view.show_readings(*measured))
    measuring.failed.connect(view.show_failure)
    view.digits_requested.connect(load_digits)
    view.measure_requested.connect(measure)
    view.put_requested.connect(session.reader.set_picture)
    view.inspect_requested.connect(inspect)
    view.facts_changed.connect(desk.facts_told)
    desk.view_requested.connect(tell)
    show_has_digits()
    return view


def _measured(weights: Weights, data: DataSet) -> tuple[Weights, Readings]:
    # One view each, as when one of them is put in the place of the drawing.
    steps = reading_steps(weights.network, data.held_x[np.newaxis], weights.temperature)
    return weights, Readings(
        data.held_x, data.held_y, steps.probabilities, weights.network.classes, steps.none >= PROBABLY_NONE
    )
