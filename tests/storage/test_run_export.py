"""Kept runs as files."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from handwriting_app.engine.settings import SETTINGS
from handwriting_app.storage.data_folder import DATABASE
from handwriting_app.storage.database.connection import Database
from handwriting_app.storage.database.opening import open_database
from handwriting_app.storage.database.runs import RunStart, begin_run, describe_run, end_run, runs
from handwriting_app.storage.model_file import load_model
from handwriting_app.storage.run_export import save_models, save_table
from tests.storage.database.made import CONFIG, trained


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """Two runs with models and one without."""
    database = open_database(tmp_path / DATABASE)
    for number in range(3):
        run = begin_run(database, RunStart(replace(CONFIG, seed=number), begun=1.7e9 + number))
        end_run(database, run, "finished" if number else "diverged", trained(number) if number else None)
    describe_run(database, 2, name="../a b\\c: ?", note="=1+1, with, commas\nand lines", star=True)
    yield database
    database.close()


def test_the_table_has_a_row_for_each_run_with_all_its_settings(tmp_path: Path, database: Database) -> None:
    path = tmp_path / "runs.csv"
    save_table(path, runs(database))
    with path.open(newline="", encoding="utf-8") as file:
        third, second, first = csv.DictReader(file)
    assert (third["epoch"], third["state"], third["star"], third["seed"], third["hidden"]) == (
        *("2", "finished", "0", "2", "5"),
    )
    assert (second["name"], second["note"], second["star"]) == ("../a b\\c: ?", "'=1+1, with, commas\nand lines", "1")
    assert float(second["held_out_accuracy"]) == runs(database)[1].held_out_accuracy
    assert (first["held_out_accuracy"], first["state"]) == ("", "diverged")
    assert third["begun"].startswith("2023-11-1")
    assert SETTINGS.keys() <= third.keys()


def test_each_run_becomes_a_model_file_beside_what_is_there(tmp_path: Path, database: Database) -> None:
    folder = tmp_path / "models"
    folder.mkdir()
    (folder / "run 3.safetensors").write_bytes(b"mine")
    written = save_models(database, folder, runs(database))
    assert [path.name for path in written] == ["run 3 (2).safetensors", "_a b_c_ _.safetensors"]
    assert (folder / "run 3.safetensors").read_bytes() == b"mine"
    model = load_model(written[0])
    assert np.array_equal(model.network.parameters, trained(2).network.parameters)
    assert model.checkpoint is not None


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path, database: Database) -> None:
    with pytest.raises(OSError, match="no folder"):
        save_models(database, tmp_path / "gone", runs(database))
    with pytest.raises(OSError, match="no folder"):
        save_table(tmp_path / "gone" / "runs.csv", runs(database))
