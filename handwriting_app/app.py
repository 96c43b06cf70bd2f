"""Composition: builds the objects of the window and joins their signals; no logic of its own."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QCoreApplication, QSettings
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from handwriting_app import __version__
from handwriting_app.assets import default_model_path, models_folder, resources_folder
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.session.model import Model
from handwriting_app.session.session import Session
from handwriting_app.storage.model_file import load_model
from handwriting_app.ui.draw_column import DrawColumn
from handwriting_app.ui.drawing_wiring import DrawingWiring
from handwriting_app.ui.epoch_scrubber import EpochScrubber
from handwriting_app.ui.lessons.wiring import add_lessons
from handwriting_app.ui.main_window import PROGRAM, MainWindow
from handwriting_app.ui.model_files import ModelFiles, show_text
from handwriting_app.ui.model_menus import ModelMenus
from handwriting_app.ui.theme_switcher import ThemeChoice, ThemeSwitcher
from handwriting_app.ui.training_panel import TrainingPanel
from handwriting_app.ui.training_wiring import TrainingWiring
from handwriting_app.ui.view_wiring import ViewWiring
from handwriting_app.ui.views import view_entries
from handwriting_app.ui.window_place import WindowPlace

THEME_KEY = "theme"


def run_window(model_path: Path | None = None) -> int:
    """Open the window and run until it is closed; returns the exit status.

    Raises:
        ModelFileError: ``model_path`` is not a usable model.
    """
    application = _application()
    window = build_window(model_path=model_path)
    window.show()
    return application.exec()


def build_window(
    *,
    model_path: Path | None = None,
    settings: QSettings | None = None,
    theme: ThemeChoice | None = None,
) -> MainWindow:
    """Build the wired window without showing it or starting an event loop.

    Args:
        model_path: The model to open with; None for the shipped one.
        settings: Where window places and recent files are kept; None for the user's own.
        theme: Light or dark; None for what the settings say, at first what the system says.

    Raises:
        ModelFileError: ``model_path`` is not a usable model.
    """
    application = _application()
    settings = settings if settings is not None else QSettings()
    switcher = ThemeSwitcher(application, theme or _stored_theme(settings))
    session = Session(_first_model(model_path))
    column = DrawColumn()
    panel = TrainingPanel(session.info.config)
    window = MainWindow(column, panel)
    session.setParent(window)
    switcher.setParent(window)

    drawing = DrawingWiring(session, column, window)
    training = TrainingWiring(session, panel)
    files = ModelFiles(session, settings, window)

    actions = window.actions_
    actions.open_picture.triggered.connect(drawing.open_picture)
    actions.paste_picture.triggered.connect(drawing.paste_picture)
    actions.open_model.triggered.connect(files.open)
    actions.save_model.triggered.connect(files.save)
    actions.save_model_as.triggered.connect(files.save_as)
    actions.train.triggered.connect(training.start_pause_or_resume)
    actions.one_epoch.triggered.connect(partial(training.with_config, session.train_one_epoch))
    actions.stop.triggered.connect(session.stop)
    actions.go_on.triggered.connect(training.go_on)
    actions.reset.triggered.connect(partial(training.with_config, session.reset))
    actions.quit.triggered.connect(window.close)
    actions.help_view.triggered.connect(partial(_show_help, window))
    actions.about.triggered.connect(partial(_show_about, window))
    for choice, action in actions.theme.items():
        action.setChecked(choice is switcher.choice)
        action.triggered.connect(partial(_choose_theme, switcher, settings, choice))

    for entry in view_entries():
        window.tabs.add(entry.name, entry.title, entry.tooltip, partial(entry.build, session), group=entry.group)
    ViewWiring(session, window, column, panel)
    window.add_below_views(EpochScrubber(session))
    add_lessons(window, session, settings, panel, resources_folder() / "lessons")
    window.first_painted.connect(window.tabs.open)

    show_title = partial(_show_title, window, session)
    session.model_changed.connect(show_title)
    show_title()
    training.summary_changed.connect(window.status.setText)
    files.message.connect(window.notice.setText)
    drawing.message.connect(window.notice.setText)
    ModelMenus(session, files, actions.menus, models_folder())
    place = WindowPlace(window, settings)

    def may_close() -> bool:
        if not files.may_lose("closing the window", everything=True):
            return False
        place.save()
        drawing.shutdown()
        training.shutdown()
        session.shutdown()
        return True

    window.ask_before_closing(may_close)
    place.restore()
    return window


def _application() -> QApplication:
    existing = QCoreApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    QGuiApplication.setDesktopFileName("handwriting-app")
    application = QApplication(sys.argv[:1])
    application.setApplicationName("handwriting-app")
    application.setApplicationDisplayName(PROGRAM)
    application.setOrganizationName("handwriting-app")
    application.setApplicationVersion(__version__)
    icon = resources_folder() / "icons" / "handwriting-app.svg"
    if icon.is_file():
        application.setWindowIcon(QIcon(str(icon)))
    return application


def _first_model(path: Path | None) -> Model:
    if path is not None:
        return Model.opened(load_model(path), path)
    shipped = default_model_path()
    if shipped.is_file():
        return Model.opened(load_model(shipped), None)
    config = TrainingConfig()
    return Model.untrained(config, np.random.default_rng(config.seed))


def _show_title(window: MainWindow, session: Session, *_news: object) -> None:
    unsaved_runs = sum(model.unsaved for model in (*session.earlier_models, session.model))
    window.show_title(session.info.name, session.info.unsaved, unsaved_runs)


def _stored_theme(settings: QSettings) -> ThemeChoice:
    stored = str(settings.value(THEME_KEY, ThemeChoice.SYSTEM))
    return ThemeChoice(stored) if stored in set(ThemeChoice) else ThemeChoice.SYSTEM


def _choose_theme(switcher: ThemeSwitcher, settings: QSettings, choice: ThemeChoice) -> None:
    switcher.set_choice(choice)
    settings.setValue(THEME_KEY, str(choice))


def _show_help(window: MainWindow) -> None:
    view = window.tabs.current_view()
    if view is not None:
        show_text(window, f"About “{window.tabs.tabText(window.tabs.currentIndex())}”", view.help_text)


def _show_about(window: MainWindow) -> None:
    show_text(
        window,
        PROGRAM,
        f"Version {__version__}\n\nDraw a digit, watch a neural network learn to read it, and see every number that "
        "made it learn.\n\nThe network learns from the 1,797 digits of scikit-learn (UCI Optical Recognition of Handwritten "
        "Digits, E. Alpaydin and C. Kaynak, 1998).",
    )
