"""What the commands share: how they fail, the model they read with, and the shape of their help."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from handwriting_app.assets import default_model_path

if TYPE_CHECKING:
    from handwriting_app.storage.model_file import SavedModel

Commands = argparse._SubParsersAction  # argparse has no public name for what add_subparsers() returns


class CommandError(Exception):
    """What went wrong, in one line for the person at the terminal; the exit status is 1."""


def epilog(*examples: str) -> str:
    """The end of a help text: examples and exit statuses."""
    lines = "\n".join(f"  {example}" for example in examples)
    return (
        f"examples:\n{lines}\n\n"
        "exit status:\n"
        "  0    done\n"
        "  1    it could not be done: one line on standard error says why\n"
        "  2    the command line itself is wrong\n"
        "  130  interrupted with Ctrl+C"
    )


def add_model_option(parser: argparse.ArgumentParser, purpose: str, *, default: object = argparse.SUPPRESS) -> None:
    """Add ``--model``; a command without a default of its own leaves what was given before the command's name."""
    parser.add_argument(
        "--model", type=Path, metavar="FILE", default=default, help=f"{purpose} (default: the one that is shipped)"
    )


def opened_model(options: argparse.Namespace) -> SavedModel:
    """The model that ``--model`` names, or the shipped one."""
    from handwriting_app.ink.normalise import NORMALISATION_VERSION
    from handwriting_app.storage.model_file import ModelFileError, load_model

    path: Path = options.model or default_model_path()
    try:
        model = load_model(path)
    except ModelFileError as error:
        raise CommandError(str(error)) from error
    if model.normalisation_version != NORMALISATION_VERSION:
        print(
            f"note: {path.name} was trained with version {model.normalisation_version} of the normalisation; this "
            f"program has version {NORMALISATION_VERSION}, and it may read less well.",
            file=sys.stderr,
        )
    return model


def checked_file(path: Path) -> Path:
    """``path``, if it is a file; devices and pipes have no end that can be checked first."""
    if not path.exists():
        raise CommandError(f"{path}: there is no such file.")
    if not path.is_file():
        raise CommandError(f"{path}: this is not a file.")
    return path
