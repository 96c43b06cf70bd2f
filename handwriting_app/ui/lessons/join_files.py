"""The Course menu: lessons from files and into files, on paper, and a fresh start for the next pupil."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QObject, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from handwriting_app.ink.drawing import Drawing
from handwriting_app.lab.views import VIEWS
from handwriting_app.names import shown_name
from handwriting_app.session.latest import Latest
from handwriting_app.session.lesson_progress import LessonProgress
from handwriting_app.session.session import Session
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.widgets.dialogs import ask, show_error
from handwriting_app.ui.widgets.new_file import ask_for_new_file

if TYPE_CHECKING:
    from PySide6.QtGui import QTextDocument

    from handwriting_app.lab.lesson import Lesson, Start, Task
    from handwriting_app.lab.made_lesson import Seen
    from handwriting_app.ui.lessons.join_sight import Sight
    from handwriting_app.ui.widgets.live_view import LiveView

# What reads, writes and prints lessons is imported with the first use of the menu.

SUFFIX: Final = ".toml"

WIDTHS: Final = (1600, 800)
"""Pixels, at most, of a picture that is kept: the second where the file of the first would be too large."""

_ANEW: Final = (
    "Begin anew",
    "Forget which tasks were done, what was guessed, and the pictures of it, and clear the canvas, so that the next "
    "pupil begins with lesson 1? Lessons of your own stay.",
    "Begin anew",
)


class CourseFiles(QObject):
    """One for each window; also takes the lessons that are dropped on it."""

    def __init__(
        self,
        session: Session,
        desk: Desk,
        window: QWidget,
        sight: Sight,
        picture_of: Callable[[Start], QImage | None],
    ) -> None:
        """``picture_of``: the picture of what a lesson begins with, where one can be made."""
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._sight = sight
        self._picture_of = picture_of
        self._writing: Latest[Path] = session.background.job(whole=True)
        self._writing.done.connect(self._on_written)
        self._writing.failed.connect(self._on_not_written)
        self._papers: Latest[Path] = session.background.job(whole=True)
        self._papers.done.connect(self._on_saved)
        self._papers.failed.connect(self._on_not_saved)
        self._pictures: Latest[None] = session.background.job(whole=True)
        self._pictures.failed.connect(self._on_no_picture)
        desk.task_ticked.connect(self._keep_picture)
        desk.anew_requested.connect(self.begin_anew)

    # --- files ---------------------------------------------------------------------------------------------------

    def open_lesson(self) -> None:
        """Ask for a lesson file and open it."""
        folder = self._desk.lessons_folder
        start = folder if folder.is_dir() else Path.home()
        path, _ = QFileDialog.getOpenFileName(self._window, "Open a lesson", str(start), f"Lessons (*{SUFFIX})")
        if path:
            self._desk.lesson_requested.emit(Path(path))

    def has_use_for(self, data: QMimeData) -> bool:
        """Whether what is held over the window is a lesson file."""
        return _lesson_in(data) is not None

    def take(self, data: QMimeData | None) -> bool:
        """Open the lesson that was dropped; returns whether there is any."""
        path = None if data is None else _lesson_in(data)
        if path is None:
            return False
        self._desk.lesson_requested.emit(path)
        return True

    def make_lesson(self) -> None:
        """Ask for title, text and tasks of a lesson that begins with what is seen; then where to write it."""
        from handwriting_app.lab.made_lesson import suggested_tasks
        from handwriting_app.ui.lessons.make_dialog import MakeDialog

        try:
            seen = self._sight.seen()
        except ValueError as error:
            show_error(self._window, "No lesson can be made of this", str(error))
            return
        dialog = MakeDialog(seen, suggested_tasks(seen), self._window)
        dialog.made.connect(partial(self._ask_where, seen))
        dialog.open()

    def _ask_where(
        self, seen: Seen, title: str, text: tuple[str, ...], tasks: tuple[Task, ...], only: frozenset[str] | None
    ) -> None:
        from handwriting_app.lab.made_lesson import made_lesson
        from handwriting_app.storage.lesson_files import own_name

        name = own_name(title)
        path = ask_for_new_file(self._window, "Make a lesson", self._folder() / f"{name}{SUFFIX}", SUFFIX, "Lessons")
        if path is not None:
            self._writing.queue(partial(_write, path, made_lesson(own_name(path.stem), title, text, seen, tasks, only)))

    def _folder(self) -> Path:
        """Where lessons are found by themselves; the home folder if that cannot be made."""
        folder = self._desk.lessons_folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            return Path.home()
        return folder

    def _on_written(self, path: Path) -> None:
        self._desk.lesson_made.emit(path)
        self._desk.message.emit(f"Made the lesson {shown_name(path.name)}; it is in the list of the Course")

    def _on_not_written(self, message: str, _details: str) -> None:
        show_error(
            self._window, "The lesson was not written", f"{message} Choose another folder or name; nothing is lost."
        )

    # --- paper ---------------------------------------------------------------------------------------------------

    def print_lesson(self) -> None:
        """Print the worksheet of a lesson, or save it as PDF."""
        from handwriting_app.ui.lessons.paper_dialog import PaperDialog
        from handwriting_app.ui.lessons.titles import titles_of

        lessons = self._lessons()
        present = LessonProgress(self._desk.settings).record.lesson
        chosen = next((index for index, lesson in enumerate(lessons) if lesson.key == present), 0)
        words = "Text, tasks and pictures of a lesson, with room for answers."
        dialog = PaperDialog("A lesson on paper", words, titles_of(lessons), chosen, self._window)
        dialog.print_requested.connect(lambda index: self._print(self._worksheet(lessons[index])()))
        dialog.pdf_requested.connect(
            lambda index: self._save(self._worksheet(lessons[index]), lessons[index].name, "Save the lesson as PDF")
        )
        dialog.open()

    def print_record(self) -> None:
        """Print what was done in the course, or save it as PDF."""
        from handwriting_app.ui.lessons.paper_dialog import PaperDialog

        words = "What was done in the course: guesses, what happened, and pictures."
        dialog = PaperDialog("My record", words, [], 0, self._window)
        dialog.print_requested.connect(lambda _index: self._print(self._record()()))
        dialog.pdf_requested.connect(lambda _index: self._save(self._record(), "my-record", "Save my record as PDF"))
        dialog.open()

    def _lessons(self) -> tuple[Lesson, ...]:
        from handwriting_app.ui.lessons.join_own import lessons_for

        return lessons_for(self._desk).lessons

    def _worksheet(self, lesson: Lesson) -> Callable[[], QTextDocument]:
        """What makes it, in any thread; the picture is taken here."""
        from handwriting_app.ui.lessons.light_picture import light_picture
        from handwriting_app.ui.lessons.worksheet import worksheet

        picture, view = self._picture_of(lesson.start), self._sight.view()
        if picture is None and view is not None and view.objectName() == lesson.view.name:
            picture = light_picture(view)  # as it is now: nothing else knows how such a view looks
        return partial(worksheet, lesson, picture)

    def _record(self) -> Callable[[], QTextDocument]:
        from handwriting_app.storage.course_pictures import pictures_in
        from handwriting_app.ui.lessons.record_paper import record_paper

        progress, pictures = LessonProgress(self._desk.settings), pictures_in(self._desk.course_folder)
        return partial(record_paper, self._lessons(), progress.record, progress.done(), pictures)

    def _print(self, document: QTextDocument) -> None:
        from handwriting_app.ui.lessons.paper import print_on_paper

        print_on_paper(document, self._window)

    def _save(self, make: Callable[[], QTextDocument], name: str, title: str) -> None:
        from handwriting_app.ui.lessons.paper import PDF

        path = ask_for_new_file(self._window, title, Path.home() / f"{name}{PDF}", PDF, "PDF")
        if path is not None:
            self._papers.queue(partial(_write_pdf, path, make))

    def _on_saved(self, path: Path) -> None:
        self._desk.message.emit(f"Saved {shown_name(path.name)}")

    def _on_not_saved(self, message: str, _details: str) -> None:
        show_error(
            self._window, "The PDF was not written", f"{message} Choose another folder or name; nothing is lost."
        )

    # --- the record ----------------------------------------------------------------------------------------------

    def begin_anew(self) -> None:
        """Ask whether to forget all that was done, and do so."""
        ask(self._window, *_ANEW, self._forget)

    def _forget(self) -> None:
        from handwriting_app.storage.course_pictures import forget_pictures

        self._desk.anew_agreed.emit()
        LessonProgress(self._desk.settings).clear()  # there may be nobody yet who leads through the course
        self._desk.drawing_requested.emit(Drawing())  # also what a lesson has just given back
        self._desk.message.emit("Begun anew: the course is at lesson 1")
        self._pictures.queue(partial(forget_pictures, self._desk.course_folder))

    def _keep_picture(self, lesson: Lesson, page: int) -> None:
        """What is seen when a task has just been done."""
        from handwriting_app.ui.lessons.light_picture import light_picture

        view = self._sight.view()
        if view is not None:
            image = self._painted(view)
            if image is None:
                image = light_picture(view)
            self._pictures.queue(partial(_keep, self._desk.course_folder, lesson.key, page, image))

    def _painted(self, view: LiveView) -> QImage | None:
        """A lab as it is put on paper: of the size at which it is read there; None for what only the view shows."""
        from handwriting_app.lab.descent_state import DescentLabState
        from handwriting_app.lab.lesson import Start
        from handwriting_app.ui.lessons.join_sight import HasLabState

        described = next((each for each in VIEWS if each.name == view.objectName()), None)
        if described is None or not isinstance(view, HasLabState):
            return None
        state = view.lab_state()
        if isinstance(state, DescentLabState):
            return None  # it holds where the ball starts, not the steps that it has taken
        return self._picture_of(Start(view=described, lab=state))

    def _on_no_picture(self, message: str, _details: str) -> None:
        self._desk.message.emit(f"The picture for your record was not kept: {message}")


def _sentence(path: Path, error: OSError) -> str:
    return f"{shown_name(path.name)}: {error.strerror or error}."


def _lesson_in(data: QMimeData) -> Path | None:
    files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return files[0] if files and files[0].suffix.lower() == SUFFIX else None


def _write(path: Path, lesson: Lesson) -> Path:
    from handwriting_app.storage.lesson_writer import write_lesson

    try:
        write_lesson(path, lesson)
    except OSError as error:
        raise OSError(_sentence(path, error)) from error
    return path


def _write_pdf(path: Path, make: Callable[[], QTextDocument]) -> Path:
    from handwriting_app.ui.lessons.paper import write_pdf

    try:
        return write_pdf(path, make)
    except OSError as error:
        raise OSError(_sentence(path, error)) from error


def _keep(folder: Path, key: str, page: int, image: QImage) -> None:
    from handwriting_app.storage.course_pictures import MOST_BYTES, keep_picture

    for width in WIDTHS:
        png = _png(image, width)
        if len(png) <= MOST_BYTES:
            break
    keep_picture(folder, key, page, png)


def _png(image: QImage, widest: int) -> bytes:
    mode = Qt.TransformationMode.SmoothTransformation
    small = image if image.width() <= widest else image.scaledToWidth(widest, mode)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    small.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
