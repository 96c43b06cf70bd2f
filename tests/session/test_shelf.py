from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from handwriting_app.session.model import Model
from handwriting_app.session.shelf import KEPT_MODELS, Shelf
from tests.session.runs import TINY, report


def model(name, *, trained=True):
    model = replace(Model.untrained(TINY, np.random.default_rng(0)), name=name)
    if trained:
        model.history.append([report(1)])
    return replace(model, unsaved=trained)


@pytest.fixture
def shelf(qapp):
    shelf = Shelf(model("first"))
    shelf.log = []
    shelf.model_changed.connect(lambda info: shelf.log.append(info.name))
    return shelf


def names(shelf):
    return [each.name for each in shelf.earlier]


def test_what_was_trained_is_put_aside(shelf):
    first = shelf.present
    shelf.show(model("second"))
    assert shelf.present.name == "second"
    assert shelf.earlier == (first,)
    assert shelf.previous_history is first.history
    assert shelf.log == ["second"]


def test_what_was_never_trained_is_not_kept(shelf):
    shelf.show(model("untrained", trained=False))
    curves = shelf.previous_history
    shelf.show(model("third"))
    assert names(shelf) == ["first"]
    assert shelf.previous_history is curves  # there are none of an untrained one to compare with


def test_the_previous_run_is_listed_though_a_file_holds_it(shelf):
    shelf.update(shelf.present.saved_as(Path("kept.safetensors")))
    shelf.show(model("untrained", trained=False))
    assert shelf.earlier[-1].history is shelf.previous_history
    assert names(shelf) == ["kept"]
    assert shelf.unsaved == 0


def test_a_file_that_is_opened_again_is_listed_once(shelf):
    def opened():
        return replace(model("default"), unsaved=False, is_opened=True)

    shelf.show(opened())
    shelf.show(model("run 1"))
    shelf.show(opened())
    assert names(shelf) == ["first", "run 1"]
    shelf.show(model("run 2"))
    assert names(shelf) == ["first", "run 1", "default"]


def test_a_model_that_is_back_is_not_its_own_run_before(shelf):
    first = shelf.present
    shelf.show(model("untrained", trained=False))
    assert shelf.previous_history is first.history
    shelf.show(first)
    assert shelf.previous_history is None


def test_unsaved_models_are_counted(shelf):
    assert shelf.unsaved == 1
    shelf.show(model("second"))
    assert shelf.unsaved == 2
    shelf.update(shelf.present.saved_as(Path("second.safetensors")))
    assert shelf.unsaved == 1


def test_a_model_brought_back_is_no_longer_aside(shelf):
    first = shelf.present
    shelf.show(model("second"))
    shelf.show(first)
    assert shelf.present is first
    assert names(shelf) == ["second"]


def test_the_oldest_is_let_go(shelf):
    for number in range(KEPT_MODELS + 2):
        shelf.show(model(f"run {number}"))
    assert len(shelf.earlier) == KEPT_MODELS
    assert names(shelf)[0] == "run 1"


def test_what_no_file_holds_outlives_what_one_does(shelf):
    shelf.show(replace(model("default"), unsaved=False))
    for number in range(KEPT_MODELS):
        shelf.show(model(f"run {number}"))
    assert len(shelf.earlier) == KEPT_MODELS
    assert "default" not in names(shelf)
    assert names(shelf)[0] == "first"


def test_only_what_the_title_and_the_curves_show_is_told(shelf):
    first = shelf.present
    shelf.update(replace(first, temperature=2.0))
    assert shelf.log == []
    shelf.update(replace(first, name="renamed"))
    shelf.update(replace(first, name="renamed", unsaved=False))
    shelf.update(replace(first, name="renamed", unsaved=False, history=model("").history))
    assert shelf.log == ["renamed"] * 3


def test_what_is_in_a_file_is_named_after_it_wherever_it_stands(shelf):
    first, path = model("run 1"), Path("mine.safetensors")
    shelf.show(first)
    shelf.show(model("run 2"))
    assert shelf.saved(first, path) is None
    saved = shelf.earlier[-1]
    assert (saved.name, saved.path, saved.unsaved) == ("mine", path, False)


def test_what_was_trained_on_while_it_was_written_has_a_file_but_is_unsaved(shelf):
    written = model("run 1")
    shelf.show(written)
    shelf.update(replace(written, network=written.network.frozen()))
    present = shelf.saved(written, Path("mine.safetensors"))
    assert (present.name, present.unsaved) == ("mine", True)


def test_what_is_of_another_run_keeps_its_name(shelf):
    shelf.show(model("run 1"))
    assert shelf.saved(model("run 1"), Path("mine.safetensors")) is None


def test_a_model_is_let_go_of_and_the_one_before_is_back(shelf):
    zeroth, first = shelf.present, model("first of two")
    shelf.show(first)
    previous = shelf.previous_history
    shelf.show(model("second"))
    shelf.withdraw(first, previous)
    assert shelf.present is first
    assert shelf.earlier == (zeroth,)
    assert shelf.previous_history is previous
    assert shelf.log[-1] == "first of two"


def test_what_comes_back_was_saved_meanwhile(shelf, tmp_path):
    first = shelf.present
    shelf.show(model("second"))
    shelf.saved(first, tmp_path / "kept.safetensors")
    shelf.withdraw(first, None)
    assert (shelf.present.name, shelf.present.unsaved) == ("kept", False)
    assert shelf.unsaved == 0


def test_what_was_never_put_aside_comes_back_too(shelf):
    first = model("untrained", trained=False)
    shelf.show(first)
    shelf.show(model("second"))
    assert first not in shelf.earlier
    shelf.withdraw(first, None)
    assert shelf.present is first
