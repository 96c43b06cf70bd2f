"""The article's map: each of its ideas with the place where one does it, and notes in the margin where it errs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from handwriting_app.lab.article import ARTICLE, Idea
from handwriting_app.ui.sizes import px, scaled
from handwriting_app.ui.theme import GRID, theme_of
from handwriting_app.ui.widgets.prose import Prose
from handwriting_app.ui.widgets.scrolled import Scrolled

WITH_MARGIN = 640
"""Pixels of width at 100 % from which the notes stand in a margin of their own, at the right."""

MARGIN = 256
WIDEST = 1000
"""Pixels at 100 %: of the margin, and of all of it."""

INTRODUCTION = (
    "This program follows an article on how neural networks learn. Here are its ideas, in its order and in our own "
    "words. “Try it” opens the place where you can do what it says; “Lesson” goes through it with you. The notes say "
    "where the article errs, or leaves something open."
)


class ArticleMap(QWidget):
    """A page of the course.

    Signals:
        place_requested(str, LabState | None): Open the view of this name, in this state.
        lesson_requested(str): Open the lesson of this name.
    """

    place_requested = Signal(str, object)
    lesson_requested = Signal(str)

    def __init__(self, ideas: Sequence[Idea] = ARTICLE, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("article_map")
        self.setAccessibleName("The article's map")
        words = QWidget(self)
        scaled(words.setMaximumWidth, WIDEST)
        column = QVBoxLayout(words)
        scaled(column.setContentsMargins, 0, 0, GRID, GRID)
        scaled(column.setSpacing, 3 * GRID)
        introduction = Prose("article_introduction", words)
        introduction.show_text(INTRODUCTION)
        column.addWidget(introduction)
        self._rows = [_Row(number, idea, words) for number, idea in enumerate(ideas, 1)]
        for row, idea in zip(self._rows, ideas, strict=True):
            row.place.clicked.connect(partial(self.place_requested.emit, idea.view.name, idea.lab))
            row.lesson.clicked.connect(partial(self.lesson_requested.emit, idea.lesson))
            column.addWidget(row)
        column.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(Scrolled(words))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._arrange()

    def _arrange(self) -> None:
        for row in self._rows:
            row.set_has_margin(self.width() >= px(WITH_MARGIN))

    def sizeHint(self) -> QSize:
        """No more than it must have: all of it would make the pages beside it as high."""
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(px(280), px(200))


class _Row(QWidget):
    """One idea: its title and words with two buttons, and its note beside or below them."""

    def __init__(self, number: int, idea: Idea, parent: QWidget) -> None:
        super().__init__(parent)
        title = Prose(f"article_title_{number}", self, is_bold=True)
        title.show_text(f"{number}  {idea.title}")
        words = Prose(f"article_words_{number}", self)
        words.show_text(idea.words)
        self.place = QPushButton(f"Try it: {idea.view.title}", self)
        self.place.setObjectName(f"article_{number}")
        self.place.setAccessibleName(f"Try it: {idea.title}")
        self.place.setToolTip(f"{idea.view.title}: {idea.view.sentence}")
        self.lesson = QPushButton("Lesson", self)
        self.lesson.setObjectName(f"article_lesson_{number}")
        self.lesson.setAccessibleName(f"Lesson on: {idea.title}")
        self.lesson.setToolTip("Open the lesson that goes through this, step by step")
        buttons = QHBoxLayout()
        scaled(buttons.setSpacing, GRID)
        buttons.addWidget(self.place)
        buttons.addWidget(self.lesson)
        buttons.addStretch(1)
        said = QWidget(self)
        column = QVBoxLayout(said)
        column.setContentsMargins(0, 0, 0, 0)
        scaled(column.setSpacing, GRID // 2)
        column.addWidget(title)
        column.addWidget(words)
        column.addLayout(buttons)
        column.addStretch(1)
        self._note = _Note(number, idea.note, self)
        self._layout = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        scaled(self._layout.setSpacing, GRID)
        self._layout.addWidget(said, 1)
        self._layout.addWidget(self._note)
        self._has_note = bool(idea.note)
        self.set_has_margin(False)

    def set_has_margin(self, has_margin: bool) -> None:
        """Put the note beside the words; or below them, where without one nothing is kept free."""
        directions = QBoxLayout.Direction
        self._layout.setDirection(directions.LeftToRight if has_margin else directions.TopToBottom)
        scaled(self._layout.setSpacing, 3 * GRID if has_margin else GRID)
        self._note.setVisible(self._has_note or has_margin)
        scaled(self._note.setMinimumWidth, MARGIN if has_margin else 0)
        scaled(self._note.setMaximumWidth, MARGIN if has_margin else WIDEST)


class _Note(QWidget):
    """A note with a line at its left; an empty one keeps the margin free."""

    def __init__(self, number: int, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._line = QFrame(self)
        scaled(self._line.setFixedWidth, 3)
        self._line.setAutoFillBackground(True)
        self._line.setVisible(bool(text))
        note = Prose(f"article_note_{number}", self)
        note.show_text(text)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        scaled(layout.setSpacing, GRID)
        layout.addWidget(self._line)
        layout.addWidget(note, 1)
        self._colour()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()

    def _colour(self) -> None:
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.Window, theme_of(self.palette()).outline)
        self._line.setPalette(palette)
