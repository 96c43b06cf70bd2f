from __future__ import annotations

import csv
from pathlib import Path

import pytest
from PySide6.QtWidgets import QListWidget, QTableWidget, QTableWidgetItem, QTreeWidget, QTreeWidgetItem, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.ui.widgets.table_file import table_of, write_table


@pytest.fixture
def figures(qtbot: QtBot) -> QTableWidget:
    table = QTableWidget(2, 2)
    qtbot.addWidget(table)
    table.setHorizontalHeaderLabels(["Held-out cost", ""])
    for row, words in enumerate([("−0.25", "12\u202f345"), ("96\u202f%", "1,797 digits, at most")]):
        for column, text in enumerate(words):
            table.setItem(row, column, QTableWidgetItem(text))
    return table


def test_columns_have_names_and_numbers_are_plain(figures: QTableWidget, tmp_path: Path) -> None:
    write_table(figures, tmp_path / "figures.csv")
    with (tmp_path / "figures.csv").open(newline="") as file:
        rows = list(csv.reader(file))
    assert rows == [["held_out_cost", "column_2"], ["-0.25", "12345"], ["96 %", "1797 digits, at most"]]


def test_what_a_row_holds_follows_it(qtbot: QtBot) -> None:
    tree = QTreeWidget()
    qtbot.addWidget(tree)
    tree.setHeaderLabels(["name", "seed"])
    parent = QTreeWidgetItem(tree, ["all", ""])
    for seed in ("1", "2"):
        QTreeWidgetItem(parent, ["run", seed])
    QTreeWidgetItem(tree, ["other", ""])
    assert table_of(tree) == [["name", "seed"], ["all", ""], ["run", "1"], ["run", "2"], ["other", ""]]


def test_what_is_no_table_has_none(qtbot: QtBot, tmp_path: Path) -> None:
    for widget in (QWidget(), QListWidget()):
        qtbot.addWidget(widget)
        assert table_of(widget) is None
        with pytest.raises(ValueError, match=r"\.csv"):
            write_table(widget, tmp_path / "none.csv")
    assert not any(tmp_path.iterdir())


def test_a_table_goes_into_no_other_file(figures: QTableWidget, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"\.csv"):
        write_table(figures, tmp_path / "figures.txt")
