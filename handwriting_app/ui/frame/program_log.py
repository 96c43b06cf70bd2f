"""The log of a program with a window: what it says at the start and the end, and what Qt complains of."""

from __future__ import annotations

import logging
import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, QtMsgType, qFormatLogMessage, qInstallMessageHandler, qVersion

from handwriting_app import __version__
from handwriting_app.storage.log_file import open_log

_LEVELS = {
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


@contextmanager
def keep_log(folder: Path) -> Iterator[None]:
    """Keep the log in ``folder`` for as long as the program runs; where it cannot be written there is none."""
    log = open_log(folder)
    logger = logging.getLogger(__name__)
    logger.info(
        "Handwriting App %s begins: Python %s, Qt %s, %s", __version__, platform.python_version(), qVersion(), _system()
    )
    qInstallMessageHandler(_on_message)
    try:
        yield
    finally:
        qInstallMessageHandler(None)
        logger.info("Handwriting App ends")
        log.close()


def _system() -> str:
    return f"{platform.system()} {platform.release()} {platform.machine()}"


def _on_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    """Say it on standard error, as Qt does, and keep what is a warning or worse."""
    if sys.stderr is not None:  # a program without a terminal has none on Windows
        print(qFormatLogMessage(kind, context, message), file=sys.stderr)
    if kind in _LEVELS:
        logging.getLogger(__name__).log(_LEVELS[kind], "Qt: %s", message)
