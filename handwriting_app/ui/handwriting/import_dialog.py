"""Whose drawings are imported: what the files say, one name for all, or none."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from handwriting_app.names import is_one_line
from handwriting_app.session.handwriting_files import LONGEST_WRITER, Naming
from handwriting_app.ui.sizes import scaled
from handwriting_app.ui.theme import GRID
from handwriting_app.ui.widgets.words import set_caption, set_title


class ImportDialog(QDialog):
    """Asks once for all files that were chosen, and holds nothing up meanwhile."""

    def __init__(self, parent: QWidget, what: str, is_folder: bool, then: Callable[[Naming], None]) -> None:
        """``what`` is imported, in a few words; ``then`` is called with the answer."""
        super().__init__(parent)
        self.setObjectName("import_dialog")
        self.setWindowTitle("Import into My handwriting")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._then = then
        title = QLabel("Who wrote this?", self)
        set_title(title)
        chosen = QLabel(what, self)
        chosen.setTextFormat(Qt.TextFormat.PlainText)
        set_caption(chosen)
        after_files = "The folder's name" if is_folder else "As the files say; if one does not, its own name"
        self._files = self._radio(after_files, "writer_by_file")
        self._one = self._radio("One name for all:", "writer_by_name")
        self._none = self._radio("No name", "writer_none")
        self._files.setChecked(True)
        self._name = QLineEdit(self)
        self._name.setObjectName("writer_name")
        self._name.setAccessibleName("Name of the writer")
        self._name.setMaxLength(LONGEST_WRITER)
        self._name.setPlaceholderText("A name they choose")
        self._name.textEdited.connect(lambda _text: self._one.setChecked(True))
        self._one.toggled.connect(lambda on: self._name.setFocus() if on else None)
        self._name.textChanged.connect(self._check)
        self._one.toggled.connect(self._check)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self._import = QPushButton("Import", self)
        self._import.setObjectName("import_confirm_button")
        buttons.addButton(self._import, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        scaled(column.setSpacing, GRID)
        for widget in (title, chosen, self._files, self._one, self._name, self._none, buttons):
            column.addWidget(widget)
        self.accepted.connect(lambda: self._then(self.naming()))

    def naming(self) -> Naming:
        """The answer."""
        if self._one.isChecked():
            return Naming(self._name.text().strip())
        return Naming("") if self._none.isChecked() else Naming()

    def _radio(self, text: str, name: str) -> QRadioButton:
        radio = QRadioButton(text, self)
        radio.setObjectName(name)
        radio.setAccessibleName(text)
        return radio

    def _check(self, *_news: object) -> None:
        is_named = is_one_line(self._name.text().strip(), LONGEST_WRITER)
        self._import.setEnabled(is_named or not self._one.isChecked())
