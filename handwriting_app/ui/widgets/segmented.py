"""Two to four choices side by side, one of them chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from handwriting_app.ui.widgets.buttons import Place, SegmentButton
from handwriting_app.ui.widgets.tips import set_tip

Value = TypeVar("Value")


class SegmentedButtons(QWidget, Generic[Value]):
    """Exclusive buttons in a row: to a screen reader a group of radio buttons. The first choice is chosen at the start.

    Tab reaches the chosen button, the arrow keys move the choice. The owner sets the objectName, accessibleName and
    tooltip of the whole; while it is disabled that tooltip (why it does not apply) stands in for those of the choices.

    Signals:
        value_changed(value): another choice is chosen, by the user or by `set_value`.
    """

    value_changed = Signal(object)

    accessible_role = QAccessible.Role.Grouping

    def __init__(self, choices: Sequence[tuple[Value, str, str]], parent: QWidget | None = None) -> None:
        """`choices`: value, label and tooltip of each, in order."""
        super().__init__(parent)
        if not choices:
            raise ValueError("segmented buttons need at least one choice")
        self._values = [value for value, _, _ in choices]
        self._tooltips = [tooltip for _, _, tooltip in choices]
        self._group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for index, (_, label, tooltip) in enumerate(choices):
            button = SegmentButton(label, _place(index, len(choices)), self)
            button.setChecked(index == 0)
            set_tip(button, tooltip)
            button.setAccessibleName(label)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.setAutoDefault(False)
            button.setAutoExclusive(True)  # which the group is anyway; by this Qt knows a radio button
            # A click chooses and leaves the focus, and with it the arrow keys, to what had it.
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._group.addButton(button, index)
            layout.addWidget(button)
        self.setFocusProxy(self._group.button(0))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._group.idToggled.connect(self._on_toggled)

    def setAccessibleName(self, name: str) -> None:
        """Name the whole, and each choice after it: Descent: Mini-batch."""
        super().setAccessibleName(name)
        for button in self._group.buttons():
            button.setAccessibleName(f"{name}: {button.text()}" if name else button.text())

    def value(self) -> Value:
        return self._values[self._group.checkedId()]

    def set_value(self, value: Value) -> None:
        """Choose `value`. Raises ValueError when it is not one of the choices."""
        self._group.button(self._values.index(value)).setChecked(True)

    def button(self, value: Value) -> QPushButton:
        """The button of one choice, for example to disable it."""
        button = self._group.button(self._values.index(value))
        assert isinstance(button, QPushButton)
        return button

    def set_tooltips(self, tooltips: Sequence[str]) -> None:
        """Other tooltips of the choices, in order."""
        self._tooltips = list(tooltips)
        self._show_tooltips()

    def _show_tooltips(self) -> None:
        for index, tooltip in enumerate(self._tooltips):
            set_tip(self._group.button(index), tooltip if self.isEnabled() else "")

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.EnabledChange:
            self._show_tooltips()
        super().changeEvent(event)

    def _on_toggled(self, index: int, checked: bool) -> None:
        if checked:
            self.setFocusProxy(self._group.button(index))
            self.value_changed.emit(self._values[index])


def _place(index: int, count: int) -> Place:
    if count == 1:
        return "only"
    return "first" if index == 0 else "last" if index == count - 1 else "middle"
