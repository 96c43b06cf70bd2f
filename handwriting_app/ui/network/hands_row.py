"""What a hand can do to the chosen unit, or to its whole layer: freeze it, kill it, shake it; and undo that."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QWidget

from handwriting_app.numerals import percent
from handwriting_app.ui.network.laying_hands import Deed, Reach, Scope
from handwriting_app.ui.sizes import px, scaled
from handwriting_app.ui.theme import GRID
from handwriting_app.ui.widgets.elided_button import ElidedButton
from handwriting_app.ui.widgets.number_field import Bounds, WholeNumberField
from handwriting_app.ui.widgets.segmented import SegmentedButtons
from handwriting_app.ui.widgets.steps import along
from handwriting_app.ui.widgets.tips import set_tip

CHOOSE: Final = "Choose a unit of a layer first: click one in the picture"
_STRENGTHS: Final = (5, 10, 25, 50, 100, 200)
_WORDS: Final[Mapping[Deed, str]] = MappingProxyType(
    {
        "freeze": "Let its weights in, and its bias, stay as they are when training goes on",
        "kill": "Make it send 0, whatever comes in: its weights out become 0",
        "noise": "Shake its weights in, by chance, by so many percent of their usual size",
    }
)


class HandsRow(QWidget):
    """A row of buttons for the chosen unit, and a menu of the same for unit and layer.

    Signals:
        deed_requested(Deed, Scope): do it; with "freeze", the other way round if all of it is frozen.
        undo_requested(): take the last change of the weights back.
    """

    deed_requested = Signal(str, str)
    undo_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reaches: dict[Scope, Reach] | None = None
        self._scope: SegmentedButtons[Scope] = SegmentedButtons(
            (("unit", "Unit", "The chosen unit alone"), ("layer", "Layer", "The whole layer of the chosen unit")), self
        )
        self._scope.setObjectName("hands_scope")
        self._scope.setAccessibleName("Unit or layer")
        self._scope.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._scope.value_changed.connect(lambda _scope: self._show())
        self._buttons = {deed: self._button(deed) for deed in _WORDS}
        self.strength = WholeNumberField(25, Bounds(1, 1000), along(_STRENGTHS), self)
        self.strength.setObjectName("noise_strength")
        self.strength.setAccessibleName("Strength of the noise in percent")
        set_tip(self.strength, "Strength of the noise, in percent of the usual size of the unit's weights")
        self.strength.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        scaled(self.strength.setFixedWidth, lambda each: each.fontMetrics().horizontalAdvance("000") + px(30))
        self._undo = ElidedButton("Undo", self)
        self._undo.setObjectName("hands_undo")
        self._undo.clicked.connect(self.undo_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        scaled(row.setSpacing, GRID // 2)
        row.addWidget(self._scope)
        for button in self._buttons.values():
            row.addWidget(button)
        row.addWidget(self.strength)
        row.addWidget(self._undo)
        row.addStretch(1)
        self.show_reach(None)
        self.show_undo("", "")

    def show_reach(self, reaches: dict[Scope, Reach] | None) -> None:
        """Show what can be done to the chosen unit and to its layer; None while no unit is chosen."""
        self._reaches = reaches
        self._show()

    def show_undo(self, reason: str, undoable: str) -> None:
        """Show what Undo would take back, if anything, or why it cannot just now."""
        self._undo.setEnabled(bool(undoable) and not reason)
        self._undo.setText(f"Undo: {undoable}" if undoable else "Undo")
        set_tip(self._undo, reason or (f"Take back: {undoable}" if undoable else "Nothing to take back"))

    def popup(self, at: QPoint) -> QMenu | None:
        """Offer the same for unit and layer in a menu at a place of the screen; None while no unit is chosen."""
        if self._reaches is None:
            return None
        menu = QMenu(self)
        menu.setObjectName("hands_menu")
        menu.setToolTipsVisible(True)
        menu.aboutToHide.connect(menu.deleteLater)
        scopes: tuple[Scope, ...] = ("unit", "layer")
        for scope in scopes:
            reach = self._reaches[scope]
            if scope == "layer":
                menu.addSeparator()
            for deed in self._buttons:
                action = menu.addAction(f"{self._word(deed, reach)} {reach.name}")
                action.setObjectName(f"hands_{deed}_{scope}")
                action.setEnabled(deed not in reach.blocked)
                set_tip(action, reach.blocked.get(deed) or _WORDS[deed])
                action.triggered.connect(lambda _checked, deed=deed, scope=scope: self.deed_requested.emit(deed, scope))
        menu.popup(at)
        return menu

    def _button(self, deed: Deed) -> QPushButton:
        button = QPushButton(deed.capitalize(), self)
        button.setObjectName(f"{deed}_button")
        button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        scaled(button.setMinimumWidth, lambda each: each.fontMetrics().horizontalAdvance("Freeze") + px(2 * GRID))
        button.clicked.connect(lambda: self.deed_requested.emit(deed, self._scope.value()))
        return button

    def _word(self, deed: Deed, reach: Reach) -> str:
        if deed == "freeze":
            return "Thaw" if reach.is_frozen else "Freeze"
        return f"Noise of {percent(self.strength.value() / 100)} on" if deed == "noise" else "Kill"

    def _show(self) -> None:
        reach = self._reaches[self._scope.value()] if self._reaches is not None else None
        for deed, button in self._buttons.items():
            why_not = CHOOSE if reach is None else reach.blocked.get(deed, "")
            button.setEnabled(not why_not)
            set_tip(button, why_not or _WORDS[deed])
            if deed == "freeze":
                button.setText("Thaw" if reach is not None and reach.is_frozen else "Freeze")
            name = button.text() if reach is None else f"{button.text()} {reach.name}"
            button.setAccessibleName(name)
