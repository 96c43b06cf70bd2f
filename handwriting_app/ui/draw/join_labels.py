"""Joins what a person says of a drawing, by click or key, to what is kept; and the canvas to a round of prompts."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from handwriting_app.ink.drawing import Drawing
from handwriting_app.names import shown_name
from handwriting_app.session.ledger import Change, called
from handwriting_app.session.prompt import Prompt
from handwriting_app.session.session import Session
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.draw.draw_column import DrawColumn
from handwriting_app.ui.draw.reading_panel import ReadingPanel
from handwriting_app.ui.keys import keys_of
from handwriting_app.ui.widgets.dialogs import show_error

_NEXT: Final = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
"""The keys of "next_prompt", as events have them."""


class LabelsJoin(QObject):
    """Keys come here when nothing that has the focus, and nothing around it, makes anything of them.

    So no field loses a digit that is typed into it, and Backprop keeps its own meaning of digits.
    """

    def __init__(
        self, session: Session, desk: Desk, column: DrawColumn, reading: ReadingPanel, window: QWidget
    ) -> None:
        super().__init__(column)
        self._session = session
        self._desk = desk
        self._column = column
        self._reading = reading
        self._window = window
        handwriting, prompts = session.handwriting, session.prompts
        reading.label_chosen.connect(handwriting.say)
        handwriting.said_changed.connect(reading.show_said)
        handwriting.changed.connect(self._tell)
        handwriting.refused.connect(self._say_problem)
        prompts.changed.connect(self._show_prompt)
        prompts.advanced.connect(self._empty_canvas)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._takes(event):
            return True
        return super().eventFilter(watched, event)

    def _takes(self, event: QKeyEvent) -> bool:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if modifiers != Qt.KeyboardModifier.NoModifier or event.isAutoRepeat():
            return False
        if self._session.prompts.prompt is not None and event.key() in _NEXT:
            self._session.prompts.go_on()
            return True
        label = event.text()
        if label in keys_of("true_label") and self._reading.takes_label(label):
            self._session.handwriting.say(label)
            return True
        return False

    def _tell(self, change: Change) -> None:
        if not change.words or self._session.prompts.prompt is not None:
            return
        if change.undo and change.kind != "nothing":
            self._desk.undo_offered.emit(change.words, self._session.handwriting.undo)
        else:
            self._desk.message.emit(change.words)

    def _say_problem(self, problem: str) -> None:
        show_error(self._window, "My handwriting is as it was", problem)

    def _show_prompt(self, prompt: Prompt | None) -> None:
        is_read = self._session.reader.prediction is not None
        self._reading.show_asked_for(prompt is not None, is_read=is_read)
        self._column.keys_within = frozenset() if prompt is None else keys_of("next_prompt")
        if prompt is None:
            self._column.canvas.set_hint()
        else:
            label = called(prompt.label) if len(prompt.label) == 1 else shown_name(prompt.label)
            self._column.canvas.set_hint(f"Now {label}", f"{prompt.done} of {prompt.total}")

    def _empty_canvas(self) -> None:
        self._desk.drawing_requested.emit(Drawing())
        self._column.canvas.setFocus()
