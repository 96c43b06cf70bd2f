"""Kills real processes at random moments, and looks at what they leave: ``python -m tests.kill --times 300``.

Three kinds take turns: one writes drawings and runs to the database and says what it has written; one saves a large
model again and again, so that most kills fall into a save; the last is ``handwriting-app train --out FILE`` over a
model that is there already. After each kill the database must be whole and
hold everything that was said to be written, and the model must be the old one or a new one, never anything between.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

from handwriting_app.ink.drawing import Drawing
from handwriting_app.storage.data_folder import DATABASE as FILE_NAME
from handwriting_app.storage.database.drawings import NewDrawing, add_drawings, delete_drawings, drawings
from handwriting_app.storage.database.opening import open_database
from handwriting_app.storage.database.runs import (
    RunStart,
    begin_run,
    claim_run,
    end_run,
    keep_run,
    run_drawing,
    run_model,
    runs,
    trim,
    unfinished_runs,
)
from handwriting_app.storage.errors import DatabaseError, ModelFileError
from handwriting_app.storage.leftovers import OLD_S, clear_leftovers
from handwriting_app.storage.model_file import load_model, save_model
from tests.storage.database.made import CONFIG, drawing, is_whole, trained

CHECKOUT: Final = Path(__file__).parents[1]

LATEST_S: Final = 0.25
"""After its first word, a process is killed within so many seconds."""

START_S: Final = 1.5
"""How long a start takes at most, on an idle machine."""

LIMIT: Final = 200_000
"""Bytes of runs."""


def write(path: Path, seed: int) -> None:
    """Write until killed, and say after each change what is there now."""
    database = open_database(path)
    rng = random.Random(seed)
    models = [trained(epochs) for epochs in (1, 2, 3)]
    number = seed * 1_000_000
    while True:
        number += 1
        ids = add_drawings(database, [NewDrawing(drawing(number + part), "7") for part in range(0, 3000, 1000)]).ids
        print("drawings", *ids, flush=True)
        gone = rng.choice(ids)
        print("going", gone, flush=True)
        delete_drawings(database, [gone])
        run = begin_run(database, RunStart(CONFIG))
        print("run", run, 0, flush=True)
        for epoch, model in enumerate(models, 1):
            keep_run(database, run, model, drawing(number))
            print("run", run, epoch, flush=True)
        if rng.random() < 0.5:
            print("ending", run, flush=True)
            end_run(database, run, "finished", models[-1])
            trim(database, LIMIT)


def save(path: Path) -> None:
    """Save one of two models after the other until killed."""
    models = [trained(epochs, replace(CONFIG, hidden=(1000, 1000))) for epochs in (1, 2)]
    print("saving", flush=True)
    while True:
        for model in models:
            save_model(path, model)


class Fallen(Exception):
    """Something was lost, or is not whole."""


def kill_writer(folder: Path, seed: int, rng: random.Random) -> None:
    """Let a process write to the database, kill it, and check what it has left.

    Raises:
        Fallen: Something was lost, or is not whole.
    """
    path = folder / FILE_NAME
    command = [sys.executable, "-m", "tests.kill", "--write", str(path), "--seed", str(seed)]
    waits = rng.random() < 0.7  # else it may be killed while it makes or opens the file
    said = _killed(command, rng, latest=LATEST_S if waits else START_S, waits=waits)
    if not path.exists():
        return
    expected: set[int] = set()
    epochs: dict[int, int] = {}
    for kind, *numbers in said:
        values = [int(number) for number in numbers]
        if kind == "drawings":
            expected |= set(values)
        elif kind == "going":
            expected -= set(values)
        elif kind == "run":
            epochs[values[0]] = values[1]
        elif kind == "ending":
            epochs.pop(values[0])
    database = open_database(path)
    if database.notice:
        raise Fallen(database.notice)
    there = {kept.id: kept for kept in drawings(database)}
    if lost := expected - there.keys():
        raise Fallen(f"{len(lost)} drawings are lost")
    if not all(isinstance(kept.ink, Drawing) for kept in there.values()):
        raise Fallen("a drawing is no drawing")
    left = {run.id: run for run in unfinished_runs(database)}
    for run, epoch in epochs.items():
        if run not in left or left[run].epoch < epoch:
            raise Fallen(f"run {run} is lost, or its epoch {epoch}")
    for run in left.values():
        if not claim_run(database, run.id):
            raise Fallen(f"run {run.id} belongs to somebody")
        if run.epoch:
            model = run_model(database, run.id)
            if model.checkpoint is None or model.checkpoint.epoch != run.epoch or run_drawing(database, run.id) is None:
                raise Fallen(f"run {run.id} cannot be gone on with")
        end_run(database, run.id, "crashed")
    for run in runs(database):
        if run.epoch and len(run_model(database, run.id).reports) != run.epoch:
            raise Fallen(f"run {run.id} has other curves than it says")
    trim(database, LIMIT)
    database.close()
    if not is_whole(path):
        raise Fallen("SQLite finds the database damaged")


def kill_saver(folder: Path, _seed: int, rng: random.Random) -> None:
    """Let a process save models, kill it, and check the model.

    Raises:
        Fallen: The model is neither of them.
    """
    out = folder / "large.safetensors"
    _killed([sys.executable, "-m", "tests.kill", "--save", str(out)], rng, latest=LATEST_S, waits=True)
    if out.exists() and len(load_model(out).reports) not in (1, 2):
        raise Fallen("the large model is half a one")


def kill_training(folder: Path, seed: int, rng: random.Random) -> None:
    """Let ``handwriting-app train`` write over a model, kill it, and check the model.

    Raises:
        Fallen: The model is neither the old one nor a new one.
    """
    out = folder / "model.safetensors"
    options = ["--hidden", "8", "--epochs", "2", "--variation", "0", "--seed", str(seed), "--out", str(out)]
    options += ["--data-dir", str(folder)]
    _killed([sys.executable, "-m", "handwriting_app", "train", *options], rng, latest=3.0, waits=False)
    if out.exists() and len(load_model(out).reports) != 2:
        raise Fallen("the model is half a one")


def _killed(command: list[str], rng: random.Random, *, latest: float, waits: bool) -> list[list[str]]:
    """The words of each whole line that the process said before it was killed; ``waits``: for its first one."""
    with subprocess.Popen(
        command, cwd=CHECKOUT, stdout=subprocess.PIPE, stderr=subprocess.PIPE if waits else subprocess.DEVNULL
    ) as process:
        assert process.stdout is not None
        first = process.stdout.readline() if waits else b""
        if waits and not first:
            raise Fallen(f"the process ended by itself: {process.stderr.read().decode() if process.stderr else ''}")
        with suppress(subprocess.TimeoutExpired):
            process.wait(rng.uniform(0, latest))
        process.kill()
        text = first + process.stdout.read()
    return [line.split() for line in text.decode().split("\n")[:-1]]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--write", type=Path, metavar="FILE", help=argparse.SUPPRESS)
    parser.add_argument("--save", type=Path, metavar="FILE", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.save is not None:
        save(options.save)
    if options.write is not None:
        write(options.write, options.seed)
    rng = random.Random(options.seed)
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="handwriting-kill-") as name:
        for number in range(options.times):
            try:
                (kill_writer, kill_saver, kill_training)[number % 3](Path(name), number, rng)
            except (Fallen, ModelFileError, DatabaseError) as error:
                print(f"kill {number + 1}: {error}")
                return 1
        left = [path.name for path in Path(name).rglob("*.tmp")]
        cleared = clear_leftovers(Path(name), now=time.time() + 2 * OLD_S)
    print(f"{options.times} kills in {time.monotonic() - begun:.0f} s: nothing was lost, and nothing is half-written.")
    print(f"{len(left)} of them fell into a save of a model and left its temporary file; {cleared} were cleared away.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
