"""A lesson on paper: its text, each task with a picture of what it begins with, and room for answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QTextDocument

from handwriting_app.lab.diagnosis import answer_words
from handwriting_app.lab.lesson import Guess, Lesson, Points
from handwriting_app.ui.lessons.paper import LINE, Paper

LESSON: Final = -1
"""Stands for the lesson itself where others have the number of a page."""

_SIDE: Final = 160


def worksheet(lesson: Lesson, pictures: Mapping[int, QImage]) -> QTextDocument:
    """The document.

    Args:
        lesson: All of its words are taken as they are.
        pictures: By page, or `LESSON`: what it begins with.
    """
    paper = Paper(lesson.title)
    paper.heading(lesson.title, 18)
    paper.columns(("Name: " + LINE, "Date: " + LINE))
    for paragraph in lesson.text:
        paper.paragraph(paragraph)
    _show(paper, lesson.start.drawing, pictures.get(LESSON))
    for page, task in enumerate(lesson.tasks):
        # A picture takes a third of a page: its task would begin at the foot of one and go on at the head of the next.
        has_picture = page in pictures or bool(task.start.drawing)
        paper.heading(f"Task {page + 1}", on_new_page=has_picture and page > 0)
        for paragraph in task.text:
            paper.paragraph(paragraph)
        _show(paper, task.start.drawing, pictures.get(page))
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


def _show(paper: Paper, drawing: tuple[Points, ...] | None, picture: QImage | None) -> None:
    if picture is not None:
        paper.picture(picture)
    if drawing:
        paper.picture(picture_of_drawing(drawing))


def _ask(paper: Paper, guess: Guess) -> None:
    paper.paragraph(guess.ask, bold=True)
    if guess.choices:
        paper.paragraph("     ".join(f"☐ {answer_words(guess, choice)}" for choice in guess.choices))
    else:
        paper.paragraph("I expect:")
        paper.room(1)
