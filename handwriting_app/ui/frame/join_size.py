"""Joins the keys, the wheel and the setting of the size to what they change."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from handwriting_app.numerals import percent
from handwriting_app.storage.settings_file import SettingsFile
from handwriting_app.storage.settings_keys import SIZE, SIZES
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.frame.actions import Actions
from handwriting_app.ui.frame.first_paint import FirstPaint
from handwriting_app.ui.frame.lazy_tabs import LazyTabs
from handwriting_app.ui.frame.main_window import MainWindow
from handwriting_app.ui.frame.size_switcher import USUAL, SizeSwitcher
from handwriting_app.ui.frame.size_wheel import SizeWheel


class SizeJoin(QObject):
    """Makes everything larger or smaller, keeps the size, and says it."""

    def __init__(
        self,
        desk: Desk,
        settings: SettingsFile,
        window: MainWindow,
        tabs: LazyTabs,
        switcher: SizeSwitcher,
        actions: Actions,
        is_presented: Callable[[], bool],
    ) -> None:
        """``is_presented``: whether the present size is that of a presentation, and ends with it."""
        super().__init__(window)
        self._desk = desk
        self._settings = settings
        self._window = window
        self._switcher = switcher
        self._is_presented = is_presented
        self._actions = actions
        actions.larger.triggered.connect(partial(switcher.step, 1))
        actions.smaller.triggered.connect(partial(switcher.step, -1))
        actions.usual_size.triggered.connect(partial(switcher.set_size, USUAL))
        switcher.size_changed.connect(self._on_changed)
        FirstPaint(tabs).happened.connect(self._listen)
        self._allow()

    def _listen(self) -> None:
        SizeWheel(self._window).turned.connect(self._switcher.step)

    def _on_changed(self, size: int) -> None:
        self._allow()
        if self._is_presented():
            return
        self._settings.put(SIZE, size)
        self._desk.message.emit(f"Everything is shown at {percent(size / USUAL)}.")

    def _allow(self) -> None:
        self._actions.larger.setEnabled(self._switcher.size < SIZES[-1])
        self._actions.smaller.setEnabled(self._switcher.size > SIZES[0])
