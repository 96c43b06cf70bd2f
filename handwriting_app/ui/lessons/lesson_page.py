"""A page of a lesson: the text, its task below it, and the way to the pages before and after."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from handwriting_app.session.lesson_state import LessonState
from handwriting_app.ui.keys import give_keys
from handwriting_app.ui.lessons.task_box import TaskBox
from handwriting_app.ui.sizes import scaled
from handwriting_app.ui.theme import GRID
from handwriting_app.ui.widgets.emphasis import without_marks
from handwriting_app.ui.widgets.prose import Prose
from handwriting_app.ui.widgets.scrolled import Scrolled
from handwriting_app.ui.widgets.tips import set_tip
from handwriting_app.ui.widgets.words import set_caption, set_title

NARROWEST = 264
WIDEST = 480
"""Pixels: longer lines are hard to read."""


class LessonPage(QWidget):
    """Stands at the left of the window while a lesson is under way.

    Signals:
        next_requested(), back_requested(): Turn the page.
        skip_requested(): Turn the page though the task is not done.
        leave_requested(): Close the lesson.
        again_requested(): The lesson from its start.
        contents_requested(): Show what lessons there are.
        guessed(float | str): The learner has said what will happen.
    """

    next_requested = Signal()
    back_requested = Signal()
    skip_requested = Signal()
    leave_requested = Signal()
    again_requested = Signal()
    contents_requested = Signal()
    guessed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lesson_page")
        self.setAccessibleName("Lesson")
        scaled(self.setMinimumWidth, NARROWEST)
        scaled(self.setMaximumWidth, WIDEST)
        self._place: tuple[str, int] | None = None
        self.contents = self._tool("lesson_contents", "☰", "Show all lessons")
        self.contents.clicked.connect(self.contents_requested)
        self.number = QLabel(self)
        self.number.setObjectName("lesson_number")
        set_caption(self.number)
        self.again = self._tool("lesson_again", "Start again", "This lesson from its start")
        self.again.clicked.connect(self.again_requested)
        self.leave = self._tool(
            "lesson_leave", "Leave", "Close the lesson; panel and network are given back as they were"
        )
        self.leave.clicked.connect(self.leave_requested)
        self.title = Prose("lesson_title", self)
        set_title(self.title)
        self.text = Prose("lesson_text", self)
        self.text.setAccessibleName("Text of the lesson")
        self.task = TaskBox(self)
        self.task.guessed.connect(self.guessed)
        self.back = QPushButton("Previous", self)
        self.skip = QPushButton("Skip", self)
        self.next = QPushButton("Next", self)
        for button, name, intent in (
            (self.back, "lesson_back", self.back_requested),
            (self.skip, "lesson_skip", self.skip_requested),
            (self.next, "lesson_next", self.next_requested),
        ):
            button.setObjectName(name)
            scaled(button.setMinimumWidth, 48)
            button.setAutoDefault(True)  # Enter presses it, too
            button.clicked.connect(intent)
        set_tip(self.skip, "Go on without this task; you can come back to it")
        for button in (self.back, self.next):
            self._give_keys(button)

        head = QHBoxLayout()
        scaled(head.setSpacing, 2)
        head.addWidget(self.contents)
        head.addWidget(self.number, 1)
        head.addWidget(self.again)
        head.addWidget(self.leave)
        words = QWidget(self)
        column = QVBoxLayout(words)
        scaled(column.setContentsMargins, 0, 0, GRID, 0)
        scaled(column.setSpacing, GRID)
        column.addWidget(self.title)
        column.addWidget(self.text)
        column.addWidget(self.task)
        column.addStretch(1)
        self._scroll = Scrolled(words)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        row = QHBoxLayout()
        row.addWidget(self.back)
        row.addWidget(self.skip)
        row.addStretch(1)
        row.addWidget(self.next)
        layout = QVBoxLayout(self)
        scaled(layout.setContentsMargins, 0, 0, 0, GRID // 2)
        scaled(layout.setSpacing, GRID)
        layout.addLayout(head)
        layout.addWidget(self._scroll, 1)
        layout.addLayout(row)

    def show_state(self, state: LessonState) -> None:
        """Show the page that is open; hidden while there is none."""
        if not state.is_running:
            return
        lesson = state.lesson
        where = f"Lesson {state.current + 1} of {sum(not each.is_own for each in state.lessons)}"
        self.number.setText("Your own lesson" if lesson.is_own else where)
        self.title.show_text(lesson.title)
        self.text.show_text(without_marks("\n\n".join(state.text)))
        self.task.show_state(state)
        self.back.setEnabled(state.has_back)
        set_tip(self.back, "The page before (Alt+←)" if state.has_back else "This is the first page")
        self._show_next(state)
        place = (lesson.key, state.page)
        if place != self._place:
            self._place = place
            self.task.begin_page(state)
            self._scroll.verticalScrollBar().setValue(0)
        elif state.feedback.text or state.is_hint_due:
            # Once the words have their room.
            QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(self.task, 0, 0))

    def _show_next(self, state: LessonState) -> None:
        may_go_on = state.is_ticked or state.is_reading_back
        ends = state.is_last_page and not state.is_reading_back
        self.next.setText("Next lesson" if ends and state.has_next else "Finish" if ends else "Next")
        self.next.setEnabled(may_go_on)
        words = "Read the next lesson" if ends else "The next page"
        set_tip(self.next, f"{words} (Alt+→)" if may_go_on else "First the task of this page, or skip it")
        self.skip.setVisible(not may_go_on)

    def _tool(self, name: str, text: str, tooltip: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setText(text)
        button.setAccessibleName(tooltip)
        set_tip(button, tooltip)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _give_keys(self, button: QPushButton) -> None:
        action = QAction(button)
        give_keys(action, button.objectName())
        action.triggered.connect(button.click)  # which does nothing while the button is disabled
        self.addAction(action)
