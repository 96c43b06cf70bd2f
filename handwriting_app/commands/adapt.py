"""``handwriting-app adapt``: a model learns a person's hand, without a window."""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
from tqdm import tqdm

from handwriting_app.commands.common import CommandError, Commands, add_model_option, epilog
from handwriting_app.commands.inputs import checked_file, opened_model, told
from handwriting_app.data.adaptation import Adapted, adapt, adaptation_config
from handwriting_app.data.calibration import fit_temperature
from handwriting_app.data.digits import load_digits_split
from handwriting_app.data.own_drawings import OwnDrawings
from handwriting_app.engine.network import Network
from handwriting_app.engine.training import Diverged
from handwriting_app.ink.unipen import Character, read_characters
from handwriting_app.names import shown_name
from handwriting_app.numerals import count
from handwriting_app.storage.atomic import check_writable
from handwriting_app.storage.model_file import ModelFileError, SavedModel, save_model

_LABELS_SHOWN: Final = 8

_LONGEST_LABEL: Final = 20


def add_parser(commands: Commands[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "adapt",
        help="teach a model a person's handwriting",
        description="Learn the first N characters of a file of labelled pen strokes, and measure on the others and on\n"
        "the digits that were held back from the model's training, before and after.\n"
        "Nothing is written unless --out names a file. The same options give the same numbers.",
        epilog=epilog(
            "handwriting-app adapt mine.tra --holdout 20",
            "handwriting-app adapt mine.tra --holdout 50 --model old.safetensors --out mine.safetensors --json",
        ),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("pens", type=Path, metavar="PENFILE", help="one person's labelled pen strokes (UNIPEN)")
    parser.add_argument(
        "--holdout", type=_from_one, required=True, metavar="N", help="learn the first N; the others are measured on"
    )
    add_model_option(parser, "adapt this model")
    parser.add_argument("--out", type=Path, metavar="FILE", help="save the adapted model here")
    parser.add_argument("--seed", type=_from_zero, default=0, metavar="N", help="of all chance (default: 0)")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of text")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    out: Path | None = options.out
    if out is not None:
        try:
            check_writable(out)  # now, not after the training
        except OSError as error:
            raise _unwritable(out, error) from error
    model = opened_model(options)
    names = model.network.classes.names
    written = _readable(options.pens, names)
    learned = _learned(options.pens, written, options.holdout)
    own, held = written[:learned], written[learned:]
    network = model.network.copy()
    adapted = _adapted(model, network, _drawings(own, names), _drawings(held, names), options.seed)
    if out is not None:
        _save(out, model, network, learned)
    measured = {
        "n": len(held),
        "before": adapted.before.own,
        "after": adapted.after.own,
        "digits_before": _or_none(adapted.before.digits),
        "digits_after": _or_none(adapted.after.digits),
    }
    print(json.dumps(measured, allow_nan=False) if options.json else _as_text(options.pens, learned, held, adapted))
    return 0


def _readable(path: Path, names: tuple[str, ...]) -> list[Character]:
    """The characters of a pen file whose labels the model can read; the others are named on standard error."""
    try:
        characters = read_characters(checked_file(path))
    except OSError as error:
        raise CommandError(f"{told(path)}: cannot be read: {error.strerror or error}.") from error
    except ValueError as error:
        raise CommandError(str(error)) from error
    readable = [character for character in characters if character.label in names]
    if others := Counter(character.label for character in characters if character.label not in names):
        labels = [shown_name(label, _LONGEST_LABEL) for label in sorted(others)]
        shown = ", ".join(labels[:_LABELS_SHOWN]) + (" …" if len(labels) > _LABELS_SHOWN else "")
        print(
            f"note: {told(path)}: left out are {count(others.total())} of {count(len(characters))} characters, whose "
            f"labels the model cannot read: {shown}.",
            file=sys.stderr,
        )
    return readable


def _learned(path: Path, written: list[Character], holdout: int) -> int:
    """How many are learned, if some are left to measure on."""
    if holdout < len(written):
        return holdout
    if len(written) < 2:
        raise CommandError(
            f"{told(path)}: it has {count(len(written))} characters that the model can read; at least 2 are needed, "
            "one to learn and one to measure on."
        )
    raise CommandError(
        f"{told(path)}: it has {count(len(written))} characters that the model can read, so that at most "
        f"{count(len(written) - 1)} can be learned: choose a smaller --holdout than {count(holdout)}."
    )


def _drawings(written: list[Character], names: tuple[str, ...]) -> OwnDrawings:
    classes = [names.index(character.label) for character in written]
    return OwnDrawings(tuple(character.drawing for character in written), np.array(classes, np.intp))


def _adapted(model: SavedModel, network: Network, own: OwnDrawings, held: OwnDrawings, seed: int) -> Adapted:
    """Teach ``network``, with a progress bar on standard error."""
    data = load_digits_split(model.config.held_out, model.config.seed)  # just as it was when the model was trained
    config = adaptation_config(model.config, seed)
    steps = adapt(network, own, data, config, held=held)
    # In a log file, a line now and then is enough.
    interval = 0.1 if sys.stderr.isatty() else 5.0
    with tqdm(total=config.epochs, unit="epoch", file=sys.stderr, mininterval=interval) as bar:
        try:
            while True:
                report = next(steps)
                if report is not None:
                    bar.set_postfix_str(f"held-out digits {report.held_out_accuracy:.2%}", refresh=False)
                    bar.update()
        except StopIteration as end:
            adapted: Adapted = end.value
            return adapted
        except Diverged as error:
            bar.close()
            raise CommandError(f"{error} Nothing was learned.") from error


def _save(out: Path, model: SavedModel, network: Network, learned: int) -> None:
    """Write the adapted model: with the settings and curves of its training, and a temperature of its own."""
    data = load_digits_split(model.config.held_out, model.config.seed)
    temperature = fit_temperature(network, data.held_x, data.held_y)
    adapted = replace(model, network=network, temperature=temperature, name=out.stem, checkpoint=None)
    try:
        save_model(out, adapted)
    except OSError as error:
        raise _unwritable(out, error) from error
    except ModelFileError as error:
        raise CommandError(str(error)) from error


def _unwritable(out: Path, error: OSError) -> CommandError:
    return CommandError(f"{told(out)}: cannot be written: {error.strerror or error}.")


def _as_text(path: Path, learned: int, held: list[Character], adapted: Adapted) -> str:
    lines = [
        f"{told(path)}: learned {_characters(learned)}, measured on the other {count(len(held))}",
        f"these:           {adapted.before.own:7.2%} → {adapted.after.own:7.2%} read rightly",
    ]
    if not math.isnan(adapted.before.digits):
        lines.append(f"held-out digits: {adapted.before.digits:7.2%} → {adapted.after.digits:7.2%}")
    if not adapted.share:
        lines.append("The model is as it was: these say too little that is new, or learning them would cost too much.")
    return "\n".join(lines)


def _characters(number: int) -> str:
    return "1 character" if number == 1 else f"{count(number)} characters"


def _or_none(share: float) -> float | None:
    """JSON has no word for a number that is not there."""
    return None if math.isnan(share) else share


def _from_one(text: str) -> int:
    return _whole(text, 1)


def _from_zero(text: str) -> int:
    return _whole(text, 0)


def _whole(text: str, least: int) -> int:
    try:
        number = int(text)
    except ValueError:
        number = least - 1
    if number < least:
        raise argparse.ArgumentTypeError(f"{shown_name(text, _LONGEST_LABEL)} is not a whole number from {least} on")
    return number
