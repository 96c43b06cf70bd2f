"""The rows of the layers, and what is said of a run, at other sizes than 100 %."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from handwriting_app.explain.learning_signals import LayerSignal
from handwriting_app.ui.frame.size_switcher import SizeSwitcher
from handwriting_app.ui.learning.learning_signals import LayerRows, LearningSignals
from handwriting_app.ui.learning.learning_view import LearningView
from tests.at_sizes import has_size, sizes, unlikeness

__all__ = ["sizes"]

SIGNALS = [LayerSignal(0.1, 1e-3, 0.2), LayerSignal(2.0, 1e-2, None)]


def test_the_rows_of_the_layers_grow_as_a_whole(qtbot: QtBot, sizes: SizeSwitcher) -> None:
    rows = LayerRows()
    qtbot.addWidget(rows)
    rows.show_signals(["64→32", "32→10"], SIGNALS, inactive="dead")
    rows.resize(500, rows.sizeHint().height())
    rows.show()
    assert unlikeness(qtbot, sizes, rows) < 8


def test_the_title_is_bold_and_as_large_as_everything(qtbot: QtBot, sizes: SizeSwitcher) -> None:
    signals = LearningSignals()
    qtbot.addWidget(signals)
    signals.show()
    title = signals.findChild(QLabel, "notice_title")
    before = title.font()
    assert before.bold()
    sizes.set_size(200)
    assert title.font().bold()
    assert title.font().pointSizeF() == pytest.approx(2 * before.pointSizeF())
    sizes.set_size(100)
    assert title.font() == before


def test_plots_that_were_large_are_small_again(qtbot: QtBot, sizes: SizeSwitcher) -> None:
    """The size that a plot has must not become the one that it asks for."""
    view = LearningView()
    qtbot.addWidget(view)
    view.show()
    least = view.sizeHint()
    sizes.set_size(200)
    qtbot.waitUntil(lambda: has_size(view, 3 * least))
    sizes.set_size(100)
    qtbot.waitUntil(lambda: view.sizeHint() == least)
