"""A log in the data folder: that the program began and ended, and what went wrong; nothing of what anybody has drawn.

Everything goes through Python's `logging`, by the logger `NAME`; whoever has something to tell asks for it by name. It
is kept in a file only between `open_log` and `LogFile.close`, which are for the start and the end of the program alone.
"""

from __future__ import annotations

import logging
import os
import stat
import sys
import threading
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Final, TextIO

from handwriting_app.storage.private_words import place_of, without_people, without_values

NAME: Final = "handwriting_app"
"""Of the logger."""

FILE_NAME: Final = "log.txt"
MOST_BYTES: Final = 256 * 1024
"""Of one file; then another is begun."""
OLDER_FILES: Final = 2

LONGEST: Final = 500
"""Characters of a message."""


class LogFile:
    """The file, while it is written.

    Attributes:
        path: It is made by the first line; in a folder that cannot be written to it never is, and nobody is told.
    """

    def __init__(self, folder: Path, least: int) -> None:
        """``least``: the level of what is kept."""
        self.path = folder / FILE_NAME
        self._logger = logging.getLogger(NAME)
        self._before = self._logger.level
        self._handler = _Handler(self.path)
        self._logger.setLevel(least)
        self._logger.addHandler(self._handler)
        self._hooks = sys.excepthook, threading.excepthook
        sys.excepthook, threading.excepthook = self._on_exception, self._on_exception_in_thread

    def close(self) -> None:
        """Leave `logging`, and what Python does with exceptions, as they were."""
        sys.excepthook, threading.excepthook = self._hooks
        self._logger.removeHandler(self._handler)
        self._logger.setLevel(self._before)
        self._handler.close()

    def _on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, Exception):
            self._logger.error("An error in the program", exc_info=(kind, error, trace))
        self._hooks[0](kind, error, trace)

    def _on_exception_in_thread(self, told: threading.ExceptHookArgs) -> None:
        if told.exc_value is not None and issubclass(told.exc_type, Exception):
            exc_info = told.exc_type, told.exc_value, told.exc_traceback
            self._logger.error("An error in the program", exc_info=exc_info)
        self._hooks[1](told)


def open_log(folder: Path, *, least: int = logging.INFO) -> LogFile:
    """Keep from now on what is logged at level ``least`` or above, and every exception that nobody handles."""
    return LogFile(folder, least)


def last_problems(folder: Path, most: int) -> list[str]:
    """The last lines of the log that are warnings or worse, oldest first, without the places of exceptions.

    Where there is no log that can be read there are none.
    """
    try:
        with _opened(folder / FILE_NAME, os.O_RDONLY) as file:
            lines = file.read(2 * MOST_BYTES).splitlines()
    except OSError:
        return []
    levels = {logging.getLevelName(level) for level in (logging.WARNING, logging.ERROR, logging.CRITICAL)}
    return [line for line in lines if levels.intersection(line.split(" ", 3)[2:3])][-most:]


class _Handler(RotatingFileHandler):
    """Writes what it can, and is silent about what it cannot: the log is not what the program is for."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=MOST_BYTES, backupCount=OLDER_FILES, encoding="utf-8", delay=True)
        self.setFormatter(_Formatter("%(asctime)s %(levelname)s %(message)s", "%Y-%m-%d %H:%M:%S"))

    def handleError(self, record: logging.LogRecord) -> None:
        """Let it be: what could not be written is lost."""

    def close(self) -> None:
        """Close the file; on a full disk what is not in it yet is lost."""
        with suppress(OSError):
            super().close()

    def _open(self) -> TextIO:  # type: ignore[override]
        path = Path(self.baseFilename)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return _opened(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)


class _Formatter(logging.Formatter):
    def formatMessage(self, record: logging.LogRecord) -> str:
        """One line, in which no value, no person and no folder is left."""
        words = " ".join(without_people(without_values(record.message)).split())
        record.message = words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
        return super().formatMessage(record)

    def formatException(self, told: object) -> str:
        """What kind of error it was, and where, by the names of files; nothing of the values that it speaks of."""
        assert isinstance(told, tuple)
        _, error, trace = told
        words = " ".join(without_people(without_values(str(error))).split())[:LONGEST]
        return "\n".join([f"  {type(error).__name__}: {words}", *(f"    {place}" for place in place_of(trace))])


def _opened(path: Path, flags: int) -> TextIO:
    """Open a file for text; a pipe, which would wait for its reader, and a device are refused."""
    descriptor = os.open(path, flags | getattr(os, "O_NONBLOCK", 0), 0o600)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(None, "this is not a file")
    return open(
        descriptor,
        "r" if flags == os.O_RDONLY else "a",
        encoding="utf-8",
        errors="replace" if flags == os.O_RDONLY else "backslashreplace",
    )
