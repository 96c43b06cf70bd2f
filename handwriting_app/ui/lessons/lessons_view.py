"""The Lessons tab: what there is to learn, in order, and the lesson one is looking at."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from handwriting_app.session.lesson_state import LessonState
from handwriting_app.storage.lesson_files import LessonProblem
from handwriting_app.ui.lessons.task_list import TaskList
from handwriting_app.ui.theme import GRID, theme_of
from handwriting_app.ui.widgets.live_view import LiveView
from handwriting_app.ui.widgets.problem import MessageLine
from handwriting_app.ui.widgets.words import set_caption, set_title


class LessonsView(LiveView):
    """The list above, the lesson below it: to read, to start, and to see what was done.

    Signals:
        start_requested(): Begin the lesson that is looked at.
        lesson_chosen(int): Look at the lesson in this position.
    """

    start_requested = Signal()
    lesson_chosen = Signal(int)

    help_text = (
        "Each lesson takes a few minutes. Read it, press Start, and do what the strip at the foot of the window asks; "
        "it sees by itself when a task is done. Start puts the view, and where the lesson needs it the training panel, "
        "in the state the lesson begins with; your drawing and your trained models stay as they are.\n\n"
        "You can leave at any time. What you have done is remembered."
    )

    def __init__(self, state: LessonState, problems: Sequence[LessonProblem] = ()) -> None:
        """``state``: with all the lessons there are; ``problems``: of files that hold none, told above the list."""
        super().__init__()
        self.setObjectName("lessons_view")
        self.setAccessibleName("Lessons")
        self._state = state
        self.list = QListWidget(self)
        self.list.setObjectName("lesson_list")
        self.list.setAccessibleName("Lessons")
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setIconSize(QSize(18, 18))
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for number, lesson in enumerate(state.lessons, 1):
            self.list.addItem(QListWidgetItem(f"{number}  {lesson.title}"))
        self.list.currentRowChanged.connect(self._choose)
        self.summary = QLabel(self)
        self.summary.setObjectName("lessons_done")
        set_caption(self.summary)
        self.title = QLabel(self)
        self.title.setObjectName("lesson_title")
        set_title(self.title)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.text = QLabel(self)
        self.text.setObjectName("lesson_text")
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text.setMaximumWidth(640)
        self.text.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.tasks = TaskList(self)
        self.tasks.setMaximumWidth(640)
        self.start_button = QPushButton("Start", self)
        self.start_button.setObjectName("lesson_start")
        self.start_button.clicked.connect(self.start_requested)
        self.next_button = QPushButton("Next", self)
        self.next_button.setObjectName("lesson_next")
        self.next_button.setToolTip("Look at the next lesson")
        self.next_button.clicked.connect(lambda: self.lesson_chosen.emit(self._state.current + 1))

        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, GRID, 0)
        column.setSpacing(GRID)
        column.addWidget(self.title)
        column.addWidget(self.text)
        column.addSpacing(GRID // 2)
        column.addWidget(self.tasks)
        column.addStretch(1)
        self._scroll = QScrollArea(self)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(page)
        buttons = QHBoxLayout()
        buttons.addWidget(self.start_button)
        buttons.addWidget(self.next_button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, 0, GRID, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self.summary)
        if problems:
            layout.addWidget(_problem_line(problems, self))
        layout.addWidget(self.list)
        layout.addWidget(self._scroll, 1)
        layout.addLayout(buttons)
        self._show(state)
        # After the first look, for it is the ticks that make the rows as high as they are.
        self.list.setFixedHeight(self.list.count() * self.list.sizeHintForRow(0) + 4)

    def show_state(self, state: LessonState) -> None:
        """The same lessons; others may be done, or looked at, by now."""
        self._state = state
        self.mark_stale()

    def refresh(self) -> None:
        self._show(self._state)

    def changeEvent(self, event: QEvent) -> None:
        """Paint the ticks anew on a new theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.mark_stale()

    def _choose(self, row: int) -> None:
        if row >= 0:
            self.lesson_chosen.emit(row)

    def _show(self, state: LessonState) -> None:
        ticked, open_ = self._icon(True), self._icon(False)
        with QSignalBlocker(self.list):
            self.list.setCurrentRow(state.current)
        for index, lesson in enumerate(state.lessons):
            is_done = lesson.name in state.done
            item = self.list.item(index)
            item.setIcon(ticked if is_done else open_)
            words = f"Lesson {index + 1}: {lesson.title}, {'done' if is_done else 'not yet done'}"
            item.setData(Qt.ItemDataRole.AccessibleTextRole, words)
        done = sum(lesson.name in state.done for lesson in state.lessons)
        self.summary.setText(f"{done} of {len(state.lessons)} lessons done")
        lesson = state.lesson
        if self.title.text() != lesson.title:
            self._scroll.verticalScrollBar().setValue(0)
        self.title.setText(lesson.title)
        self.text.setText("\n\n".join(lesson.text))
        self.tasks.show_state(state)
        self.start_button.setText("Start again" if state.is_running or lesson.name in state.done else "Start")
        changes_panel = lesson.training is not None
        self.start_button.setToolTip(
            "Begin this lesson; it puts its settings into the training panel" if changes_panel else "Begin this lesson"
        )
        self.next_button.setEnabled(state.has_next)

    def _icon(self, is_done: bool) -> QIcon:
        theme = theme_of(self.palette())
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(QSize(18, 18) * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        with QPainter(pixmap) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.good if is_done else theme.outline, 1.5))
            if is_done:
                painter.setBrush(theme.good)
            painter.drawEllipse(QRect(3, 3, 12, 12))
            if is_done:
                painter.setPen(QPen(theme.surface, 2))
                painter.drawLine(6, 9, 8, 12)
                painter.drawLine(8, 12, 12, 6)
        # The same picture for every mode: a chosen lesson keeps its tick.
        icon = QIcon()
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
            icon.addPixmap(pixmap, mode)
        return icon


class NoLessonsView(LiveView):
    """Stands in for the lessons where there are none that can be used."""

    help_text = "No lesson could be read. The files that hold them are part of the program: installing it again helps."

    def __init__(self, problems: Sequence[LessonProblem]) -> None:
        super().__init__()
        self.setObjectName("lessons_view")
        self.setAccessibleName("Lessons")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, 0, GRID, 0)
        layout.addWidget(_problem_line(problems, self))
        layout.addStretch(1)

    def refresh(self) -> None:
        pass


def _problem_line(problems: Sequence[LessonProblem], parent: QWidget) -> MessageLine:
    # Each may take two lines; what does not fit is in the tooltip.
    line = MessageLine(2 * min(len(problems), 3), parent)
    line.setObjectName("lesson_problems")
    line.show_text("\n".join(map(str, problems)), "warning")
    return line
