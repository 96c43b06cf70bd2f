"""The training panel at other sizes than 100 %."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QAbstractButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.ui.frame.size_switcher import SizeSwitcher
from handwriting_app.ui.train.training_panel import TrainingPanel
from tests.at_sizes import cut_words, sizes

__all__ = ["sizes"]


@pytest.fixture
def panel(qtbot: QtBot) -> TrainingPanel:
    panel = TrainingPanel()
    qtbot.addWidget(panel)
    panel.resize(300, 700)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


@pytest.mark.parametrize("percent", [80, 125, 200, 250])
def test_it_grows_and_is_never_scrolled_sideways(
    qtbot: QtBot, panel: TrainingPanel, sizes: SizeSwitcher, percent: int
) -> None:
    train = panel.findChild(QAbstractButton, "train_button")
    preview = panel.findChild(QWidget, "variation_preview")
    (area,) = (each for each in panel.findChildren(QScrollArea) if each.isVisible())
    before = train.height(), preview.height(), panel.minimumSizeHint().width()
    sizes.set_size(percent)
    panel.resize(3 * percent, 7 * percent)
    qtbot.waitUntil(lambda: train.height() == pytest.approx(before[0] * percent / 100, abs=2))
    assert preview.height() == pytest.approx(before[1] * percent / 100, abs=1)
    qtbot.waitUntil(lambda: area.widget().width() <= area.viewport().width())
    assert not cut_words(panel)
    sizes.set_size(100)
    panel.resize(300, 700)
    qtbot.waitUntil(lambda: (train.height(), preview.height(), panel.minimumSizeHint().width()) == before, timeout=3000)


def test_the_scroll_bar_comes_where_the_margin_was_at_every_size(
    qtbot: QtBot, panel: TrainingPanel, sizes: SizeSwitcher
) -> None:
    field = panel.findChild(QWidget, "hidden_layers")
    sizes.set_size(200)
    panel.resize(600, 1400)
    qtbot.waitUntil(lambda: field.height() > 40)
    width = field.width()
    panel.resize(600, 700)
    (area,) = (each for each in panel.findChildren(QScrollArea) if each.isVisible())
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0)
    qtbot.waitUntil(lambda: field.width() == width)
