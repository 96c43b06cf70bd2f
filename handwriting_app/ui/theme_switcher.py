"""Puts the light or the dark theme on the application, and follows the system's choice."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QToolTip

from handwriting_app.storage.settings_keys import ThemeChoice as ThemeChoice
from handwriting_app.ui.style import style_sheet
from handwriting_app.ui.theme import DARK, LIGHT, Theme, palette_of

STYLE = "Fusion"
"""The style of the application that the palettes are made for."""


class ThemeSwitcher(QObject):
    """Keeps the application's palette and style sheet in step with a `ThemeChoice`.

    Widgets need not listen to it: they get ``QEvent.Type.PaletteChange``.

    Signals:
        theme_changed(Theme): the theme is on.
    """

    theme_changed = Signal(object)

    def __init__(
        self, app: QApplication, choice: ThemeChoice = ThemeChoice.SYSTEM, *, with_style_sheet: bool = True
    ) -> None:
        """Put the theme on; without the style sheet until `add_style_sheet` is called, if so asked."""
        super().__init__(app)
        self._app = app
        self._choice = choice
        self._theme: Theme | None = None
        self._has_style_sheet = with_style_sheet
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

    def add_style_sheet(self) -> None:
        """Put on the style sheet as well, from now on; to lay out by it takes a tenth of an empty window's time."""
        self._has_style_sheet = True
        if self._theme is not None:
            self._app.setStyleSheet(style_sheet(self._theme, self._app.font()))

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
        if self._has_style_sheet:
            self.add_style_sheet()
        self.theme_changed.emit(theme)
