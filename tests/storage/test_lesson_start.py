"""The table that says what is put in place: what it holds, and what a slip in it is told."""

from __future__ import annotations

import pytest

from handwriting_app.lab.lesson import Start
from handwriting_app.lab.neuron_state import NeuronLabState
from handwriting_app.lab.views import LEARNING, NEURON_LAB
from handwriting_app.storage.lesson_start import controls, read_start
from handwriting_app.storage.lesson_table import Slip, Table


def start(**values: object) -> Start:
    return read_start(Table(values, ("start",), "start"))


def test_the_whole_state_can_stand_in_it() -> None:
    read = start(
        view="neuron_lab",
        lab={"kind": "relu"},
        training={"seed": 7},
        network="fresh",
        drawing=[[[0.1, 0.2], [0.5, 0.5]], [[1, 0]]],
        digit=7,
        columns=["train"],
        only=["learning_rate", "bias"],
        hidden=["seed"],
    )
    assert (read.view, read.lab, read.digit, read.network) == (NEURON_LAB, NeuronLabState(kind="relu"), 7, "fresh")
    assert read.training is not None
    assert read.training.seed == 7
    assert read.drawing == (((0.1, 0.2), (0.5, 0.5)), ((1.0, 0.0),))
    assert (read.columns, read.only, read.hidden) == ({"train"}, {"learning_rate", "bias"}, {"seed"})


def test_what_is_left_out_stays_as_it_is() -> None:
    assert start(view="learning_view") == Start(view=LEARNING)


def test_a_task_that_names_no_view_means_that_of_its_lesson() -> None:
    begins = Start(view=NEURON_LAB)
    table = Table({"lab": {"kind": "relu"}}, ("task", 0, "start"), "start of task 1")
    assert read_start(table, begins) == Start(view=NEURON_LAB, lab=NeuronLabState(kind="relu"))


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("view", "course_view", "view must be one of learning_view"),
        ("network", "mine", "network must be one of own, default, fresh"),
        ("digit", 10, "digit must be a whole number from 0 to 9"),
        ("columns", ["lesson"], "a part of columns must be one of draw, train"),
        ("columns", "draw", "columns of start must be a list"),
        ("only", ["gravity"], "a part of only must be one of"),
        ("hidden", [3], "must be a list of texts"),
        ("drawing", [[0.1, 0.2]], "drawing must be a list of strokes"),
        ("drawing", [[[0.1, 7]]], "a coordinate of the drawing must be a number from −1 to 2"),
        ("drawing", [[[0.1, 0.1]] * 5001], "more than 5,000 points"),
        ("drawing", [[]], "drawing must be a list of strokes"),
        ("lab", {}, "nothing can be set in no view"),
        ("weather", "fine", "start has no place for weather"),
    ],
)
def test_a_slip_is_told_with_its_place(key: str, value: object, words: str) -> None:
    with pytest.raises(Slip, match=words) as slip:
        start(**{key: value})
    assert slip.value.where == ("start", key)


def test_settings_and_what_the_labs_take_can_be_locked() -> None:
    assert {"learning_rate", "hidden", "bias", "valley"} <= controls()
