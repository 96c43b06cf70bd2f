"""Composition: builds what the painted window still lacks, and lets the rooms join it; no logic of its own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QCoreApplication

from handwriting_app.assets import default_model_path
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.session.model import Model
from handwriting_app.session.session import Session
from handwriting_app.storage.data_folder import DATABASE, cache_folder, data_folder
from handwriting_app.storage.model_file import ModelFileError, load_model
from handwriting_app.storage.settings_file import SettingsFile
from handwriting_app.storage.settings_keys import DEFAULT_MODEL
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.draw.join import DrawingJoin
from handwriting_app.ui.draw.join_counts import CountsJoin
from handwriting_app.ui.draw.join_labels import LabelsJoin
from handwriting_app.ui.draw.reading_panel import ReadingPanel
from handwriting_app.ui.frame.actions import Actions
from handwriting_app.ui.frame.columns import DRAW, FOLDABLE, TRAIN
from handwriting_app.ui.frame.drops import Drops
from handwriting_app.ui.frame.first_paint import FirstPaint
from handwriting_app.ui.frame.join import (
    join_columns,
    join_keys,
    join_models,
    join_title,
    join_views,
)
from handwriting_app.ui.frame.join_badges import join_badges
from handwriting_app.ui.frame.join_diagnostics import join_diagnostics
from handwriting_app.ui.frame.join_pictures import join_pictures
from handwriting_app.ui.frame.join_settings import SettingsJoin
from handwriting_app.ui.frame.join_start_pictures import picture_of_start
from handwriting_app.ui.frame.lazy_tabs import LazyTabs
from handwriting_app.ui.frame.main_window import MainWindow
from handwriting_app.ui.frame.window_place import WindowPlace
from handwriting_app.ui.lessons.join_files import CourseFiles
from handwriting_app.ui.lessons.join_sight import Sight
from handwriting_app.ui.lessons.join_start import greeting, resume
from handwriting_app.ui.runs.join_start import RunsAtStart
from handwriting_app.ui.theme_switcher import ThemeSwitcher
from handwriting_app.ui.timeline.join import time_line
from handwriting_app.ui.train.join import TrainingJoin
from handwriting_app.ui.train.training_panel import TrainingPanel


def furnish(window: MainWindow, model: Model, settings: SettingsFile, switcher: ThemeSwitcher) -> LazyTabs:
    """Give ``window`` its session, the reading, the training panel and the tabs, and join everything.

    Returns:
        The tabs, which are still closed.
    """
    cache = cache_folder(None if settings.folder == data_folder() else settings.folder)
    session = Session(model, window, database=settings.folder / DATABASE, cache=cache)
    # The shipped model was trained for longer than anybody wants to wait: nobody has opened it, so the panel does not
    # show its settings.
    config = TrainingConfig() if model.path is None else model.config
    reading, panel, tabs = ReadingPanel(), TrainingPanel(config), LazyTabs()
    actions = Actions(window, window.draw_column.actions())
    window.draw_column.add_below(reading)
    window.add_in_the_middle(tabs, stretch=1)
    window.add_in_the_middle(time_line(session, tabs.view_changed))
    window.add_at_the_right(panel)

    desk = Desk(window, session.background, panel.config, settings, lambda: session.hand_learning.is_under_way)
    line = greeting(session, desk)
    if line is not None:
        window.add_in_the_middle(line)
    at_start = RunsAtStart(session, desk, window)
    for bar in at_start.bars:
        window.add_in_the_middle(bar)
    drawing = DrawingJoin(session, desk, window.draw_column, reading, window)
    LabelsJoin(session, desk, window.draw_column, reading, window)
    CountsJoin(session.reader, window.draw_column, reading)
    training = TrainingJoin(session, desk, panel)
    files = join_models(session, desk, window, actions)
    join_views(session, desk, window, tabs, actions)
    join_badges(session, window, tabs)
    join_columns(desk, window, tabs, actions, {DRAW: window.draw_column.add_to_head, TRAIN: panel.add_to_head})
    join_keys(session, window, tabs, actions)
    join_title(session, window)
    preferences = SettingsJoin(session, settings, window, tabs, switcher, actions, files.recent)
    join_diagnostics(session, desk, actions)
    join_pictures(desk, window, tabs, actions)

    def shown_columns() -> frozenset[str]:
        return frozenset(name for name in FOLDABLE if not window.columns.is_folded(name))

    sight = Sight(session, desk, tabs.current_view, shown_columns)
    course = CourseFiles(session, desk, window, sight, partial(picture_of_start, session))
    Drops(window, (course, drawing))
    painted = FirstPaint(tabs)
    painted.happened.connect(partial(resume, desk))
    painted.happened.connect(session.alphabets.look_up)
    painted.happened.connect(at_start.begin)
    training.summary_changed.connect(window.status.setText)
    training.show_progress()
    if model.config != config:
        layers = ", ".join(map(str, model.config.hidden))
        panel.show_message(f"The network in the window has {layers} units. Train begins one of the settings above.")

    actions.open_picture.triggered.connect(drawing.open_picture)
    actions.paste_picture.triggered.connect(drawing.paste_picture)
    actions.train.triggered.connect(training.start_pause_or_resume)
    actions.one_epoch.triggered.connect(training.one_epoch)
    actions.go_on.triggered.connect(training.go_on)
    actions.reset.triggered.connect(training.reset)
    actions.open_lesson.triggered.connect(course.open_lesson)
    actions.make_lesson.triggered.connect(course.make_lesson)
    actions.print_lesson.triggered.connect(course.print_lesson)
    actions.print_record.triggered.connect(course.print_record)
    actions.begin_anew.triggered.connect(desk.anew_requested)
    actions.quit.triggered.connect(window.close)

    def ask_to_close(close: Callable[[], None]) -> None:
        files.ask_before("closing the window", close, everything=True)

    window.ask_before_closing(ask_to_close)

    def keep() -> None:
        WindowPlace(window, settings).save()
        preferences.keep_view()

    window.end_with(keep, session.shutdown)
    application = QCoreApplication.instance()
    if application is not None:
        application.aboutToQuit.connect(session.shutdown)  # a program may end without closing its windows
    return tabs


def model_of_start(settings: SettingsFile) -> tuple[Model, str]:
    """The model that the settings name; where that is not usable, the shipped one, and why in a sentence or two.

    Raises:
        ModelFileError: The shipped model is not usable either.
    """
    named = settings.get(DEFAULT_MODEL)
    if not named:
        return first_model(None), ""
    try:
        return first_model(Path(named)), ""
    except ModelFileError as error:
        return first_model(None), f"{error} The shipped model is open instead; View ▸ Settings… names another one."


def first_model(path: Path | None) -> Model:
    """The model in ``path``; for None the shipped one, or an untrained one where none is shipped.

    Raises:
        ModelFileError: The file is not a usable model.
    """
    if path is not None:
        return Model.opened(load_model(path), path)
    shipped = default_model_path()
    if shipped.is_file():
        return Model.opened(load_model(shipped), None)
    config = TrainingConfig()
    return Model.untrained(config, np.random.default_rng(config.seed))
