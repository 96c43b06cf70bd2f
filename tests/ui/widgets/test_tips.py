"""Tooltips have short lines, and there is one way to give one."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

import handwriting_app.ui
from handwriting_app.ui.widgets.tips import WIDEST, set_tip, wrapped


def test_a_long_tooltip_is_broken_between_words(qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    words = "How probable the most probable digit is, " * 6
    set_tip(label, words)
    lines = label.toolTip().split("\n")
    assert len(lines) > 2
    assert max(map(len, lines)) <= WIDEST
    assert " ".join(lines) == words.strip()


@pytest.mark.parametrize("words", ["", "One line", "Two\n\nparagraphs", "<p>" + "long " * 60])
def test_short_lines_their_breaks_and_html_stay(words: str) -> None:
    assert wrapped(words) == words


def test_a_number_is_not_broken() -> None:
    words = "x" * 80 + " 12\u202f345\u202f%"
    assert wrapped(words).split("\n")[1] == "12\u202f345\u202f%"


def test_nothing_gives_a_tooltip_past_this() -> None:
    folder = Path(handwriting_app.ui.__file__).parent
    past = [
        f"{path.relative_to(folder)}: {line.strip()}"
        for path in sorted(folder.rglob("*.py"))
        if path.name != "tips.py"
        for line in path.read_text(encoding="utf-8").splitlines()
        if ("ToolTip(" in line or "QToolTip.showText(" in line) and "def " not in line and "wrapped(" not in line
    ]
    assert past == []
