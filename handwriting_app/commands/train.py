"""``handwriting-app train``: trains without a window."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from handwriting_app.commands.common import CommandError, Commands, epilog
from handwriting_app.engine.config import (
    ActivationName,
    CostName,
    DescentMode,
    TrainingConfig,
    UpdateRule,
    usual_learning_rate,
)

if TYPE_CHECKING:
    from handwriting_app.engine.checkpoint import Checkpoint
    from handwriting_app.session.model import Model

DEFAULTS = TrainingConfig()


def add_parser(commands: Commands[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "train",
        help="train a network without a window",
        description="Train a network on the digits and save it as a model for the window and the other commands.\n"
        "The same options give the same network, number for number.",
        epilog=epilog(
            "handwriting-app train --out mine.safetensors",
            "handwriting-app train --hidden 30 --activation sigmoid --cost quadratic --descent stochastic \\",
            "                      --update-rule plain --learning-rate 0.5 --epochs 30 --out article.safetensors",
        ),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="where to save the model")
    _add_network_options(parser.add_argument_group("network"))
    _add_descent_options(parser.add_argument_group("descent"))
    _add_run_options(parser.add_argument_group("run"))
    parser.set_defaults(run=run, usage_error=parser.error)


def run(options: argparse.Namespace) -> int:
    try:
        config = config_of(options)
    except ValueError as error:
        options.usage_error(str(error))
    out: Path = options.out
    _check_writable(out)
    model, checkpoint = _trained(config)

    from handwriting_app.storage.model_file import save_model

    try:
        save_model(out, replace(model.to_save(out.stem), checkpoint=checkpoint))
    except OSError as error:
        raise CommandError(f"{out}: cannot be written: {error.strerror or error}.") from error
    last = model.history.last
    if last is not None:
        print(
            f"{out}: {last.held_out_accuracy:.2%} of the held-out digits read rightly after {last.epoch} epochs"
            f"{', converged' if last.converged else ''} ({last.seconds:.1f} s)"
        )
    return 0


def config_of(options: argparse.Namespace) -> TrainingConfig:
    """What the options ask for.

    Raises:
        ValueError: A value is outside its range.
    """
    values = {name: value for name, value in vars(options).items() if name in {f.name for f in fields(TrainingConfig)}}
    if values["learning_rate"] is None:
        values["learning_rate"] = usual_learning_rate(options.descent, options.update_rule)
    return TrainingConfig(**values)


def _trained(config: TrainingConfig) -> tuple[Model, Checkpoint | None]:
    """A model after its whole run, the same as the window's Train gives, and where that run is."""
    import numpy as np
    from tqdm import tqdm

    from handwriting_app.data.augment import Variations
    from handwriting_app.data.calibration import fit_temperature
    from handwriting_app.data.digits import load_digits_split
    from handwriting_app.engine.checkpoint import Kept
    from handwriting_app.engine.training import Diverged, train
    from handwriting_app.session.model import Model

    rng = np.random.default_rng(config.seed)
    model = Model.untrained(config, rng)
    network = model.network.copy()
    data = load_digits_split(config.held_out, config.seed)
    vary = Variations(data.train_x, data.train_y, strength=config.variation, seed=config.seed)
    kept = Kept()
    # In a log file, a line now and then is enough.
    interval = 0.1 if sys.stderr.isatty() else 5.0
    with tqdm(total=config.epochs, unit="epoch", file=sys.stderr, mininterval=interval) as bar:
        try:
            for report in train(network, data, config, rng, vary=vary, kept=kept):
                if report is None:
                    continue
                model.history.append([report])
                bar.set_postfix_str(
                    f"cost {report.training_cost:.4f}, held-out {report.held_out_accuracy:.2%}", refresh=False
                )
                bar.update()
        except Diverged as error:
            bar.close()
            raise CommandError(f"{error} Nothing was saved.") from error
    temperature = fit_temperature(network, data.held_x, data.held_y)
    return replace(model, network=network.frozen(), temperature=temperature), kept.checkpoint


def _check_writable(path: Path) -> None:
    """Say so now if the model could not be saved: not after minutes of training."""
    if path.is_dir():
        raise CommandError(f"{path}: this is a folder; name the file to save to.")
    if not path.parent.is_dir():
        raise CommandError(f"{path}: there is no folder {path.parent}.")
    if not os.access(path.parent, os.W_OK):
        raise CommandError(f"{path}: the folder {path.parent} cannot be written to.")


def _add_network_options(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--hidden",
        type=_layers,
        metavar="UNITS,…",
        default=DEFAULTS.hidden,
        help="units of each hidden layer, from the input upwards, or 'none' "
        f"(default: {','.join(map(str, DEFAULTS.hidden))})",
    )
    _add_choice(group, "activation", ActivationName, "of the hidden layers")
    _add_choice(group, "cost", CostName, "what descent makes small")


def _add_descent_options(group: argparse._ArgumentGroup) -> None:
    _add_choice(group, "descent", DescentMode, "how many digits are seen before each update")
    for name, kind, what in (
        ("batch_size", int, "digits for each update in mini-batch mode"),
        ("momentum", float, "share of the last step that is kept, with --update-rule momentum"),
        ("l2", float, "weight decay"),
        ("label_smoothing", float, "share of the target that is spread over all classes"),
        ("weight_averaging", float, "decay per epoch of the running average of the weights; 0: none"),
    ):
        _add_number(group, name, kind, what)
    group.add_argument(
        "--learning-rate",
        type=float,
        metavar="X",
        help="length of a step (default: what suits the descent and the update rule)",
    )
    _add_choice(group, "update_rule", UpdateRule, "how a gradient becomes a step")


def _add_run_options(group: argparse._ArgumentGroup) -> None:
    for name, kind, what in (
        ("epochs", int, "passes over the training digits, at most"),
        ("seed", int, "of the split, the first weights, the order and the variation of the digits"),
        ("held_out", float, "share of the digits that is kept back, to measure on"),
        ("variation", float, "how strongly the training digits are varied; 0: not at all"),
        ("tolerance", float, "a fall of the cost smaller than this counts as none"),
        ("patience", int, "epochs without a fall after which the run has converged"),
    ):
        _add_number(group, name, kind, what)
    group.add_argument(
        "--stop-when-converged",
        action=argparse.BooleanOptionalAction,
        default=DEFAULTS.stop_when_converged,
        help="end the run once the cost has stopped falling",
    )


def _add_choice(group: argparse._ArgumentGroup, name: str, choices: object, what: str) -> None:
    group.add_argument(
        f"--{name.replace('_', '-')}",
        choices=get_args(choices),
        default=getattr(DEFAULTS, name),
        help=f"{what} (default: %(default)s)",
    )


def _add_number(group: argparse._ArgumentGroup, name: str, kind: type[int] | type[float], what: str) -> None:
    group.add_argument(
        f"--{name.replace('_', '-')}",
        type=kind,
        metavar="N" if kind is int else "X",
        default=getattr(DEFAULTS, name),
        help=f"{what} (default: %(default)s)",
    )


def _layers(text: str) -> tuple[int, ...]:
    if text.strip().lower() in ("", "none"):
        return ()
    try:
        return tuple(int(units) for units in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a list of whole numbers such as 128,64") from None
