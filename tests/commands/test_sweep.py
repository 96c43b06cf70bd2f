"""``handwriting-app sweep``."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from handwriting_app.cli import main
from handwriting_app.sweep.table import read_table

Capture = pytest.CaptureFixture[str]
GRID = """
seeds = 2
epochs = 3
[base]
variation = 0
non_digits = false
[values]
learning_rate = [0.05, 700]
hidden = [[8], [12, 8]]
"""


def grid(folder: Path, text: str = GRID) -> Path:
    path = folder / "rates.toml"
    path.write_text(text)
    return path


def test_it_tells_mean_and_spread_and_leaves_one_table(tmp_path: Path, capsys: Capture) -> None:
    out = tmp_path / "rates"
    assert main(["sweep", str(grid(tmp_path)), "--jobs", "1", "--out", str(out), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["table"] == str(out / "runs.csv")
    assert [path.name for path in out.iterdir()] == ["runs.csv"]
    with (out / "runs.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["run"] for row in rows] == [str(number) for number in range(1, 9)]
    best = told["configurations"][0]
    same = [
        float(row["held_out_accuracy"])
        for row in rows
        if float(row["learning_rate"]) == best["settings"]["learning_rate"]
        and row["hidden"] == ",".join(map(str, best["settings"]["hidden"]))
    ]
    assert len(same) == 2 == best["held_out_accuracy"]["n"]
    assert best["held_out_accuracy"]["mean"] == pytest.approx(np.mean(same))
    assert best["held_out_accuracy"]["standard_deviation"] == pytest.approx(np.std(same, ddof=1))
    worst = told["configurations"][-1]
    assert (worst["diverged"], worst["held_out_accuracy"]["mean"]) == (2, None)


def test_as_text_it_is_a_table_with_the_highest_mean_first(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["sweep", str(grid(tmp_path)), "--jobs", "1"]) == 0
    out, err = capsys.readouterr()
    lines = out.splitlines()
    assert lines[0].split("  ")[0] == "learning rate"
    assert " ± " in lines[1]
    assert lines[3].endswith("2 diverged")
    assert "4 configurations × 2 seeds = 8 runs; every run is in rates/runs.csv" in lines[-1].replace(os.sep, "/")
    assert "8/8" in err


def test_resume_does_what_is_left_and_gives_the_same_table(tmp_path: Path, capsys: Capture) -> None:
    path, whole, part = grid(tmp_path), tmp_path / "whole", tmp_path / "part"
    assert main(["sweep", str(path), "--jobs", "1", "--out", str(whole)]) == 0
    part.mkdir()
    lines = (whole / "runs.csv").read_text().splitlines(keepends=True)
    # As a power cut may leave it: five rows, and a piece of the next.
    (part / "runs.csv").write_text("".join(lines[:6]) + lines[6][:40])
    capsys.readouterr()
    assert main(["sweep", str(path), "--jobs", "1", "--out", str(part)]) == 1
    assert "there are results already. Give --resume" in capsys.readouterr().err
    assert main(["sweep", str(path), "--jobs", "1", "--out", str(part), "--resume"]) == 0
    again = (part / "runs.csv").read_text().splitlines(keepends=True)
    assert again[:6] == lines[:6], "what was done is not done again: its seconds are those of the first time"
    for one, other in zip(read_table(whole / "runs.csv"), read_table(part / "runs.csv"), strict=True):
        assert (one.run, one.state, one.epoch, repr(one.held_out_cost)) == (
            *(other.run, other.state, other.epoch, repr(other.held_out_cost)),
        )


def test_more_seeds_go_on_with_what_is_there(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert main(["sweep", str(grid(tmp_path)), "--jobs", "1", "--out", str(out)]) == 0
    before = {outcome.run.config: outcome.seconds for outcome in read_table(out / "runs.csv")}
    more = grid(tmp_path, GRID.replace("seeds = 2", "seeds = [0, 1, 7]"))
    assert main(["sweep", str(more), "--jobs", "1", "--out", str(out), "--resume"]) == 0
    after = {outcome.run.config: outcome.seconds for outcome in read_table(out / "runs.csv")}
    assert len(after) == 12
    assert before.items() <= after.items()


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl+C is sent otherwise there")
@pytest.mark.timeout(180)
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_keeps_what_is_done(tmp_path: Path, jobs: str) -> None:
    text = GRID.replace("epochs = 3", "epochs = 400").replace("700", "0.06").replace("seeds = 2", "seeds = 40")
    command = [sys.executable, "-m", "handwriting_app", "sweep", str(grid(tmp_path, text)), "--jobs", jobs]
    table = tmp_path / "out" / "runs.csv"
    # In a group of its own, all of which hears Ctrl+C, as at a terminal.
    with subprocess.Popen(
        [*command, "--out", str(table.parent)], stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        until = time.monotonic() + 120
        while time.monotonic() < until and (not table.exists() or table.read_text().count("\n") < 3):
            with suppress(subprocess.TimeoutExpired):  # to look all the time would keep the runs waiting
                process.wait(0.05)
            assert process.returncode is None
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    kept = len(read_table(table))
    assert 2 <= kept < 160
    assert f"{kept} of 160 runs are done and kept; the same command with --resume does the rest" in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("options", "status", "words"),
    [
        (["--jobs", "0"], 2, "--jobs must be 1 or more"),
        (["--jobs", "2", "--scheduler", "tcp://127.0.0.1:9"], 2, "give one of them"),
        (["--out", "none/there"], 1, "cannot be made"),
    ],
)
def test_what_cannot_be_asked_for_is_told(
    tmp_path: Path, capsys: Capture, options: list[str], status: int, words: str
) -> None:
    try:
        found = main(["sweep", str(grid(tmp_path)), *options])
    except SystemExit as end:
        found = end.code if isinstance(end.code, int) else -1
    assert found == status
    assert words in capsys.readouterr().err


def test_a_slip_in_the_file_is_one_line(tmp_path: Path, capsys: Capture) -> None:
    assert main(["sweep", str(grid(tmp_path, GRID.replace("hidden", "hiden"))), "--out", str(tmp_path / "o")]) == 1
    assert (
        capsys.readouterr().err
        == "handwriting-app: rates.toml, line 9: there is no setting named hiden: perhaps hidden is meant.\n"
    )
    assert not (tmp_path / "o").exists()


def test_neither_joblib_nor_dask_is_loaded_before_a_sweep_begins() -> None:
    code = (
        "import sys; from handwriting_app.cli import build_parser; build_parser().parse_args(['sweep', 'x.toml']);"
        "print([name for name in ('joblib', 'distributed', 'dask', 'sklearn', 'PySide6') if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
