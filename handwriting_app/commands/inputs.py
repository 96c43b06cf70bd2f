"""What the commands read: the model that they read with, and files that can be checked first."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from handwriting_app.assets import default_model_path
from handwriting_app.commands.common import CommandError
from handwriting_app.ink.normalise import NORMALISATION_VERSION
from handwriting_app.storage.model_file import ModelFileError, SavedModel, load_model


def opened_model(options: argparse.Namespace) -> SavedModel:
    """The model that ``--model`` names, or the shipped one."""
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
