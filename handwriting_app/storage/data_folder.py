"""Where the program keeps what is its own: one folder of the user, where the system wants such folders to be."""

from __future__ import annotations

from pathlib import Path

import platformdirs


def data_folder() -> Path:
    """The folder; it need not exist yet. Relative where the system tells of no home, and then not to be used."""
    return Path(platformdirs.user_data_path("handwriting-app", appauthor=False))


def own_lessons_folder() -> Path:
    """Where lessons of the user's own are found; it need not exist."""
    return data_folder() / "lessons"


def course_folder() -> Path:
    """Where pictures of what a learner has done are kept; it need not exist."""
    return data_folder() / "course"
