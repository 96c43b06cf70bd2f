"""The keys of the editor ask for counts."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from handwriting_app.ui.draw.counts_editor import CountsEditor, count_of_key


def test_digits_lie_evenly_from_paper_to_full() -> None:
    assert [count_of_key(digit) for digit in range(10)] == [round(16 * digit / 9) for digit in range(10)]


@pytest.mark.parametrize(
    ("key", "before", "asked"),
    [
        (Qt.Key.Key_Space, 3, 16),
        (Qt.Key.Key_Space, 16, 0),
        (Qt.Key.Key_Plus, 3, 4),
        (Qt.Key.Key_Equal, 16, 16),
        (Qt.Key.Key_Minus, 0, 0),
        (Qt.Key.Key_9, 3, 16),
    ],
)
def test_a_key_asks_for_a_count_and_changes_nothing(qtbot: QtBot, key: Qt.Key, before: int, asked: int) -> None:
    editor = CountsEditor(96, lambda row, column: f"{row} {column}")
    qtbot.addWidget(editor)
    counts = np.zeros((8, 8), np.uint8)
    counts[0, 7] = before
    editor.show_counts(counts)
    for _ in range(9):
        QTest.keyClick(editor, Qt.Key.Key_Up)
        QTest.keyClick(editor, Qt.Key.Key_Right)
    assert editor.chosen == (0, 7)
    with qtbot.waitSignal(editor.count_requested) as told:
        QTest.keyClick(editor, key)
    assert told.args == [0, 7, asked]
    assert counts[0, 7] == before
