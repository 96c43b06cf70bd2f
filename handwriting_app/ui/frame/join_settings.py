"""Joins the settings of the user to the dialog that shows them, and to what they set."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from handwriting_app.lab.views import COURSE, LEARNING
from handwriting_app.session.latest import Latest
from handwriting_app.session.session import Session
from handwriting_app.storage.model_file import SUFFIX, ModelFileError, load_model
from handwriting_app.storage.settings_file import SettingsFile
from handwriting_app.storage.settings_keys import (
    DATABASE_LIMIT,
    DEFAULT_MODEL,
    LAST_VIEW,
    OPENS,
    PEN_WIDTH,
    SIZE,
    THEME,
    Opening,
    ThemeChoice,
)
from handwriting_app.ui.frame.actions import Actions
from handwriting_app.ui.frame.first_paint import FirstPaint
from handwriting_app.ui.frame.lazy_tabs import LazyTabs
from handwriting_app.ui.frame.looks import Looks
from handwriting_app.ui.frame.main_window import MainWindow
from handwriting_app.ui.frame.settings_dialog import Preferences, SettingsDialog
from handwriting_app.ui.widgets.dialogs import show_error

_TITLE = "Settings could not be read or kept"


def view_of_start(settings: SettingsFile) -> str:
    """The objectName of the view that is to be in front when the window opens."""
    opens = settings.get(OPENS)
    if opens is Opening.LESSONS:
        return COURSE.name
    return (settings.get(LAST_VIEW) if opens is Opening.LAST else "") or LEARNING.name


class SettingsJoin(QObject):
    """Puts every change on at once, and has it written in the background."""

    def __init__(
        self,
        session: Session,
        settings: SettingsFile,
        window: MainWindow,
        tabs: LazyTabs,
        looks: Looks,
        actions: Actions,
        recent: Callable[[], list[Path]],
    ) -> None:
        """``recent``: gives the model files that can be chosen without looking for them."""
        super().__init__(window)
        self._settings = settings
        self._window = window
        self._tabs = tabs
        self._looks = looks
        self._actions = actions
        self._recent = recent
        self._dialog: SettingsDialog | None = None
        # To the end, so that nothing is lost when the window closes.
        self._writing: Latest[None] = session.background.job(whole=True)
        self._writing.done.connect(lambda _nothing: settings.tell_problems())
        settings.write_with(self._writing.queue)
        self._checking: Latest[tuple[str, str]] = session.background.job()
        self._checking.done.connect(self._on_checked)
        for choice, action in actions.theme.items():
            action.setChecked(choice is looks.theme.choice)
            action.triggered.connect(partial(self._choose_theme, choice))
        looks.size.size_changed.connect(self._show)
        actions.settings.triggered.connect(self._open)
        FirstPaint(tabs).happened.connect(self._listen)

    def keep_view(self) -> None:
        """Keep which view is in front, as the window closes."""
        self._settings.put(LAST_VIEW, self._tabs.current_name())

    def _listen(self) -> None:
        """Say what could not be kept, or not be used of what was, when there is a window to say it in."""
        self._settings.listen(partial(show_error, self._window, _TITLE))
        self._settings.check()

    def _open(self) -> None:
        """Show the dialog, which stays beside the window: what is changed in it is seen there."""
        if self._dialog is None:
            dialog = SettingsDialog(self._settings.folder, self._window)
            dialog.theme_chosen.connect(self._choose_theme)
            dialog.size_chosen.connect(self._looks.size.set_size)
            dialog.pen_width_chosen.connect(self._choose_pen_width)
            dialog.model_chosen.connect(self._choose_model)
            dialog.model_wanted.connect(self._ask_for_model)
            dialog.opens_chosen.connect(partial(self._settings.put, OPENS))
            dialog.database_limit_chosen.connect(self._choose_limit)
            dialog.defaults_wanted.connect(self._restore_defaults)
            self._dialog = dialog
        self._show()
        self._dialog.show()
        self._dialog.activateWindow()

    def _show(self) -> None:
        if self._dialog is not None:
            self._dialog.show_values(
                Preferences(
                    theme=self._looks.theme.choice,
                    size=self._looks.size.size,
                    pen_width=self._settings.get(PEN_WIDTH),
                    model=self._settings.get(DEFAULT_MODEL),
                    models=tuple(map(str, self._recent())),
                    opens=self._settings.get(OPENS),
                    database_limit=self._settings.get(DATABASE_LIMIT),
                )
            )

    def _choose_theme(self, choice: ThemeChoice) -> None:
        self._looks.theme.set_choice(choice)
        self._settings.put(THEME, choice)
        self._actions.theme[choice].setChecked(True)
        self._show()

    def _choose_pen_width(self, percent: int) -> None:
        self._window.draw_column.canvas.set_pen_width(percent / 100)
        self._settings.put(PEN_WIDTH, percent)

    def _choose_model(self, path: str) -> None:
        self._settings.put(DEFAULT_MODEL, path)

    def _choose_limit(self, limit: int) -> None:
        if limit != self._settings.get(DATABASE_LIMIT):  # the field tells whenever it is left, too
            self._settings.put(DATABASE_LIMIT, limit)

    def _ask_for_model(self) -> None:
        """Ask for a file, and take it once it has been read: a model that cannot be opened is no use at the start."""
        recent = self._recent()
        folder = str(recent[0].parent if recent else Path.home())
        chosen, _ = QFileDialog.getOpenFileName(
            self._dialog, "The model that opens at the start", folder, f"Models (*{SUFFIX})"
        )
        if chosen:
            self._checking.ask(partial(_checked, os.path.abspath(chosen)))

    def _on_checked(self, answer: tuple[str, str]) -> None:
        path, problem = answer
        if problem:
            show_error(self._dialog or self._window, "This model cannot open at the start", problem)
        else:
            self._choose_model(path)
            self._show()

    def _restore_defaults(self) -> None:
        self._choose_theme(THEME.read(None))
        self._looks.size.set_size(SIZE.read(None))
        self._choose_pen_width(PEN_WIDTH.read(None))
        self._choose_model(DEFAULT_MODEL.read(None))
        self._settings.put(OPENS, OPENS.read(None))
        self._settings.put(DATABASE_LIMIT, DATABASE_LIMIT.read(None))
        self._show()


def _checked(path: str) -> tuple[str, str]:
    """The path of a model file, and why it cannot be opened; empty if it can."""
    try:
        load_model(Path(path))
    except ModelFileError as error:
        return path, str(error)
    return path, ""
