"""What the start of the program does for the course, before the course itself is built."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from handwriting_app.session.latest import Latest
from handwriting_app.session.lesson_progress import LessonProgress
from handwriting_app.session.reading import Prediction
from handwriting_app.session.session import Session
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.lessons.greeting import Greeting


def resume(desk: Desk) -> None:
    """Open the page that was open when the program ended, if one was."""
    if LessonProgress(desk.settings).record.lesson:
        # In a turn of its own: the first view is painted first.
        QTimer.singleShot(0, desk, partial(desk.lesson_requested.emit, None))


def read_ahead(session: Session, desk: Desk) -> None:
    """Read the lessons of the course in the background, so that its view opens at once: they are half of its time."""
    # Not at the top: nobody needs it before the window is there.
    from handwriting_app.storage.lesson_files import Lessons, load_lessons
    from handwriting_app.storage.own_lessons import shipped_lessons_folder

    def keep(course: Lessons) -> None:
        desk.course = course

    job: Latest[Lessons] = session.background.job()
    job.done.connect(keep)
    job.ask(partial(load_lessons, shipped_lessons_folder()))


def greeting(session: Session, desk: Desk) -> QWidget | None:
    """The line for those who are new; None for those who are not."""
    progress = LessonProgress(desk.settings)
    if progress.record.is_greeted or progress.done():
        return None
    line = Greeting()

    def put_away() -> None:
        progress.put_greeting_away()
        line.hide()

    def point_to_train(prediction: Prediction | None) -> None:
        if prediction is not None:
            line.point_to_train()

    session.reader.prediction_changed.connect(point_to_train)
    session.training.started.connect(lambda _config: line.setVisible(False))  # the hint was taken
    line.begin_requested.connect(partial(desk.lesson_requested.emit, 0))
    line.put_away.connect(put_away)
    desk.lesson_column_offered.connect(line.hide)  # whoever has found the course needs no greeting
    return line
