"""The menus that list models: recent files, the shipped ones, earlier runs of this window."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from handwriting_app.numerals import count, percent
from handwriting_app.session.model import Model
from handwriting_app.session.session import Session
from handwriting_app.storage.model_file import SUFFIX
from handwriting_app.ui.frame.actions import Menus
from handwriting_app.ui.frame.model_files import ModelFiles


class ModelMenus(QObject):
    """Fills the menus each time they are about to be shown."""

    def __init__(self, session: Session, files: ModelFiles, menus: Menus, shipped: Path) -> None:
        """``shipped`` is the folder of the shipped models, which are opened read-only."""
        super().__init__(files)
        self._session = session
        self._files = files
        self._shipped = shipped
        self._menus = menus
        menus.recent.aboutToShow.connect(self._fill_recent)
        menus.shipped.aboutToShow.connect(self._fill_shipped)
        menus.earlier.aboutToShow.connect(self._fill_earlier)

    def _fill_recent(self) -> None:
        menu = self._menus.recent
        menu.clear()
        for path in self._files.recent():
            menu.addAction(path.name, partial(self._files.open_path, path)).setToolTip(str(path))
        _say_if_empty(menu, "No file was opened or saved yet")

    def _fill_shipped(self) -> None:
        menu = self._menus.shipped
        menu.clear()
        for path in sorted(self._shipped.glob(f"*{SUFFIX}")):
            menu.addAction(path.stem, partial(self._files.open_path, path, read_only=True))
        _say_if_empty(menu, "No model is shipped")

    def _fill_earlier(self) -> None:
        menu = self._menus.earlier
        menu.clear()
        for model in reversed(self._session.shelf.earlier):
            menu.addAction(_describe(model), partial(self._session.bring_back, model))
        _say_if_empty(menu, "Runs that a new one replaces are kept here")


def _say_if_empty(menu: QMenu, text: str) -> None:
    if menu.isEmpty():
        menu.addAction(text).setEnabled(False)


def _describe(model: Model) -> str:
    config, last = model.config, model.history.last
    layers = ", ".join(map(str, config.hidden)) or "no hidden layer"
    text = f"{model.name}: {layers} · {config.activation} · {config.descent}"
    return (
        f"{text} · {count(last.epoch)} epochs, {percent(last.held_out_accuracy, 1)} held-out"
        if last is not None
        else text
    )
