"""The settings behind "More": for whoever wants to know what else shapes learning."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from handwriting_app.engine.settings import SETTINGS
from handwriting_app.ui.sizes import scaled
from handwriting_app.ui.train.field import FieldRow, field_of, rows_of


class MoreFields(QWidget):
    """The fields of all settings that are not in front, from top to bottom.

    Attributes:
        fields: Each field by the name of its setting.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        settings = [setting for setting in SETTINGS.values() if setting.place == "more"]
        self.fields = {setting.name: field_of(setting) for setting in settings}
        layout = QVBoxLayout(self)
        scaled(layout.setContentsMargins, 0, 4, 0, 0)
        scaled(layout.setSpacing, 8)
        for row in rows_of(settings, 2):
            layout.addWidget(FieldRow([self.fields[setting.name] for setting in row]))
