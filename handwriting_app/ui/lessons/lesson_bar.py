"""The strip that stays in sight while a lesson is under way: what to do, what it showed, and how to go on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from handwriting_app.session.lesson_state import LessonState
from handwriting_app.ui.lessons.task_list import Tick
from handwriting_app.ui.theme import GRID, theme_of
from handwriting_app.ui.widgets.painting import guarded
from handwriting_app.ui.widgets.plain_text import in_tooltip
from handwriting_app.ui.widgets.problem import MessageLine


class LessonBar(QWidget):
    """Hidden while no lesson is under way.

    Signals:
        next_requested(): Begin the next lesson.
        lessons_requested(): Show the tab with the lessons.
        leave_requested(): End the lesson.
    """

    next_requested = Signal()
    lessons_requested = Signal()
    leave_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lesson_bar")
        self.setAccessibleName("Lesson under way")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.tick = Tick(self)
        self.task = MessageLine(1, self)
        self.task.setObjectName("lesson_task")
        self.task.setFont(self.font())
        self.task.setFixedHeight(self.fontMetrics().lineSpacing() + 2)
        self.note = MessageLine(2, self)
        self.note.setObjectName("lesson_note")
        self.next = QPushButton("Next lesson", self)
        self.next.setObjectName("lesson_bar_next")
        self.next.clicked.connect(self.next_requested)
        self.lessons = QPushButton("Read again", self)
        self.lessons.setObjectName("lesson_bar_read")
        self.lessons.setToolTip("Show the lesson in its tab")
        self.lessons.clicked.connect(self.lessons_requested)
        self.leave = QPushButton("Leave", self)
        self.leave.setObjectName("lesson_bar_leave")
        self.leave.setToolTip("End the lesson; it can be started again at any time")
        self.leave.clicked.connect(self.leave_requested)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.task)
        words.addWidget(self.note)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(GRID, GRID // 2, GRID, GRID // 2)
        layout.setSpacing(GRID)
        layout.addWidget(self.tick, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)
        for button in (self.lessons, self.leave, self.next):
            layout.addWidget(button)
        self.hide()

    def show_state(self, state: LessonState) -> None:
        self.setVisible(state.is_running)
        if not state.is_running:
            return
        lesson, task = state.lesson, state.task
        learnt = lesson.tasks[state.tasks_done - 1].learnt if state.tasks_done else ""
        self.tick.set_done(task is None)
        if task is None:
            self.task.show_text(f"Done: {lesson.title}", "good")
            self.note.show_text(learnt, "info")
        else:
            count = len(lesson.tasks)
            place = f"Task {state.tasks_done + 1} of {count}: " if count > 1 else ""
            self.task.show_text(place + task.do, "info")
            if learnt:
                hint = f"  Now: {task.hint}" if task.hint else ""
                self.note.show_text(f"✓ {learnt}{hint}", "good")
            else:
                self.note.show_text(task.hint, "hint")
        self.task.setToolTip(in_tooltip("\n\n".join(filter(None, (task.do, task.hint)))) if task else "")
        self.next.setVisible(state.has_next)
        self.next.setEnabled(task is None)
        self.next.setToolTip("Begin the next lesson" if task is None else "First the tasks of this lesson")

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        """A ground of its own, so that it is seen to belong to no column."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            theme = theme_of(self.palette())
            painter.setPen(QPen(theme.accent, 1))
            painter.setBrush(theme.surface)
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 4, 4)
