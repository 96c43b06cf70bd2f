"""Joins the frame to the session: the title, the menus of models, and what the View and Help menus do."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from handwriting_app import __version__
from handwriting_app.assets import models_folder
from handwriting_app.names import shown_name
from handwriting_app.session.session import Session
from handwriting_app.storage.model_file import SUFFIX, ModelFileError
from handwriting_app.storage.settings_file import SettingsFile
from handwriting_app.storage.settings_keys import RECENT_MODELS, THEME
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.frame.actions import Actions
from handwriting_app.ui.frame.first_paint import FirstPaint
from handwriting_app.ui.frame.key_policy import KeyPolicy
from handwriting_app.ui.frame.lazy_tabs import LazyTabs
from handwriting_app.ui.frame.main_window import PROGRAM, MainWindow
from handwriting_app.ui.frame.model_menus import ModelMenus
from handwriting_app.ui.theme_switcher import ThemeChoice, ThemeSwitcher
from handwriting_app.ui.views import VIEWS
from handwriting_app.ui.widgets.dialogs import message_box, show_error, show_text
from handwriting_app.ui.widgets.new_file import ask_for_new_file

_ABOUT = (
    f"Version {__version__}\n\nDraw a digit, watch a neural network learn to read it, and see every number that made "
    "it learn.\n\nThe network learns from the 1,797 digits of scikit-learn (UCI Optical Recognition of Handwritten "
    "Digits, E. Alpaydin and C. Kaynak, 1998)."
)


FILTER = f"Models (*{SUFFIX})"


def join_title(session: Session, window: MainWindow) -> None:
    """Show which model is in the window, and what is not saved."""

    def show(*_news: object) -> None:
        info = session.shelf.present.info
        window.show_title(info.name, info.unsaved, session.shelf.unsaved)

    session.shelf.model_changed.connect(show)
    show()


def join_models(session: Session, desk: Desk, window: MainWindow, actions: Actions) -> ModelFiles:
    """Open and save models by the menu."""
    files = ModelFiles(session, desk.settings, window)
    actions.open_model.triggered.connect(files.open)
    actions.save_model.triggered.connect(files.save)
    actions.save_model_as.triggered.connect(files.save_as)
    files.message.connect(desk.message)
    menus = ModelMenus(actions.menus, sorted(models_folder().glob(f"*{SUFFIX}")))
    menus.open_requested.connect(files.open_path)
    menus.shipped_requested.connect(partial(files.open_path, read_only=True))
    menus.model_requested.connect(session.bring_back)
    menus.setParent(files)

    # Each time anew: files come and go.
    actions.menus.recent.aboutToShow.connect(lambda: menus.show_recent(files.recent()))
    actions.menus.earlier.aboutToShow.connect(lambda: menus.show_earlier(session.shelf.earlier))
    return files


def join_views(session: Session, desk: Desk, window: MainWindow, tabs: LazyTabs, actions: Actions) -> None:
    """Give every view of the registry its tab, and the rooms their place in the window."""
    for view, open_view in VIEWS:
        tabs.add(view.name, view.title, view.sentence, partial(open_view, session, desk), group=view.group)
    desk.view_requested.connect(tabs.show_view)
    desk.foot_widget_offered.connect(window.add_at_foot)
    desk.notice_changed.connect(window.notice.setText)
    desk.message.connect(window.notice.setText)

    def show_help() -> None:
        view = tabs.current_view()
        if view is not None:
            show_text(window, f"About “{tabs.tabText(tabs.currentIndex())}”", view.help_text)

    actions.help_view.triggered.connect(show_help)
    actions.about.triggered.connect(partial(show_text, window, PROGRAM, _ABOUT))


def join_keys(session: Session, window: MainWindow, tabs: LazyTabs, actions: Actions) -> None:
    """Hold the window to the table of keys; Stop is there while something runs that a person has started."""
    background = session.background

    def show() -> None:
        actions.stop.setEnabled(background.stoppable is not None)

    def stop() -> None:
        work = background.stoppable
        if work is not None:
            background.stop(work)

    background.changed.connect(show)
    actions.stop.triggered.connect(stop)
    KeyPolicy(window, tabs.current_view, actions.stop.trigger)


def join_themes(switcher: ThemeSwitcher, settings: SettingsFile, actions: Actions) -> None:
    """Put another theme on by the menu, and keep the choice."""

    def choose(choice: ThemeChoice) -> None:
        switcher.set_choice(choice)
        settings.put(THEME, choice)

    for choice, action in actions.theme.items():
        action.setChecked(choice is switcher.choice)
        action.triggered.connect(partial(choose, choice))


def join_settings(settings: SettingsFile, window: MainWindow, tabs: LazyTabs) -> None:
    """Say what could not be kept, or not be used of what was, when there is a window to say it in."""
    title = "Settings could not be read or kept"
    FirstPaint(tabs).happened.connect(partial(settings.listen, partial(show_error, window, title)))


class ModelFiles(QObject):
    """What the File menu does with models.

    Signals:
        recent_changed(): another list of recent files.
        message(str): a success to mention in passing.
    """

    recent_changed = Signal()
    message = Signal(str)

    def __init__(self, session: Session, settings: SettingsFile, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._settings = settings
        self._window = window

    def open(self) -> None:
        """Ask for a file and open it."""
        path, _ = QFileDialog.getOpenFileName(self._window, "Open a model", self._folder(), FILTER)
        if path:
            self.open_path(Path(path))

    def open_path(self, path: Path, *, read_only: bool = False) -> bool:
        """Open a file after asking about unsaved training; on an error say so and change nothing."""
        if not self.may_lose("opening another model"):
            return False
        try:
            self._session.open_model(path, read_only=read_only)
        except ModelFileError as error:
            show_error(self._window, "This model cannot be opened", str(error))
            self._forget(path)
            return False
        if not read_only:
            self._remember(path)
        self.message.emit(f"Opened {shown_name(path.name)}")
        return True

    def save(self) -> bool:
        """Save to the model's own file, or ask for one."""
        path = self._session.shelf.present.path
        return self.save_path(path) if path is not None else self.save_as()

    def save_as(self) -> bool:
        suggestion = Path(self._folder()) / f"my model{SUFFIX}"
        path = ask_for_new_file(self._window, "Save the model", suggestion, SUFFIX, "Models")
        return path is not None and self.save_path(path)

    def save_path(self, path: Path) -> bool:
        try:
            self._session.save_model(path)
        except ModelFileError as error:
            show_error(self._window, "The model could not be saved", str(error))
            return False
        except OSError as error:
            show_error(
                self._window,
                "The model could not be saved",
                f"{shown_name(path.name)} was not written: {error.strerror or error}. Choose another folder or name; "
                "nothing is lost.",
            )
            return False
        self._remember(path)
        self.message.emit(f"Saved {shown_name(path.name)}")
        return True

    def may_lose(self, occasion: str, *, everything: bool = False) -> bool:
        """Ask about unsaved training before ``occasion``.

        Args:
            occasion: Completes "Save the training before …?".
            everything: Earlier unsaved runs are lost too, as they are when the program ends.

        Returns:
            Whether to go on: True if there was nothing to lose, if it was saved, or if it may be lost.
        """
        is_unsaved = self._session.shelf.present.unsaved
        count = self._session.shelf.unsaved if everything else int(is_unsaved)
        if not count:
            return True
        more = "What the network has learned is not in any file yet."
        others = count - is_unsaved
        if others:
            runs = "one earlier run is" if others == 1 else f"{others} earlier runs are"
            more = (
                f"What the network has learned is not in any file yet; {runs} not saved either "
                "(Model ▸ Earlier runs brings one back)."
            )
        text, icon = f"Save the training before {occasion}?", QMessageBox.Icon.Question
        box = message_box(self._window, "unsaved_dialog", icon, "Unsaved training", text, more)
        buttons = QMessageBox.StandardButton
        box.setStandardButtons((buttons.Save if is_unsaved else buttons.NoButton) | buttons.Discard | buttons.Cancel)
        box.setDefaultButton(buttons.Save if is_unsaved else buttons.Cancel)
        answer = box.exec()
        if answer == buttons.Save:
            return self.save()
        return bool(answer == buttons.Discard)

    def recent(self) -> list[Path]:
        """Files that were opened or saved lately and still exist, newest first."""
        names = self._settings.get(RECENT_MODELS)
        # Unlike Path.is_file, this raises for no name, however long, and for no folder that is closed.
        return [path for path in map(Path, names) if os.path.isfile(path)]

    def _remember(self, path: Path) -> None:
        name = str(path.absolute())
        self._settings.change(RECENT_MODELS, lambda names: (name, *(other for other in names if other != name)))
        self.recent_changed.emit()

    def _forget(self, path: Path) -> None:
        name = str(path.absolute())
        self._settings.change(RECENT_MODELS, lambda names: tuple(other for other in names if other != name))
        self.recent_changed.emit()

    def _folder(self) -> str:
        recent = self.recent()
        return str(recent[0].parent) if recent else str(Path.home())
