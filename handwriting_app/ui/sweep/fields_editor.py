"""What varies: one to four settings, each with the values that are tried."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QPaintEvent, QStandardItemModel
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QToolButton, QWidget

from handwriting_app.engine.settings import ENGINE, HIDDEN, LEARNING_RATE, SEED, SETTINGS
from handwriting_app.sweep.typed_values import text_of_values, usual_values, values_of_text
from handwriting_app.ui.theme import GRID
from handwriting_app.ui.widgets.fields import ComboBox
from handwriting_app.ui.widgets.painting import guarded
from handwriting_app.ui.widgets.plain_text import in_tooltip
from handwriting_app.ui.widgets.problem import paint_problem_outline
from handwriting_app.ui.widgets.words import set_caption

MOST_FIELDS: Final = 4

FIRST: Final[Mapping[str, tuple[object, ...]]] = {
    LEARNING_RATE.name: (0.02, 0.05, 0.2),
    HIDDEN.name: ((16,), (64,), (128, 64)),
}
"""What varies at first."""

_NOT_VARIED: Final = (SEED.name, ENGINE.name)
_FIRST_TEXTS: Final = {name: text_of_values(SETTINGS[name], values) for name, values in FIRST.items()}

_RUNNING: Final = "What varies can be changed when the sweep is over; Stop ends it."


class FieldsEditor(QWidget):
    """Rows of a setting and its values. The widgets of row n (from 1) are called ``sweep_n_setting``,
    ``sweep_n_values`` and ``sweep_n_remove``.

    Signals:
        fields_changed(): Something else is set, or a field has become right or wrong.
    """

    fields_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = 0
        self._is_running = False
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        for column, words in enumerate(("What varies", "Values to try")):
            label = QLabel(words, self)
            set_caption(label)
            grid.addWidget(label, 0, column)
        self.add = QToolButton(self)
        self.add.setObjectName("sweep_add")
        self.add.setText("+")
        self.add.setAccessibleName("Vary one more setting")
        self.add.setToolTip(f"Vary one more setting; {MOST_FIELDS} at most")
        self.add.clicked.connect(self._on_add)
        grid.addWidget(self.add, 0, 2)
        self._rows = [_Row(index, self) for index in range(MOST_FIELDS)]
        for row in self._rows:
            for column, widget in enumerate(row.widgets):
                grid.addWidget(widget, row.index + 1, column)
            row.setting.currentIndexChanged.connect(lambda _i, row=row: self._on_setting(row))
            row.values.textChanged.connect(lambda _t: self._on_changed())
            row.remove.clicked.connect(lambda _checked, index=row.index: self._on_remove(index))
        self.set_fields(FIRST)

    def fields(self) -> dict[str, tuple[object, ...]]:
        """The settings that vary, and their values.

        Raises:
            ValueError: What is wrong with a row.
        """
        return {row.name: values_of_text(SETTINGS[row.name], row.values.text()) for row in self._rows[: self._count]}

    def set_fields(self, fields: Mapping[str, tuple[object, ...]]) -> None:
        """Show one to four settings with their values."""
        self._show({name: text_of_values(SETTINGS[name], values) for name, values in fields.items()})

    def names(self) -> tuple[str, ...]:
        """The settings that vary, be their values right or wrong."""
        return tuple(row.name for row in self._rows[: self._count])

    def problem(self) -> str:
        """What is wrong in a row; empty when all is well."""
        return next((f"{row.label}: {row.values.problem}" for row in self._shown if row.values.problem), "")

    def set_running(self, is_running: bool) -> None:
        """Nothing can be changed while a sweep is on."""
        self._is_running = is_running
        for row in self._rows:
            is_there = row.index < self._count
            for widget in row.widgets:
                widget.setVisible(is_there)
                widget.setEnabled(not is_running)
            row.remove.setEnabled(not is_running and self._count > 1)
            row.describe(_RUNNING if is_running else "")
        self.add.setEnabled(not is_running and self._count < MOST_FIELDS)

    @property
    def _shown(self) -> list[_Row]:
        return self._rows[: self._count]

    def _show(self, texts: Mapping[str, str]) -> None:
        self._count = len(texts)
        for row, (name, text) in zip(self._rows, texts.items(), strict=False):
            with QSignalBlocker(row.setting), QSignalBlocker(row.values):
                row.setting.setCurrentIndex(row.setting.findData(name))
                row.values.setText(text)
        self.set_running(self._is_running)
        self._on_changed()

    def _on_setting(self, row: _Row) -> None:
        setting = SETTINGS[row.name]
        with QSignalBlocker(row.values):
            row.values.setText(_FIRST_TEXTS.get(row.name) or text_of_values(setting, usual_values(setting)))
        row.describe("")
        self._on_changed()

    def _on_changed(self) -> None:
        taken = set(self.names())
        for row in self._shown:
            row.values.show_problem(row.read())
            row.bar(taken - {row.name})
        self.fields_changed.emit()

    def _on_add(self) -> None:
        texts = {row.name: row.values.text() for row in self._shown}
        free = next(name for name in SETTINGS if name not in texts and name not in _NOT_VARIED)
        self._show({**texts, free: text_of_values(SETTINGS[free], usual_values(SETTINGS[free]))})
        self._rows[self._count - 1].setting.setFocus()

    def _on_remove(self, index: int) -> None:
        self._show({row.name: row.values.text() for row in self._shown if row.index != index})


class _ValuesField(QLineEdit):
    """A line of values, outlined while it cannot be read."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.problem = ""

    def show_problem(self, problem: str) -> None:
        if problem != self.problem:
            self.problem = problem
            self.setAccessibleDescription(problem)
            self.update()

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        """Add the outline of a problem."""
        super().paintEvent(event)
        if self.problem:
            paint_problem_outline(self)


class _Row:
    def __init__(self, index: int, parent: QWidget) -> None:
        self.index = index
        number = index + 1
        self.setting = ComboBox(parent)
        for name, setting in SETTINGS.items():
            if name not in _NOT_VARIED:
                self.setting.addItem(setting.label, name)
        self.setting.setObjectName(f"sweep_{number}_setting")
        self.setting.setAccessibleName(f"Setting {number} that varies")
        self.setting.setMinimumContentsLength(10)
        self.setting.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.values = _ValuesField(parent)
        self.values.setObjectName(f"sweep_{number}_values")
        self.remove = QToolButton(parent)
        self.remove.setObjectName(f"sweep_{number}_remove")
        self.remove.setText("−")
        self.remove.setAccessibleName(f"Do not vary setting {number}")
        self.remove.setToolTip("Do not vary this setting: every run has what the training panel says")

    @property
    def widgets(self) -> tuple[QWidget, ...]:
        return self.setting, self.values, self.remove

    @property
    def name(self) -> str:
        return str(self.setting.currentData())

    @property
    def label(self) -> str:
        return SETTINGS[self.name].label

    def read(self) -> str:
        """What is wrong with the values; empty when they can be tried."""
        try:
            values_of_text(SETTINGS[self.name], self.values.text())
        except ValueError as error:
            return str(error)
        return ""

    def describe(self, why_not: str) -> None:
        """Say in tooltips what the setting does and takes, or why nothing can be changed."""
        setting = SETTINGS[self.name]
        self.setting.setToolTip(why_not or in_tooltip(setting.sentence))
        many = "parted by semicolons: 64; 128, 64; none" if setting is HIDDEN else "parted by commas"
        self.values.setToolTip(why_not or in_tooltip(f"The values to try, {many}. Each is {setting.wanted}."))
        self.values.setAccessibleName(f"Values of {setting.label}")

    def bar(self, names: set[str]) -> None:
        """Let nobody choose what another row varies."""
        model = self.setting.model()
        assert isinstance(model, QStandardItemModel)
        for place in range(self.setting.count()):
            model.item(place).setEnabled(self.setting.itemData(place) not in names)
