"""Sliders are long enough for a hand, beside a picture and below it."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.ui.labs.neuron_lab import NeuronLab
from handwriting_app.ui.labs.slider_grid import SliderGrid
from handwriting_app.ui.widgets.fields import Slider

LEAST = 160


def shown(qtbot: QtBot, page: str, width: int, height: int) -> NeuronLab:
    lab = NeuronLab()
    qtbot.addWidget(lab)
    lab.pages.set_value(page)  # type: ignore[arg-type]
    lab.resize(width, height)
    with qtbot.waitExposed(lab):
        lab.show()
    return lab


def sliders_of(lab: NeuronLab) -> list[Slider]:
    return [slider for slider in lab.findChildren(Slider) if slider.isVisible()]


@pytest.mark.parametrize("page", ["unit", "plane", "chain"])
@pytest.mark.parametrize(("width", "height"), [(1600, 950), (1000, 900), (800, 620), (740, 560)])
def test_every_slider_has_room_for_a_hand(qtbot: QtBot, page: str, width: int, height: int) -> None:
    lab = shown(qtbot, page, width, height)
    qtbot.waitUntil(lambda: min(slider.width() for slider in sliders_of(lab)) >= LEAST)
    assert (lab.width(), lab.height()) == (width, height)  # nor does it need more room for that


def test_in_a_narrow_view_they_stay_in_two_columns_and_come_back_to_them(qtbot: QtBot) -> None:
    lab = shown(qtbot, "unit", 440, 560)
    first, weight = (lab.findChild(QWidget, name) for name in ("neuron_input_1_slider", "neuron_weight_1_slider"))

    def are_level() -> bool:
        return first.mapTo(lab, first.pos()).y() == weight.mapTo(lab, weight.pos()).y()

    qtbot.waitUntil(are_level)
    lab.resize(1600, 950)
    qtbot.waitUntil(lambda: not are_level())
    lab.resize(440, 560)
    qtbot.waitUntil(are_level)


def test_folded_they_stand_in_their_order_and_are_as_much_taller_as_they_say(qtbot: QtBot) -> None:
    parts = [Slider() for _ in range(3)]
    grid = SliderGrid([(parts[0], 0, 0), (parts[1], 1, 0), (parts[2], 0, 1)])
    qtbot.addWidget(grid)
    flat = grid.sizeHint().height()
    assert grid.taller == 0
    grid.fold(True)
    assert grid.sizeHint().height() == flat + grid.taller
    grid.resize(300, 200)
    with qtbot.waitExposed(grid):
        grid.show()
    qtbot.waitUntil(lambda: parts[0].y() < parts[1].y() < parts[2].y())
    grid.fold(False)
    assert (grid.sizeHint().height(), grid.taller) == (flat, 0)
