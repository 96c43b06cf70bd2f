"""The tasks of a lesson, one under the other, with a tick where they are done."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from handwriting_app.session.lesson_state import LessonState
from handwriting_app.ui.theme import GRID, theme_of
from handwriting_app.ui.widgets.painting import guarded


class Tick(QWidget):
    """A circle, and a tick in it once the thing is done."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_done = False
        self.setFixedSize(QSize(20, 20))
        self.set_done(False)

    def is_done(self) -> bool:
        return self._is_done

    def set_done(self, is_done: bool) -> None:
        self._is_done = is_done
        self.setAccessibleName("done" if is_done else "to do")
        self.update()

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            theme = theme_of(self.palette())
            circle = QRectF(self.rect()).adjusted(2, 2, -2, -2)
            painter.setPen(QPen(theme.good if self._is_done else theme.outline, 1.5))
            painter.setBrush(theme.good if self._is_done else theme.surface)
            painter.drawEllipse(circle)
            if self._is_done:
                painter.setPen(QPen(theme.surface, 2.4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
                painter.drawPolyline([QPointF(6, 10.5), QPointF(9, 13.5), QPointF(14, 7)])


class TaskList(QWidget):
    """Every task of the lesson; under those that are done, what they showed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(GRID)
        self._rows: list[QWidget] = []
        self._learnt: list[QLabel] = []

    def show_state(self, state: LessonState) -> None:
        for row in self._rows:
            row.setParent(None)
            row.deleteLater()
        self._rows, self._learnt = [], []
        earlier = state.lesson.name in state.done and not state.is_running
        for index, task in enumerate(state.lesson.tasks):
            is_done = earlier or index < state.tasks_done
            row = QWidget(self)
            row.setObjectName(f"task_{index + 1}")
            tick = Tick(row)
            tick.set_done(is_done)
            words = QLabel(task.do, row)
            words.setWordWrap(True)
            words.setTextFormat(Qt.TextFormat.PlainText)
            font = words.font()
            font.setBold(state.is_running and index == state.tasks_done)
            words.setFont(font)
            words.setAlignment(Qt.AlignmentFlag.AlignTop)
            words.setMinimumHeight(tick.height())
            column = QVBoxLayout()
            column.setSpacing(2)
            column.setContentsMargins(0, 2, 0, 0)
            column.addWidget(words)
            if is_done and task.learnt:
                learnt = QLabel(task.learnt, row)
                learnt.setWordWrap(True)
                learnt.setTextFormat(Qt.TextFormat.PlainText)
                self._learnt.append(learnt)
                column.addWidget(learnt)
            line = QHBoxLayout(row)
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(GRID)
            line.addWidget(tick, 0, Qt.AlignmentFlag.AlignTop)
            line.addLayout(column, 1)
            self._rows.append(row)
            self._layout.addWidget(row)
        self._put_on_colours()

    def changeEvent(self, event: QEvent) -> None:
        """Take the colours of a new theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._put_on_colours()

    def _put_on_colours(self) -> None:
        muted = theme_of(self.palette()).muted
        for label in self._learnt:
            palette = label.palette()
            palette.setColor(label.foregroundRole(), muted)
            label.setPalette(palette)
