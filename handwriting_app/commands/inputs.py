"""What the commands read: the model that they read with, and files that can be checked first."""

from __future__ import annotations

import argparse
import stat
import sys
from pathlib import Path
from typing import Final

from handwriting_app.assets import default_model_path
from handwriting_app.commands.common import CommandError
from handwriting_app.ink.normalise import NORMALISATION_VERSION
from handwriting_app.names import shown_name
from handwriting_app.storage.model_file import ModelFileError, SavedModel, load_model

_LONGEST_PATH: Final = 200


def opened_model(options: argparse.Namespace) -> SavedModel:
    """The model that ``--model`` names, or the shipped one."""
    path: Path = options.model or default_model_path()
    try:
        model = load_model(path)
    except ModelFileError as error:
        raise CommandError(str(error)) from error
    if model.normalisation_version != NORMALISATION_VERSION:
        print(
            f"note: {told(path.name)} was trained with version {model.normalisation_version} of the normalisation; "
            f"this program has version {NORMALISATION_VERSION}, and it may read less well.",
            file=sys.stderr,
        )
    return model


def told(path: Path | str) -> str:
    """``path`` as a message or a line of the output shows it."""
    return shown_name(path, _LONGEST_PATH)


def checked_file(path: Path) -> Path:
    """``path``, if it is a file; devices and pipes have no end that can be checked first."""
    if not stat.S_ISREG(checked_mode(path)):
        raise CommandError(f"{told(path)}: this is not a file.")
    return path


def checked_mode(path: Path) -> int:
    """What ``path`` is, as `stat.S_ISREG` and its like ask for it; links are followed."""
    name = told(path)
    try:
        return path.stat().st_mode
    except FileNotFoundError as error:
        raise CommandError(f"{name}: there is no such file.") from error
    except OSError as error:
        raise CommandError(f"{name}: it cannot be opened: {error.strerror or error}.") from error
