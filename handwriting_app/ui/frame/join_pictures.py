"""Joins View ▸ Save a picture to what is in sight."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from handwriting_app.names import shown_name
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.frame.actions import Actions
from handwriting_app.ui.frame.lazy_tabs import LazyTabs
from handwriting_app.ui.frame.main_window import MainWindow
from handwriting_app.ui.widgets.dialogs import show_error
from handwriting_app.ui.widgets.new_file import ask_for_new_file
from handwriting_app.ui.widgets.table_file import SUFFIX as TABLE
from handwriting_app.ui.widgets.table_file import write_table
from handwriting_app.ui.widgets.widget_picture import KINDS, write_picture

if TYPE_CHECKING:
    from handwriting_app.ui.frame.picture_dialog import PictureDialog


def join_pictures(desk: Desk, window: MainWindow, tabs: LazyTabs, actions: Actions) -> None:
    """Save the view in front, the drawing, the panel, or any picture within them."""

    def save() -> None:
        # Not at the top: it knows plots, and those are loaded with the first view.
        from handwriting_app.ui.frame.picture_dialog import Picture, PictureDialog, pictures_in

        view = tabs.current_view()
        places: list[tuple[str, QWidget]] = [("The drawing and its reading", window.draw_column)]
        if view is not None:
            view.refresh_now()
            places.insert(0, (f"The view {tabs.tabText(tabs.currentIndex())}", view))
        dialog = PictureDialog([*pictures_in(places), Picture("The whole window", window)], window)
        if dialog.exec():
            _write(dialog, desk, window)
        dialog.deleteLater()

    actions.save_picture.triggered.connect(save)


def _write(dialog: PictureDialog, desk: Desk, window: MainWindow) -> None:
    picture, kind = dialog.picture, dialog.kind
    suggestion = Path.home() / f"{picture.widget.objectName() or 'picture'}{kind}"
    title = "Save a table" if kind == TABLE else "Save a picture"
    path = ask_for_new_file(window, title, suggestion, kind, f"{KINDS.get(kind, 'Table')}s")
    if path is None:
        return
    try:
        if kind == TABLE:
            write_table(picture.widget, path)
        else:
            write_picture(picture.widget, path)
    except OSError as error:
        reason = error.strerror or str(error)
        words = f"{shown_name(path.name)} was not written: {reason}. Choose another folder or name."
        show_error(window, f"{title}: that did not work", words)
    else:
        desk.message.emit(f"Saved {shown_name(path.name)} to {shown_name(path.parent, 200)}")
