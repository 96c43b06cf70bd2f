"""Imports and exports what is kept, as the menus of My handwriting ask."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from handwriting_app.names import shown_name
from handwriting_app.numerals import count
from handwriting_app.session.handwriting import Handwriting
from handwriting_app.session.handwriting_files import Naming
from handwriting_app.session.kept import Filter
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.handwriting.import_dialog import ImportDialog
from handwriting_app.ui.widgets.new_file import ask_for_new_file

ENDING: Final = ".unipen"
FILTER: Final = "Pen files (*.unipen *.tra *.tes *.dat *.txt);;All files (*)"


class KeptFiles(QObject):
    """Asks for files and names; the rest happens in the background."""

    def __init__(self, handwriting: Handwriting, desk: Desk, view: QWidget) -> None:
        super().__init__(view)
        self._handwriting = handwriting
        self._desk = desk
        self._view = view
        handwriting.exported.connect(desk.message)

    def import_pen_files(self) -> None:
        """Ask for any number of files, then whose they are."""
        names, _ = QFileDialog.getOpenFileNames(self._view, "Import pen files", str(Path.home()), FILTER)
        if not names:
            return
        paths = tuple(map(Path, names))
        what = shown_name(paths[0].name) if len(paths) == 1 else f"{count(len(paths))} pen files"
        self._ask(what, partial(self._import_pens, paths), is_folder=False)

    def import_folder(self) -> None:
        """Ask for a folder of pictures, then whose they are."""
        name = QFileDialog.getExistingDirectory(self._view, "Import a folder of pictures", str(Path.home()))
        if name:
            folder = Path(name)
            what = f"The pictures in {shown_name(folder.name)}"
            self._ask(what, partial(self._import_pictures, folder), is_folder=True)

    def export_pen_file(self, wanted: Filter) -> None:
        """Ask where to, and write what the filter shows."""
        suggestion = Path.home() / f"my handwriting{ENDING}"
        path = ask_for_new_file(self._view, "Export a pen file", suggestion, ENDING, "Pen files")
        if path is not None:
            self._handwriting.export_pen_file(path, wanted)

    def export_pictures(self, wanted: Filter) -> None:
        """Ask for a new or empty folder, and write what the filter shows."""
        name = QFileDialog.getExistingDirectory(self._view, "Export into an empty folder", str(Path.home()))
        if name:
            self._handwriting.export_pictures(Path(name), wanted)

    def _import_pens(self, paths: tuple[Path, ...], naming: Naming) -> None:
        self._desk.message.emit("Reading the files …")
        self._handwriting.import_pen_files(paths, naming)

    def _import_pictures(self, folder: Path, naming: Naming) -> None:
        self._desk.message.emit("Reading the pictures …")
        self._handwriting.import_folder(folder, naming)

    def _ask(self, what: str, then: Callable[[Naming], None], *, is_folder: bool) -> None:
        ImportDialog(self._view.window(), what, is_folder, then).open()
