"""The table of a sweep: what is written is read again to the last digit, whatever ended the writing."""

from __future__ import annotations

import csv
import math
from dataclasses import replace
from pathlib import Path

import pytest

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.sweep.one_run import Outcome
from handwriting_app.sweep.plan import Run
from handwriting_app.sweep.table import COLUMNS, Table, TableError, done_of, read_table, write_table

ONE = Outcome(
    Run(1, TrainingConfig(hidden=(16, 8), learning_rate=0.1 + 0.2, seed=3)),
    *("finished", 7, 1 / 3, 2 / 3, 0.1 + 0.7, 0.97777),
    seconds=1.25,
    processor_seconds=1e-9,
)
TWO = Outcome(Run(2, TrainingConfig(hidden=(), non_digits=False)), "failed", message='MemoryError: "no, more"')


def test_what_is_written_is_read_to_the_last_digit(tmp_path: Path) -> None:
    path = tmp_path / "runs.csv"
    table = Table(path)
    assert read_table(path) == ()
    table.add(ONE)
    assert read_table(path) == (ONE,)
    table.add(TWO)
    one, two = read_table(path)
    assert one == ONE
    assert (two.run, two.state, two.message) == (TWO.run, TWO.state, TWO.message)
    assert math.isnan(two.held_out_accuracy)


def test_it_is_tidy(tmp_path: Path) -> None:
    path = tmp_path / "runs.csv"
    write_table(path, (ONE, TWO))
    with path.open(newline="", encoding="utf-8") as file:
        first, second = csv.DictReader(file)
    assert first["hidden"] == "16,8"
    assert second["hidden"] == "none"
    assert float(first["learning_rate"]) == 0.1 + 0.2
    assert (first["epochs"], first["epoch"], first["seed"]) == ("200", "7", "3")
    assert float(first["training_cost"]) == 1 / 3
    assert second["held_out_cost"] == ""


def test_a_last_line_that_is_cut_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "runs.csv"
    write_table(path, (ONE, replace(ONE, run=Run(2, ONE.run.config))))
    content = path.read_bytes()
    end = content.rindex(b"\n", 0, -1) + 1
    for cut in range(end, len(content)):
        path.write_bytes(content[:cut])
        assert read_table(path) == (ONE,)
    Table(path, read_table(path)).add(ONE)
    assert read_table(path) == (ONE, ONE), "and the next row does not stand in the middle of it"


def test_sorted_it_has_the_order_of_the_runs(tmp_path: Path) -> None:
    table = Table(tmp_path / "runs.csv")
    for number in (3, 1, 2):
        table.add(replace(ONE, run=Run(number, ONE.run.config)))
    table.sort()
    assert [outcome.run.number for outcome in read_table(tmp_path / "runs.csv")] == [1, 2, 3]


def test_what_is_done_is_known_by_settings_and_seed_and_what_failed_is_not() -> None:
    now = (Run(1, TWO.run.config), Run(2, replace(ONE.run.config, seed=4)), Run(3, ONE.run.config))
    assert done_of(now, (ONE, TWO)) == (replace(ONE, run=now[2]),)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "does not name the columns"),
        ("a,b\n1,2\n", "does not name the columns"),
        (",".join(COLUMNS) + "\n1,2\n", "line 2 is no table of a sweep"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, text: str, sentence: str) -> None:
    path = tmp_path / "runs.csv"
    path.write_text(text)
    with pytest.raises(TableError, match=sentence):
        read_table(path)


@pytest.mark.parametrize(("before", "after"), [("finished", "fine"), (",relu,", ",soft,"), ("0.97777", "much")])
def test_a_row_that_is_wrong_is_named(tmp_path: Path, before: str, after: str) -> None:
    path = tmp_path / "runs.csv"
    write_table(path, (ONE,))
    path.write_text(path.read_text().replace(before, after))
    with pytest.raises(TableError, match=r"runs\.csv, line 2"):
        read_table(path)


def test_where_nothing_can_be_written_that_is_said(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="cannot be written"):
        Table(tmp_path / "none" / "runs.csv")
    (tmp_path / "runs.csv").mkdir()
    with pytest.raises(TableError, match="cannot be read"):
        read_table(tmp_path / "runs.csv")
