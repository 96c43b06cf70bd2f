"""The Course tab: what there is to learn, and where the article that it follows says it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from handwriting_app.session.lesson_state import LessonState
from handwriting_app.storage.lesson_files import LessonProblem
from handwriting_app.ui.lessons.contents import Contents
from handwriting_app.ui.sizes import px, scaled
from handwriting_app.ui.theme import GRID
from handwriting_app.ui.widgets.live_view import LiveView
from handwriting_app.ui.widgets.problem import MessageLine
from handwriting_app.ui.widgets.segmented import SegmentedButtons


class CourseView(LiveView):
    """The lessons, and beside them pages that others add, such as the article's map.

    Signals:
        anew_requested(): Forget all progress, for the next pupil.
    """

    anew_requested = Signal()

    help_text = (
        "Each lesson takes a few minutes. Open one with a double click, with Enter, or with the button: text and tasks "
        "stand at the left, and what you play with beside them. Often you first say what you expect; then you do "
        "it, and see. The page sees by itself when a task is done, and says what is missing when it is not.\n\n"
        "Columns that a lesson does not need are folded away; F7 and F8 bring them back. You can leave at any time: "
        "training panel and network are given back as they were, what you have done is remembered, and the program "
        "opens again where you were."
    )

    def __init__(self, state: LessonState, problems: Sequence[LessonProblem] = ()) -> None:
        """``state``: with all the lessons there are; ``problems``: of files that hold none, told above the list."""
        super().__init__()
        self.setObjectName("course_view")
        self.setAccessibleName("Course")
        self._state = state
        self.contents = Contents(self)
        self.anew = QPushButton("Begin anew…", self)
        self.anew.setObjectName("course_anew")
        self.anew.setToolTip("Forget what was done and guessed: for the next pupil")
        self.anew.clicked.connect(self.anew_requested)
        self.pages = SegmentedButtons[QWidget]([(self.contents, "Lessons", "What there is to learn, in order")], self)
        self._choices: list[tuple[QWidget, str, str]] = [(self.contents, "Lessons", "What there is to learn, in order")]
        self._head = QHBoxLayout()
        self._head.addWidget(self.pages, 1)
        self._head.addWidget(self.anew)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.contents)
        self.problems = MessageLine(max(2 * len(problems), 1), self)
        self.problems.setObjectName("lesson_problems")
        self.show_problems(problems)
        layout = QVBoxLayout(self)
        scaled(layout.setContentsMargins, GRID, 0, GRID, 0)
        scaled(layout.setSpacing, GRID)
        layout.addLayout(self._head)
        layout.addWidget(self.problems)
        layout.addWidget(self._stack, 1)
        self._show_pages()

    def add_page(self, page: QWidget, title: str, tooltip: str) -> None:
        """Put one more page beside the lessons."""
        self._choices.append((page, title, tooltip))
        self._stack.addWidget(page)
        self._show_pages()

    def show_page(self, page: QWidget) -> None:
        self.pages.set_value(page)

    def show_problems(self, problems: Sequence[LessonProblem]) -> None:
        """Say which files hold no lesson, and why."""
        self.problems.setVisible(bool(problems))
        lines = min(2 * len(problems), 6)
        scaled(
            self.problems.setFixedHeight, lambda _each: lines * QFontMetrics(QApplication.font()).lineSpacing() + px(2)
        )
        self.problems.show_text("\n".join(map(str, problems)), "warning")

    def show_state(self, state: LessonState) -> None:
        """Other lessons may be done, or looked at, by now."""
        self._state = state
        self.mark_stale()

    def refresh(self) -> None:
        self.contents.show_state(self._state)

    def changeEvent(self, event: QEvent) -> None:
        """Paint the ticks anew on a new theme, and at another size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.mark_stale()

    def _show_pages(self) -> None:
        self._head.removeWidget(self.pages)
        self.pages.deleteLater()
        self.pages = SegmentedButtons[QWidget](self._choices, self)
        self.pages.setObjectName("course_pages")
        self.pages.setAccessibleName("Pages of the course")
        self.pages.value_changed.connect(self._stack.setCurrentWidget)
        self._head.insertWidget(0, self.pages, 1)
        self._stack.setCurrentWidget(self.contents)


class NoCourseView(LiveView):
    """Stands in for the course where there are no lessons that can be used."""

    help_text = "No lesson could be read. The files that hold them are part of the program: installing it again helps."

    def __init__(self, problems: Sequence[LessonProblem]) -> None:
        super().__init__()
        self.setObjectName("course_view")
        self.setAccessibleName("Course")
        words = MessageLine(2 * max(len(problems), 1), self)
        words.setObjectName("lesson_problems")
        words.show_text("\n".join(map(str, problems)), "warning")
        layout = QVBoxLayout(self)
        scaled(layout.setContentsMargins, GRID, 0, GRID, 0)
        layout.addWidget(words)
        layout.addStretch(1)

    def refresh(self) -> None:
        pass
