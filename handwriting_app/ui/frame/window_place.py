"""Where the window was and how its columns were shared out, kept from one start to the next."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings, QSize
from PySide6.QtGui import QGuiApplication

from handwriting_app.ui.frame.main_window import MainWindow

GEOMETRY_KEY = "window/geometry"
COLUMNS_KEY = "window/columns"
FIRST_SIZE = QSize(1360, 860)


class WindowPlace:
    """Restores and saves size, place and columns of ``window``."""

    def __init__(self, window: MainWindow, settings: QSettings) -> None:
        self._window = window
        self._settings = settings

    def restore(self) -> None:
        geometry, columns = self._settings.value(GEOMETRY_KEY), self._settings.value(COLUMNS_KEY)
        if isinstance(geometry, QByteArray) and self._window.restoreGeometry(geometry):
            if isinstance(columns, QByteArray):
                self._window.restore_columns(columns)
            return
        screen = QGuiApplication.primaryScreen()
        self._window.resize(FIRST_SIZE.boundedTo(screen.availableSize()) if screen is not None else FIRST_SIZE)

    def save(self) -> None:
        self._settings.setValue(GEOMETRY_KEY, self._window.saveGeometry())
        self._settings.setValue(COLUMNS_KEY, self._window.columns.saveState())
        self._settings.sync()  # now: a process that ends at once writes nothing more
