"""``handwriting-app --make-shortcut`` and ``--remove-shortcut``: the entry in the menu of the desktop."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Final

from handwriting_app.commands.common import CommandError
from handwriting_app.names import shown_name

_LONGEST_PATH: Final = 200


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add both options; either takes the place of the window."""
    group = parser.add_mutually_exclusive_group()
    group.add_argument(
        "--make-shortcut",
        dest="run",
        action="store_const",
        const=make,
        help="put the program into the menu of the desktop, with the --data-dir that is given, and open no window",
    )
    group.add_argument(
        "--remove-shortcut", dest="run", action="store_const", const=remove, help="take it out of the menu again"
    )


def make(options: argparse.Namespace) -> int:
    from handwriting_app.storage.menu_entry import make_entry

    folder: Path | None = options.data_dir
    try:
        path = make_entry(() if folder is None else ("--data-dir", str(folder.absolute())))
    except (OSError, ValueError) as error:
        raise CommandError(f"The menu entry cannot be made: {_reason(error)}.") from error
    print(f"Handwriting App is in the menu now: {_shown(path)}")
    return 0


def remove(_options: argparse.Namespace) -> int:
    from handwriting_app.storage.menu_entry import remove_entry

    try:
        path = remove_entry()
    except OSError as error:
        raise CommandError(f"The menu entry cannot be taken away: {_reason(error)}.") from error
    print("There was no entry in the menu." if path is None else f"No longer in the menu: {_shown(path)}")
    return 0


def _reason(error: Exception) -> str:
    if not isinstance(error, OSError):
        return str(error)
    place = f"{shown_name(os.fsdecode(error.filename), _LONGEST_PATH)}: " if error.filename else ""
    return place + (error.strerror or str(error))


def _shown(path: Path) -> str:
    return shown_name(path, _LONGEST_PATH)
