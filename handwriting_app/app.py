"""The window from the outside: `build_window` and `run_window`.

It comes in two steps, so that a person can draw at once. First the frame with the canvas and its tools is painted; then
`composition.furnish` adds everything else. The composition is imported no sooner: with numpy and all that needs it, it
takes as long to load as an empty window takes to be there.
"""

from __future__ import annotations

import gc
import os
import sys
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from handwriting_app import __version__
from handwriting_app.assets import resources_folder
from handwriting_app.storage.data_folder import data_folder
from handwriting_app.storage.settings_file import FILE_NAME, SettingsFile
from handwriting_app.storage.settings_keys import PEN_WIDTH, SIZE, THEME
from handwriting_app.ui.draw.draw_column import DrawColumn
from handwriting_app.ui.frame.first_paint import FirstPaint
from handwriting_app.ui.frame.looks import Looks
from handwriting_app.ui.frame.main_window import PROGRAM, MainWindow
from handwriting_app.ui.frame.size_switcher import SizeSwitcher
from handwriting_app.ui.frame.window_place import WindowPlace
from handwriting_app.ui.theme_switcher import STYLE, ThemeChoice, ThemeSwitcher
from handwriting_app.ui.widgets.heard import describe_painted_widgets

if TYPE_CHECKING:
    from handwriting_app.session.model import Model
    from handwriting_app.ui.frame.lazy_tabs import LazyTabs

TURN_S: Final = 0.001
"""Seconds after which a thread must hand over the interpreter that another one waits for; Python's own choice is 5 ms.

Whoever draws waits for the training thread several times between pen-up and digit.
"""

AHEAD_MS: Final = 300
"""After the first view is there, the others are imported in the background, so that each opens at once."""


def run_window(model_path: Path | None = None, lesson_path: Path | None = None, data_dir: Path | None = None) -> int:
    """Open the window and run until it is closed; returns the exit status.

    Args:
        model_path: The model to open with; None for the one that the settings name.
        lesson_path: The lesson to open with; what is wrong with its file is told in the window.
        data_dir: Where everything that is kept is kept; None for the folder that `data_folder` gives.

    A signal that asks the program to end closes the window unasked: nobody may be there to answer. The status is then
    the one that shells report for it, 128 more than its number.

    The garbage collector, which would take a tenth of the start, may be off until the window is complete.

    Raises:
        ModelFileError: ``model_path``, or the shipped model, is not a usable model.
    """
    # The engine gives BLAS one thread anyway; starting the others takes half as long as an empty window.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    sys.setswitchinterval(TURN_S)
    application = _application()
    settings = _settings(data_dir)
    model = None if model_path is None else _model(model_path)
    window, looks = _frame(application, settings, None)
    failures: list[Exception] = []
    ends = ExitStack()

    def end(number: int) -> None:
        window.close_unasked()
        application.exit(128 + number)  # dialogs too, which wait in loops of their own

    def furnish_window() -> None:
        # Not at the top: the canvas need not wait for sockets.
        from handwriting_app.ui.frame.end_signals import EndSignals
        from handwriting_app.ui.frame.program_log import keep_log

        EndSignals(application).received.connect(end)
        ends.enter_context(keep_log(settings.folder))
        try:
            given, problem = (model, "") if model is not None else _model_of_start(settings)
            tabs = _furnish(window, given, settings, looks)
        except Exception as error:  # the event loop would swallow it
            failures.append(error)
            application.exit(1)
            return
        FirstPaint(tabs).happened.connect(partial(open_tab, tabs, problem))

    def open_tab(tabs: LazyTabs, problem: str) -> None:
        _open_tab(window, tabs, settings, lesson_path, problem)
        window.setWindowIcon(QIcon(str(resources_folder() / "icons" / "handwriting-app.svg")))
        gc.freeze()  # what is loaded stays: looking through it again and again would make the window stutter
        gc.enable()
        QTimer.singleShot(AHEAD_MS, tabs, import_ahead)

    def import_ahead() -> None:
        from handwriting_app.ui.views import import_rooms

        Thread(target=import_rooms, daemon=True).start()

    FirstPaint(window.columns).happened.connect(furnish_window)
    window.show()
    with ends:
        status = application.exec()
    if failures:
        raise failures[0]
    return status


def build_window(
    *,
    model_path: Path | None = None,
    lesson_path: Path | None = None,
    settings: SettingsFile | None = None,
    theme: ThemeChoice | None = None,
) -> MainWindow:
    """Build the wired window without showing it or starting an event loop; the plots follow its first paint.

    Args:
        model_path: The model to open with; None for the one that the settings name.
        lesson_path: The lesson to open with; what is wrong with its file is told in the window.
        settings: Those of the user, in the data folder; None for the ones in the folder that `data_folder` gives.
        theme: Light or dark; None for what the settings say, at first what the system says.

    Raises:
        ModelFileError: ``model_path`` is not a usable model.
    """
    application = _application()
    settings = settings if settings is not None else _settings(None)
    model, problem = _model_of_start(settings) if model_path is None else (_model(model_path), "")
    window, looks = _frame(application, settings, theme)
    tabs = _furnish(window, model, settings, looks)

    FirstPaint(tabs).happened.connect(partial(_open_tab, window, tabs, settings, lesson_path, problem))
    return window


def _open_tab(window: MainWindow, tabs: LazyTabs, settings: SettingsFile, lesson: Path | None, problem: str) -> None:
    """Open the view that is to be in front, the lesson in a file, and say what is wrong with the model of the start."""
    from handwriting_app.ui.frame.join_settings import view_of_start
    from handwriting_app.ui.widgets.dialogs import show_error

    tabs.show_view(view_of_start(settings))
    tabs.open()
    _open_lesson(window, lesson)
    if problem:
        show_error(window, "The model that opens at the start cannot be opened", problem)


def _open_lesson(window: MainWindow, path: Path | None) -> None:
    """Ask for the lesson in a file, once there are views to show it in."""
    if path is None:
        return
    from handwriting_app.ui.desk import Desk

    desk = window.findChild(Desk)
    if desk is not None:
        desk.lesson_requested.emit(path)


def _frame(application: QApplication, settings: SettingsFile, theme: ThemeChoice | None) -> tuple[MainWindow, Looks]:
    """The window with the canvas; it imports only what is painted first."""
    themes = ThemeSwitcher(application, theme or settings.get(THEME))
    sizes = SizeSwitcher(application, settings.get(SIZE))
    window = MainWindow(DrawColumn())
    window.draw_column.canvas.set_pen_width(settings.get(PEN_WIDTH) / 100)
    themes.setParent(window)
    sizes.setParent(window)
    WindowPlace(window, settings).restore()
    return window, Looks(themes, sizes)


def _furnish(window: MainWindow, model: Model, settings: SettingsFile, looks: Looks) -> LazyTabs:
    """The second step (see the head of this file)."""
    from handwriting_app.composition import furnish

    return furnish(window, model, settings, looks)


def _model(path: Path) -> Model:
    from handwriting_app.composition import first_model

    return first_model(path)


def _model_of_start(settings: SettingsFile) -> tuple[Model, str]:
    from handwriting_app.composition import model_of_start

    return model_of_start(settings)


def _application() -> QApplication:
    existing = QCoreApplication.instance()
    if isinstance(existing, QApplication):
        existing.setStyle(STYLE)
        _keep_every_point(existing)
        describe_painted_widgets(existing)
        return existing
    QGuiApplication.setDesktopFileName("handwriting-app")
    application = QApplication([*sys.argv[:1], "-style", STYLE])  # sooner than setStyle, which makes QStyle for Python
    application.setApplicationName("handwriting-app")
    application.setApplicationDisplayName(PROGRAM)
    application.setOrganizationName("handwriting-app")
    application.setApplicationVersion(__version__)
    _keep_every_point(application)
    describe_painted_widgets(application)
    return application


def _keep_every_point(application: QApplication) -> None:
    """Let no two moves of the mouse or pen be merged: the canvas needs each, also while the network trains.

    Qt's plugin for X11 asks for the merging as it is loaded; so this comes after the application is made.
    """
    application.setAttribute(Qt.ApplicationAttribute.AA_CompressHighFrequencyEvents, False)
    application.setAttribute(Qt.ApplicationAttribute.AA_CompressTabletEvents, False)


def _settings(data_dir: Path | None) -> SettingsFile:
    """Those in this folder; for None in the user's own."""
    return SettingsFile(data_folder(data_dir) / FILE_NAME)
