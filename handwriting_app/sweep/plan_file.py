"""A sweep as a TOML file, read strictly: a slip is named with its line, in one sentence."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Final

from handwriting_app.engine.settings import EPOCHS, SEED, shown
from handwriting_app.names import shown_name
from handwriting_app.storage.lesson_table import Slip, Table
from handwriting_app.storage.toml_file import text_of, values_of
from handwriting_app.storage.toml_lines import line_of
from handwriting_app.sweep.plan import MOST_RUNS, Plan, Range, Values, checked, setting_named

LARGEST: Final = 2**18
"""Bytes of such a file, at most."""

_PLAIN: Final = re.compile(r"[\w-]{1,40}")


class PlanFileError(Exception):
    """The file describes no sweep; the message names it, the line, and what is wrong there, in one sentence."""


def read_plan(path: Path) -> Plan:
    """The sweep that a file describes (its form is in docs/sweeps.md).

    Raises:
        PlanFileError: It cannot be read, or describes none.
    """
    text = ""
    try:
        text = text_of(path, LARGEST, "sweep")
        return _plan(Table(values_of(text), (), "the sweep"))
    except Slip as slip:
        line = slip.where if isinstance(slip.where, int | None) else line_of(text, slip.where)
        where = f", line {line}" if line else ""
        raise PlanFileError(f"{shown_name(path.name)}{where}: {slip}.") from slip


def plan_text(plan: Plan) -> str:
    """The text of a file that `read_plan` makes ``plan`` of again."""
    from tomlkit import document, dumps, inline_table, table

    doc = document()
    doc.add("seeds", list(plan.seeds))
    if plan.tries:
        doc.add("tries", plan.tries)
        doc.add("draw", plan.draw)
    for name, given in (("base", plan.base), ("values", plan.values)):
        part = table()
        for key, value in given.items():
            if isinstance(value, Range):
                span = inline_table()
                span.update({"from": value.low, "to": value.high, "log": value.log})
                part.add(key, span)
            else:
                part.add(key, _plain(value))
        doc.add(name, part)
    return dumps(doc)


def _plain(value: object) -> object:
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value


def _plan(table: Table) -> Plan:
    table.only("values", "base", "seeds", "epochs", "tries", "draw")
    base = _base(table)
    varied = table.table("values", "values")
    if not varied.values:
        raise table.slip("values", "values names no setting to vary")
    values: dict[str, Values] = {}
    for name in varied.values:
        values[name] = _values(varied, name)
        if name in base:
            where = table if name == EPOCHS.name and table.has(name) else varied
            raise where.slip(name, f"{name} is given twice, as a value of all runs and as one that varies")
    seeds = _seeds(table)
    tries = _whole(table, "tries", 1, MOST_RUNS) if table.has("tries") else 0
    if table.has("draw") and not tries:
        raise table.slip("draw", "draw is the seed of a random search, which says how many tries it makes")
    for name, each in values.items():
        if isinstance(each, Range) and not tries:
            raise varied.slip(name, f"{name} has a range, of which a grid cannot try every value: say how many tries")
    draw = _whole(table, "draw", SEED.low, SEED.high) if table.has("draw") else 0
    try:
        plan = Plan(values, seeds, base, tries, draw)
        plan.configurations()
    except ValueError as error:
        raise Slip(None, str(error)) from error
    return plan


def _base(table: Table) -> dict[str, object]:
    """What all runs share: the table of that name, and the epochs."""
    given = table.table("base", "base") if table.has("base") else Table({}, (), "base")
    base: dict[str, object] = {}
    for name, value in given.values.items():
        base[name] = _checked(given, name, (value,))[0]
    if table.has(EPOCHS.name):
        if EPOCHS.name in base:
            raise table.slip(EPOCHS.name, "epochs is given twice")
        base[EPOCHS.name] = _checked(table, EPOCHS.name, (table.values[EPOCHS.name],))[0]
    return base


def _values(table: Table, name: str) -> Values:
    given = table.values[name]
    if isinstance(given, list):
        return _checked(table, name, tuple(given))
    if not isinstance(given, dict):
        raise table.slip(
            name, f"{_word(name)} must be a list of values, or a range such as {{ from = 0.01, to = 1.0 }}"
        )
    span = Table(given, (*table.place, name), f"the range of {_word(name)}")
    span.only("from", "to", "log")
    for end in ("from", "to"):
        value = given.get(end)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise span.slip(end, f"{span.name} needs a number {end} which it goes, not {shown(value)}")
    log = given.get("log", False)
    if not isinstance(log, bool):
        raise span.slip("log", f"log of {span.name} must be true or false, not {shown(log)}")
    try:
        found = checked(name, Range(given["from"], given["to"], log))
    except ValueError as error:
        raise table.slip(name, str(error)) from error
    assert isinstance(found, Range)
    return replace(found)


def _checked(table: Table, name: str, values: tuple[object, ...]) -> tuple[object, ...]:
    try:
        if name == SEED.name:
            raise ValueError("the seed is no setting to vary: name the seeds in seeds, above the tables")
        setting_named(name)
        found = checked(name, values)
    except ValueError as error:
        raise table.slip(name, str(error)) from error
    assert isinstance(found, tuple)
    return found


def _seeds(table: Table) -> tuple[int, ...]:
    """A list of them, or how many: 3 stands for 0, 1 and 2."""
    given = table.values.get("seeds", [SEED.default])
    if isinstance(given, int) and not isinstance(given, bool):
        return tuple(range(_whole(table, "seeds", 1, MOST_RUNS)))
    if not isinstance(given, list) or not given:
        raise table.slip("seeds", f"seeds must be a list of whole numbers, or how many, not {shown(given)}")
    try:
        seeds = tuple(SEED.check(seed) for seed in given)
    except ValueError as error:
        raise table.slip("seeds", str(error)) from error
    if len(set(seeds)) < len(seeds):
        raise table.slip("seeds", "seeds has the same seed twice")
    return seeds


def _whole(table: Table, name: str, low: int, high: int) -> int:
    value = table.values[name]
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise table.slip(name, f"{name} must be a whole number from {low:,} to {high:,}, not {shown(value)}")
    return value


def _word(name: str) -> str:
    return name if _PLAIN.fullmatch(name) else shown(name)
