"""Worksheets and records: what stands on them, and that they are written whole or not at all."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest
from PySide6.QtCore import QBuffer, QSize
from PySide6.QtGui import QColor, QImage, QPageSize, QPdfWriter, QTextDocument
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.lab.answer import Answer
from handwriting_app.lab.checks import Check
from handwriting_app.lab.lesson import Guess, Lesson, Start, Task
from handwriting_app.lab.views import NEURON_LAB
from handwriting_app.storage.course_pictures import keep_picture, pictures_in
from handwriting_app.storage.course_record import CourseRecord
from handwriting_app.storage.own_lessons import load_own_lessons, shipped_lessons_folder
from handwriting_app.ui.lessons import paper, paper_dialog
from handwriting_app.ui.lessons.paper import in_pages, laid_out, pdf_of, write_pdf
from handwriting_app.ui.lessons.paper_dialog import PaperDialog
from handwriting_app.ui.lessons.record_paper import record_paper
from handwriting_app.ui.lessons.worksheet import worksheet

CHECK = (Check(fact="neuron.output", above=0),)
STROKES = (((0.2, 0.2), (0.8, 0.2), (0.4, 0.8)),)

MINE = Lesson(
    name="mine",
    title="<b>Bold</b> & plain",
    text=("First <i>paragraph</i>.", "Second."),
    start=Start(view=NEURON_LAB, drawing=STROKES),
    tasks=(
        Task(do="Do <u>this</u>.", checks=CHECK, guess=Guess("How much?", fact="neuron.output", within=1)),
        Task(do="Then that.", checks=CHECK, guess=Guess("Which?", answer="up", choices=("up", "down")), hint="Look."),
    ),
    is_own=True,
)


def image(width: int = 900) -> QImage:
    picture = QImage(QSize(width, 300), QImage.Format.Format_RGB32)
    picture.fill(QColor("red"))
    return picture


def png(folder: Path) -> bytes:
    path = folder / "x.png"
    image(100).save(str(path))
    return path.read_bytes()


def pictures(document: QTextDocument) -> list[QSize]:
    """The sizes, on paper, of all pictures."""
    found = []
    block = document.begin()
    while block.isValid():
        for fragment in (iteration.fragment() for iteration in block):
            if fragment.charFormat().isImageFormat():
                form = fragment.charFormat().toImageFormat()
                found.append(QSize(round(form.width()), round(form.height())))
        block = block.next()
    return found


@pytest.mark.usefixtures("qapp")
def test_a_worksheet_has_everything_and_takes_words_as_they_are() -> None:
    document = worksheet(MINE, image())
    text = document.toPlainText()
    for words in (
        "<b>Bold</b> & plain",
        "Name:",
        "First <i>paragraph</i>.",
        "Task 1",
        "How much?",
        "I expect:",
        "Do <u>this</u>.",
        "☐ up",
        "☐ down",
    ):
        assert words in text, words
    assert "Look." not in text, "a hint gives the answer away"
    assert text.index("How much?") < text.index("Do <u>this</u>."), "one says first what will happen"
    assert pictures(document) == [QSize(560, 187), QSize(160, 160)], "what it begins with, and the drawing"


@pytest.mark.usefixtures("qapp")
def test_a_worksheet_is_a_pdf_of_some_pages() -> None:
    document = worksheet(MINE, image())
    content = pdf_of(document)
    assert content.startswith(b"%PDF-")
    assert content.rstrip().endswith(b"%%EOF")
    assert content.count(b"/Type /Page\n") >= 1
    assert document.toPlainText(), "printing has left the document as it was"


@pytest.mark.usefixtures("qapp")
def test_every_lesson_of_the_course_goes_on_paper() -> None:
    lessons = load_own_lessons(shipped_lessons_folder()).lessons
    assert len(lessons) >= 9
    for lesson in lessons:
        text = worksheet(lesson).toPlainText()
        assert all(task.do in text for task in lesson.tasks)


@pytest.mark.usefixtures("qapp")
def test_a_record_says_what_was_expected_and_what_happened(tmp_path: Path) -> None:
    keep_picture(tmp_path, MINE.key, 0, png(tmp_path))
    record = CourseRecord(
        ticks=MappingProxyType({MINE.key: frozenset({0}), "gone": frozenset({1})}),
        answers=MappingProxyType({MINE.key: {0: Answer(2.5, 3.25, True), 1: Answer("down")}}),
    )
    document = record_paper([MINE], record, frozenset(), pictures_in(tmp_path))
    text = document.toPlainText()
    assert "Expected: 2.5. What happened: 3.25 (✓ as expected)." in text
    assert "Expected: down\nNot done yet" in text
    assert "✓ Done, " in text, "with its date"
    assert "gone" in text
    assert pictures(document) == [QSize(100, 300)]


@pytest.mark.usefixtures("qapp")
def test_a_record_of_nothing_says_so() -> None:
    assert "No task has been done yet." in record_paper([MINE], CourseRecord(), frozenset(), {}).toPlainText()


@pytest.mark.usefixtures("qapp")
def test_a_picture_that_is_none_is_left_out(tmp_path: Path) -> None:
    keep_picture(tmp_path, MINE.key, 0, b"no picture")
    record = CourseRecord(ticks=MappingProxyType({MINE.key: frozenset({0})}))
    assert pictures(record_paper([MINE], record, frozenset(), pictures_in(tmp_path))) == []


@pytest.mark.usefixtures("qapp")
def test_a_pdf_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(b"as it was")

    def fail(_document: QTextDocument) -> bytes:
        raise OSError("the disk is full")

    monkeypatch.setattr(paper, "pdf_of", fail)
    with pytest.raises(OSError, match="full"):
        write_pdf(path, lambda: worksheet(MINE))
    assert path.read_bytes() == b"as it was"
    monkeypatch.undo()
    assert write_pdf(path, lambda: worksheet(MINE)).read_bytes().startswith(b"%PDF-")
    assert list(tmp_path.iterdir()) == [path]


def test_where_nothing_prints_there_is_still_the_pdf(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    monkeypatch.setattr(paper_dialog, "can_print", lambda: False)
    dialog = PaperDialog("Paper", "Words.", ["One", "Two"], 1, parent)
    assert dialog.findChild(QPushButton, "paper_print") is None
    with qtbot.waitSignal(dialog.pdf_requested) as chosen:
        dialog.findChild(QPushButton, "paper_pdf").click()
    assert chosen.args == [1]


def test_a_printer_gets_the_same_pages(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Into a file here, as any printer can be told to."""
    parent, path = QWidget(), tmp_path / "printed.pdf"
    qtbot.addWidget(parent)

    def agree(dialog: QPrintDialog) -> int:
        dialog.printer().setOutputFileName(str(path))
        return 1

    monkeypatch.setattr(QPrintDialog, "exec", agree)
    assert paper.can_print()
    paper.print_on_paper(worksheet(MINE), parent)
    assert path.read_bytes().startswith(b"%PDF-")
    path.unlink()
    monkeypatch.setattr(QPrintDialog, "exec", lambda _dialog: 0)
    paper.print_on_paper(worksheet(MINE), parent)
    assert not path.exists()


def foot_of_pages(document: QTextDocument, first: str, last: str) -> tuple[int, int]:
    """The pages, from 0, on which the block that begins with ``first`` begins, and the one after ``last`` ends."""
    writer = QPdfWriter(QBuffer())
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    pages = laid_out(in_pages(document, writer), writer)
    top = pages.find(first).block()
    layout, height = pages.documentLayout(), pages.pageSize().height()
    end = pages.find(last, top.position()).block().next()
    return int(layout.blockBoundingRect(top).top() // height), int(layout.blockBoundingRect(end).bottom() // height)


def many_tasks(how_many: int) -> Lesson:
    tasks = tuple(Task(do=f"Do number {number:02}.", checks=CHECK) for number in range(how_many))
    return replace(MINE, tasks=tasks)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("height", [300, 620, 1000, 3000])
def test_no_picture_stands_on_another_page_than_its_task(tmp_path: Path, height: int) -> None:
    lesson, path = many_tasks(6), tmp_path / "x.png"
    picture = QImage(QSize(760, height), QImage.Format.Format_RGB32)
    picture.fill(QColor("red"))
    picture.save(str(path))
    for page in range(6):
        keep_picture(tmp_path / "kept", lesson.key, page, path.read_bytes())
    record = CourseRecord(ticks=MappingProxyType({lesson.key: frozenset(range(6))}))
    document = record_paper([lesson], record, frozenset(), pictures_in(tmp_path / "kept"))
    for number in range(6):
        first, last = foot_of_pages(document, f"Do number {number:02}", "Done")
        assert first == last, f"task {number + 1}"


@pytest.mark.usefixtures("qapp")
def test_a_worksheet_parts_no_task_and_fills_its_pages() -> None:
    document = worksheet(many_tasks(12), image())
    writer = QPdfWriter(QBuffer())
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    assert laid_out(in_pages(document, writer), writer).pageCount() <= 4, "not a page for each task"
    for number in range(1, 13):
        first, last = foot_of_pages(document, f"Task {number}", "What I did")
        assert first == last, f"task {number}"


@pytest.mark.usefixtures("qapp")
def test_what_is_longer_than_a_page_begins_where_it_is() -> None:
    long = replace(MINE, tasks=(Task(do="Do it.", checks=CHECK, text=("Word " * 4000,)),))
    first, last = foot_of_pages(worksheet(long), "Task 1", "What I did")
    assert (first, last > 0) == (0, True)


@pytest.mark.usefixtures("qapp")
def test_a_wide_view_has_all_the_width_of_the_page(tmp_path: Path) -> None:
    image(1600).save(str(tmp_path / "x.png"))
    keep_picture(tmp_path / "kept", MINE.key, 0, (tmp_path / "x.png").read_bytes())
    record = CourseRecord(ticks=MappingProxyType({MINE.key: frozenset({0})}))
    assert pictures(record_paper([MINE], record, frozenset(), pictures_in(tmp_path / "kept"))) == [QSize(600, 112)]
