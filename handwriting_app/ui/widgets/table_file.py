"""The numbers of any table in sight, as a file: columns with names, a row for each of its rows."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Final, Protocol, runtime_checkable

from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from handwriting_app.numerals import SPACE
from handwriting_app.storage.atomic import atomic_write

SUFFIX: Final = ".csv"

Row = list[str]


@runtime_checkable
class PaintedTable(Protocol):
    """A widget that paints a table by itself."""

    def rows_to_write(self) -> list[Row]:
        """The names of the columns, and then the rows."""


def table_of(widget: QWidget) -> list[Row] | None:
    """The names of the columns and then the rows of what ``widget`` shows, as it shows them; None where it is no table.

    Numbers are written as programs read them: with a hyphen for the minus, and nothing between their thousands.
    """
    if isinstance(widget, PaintedTable):
        return widget.rows_to_write()
    if not isinstance(widget, QAbstractItemView) or isinstance(widget, QListView) or widget.model() is None:
        return None
    model = widget.model()
    names = [_name_of(model, column) for column in range(model.columnCount())]
    return [names, *_rows_under(model, QModelIndex())]


def write_table(widget: QWidget, path: Path) -> None:
    """Write the table that ``widget`` shows to ``path``, whole or not at all.

    Raises:
        ValueError: It shows none, or ``path`` does not end in .csv.
        OSError: The file cannot be written.
    """
    rows = table_of(widget)
    if rows is None or path.suffix.lower() != SUFFIX:
        raise ValueError(f"a table is written to a file that ends in {SUFFIX}")
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    with atomic_write(path) as file:
        file.write(text.getvalue().encode())


def _rows_under(model: QAbstractItemModel, parent: QModelIndex) -> list[Row]:
    """The rows in their order, each followed by those that it holds."""
    rows = []
    for place in range(model.rowCount(parent)):
        first = model.index(place, 0, parent)
        rows.append([_plain(first.siblingAtColumn(column).data()) for column in range(model.columnCount())])
        rows += _rows_under(model, first)
    return rows


def _name_of(model: QAbstractItemModel, column: int) -> str:
    words = str(model.headerData(column, Qt.Orientation.Horizontal) or "")
    return re.sub(r"\W+", "_", words.lower()).strip("_") or f"column_{column + 1}"


def _plain(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        return str(value)
    text = value.replace("−", "-")
    return re.sub(rf"(?<=\d)[{SPACE},](?=\d\d\d)", "", text).replace(SPACE, " ")
