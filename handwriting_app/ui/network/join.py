"""Joins the Network tab to the session, and measures its units in the background."""

from __future__ import annotations

from functools import partial
from typing import Final

from handwriting_app.engine.data_set import DataSet
from handwriting_app.explain.unit_activity import UnitActivity, unit_activity
from handwriting_app.session.paced import Paced
from handwriting_app.session.session import Session
from handwriting_app.session.weights import Weights
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.network.network_view import NetworkView

MEASURE_MS: Final = 400
"""Between two measurements of all units on the held-out digits while the weights change."""

INSPECTOR: Final = "backprop_view"


def open_view(session: Session, desk: Desk) -> NetworkView:
    """The Network tab: the weights that digits are read with, lit by the digit that is read."""
    view = NetworkView(session.timeline.weights)
    measuring: Paced[tuple[Weights, UnitActivity]] = Paced(session.background.job(), MEASURE_MS, view)

    def digits() -> DataSet | None:
        return session.digits.of(session.shelf.present.config, session.shelf.present.subject)

    def show_has_digits() -> None:
        view.show_has_digits(digits() is not None)

    def measure(weights: Weights) -> None:
        data = digits()
        if data is not None:
            measuring.request(partial(_measured, weights, data))

    def inspect(layer: int, unit: int) -> None:
        desk.view_requested.emit(INSPECTOR)
        desk.unit_inspection_requested.emit(layer, unit)

    session.timeline.history_replaced.connect(measuring.drop)
    session.timeline.weights_changed.connect(view.show_weights)
    session.reader.prediction_changed.connect(view.show_prediction)
    session.digits.loaded.connect(show_has_digits)
    session.shelf.model_changed.connect(show_has_digits)
    measuring.done.connect(lambda measured: view.show_activity(*measured))
    measuring.failed.connect(view.show_failure)
    view.measure_requested.connect(measure)
    view.inspect_requested.connect(inspect)

    view.show_prediction(session.reader.prediction)
    show_has_digits()
    return view


def _measured(weights: Weights, data: DataSet) -> tuple[Weights, UnitActivity]:
    return weights, unit_activity(weights.network, data.held_x, data.held_y)
