"""The dialog in which the user sets what the program keeps: theme, pen, what opens at the start, room for runs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from handwriting_app.names import shown_name
from handwriting_app.numerals import percent
from handwriting_app.storage.settings_keys import DATABASE_LIMITS, PEN_WIDTHS, SIZES, Opening, ThemeChoice
from handwriting_app.ui.sizes import scaled
from handwriting_app.ui.theme import GRID
from handwriting_app.ui.widgets.fields import ComboBox, Slider
from handwriting_app.ui.widgets.number_field import Bounds, WholeNumberField
from handwriting_app.ui.widgets.plain_text import in_tooltip
from handwriting_app.ui.widgets.problem import MessageLine
from handwriting_app.ui.widgets.segmented import SegmentedButtons
from handwriting_app.ui.widgets.steps import doubling
from handwriting_app.ui.widgets.words import set_caption

NARROWEST: Final = 480
_LONGEST_PATH: Final = 200
_SHIPPED: Final = "The shipped model"


@dataclass(frozen=True, slots=True)
class Preferences:
    """What the dialog shows.

    Attributes:
        theme: The one that is on.
        size: Of everything, in percent.
        pen_width: Percent of the canvas's side.
        model: The path of the model that opens at the start; empty for the shipped one.
        models: Paths that can be chosen beside these two.
        opens: What is in front at the start.
        database_limit: MiB.
    """

    theme: ThemeChoice
    size: int
    pen_width: int
    model: str
    models: tuple[str, ...]
    opens: Opening
    database_limit: int


class SettingsDialog(QDialog):
    """A row a setting. Every change is told at once; there is nothing to confirm.

    Signals:
        theme_chosen(ThemeChoice), size_chosen(int), pen_width_chosen(int), opens_chosen(Opening)
        database_limit_chosen(int)
        model_chosen(str): the path of the file, or empty for the shipped model.
        model_wanted(): a file is to be asked for.
        defaults_wanted(): all of it is to be as at first.
    """

    theme_chosen = Signal(object)
    size_chosen = Signal(int)
    pen_width_chosen = Signal(int)
    model_chosen = Signal(str)
    model_wanted = Signal()
    opens_chosen = Signal(object)
    database_limit_chosen = Signal(object)
    defaults_wanted = Signal()

    def __init__(self, folder: Path, parent: QWidget) -> None:
        """``folder``: where settings are kept, which a person may want to know."""
        super().__init__(parent)
        self.setObjectName("settings_dialog")
        self.setWindowTitle("Settings")
        self._theme = SegmentedButtons[ThemeChoice](
            (
                (ThemeChoice.SYSTEM, "System", "As the system says, also when that changes"),
                (ThemeChoice.LIGHT, "Light", "Dark on light"),
                (ThemeChoice.DARK, "Dark", "Light on dark"),
            ),
            self,
        )
        self._size = ComboBox(self)
        for size in SIZES:
            self._size.addItem(percent(size / 100), size)
        self._pen = Slider(self)
        self._pen.setRange(PEN_WIDTHS[0], PEN_WIDTHS[-1])
        self._pen.setPageStep(2)
        self._pen_words = QLabel(self)
        scaled(self._pen_words.setMinimumWidth, lambda each: each.fontMetrics().horizontalAdvance(percent(0.99)))
        self._pen_words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._model = ComboBox(self)
        self._model.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._model.setMinimumContentsLength(24)
        self._choose = QPushButton("&Choose…", self)
        self._opens = SegmentedButtons[Opening](
            (
                (Opening.DIGIT, "The curves", "The curves of learning, beside the paper for a digit"),
                (Opening.LESSONS, "The lessons", "The course and its lessons"),
                (Opening.LAST, "The last view", "The view that was in front when the window was closed"),
            ),
            self,
        )
        low, high = DATABASE_LIMITS[0], DATABASE_LIMITS[-1]
        self._limit = WholeNumberField(low, Bounds(low, high), doubling, self)
        self._limit_problem = MessageLine(1, self)
        self._limit.problem_changed.connect(lambda problem: self._limit_problem.show_text(problem, "error"))

        self._rows = QGridLayout()
        scaled(self._rows.setHorizontalSpacing, 2 * GRID)
        scaled(self._rows.setVerticalSpacing, GRID)
        self._rows.setColumnStretch(1, 1)
        self._add("&Theme", self._theme, "theme", "Light or dark; also in View ▸ Theme")
        self._add("&Size", self._size, "size", "How large everything is; also Ctrl with + and −, or with the wheel")
        self._add(
            "&Pen width",
            self._pen,
            "pen_width",
            "How wide the ink is, of the side of the paper. The network reads the middle line of a stroke, "
            "so the reading stays the same.",
            self._pen_words,
        )
        self._add(
            "&Model at the start", self._model, "default_model", "The model that opens with the window", self._choose
        )
        self._add(
            "&Opens with",
            self._opens,
            "opens",
            "What is in front at the start. A lesson under way goes on, whatever it is.",
        )
        self._add(
            "&Room for runs, in MiB",
            self._limit,
            "database_limit",
            "How large the file of kept runs may become; the oldest go first",
        )
        self._rows.addWidget(self._limit_problem, self._rows.rowCount(), 1)
        self._choose.setObjectName("setting_default_model_choose")
        self._choose.setAccessibleName("Choose the file of a model")

        kept = QLabel(f"Kept in {shown_name(folder, _LONGEST_PATH)}", self)
        kept.setObjectName("settings_folder")
        kept.setTextFormat(Qt.TextFormat.PlainText)
        kept.setWordWrap(True)
        kept.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        set_caption(kept)
        buttons = QDialogButtonBox(self)
        defaults = buttons.addButton("&Restore defaults", QDialogButtonBox.ButtonRole.ResetRole)
        defaults.setObjectName("settings_defaults")
        defaults.setToolTip("Put all of this back as it was at first; recent files and lessons stay")
        close = buttons.addButton(QDialogButtonBox.StandardButton.Close)
        close.setObjectName("settings_close")
        close.setIcon(QIcon())  # the style's is black in every theme
        for button in (self._choose, defaults, close):
            button.setAutoDefault(False)  # Enter in the number field means the number
        layout = QVBoxLayout(self)
        scaled(layout.setContentsMargins, 2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        scaled(layout.setSpacing, 2 * GRID)
        layout.addLayout(self._rows)
        layout.addWidget(kept)
        layout.addStretch()
        layout.addWidget(buttons)
        scaled(self.setMinimumWidth, NARROWEST)

        self._theme.value_changed.connect(self.theme_chosen)
        self._size.activated.connect(lambda index: self.size_chosen.emit(self._size.itemData(index)))
        self._pen.valueChanged.connect(self._on_pen)
        self._model.activated.connect(self._on_model)
        self._choose.clicked.connect(self.model_wanted)
        self._opens.value_changed.connect(self.opens_chosen)
        self._limit.committed.connect(self.database_limit_chosen)
        defaults.clicked.connect(self.defaults_wanted)
        buttons.rejected.connect(self.close)

    def show_values(self, shown: Preferences) -> None:
        """Show these; nothing is told."""
        widgets = self._theme, self._size, self._pen, self._model, self._opens, self._limit
        blockers = [QSignalBlocker(widget) for widget in widgets]
        self._theme.set_value(shown.theme)
        self._size.setCurrentIndex(self._size.findData(shown.size))
        self._pen.setValue(shown.pen_width)
        self._show_pen(shown.pen_width)
        self._opens.set_value(shown.opens)
        self._limit.set_value(shown.database_limit)
        self._model.clear()
        self._model.addItem(_SHIPPED, "")
        for path in dict.fromkeys((shown.model, *shown.models)):
            if path:
                self._model.addItem(shown_name(Path(path).name), path)
                place = self._model.count() - 1
                self._model.setItemData(place, in_tooltip(shown_name(path, _LONGEST_PATH)), Qt.ItemDataRole.ToolTipRole)
        self._model.setCurrentIndex(self._model.findData(shown.model))
        del blockers

    def _add(self, words: str, widget: QWidget, name: str, sentence: str, *beside: QWidget) -> None:
        label = QLabel(words, self)
        label.setBuddy(widget)
        label.setToolTip(sentence)
        widget.setObjectName(f"setting_{name}")
        widget.setAccessibleName(words.replace("&", ""))
        widget.setAccessibleDescription(sentence)
        widget.setToolTip(sentence)
        scaled(widget.setMinimumHeight, 26)
        row = self._rows.rowCount()
        self._rows.addWidget(label, row, 0)
        if not beside:
            self._rows.addWidget(widget, row, 1)
            return
        line = QHBoxLayout()
        scaled(line.setSpacing, GRID)
        line.addWidget(widget, 1)
        for other in beside:
            line.addWidget(other)
        self._rows.addLayout(line, row, 1)

    def _on_pen(self, width: int) -> None:
        self._show_pen(width)
        self.pen_width_chosen.emit(width)

    def _show_pen(self, width: int) -> None:
        self._pen_words.setText(percent(width / 100))

    def _on_model(self, index: int) -> None:
        self.model_chosen.emit(self._model.itemData(index))
