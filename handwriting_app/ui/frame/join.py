"""Joins the frame to the session: the title, the menus of models, and what the View and Help menus do."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSettings

from handwriting_app import __version__
from handwriting_app.assets import models_folder
from handwriting_app.session.session import Session
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.frame.actions import Actions
from handwriting_app.ui.frame.lazy_tabs import LazyTabs
from handwriting_app.ui.frame.main_window import PROGRAM, MainWindow
from handwriting_app.ui.frame.model_files import ModelFiles
from handwriting_app.ui.frame.model_menus import ModelMenus
from handwriting_app.ui.theme_switcher import THEME_KEY, ThemeChoice, ThemeSwitcher
from handwriting_app.ui.views import VIEWS
from handwriting_app.ui.widgets.dialogs import show_text

_ABOUT = (
    f"Version {__version__}\n\nDraw a digit, watch a neural network learn to read it, and see every number that made "
    "it learn.\n\nThe network learns from the 1,797 digits of scikit-learn (UCI Optical Recognition of Handwritten "
    "Digits, E. Alpaydin and C. Kaynak, 1998)."
)


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
    ModelMenus(session, files, actions.menus, models_folder())
    return files


def join_views(session: Session, desk: Desk, window: MainWindow, tabs: LazyTabs, actions: Actions) -> None:
    """Give every view of the registry its tab, and the rooms their place in the window."""
    for entry in VIEWS:
        tabs.add(entry.name, entry.title, entry.sentence, partial(entry.open, session, desk), group=entry.group)
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


def join_themes(switcher: ThemeSwitcher, settings: QSettings, actions: Actions) -> None:
    """Put another theme on by the menu, and keep the choice."""

    def choose(choice: ThemeChoice) -> None:
        switcher.set_choice(choice)
        settings.setValue(THEME_KEY, str(choice))

    for choice, action in actions.theme.items():
        action.setChecked(choice is switcher.choice)
        action.triggered.connect(partial(choose, choice))
