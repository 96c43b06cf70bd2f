"""A lesson on paper: its text, a picture of what it begins with, and its tasks with room for answers."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QTextDocument

from handwriting_app.lab.diagnosis import answer_words
from handwriting_app.lab.lesson import Guess, Lesson, Points
from handwriting_app.ui.lessons.paper import LINE, Paper

_SIDE: Final = 160


def worksheet(lesson: Lesson, picture: QImage | None = None) -> QTextDocument:
    """The document.

    Args:
        lesson: All of its words are taken as they are.
        picture: What it begins with. What a later task begins with is not shown: it would give the answer to
            the one before away.
    """
    paper = Paper(lesson.title)
    paper.heading(lesson.title, 18)
    paper.columns(("Name: " + LINE, "Date: " + LINE))
    for paragraph in lesson.text:
        paper.paragraph(paragraph)
    if picture is not None:
        paper.picture(picture)
    _draw(paper, lesson.start.drawing)
    for page, task in enumerate(lesson.tasks):
        paper.begin_part()
        paper.heading(f"Task {page + 1}")
        for paragraph in task.text:
            paper.paragraph(paragraph)
        _draw(paper, task.start.drawing)
        if task.guess is not None:
            _ask(paper, task.guess)
        paper.paragraph(task.do, bold=True)
        paper.paragraph("What I did, and what I saw:")
        paper.room(3)
    return paper.document


def picture_of_drawing(strokes: tuple[Points, ...]) -> QImage:
    """The strokes on a white square with a thin frame."""
    image = QImage(QSize(2 * _SIDE, 2 * _SIDE), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(2)
    image.fill(QColor("white"))
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor("#868e98"), 1))
        painter.drawRect(0, 0, _SIDE - 1, _SIDE - 1)
        painter.setPen(
            QPen(QColor("black"), 9, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        )
        for stroke in strokes:
            points = [QPointF(x * _SIDE, y * _SIDE) for x, y in stroke]
            painter.drawPolyline(points if len(points) > 1 else points * 2)
    return image


def _draw(paper: Paper, drawing: tuple[Points, ...] | None) -> None:
    if drawing:
        paper.picture(picture_of_drawing(drawing))


def _ask(paper: Paper, guess: Guess) -> None:
    paper.paragraph(guess.ask, bold=True)
    if guess.choices:
        paper.paragraph("     ".join(f"☐ {answer_words(guess, choice)}" for choice in guess.choices))
    else:
        paper.paragraph("I expect:")
        paper.room(1)
