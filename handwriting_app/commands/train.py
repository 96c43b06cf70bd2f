"""``handwriting-app train``: trains without a window."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import get_args

import numpy as np
from tqdm import tqdm

from handwriting_app.commands.common import CommandError, Commands, add_data_dir_option, epilog
from handwriting_app.commands.inputs import checked_file, told
from handwriting_app.commands.keeping import Keeping
from handwriting_app.data.augment import Variations
from handwriting_app.data.calibration import fit_temperature
from handwriting_app.data.own_drawings import OwnDrawings
from handwriting_app.data.subject import DIGITS, Subject
from handwriting_app.engine.checkpoint import Kept
from handwriting_app.engine.classes import TEN_DIGITS
from handwriting_app.engine.config import TrainingConfig, config_from, usual_learning_rate
from handwriting_app.engine.fast.engines import engine_at_once
from handwriting_app.engine.settings import (
    LEARNING_RATE,
    SETTINGS,
    AnySetting,
    Choice,
    Group,
    Layers,
    Number,
    Switch,
    Whole,
    shown,
)
from handwriting_app.engine.training import Diverged, train
from handwriting_app.ink.unipen import read_characters
from handwriting_app.session.model import Model
from handwriting_app.storage.atomic import check_writable
from handwriting_app.storage.data_folder import DATABASE, cache_folder, data_folder
from handwriting_app.storage.model_file import ModelFileError, check_classes, save_model
from handwriting_app.storage.settings_file import FILE_NAME, SettingsFile
from handwriting_app.storage.settings_keys import DATABASE_LIMIT


def add_parser(commands: Commands[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "train",
        help="train a network without a window",
        description="Train a network on the digits and save it as a model for the window and the other commands.\n"
        "The same options give the same network, number for number. The run is kept beside those of the window.",
        epilog=epilog(
            "handwriting-app train --out mine.safetensors",
            "handwriting-app train --hidden 30 --activation sigmoid --cost quadratic --descent stochastic \\",
            "                      --update-rule plain --learning-rate 0.5 --epochs 30 --out article.safetensors",
        ),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--pens",
        type=Path,
        metavar="PENFILE",
        help="learn the characters of this file of labelled pen strokes (UNIPEN) instead of the digits",
    )
    parser.add_argument("--with-digits", action="store_true", help="with --pens: learn the ten digits as well")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="where to save the model")
    parser.add_argument(
        "--no-keep", dest="keep", action="store_false", help="do not keep the run among those that the window shows"
    )
    groups: dict[Group, argparse._ArgumentGroup] = {}
    for name in get_args(Group):
        groups[name] = parser.add_argument_group(name)
    for setting in SETTINGS.values():
        _add_option(groups[setting.group], setting)
    add_data_dir_option(parser)
    parser.set_defaults(run=run, usage_error=parser.error)


def run(options: argparse.Namespace) -> int:
    try:
        config = config_of(options)
        config = replace(config, engine=engine_at_once(config, cache_folder(options.data_dir)))
    except ValueError as error:
        options.usage_error(str(error))
    out: Path = options.out
    try:
        check_writable(out)  # now, not after minutes of training
    except OSError as error:
        raise CommandError(f"{told(out)}: cannot be written: {error.strerror or error}.") from error
    subject = DIGITS if options.pens is None else _subject(options.pens, with_digits=options.with_digits)
    model = _trained(config, subject, _keeping(options, config))
    try:
        save_model(out, model.to_save(out.stem))
    except OSError as error:
        raise CommandError(f"{told(out)}: cannot be written: {error.strerror or error}.") from error
    except ModelFileError as error:
        raise CommandError(str(error)) from error
    last = model.history.last
    if last is not None:
        epochs = "1 epoch" if last.epoch == 1 else f"{last.epoch} epochs"
        print(
            f"{told(out)}: {last.held_out_accuracy:.2%} of the held-out digits read rightly after {epochs}"
            f"{', converged' if last.converged else ''} ({last.seconds:.1f} s)"
        )
    return 0


def config_of(options: argparse.Namespace) -> TrainingConfig:
    """What the options ask for.

    Raises:
        ValueError: A value is outside its range.
    """
    given = {name: value for name, value in vars(options).items() if name in SETTINGS}
    config = config_from(given)
    if LEARNING_RATE.name in given:
        return config
    return replace(config, learning_rate=usual_learning_rate(config.descent, config.update_rule))


def _keeping(options: argparse.Namespace, config: TrainingConfig) -> Keeping:
    folder = data_folder(options.data_dir)
    limit = SettingsFile(folder / FILE_NAME).get(DATABASE_LIMIT) * 2**20
    return Keeping(folder / DATABASE if options.keep else None, config, limit)


def _subject(path: Path, *, with_digits: bool) -> Subject:
    """The alphabet of a pen file: its labels in the order in which they are first written."""
    try:
        characters = read_characters(checked_file(path))
    except OSError as error:
        raise CommandError(f"{told(path)}: cannot be read: {error.strerror or error}.") from error
    except ValueError as error:
        raise CommandError(str(error)) from error
    names = dict.fromkeys((*(TEN_DIGITS.names if with_digits else ()), *(each.label for each in characters)))
    places = {name: place for place, name in enumerate(names)}
    labels = np.array([places[each.label] for each in characters], np.intp)
    own = OwnDrawings(tuple(each.drawing for each in characters), labels)
    subject = Subject(path.stem, tuple(names), own, has_digits=with_digits)
    try:
        check_classes(subject.classes(has_none=False))
    except ValueError as error:
        raise CommandError(f"{told(path)}: no model can be made of it: {error}.") from error
    return subject


def _trained(config: TrainingConfig, subject: Subject, keeping: Keeping) -> Model:
    """A model after its whole run, the same as the window's Train gives."""
    rng = np.random.default_rng(config.seed)
    model = Model.untrained(config, rng, subject)
    network = model.network.copy()
    try:
        data = subject.load(config.held_out, config.seed)
    except ValueError as error:
        raise CommandError(str(error)) from error
    vary = Variations.of_run(data, config, network.classes)
    kept = Kept()
    # In a log file, a line now and then is enough.
    interval = 0.1 if sys.stderr.isatty() else 5.0

    def reached() -> Model:
        return replace(model, network=network.frozen(), checkpoint=kept.checkpoint)

    with tqdm(total=config.epochs, unit="epoch", file=sys.stderr, mininterval=interval) as bar:
        try:
            for report in train(network, vary.examples(data), config, rng, vary=vary, kept=kept):
                if report is None:
                    continue
                model.history.append([report])
                bar.set_postfix_str(
                    f"cost {report.training_cost:.4f}, held-out {report.held_out_accuracy:.2%}", refresh=False
                )
                bar.update()
                keeping.keep(reached)
        except Diverged as error:
            bar.close()
            keeping.end("diverged", reached())
            raise CommandError(f"{error} Nothing was saved.") from error
        except BaseException:
            bar.close()
            keeping.end("stopped")  # with its last epoch that was kept: this one is half done
            raise
    model = replace(reached(), temperature=fit_temperature(network, data.held_x, data.held_y))
    keeping.end("finished", model)
    return model


def _add_option(group: argparse._ArgumentGroup, setting: AnySetting) -> None:
    """Add the option of a setting; one that is not given leaves no trace in the parsed options."""
    flag = f"--{setting.name.replace('_', '-')}"
    usual = setting.default_words or _text_of(setting.default)
    words = f"{setting.short} (default: {usual})".replace("%", "%%")
    suppress = argparse.SUPPRESS
    match setting:
        case Layers():
            group.add_argument(flag, type=_layers, metavar=f"{setting.unit.upper()},…", default=suppress, help=words)
        case Choice():
            group.add_argument(flag, choices=setting.values, default=suppress, help=words)
        case Whole():
            group.add_argument(flag, type=int, metavar="N", default=suppress, help=words)
        case Number():
            group.add_argument(flag, type=float, metavar="X", default=suppress, help=words)
        case Switch():
            group.add_argument(flag, action=argparse.BooleanOptionalAction, default=suppress, help=words)


def _text_of(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ",".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _layers(text: str) -> tuple[int, ...]:
    if text.strip().lower() in ("", "none"):
        return ()
    try:
        return tuple(int(units) for units in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{shown(text)} is not a list of whole numbers such as 128,64") from None
