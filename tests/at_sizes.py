"""One room at other sizes than 100 %, without the window around it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.ui.frame.size_switcher import USUAL, SizeSwitcher


@pytest.fixture
def sizes(qapp: QApplication) -> Iterator[SizeSwitcher]:
    """Changes the size; other tests begin at 100 %."""
    switcher = SizeSwitcher(qapp)
    yield switcher
    switcher.set_size(USUAL)
    switcher.deleteLater()


def unlikeness(qtbot: QtBot, sizes: SizeSwitcher, widget: QWidget) -> float:
    """How much what is seen at 200 % on twice the room differs from what is seen at 100 %, if it is shrunk to its half.

    The size is changed while it is seen; at the end it is 100 % again, and every pixel as it was.

    Returns:
        The mean difference of a channel, 0 to 255.
    """
    room = widget.size()
    usual = _seen(widget)
    sizes.set_size(200)
    qtbot.waitUntil(lambda: has_size(widget, 2 * room))
    large = _seen(widget).scaled(
        usual.size(), Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    sizes.set_size(USUAL)
    qtbot.waitUntil(lambda: has_size(widget, room) and _seen(widget) == usual)
    return float(np.abs(_channels(large) - _channels(usual)).mean())


def has_size(widget: QWidget, size: QSize) -> bool:
    """Whether it has it already; it may need less room once all its parts have heard of their size."""
    widget.resize(size)
    return widget.size() == size


def cut_words(widget: QWidget) -> list[str]:
    """What is written on labels and buttons that can be seen, and are too small for it."""
    cut = []
    for each in (widget, *widget.findChildren(QWidget)):
        if not isinstance(each, QLabel | QAbstractButton) or not each.text() or not each.isVisible():
            continue
        metrics = QFontMetrics(each.font())
        if isinstance(each, QLabel) and each.wordWrap():
            is_cut = each.height() < each.heightForWidth(each.width())
        else:
            lines = each.text().split("\n")
            is_cut = each.width() < max(metrics.horizontalAdvance(line) for line in lines)
            is_cut = is_cut or each.height() < len(lines) * metrics.height()
        if is_cut:
            cut.append(f"{each.objectName()}: {each.text()}")
    return cut


def _seen(widget: QWidget) -> QImage:
    return widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def _channels(image: QImage) -> np.ndarray:
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return pixels[:, : image.width(), :3].astype(np.float64)
