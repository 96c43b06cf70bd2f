from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.ui.widgets.widget_picture import SCALE, write_picture


class Painted(QWidget):
    """A red bar, and words below it."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("A red bar")
        layout = QVBoxLayout(self)
        layout.addWidget(QLabel("Words", self), 0, Qt.AlignmentFlag.AlignBottom)
        self.resize(120, 80)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(10, 10, 50, 20, QColor("#ff0000"))


@pytest.fixture
def painted(qtbot: QtBot) -> Painted:
    widget = Painted()
    qtbot.addWidget(widget)
    widget.show()
    return widget


def test_pixels_are_twice_as_fine(painted: Painted, tmp_path: Path) -> None:
    write_picture(painted, tmp_path / "bar.png")
    image = QImage(str(tmp_path / "bar.png"))
    assert (image.width(), image.height()) == (120 * SCALE, 80 * SCALE)
    assert image.pixelColor(20 * SCALE, 20 * SCALE) == QColor("#ff0000")
    assert image.pixelColor(90 * SCALE, 20 * SCALE) != QColor("#ff0000")


def test_a_drawing_has_shapes_and_letters(painted: Painted, tmp_path: Path) -> None:
    write_picture(painted, tmp_path / "bar.svg")
    text = (tmp_path / "bar.svg").read_text()
    assert 'viewBox="0 0 120 80"' in text
    assert "#ff0000" in text
    assert "Words" in text
    assert "<image" not in text
    assert "<title>A red bar</title>" in text


def test_a_page_has_the_size_of_the_picture(painted: Painted, tmp_path: Path) -> None:
    write_picture(painted, tmp_path / "bar.pdf")
    content = (tmp_path / "bar.pdf").read_bytes()
    assert content.startswith(b"%PDF")
    (box,) = re.findall(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", content)
    assert [round(float(each)) for each in box] == [90, 60]  # points, of which 72 are an inch


def test_what_cannot_be_written_leaves_nothing(painted: Painted, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"\.png, \.svg, \.pdf"):
        write_picture(painted, tmp_path / "bar.gif")
    with pytest.raises(OSError, match="folder"):
        write_picture(painted, tmp_path / "none" / "bar.png")
    assert not any(tmp_path.iterdir())
