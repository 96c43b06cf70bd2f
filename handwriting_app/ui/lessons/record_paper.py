"""What a learner has done in the course, on paper: each task, what was expected, what happened, and how it looked."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from PySide6.QtCore import QDateTime, QLocale
from PySide6.QtGui import QImage, QTextDocument

from handwriting_app.lab.answer import Answer
from handwriting_app.lab.diagnosis import answer_words
from handwriting_app.lab.lesson import Guess, Lesson, Task
from handwriting_app.names import shown_name
from handwriting_app.numerals import count
from handwriting_app.storage.course_pictures import KeptPicture, read_picture
from handwriting_app.storage.course_record import CourseRecord
from handwriting_app.ui.lessons.paper import LINE, Paper

OF_A_LAB: Final = 440
OF_A_VIEW: Final = 600
"""Pixels, at 96 an inch, of a picture's width: a lab is painted for paper, and two of them fill a page; a view is as
wide as it was in the window, and its numbers need all the room that there is between the margins."""

LAB_PIXELS: Final = 800
"""A picture of a lab has no more of them in a row."""

Pictures = Mapping[tuple[str, int], KeptPicture]


def record_paper(
    lessons: Sequence[Lesson], record: CourseRecord, done: Collection[str], pictures: Pictures
) -> QTextDocument:
    """The document.

    Args:
        lessons: All that there are, in order.
        record: Of the learner.
        done: The keys of the lessons that were done in full.
        pictures: That were kept.
    """
    paper = Paper("My record")
    paper.heading("My record", 18)
    paper.columns(("Name: " + LINE, "Date: " + LINE))
    known = {lesson.key for lesson in lessons}
    paper.paragraph(f"Lessons done: {count(len(known & set(done)))} of {count(len(lessons))}")
    begun = [lesson for lesson in lessons if record.ticks.get(lesson.key) or record.answers.get(lesson.key)]
    if not begun:
        paper.paragraph("No task has been done yet.")
    for lesson in begun:
        paper.begin_part()
        paper.heading(lesson.title + (" ✓" if lesson.key in done else ""))
        ticks = record.ticks.get(lesson.key, frozenset())
        answers = record.answers.get(lesson.key, {})
        pages = [page for page in range(len(lesson.tasks)) if page in ticks or page in answers]
        for page in pages:
            if page != pages[0]:  # which stands under the heading
                paper.begin_part()
            task = lesson.tasks[page]
            _task(paper, task, page, page in ticks, answers.get(page), pictures.get((lesson.key, page)))
    gone = sorted((record.ticks.keys() | record.answers.keys()) - known)
    if gone:
        paper.heading("Lessons that are no longer here")
        paper.paragraph(", ".join(shown_name(key) for key in gone))
    return paper.document


def _task(
    paper: Paper, task: Task, page: int, is_done: bool, answer: Answer | None, picture: KeptPicture | None
) -> None:
    when = (
        ""
        if picture is None
        else f", {QLocale().toString(QDateTime.fromSecsSinceEpoch(picture.seconds), QLocale.FormatType.ShortFormat)}"
    )
    paper.paragraph(f"{page + 1}. {task.do}", bold=True, above=10)
    if task.guess is not None and answer is not None:
        paper.paragraph(task.guess.ask)
        expected = f"Expected: {_words(task.guess, answer.guess)}"
        if answer.outcome is None:
            paper.paragraph(expected)
        else:
            verdict = "✓ as expected" if answer.is_right else "not as expected"
            paper.paragraph(f"{expected}. What happened: {_words(task.guess, answer.outcome)} ({verdict}).")
    paper.paragraph(f"✓ Done{when}" if is_done else "Not done yet")
    if picture is not None and is_done:
        image = QImage.fromData(read_picture(picture))
        paper.picture(image, widest=OF_A_LAB if image.width() <= LAB_PIXELS else OF_A_VIEW)


def _words(guess: Guess, value: float | str) -> str:
    words = answer_words(guess, value)
    return shown_name(words, 200) if isinstance(value, str) else words  # the file that keeps them is not trusted
