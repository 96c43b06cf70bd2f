"""One task: what to do, what the learner expects, what is missing or what it has shown, and a hint in time."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from handwriting_app.session.lesson_state import Feedback, LessonState
from handwriting_app.ui.lessons.guess_box import GuessBox
from handwriting_app.ui.sizes import px, pxf, scaled
from handwriting_app.ui.theme import GRID, theme_of
from handwriting_app.ui.widgets.elided_label import ElidedLabel
from handwriting_app.ui.widgets.painting import guarded
from handwriting_app.ui.widgets.problem import MessageKind
from handwriting_app.ui.widgets.prose import Prose
from handwriting_app.ui.widgets.tick import Tick
from handwriting_app.ui.widgets.words import set_caption


class TaskBox(QWidget):
    """Stands on a ground of its own below the text.

    Signals:
        guessed(float | str): The learner has said what will happen.
    """

    guessed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("task_box")
        self.tick = Tick(self)
        self.place = ElidedLabel(self)
        self.place.setObjectName("task_place")
        set_caption(self.place)
        self.task = Prose("task_text", self, is_bold=True)
        self.task.setAccessibleName("Task")
        self.guess = GuessBox(self)
        self.guess.guessed.connect(self.guessed)
        self.feedback = Prose("task_feedback", self)
        self.feedback.setAccessibleName("What is missing, or what it has shown")
        self.hint = Prose("task_hint", self)
        head = QHBoxLayout()
        head.addWidget(self.tick)
        head.addWidget(self.place, 1)
        layout = QVBoxLayout(self)
        scaled(layout.setContentsMargins, GRID, GRID, GRID, GRID)
        scaled(layout.setSpacing, GRID)
        layout.addLayout(head)
        layout.addWidget(self.task)
        layout.addWidget(self.guess)
        layout.addWidget(self.feedback)
        layout.addWidget(self.hint)

    def begin_page(self, state: LessonState) -> None:
        """Another page is open: what was typed on the one before is gone, and the keys belong to the guess, if any."""
        self.guess.clear()
        if state.awaits_guess and not state.is_reading_back:
            self.guess.focus()

    def show_state(self, state: LessonState) -> None:
        task, answer = state.task, state.answers.get(state.page)
        self.tick.set_done(state.is_ticked)
        words = _place_words(state)
        self.place.setText(f"Task {state.page + 1} of {len(state.lesson.tasks)}{words}")
        self.guess.show_guess(task.guess, answer, is_asked=state.awaits_guess and not state.is_reading_back)
        self.task.show_text(task.do)
        text, kind = _feedback(state.feedback)
        self.feedback.show_text(text, kind)
        is_hint_shown = state.is_hint_due and bool(task.hint) and not state.is_ticked
        self.hint.show_text(f"Hint: {task.hint}" if is_hint_shown else "", "hint")

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            theme = theme_of(self.palette())
            line = px(1)
            painter.setPen(QPen(theme.grid, line))
            painter.setBrush(theme.surface)
            frame = QRectF(self.rect()).adjusted(line / 2, line / 2, -line / 2, -line / 2)
            painter.drawRoundedRect(frame, pxf(6), pxf(6))


def _place_words(state: LessonState) -> str:
    """What is to be known of where one stands, after "Task 1 of 3"."""
    if state.is_ticked:
        return ", done; the lab shows a later one" if state.is_lab_ahead else ", done"
    return ": first say what you expect" if state.awaits_guess else ""


def _feedback(feedback: Feedback) -> tuple[str, MessageKind]:
    match feedback.kind:
        case "praise":
            return f"✓ {feedback.text}" if feedback.text else "✓ Done.", "good"
        case "miss":
            return feedback.text, "warning"
    return feedback.text, "info"
