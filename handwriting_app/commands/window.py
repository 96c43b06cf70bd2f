"""``handwriting-app`` alone: opens the window."""

from __future__ import annotations

import argparse
import gc
import os
import sys
import threading
from pathlib import Path
from typing import NoReturn

from handwriting_app.commands.common import CommandError


def run(options: argparse.Namespace) -> int:
    if options.lesson is not None:
        _check(options.lesson)
    return open_window(options.model, options.lesson, options.data_dir)


def _check(lesson: Path) -> None:
    """Say what is wrong with a lesson before there is a window."""
    # Not at the top: whoever names no lesson need not wait for what reads them.
    from handwriting_app.storage.lesson_files import LessonFileError
    from handwriting_app.storage.own_lessons import lesson_at

    try:
        lesson_at(lesson)
    except LessonFileError as error:
        raise CommandError(str(error)) from error


def open_window(model: Path | None, lesson: Path | None = None, data_dir: Path | None = None) -> int:
    """Open the window and return the exit status.

    Args:
        model: The file of the model to open; None for the one that the settings name.
        lesson: The file of the lesson to open, if any.
        data_dir: Where what the program writes is kept; None for the folder that `data_folder` gives.
    """
    if sys.platform.startswith("linux") and not any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    ):
        # Qt itself would abort the process.
        raise CommandError("there is no display to open the window on (neither DISPLAY nor WAYLAND_DISPLAY is set).")
    gc.disable()  # run_window puts it on again
    # Not at the top: the other commands need no Qt, and run where its libraries are missing.
    from handwriting_app.app import run_window
    from handwriting_app.storage.errors import ModelFileError

    try:
        status = run_window(model_path=model, lesson_path=lesson, data_dir=data_dir)
    except ModelFileError as error:
        raise CommandError(str(error)) from error
    if threading.active_count() > 1:
        _leave(status)
    return status


def _leave(status: int) -> NoReturn:
    """End the process now: Python would wait for threads that nothing can interrupt, such as one that imports.

    All that was to be kept has been kept when the window is closed.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)
