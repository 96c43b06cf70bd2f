"""Every action of the window with its shortcut, and the menus that hold them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu

from handwriting_app.ui.frame.main_window import MainWindow
from handwriting_app.ui.keys import give_keys, shortcuts
from handwriting_app.ui.theme_switcher import ThemeChoice

DEMONSTRATIONS: Final = {
    "vanishing_gradients": "&Vanishing gradients",
    "learning_rate": "&Learning rate",
    "one_digit": "&One digit through the network",
}
"""Their titles in the menu, by name; `lab.demonstrations` need not be loaded for it."""


@dataclass(frozen=True, slots=True)
class Menus:
    """Menus that are filled while the program runs."""

    recent: QMenu
    shipped: QMenu
    earlier: QMenu
    export: QMenu


class Actions:
    """The actions of one window, made without being connected to anything.

    Attributes:
        theme: One checkable action a choice.
        demonstrations: One action for each, by its name.
        menus: Those that others fill.
    """

    def __init__(self, window: MainWindow, drawing: Sequence[QAction]) -> None:
        """``drawing``: the actions of the drawing column, which have their buttons there."""
        self._window = window
        self.open_model = self._make("open_model", "&Open model…")
        self.save_model = self._make("save_model", "&Save model")
        self.save_model_as = self._make("save_model_as", "Save model &as…")
        self.open_picture = self._make("open_picture", "Read a &picture…")
        self.paste_picture = self._make("paste_picture", "P&aste a picture")
        self.quit = self._make("quit", "&Quit")
        self.train = self._make("train", "Train, pause or resume")
        self.one_epoch = self._make("one_epoch", "One &epoch")
        (escape,) = shortcuts("let_go")
        keys = escape.toString(QKeySequence.SequenceFormat.NativeText)
        self.stop = self._make("stop", f"&Stop\t{keys}", has_keys=False)  # Esc stops only what the view lets it
        self.stop.setEnabled(False)
        self.go_on = self._make("go_on", "&Go on from these weights")
        self.reset = self._make("reset", "R&eset: fresh weights")
        self.fold_draw = self._make("fold_draw", "&Drawing")
        self.fold_train = self._make("fold_train", "&Training panel")
        for action in (self.fold_draw, self.fold_train):
            action.setCheckable(True)
            action.setChecked(True)
        self.open_lesson = self._make("open_lesson", "Open a &lesson…")
        self.make_lesson = self._make("make_lesson", "&Make a lesson from what I see…", has_keys=False)
        self.print_lesson = self._make("print_lesson", "&Print or save the lesson…", has_keys=False)
        self.print_record = self._make("print_record", "My &record…", has_keys=False)
        self.begin_anew = self._make("begin_anew", "Begin &anew…", has_keys=False)
        self.save_picture = self._make("save_picture", "Save a &picture or table…", has_keys=False)
        self.larger = self._make("larger", "&Larger")
        self.smaller = self._make("smaller", "&Smaller")
        self.usual_size = self._make("usual_size", "&Usual size")
        self.present = self._make("present", "&This view, or the plot in use")
        self.present.setCheckable(True)
        self.demonstrations = {
            name: self._make(f"show_{name}", title, has_keys=False) for name, title in DEMONSTRATIONS.items()
        }
        self.settings = self._make("settings", "&Settings…")
        self.settings.setMenuRole(QAction.MenuRole.PreferencesRole)
        self.copy_diagnostics = self._make("copy_diagnostics", "&Copy diagnostics", has_keys=False)
        self.next_view = self._make("next_view", "&Next view")
        self.view_before = self._make("view_before", "View &before")
        self.next_column = self._make("next_column", "Next &column")
        self.column_before = self._make("column_before", "Column be&fore")
        self.help_keys = self._make("help_keys", "&Keys")
        self.help_view = self._make("help_view", "About this &view")
        self.about = self._make("about", "&About Handwriting App", has_keys=False)
        self.theme = {choice: self._make(f"theme_{choice}", choice.title(), has_keys=False) for choice in ThemeChoice}
        group = QActionGroup(window)
        for action in self.theme.values():
            action.setCheckable(True)
            group.addAction(action)
        self.menus = self._fill_menus(drawing)

    def _make(self, name: str, text: str, *, has_keys: bool = True) -> QAction:
        action = QAction(text, self._window)
        action.setObjectName(f"action_{name}")
        if has_keys:
            give_keys(action, name)
        self._window.addAction(action)
        return action

    def _fill_menus(self, drawing: Sequence[QAction]) -> Menus:
        model, draw, train, course, view, about = self._window.menus
        model.addAction(self.open_model)
        recent = model.addMenu("Open &recent")
        shipped = model.addMenu("Shipped &models")
        model.addActions([self.save_model, self.save_model_as])
        export = model.addMenu("E&xport")
        model.addSeparator()
        earlier = model.addMenu("&Earlier runs")
        model.addSeparator()
        model.addAction(self.quit)
        draw.addActions(list(drawing))
        draw.addSeparator()
        draw.addActions([self.open_picture, self.paste_picture])
        train.addActions([self.train, self.one_epoch, self.stop, self.go_on, self.reset])
        course.addActions([self.open_lesson, self.make_lesson])
        course.addSeparator()
        course.addActions([self.print_lesson, self.print_record])
        course.addSeparator()
        course.addAction(self.begin_anew)
        themes = view.addMenu("&Theme")
        themes.addActions(list(self.theme.values()))
        sizes = view.addMenu("S&ize")
        sizes.addActions([self.larger, self.smaller, self.usual_size])
        presented = view.addMenu("&Present")
        presented.addAction(self.present)
        presented.addSeparator()
        presented.addActions(list(self.demonstrations.values()))
        view.addSeparator()
        view.addActions([self.fold_draw, self.fold_train])
        view.addSeparator()
        view.addActions([self.next_view, self.view_before, self.next_column, self.column_before])
        view.addSeparator()
        view.addActions([self.save_picture, self.settings])
        about.addActions([self.help_view, self.help_keys, self.copy_diagnostics, self.about])
        named = {"recent": recent, "shipped": shipped, "earlier": earlier, "export": export, "course": course}
        for name, menu in named.items():
            menu.setObjectName(f"menu_{name}")
        return Menus(recent, shipped, earlier, export)
