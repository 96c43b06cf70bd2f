from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from handwriting_app.ui.widgets.elided_label import LEAST_WIDTH, ElidedLabel

LONG = ", ".join(["a long line"] * 40)


@pytest.fixture
def label(qtbot: QtBot) -> ElidedLabel:
    label = ElidedLabel(mode=Qt.TextElideMode.ElideMiddle)
    qtbot.addWidget(label)
    label.resize(200, 24)
    label.show()
    return label


def seen(label: ElidedLabel) -> str:
    return QLabel.text(label)


def test_what_does_not_fit_is_cut_and_the_whole_is_at_hand(label: ElidedLabel):
    label.setText(LONG)
    assert "…" in seen(label)
    assert seen(label).startswith("a long")
    assert label.fontMetrics().horizontalAdvance(seen(label)) <= 200
    assert label.text() == label.toolTip().replace("\n", " ") == label.accessibleName() == LONG
    assert label.minimumSizeHint().width() == LEAST_WIDTH
    label.resize(8000, 24)
    assert seen(label) == label.text()
    assert label.toolTip() == ""


def test_the_text_is_taken_as_it_is(label: ElidedLabel):
    label.setText("<b>7</b>\nand\n8")
    assert seen(label) == "<b>7</b> and 8"
    assert label.textFormat() is Qt.TextFormat.PlainText


def test_a_larger_font_is_cut_sooner(label: ElidedLabel):
    label.setText("nineteen characters")
    assert seen(label) == "nineteen characters"
    font = label.font()
    font.setPixelSize(60)
    label.setFont(font)
    assert "…" in seen(label)
