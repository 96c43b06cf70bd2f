"""One setting in the training panel: its widget, its words, and why it cannot be changed just now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QSizePolicy, QSlider, QWidget

from handwriting_app.engine.classes import TEN_DIGITS, Classes
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.settings import AnySetting, Choice, Layers, Number, Setting, Switch, Whole
from handwriting_app.ui.sizes import scaled
from handwriting_app.ui.train.layers_field import LayersField
from handwriting_app.ui.widgets.number_field import DecimalField, WholeNumberField
from handwriting_app.ui.widgets.problem import MessageLine
from handwriting_app.ui.widgets.segmented import SegmentedButtons
from handwriting_app.ui.widgets.setting_widgets import choice_buttons, decimal_field, whole_number_field
from handwriting_app.ui.widgets.tips import set_tip

Value = TypeVar("Value")

ValidatedWidget = LayersField | WholeNumberField | DecimalField


class Field:
    """A widget for a setting, with its name, its label and its tooltip; disabled, the tooltip says why.

    Attributes:
        setting: What it sets.
        widget: What the person acts on.
        value: Returns what stands in the widget; while that cannot be used, the last that could.
        set_value: Shows another value; raises ValueError for one that the setting does not take.
        changed: The widget's signal that another value stands in it.
    """

    def __init__(
        self,
        setting: Setting[Value],
        widget: QWidget,
        value: Callable[[], Value],
        set_value: Callable[[Value], object],
        changed: SignalInstance,
    ) -> None:
        self.setting: Setting[object] = setting
        self.widget = widget
        self.value: Callable[[], object] = value
        self.changed = changed
        self.set_value: Callable[[object], object] = lambda given: set_value(setting.check(given))
        self._label: QLabel | None = None
        self._name, self._sentence, self._why_not = setting.label, setting.sentence, ""
        self._classes = TEN_DIGITS
        widget.setObjectName(setting.fact)
        self._show_words()
        if isinstance(widget, ValidatedWidget):
            widget.problem_changed.connect(lambda _problem: self._show_words())
        if not isinstance(widget, QSlider | QCheckBox):
            scaled(widget.setMinimumHeight, 26)

    def show(self, config: TrainingConfig) -> None:
        """Show what the setting is in ``config``."""
        self.set_value(getattr(config, self.setting.name))

    def make_label(self) -> QLabel:
        """A label whose buddy is the widget."""
        self._label = QLabel()
        self._label.setBuddy(self.widget)
        self._show_words()
        return self._label

    def show_classes(self, classes: Classes) -> None:
        """Speak of these: of symbols, where it is not the digits that are learned."""
        self._name = classes.worded(self.setting.label)
        own = "" if classes.are_digits else self.setting.sentence_on_symbols
        self._sentence = own or classes.worded(self.setting.sentence)
        self._classes = classes
        if isinstance(self.setting, Choice) and isinstance(self.widget, SegmentedButtons):
            self.widget.set_tooltips([classes.worded(option.sentence) for option in self.setting.options])
        self._show_words()

    def problem(self) -> str:
        """What is wrong with what stands in the widget; empty when it can be used."""
        return self.widget.problem() if isinstance(self.widget, ValidatedWidget) else ""

    def on_problem(self, slot: Callable[[], None]) -> None:
        """Call ``slot`` whenever a problem comes or goes."""
        if isinstance(self.widget, ValidatedWidget):
            self.widget.problem_changed.connect(lambda _problem: slot())

    def set_unusable(self, reason: str) -> None:
        """Disable the widget for ``reason``, which becomes its tooltip; an empty reason enables it."""
        self._why_not = reason
        self.widget.setEnabled(not reason)
        if self._label is not None:
            self._label.setEnabled(not reason)
        self._show_words()

    def _show_words(self) -> None:
        self.widget.setAccessibleName(self._name)
        self.widget.setAccessibleDescription(self.problem() or self._sentence)
        words = self._classes.worded(self._why_not) or self._sentence
        set_tip(self.widget, words)
        if isinstance(self.widget, QCheckBox):
            self.widget.setText(self._name)
        if self._label is not None:
            self._label.setText(self._name)
            set_tip(self._label, words)

    def drop_problem(self) -> None:
        """Put the last usable value back: what does not apply must not stand in the way either."""
        if isinstance(self.widget, WholeNumberField | DecimalField):
            self.widget.restore()
        elif isinstance(self.widget, LayersField):
            self.widget.set_value(self.widget.value())

    def set_hidden(self, is_hidden: bool) -> None:
        """Hide widget and label, or show them again."""
        self.widget.setHidden(is_hidden)
        if self._label is not None:
            self._label.setHidden(is_hidden)


def field_of(setting: AnySetting) -> Field:
    """The field for any setting: what a kind of setting is set with."""
    match setting:
        case Layers():
            layers = LayersField(setting.default)
            return Field(setting, layers, layers.value, layers.set_value, layers.value_changed)
        case Choice():
            choice = choice_buttons(setting)
            return Field(setting, choice, choice.value, choice.set_value, choice.value_changed)
        case Whole():
            whole = whole_number_field(setting)
            return Field(setting, whole, whole.value, whole.set_value, whole.value_changed)
        case Number():
            number = decimal_field(setting)
            return Field(setting, number, number.value, number.set_value, number.value_changed)
        case Switch():
            box = QCheckBox(setting.label)
            return Field(setting, box, box.isChecked, box.setChecked, box.toggled)


def rows_of(settings: Sequence[AnySetting], abreast: int) -> list[list[AnySetting]]:
    """The rows that settings stand in: so many numbers side by side, everything else alone."""
    rows: list[list[AnySetting]] = []
    for setting in settings:
        beside = rows[-1] if rows else []
        is_number = isinstance(setting, Whole | Number)
        if is_number and 0 < len(beside) < abreast and isinstance(beside[0], Whole | Number):
            beside.append(setting)
        else:
            rows.append([setting])
    return rows


class FieldRow(QWidget):
    """One field, or two or three side by side, each under its label; below them the words of what is wrong.

    The space of those words is kept, so that nothing jumps when they come. While all is well a hint stands there.
    """

    def __init__(self, fields: Sequence[Field], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields = fields
        self._hint = ""
        can_be_wrong = any(isinstance(field.widget, ValidatedWidget) for field in fields)
        self._message = MessageLine(1, self) if can_be_wrong else None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        scaled(layout.setHorizontalSpacing, 8)
        scaled(layout.setVerticalSpacing, 2)
        for column, field in enumerate(fields):
            if not isinstance(field.widget, QCheckBox):  # which has its label beside it
                layout.addWidget(field.make_label(), 0, column)
            layout.addWidget(field.widget, 1, column)
            layout.setColumnStretch(column, 1)
            if isinstance(field.widget, ValidatedWidget):
                field.widget.problem_changed.connect(self._show_message)
        if self._message is not None:
            self._message.setObjectName(f"{fields[0].widget.objectName()}_message")
            layout.addWidget(self._message, 2, 0, 1, len(fields))

    def show_or_hide(self) -> None:
        """A row whose fields are all hidden takes no room."""
        self.setHidden(all(field.widget.isHidden() for field in self._fields))

    def set_hint(self, hint: str) -> None:
        """The words to show while nothing is wrong."""
        self._hint = hint
        self._show_message()

    def _show_message(self) -> None:
        if self._message is None:
            return
        for field in self._fields:
            if problem := field.problem():
                # In a shared line the words must say which field they mean.
                words = problem if len(self._fields) == 1 else f"{field.setting.label}: {problem}"
                self._message.show_text(words, "error")
                return
        self._message.show_text(self._hint, "hint")
