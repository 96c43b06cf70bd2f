"""Composition: builds what the painted window still lacks, and joins the signals; no logic of its own."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QSettings

from handwriting_app import __version__
from handwriting_app.assets import default_model_path, models_folder, resources_folder
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.session.model import Model
from handwriting_app.session.session import Session
from handwriting_app.storage.model_file import load_model
from handwriting_app.ui.draw.join import DrawingWiring
from handwriting_app.ui.frame.actions import Actions
from handwriting_app.ui.frame.key_policy import KeyPolicy
from handwriting_app.ui.frame.lazy_tabs import LazyTabs
from handwriting_app.ui.frame.main_window import PROGRAM, MainWindow
from handwriting_app.ui.frame.model_files import ModelFiles, show_text
from handwriting_app.ui.frame.model_menus import ModelMenus
from handwriting_app.ui.frame.window_place import WindowPlace
from handwriting_app.ui.learning.epoch_scrubber import EpochScrubber
from handwriting_app.ui.lessons.join import add_lessons
from handwriting_app.ui.theme_switcher import THEME_KEY, ThemeChoice, ThemeSwitcher
from handwriting_app.ui.train.join import TrainingWiring
from handwriting_app.ui.train.training_panel import TrainingPanel
from handwriting_app.ui.view_wiring import ViewWiring
from handwriting_app.ui.views import view_entries


def furnish(window: MainWindow, model: Model, settings: QSettings, switcher: ThemeSwitcher) -> None:
    """Give ``window`` its session, the training panel and the tabs, and wire everything. The tabs stay closed."""
    switcher.add_style_sheet()
    column = window.draw_column
    column.complete()
    session = Session(model, window)
    actions = Actions(window, column.actions())
    panel = TrainingPanel(session.info.config)
    window.fill(actions, LazyTabs(window), panel)

    drawing = DrawingWiring(session, column, window)
    training = TrainingWiring(session, panel)
    files = ModelFiles(session, settings, window)

    actions.open_picture.triggered.connect(drawing.open_picture)
    actions.paste_picture.triggered.connect(drawing.paste_picture)
    actions.open_model.triggered.connect(files.open)
    actions.save_model.triggered.connect(files.save)
    actions.save_model_as.triggered.connect(files.save_as)
    actions.train.triggered.connect(training.start_pause_or_resume)
    actions.one_epoch.triggered.connect(partial(training.with_config, session.train_one_epoch))
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
    views = ViewWiring(session, window, column, panel)
    actions.stop.triggered.connect(views.stop)
    KeyPolicy(window, window.tabs.current_view, actions.stop.trigger)
    window.add_below_views(EpochScrubber(session))
    add_lessons(window, session, settings, panel, resources_folder() / "lessons")

    show_title = partial(_show_title, window, session)
    session.model_changed.connect(show_title)
    show_title()
    training.summary_changed.connect(window.status.setText)
    files.message.connect(window.notice.setText)
    drawing.message.connect(window.notice.setText)
    ModelMenus(session, files, actions.menus, models_folder())

    def may_close() -> bool:
        if not files.may_lose("closing the window", everything=True):
            return False
        WindowPlace(window, settings).save()
        drawing.shutdown()
        training.shutdown()
        session.shutdown()
        return True

    window.ask_before_closing(may_close)
    if not column.canvas.drawing.is_empty:
        session.set_drawing(column.canvas.drawing)


def first_model(path: Path | None) -> Model:
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
        "made it learn.\n\nThe network learns from the 1,797 digits of scikit-learn (UCI Optical Recognition of "
        "Handwritten Digits, E. Alpaydin and C. Kaynak, 1998).",
    )
