"""What somebody who helps wants to know of the machine and the program, as text; nothing personal, nothing drawn."""

from __future__ import annotations

import platform
import sys
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from PySide6.QtCore import QLibraryInfo, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from handwriting_app import __version__
from handwriting_app.numerals import number
from handwriting_app.storage.log_file import last_problems
from handwriting_app.storage.private_words import without_people

PACKAGES: Final = ("numpy", "scipy", "scikit-learn", "pyqtgraph", "pillow", "safetensors")
MOST_PROBLEMS: Final = 20


def of_the_screens() -> list[str]:
    """Lines about Qt, the screens and the fonts; in the thread of the window."""
    lines = [f"Qt platform plugin: {QGuiApplication.platformName()}"]
    for place, screen in enumerate(QGuiApplication.screens(), 1):
        size = screen.geometry().size()
        lines.append(
            f"Screen {place}: {size.width()} × {size.height()}, scale {number(screen.devicePixelRatio(), 3)}, "
            f"{round(screen.logicalDotsPerInch())} dpi"
        )
    font = QApplication.font()
    lines.append(f"Font: {font.family()}, {number(font.pointSizeF(), 3)} pt")
    scheme = QGuiApplication.styleHints().colorScheme().name.lower()
    lines.append(f"Style: {QApplication.style().name()}, colour scheme: {scheme}")
    return lines


def report(of_screens: Sequence[str], folder: Path) -> str:
    """The whole text; it reads the log in ``folder``, and needs no thread of its own choice.

    Args:
        of_screens: What `of_the_screens` has said.
        folder: The data folder.
    """
    lines = [
        f"Handwriting App {__version__}",
        f"Python {platform.python_version()} ({sys.implementation.name}), {platform.platform()}",
        f"Qt {qVersion()}, built for {QLibraryInfo.version().toString()}; PySide6 {_version('PySide6-Essentials')}",
        ", ".join(f"{package} {_version(package)}" for package in PACKAGES),
        *of_screens,
        f"Data folder: {'there' if folder.is_dir() else 'not made yet'}",
    ]
    problems = last_problems(folder, MOST_PROBLEMS)
    lines += ["", "Last problems in the log:", *problems] if problems else ["", "No problems in the log."]
    return "\n".join(without_people(line) for line in lines) + "\n"


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
