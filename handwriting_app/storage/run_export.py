"""Kept runs as files: one table of their figures, and a model file of each."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from handwriting_app.engine.settings import SETTINGS
from handwriting_app.storage.atomic import atomic_write
from handwriting_app.storage.model_file import SUFFIX

if TYPE_CHECKING:
    from handwriting_app.storage.database.connection import Database
    from handwriting_app.storage.database.runs import KeptRun

_FIGURES: Final = (
    *("id", "uuid", "name", "star", "state", "is_fresh", "is_exercise", "data", "epoch", "updates", "seconds"),
    *("training_cost", "held_out_cost", "training_accuracy", "held_out_accuracy"),
)
_NOT_IN_NAMES: Final = re.compile(r"[^\w .,()+-]+")
_LONGEST_NAME: Final = 60


def save_table(path: Path, runs: Iterable[KeptRun]) -> None:
    """Write one row for each run to ``path``: figures, settings, note. Whole or not at all.

    Raises:
        OSError: It cannot be written.
    """
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow([*_FIGURES, "begun", "ended", *SETTINGS, "note"])
    for run in runs:
        config = {} if run.config is None else asdict(run.config)
        values = [getattr(run, name) for name in _FIGURES]
        times = [_time(run.begun), _time(run.ended)]
        table.writerow(map(_cell, [*values, *times, *(config.get(name) for name in SETTINGS), run.note]))
    with atomic_write(path) as file:
        file.write(text.getvalue().encode())


def save_models(database: Database, folder: Path, runs: Sequence[KeptRun]) -> tuple[Path, ...]:
    """Write the model of each run to a file of its own in ``folder``, beside what is there; runs without are left out.

    Raises:
        OSError: One cannot be written; those before it are there.
        DatabaseError: One cannot be read.
    """
    from handwriting_app.storage.database.runs import run_file

    written = []
    for run in runs:
        if not run.size:
            continue
        content = run_file(database, run.id)
        path = _free(folder, _file_name(run))
        with atomic_write(path) as file:
            file.write(content)
        written.append(path)
    return tuple(written)


def _file_name(run: KeptRun) -> str:
    name = _NOT_IN_NAMES.sub("_", run.name).strip(" .")[:_LONGEST_NAME].strip()
    return name or f"run {run.id}"


def _free(folder: Path, name: str) -> Path:
    path, number = folder / f"{name}{SUFFIX}", 2
    while path.exists():
        path, number = folder / f"{name} ({number}){SUFFIX}", number + 1
    return path


def _time(seconds: float | None) -> str:
    return "" if seconds is None else datetime.fromtimestamp(seconds).astimezone().isoformat(timespec="seconds")


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    # A spreadsheet would take such a text for a formula.
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{value}"
    return value
