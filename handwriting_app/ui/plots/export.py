"""Pictures and numbers of a plot as files. What writes them is loaded when it is first used."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from handwriting_app.ui.plots.page import Page
from handwriting_app.ui.plots.plot import Plot

if TYPE_CHECKING:
    from xml.dom.minidom import Element

FILTERS: Final = {".png": "Picture (*.png)", ".svg": "Drawing (*.svg)", ".csv": "Table of every value (*.csv)"}
_PICTURE_SCALE: Final = 2


def export_plot(plot: Plot, path: Path) -> None:
    """Write `plot` to `path`: a picture (.png), a drawing (.svg) or every value of every curve (.csv).

    Raises:
        ValueError: The ending is none of these.
        OSError: The file cannot be written.
    """
    kind = path.suffix.lower()
    if kind not in FILTERS:
        raise ValueError(f"a plot is exported as .png, .svg or .csv, not as {path.suffix or 'a file without ending'}")
    with path.open("wb"):  # the exporters keep quiet about a file that cannot be written
        pass
    plot.page.layout().activate()
    with _uncached(plot.page):
        _EXPORTERS[kind](plot, path)


def ask_and_export(plot: Plot, parent: QWidget, name: str, kind: str) -> None:
    """Ask where to, then export; an error is shown, not raised. `kind` is one of `FILTERS`."""
    chosen, _ = QFileDialog.getSaveFileName(parent, "Export plot", f"{name}{kind}", FILTERS[kind])
    if not chosen:
        return
    path = Path(chosen)
    if path.suffix.lower() != kind:
        path = path.with_name(path.name + kind)
    try:
        export_plot(plot, path)
    except OSError as error:
        QMessageBox.warning(
            parent, "Export plot", f"The plot could not be written to {path.name}: {error.strerror or error}."
        )


def _export_picture(plot: Plot, path: Path) -> None:
    # With the first export: it loads every exporter there is, and QtSvg (6 ms).
    from pyqtgraph.exporters import ImageExporter

    picture = ImageExporter(plot.page)
    picture.parameters()["width"] = round(plot.page.size().width() * _PICTURE_SCALE)
    if not picture.export(str(path)):
        raise OSError(f"{path.name} could not be written")


def _export_drawing(plot: Plot, path: Path) -> None:
    from pyqtgraph.exporters import SVGExporter

    with _closed_paths_understood():
        SVGExporter(plot.page).export(str(path))


def _export_table(plot: Plot, path: Path) -> None:
    curves = [curve for curve in (*plot.lines, *plot.previous_lines) if len(curve.epochs)]
    columns = [column.tolist() for curve in curves for column in (curve.epochs, curve.values)]
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow([f"{curve.name()}_{axis}" for curve in curves for axis in "xy"])
        table.writerows(zip_longest(*columns, fillvalue=""))


_EXPORTERS: Final = {".png": _export_picture, ".svg": _export_drawing, ".csv": _export_table}


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
