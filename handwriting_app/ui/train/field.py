"""One setting of the training panel: its widget, its words, and why it cannot be changed just now."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QSizePolicy, QSlider, QWidget

from handwriting_app.ui.train.layers_field import LayersField
from handwriting_app.ui.widgets.number_field import DecimalField, WholeNumberField
from handwriting_app.ui.widgets.problem import MessageLine

ValidatedWidget = LayersField | WholeNumberField | DecimalField


class Field:
    """A widget with its name, its label and its tooltip; disabled, the tooltip says why.

    Attributes:
        widget: What the person sets.
        label: What it is called; `objectName` and `accessibleName` of the widget are set from `name` and this.
    """

    def __init__(self, widget: QWidget, name: str, label: str, tooltip: str) -> None:
        self.widget = widget
        self.label = label
        self._tooltip = tooltip
        self._label: QLabel | None = None
        widget.setObjectName(name)
        widget.setAccessibleName(label)
        widget.setAccessibleDescription(tooltip)
        widget.setToolTip(tooltip)
        if not isinstance(widget, QSlider | QCheckBox):
            widget.setMinimumHeight(26)

    def make_label(self) -> QLabel:
        """A label whose buddy is the widget."""
        self._label = QLabel(self.label)
        self._label.setBuddy(self.widget)
        self._label.setToolTip(self._tooltip)
        return self._label

    def problem(self) -> str:
        """What is wrong with what stands in the widget; empty when it can be used."""
        return self.widget.problem() if isinstance(self.widget, ValidatedWidget) else ""

    def on_problem(self, slot: Callable[[], None]) -> None:
        """Call ``slot`` whenever a problem comes or goes."""
        if isinstance(self.widget, ValidatedWidget):
            self.widget.problem_changed.connect(lambda _problem: slot())

    def set_unusable(self, reason: str) -> None:
        """Disable the widget for ``reason``, which becomes its tooltip; an empty reason enables it."""
        self.widget.setEnabled(not reason)
        self.widget.setToolTip(reason or self._tooltip)
        if self._label is not None:
            self._label.setEnabled(not reason)
            self._label.setToolTip(reason or self._tooltip)

    def drop_problem(self) -> None:
        """Put the last usable value back: what does not apply must not stand in the way either."""
        if isinstance(self.widget, WholeNumberField | DecimalField):
            self.widget.restore()


class FieldRow(QWidget):
    """One field, or two or three side by side, each under its label; below them the words of what is wrong.

    The space of those words is kept, so that nothing jumps when they come. While all is well a hint stands there.
    """

    def __init__(self, fields: Sequence[Field], message_lines: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields = fields
        self._hint = ""
        self._message = MessageLine(message_lines, self) if message_lines else None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(8)
        layout.setVerticalSpacing(2)
        for column, field in enumerate(fields):
            layout.addWidget(field.make_label(), 0, column)
            layout.addWidget(field.widget, 1, column)
            layout.setColumnStretch(column, 1)
            if isinstance(field.widget, ValidatedWidget):
                field.widget.problem_changed.connect(self._show_message)
        if self._message is not None:
            self._message.setObjectName(f"{fields[0].widget.objectName()}_message")
            layout.addWidget(self._message, 2, 0, 1, len(fields))

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
                words = problem if len(self._fields) == 1 else f"{field.label}: {problem}"
                self._message.show_text(words, "error")
                return
        self._message.show_text(self._hint, "hint")
