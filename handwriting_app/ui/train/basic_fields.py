"""The settings in sight: those that everyone needs first."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from handwriting_app.engine.classes import TEN_DIGITS, Classes
from handwriting_app.engine.settings import HIDDEN, NON_DIGITS, SETTINGS, VARIATION
from handwriting_app.ui.sizes import scaled
from handwriting_app.ui.train.field import FieldRow, field_of, rows_of
from handwriting_app.ui.train.layers_field import describe_layers
from handwriting_app.ui.train.variation_field import VariationField


class BasicFields(QWidget):
    """The fields of the settings whose place is in front, from top to bottom; the variation with its preview last.

    Attributes:
        fields: Each field by the name of its setting.
        variation: The slider of the variation with its preview.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        front = [each for each in SETTINGS.values() if each.place == "front" and each is not VARIATION]
        self.variation = VariationField()
        self.fields = {setting.name: field_of(setting) for setting in front} | {VARIATION.name: self.variation.field}

        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        scaled(layout.setSpacing, 8)
        rows = {row[0].name: FieldRow([self.fields[each.name] for each in row]) for row in rows_of(front, 3)}
        for row in rows.values():
            layout.addWidget(row)
        layout.addWidget(self.variation)

        self._classes = TEN_DIGITS
        self._hidden_row = rows[HIDDEN.name]
        for name in (HIDDEN.name, NON_DIGITS.name):
            self.fields[name].changed.connect(self._show_shape)
        self._show_shape()

    def show_classes(self, classes: Classes) -> None:
        """A run learns to tell these classes apart."""
        self._classes = classes
        self.variation.preview.show_classes(classes)
        self._show_shape()

    def _show_shape(self, _changed: object = None) -> None:
        hidden = HIDDEN.check(self.fields[HIDDEN.name].value())
        has_none = NON_DIGITS.check(self.fields[NON_DIGITS.name].value())
        self._hidden_row.set_hint(describe_layers(hidden, outputs=len(self._classes) + has_none))
