"""What is said of a kept run, wherever it is listed. Free of Qt."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from handwriting_app.data.subject import DIGITS
from handwriting_app.engine.settings import ACTIVATION, DESCENT, UPDATE_RULE
from handwriting_app.names import shown_name
from handwriting_app.numerals import count, number

if TYPE_CHECKING:
    from handwriting_app.storage.database.runs import KeptRun

_NAMED: Final = 3
"""Runs that a sentence names."""


def name_of(run: KeptRun) -> str:
    """What the user calls it, or its number."""
    return run.name or f"run {run.id}"


def learns_digits(run: KeptRun) -> bool:
    """Whether it learned the ten digits, and no alphabet."""
    return run.data == DIGITS.name


def words_on_data(before: KeptRun, after: KeptRun) -> str:
    """That two runs learned different things, in a sentence; empty if they did not."""
    if before.data == after.data:
        return ""
    first, second = (
        "the ten digits" if learns_digits(run) else f"the alphabet {shown_name(run.data, 24)}"
        for run in (before, after)
    )
    return f"The first learned {first}, the second {second}."


def settings_in_short(run: KeptRun) -> str:
    """Layers, activation, descent, rule and rate, such as "256, 128 · ReLU · mini-batch 64 · momentum · 0.05".

    Before them the alphabet that it learned, if it was not the digits.
    """
    config = run.config
    learned = () if learns_digits(run) else (shown_name(run.data, 24),)
    if config is None:
        return " · ".join((*learned, "of another version"))
    layers = ", ".join(map(str, config.hidden)) or "no hidden layer"
    descent = DESCENT.option(config.descent).word
    if config.descent == "mini-batch":
        descent = f"{descent} {count(config.batch_size)}"
    words = (ACTIVATION.option(config.activation).word, descent, UPDATE_RULE.option(config.update_rule).word)
    return " · ".join((*learned, layers, *words, number(config.learning_rate)))


def epochs_of(run: KeptRun) -> str:
    """How many there were, and of how many if it was to have more: 57 of 200."""
    planned = run.epoch if run.config is None else run.config.epochs
    return count(run.epoch) if run.epoch >= planned else f"{count(run.epoch)} of {count(planned)}"


def why_not_repeated(run: KeptRun, *, is_changed: bool = False) -> str:
    """Why the run cannot be made again, number for number; empty if it can.

    Args:
        run: As it is kept.
        is_changed: Whether its learning rate was changed on the way, see `has_changed`.
    """
    if run.config is None:
        return "It was made by another version of the program, whose settings this one does not know."
    if not run.is_fresh:
        return (
            "It went on from weights that another run had trained, and these do not come from its seed. Open it, then "
            "Go on, to train them further."
        )
    if not learns_digits(run):
        return f"The drawings may be others by now: choose {shown_name(run.data, 24)} at Learns, then Train."
    if is_changed:
        return "Its learning rate was changed while it ran: its settings at the start do not lead there again."
    return ""


def has_changed(run: KeptRun, learning_rates: Iterable[float]) -> bool:
    """Whether the learning rate of a run, given for each of its epochs, was changed on the way."""
    return run.config is not None and any(rate != run.config.learning_rate for rate in learning_rates)


def words_on_versions(then: Mapping[str, str], now: Mapping[str, str]) -> str:
    """What a run was made with that is otherwise now, so that its last digits may be too; empty if nothing is."""
    others = [f"{name} {then[name]} (now {now[name]})" for name in now if name in then and then[name] != now[name]]
    if not others:
        return ""
    return f"It was made with {', '.join(others)}: made again, its last digits may differ."


def names_of(runs: Sequence[KeptRun]) -> str:
    """Some runs by name: run 1, run 2 and 5 more."""
    names = [name_of(run) for run in runs[:_NAMED]]
    if len(runs) > _NAMED:
        return f"{', '.join(names)} and {count(len(runs) - _NAMED)} more"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""


def words_on_limit(size: int, limit: int, going: Sequence[KeptRun]) -> str:
    """What is to be said before the limit takes runs away; empty below 80 % of it.

    Args:
        size: Bytes of all kept runs.
        limit: Bytes that they may take.
        going: Which runs the next one would take away, the oldest first.
    """
    if size < 0.8 * limit and not going:
        return ""
    share = math.floor(100 * size / limit)
    taken = f"Kept runs take {count(share)}\u202f% of the {count(limit / 2**20)}\u202fMiB that they may."
    if not going:
        return taken
    which = "the oldest without a star" if len(going) == 1 else f"the {count(len(going))} oldest without a star"
    return (
        f"{taken} The next run will drop {which}: {names_of(going)}. Star what is to stay, or raise the limit in "
        "View ▸ Settings…"
    )
