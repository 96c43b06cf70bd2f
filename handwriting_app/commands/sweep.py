"""``handwriting-app sweep``: many runs of many settings, side by side, into one table."""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Generator, Iterable, Sequence
from contextlib import closing
from pathlib import Path

from tqdm import tqdm

from handwriting_app import numerals
from handwriting_app.commands.common import CommandError, Commands, add_data_dir_option, epilog
from handwriting_app.commands.inputs import checked_file, told
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.settings import SETTINGS
from handwriting_app.explain.config_difference import value_in_words
from handwriting_app.sweep.one_run import Outcome
from handwriting_app.sweep.plan import Plan, Run, is_idle, size_in_words
from handwriting_app.sweep.plan_file import PlanFileError, read_plan
from handwriting_app.sweep.processes import (
    ClusterError,
    can_start_processes,
    in_processes,
    in_this_process,
    on_cluster,
    processors,
)
from handwriting_app.sweep.summary import Spread, Summary, ranked, summaries
from handwriting_app.sweep.table import NAME, Table, TableError, done_of, read_table

FIGURES = ("held_out_accuracy", "held_out_cost", "training_accuracy", "training_cost", "seconds")
"""Of which mean and spread are told."""


def add_parser(commands: Commands[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "sweep",
        help="train with many settings, and compare",
        description="Train the digits with every combination of the settings in a file, or with random ones, each\n"
        "from several seeds, and tell mean and spread of each configuration. docs/sweeps.md describes the file.",
        epilog=epilog(
            "handwriting-app sweep rates.toml",
            "handwriting-app sweep rates.toml --jobs 4 --out rates",
            "handwriting-app sweep rates.toml --out rates --resume --json",
            "handwriting-app sweep rates.toml --scheduler tcp://10.0.0.5:8786",
        ),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("grid", type=Path, metavar="GRID.toml", help="which settings, values and seeds to try")
    parser.add_argument("--jobs", type=int, metavar="N", help="processes that train at once (default: one a processor)")
    parser.add_argument("--scheduler", metavar="ADDRESS", help="train on the Dask cluster of this scheduler instead")
    parser.add_argument(
        "--out", type=Path, metavar="FOLDER", help="where the table goes (default: the name of the file, without .toml)"
    )
    parser.add_argument("--resume", action="store_true", help="keep the runs that are in the table, and do the others")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of a table")
    add_data_dir_option(parser)
    parser.set_defaults(run=run, usage_error=parser.error)


def run(options: argparse.Namespace) -> int:
    if options.jobs is not None and options.jobs < 1:
        options.usage_error(f"--jobs must be 1 or more, not {options.jobs}")
    if options.jobs is not None and options.scheduler is not None:
        options.usage_error("--jobs is for this machine, and --scheduler for a cluster: give one of them")
    path: Path = options.grid
    try:
        plan = read_plan(checked_file(path))
    except PlanFileError as error:
        raise CommandError(str(error)) from error
    folder = options.out if options.out is not None else Path(path.stem)
    runs = plan.runs()
    try:
        before = _before(folder, runs, resume=options.resume)
        table = Table(_file_in(folder), before)
        left = _left(runs, before)
        if left:
            _do(left, len(runs), table, options)
        table.sort()
    except (TableError, ClusterError) as error:
        raise CommandError(f"{error}" if str(error).endswith(".") else f"{error}.") from error
    _tell(plan, table, options)
    return 0


def _file_in(folder: Path) -> Path:
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise CommandError(f"{told(folder)}: cannot be made: {error.strerror or error}.") from error
    return folder / NAME


def _before(folder: Path, runs: Sequence[Run], *, resume: bool) -> tuple[Outcome, ...]:
    """What is in the table that is gone on with, each under the number that it has now."""
    path = folder / NAME
    found = read_table(path) if path.exists() else ()
    if found and not resume:
        raise CommandError(
            f"{told(path)}: there are results already. Give --resume to keep them and do what is left, or another "
            "folder with --out."
        )
    return done_of(runs, found)


def _left(runs: Iterable[Run], before: Iterable[Outcome]) -> tuple[Run, ...]:
    done = {outcome.run.number for outcome in before}
    return tuple(run for run in runs if run.number not in done)


def _do(left: Sequence[Run], total: int, table: Table, options: argparse.Namespace) -> None:
    """Do the runs that are left; whatever ends this, what is done is in the table."""
    interval = 0.1 if sys.stderr.isatty() else 5.0
    done = total - len(left)
    with tqdm(total=total, initial=done, unit="run", file=sys.stderr, mininterval=interval) as bar:
        try:
            with closing(_outcomes(left, options)) as outcomes:
                for outcome in outcomes:
                    table.add(outcome)
                    bar.update()
        except KeyboardInterrupt:
            bar.close()
            kept = len(table.outcomes)
            print(
                f"handwriting-app: {kept} of {total} runs are done and kept; the same command with --resume does the "
                "rest",
                file=sys.stderr,
            )
            raise


def _outcomes(left: Sequence[Run], options: argparse.Namespace) -> Generator[Outcome, None, None]:
    if options.scheduler is not None:
        return on_cluster(left, options.scheduler)
    jobs = min(options.jobs or processors(), len(left)) if can_start_processes() else 1
    return in_this_process(left) if jobs == 1 else in_processes(left, jobs)


# --- what came of it -----------------------------------------------------------------------------------------------


def _tell(plan: Plan, table: Table, options: argparse.Namespace) -> None:
    found = ranked(summaries(table.outcomes))
    path = _file_in(options.out if options.out is not None else Path(options.grid.stem))
    if options.json:
        configurations = [_as_json(plan, summary) for summary in found]
        print(json.dumps({"table": str(path), "runs": len(table.outcomes), "configurations": configurations}))
        return
    print(_as_text(plan, found))
    print(f"\n{size_in_words(len(found), len(plan.seeds))}; every run is in {told(path)}")


def _as_json(plan: Plan, summary: Summary) -> dict[str, object]:
    return {
        "settings": {name: getattr(summary.config, name) for name in plan.fields},
        "runs": len(summary.outcomes),
        "diverged": summary.diverged,
        "failed": summary.failed,
        **{name: _spread_as_json(summary.figure(name)) for name in FIGURES},
    }


def _spread_as_json(spread: Spread) -> dict[str, object]:
    return {"n": spread.n, "mean": _finite(spread.mean), "standard_deviation": _finite(spread.deviation)}


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _as_text(plan: Plan, found: Sequence[Summary]) -> str:
    labels = [SETTINGS[name].label.lower() for name in plan.fields]
    rows = [(*labels, "n", "held-out accuracy", "held-out cost", "seconds", "")]
    for summary in found:
        accuracy, cost = summary.figure("held_out_accuracy"), summary.figure("held_out_cost")
        seconds = summary.figure("seconds")
        rows.append(
            (
                *(_value(name, summary.config) for name in plan.fields),
                str(accuracy.n),
                _spread(accuracy, 100, 2, " %"),
                _spread(cost, 1, 4),
                _spread(seconds, 1, 1),
                _ends(summary),
            )
        )
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)
    return "\n".join(lines)


def _value(name: str, config: TrainingConfig) -> str:
    return "–" if is_idle(name, config) else value_in_words(SETTINGS[name], getattr(config, name))


def _spread(spread: Spread, scale: float, places: int, unit: str = "") -> str:
    if not spread.n:
        return "–"
    mean = numerals.fixed(scale * spread.mean, places)
    if math.isnan(spread.deviation):
        return f"{mean}{unit}"
    return f"{mean} ± {numerals.fixed(scale * spread.deviation, places)}{unit}"


def _ends(summary: Summary) -> str:
    words = [
        f"{number} {what}" for number, what in ((summary.diverged, "diverged"), (summary.failed, "failed")) if number
    ]
    return ", ".join(words)
