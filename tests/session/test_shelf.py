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


def test_what_a_file_holds_or_was_never_trained_is_not_kept(shelf):
    shelf.update(shelf.present.saved_as(Path("kept.safetensors")))
    shelf.show(model("untrained", trained=False))
    curves = shelf.previous_history
    shelf.show(model("third"))
    assert names(shelf) == []
    assert shelf.previous_history is curves  # there are none of an untrained one to compare with


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
