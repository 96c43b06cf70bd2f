"""Where the program keeps what is its own: one folder of the user, where the system wants such folders to be."""

from __future__ import annotations

from pathlib import Path

import platformdirs


def data_folder() -> Path:
    """The folder; it need not exist yet. Relative where the system tells of no home, and then not to be used."""
    return Path(platformdirs.user_data_path("handwriting-app", appauthor=False))
