"""Where the program keeps what is its own: one folder, where the system wants such folders to be, or where it is told.

Settings, lessons of the user's own, pictures of the course, the database and the log lie in it. Whoever writes there is
handed the folder, or a path in it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from handwriting_app.names import shown_name
from handwriting_app.storage.atomic import check_writable

DATABASE: Final = "handwriting.sqlite3"
"""The file in the data folder that keeps drawings, alphabets and runs."""

VARIABLE: Final = "HANDWRITING_APP_DATA"
"""The variable of the environment that names another folder."""

_LONGEST_PATH: Final = 200


class DataFolderError(Exception):
    """Why nothing can be kept in a folder, in a sentence."""


def data_folder(chosen: Path | None = None) -> Path:
    """The folder; it need not exist yet. Relative where the system tells of no home, and then not to be used.

    Args:
        chosen: Which one a person has asked for (``--data-dir``); None for the one that the environment names in
            `VARIABLE`, or the user's own.
    """
    named = chosen or os.environ.get(VARIABLE)
    if named:
        return Path(named).absolute()
    import platformdirs  # the user's own folder alone needs it

    return Path(platformdirs.user_data_path("handwriting-app", appauthor=False))


def cache_folder(chosen: Path | None = None) -> Path:
    """The folder for what can be made anew at any time; it need not exist. ``chosen`` as for `data_folder`."""
    if chosen or os.environ.get(VARIABLE):
        return data_folder(chosen) / "cache"
    import platformdirs

    return Path(platformdirs.user_cache_path("handwriting-app", appauthor=False))


def make_folder(folder: Path) -> None:
    """Make the folder, if it is not there, for this user alone, and see that files can be written in it.

    Raises:
        DataFolderError: It cannot be made, or not be written to.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        check_writable(folder / ".probe")
    except (OSError, ValueError) as error:  # a name with a zero in it is the latter
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise DataFolderError(
            f"The data folder {shown_name(folder, _LONGEST_PATH)} cannot be used: {reason}. "
            "Choose one that you may write to (--data-dir)."
        ) from error
