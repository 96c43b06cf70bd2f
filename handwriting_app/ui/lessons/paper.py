"""What goes on paper: a text document that Qt lays out, prints, and writes as PDF."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, QLocale, QSizeF, QUrl
from PySide6.QtGui import (
    QColor,
    QFont,
    QGuiApplication,
    QImage,
    QPagedPaintDevice,
    QPageSize,
    QPdfWriter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextImageFormat,
    QTextLength,
    QTextTableFormat,
)
from PySide6.QtWidgets import QWidget

from handwriting_app import __version__
from handwriting_app.storage.atomic import atomic_write
from handwriting_app.ui.widgets.emphasis import emphasised

PDF: Final = ".pdf"

LINE: Final = "_" * 28
"""To be filled in by hand."""

WIDEST: Final = 560
TALLEST: Final = 640
"""Pixels, at 96 an inch, that a picture may take of the paper: of its height so few that words fit beside it."""

_BEGINS: Final = int(QTextFormat.Property.UserProperty)
"""Marks the first block of what is to stand on one page, which goes on to the next such block."""

_MARGIN: Final = 2 / 2.54
"""Inches, as `QTextDocument.print_` leaves them free at every side."""


class Paper:
    """Writes a document from top to bottom; all words are taken as they are, never as HTML."""

    def __init__(self, title: str) -> None:
        self.document = QTextDocument()
        self.document.setDefaultFont(QFont("Sans Serif", 10))
        self.document.setMetaInformation(QTextDocument.MetaInformation.DocumentTitle, title)
        self._cursor = QTextCursor(self.document)
        self._is_empty = True
        self._pictures = 0
        self._begins = False

    def begin_part(self) -> None:
        """What is written from here to the next part stands on one page, if it is not longer than that."""
        self._begins = True

    def heading(self, text: str, size: float = 13) -> None:
        self._block(above=14)
        self._cursor.insertText(text, _letters(size, bold=True))

    def paragraph(self, text: str, *, bold: bool = False, above: float = 6) -> None:
        self._block(above=above)
        for part, is_emphasised in emphasised(text):
            letters = _letters(10, bold=bold)
            letters.setFontItalic(is_emphasised)
            self._cursor.insertText(part, letters)

    def picture(self, image: QImage, *, widest: int = WIDEST) -> None:
        """The image, as it is or smaller: so that it fits on the paper."""
        if image.isNull():
            return
        self._pictures += 1
        name = f"picture-{self._pictures}"
        self.document.addResource(QTextDocument.ResourceType.ImageResource, QUrl(name), image)
        size = image.deviceIndependentSize()
        scale = min(1.0, widest / size.width(), TALLEST / size.height())
        shown = QTextImageFormat()
        shown.setName(name)
        shown.setWidth(size.width() * scale)
        shown.setHeight(size.height() * scale)
        self._block(above=8)
        self._cursor.insertImage(shown)

    def room(self, lines: int) -> None:
        """An empty box of so many lines, to write in."""
        frame = QTextTableFormat()
        frame.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        frame.setBorder(1)
        frame.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        frame.setBorderBrush(QColor("#868e98"))
        frame.setCellSpacing(0)
        frame.setCellPadding(6)
        frame.setTopMargin(6)
        self._is_empty = False
        table = self._cursor.insertTable(1, 1, frame)
        inside = table.cellAt(0, 0).firstCursorPosition()
        inside.insertText("\n" * (lines - 1), _letters(14))
        self._cursor.movePosition(QTextCursor.MoveOperation.End)

    def columns(self, cells: Sequence[str]) -> None:
        """One row of words with the same room for each: for a name and a date to be filled in."""
        form = QTextTableFormat()
        form.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        form.setBorder(0)
        form.setTopMargin(8)
        self._is_empty = False
        table = self._cursor.insertTable(1, len(cells), form)
        for column, words in enumerate(cells):
            table.cellAt(0, column).firstCursorPosition().insertText(words, _letters(10))
        self._cursor.movePosition(QTextCursor.MoveOperation.End)

    def _block(self, *, above: float) -> None:
        form = QTextBlockFormat()
        if self._begins:
            form.setProperty(_BEGINS, True)
            self._begins = False
        form.setTopMargin(0 if self._is_empty else above)
        if self._is_empty:
            self._cursor.setBlockFormat(form)
        else:
            self._cursor.insertBlock(form)
        self._is_empty = False


def pdf_of(document: QTextDocument) -> bytes:
    """The document as a PDF file, on the paper that is usual where the program runs."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(document.metaInformation(QTextDocument.MetaInformation.DocumentTitle))
    writer.setCreator(f"Handwriting App {__version__}")
    writer.setPageSize(_page_size())
    in_pages(document, writer).print_(writer)
    del writer  # which writes the end of the file
    return bytes(buffer.data().data())


def in_pages(document: QTextDocument, device: QPagedPaintDevice) -> QTextDocument:
    """A copy that begins a new page before each part that would go over the foot of one on this paper."""
    copy, trial = document.clone(), laid_out(document, device)
    for first, last in _parts(document):
        if _is_on_one_page(trial, first, last):
            continue
        broken = copy.clone()
        _break_before(broken, first)
        # Laid out anew each time: Qt does not move what stands behind a break that comes into a layout later.
        retrial = laid_out(broken, device)
        if _is_on_one_page(retrial, first, last):  # else it is longer than a page
            copy, trial = broken, retrial
    return copy


def laid_out(document: QTextDocument, device: QPagedPaintDevice) -> QTextDocument:
    """A copy with its lines where `QTextDocument.print_` puts them on this paper; only while there is ``device``."""
    copy = document.clone()
    copy.documentLayout().setPaintDevice(device)
    frame = copy.rootFrame().frameFormat()
    frame.setMargin(_MARGIN * QGuiApplication.primaryScreen().logicalDotsPerInchY())  # the layout scales it
    copy.rootFrame().setFrameFormat(frame)
    copy.setPageSize(QSizeF(device.width(), device.height()))
    return copy


def _parts(document: QTextDocument) -> list[tuple[int, int]]:
    """The numbers of the first and the last block of each part."""
    numbers = range(document.blockCount())
    firsts = [each for each in numbers if document.findBlockByNumber(each).blockFormat().boolProperty(_BEGINS)]
    return [(first, after - 1) for first, after in pairwise([*firsts, document.blockCount()])]


def _is_on_one_page(document: QTextDocument, first: int, last: int) -> bool:
    layout, height = document.documentLayout(), document.pageSize().height()
    top = layout.blockBoundingRect(document.findBlockByNumber(first)).top()
    bottom = layout.blockBoundingRect(document.findBlockByNumber(last)).bottom()
    return int(top // height) == int(bottom // height)


def _break_before(document: QTextDocument, number: int) -> None:
    cursor = QTextCursor(document.findBlockByNumber(number))
    form = cursor.blockFormat()
    form.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
    cursor.setBlockFormat(form)


def write_pdf(path: Path, make: Callable[[], QTextDocument]) -> Path:
    """Write what ``make`` gives, whole or not at all; for a thread of its own. Returns ``path``.

    Raises:
        OSError: As `atomic_write`.
    """
    content = pdf_of(make())
    with atomic_write(path) as file:
        file.write(content)
    return path


def can_print() -> bool:
    """Whether Qt can print here: a system may lack what its part for printers needs."""
    try:
        from PySide6 import QtPrintSupport
    except ImportError:
        return False
    return bool(QtPrintSupport.QPrinter)


def print_on_paper(document: QTextDocument, parent: QWidget) -> None:
    """Ask for a printer, and print; the document is kept until then."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(_page_size())
    printer.setDocName(document.metaInformation(QTextDocument.MetaInformation.DocumentTitle))
    dialog = QPrintDialog(printer, parent)
    dialog.setObjectName("print_dialog")
    if dialog.exec():
        in_pages(document, printer).print_(printer)


def _page_size() -> QPageSize:
    is_imperial = QLocale.system().measurementSystem() is QLocale.MeasurementSystem.ImperialUSSystem
    return QPageSize(QPageSize.PageSizeId.Letter if is_imperial else QPageSize.PageSizeId.A4)


def _letters(size: float, *, bold: bool = False) -> QTextCharFormat:
    letters = QTextCharFormat()
    letters.setFontPointSize(size)
    letters.setFontWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return letters
