"""Pictures and numbers of a plot as files. What writes them is loaded when it is first used."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QBuffer, QIODevice, QPointF, QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

from handwriting_app.names import shown_name
from handwriting_app.storage.atomic import atomic_write
from handwriting_app.ui.plots.page import Page
from handwriting_app.ui.plots.plot import Plot
from handwriting_app.ui.widgets.dialogs import show_error
from handwriting_app.ui.widgets.new_file import ask_for_new_file
from handwriting_app.ui.widgets.widget_picture import pdf_writer

if TYPE_CHECKING:
    from xml.dom.minidom import Element

KINDS: Final = {".png": "Picture", ".svg": "Drawing", ".pdf": "Page", ".csv": "Table of every value"}
"""What can be exported, by the ending of its file."""

_PICTURE_SCALE: Final = 2


def export_plot(plot: Plot, path: Path) -> None:
    """Write `plot` to `path`, whole or not at all: .png, .svg or .pdf, or every value of it as .csv.

    Raises:
        ValueError: The ending is none of these.
        OSError: The file cannot be written.
    """
    kind = path.suffix.lower()
    if kind not in KINDS:
        raise ValueError(
            f"a plot is exported as .png, .svg, .pdf or .csv, not as {path.suffix or 'a file without ending'}"
        )
    plot.page.layout().activate()
    with _uncached(plot.page):
        content = _EXPORTERS[kind](plot)
    with atomic_write(path) as file:
        file.write(content)


def ask_and_export(plot: Plot, parent: QWidget, name: str, kind: str) -> None:
    """Ask where to, then export; an error is shown, not raised. `kind` is one of `KINDS`."""
    path = ask_for_new_file(parent, "Export plot", Path(f"{name}{kind}"), kind, KINDS[kind])
    if path is None:
        return
    try:
        export_plot(plot, path)
    except OSError as error:
        show_error(
            parent,
            "The plot could not be exported",
            f"{shown_name(path.name)} was not written: {error.strerror or error}. Choose another folder or name.",
        )


def _picture(plot: Plot) -> bytes:
    # With the first export: it loads every exporter there is, and QtSvg (6 ms).
    from pyqtgraph.exporters import ImageExporter

    picture = ImageExporter(plot.page)
    picture.parameters()["width"] = round(plot.page.size().width() * _PICTURE_SCALE)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image: QImage = picture.export(toBytes=True)
    if not image.save(buffer, "PNG"):  # type: ignore[call-overload]
        raise OSError("there is not enough memory for the picture")
    return bytes(buffer.data().data())


def _drawing(plot: Plot) -> bytes:
    from pyqtgraph.exporters import SVGExporter

    with _closed_paths_understood():
        return bytes(SVGExporter(plot.page).export(toBytes=True))


def _page(plot: Plot) -> bytes:
    size, buffer = plot.page.size(), QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = pdf_writer(buffer, size)
    with QPainter(writer) as painter:
        plot.scene().render(painter, QRectF(QPointF(), size), plot.page.sceneBoundingRect())
    return bytes(buffer.data().data())


def _table(plot: Plot) -> bytes:
    """A row for each place at which a curve has a value, a column for each curve; each column has its own name."""
    curves = [curve for curve in (*plot.lines, *plot.previous_lines) if len(curve.epochs)]
    columns = [dict(zip(plot.places_of(curve).tolist(), curve.values.tolist(), strict=True)) for curve in curves]
    names = [f"{_as_name(curve.name())}_{plot.quantity}" for curve in curves]
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow([_as_name(plot.page.bottom.labelText), *_apart(names)])
    for place in sorted({place for column in columns for place in column}):
        shown = int(place) if place.is_integer() else place
        table.writerow([shown, *(column.get(place, "") for column in columns)])
    return text.getvalue().encode()


def _as_name(words: str) -> str:
    return re.sub(r"\W+", "_", words.lower()).strip("_") or "value"


def _apart(names: Sequence[str]) -> list[str]:
    """The names, the second of one kind with a 2, and so on."""
    seen: Counter[str] = Counter()
    found = []
    for name in names:
        seen[name] += 1
        found.append(f"{name}_{seen[name]}" if seen[name] > 1 else name)
    return found


_EXPORTERS: Final = {".png": _picture, ".svg": _drawing, ".pdf": _page, ".csv": _table}


@contextmanager
def _uncached(page: Page) -> Iterator[None]:
    """Let every item be painted afresh meanwhile, not as the picture that is kept of it for the screen."""
    kept = [item for item in page.childItems() if item.cacheMode() is not item.CacheMode.NoCache]
    for item in kept:
        item.setCacheMode(item.CacheMode.NoCache)
    try:
        yield
    finally:
        for item in kept:
            item.setCacheMode(item.CacheMode.DeviceCoordinateCache)


@contextmanager
def _closed_paths_understood() -> Iterator[None]:
    """Let pyqtgraph 0.14 read the drawings of Qt 6.10 and newer meanwhile.

    Qt ends each closed path with a ``Z``, at which the exporter fails; the point before it is the first one
    again, so that nothing is lost without it.
    """
    module: Any = import_module("pyqtgraph.exporters.SVGExporter")
    original = module.correctCoordinates

    def without_z(node: Element, *others: Any) -> None:
        for path in node.getElementsByTagName("path"):
            path.setAttribute("d", path.getAttribute("d").replace("Z", "").strip())
        original(node, *others)

    module.correctCoordinates = without_z
    try:
        yield
    finally:
        module.correctCoordinates = original
