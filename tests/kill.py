"""Kills real processes at random moments, and looks at what they leave: ``python -m tests.kill --times 300``.

Four kinds take turns: the window, without a display, that trains with a drawing on its canvas and says whenever the run
has been kept; one that writes drawings and runs to the database and says what it has written; one that saves a large
model again and again, so that most kills fall into a save; and ``handwriting-app train --out FILE`` over a model that
is there already. After each kill the database must be whole and hold everything that was said to be written, a run that
was under way must be there to be gone on with, and the model must be the old one or a new one, never anything between.
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.ink.drawing import Drawing
from handwriting_app.storage.data_folder import DATABASE
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

WINDOW_S: Final = 0.5
"""The same for a window, which keeps its run some twenty times in that time."""

WINDOW_LIMIT: Final = 20_000_000

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


def train_in_window(folder: Path, seed: int) -> None:
    """Draw and train in a whole window until killed, and say each time the run has been kept."""
    from PySide6.QtWidgets import QApplication

    from handwriting_app.app import build_window
    from handwriting_app.data.calibration import Calibration
    from handwriting_app.session.run_keeper import _Outcome
    from handwriting_app.session.run_record import Pace
    from handwriting_app.storage.settings_file import FILE_NAME as SETTINGS
    from handwriting_app.storage.settings_file import SettingsFile
    from tests.whole_window import draw, session_of

    window = build_window(settings=SettingsFile(folder / SETTINGS))
    session = session_of(window)
    # What is fitted on them matters to no file, and would take most of the time.
    Calibration.prepare = lambda self: iter(())  # type: ignore[method-assign,assignment,return-value]
    Calibration.temperature = lambda self, network: 1.5  # type: ignore[method-assign,assignment]
    # As often as it can be, so that most kills fall into a keeping or near one.
    session.keeper.pace = Pace(least=0.01, share=1.0)

    def say(outcome: _Outcome) -> None:
        if outcome.problem:
            raise SystemExit(outcome.problem)
        _say("kept")

    session.keeper._writing.done.connect(say)  # each time, and nothing else
    window.show()
    draw(window)
    hidden = (8 + seed % 3 * 100,)
    config = TrainingConfig(hidden=hidden, epochs=10**6, variation=0.0, stop_when_converged=False, seed=seed)
    session.start_training(config)
    QApplication.exec()


def nurse(folder: Path) -> None:
    """For each seed on a line of standard input, bear a window that trains, and say its number; when it is gone, too.

    All that it needs is imported once: so a window is there in a fraction of a second.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    import tests.whole_window  # noqa: F401
    from handwriting_app import composition  # noqa: F401
    from handwriting_app.data.digits import load_digits_split
    from handwriting_app.session import training_task  # noqa: F401
    from handwriting_app.storage.database import opening, salvage  # noqa: F401
    from handwriting_app.ui import views

    load_digits_split(0.2, 0)
    views.import_rooms()
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            faulthandler.enable()
            train_in_window(folder, int(line))
        _say(f"born {child}")
        _, status = os.waitpid(child, 0)
        _say(f"gone {os.waitstatus_to_exitcode(status)}")


def _say(words: str) -> None:
    """A line in one write: of one that is killed the whole line is heard, or nothing."""
    os.write(sys.stdout.fileno(), f"{words}\n".encode())


class Nursery:
    """Windows that train, one after another; a context. Only where processes can fork."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self.folder = folder
        command = [sys.executable, "-m", "tests.kill", "--nurse", str(folder)]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, cwd=CHECKOUT, stdin=pipe, stdout=pipe, text=True)

    def __enter__(self) -> Nursery:
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.communicate()

    def killed(self, seed: int, rng: random.Random) -> bool:
        """Let a window train, and kill it; returns whether it had said that its run is kept."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        waits = rng.random() < 0.8  # else it may be killed while it opens
        print(seed, file=self._process.stdin, flush=True)
        child = 0
        said = False
        while not child:
            words = self._line()
            said = said or words == ["kept"]
            child = int(words[1]) if words[0] == "born" else 0
        killing = threading.Timer(rng.uniform(0, WINDOW_S), os.kill, (child, signal.SIGKILL))
        if not waits or said:
            killing.start()
        while (words := self._line())[0] != "gone":
            said = said or words == ["kept"]
            if said and not killing.ident:
                killing.start()
        if int(words[1]) != -signal.SIGKILL:
            raise Fallen(f"the window ended by itself, with status {words[1]}")
        return said

    def _line(self) -> list[str]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise Fallen("the windows have ended by themselves")
        return line.split()


class Fallen(Exception):
    """Something was lost, or is not whole."""


def kill_writer(folder: Path, seed: int, rng: random.Random) -> None:
    """Let a process write to the database, kill it, and check what it has left.

    Raises:
        Fallen: Something was lost, or is not whole.
    """
    path = folder / DATABASE
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


def kill_window(nursery: Nursery, seed: int, rng: random.Random) -> None:
    """Let a window train, kill it, and check that the next start can go on with the run.

    Raises:
        Fallen: Something was lost, or is not whole.
    """
    folder = nursery.folder
    path = folder / DATABASE
    said = nursery.killed(seed, rng)
    for part in folder.iterdir():
        if part.suffix == ".json" and not isinstance(json.loads(part.read_bytes()), dict):
            raise Fallen(f"{part.name} is no table")
    if not path.exists():
        if said:
            raise Fallen("there is no database")
        return
    database = open_database(path)
    if database.notice:
        raise Fallen(database.notice)
    left = unfinished_runs(database)
    if said and not left:
        raise Fallen("the run is not there to be gone on with")
    for run in left:
        if not claim_run(database, run.id):
            raise Fallen(f"run {run.id} belongs to somebody")
        if run.epoch:
            model = run_model(database, run.id)
            if model.checkpoint is None or model.checkpoint.epoch != run.epoch or model.reports[-1].epoch != run.epoch:
                raise Fallen(f"run {run.id} cannot be gone on with")
            if run_drawing(database, run.id) is None:
                raise Fallen(f"run {run.id} has lost its drawing")
        end_run(database, run.id, "crashed")
    trim(database, WINDOW_LIMIT)
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
    folder = folder / "training"
    folder.mkdir(exist_ok=True)
    out = folder / "model.safetensors"
    options = ["--hidden", "8", "--epochs", "2", "--variation", "0", "--seed", str(seed), "--out", str(out)]
    options += ["--data-dir", str(folder)]
    _killed([sys.executable, "-m", "handwriting_app", "train", *options], rng, latest=3.0, waits=False)
    if out.exists() and len(load_model(out).reports) != 2:
        raise Fallen("the model is half a one")
    if (folder / DATABASE).exists():
        database = open_database(folder / DATABASE)
        for run in runs(database):
            if run.epoch != len(run_model(database, run.id).reports):
                raise Fallen(f"run {run.id} has other curves than it says")
        database.close()
        if database.notice or not is_whole(folder / DATABASE):
            raise Fallen("SQLite finds the database of the trained runs damaged")


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


KINDS: Final = (kill_writer, kill_saver, kill_training)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--write", type=Path, metavar="FILE", help=argparse.SUPPRESS)
    parser.add_argument("--nurse", type=Path, metavar="FOLDER", help=argparse.SUPPRESS)
    parser.add_argument("--save", type=Path, metavar="FILE", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.nurse is not None:
        nurse(options.nurse)
        return 0
    if options.save is not None:
        save(options.save)
    if options.write is not None:
        write(options.write, options.seed)
    rng = random.Random(options.seed)
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="handwriting-kill-") as name, ExitStack() as ends:
        nursery = ends.enter_context(Nursery(Path(name) / "window")) if hasattr(os, "fork") else None
        for number in range(options.times):
            try:
                if nursery is not None and number % 4 == 0:
                    kill_window(nursery, number, rng)
                else:
                    KINDS[number % len(KINDS)](Path(name), number, rng)
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
