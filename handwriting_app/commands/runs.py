"""``handwriting-app runs``: lists the runs that are kept."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from handwriting_app.commands.common import CommandError, Commands, add_data_dir_option, epilog
from handwriting_app.names import shown_name
from handwriting_app.numerals import moment
from handwriting_app.session.run_words import name_of, settings_in_short
from handwriting_app.storage.data_folder import DATABASE, data_folder
from handwriting_app.storage.errors import DatabaseError

if TYPE_CHECKING:
    from handwriting_app.storage.database.runs import KeptRun


def add_parser(commands: Commands[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "runs",
        help="list the runs that are kept",
        description="List every training run that the window and 'handwriting-app train' have kept, the newest first.\n"
        "Their models are in the window's Runs tab, which exports them as files too.",
        epilog=epilog("handwriting-app runs", "handwriting-app runs --json --data-dir /media/stick/digits"),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of a table")
    add_data_dir_option(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    path = data_folder(options.data_dir) / DATABASE
    try:
        found = _listed(path) if path.exists() else ()
    except (DatabaseError, OSError) as error:
        raise CommandError(str(error)) from error
    if options.json:
        print(json.dumps({"runs": [_as_json(each) for each in found]}, allow_nan=False))
    elif not found:
        print("No run is kept yet: train one in the window, or with 'handwriting-app train'.")
    else:
        print(_as_text(found))
    return 0


def _listed(path: Path) -> tuple[KeptRun, ...]:
    from handwriting_app.storage.database.opening import open_database
    from handwriting_app.storage.database.runs import runs

    database = open_database(path)
    try:
        return runs(database)
    finally:
        database.close()


def _as_json(run: KeptRun) -> dict[str, object]:
    return {
        "id": run.id,
        "uuid": run.uuid,
        "begun": datetime.fromtimestamp(run.begun).astimezone().isoformat(timespec="seconds"),
        "state": run.state,
        "epochs": run.epoch,
        "seconds": run.seconds,
        "held_out_accuracy": run.held_out_accuracy,
        "held_out_cost": run.held_out_cost,
        "config": None if run.config is None else asdict(run.config),
        "data": run.data,
        "fresh": run.is_fresh,
        "lesson": run.is_exercise,
        "star": run.star,
        "name": run.name,
        "note": run.note,
        "bytes": run.size,
    }


def _as_text(found: tuple[KeptRun, ...]) -> str:
    rows = [("", "id", "begun", "state", "epochs", "seconds", "held-out", "settings", "name")]
    rows += [
        (
            "*" if run.star else "",
            str(run.id),
            moment(run.begun),
            run.state,
            str(run.epoch),
            f"{run.seconds:.1f}",
            "–" if run.held_out_accuracy is None else f"{run.held_out_accuracy:.2%}",
            settings_in_short(run),
            shown_name(name_of(run)),
        )
        for run in found
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)
    return "\n".join(lines)
