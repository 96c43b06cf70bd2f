"""The table of keys, as the one policy has it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from handwriting_app.ui.keys import in_words
from handwriting_app.ui.sizes import px, scaled
from handwriting_app.ui.theme import GRID
from handwriting_app.ui.widgets.plain_text import in_title

_COLUMNS = ("Key", "Where", "What it does")


def show_keys(parent: QWidget) -> QDialog:
    """Open the table over ``parent``; it goes with its being closed."""
    dialog = QDialog(parent)
    dialog.setObjectName("keys_dialog")
    dialog.setWindowTitle(in_title("Keys"))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    rule = QLabel(
        "A key belongs first to the field that has the focus, then to the view, and only then to the window. "
        "“Anywhere else” is wherever no field and no view keeps it.",
        dialog,
    )
    rule.setWordWrap(True)
    rows = in_words()
    table = QTableWidget(len(rows), len(_COLUMNS), dialog)
    table.setObjectName("keys_table")
    table.setAccessibleName("Keys, where they work, and what they do")
    table.setHorizontalHeaderLabels(list(_COLUMNS))
    table.verticalHeader().hide()
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setTabKeyNavigation(False)  # Tab leaves the table; arrows walk in it
    table.setShowGrid(False)
    table.setAlternatingRowColors(True)
    for row, words in enumerate(rows):
        for column, text in enumerate(words):
            table.setItem(row, column, QTableWidgetItem(text))
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
    scaled(header.setDefaultSectionSize, 26 * GRID)
    header.sectionResized.connect(table.resizeRowsToContents)
    layout = QVBoxLayout(dialog)
    scaled(layout.setContentsMargins, 2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
    scaled(layout.setSpacing, GRID)
    layout.addWidget(rule)
    layout.addWidget(table)
    dialog.resize(QSize(px(860), px(560)).boundedTo(parent.size() - QSize(8 * GRID, 8 * GRID)))
    dialog.open()
    table.resizeRowsToContents()
    table.setFocus()
    return dialog
