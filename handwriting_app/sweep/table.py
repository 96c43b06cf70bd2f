"""The table of a sweep: one CSV file, a row a run, in full precision; written as the runs come in."""

from __future__ import annotations

import csv
import io
import math
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Final

from handwriting_app.engine.config import config_from
from handwriting_app.engine.settings import SETTINGS, AnySetting, Choice, Layers, Number, Switch, Whole, shown
from handwriting_app.names import shown_name
from handwriting_app.storage.atomic import atomic_write
from handwriting_app.storage.whole_file import FileTooLargeError, read_whole
from handwriting_app.sweep.one_run import FIGURES, STATES, Outcome, State
from handwriting_app.sweep.plan import MOST_RUNS, Run, without_idle

NAME: Final = "runs.csv"
"""Of the file, in the folder of a sweep."""

LARGEST: Final = 2**24
"""Bytes of such a file, at most."""

_COUNTS: Final = ("epoch",)
_FIGURES: Final = (*FIGURES, "seconds", "processor_seconds")
COLUMNS: Final = ("run", *SETTINGS, "state", *_COUNTS, *_FIGURES, "message")
"""In which ``epochs`` is how many there may be, and ``epoch`` the last one there was."""


class TableError(Exception):
    """The table cannot be read or written; the message says why, in one sentence."""


class Table:
    """The file while a sweep goes on: each run is on the disk before the next one is waited for."""

    def __init__(self, path: Path, outcomes: Iterable[Outcome] = ()) -> None:
        """Begin with ``outcomes``, in place of what is there.

        Raises:
            TableError: The file cannot be written.
        """
        self._path = path
        self._outcomes = list(outcomes)
        self._write()

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """All that is in the file."""
        return tuple(self._outcomes)

    def add(self, outcome: Outcome) -> None:
        """Write one more row at the end.

        Raises:
            TableError: It cannot be written.
        """
        self._outcomes.append(outcome)
        line = _text((_row(outcome),)).encode()
        try:
            # In one go: whatever ends the program leaves whole rows, and at most one that is cut, which is read over.
            with self._path.open("ab", buffering=0) as file:
                file.write(line)
                os.fsync(file.fileno())
        except OSError as error:
            raise _unwritten(self._path, error) from error

    def sort(self) -> None:
        """Put the rows in the order of the runs.

        Raises:
            TableError: They cannot be written.
        """
        self._outcomes.sort(key=lambda outcome: outcome.run.number)
        self._write()

    def _write(self) -> None:
        write_table(self._path, self._outcomes)


def write_table(path: Path, outcomes: Iterable[Outcome]) -> None:
    """Write a table whole or not at all.

    Raises:
        TableError: It cannot be written.
    """
    try:
        with atomic_write(path) as file:
            file.write(_text((COLUMNS, *map(_row, outcomes))).encode())
    except OSError as error:
        raise _unwritten(path, error) from error


def read_table(path: Path) -> tuple[Outcome, ...]:
    """The rows of a table, as it is after whatever ended its sweep: a last line that is cut is left out.

    Raises:
        TableError: It cannot be read, or is no table of a sweep.
    """
    name = shown_name(path.name)
    try:
        text = read_whole(path, LARGEST).decode()
    except OSError as error:
        raise TableError(f"{name} cannot be read: {error.strerror or error}.") from error
    except FileTooLargeError as error:
        raise TableError(f"{name} is larger than the table of any sweep.") from error
    except UnicodeDecodeError as error:
        raise TableError(f"{name} is no table of a sweep: it is not UTF-8 text.") from error
    whole, end, _cut = text.rpartition("\n")
    rows = csv.reader(io.StringIO(whole + end, newline=""))
    try:
        if tuple(next(rows, ())) != COLUMNS:
            raise ValueError("its first line does not name the columns of this version")
        found: list[Outcome] = []
        for row in rows:
            if len(found) == MOST_RUNS:
                raise ValueError(f"it has more than {MOST_RUNS:,} runs")
            found.append(_outcome(dict(zip(COLUMNS, row, strict=True))))
    except (ValueError, csv.Error) as error:
        where = f", line {rows.line_num}" if rows.line_num else ""
        raise TableError(f"{name}{where} is no table of a sweep: {error}.") from error
    return tuple(found)


def _unwritten(path: Path, error: OSError) -> TableError:
    return TableError(f"{shown_name(path.name)} cannot be written: {error.strerror or error}.")


def _text(rows: Iterable[Iterable[object]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def _row(outcome: Outcome) -> list[object]:
    config = asdict(outcome.run.config)
    figures = (getattr(outcome, name) for name in _FIGURES)
    settings = (_written(config[name]) for name in SETTINGS)
    shown_figures = ("" if math.isnan(value) else repr(value) for value in figures)
    return [outcome.run.number, *settings, outcome.state, outcome.epoch, *shown_figures, outcome.message]


def _written(value: object) -> str:
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, tuple):
        return ",".join(map(str, value)) or "none"
    return repr(value) if isinstance(value, float) else str(value)


def _outcome(cells: Mapping[str, str]) -> Outcome:
    config = config_from({name: _read(setting, cells[name]) for name, setting in SETTINGS.items() if name in cells})
    state = cells["state"]
    if state not in STATES:
        raise ValueError(f"there is no state {shown(state)}")
    figures = {name: float(cells[name]) if cells[name] else math.nan for name in _FIGURES}
    return Outcome(
        Run(int(cells["run"]), config), _state(state), int(cells["epoch"]), **figures, message=cells["message"]
    )


def _state(text: str) -> State:
    return next(state for state in STATES if state == text)


def _read(setting: AnySetting, text: str) -> object:
    match setting:
        case Layers():
            return () if text == "none" else tuple(map(int, text.split(",")))
        case Switch():
            return {"0": False, "1": True}.get(text, text)
        case Whole():
            return int(text)
        case Number():
            return float(text)
        case Choice():
            return text


def done_of(runs: Iterable[Run], outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """What is known of ``runs`` from a table, each under the number that it has there now.

    It goes by settings and seed. A run that failed is not known: it may do better when it is tried again.
    """
    known = {without_idle(outcome.run.config): outcome for outcome in outcomes if outcome.state != "failed"}
    return tuple(replace(known[run.config], run=run) for run in runs if run.config in known)
