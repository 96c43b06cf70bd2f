"""The menus that list models: recent files, the shipped ones, earlier runs of this window."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

from handwriting_app.names import shown_name
from handwriting_app.numerals import count, percent
from handwriting_app.session.model import Model
from handwriting_app.ui.frame.actions import Menus
from handwriting_app.ui.widgets.plain_text import in_menu, in_tooltip
from handwriting_app.ui.widgets.tips import set_tip

_LONGEST_PATH: Final = 200


class ModelMenus(QObject):
    """Keeps the three menus filled.

    Signals:
        open_requested(Path), shipped_requested(Path): A model file was chosen; a shipped one is not to be written to.
        model_requested(Model): An earlier run was chosen.
    """

    open_requested = Signal(object)
    shipped_requested = Signal(object)
    model_requested = Signal(object)

    def __init__(self, menus: Menus, shipped: Iterable[Path]) -> None:
        super().__init__()
        self._menus = menus
        for path in shipped:
            menus.shipped.addAction(in_menu(path.stem), partial(self.shipped_requested.emit, path))
        _say_if_empty(menus.shipped, "No model is shipped")

    def show_recent(self, paths: Iterable[Path]) -> None:
        menu = self._menus.recent
        menu.clear()
        for path in paths:
            action = menu.addAction(in_menu(path.name), partial(self.open_requested.emit, path))
            set_tip(action, in_tooltip(shown_name(path, _LONGEST_PATH)))
        _say_if_empty(menu, "No file was opened or saved yet")

    def show_earlier(self, models: Iterable[Model]) -> None:
        """List models, oldest first; the newest stands at the top."""
        menu = self._menus.earlier
        menu.clear()
        for model in reversed(tuple(models)):
            menu.addAction(in_menu(_describe(model)), partial(self.model_requested.emit, model))
        _say_if_empty(menu, "Runs that a new one replaces are kept here")


def _say_if_empty(menu: QMenu, text: str) -> None:
    if menu.isEmpty():
        menu.addAction(text).setEnabled(False)


def _describe(model: Model) -> str:
    config, last = model.config, model.history.last
    layers = ", ".join(map(str, config.hidden)) or "no hidden layer"
    text = f"{shown_name(model.name)}: {layers} · {config.activation} · {config.descent}"
    if last is None:
        return text
    epochs = "1 epoch" if last.epoch == 1 else f"{count(last.epoch)} epochs"
    return f"{text} · {epochs}, {percent(last.held_out_accuracy, 1)} held-out"
