"""One run on its way into the database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from handwriting_app.engine.checkpoint import Kept
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.training import train
from handwriting_app.session.model import Model
from handwriting_app.session.run_record import Pace, RunRecord
from handwriting_app.storage.data_folder import DATABASE
from handwriting_app.storage.database.connection import Database
from handwriting_app.storage.database.opening import open_database
from handwriting_app.storage.database.runs import run_drawing, run_model, runs
from tests.session.runs import SEVEN
from tests.storage.database.made import data

CONFIG = TrainingConfig(hidden=(5,), epochs=3, seed=7, batch_size=8, non_digits=False)


def trained(epochs: int) -> Model:
    rng = np.random.default_rng(CONFIG.seed)
    model = Model.untrained(CONFIG, rng)
    network, kept = model.network.copy(), Kept()
    for report in train(network, data(), CONFIG, rng, kept=kept):
        if report is not None:
            model.history.append([report])
        if len(model.history) == epochs:
            break
    return replace(model, network=network.frozen(), checkpoint=kept.checkpoint)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = open_database(tmp_path / DATABASE)
    yield database
    database.close()


def test_the_pace_follows_the_cost() -> None:
    pace = Pace(least=2, most=60, share=0.02)
    assert pace.is_due(0)
    pace.note(10, 0.001)
    assert not pace.is_due(11.9)
    assert pace.wait(11) == 1
    assert pace.is_due(12)
    pace.note(12, 0.2)
    assert not pace.is_due(21.9)
    assert pace.is_due(22)
    pace.note(22, 5.0)
    assert pace.wait(22) == 60, "however long it takes, a crash loses no more than a minute"
    assert pace.anew().is_due(0)


def test_a_run_is_begun_with_its_first_epoch_kept_and_ended(database: Database) -> None:
    record = RunRecord(CONFIG, is_exercise=True)
    assert runs(database) == ()
    record.keep(database, trained(1), SEVEN)
    (run,) = runs(database)
    assert (run.uuid, run.epoch, run.state, run.is_exercise, run.is_fresh) == (record.uuid, 1, "running", True, True)
    drawing = run_drawing(database, run.id)
    assert drawing is not None
    assert len(drawing.strokes) == 1
    record.keep(database, trained(2))
    record.end(database, "converged", trained(3))
    (run,) = runs(database)
    assert (run.epoch, run.state, run.config) == (3, "finished", CONFIG)
    assert np.array_equal(run_model(database, run.id).network.parameters, trained(3).network.parameters)


def test_what_cannot_be_opened_again_leaves_what_was_kept(database: Database) -> None:
    record = RunRecord(CONFIG)
    record.keep(database, trained(1))
    broken = trained(2)
    network = broken.network.copy()
    network.parameters[0] = np.nan
    record.end(database, "diverged", replace(broken, network=network.frozen()))
    (run,) = runs(database)
    assert (run.epoch, run.state) == (1, "diverged")


def test_a_run_that_ends_before_its_first_epoch_is_known(database: Database) -> None:
    RunRecord(CONFIG).end(database, "diverged", Model.untrained(CONFIG, np.random.default_rng(0)))
    (run,) = runs(database)
    assert (run.epoch, run.state, run.size) == (0, "diverged", 0)


def test_a_run_whose_database_was_lost_is_kept_in_the_next(tmp_path: Path, database: Database) -> None:
    record = RunRecord(CONFIG)
    record.keep(database, trained(1))
    other = open_database(tmp_path / "other" / DATABASE)
    record.keep(other, trained(2))
    assert [(run.uuid, run.epoch) for run in runs(other)] == [(record.uuid, 2)]
    other.close()
