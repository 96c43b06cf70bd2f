"""Where the window was and how its columns were shared out, kept from one start to the next."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication, QScreen

from handwriting_app.storage.settings_file import SettingsFile
from handwriting_app.storage.settings_keys import COLUMNS, WINDOW, Place
from handwriting_app.ui.frame.main_window import MainWindow
from handwriting_app.ui.sizes import px

FIRST_SIZE: Final = QSize(1360, 860)
"""Pixels at 100 %."""


class WindowPlace:
    """Restores and saves size, place and columns of ``window``."""

    def __init__(self, window: MainWindow, settings: SettingsFile) -> None:
        self._window = window
        self._settings = settings

    def restore(self) -> None:
        """Put the window where it was, as far as the screens of today allow."""
        place, columns = self._settings.get(WINDOW), self._settings.get(COLUMNS)
        if columns is not None:
            self._window.columns.restore(columns)
        if place is None:
            screen = QGuiApplication.primaryScreen()
            size = QSize(px(FIRST_SIZE.width()), px(FIRST_SIZE.height()))
            self._window.resize(size.boundedTo(screen.availableSize()) if screen is not None else size)
            return
        self._window.setGeometry(_on_a_screen(QRect(place.x, place.y, place.width, place.height)))
        if place.maximized:
            self._window.setWindowState(Qt.WindowState.WindowMaximized)

    def save(self) -> None:
        rect = self._window.normalGeometry()
        if not rect.isValid():  # it was never shown
            return
        place = Place(rect.x(), rect.y(), rect.width(), rect.height(), self._window.isMaximized())
        self._settings.put(WINDOW, place)
        self._settings.put(COLUMNS, self._window.columns.chosen())


def _on_a_screen(rect: QRect) -> QRect:
    """``rect``, moved and made smaller until it lies wholly on the screen that it shares most with."""
    screens = QGuiApplication.screens()
    if not screens:
        return rect

    def shared(screen: QScreen) -> int:
        common = screen.availableGeometry().intersected(rect)
        return common.width() * common.height() if common.isValid() else 0

    room = max(screens, key=shared).availableGeometry()
    size = rect.size().boundedTo(room.size())
    x = min(max(rect.x(), room.left()), room.right() + 1 - size.width())
    y = min(max(rect.y(), room.top()), room.bottom() + 1 - size.height())
    return QRect(x, y, size.width(), size.height())
