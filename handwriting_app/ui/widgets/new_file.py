"""The one way to ask for the name of a file to write: nothing is replaced that a person was not asked about."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from handwriting_app.names import shown_name
from handwriting_app.ui.widgets.dialogs import message_box


def ask_for_new_file(parent: QWidget, title: str, suggestion: Path, ending: str, kind: str) -> Path | None:
    """Ask where to write a file, until the answer names a new one or one that may be replaced.

    Args:
        parent: The window that waits for the answer.
        title: Of the dialog.
        suggestion: Where, and what name, until the person says something else.
        ending: Such as ``.csv``; it is given to every name that lacks it.
        kind: What such files are called, for the dialog.

    Returns:
        None if there is nothing to write after all.
    """
    while True:
        chosen, _ = QFileDialog.getSaveFileName(parent, title, str(suggestion), f"{kind} (*{ending})")
        if not chosen:
            return None
        path = with_ending(Path(chosen), ending)
        # The dialog has asked about the name as it was typed, and knows no other.
        if path == Path(chosen) or not os.path.exists(path) or _may_replace(parent, title, path):
            return path
        suggestion = path


def with_ending(path: Path, ending: str) -> Path:
    """``path``, with ``ending`` added if its name has another or none: ``run 1.5`` has none."""
    return path if path.name.lower().endswith(ending) else path.with_name(path.name + ending)


def _may_replace(parent: QWidget, title: str, path: Path) -> bool:
    text = "There is a file of this name already. Replace it?"
    icon = QMessageBox.Icon.Question
    box = message_box(parent, "replace_dialog", icon, title, text, shown_name(path.name))
    buttons = QMessageBox.StandardButton
    box.setStandardButtons(buttons.Yes | buttons.No)
    box.setDefaultButton(buttons.No)
    return box.exec() == buttons.Yes
