"""Joins the Network tab to the session, and measures its units in the background."""

from __future__ import annotations

from functools import partial
from typing import Final

from handwriting_app.data.subject import NOT_AT_HAND
from handwriting_app.engine.data_set import DataSet
from handwriting_app.engine.network import Network
from handwriting_app.explain.unit_activity import UnitActivity, unit_activity
from handwriting_app.session.paced import Paced
from handwriting_app.session.ranking_run import RankingRun
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

    ranking = RankingRun(session.background, view)

    def rank(weights: Weights) -> None:
        present = session.shelf.present
        ranking.begin(weights, partial(session.digits.loading, present.config, present.subject))

    def show_ranking_state(*_news: object) -> None:
        why_not = "" if session.shelf.present.subject.is_at_hand else NOT_AT_HAND
        if not why_not and len(session.shelf.present.network.sizes) < 3:
            why_not = "This network has no hidden layer, and so nothing to rank."
        view.show_ranking_state(is_under_way=ranking.is_under_way, why_not=why_not)

    def change(network: Network, what: str) -> None:
        try:
            session.change_network(network, what)
        except ValueError as error:
            desk.message.emit(str(error))

    def show_frozen() -> None:
        view.show_frozen(session.shelf.present.frozen)

    view.weights_change_requested.connect(change)
    view.freeze_requested.connect(session.freeze)
    view.undo_requested.connect(session.undo_change)
    view.ranking_requested.connect(rank)
    view.ranking_stop_requested.connect(ranking.stop)
    view.facts_changed.connect(desk.facts_told)
    ranking.changed.connect(show_ranking_state)
    ranking.progressed.connect(view.show_ranking_progress)
    ranking.ranked.connect(view.show_ranking)
    ranking.failed.connect(view.show_ranking_failure)
    session.timeline.history_replaced.connect(ranking.stop)
    session.shelf.model_changed.connect(show_ranking_state)
    session.shelf.frozen_changed.connect(show_frozen)
    session.hand_changes.changed.connect(lambda: view.show_changes(session.hand_changes.names))
    session.training.state_changed.connect(view.show_state)

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
    view.show_changes(session.hand_changes.names)
    view.show_state(session.training.state)
    show_frozen()
    show_ranking_state()
    show_has_digits()
    return view


def _measured(weights: Weights, data: DataSet) -> tuple[Weights, UnitActivity]:
    return weights, unit_activity(weights.network, data.held_x, data.held_y)
