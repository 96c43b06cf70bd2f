"""Joins the frame to the session: the title, the menus of models, and what the View and Help menus do."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from handwriting_app import __version__
from handwriting_app.assets import models_folder
from handwriting_app.engine.classes import TEN_DIGITS
from handwriting_app.lab.views import COURSE, DESCENT_LAB, MY_HANDWRITING, NEURON_LAB, RACE, RUNS
from handwriting_app.names import shown_name
from handwriting_app.numerals import count
from handwriting_app.session.model import Model
from handwriting_app.session.session import Session
from handwriting_app.storage.model_file import SUFFIX
from handwriting_app.storage.settings_file import SettingsFile
from handwriting_app.storage.settings_keys import RECENT_MODELS
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.frame.actions import Actions
from handwriting_app.ui.frame.columns import DRAW, TRAIN
from handwriting_app.ui.frame.fold_buttons import FoldButton, UnfoldButton
from handwriting_app.ui.frame.join_export import ModelExport
from handwriting_app.ui.frame.join_notices import RunInStatusBar
from handwriting_app.ui.frame.key_policy import KeyPolicy
from handwriting_app.ui.frame.keys_dialog import show_keys
from handwriting_app.ui.frame.lazy_tabs import LazyTabs
from handwriting_app.ui.frame.main_window import PROGRAM, MainWindow
from handwriting_app.ui.frame.model_menus import ModelMenus
from handwriting_app.ui.frame.walk import join_walk
from handwriting_app.ui.views import VIEWS
from handwriting_app.ui.widgets.dialogs import message_box, show_error, show_text
from handwriting_app.ui.widgets.new_file import ask_for_new_file
from handwriting_app.ui.widgets.which_epoch import ask_which_epoch

_OF_DIGITS: Final = frozenset({each.name for each in (RACE, RUNS, NEURON_LAB, DESCENT_LAB, MY_HANDWRITING, COURSE)})
"""The views whose help speaks of digits, whatever the network in the window reads."""

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
    ModelExport(session, actions.menus.export, window).message.connect(desk.message)

    # Each time anew: files come and go.
    actions.menus.recent.aboutToShow.connect(lambda: menus.show_recent(files.recent()))
    actions.menus.earlier.aboutToShow.connect(lambda: menus.show_earlier(session.shelf.earlier))
    return files


def join_views(session: Session, desk: Desk, window: MainWindow, tabs: LazyTabs, actions: Actions) -> None:
    """Give every view of the registry its tab, and the rooms their place in the window."""
    for view, open_view in VIEWS:
        tabs.add(view.name, view.title, view.sentence, partial(open_view, session, desk), group=view.group)
    desk.view_requested.connect(tabs.show_view)
    desk.lesson_requested.connect(partial(_open_course, desk, tabs))
    RunInStatusBar(desk, window, tabs)
    desk.message.connect(window.show_notice)
    desk.undo_offered.connect(window.show_notice)

    def show_help() -> None:
        view = tabs.current_view()
        if view is not None:
            # Labs and lessons are about the ten digits, whatever the network in the window reads.
            classes = TEN_DIGITS if tabs.current_name() in _OF_DIGITS else session.shelf.present.network.classes
            show_text(window, f"About “{tabs.tabText(tabs.currentIndex())}”", classes.worded(view.help_text))

    actions.help_view.triggered.connect(show_help)
    actions.help_keys.triggered.connect(partial(show_keys, window))
    actions.about.triggered.connect(partial(show_text, window, PROGRAM, _ABOUT))


def _open_course(desk: Desk, tabs: LazyTabs, request: object) -> None:
    """The course is built when it is first asked for; what asks for a lesson of it is asked once more then."""
    if tabs.build(COURSE.name):
        desk.lesson_requested.emit(request)


def join_columns(
    desk: Desk, window: MainWindow, tabs: LazyTabs, actions: Actions, heads: Mapping[str, Callable[[QWidget], None]]
) -> None:
    """Fold the columns away by button, key and menu, and as a lesson asks.

    Args:
        desk: Where lessons ask.
        window: Has the columns.
        tabs: Beside them stands what brings a column back.
        actions: Those of the menu.
        heads: By the name of a column: puts something beside its title.
    """
    columns = window.columns
    corners = {
        DRAW: (actions.fold_draw, Qt.Corner.TopLeftCorner),
        TRAIN: (actions.fold_train, Qt.Corner.TopRightCorner),
    }
    for name, (action, corner) in corners.items():
        heads[name](FoldButton(action, name))
        tabs.setCornerWidget(UnfoldButton(action, name, columns), corner)
        action.toggled.connect(lambda is_shown, of=name: columns.fold(of, not is_shown))

    def show(name: str, is_folded: bool) -> None:
        corners[name][0].setChecked(not is_folded)

    def show_for_lesson(names: frozenset[str] | None) -> None:
        columns.show_for_lesson(names)
        tabs.show_groups(names is None)

    columns.folded.connect(show)
    desk.lesson_column_offered.connect(window.add_lesson)
    desk.columns_requested.connect(show_for_lesson)
    desk.canvas_needed.connect(partial(columns.fold, DRAW, False))
    tabs.view_changed.connect(lambda name: desk.facts_told.emit({"view": name}))
    desk.lesson_column_offered.connect(lambda _page: desk.facts_told.emit({"view": tabs.current_name()}))


def join_keys(
    session: Session, window: MainWindow, tabs: LazyTabs, actions: Actions, leave: Callable[[], bool]
) -> None:
    """Hold the window to the table of keys; Stop is there while something runs that a person has started.

    ``leave`` ends a presentation, and tells whether there was one.
    """
    background = session.background

    def show() -> None:
        actions.stop.setEnabled(background.stoppable is not None)

    def stop_playing_or_work() -> None:
        if not session.playback.stop():
            actions.stop.trigger()

    def stop() -> None:
        work = background.stoppable
        if work is not None:
            background.stop(work)

    background.changed.connect(show)
    actions.stop.triggered.connect(stop)
    KeyPolicy(window, leave, tabs.current_view, stop_playing_or_work)
    join_walk(window, window.columns, tabs, actions)


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
        self._after_saving: Callable[[], None] | None = None
        self._past: dict[Path, int] = {}
        session.coming.read.connect(self._on_read)
        session.coming.refused.connect(self._on_refused)
        session.saving.saved.connect(self._on_saved)
        session.saving.failed.connect(self._on_not_saved)

    def open(self) -> None:
        """Ask for a file and open it."""
        path, _ = QFileDialog.getOpenFileName(self._window, "Open a model", self._folder(), FILTER)
        if path:
            self.open_path(Path(path))

    def open_path(self, path: Path, *, read_only: bool = False) -> None:
        """Open a file; on an error say so and change nothing.

        Nothing is asked: what the network has learned is put aside, and one of Model ▸ Earlier runs.
        """
        self._session.open_model(path, read_only=read_only)

    def save(self) -> None:
        """Save to the model's file, or ask for one; who looks back is asked which epoch is meant."""
        self._with_epoch(self._save_newest)

    def save_as(self) -> None:
        """Save to a file that is asked for; who looks back is asked which epoch is meant."""
        self._with_epoch(self._save_newest_as)

    def _with_epoch(self, save_newest: Callable[[], None]) -> None:
        """Save the newest weights, or those that one sees, which are not to replace the newest in their file."""
        epoch = self._session.timeline.looked_at
        if epoch is None:
            save_newest()
            return
        seen = self._session.seen
        title = f"Save the model as it was after epoch {count(epoch)}"
        save_seen = partial(self._save_past, seen, epoch)
        ask_which_epoch(
            self._window,
            "Save which epoch?",
            epoch,
            self._session.final_epoch,
            partial(self._ask_where, save_seen, title, f"{seen.name} epoch {epoch}"),
            save_newest,
        )

    def _save_newest(self) -> None:
        path = self._session.shelf.present.path
        if path is None:
            self._save_newest_as()
        else:
            self._save_present(path)

    def _save_newest_as(self) -> None:
        self._ask_where(self._save_present, "Save the model", "my model")

    def ask_before_closing(self, then: Callable[[], None]) -> None:
        """Ask about unsaved training, and do ``then`` if there was nothing to lose, or once it is saved or given up."""
        if self._session.saving.is_busy:
            self._after_saving = partial(self.ask_before_closing, then)
            return
        present = self._session.shelf.present
        unsaved = self._session.shelf.unsaved
        if not unsaved:
            then()
            return
        answer = self._answer(others=unsaved - present.unsaved, is_unsaved=present.unsaved)
        if answer == QMessageBox.StandardButton.Discard:
            then()
        elif answer == QMessageBox.StandardButton.Save:
            self._after_saving = then
            if present.path is not None:
                self._save_present(present.path)
            elif not self._ask_where(self._save_present, "Save the model", "my model"):
                self._after_saving = None

    def _answer(self, *, others: int, is_unsaved: bool) -> int:
        text = "Save the training before closing the window?"
        more = "What the network has learned is not in any file yet."
        runs, them = ("1 earlier run is", "it") if others == 1 else (f"{count(others)} earlier runs are", "one")
        if not is_unsaved:
            text = "Close the window without saving the earlier runs?"
            more = f"{runs} not in any file. Cancel, and Model ▸ Earlier runs brings {them} back to be saved."
        elif others:
            more = (
                f"What the network has learned is not in any file yet; that is what Save keeps. {runs} not saved "
                f"either: Cancel, and Model ▸ Earlier runs brings {them} back to be saved."
            )
        icon = QMessageBox.Icon.Question
        box = message_box(self._window, "unsaved_dialog", icon, "Unsaved training", text, more)
        buttons = QMessageBox.StandardButton
        box.setStandardButtons((buttons.Save if is_unsaved else buttons.NoButton) | buttons.Discard | buttons.Cancel)
        box.setDefaultButton(buttons.Save if is_unsaved else buttons.Cancel)
        return box.exec()

    def _ask_where(self, save: Callable[[Path], None], title: str, name: str) -> bool:
        """Ask for a file and ``save`` to it; return whether one was named."""
        suggestion = Path(self._folder()) / f"{name}{SUFFIX}"
        path = ask_for_new_file(self._window, title, suggestion, SUFFIX, "Models")
        if path is not None:
            save(path)
        return path is not None

    def _save_present(self, path: Path) -> None:
        self._session.save(self._session.shelf.present, path)

    def _save_past(self, model: Model, epoch: int, path: Path) -> None:
        self._past[path] = epoch
        self._session.save(model, path)

    def _on_saved(self, _model: Model, path: Path) -> None:
        self._remember(path)
        epoch = self._past.pop(path, None)
        name = shown_name(path.name)
        self.message.emit(f"Saved {name}" if epoch is None else f"Saved epoch {count(epoch)} as {name}")
        self._go_on_after_saving()

    def _on_not_saved(self, problem: str, path: Path) -> None:
        self._past.pop(path, None)
        self._after_saving = None  # what was to follow waits for a person
        show_error(self._window, "The model could not be saved", problem)

    def _go_on_after_saving(self) -> None:
        then, self._after_saving = self._after_saving, None
        if then is not None:
            then()

    def _on_read(self, model: Model, path: Path) -> None:
        if model.path is not None:
            self._remember(path)
        before = self._session.shelf.earlier
        kept = " · what was learned before is in Model ▸ Earlier runs" if before and before[-1].unsaved else ""
        self.message.emit(f"Opened {shown_name(path.name)}{kept}")

    def _on_refused(self, problem: str, path: Path) -> None:
        show_error(self._window, "This model cannot be opened", problem)
        self._forget(path)

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
