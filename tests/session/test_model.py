from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from handwriting_app.data.digits import DIGITS_VERSION
from handwriting_app.ink.normalise import NORMALISATION_VERSION
from handwriting_app.session.model import UNTRAINED, Model, sizes_of
from handwriting_app.storage.model_file import load_model, save_model
from tests.session.runs import TINY, open_model, report, save


@pytest.fixture
def untrained():
    return Model.untrained(TINY, np.random.default_rng(0))


@pytest.fixture
def saved(untrained):
    """As an earlier version of the program may have written it."""
    untrained.history.append([report(1), report(2)])
    return replace(
        untrained.to_save("early"),
        digits_version="digits of another year",
        normalisation_version=NORMALISATION_VERSION - 1,
        temperature=1.5,
    )


def test_an_untrained_model(untrained):
    assert untrained.network.sizes == sizes_of(TINY) == (64, 8, 10)
    assert not untrained.network.parameters.flags.writeable
    assert (untrained.info.name, untrained.info.path, untrained.info.unsaved) == (UNTRAINED, None, False)
    assert untrained.info.config == TINY
    assert untrained.weights.epoch == 0
    versions = untrained.to_save("new")
    assert (versions.digits_version, versions.normalisation_version) == (DIGITS_VERSION, NORMALISATION_VERSION)


def test_the_same_seed_gives_the_same_weights(untrained):
    again = Model.untrained(TINY, np.random.default_rng(0))
    assert np.array_equal(again.network.parameters, untrained.network.parameters)


def test_an_opened_model(saved):
    path = Path("early.safetensors")
    opened = Model.opened(saved, path)
    assert (opened.info.name, opened.info.path, opened.info.unsaved) == ("early", path, False)
    assert opened.history.reports() == saved.reports
    assert (opened.weights.epoch, opened.weights.temperature) == (2, 1.5)
    assert not opened.network.parameters.flags.writeable
    assert Model.opened(saved, None).path is None


def test_the_versions_of_its_file_are_saved_again_not_those_of_today(saved):
    again = Model.opened(saved, None).to_save("again")
    assert again.digits_version == "digits of another year"
    assert again.normalisation_version == NORMALISATION_VERSION - 1
    assert again.name == "again"


def test_the_versions_survive_a_file(qtbot, session, saved, tmp_path):
    save_model(tmp_path / "early.safetensors", saved)
    open_model(qtbot, session, tmp_path / "early.safetensors")
    save(qtbot, session, tmp_path / "again.safetensors")
    again = load_model(tmp_path / "again.safetensors")
    assert (again.digits_version, again.normalisation_version) == (
        "digits of another year",
        NORMALISATION_VERSION - 1,
    )
    assert again.reports == saved.reports
    assert again.temperature == 1.5


def test_what_is_saved_is_all_of_it(untrained):
    untrained.history.append([report(1)])
    saved = replace(untrained, temperature=1.25).to_save("kept")
    assert saved.network is untrained.network
    assert (saved.config, saved.temperature, saved.reports) == (TINY, 1.25, (report(1),))
    assert datetime.fromisoformat(saved.created).tzinfo is not None


def test_a_saved_model_is_called_as_its_file(untrained):
    path = Path("somewhere/kept.safetensors")
    saved = replace(untrained, unsaved=True).saved_as(path)
    assert (saved.name, saved.path, saved.unsaved) == ("kept", path, False)
    assert saved.history is untrained.history
