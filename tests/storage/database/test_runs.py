from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from handwriting_app.engine.checkpoint import Kept
from handwriting_app.engine.training import train
from handwriting_app.ink.drawing import Drawing
from handwriting_app.storage.data_folder import DATABASE
from handwriting_app.storage.database.connection import Database
from handwriting_app.storage.database.opening import open_database
from handwriting_app.storage.database.runs import (
    RunStart,
    begin_run,
    claim_run,
    delete_runs,
    describe_run,
    end_run,
    keep_run,
    over_limit,
    purge_runs,
    restore_runs,
    run_drawing,
    run_file,
    run_model,
    runs,
    size_of_runs,
    trim,
    unfinished_runs,
    versions_now,
)
from handwriting_app.storage.errors import DatabaseError, ModelFileError
from handwriting_app.storage.model_file import load_model
from tests.storage.database.made import CONFIG, data, drawing, trained

DIE = """
import os, signal, sys
from pathlib import Path
from handwriting_app.storage.database.opening import open_database
from handwriting_app.storage.database.runs import RunStart, begin_run, keep_run
from tests.storage.database.made import CONFIG, drawing, trained
database = open_database(Path(sys.argv[1]))
run = begin_run(database, RunStart(CONFIG))
keep_run(database, run, trained(2), drawing(5))
os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
"""


def kept(database: Database, begun: float = 1.0, epochs: int = 2) -> int:
    run = begin_run(database, RunStart(CONFIG, begun=begun))
    end_run(database, run, "finished", trained(epochs), ended=begun + 1)
    return run


def test_a_run_is_kept_from_its_beginning_to_its_end(database: Database) -> None:
    start = RunStart(CONFIG, is_fresh=False, data="Letters", begun=10.0)
    run = begin_run(database, start)
    (begun,) = runs(database)
    assert (begun.state, begun.config, begun.epoch, begun.held_out_cost, begun.size) == ("running", CONFIG, 0, None, 0)
    assert (begun.uuid, begun.data, begun.is_fresh, begun.seed) == (start.uuid, "Letters", False, 7)
    assert begun.versions == versions_now()
    with pytest.raises(DatabaseError, match="no model of this run"):
        run_model(database, run)
    keep_run(database, run, trained(1), drawing(3))
    assert runs(database)[0].epoch == 1
    model = trained(3)
    end_run(database, run, "stopped", model, Drawing(), ended=20.0)
    (ended,) = runs(database)
    last = model.reports[-1]
    assert (ended.state, ended.begun, ended.ended, ended.epoch) == ("stopped", 10.0, 20.0, 3)
    assert (ended.training_cost, ended.held_out_accuracy) == (last.training_cost, last.held_out_accuracy)
    assert ended.size == len(run_file(database, run)) == size_of_runs(database)
    assert run_drawing(database, run) is None


def test_its_model_goes_on_as_if_it_had_never_been_interrupted(database: Database) -> None:
    run = begin_run(database, RunStart(CONFIG))
    keep_run(database, run, trained(2), drawing(3))
    model = run_model(database, run)
    assert model.name == f"run {run}"
    assert model.checkpoint is not None
    network, keeper = model.network.copy(), Kept()
    rng = np.random.default_rng(0)
    last = model.reports[-1]
    list(train(network, data(), CONFIG, rng, last=last, checkpoint=model.checkpoint, kept=keeper))
    np.testing.assert_array_equal(network.parameters, trained(3).network.parameters)
    found = run_drawing(database, run)
    assert found is not None
    np.testing.assert_array_equal(found.strokes[0], drawing(3).strokes[0])


def test_its_file_is_a_model_file(database: Database, tmp_path: Path) -> None:
    run = kept(database)
    (tmp_path / "run.safetensors").write_bytes(run_file(database, run))
    assert len(load_model(tmp_path / "run.safetensors").reports) == 2


def test_a_diverged_run_keeps_what_was_kept_last(database: Database) -> None:
    run = begin_run(database, RunStart(CONFIG))
    keep_run(database, run, trained(1))
    broken = trained(2)
    broken.network.parameters[0] = np.nan
    with pytest.raises(ModelFileError, match="not all finite"):
        keep_run(database, run, broken)
    end_run(database, run, "diverged")
    (ended,) = runs(database)
    assert (ended.state, ended.epoch) == ("diverged", 1)
    assert len(run_model(database, run).reports) == 1


def test_the_newest_run_comes_first(database: Database) -> None:
    ids = [kept(database, begun) for begun in (5.0, 9.0, 7.0)]
    assert [run.id for run in runs(database)] == [ids[1], ids[2], ids[0]]


def test_star_name_and_note(database: Database) -> None:
    run = kept(database)
    describe_run(database, run, star=True, name="Good one", note="two\nlines")
    describe_run(database, run, note="")
    (named,) = runs(database)
    assert (named.star, named.name, named.note) == (True, "Good one", "")
    assert run_model(database, run).name == "Good one"
    with pytest.raises(ValueError, match="at most 100 characters"):
        describe_run(database, run, name="x" * 101)
    with pytest.raises(DatabaseError, match="not in the database any more"):
        describe_run(database, 99, star=True)


def test_deleted_runs_come_back_until_they_are_cleared_away(database: Database) -> None:
    first, second = kept(database, 1.0), kept(database, 2.0)
    running = begin_run(database, RunStart(CONFIG, begun=3.0))
    assert delete_runs(database, [first, running, 99]) == (first,)
    assert [run.id for run in runs(database)] == [running, second]
    assert restore_runs(database, [first, second]) == (first,)
    assert len(runs(database)) == 3
    delete_runs(database, [first, second])
    assert purge_runs(database, [first]) == 1
    assert purge_runs(database) == 1
    assert restore_runs(database, [first, second]) == ()
    assert size_of_runs(database) == 0
    with database.reading() as connection:
        assert connection.execute("SELECT count(*) FROM run_files").fetchone() == (0,)


def test_beyond_the_limit_the_oldest_without_a_star_go_and_it_is_said_before(database: Database) -> None:
    ids = [kept(database, float(begun)) for begun in range(5)]
    describe_run(database, ids[0], star=True)
    running = begin_run(database, RunStart(CONFIG, begun=-1.0))
    keep_run(database, running, trained(2))
    one = runs(database)[0].size
    limit = 3 * one + one // 2
    assert over_limit(database, 6 * one) == ()
    assert trim(database, 6 * one) == ()
    said = [run.id for run in over_limit(database, limit)]
    assert said == ids[1:4]
    assert len(runs(database)) == 6
    assert [run.id for run in trim(database, limit)] == said
    assert {run.id for run in runs(database)} == {running, ids[0], ids[4]}
    assert size_of_runs(database) <= limit
    assert [run.id for run in trim(database, 0)] == [ids[4]]


def test_deleted_runs_go_before_any_in_sight(database: Database) -> None:
    first, second = kept(database, 1.0), kept(database, 2.0)
    delete_runs(database, [second])
    assert trim(database, runs(database)[0].size) == ()
    assert [run.id for run in runs(database)] == [first]
    assert restore_runs(database, [second]) == ()


def test_the_run_of_a_killed_process_is_found_and_claimed_by_one_window(tmp_path: Path) -> None:
    path = tmp_path / DATABASE
    done = subprocess.run([sys.executable, "-c", DIE, str(path)], check=False)
    assert done.returncode != 0
    one, two = open_database(path), open_database(path)
    own = begin_run(one, RunStart(CONFIG))
    (left,) = unfinished_runs(one)
    assert unfinished_runs(two) == (left,)
    assert left.epoch == 2
    found = run_drawing(two, left.id)
    assert found is not None
    assert len(found.strokes) == 2
    assert claim_run(two, left.id)
    assert claim_run(two, left.id)
    assert not claim_run(one, left.id)
    assert not claim_run(two, own)
    assert unfinished_runs(one) == unfinished_runs(two) == ()
    two.close()
    assert [run.id for run in unfinished_runs(one)] == [left.id]
    assert claim_run(one, left.id)
    end_run(one, left.id, "crashed")
    assert not claim_run(one, left.id)
    one.close()


def test_a_run_of_other_settings_or_broken_words_is_listed_all_the_same(database: Database) -> None:
    first, second = kept(database, 1.0), kept(database, 2.0)
    third = kept(database, 3.0)
    with database.writing() as connection:
        connection.execute("UPDATE runs SET config = ? WHERE id = ?", ('{"colour": "red"}', first))
        connection.execute("UPDATE runs SET versions = '[', config = '[1]' WHERE id = ?", (second,))
        connection.execute("UPDATE runs SET seconds = 'long' WHERE id = ?", (third,))
    listed = runs(database)
    assert [(run.id, run.config, run.seed) for run in listed] == [(second, None, None), (first, None, None)]
    assert listed[0].versions == {}


def test_a_damaged_model_is_told_in_a_sentence(database: Database) -> None:
    run = kept(database)
    with database.writing() as connection:
        connection.execute("UPDATE run_files SET model = x'0102', drawing = x'03'")
    with pytest.raises(ModelFileError, match="run 1 is not a model file"):
        run_model(database, run)
    assert run_drawing(database, run) is None
