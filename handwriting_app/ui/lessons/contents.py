"""The table of contents: the lessons in order, how far each has come, and the text of the one that is looked at."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QIcon, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from handwriting_app.lab.lesson import Lesson
from handwriting_app.names import shown_name
from handwriting_app.session.lesson_state import LessonState
from handwriting_app.ui.keys import give_keys
from handwriting_app.ui.lessons.titles import titles_of
from handwriting_app.ui.sizes import px, scale, scaled, scaled_icon
from handwriting_app.ui.theme import GRID, theme_of
from handwriting_app.ui.widgets.emphasis import without_marks
from handwriting_app.ui.widgets.focus_ring import paint_focus_ring
from handwriting_app.ui.widgets.painting import guarded
from handwriting_app.ui.widgets.plain_text import in_tooltip
from handwriting_app.ui.widgets.prose import Prose
from handwriting_app.ui.widgets.scrolled import Scrolled
from handwriting_app.ui.widgets.words import set_caption, set_title

WIDEST = 640
_ALL_DONE = (
    "All lessons done: you have gone the whole way, from a sum to the digit that you drew. Now train one of your own."
)
_ICON = 18
"""Pixels of its side at 100 %."""


class _LessonList(QListWidget):
    """A list that shows where the keys go: the chosen row looks the same with the focus and without."""

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            paint_focus_ring(self.viewport())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()  # for the ring

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()


class Contents(QWidget):
    """Shows a `LessonState`.

    Signals:
        lesson_chosen(int): Look at the lesson in this position.
        open_requested(int): Open it.
    """

    lesson_chosen = Signal(int)
    open_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys: tuple[str, ...] = ()
        self._chosen = 0
        self.summary = QLabel(self)
        self.summary.setObjectName("lessons_done")
        set_caption(self.summary)
        self.list = _LessonList(self)
        self.list.setObjectName("lesson_list")
        self.list.setAccessibleName("Lessons")
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        scaled_icon(self.list, _ICON, _ICON)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(self._choose)
        self.list.itemDoubleClicked.connect(lambda item: self.open_requested.emit(self.list.row(item)))
        opens = QAction(self.list)
        give_keys(opens, "start_lesson")
        opens.triggered.connect(self._open_current)
        self.list.addAction(opens)
        self.title = Prose("course_title", self)
        set_title(self.title)
        self.text = Prose("course_text", self)
        scaled(self.text.setMaximumWidth, WIDEST)
        self.start = QPushButton("Begin", self)
        self.start.setObjectName("lesson_start")
        self.start.setAutoDefault(True)  # Enter presses it, too
        self.start.clicked.connect(lambda: self.open_requested.emit(self._chosen))
        words = QWidget(self)
        column = QVBoxLayout(words)
        scaled(column.setContentsMargins, 0, 0, GRID, 0)
        column.addWidget(self.text)
        column.addStretch(1)
        self._scroll = _Words(words)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.start)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        scaled(layout.setSpacing, GRID)
        layout.addWidget(self.summary)
        layout.addWidget(self.list, 3)
        layout.addLayout(head)
        layout.addWidget(self._scroll, 2)

    def show_state(self, state: LessonState) -> None:
        self._chosen = state.chosen
        keys = tuple(lesson.key for lesson in state.lessons)
        with QSignalBlocker(self.list):
            if keys != self._keys:
                self._keys = keys
                self.list.clear()
                for _ in keys:
                    self.list.addItem(QListWidgetItem())
            icons = {done: self._icon(done) for done in (False, True)}
            names = titles_of(state.lessons)
            for index, (lesson, name) in enumerate(zip(state.lessons, names, strict=True)):
                self._show_row(self.list.item(index), index, name, lesson, state, icons)
            self.list.setCurrentRow(state.chosen)
        course = [lesson for lesson in state.lessons if not lesson.is_own]
        done = sum(lesson.key in state.done for lesson in course)
        self.summary.setText(_ALL_DONE if done == len(course) else f"{done} of {len(course)} lessons done")
        self._show_chosen(state)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._keys = ()  # the ticks are pictures in the colours of the theme

    def _show_row(
        self,
        item: QListWidgetItem,
        index: int,
        name: str,
        lesson: Lesson,
        state: LessonState,
        icons: dict[bool, QIcon],
    ) -> None:
        is_done = lesson.key in state.done
        ticks, tasks = len(state.ticks_of(lesson)), len(lesson.tasks)
        progress = f"   {ticks} of {tasks}" if 0 < ticks < tasks else ""
        number = "own" if lesson.is_own else str(index + 1)
        under_way = "   ◂ open" if state.is_running and index == state.current else ""
        item.setText(f"{number}  {name}{progress}{under_way}")
        item.setToolTip(in_tooltip(shown_name(lesson.file)) if lesson.is_own else "")
        item.setIcon(icons[is_done])
        words = f"Lesson {number}: {name}, {'done' if is_done else f'{ticks} of {tasks} tasks done'}"
        item.setData(Qt.ItemDataRole.AccessibleTextRole, words)

    def _show_chosen(self, state: LessonState) -> None:
        lesson = state.lessons[state.chosen]
        if self.title.text() != lesson.title:
            self._scroll.verticalScrollBar().setValue(0)
        self.title.show_text(lesson.title)
        self.text.show_text(without_marks("\n\n".join(lesson.text)))
        ticks = len(state.ticks_of(lesson))
        if ticks and ticks < len(lesson.tasks):
            self.start.setText("Continue")
        else:
            self.start.setText("Do it again" if ticks or lesson.key in state.done else "Begin")
        self.start.setToolTip("Open this lesson (Enter)")

    def _choose(self, row: int) -> None:
        if row >= 0:
            self.lesson_chosen.emit(row)

    def _open_current(self) -> None:
        if (row := self.list.currentRow()) >= 0:  # in a list that is not filled yet there is none
            self.open_requested.emit(row)

    def _icon(self, is_done: bool) -> QIcon:
        theme = theme_of(self.palette())
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(QSize(px(_ICON), px(_ICON)) * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        with QPainter(pixmap) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.scale(scale(), scale())
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


class _Words(Scrolled):
    """Asks for a line, however much there is to read: the list above it is not to be pushed out of sight."""

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), 0)

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self.fontMetrics().height())
