"""Joins the inspector to the session: the digit and the weights in, what is done to the weights out."""

from __future__ import annotations

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.explain.following import Followed
from handwriting_app.explain.one_step import OneStep, Refusal
from handwriting_app.explain.run_terms import RunTerms
from handwriting_app.lab.backprop_state import BackpropState
from handwriting_app.lab.for_lessons import LabState
from handwriting_app.lab.views import BACKPROP
from handwriting_app.session.break_bench import BreakBench
from handwriting_app.session.latest import Latest
from handwriting_app.session.session import Session
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.inspector.backprop_view import BackpropView
from handwriting_app.ui.inspector.breaking import Rates


def open_view(session: Session, desk: Desk) -> BackpropView:
    """The Backprop tab, which follows the digit that is read through the weights that it is read with."""
    reader, timeline, changes = session.reader, session.timeline, session.hand_changes
    view = BackpropView(timeline.weights)
    bench = BreakBench(session, desk.shown_config, view)
    following: Latest[Followed] = session.background.job()
    stepping: Latest[OneStep | Refusal] = session.background.job()

    def show_weights() -> None:
        weights, model = timeline.weights, session.shelf.present
        # What the update rule remembers belongs to the run's latest weights.
        reached = model.checkpoint if weights.network is model.network else None
        view.show_weights(weights, RunTerms(model.config, reached))

    def show_reading() -> None:
        view.show_reading(reader.prediction, reader.drawing, normalisation=reader.normalisation)

    def show_changes() -> None:
        view.show_changes(changes.names)
        show_breakages()

    def show_breakages() -> None:
        rates, others = bench.rates(), bench.other_digits()
        view.show_breakages(
            bench.broken(), bench.blocked(), Rates(*rates, others=others) if rates is not None else None
        )

    def show_rate(config: TrainingConfig) -> None:
        view.show_learning_rate(config.learning_rate)

    def put(name: str, state: LabState) -> None:
        if name == BACKPROP.name and isinstance(state, BackpropState):
            view.set_lab_state(state)

    for news in (timeline.weights_changed, session.shelf.model_changed):
        news.connect(show_weights)
    reader.digit_replaced.connect(view.forget_digit)
    reader.prediction_changed.connect(show_reading)
    changes.changed.connect(show_changes)
    session.training.state_changed.connect(view.show_state)
    session.training.started.connect(show_rate)
    for news in (session.training.state_changed, session.training.started, session.shelf.model_changed, bench.changed):
        news.connect(show_breakages)

    view.weights_change_requested.connect(session.change_network)
    view.weight_moved.connect(session.change_network)
    view.undo_requested.connect(session.undo_change)
    view.breakage_requested.connect(bench.toggle)
    view.break_page_opened.connect(show_breakages)  # the training panel may show another learning rate by now
    view.overlay_changed.connect(desk.overlay_changed)
    bench.config_change_requested.connect(show_rate)
    bench.config_change_requested.connect(desk.config_requested)
    view.facts_changed.connect(desk.facts_told)
    view.following_requested.connect(lambda question: following.ask(question.answer))
    following.done.connect(view.show_followed)
    view.step_requested.connect(stepping.ask)
    stepping.done.connect(view.take_step)
    desk.lab_state_requested.connect(put)
    desk.unit_inspection_requested.connect(view.look_at)
    desk.label_told.connect(view.set_label)

    show_weights()
    show_reading()
    show_changes()
    view.show_state(session.training.state)
    show_rate(desk.shown_config() or session.shelf.present.config)
    return view
