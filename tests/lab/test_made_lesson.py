"""Lessons made from what is seen: their tasks can be done, and are not done by beginning."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.lab.facts import Facts
from handwriting_app.lab.lesson import Task
from handwriting_app.lab.made_lesson import Seen, made_lesson, suggested_tasks
from handwriting_app.lab.neuron import UnitKind
from handwriting_app.lab.neuron_state import NeuronLabState
from handwriting_app.lab.points import TABLES
from handwriting_app.lab.views import COURSE, DESCENT_LAB, LEARNING, NEURON_LAB, RACE, VIEWS

CONFIG = TrainingConfig()
STROKES = (((0.1, 0.2), (0.3, 0.4)),)


def seen(**parts: object) -> Seen:
    return Seen(**{"view": LEARNING, "training": CONFIG, "network": "default"} | parts)  # type: ignore[arg-type]


def only_task(what: Seen) -> Task:
    (task,) = suggested_tasks(what)
    return task


@pytest.mark.parametrize("view", [view for view in VIEWS if view is not COURSE])
def test_every_view_suggests_something_that_is_not_done_yet(view: object) -> None:
    lab = NeuronLabState() if view is NEURON_LAB else None
    for task in suggested_tasks(seen(view=view, lab=lab)):
        assert not task.is_done({} if lab is None else lab.facts())


def test_a_run_of_ones_own_asks_for_as_much_again() -> None:
    task = only_task(seen(network="fresh", facts={"training.held_out_accuracy": 0.9577}))
    assert "at least 95\u202f% of the held-out" in task.do
    assert task.is_done({"training.held_out_accuracy": 0.9577})
    assert not task.is_done({"training.held_out_accuracy": 0.9499})


def test_the_shipped_networks_accuracy_is_asked_of_nobody() -> None:
    task = only_task(seen(facts={"training.held_out_accuracy": 0.99}))
    assert task.asks() == {"training.epochs"}


@given(
    kind=st.sampled_from(("sum", "linear", "threshold", "sigmoid", "relu")),
    inputs=st.tuples(*[st.floats(-100, 100)] * 3),
    weights=st.tuples(*[st.floats(-100, 100)] * 3),
)
def test_a_units_output_is_asked_to_be_another(kind: UnitKind, inputs: tuple, weights: tuple) -> None:
    state = NeuronLabState(kind=kind, inputs=inputs, weights=weights, used=3)
    task = only_task(seen(view=NEURON_LAB, lab=state))
    assert not task.is_done(state.facts())


@pytest.mark.parametrize(
    ("state", "does"),
    [
        (NeuronLabState(), NeuronLabState(inputs=(-2.0, -1.0, 0.0))),
        (NeuronLabState(kind="threshold"), NeuronLabState(kind="threshold", bias=-9.0)),
        (NeuronLabState(kind="sigmoid"), NeuronLabState(kind="sigmoid", bias=-3.0 - 2.1972)),
        (NeuronLabState(kind="relu"), NeuronLabState(kind="relu", bias=2.0)),
        (
            NeuronLabState(page="plane", kind="threshold", bias=-5.0),
            NeuronLabState(page="plane", kind="threshold", bias=-1.5),
        ),
        (NeuronLabState(page="plane", kind="threshold", bias=-1.5), NeuronLabState(page="plane", kind="threshold")),
        (
            NeuronLabState(page="plane", kind="threshold", points=TABLES["XOR"]),
            NeuronLabState(page="plane", kind="threshold", bias=-1.5),
        ),
        (NeuronLabState(page="chain"), NeuronLabState(page="chain", expression=NeuronLabState().expression.step(20.0))),
    ],
)
def test_what_is_asked_in_the_neuron_lab_can_be_done(state: NeuronLabState, does: NeuronLabState) -> None:
    task = only_task(seen(view=NEURON_LAB, lab=state))
    assert not task.is_done(state.facts())
    assert task.is_done(does.facts()), task.do


@pytest.mark.parametrize(
    ("told", "done"),
    [
        ({"descent.page": "valley", "descent.status": "ready"}, {"descent.status": "converged"}),
        ({"descent.page": "valley", "descent.status": "diverged"}, {"descent.status": "diverged"}),
        ({"descent.page": "surface"}, {"descent.steps": 10}),
    ],
)
def test_a_descent_is_to_end_as_it_did(told: Facts, done: Facts) -> None:
    assert only_task(seen(view=DESCENT_LAB, facts=told)).is_done(done)


def test_a_race_is_to_be_run() -> None:
    assert only_task(seen(view=RACE)).is_done({"race.finished": 2})


def test_another_digit_is_to_be_drawn() -> None:
    task = only_task(seen(drawing=STROKES, facts={"reading.digit": 9}))
    assert task.is_done({"reading.digit": 0})


def test_the_lesson_begins_with_all_that_is_seen_and_shows_what_its_tasks_need() -> None:
    what = seen(
        drawing=STROKES, digit=4, network="fresh", facts={"reading.digit": 4, "training.held_out_accuracy": 0.9}
    )
    tasks = suggested_tasks(what)
    lesson = made_lesson("mine", "Mine", ("Read.",), what, tasks)
    assert (lesson.key, lesson.start.columns) == ("own/mine", {"draw", "train"})
    assert (lesson.start.training, lesson.start.drawing, lesson.start.digit) == (CONFIG, STROKES, 4)
    assert made_lesson("mine", "Mine", ("Read.",), seen(), suggested_tasks(seen())).start.columns == {"train"}
