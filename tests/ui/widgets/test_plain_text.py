from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.ui.widgets.dialogs import ask, message_box, show_error, show_text
from handwriting_app.ui.widgets.plain_text import in_menu, in_title, in_tooltip


def test_marks_of_menus_and_titles_are_doubled() -> None:
    assert in_menu("a & b") == "a && b"
    assert in_title("a [*] b") == "a [*][*] b"
    assert "\n" not in in_menu("a\nb") + in_title("a\nb")


def test_a_tooltip_is_left_alone_unless_it_looks_like_html() -> None:
    assert in_tooltip("weights & biases\n3 < 4") == "weights & biases\n3 < 4"
    assert "&lt;b&gt;" in in_tooltip("<b>big</b>")


@pytest.mark.parametrize("show", [show_error, show_text, lambda parent, *words: ask(parent, *words, "Yes", list)])
def test_every_dialog_shows_its_words_as_they_are(qtbot: QtBot, show: object) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    show(parent, "<b>title</b>", "<a href='x'>text</a>")  # type: ignore[operator]
    box = parent.findChild(QMessageBox)
    assert box is not None
    labels = [label for label in box.findChildren(QLabel) if label.text()]
    assert "<a href='x'>text</a>" in [label.text() for label in labels]
    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}
    box.close()


def test_what_is_more_important_is_larger(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    box = message_box(parent, "name", QMessageBox.Icon.NoIcon, "title", "first", "then")
    box.open()
    sizes = {label.text(): label.fontInfo().pixelSize() for label in box.findChildren(QLabel) if label.text()}
    assert sizes["first"] > sizes["then"]
    box.close()
