"""Runs that are kept: what each was, how it went, and its model with its curves, while it runs and for good."""

from __future__ import annotations

import json
import math
import platform
import time
import uuid
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Final, Literal, get_args

import numpy as np

from handwriting_app import __version__
from handwriting_app.data.digits import DIGITS_VERSION
from handwriting_app.engine.config import TrainingConfig, config_from
from handwriting_app.engine.report import Report
from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.normalise import NORMALISATION_VERSION
from handwriting_app.names import shown_name
from handwriting_app.numerals import count
from handwriting_app.storage.database.connection import Database
from handwriting_app.storage.database.ink_bytes import ink_bytes, ink_from
from handwriting_app.storage.errors import DatabaseError
from handwriting_app.storage.model_file import SavedModel, model_bytes, model_from

if TYPE_CHECKING:
    import sqlite3

RunEnd = Literal["finished", "stopped", "diverged", "crashed"]
State = Literal["running", "finished", "stopped", "diverged", "crashed"]
STATES: Final[tuple[State, ...]] = get_args(State)

MOST_RUNS: Final = 10_000
"""That are listed, the newest ones."""

LONGEST_NAME: Final = 100
LONGEST_NOTE: Final = 10_000
"""Characters."""

_MOST_TEXT: Final = 100_000
"""Characters of a configuration that is read."""


def versions_now() -> dict[str, str]:
    """What a run depends on besides its configuration, by name."""
    return {
        "handwriting-app": __version__,
        "digits": DIGITS_VERSION,
        "normalisation": str(NORMALISATION_VERSION),
        "numpy": np.__version__,
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}",
    }


@dataclass(frozen=True, slots=True, eq=False)
class RunStart:
    """A run that begins.

    Attributes:
        config: From which it can be repeated, if it begins with fresh weights.
        is_fresh: Whether it does; else it goes on from the weights of another one.
        data: What it learns from, in a few words: the digits, or an alphabet's name.
        versions: What it depends on besides.
        begun: Seconds since 1970.
        uuid: Its name for all times and databases.
        is_exercise: Whether it was begun in a lesson.
    """

    config: TrainingConfig
    is_fresh: bool = True
    data: str = "digits"
    versions: Mapping[str, str] = field(default_factory=versions_now)
    begun: float = field(default_factory=time.time)
    uuid: str = field(default_factory=lambda: str(uuid.uuid4()))
    is_exercise: bool = False


@dataclass(frozen=True, slots=True)
class KeptRun:
    """A run as the list shows it; the first attributes are those of `RunStart`.

    Attributes:
        id: Of this database.
        config: None if it is of another version, which had other settings.
        ended: Seconds since 1970; None while it runs.
        seconds: Spent training.
        state: How it ended; "running" also if its process died, see `unfinished_runs`.
        epoch: The last one that is kept; 0 before the first.
        updates: Until then.
        training_cost: After that epoch, like the next three; None if there is none, or it is not finite.
        held_out_cost: Likewise.
        training_accuracy: 0 to 1.
        held_out_accuracy: 0 to 1.
        star: Whether it is kept whatever the limit.
        name: Given by the user; often empty.
        note: Likewise.
        size: Bytes of its model and drawing.
        is_exercise: Whether it was begun in a lesson.
    """

    id: int
    uuid: str
    config: TrainingConfig | None
    is_fresh: bool
    data: str
    versions: Mapping[str, str]
    begun: float
    ended: float | None
    seconds: float
    state: State
    epoch: int
    updates: int
    training_cost: float | None
    held_out_cost: float | None
    training_accuracy: float | None
    held_out_accuracy: float | None
    star: bool
    name: str
    note: str
    size: int
    is_exercise: bool = False

    @property
    def seed(self) -> int | None:
        return None if self.config is None else self.config.seed


def begin_run(database: Database, start: RunStart) -> int:
    """Keep a run that begins; its id.

    Raises:
        DatabaseError: It cannot be written.
    """
    values = (
        *(start.uuid, "running", database.presence.token, start.begun, json.dumps(asdict(start.config))),
        *(start.is_fresh, start.data, json.dumps(dict(start.versions)), start.is_exercise),
    )
    with database.writing() as connection:
        id_ = connection.execute(
            "INSERT INTO runs (uuid, state, process, begun, config, is_fresh, data, versions, is_exercise) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            values,
        ).lastrowid
    assert id_ is not None
    return id_


def find_run(database: Database, uuid: str) -> int | None:
    """The id that this database has given to a run; None if it is not there.

    Raises:
        DatabaseError: It cannot be read.
    """
    with database.reading() as connection:
        row = connection.execute("SELECT id FROM runs WHERE uuid = ?", (uuid,)).fetchone()
    return None if row is None else int(row[0])


def keep_run(database: Database, run: int, model: SavedModel, drawing: Drawing | None = None) -> None:
    """Keep how far a run has come in place of what was kept of it; every few seconds while it runs.

    Args:
        database: Of the user.
        run: From `begin_run`.
        model: With all reports so far, and the checkpoint of the last one, so that it can be gone on with.
        drawing: What is on the canvas; None or an empty one for nothing.

    Raises:
        ModelFileError: The weights are not finite: they could not be gone on with.
        DatabaseError: It cannot be written, or the run is not there any more.
    """
    content = model_bytes(model)
    with database.writing() as connection:
        _keep(connection, run, model.reports, content, _drawing_bytes(drawing))


def end_run(
    database: Database,
    run: int,
    state: RunEnd,
    model: SavedModel | None = None,
    drawing: Drawing | None = None,
    *,
    ended: float | None = None,
) -> None:
    """Keep how a run ended.

    Args:
        database: Of the user.
        run: From `begin_run`.
        state: How it ended.
        model: See `keep_run`; None: what was kept last stays, as after a run whose weights are no numbers any more.
        drawing: See `keep_run`.
        ended: Seconds since 1970; None for now.

    Raises:
        ModelFileError: The weights are not finite.
        DatabaseError: It cannot be written, or the run is not there any more.
    """
    content = None if model is None else model_bytes(model)
    with database.writing() as connection:
        if model is not None and content is not None:
            _keep(connection, run, model.reports, content, _drawing_bytes(drawing))
        when = time.time() if ended is None else ended
        done = connection.execute("UPDATE runs SET state = ?, ended = ? WHERE id = ?", (state, when, run))
        _check_there(done.rowcount)


def runs(database: Database) -> tuple[KeptRun, ...]:
    """All runs, the newest first, without their models: cheap. What cannot be read is left out."""
    return _rows(database, "runs.deleted IS NULL")


def run_model(database: Database, run: int) -> SavedModel:
    """The model of a run, its curves as its reports, and its checkpoint.

    Raises:
        ModelFileError: It cannot be read.
        DatabaseError: Likewise, or the run has none.
    """
    name, _, content = _file_of(database, run)
    return model_from(content, name)


def run_file(database: Database, run: int) -> bytes:
    """The bytes of a model file with everything of a run, for whoever writes it to a file of its own.

    Raises:
        DatabaseError: It cannot be read, or the run has none.
    """
    return _file_of(database, run)[2]


def run_drawing(database: Database, run: int) -> Drawing | None:
    """What was on the canvas when the run was kept last; None for nothing, or what cannot be read.

    Raises:
        DatabaseError: It cannot be read, or the run has no model.
    """
    content = _file_of(database, run)[1]
    with suppress(ValueError):
        ink = None if content is None else ink_from(content)
        return ink if isinstance(ink, Drawing) else None
    return None


def describe_run(
    database: Database, run: int, *, star: bool | None = None, name: str | None = None, note: str | None = None
) -> None:
    """Say of a run what the user says of it; None: as it was.

    Raises:
        ValueError: A text is too long.
        DatabaseError: It cannot be written, or the run is not there any more.
    """
    if len(name or "") > LONGEST_NAME or len(note or "") > LONGEST_NOTE:
        raise ValueError(f"A name has at most {LONGEST_NAME} characters, and a note {count(LONGEST_NOTE)}.")
    with database.writing() as connection:
        done = connection.execute(
            "UPDATE runs SET star = ifnull(?, star), name = ifnull(?, name), note = ifnull(?, note) WHERE id = ?",
            (star, name, note, run),
        )
        _check_there(done.rowcount)


def delete_runs(database: Database, ids: Iterable[int]) -> tuple[int, ...]:
    """Take runs out of sight, but none that runs; `restore_runs` brings back those whose ids are given back here."""
    now = time.time()
    query = "UPDATE runs SET deleted = ? WHERE id = ? AND deleted IS NULL AND state != 'running'"
    with database.writing() as connection:
        return tuple(id_ for id_ in ids if connection.execute(query, (now, id_)).rowcount)


def restore_runs(database: Database, ids: Iterable[int]) -> tuple[int, ...]:
    """Bring back runs that were deleted, unless they have been cleared away; their ids."""
    query = "UPDATE runs SET deleted = NULL WHERE id = ? AND deleted IS NOT NULL"
    with database.writing() as connection:
        return tuple(id_ for id_ in ids if connection.execute(query, (id_,)).rowcount)


def purge_runs(database: Database, ids: Collection[int] | None = None, *, before: float = math.inf) -> int:
    """Clear away for good what was deleted: these, or all that was before a moment (`time.time`). How many went."""
    with database.writing() as connection:
        if ids is None:
            gone = connection.execute("DELETE FROM runs WHERE deleted < ?", (before,)).rowcount
        else:
            query = "DELETE FROM runs WHERE deleted IS NOT NULL AND id = ?"
            gone = sum(connection.execute(query, (id_,)).rowcount for id_ in ids)
    database.shrink()
    return gone


def size_of_runs(database: Database) -> int:
    """Bytes of all models and drawings of runs, those that were deleted and can be brought back included."""
    with database.reading() as connection:
        return int(connection.execute("SELECT ifnull(sum(size), 0) FROM runs").fetchone()[0])


def over_limit(database: Database, limit: int) -> tuple[KeptRun, ...]:
    """The runs in sight that `trim` would take away for a limit of so many bytes, the oldest first.

    Those that were deleted go before any of them; neither those with a star nor those under way ever do.
    """
    listed = runs(database)
    left = sum(run.size for run in listed)
    going = []
    for run in reversed(listed):
        if left <= limit:
            break
        if not run.star and run.state != "running" and run.size:
            going.append(run)
            left -= run.size
    return tuple(going)


def trim(database: Database, limit: int) -> tuple[KeptRun, ...]:
    """Clear away for good what `over_limit` tells of; which runs these were.

    Raises:
        DatabaseError: It cannot be written; then all are still there.
    """
    if size_of_runs(database) <= limit:
        return ()
    going = over_limit(database, limit)
    query = "DELETE FROM runs WHERE id = ? AND NOT star AND state != 'running'"
    with database.writing() as connection:
        connection.execute("DELETE FROM runs WHERE deleted IS NOT NULL")
        gone = tuple(run for run in going if connection.execute(query, (run.id,)).rowcount)
    database.shrink()
    return gone


def unfinished_runs(database: Database) -> tuple[KeptRun, ...]:
    """Runs whose process died before they ended, the newest first: not those of another window that lives."""
    with database.reading() as connection:
        rows = connection.execute("SELECT id, process FROM runs WHERE state = 'running' AND deleted IS NULL").fetchall()
    dead = {int(id_) for id_, process in rows if not database.presence.lives(str(process))}
    return tuple(run for run in _rows(database, "runs.state = 'running' AND runs.deleted IS NULL") if run.id in dead)


def claim_run(database: Database, run: int) -> bool:
    """Make an unfinished run this process's own, to go on with it or to end it as crashed; False if another was first.

    Raises:
        DatabaseError: It cannot be written.
    """
    own = database.presence.token
    with database.writing() as connection:
        row = connection.execute("SELECT process FROM runs WHERE id = ? AND state = 'running'", (run,)).fetchone()
        if row is None or (row[0] != own and database.presence.lives(str(row[0]))):
            return False
        connection.execute("UPDATE runs SET process = ? WHERE id = ?", (own, run))
        return True


def _keep(
    connection: sqlite3.Connection, run: int, reports: tuple[Report, ...], model: bytes, drawing: bytes | None
) -> None:
    last = reports[-1] if reports else None
    figures: tuple[object, ...] = (0, 0, 0.0, None, None, None, None)
    if last is not None:
        costs = (_finite(last.training_cost), _finite(last.held_out_cost))
        figures = (last.epoch, last.updates, last.seconds, *costs, last.training_accuracy, last.held_out_accuracy)
    done = connection.execute(
        "UPDATE runs SET epoch = ?, updates = ?, seconds = ?, training_cost = ?, held_out_cost = ?, "
        "training_accuracy = ?, held_out_accuracy = ?, size = ? WHERE id = ?",
        (*figures, len(model) + len(drawing or b""), run),
    )
    _check_there(done.rowcount)
    connection.execute(
        "INSERT INTO run_files (run, model, drawing) VALUES (?, ?, ?) "
        "ON CONFLICT (run) DO UPDATE SET model = excluded.model, drawing = excluded.drawing",
        (run, model, drawing),
    )


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def _drawing_bytes(drawing: Drawing | None) -> bytes | None:
    """None also for a drawing that is too large to be kept: a run is worth more."""
    if drawing is None or drawing.is_empty:
        return None
    with suppress(ValueError):
        return ink_bytes(drawing)
    return None


def _check_there(rows: int) -> None:
    if rows != 1:
        raise DatabaseError("This run is not in the database any more: somebody has deleted it.")


def _file_of(database: Database, run: int) -> tuple[str, bytes | None, bytes]:
    """What a run is called, its drawing and its model."""
    with database.reading() as connection:
        row = connection.execute(
            "SELECT runs.name, drawing, model FROM runs JOIN run_files ON run_files.run = runs.id WHERE runs.id = ?",
            (run,),
        ).fetchone()
    if row is None or not isinstance(row[2], bytes):
        raise DatabaseError("There is no model of this run: it ended before its first epoch, or was deleted.")
    name = str(row[0]) or f"run {run}"
    return shown_name(name), row[1] if isinstance(row[1], bytes) else None, row[2]


_COLUMNS: Final = (
    "id, uuid, config, is_fresh, data, versions, begun, ended, seconds, state, epoch, updates, training_cost, "
    "held_out_cost, training_accuracy, held_out_accuracy, star, name, note, size, is_exercise"
)


def _rows(database: Database, where: str) -> tuple[KeptRun, ...]:
    with database.reading() as connection:
        query = f"SELECT {_COLUMNS} FROM runs WHERE {where} ORDER BY begun DESC, id DESC LIMIT ?"
        rows = connection.execute(query, (MOST_RUNS,)).fetchall()
    listed = []
    for row in rows:
        with suppress(ValueError, TypeError):
            listed.append(_run(row))
    return tuple(listed)


def _run(row: tuple[object, ...]) -> KeptRun:
    """A row as a run.

    Raises:
        ValueError, TypeError: It holds something else.
    """
    values = dict(zip(_COLUMNS.split(", "), row, strict=True))

    def number(name: str) -> float:
        value = values[name]
        if not isinstance(value, int | float):
            raise TypeError(name)
        return value

    def optional(name: str) -> float | None:
        return None if values[name] is None else float(number(name))

    state = next((known for known in STATES if known == values["state"]), None)
    if state is None:
        raise ValueError("the state of a run")
    return KeptRun(
        id=int(number("id")),
        uuid=str(values["uuid"]),
        config=_config(str(values["config"])),
        is_fresh=bool(values["is_fresh"]),
        data=str(values["data"])[:LONGEST_NAME],
        versions=_texts(str(values["versions"])),
        begun=float(number("begun")),
        ended=optional("ended"),
        seconds=float(number("seconds")),
        state=state,
        epoch=int(number("epoch")),
        updates=int(number("updates")),
        training_cost=optional("training_cost"),
        held_out_cost=optional("held_out_cost"),
        training_accuracy=optional("training_accuracy"),
        held_out_accuracy=optional("held_out_accuracy"),
        star=bool(values["star"]),
        name=str(values["name"])[:LONGEST_NAME],
        note=str(values["note"])[:LONGEST_NOTE],
        size=int(number("size")),
        is_exercise=bool(values["is_exercise"]),
    )


def _table(text: str) -> dict[str, object]:
    """A table in JSON, which is not trusted; an empty one if it is none."""
    if len(text) > _MOST_TEXT:
        return {}
    with suppress(ValueError, RecursionError):
        value = json.loads(text)
        return value if isinstance(value, dict) else {}
    return {}


def _config(text: str) -> TrainingConfig | None:
    values = _table(text)
    with suppress(ValueError, TypeError):
        # There was one engine before there were two.
        return config_from(values, TrainingConfig(engine="numpy")) if values else None
    return None


def _texts(text: str) -> dict[str, str]:
    return {str(name)[:40]: str(value)[:100] for name, value in list(_table(text).items())[:40]}
