"""Puts the light or the dark theme on the application, and follows the system's choice."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QToolTip

from handwriting_app.storage.settings_keys import ThemeChoice as ThemeChoice
from handwriting_app.ui.theme import DARK, LIGHT, Theme, palette_of

STYLE = "Fusion"
"""The style of the application that the palettes are made for."""


class ThemeSwitcher(QObject):
    """Keeps the application's palette in step with a `ThemeChoice`.

    Widgets need not listen to it: they get ``QEvent.Type.PaletteChange``. There is no style sheet: Qt would lay it over
    every widget anew at each change, which takes a second.

    Signals:
        theme_changed(Theme): the theme is on.
    """

    theme_changed = Signal(object)

    def __init__(self, app: QApplication, choice: ThemeChoice = ThemeChoice.SYSTEM) -> None:
        """Put the theme on."""
        super().__init__(app)
        self._app = app
        self._choice = choice
        self._theme: Theme | None = None
        app.styleHints().colorSchemeChanged.connect(self._put_on)
        self.set_choice(choice)

    @property
    def choice(self) -> ThemeChoice:
        return self._choice

    def set_choice(self, choice: ThemeChoice) -> None:
        """Light or dark whatever the system says, or as the system says (light where it says nothing)."""
        self._choice = choice
        # Tells the platform too, so that title bars and native dialogs follow where they can.
        self._app.styleHints().setColorScheme(
            {
                ThemeChoice.SYSTEM: Qt.ColorScheme.Unknown,
                ThemeChoice.LIGHT: Qt.ColorScheme.Light,
                ThemeChoice.DARK: Qt.ColorScheme.Dark,
            }[choice]
        )
        self._put_on()

    def _put_on(self) -> None:
        system_is_dark = self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark
        is_dark = self._choice is ThemeChoice.DARK or (self._choice is ThemeChoice.SYSTEM and system_is_dark)
        theme = DARK if is_dark else LIGHT
        if theme is self._theme:
            return
        self._theme = theme
        palette = palette_of(theme)
        self._app.setPalette(palette)
        QToolTip.setPalette(palette)
        self.theme_changed.emit(theme)
