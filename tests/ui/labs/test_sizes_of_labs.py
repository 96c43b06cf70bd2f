"""The labs at any size: pictures, words and fields grow together, live, and shrink back to what they were."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final, get_args

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.engine.network import Network
from handwriting_app.lab.expression import Expression
from handwriting_app.lab.neuron import Neuron
from handwriting_app.lab.neuron_state import NeuronLabState, Page
from handwriting_app.lab.plane import picture_of_unit
from handwriting_app.lab.points import TABLES
from handwriting_app.lab.valley import ValleyDescent
from handwriting_app.ui.frame.size_switcher import SizeSwitcher
from handwriting_app.ui.labs.activation_curve import ActivationCurve
from handwriting_app.ui.labs.chain_picture import ChainPicture
from handwriting_app.ui.labs.cost_line import CostLine
from handwriting_app.ui.labs.mode_sample import ModeSample
from handwriting_app.ui.labs.network_picture import NetworkPicture
from handwriting_app.ui.labs.neuron_lab import NeuronLab
from handwriting_app.ui.labs.neuron_picture import PER_PIXEL, NeuronPicture
from handwriting_app.ui.labs.plane_view import PlaneView
from handwriting_app.ui.labs.rate_slider import RateSlider
from handwriting_app.ui.labs.surface_page import SurfacePage
from handwriting_app.ui.labs.valley_page import ValleyPage
from handwriting_app.ui.labs.valley_picture import ValleyPicture
from handwriting_app.ui.theme import in_proportion
from handwriting_app.ui.widgets.number_field import DecimalField
from tests.at_sizes import cut_words, has_size, sizes, unlikeness

__all__ = ["sizes"]

ALIKE: Final = 2.0
"""Of 255; pictures of which only the type has grown differ by more than 7."""
LEFT = Qt.MouseButton.LeftButton
STATE = NeuronLabState(kind="sigmoid", used=3, inputs=(1.0, 2.0, -1.0), weights=(1.5, -2.5, 0.5), bias=0.25)


def neuron() -> NeuronPicture:
    picture = NeuronPicture()
    picture.show_state(STATE)
    return picture


def curve() -> ActivationCurve:
    picture = ActivationCurve()
    picture.show_unit(STATE.neuron(), STATE.inputs)
    return picture


def chain() -> ChainPicture:
    picture = ChainPicture()
    picture.show_expression(Expression((0.5, 1.0, -0.5), 0.5, "sigmoid"), 2)
    return picture


def plane() -> PlaneView:
    picture = PlaneView()
    unit, trail = Neuron("sigmoid", (1.0, 1.0), -0.5), (Neuron("sigmoid", (1.0, 0.5), -0.5),)
    picture.show_picture(picture_of_unit(unit, TABLES["XOR"], trail, 2, None))
    return picture


def network() -> NetworkPicture:
    picture = NetworkPicture()
    picture.show_network(Network.initialise((2, 3, 2), "tanh", "cross-entropy", np.random.default_rng(0)))
    return picture


def valley() -> ValleyPicture:
    picture = ValleyPicture()
    picture.show_descent(ValleyDescent().at_rate(0.8).step().step())
    return picture


def cost_line() -> CostLine:
    line = CostLine("line")
    for cost in (1.0, 0.6, 0.4, 0.35):
        line.add(cost)
    return line


@pytest.mark.parametrize(
    ("made", "width", "height"),
    [
        (neuron, 420, 180),
        (curve, 420, 200),
        (chain, 420, 220),
        (plane, 300, 300),
        (network, 320, 152),
        (valley, 420, 300),
        (cost_line, 72, 24),
        (lambda: ModeSample(1), 36, 16),
    ],
)
def test_pictures_grow_as_a_whole(
    qtbot: QtBot, sizes: SizeSwitcher, made: Callable[[], QWidget], width: int, height: int
) -> None:
    picture = made()
    qtbot.addWidget(picture)
    picture.resize(width, height)
    with qtbot.waitExposed(picture):
        picture.show()
    assert unlikeness(qtbot, sizes, picture) < ALIKE


def shown(qtbot: QtBot, lab: QWidget, width: int, height: int) -> None:
    qtbot.addWidget(lab)
    lab.resize(width, height)
    with qtbot.waitExposed(lab):
        lab.show()


@pytest.mark.parametrize("page", get_args(Page))
@pytest.mark.parametrize(("width", "height"), [(440, 600), (900, 600)])
def test_words_and_fields_of_a_page_have_their_room(
    qtbot: QtBot, sizes: SizeSwitcher, page: Page, width: int, height: int
) -> None:
    lab = NeuronLab()
    lab.set_lab_state(NeuronLabState(page=page, kind="linear", used=3, inputs=(-0.125, 2.0, 1.0)))
    shown(qtbot, lab, width, height)
    fields = [each for each in lab.findChildren(DecimalField) if each.isVisible()]
    before, seen = [each.width() for each in fields], lab.grab().toImage()
    assert not cut_words(lab)
    sizes.set_size(200)
    lab.resize(2 * width, 2 * height)
    qtbot.waitUntil(lambda: [each.width() for each in fields] == pytest.approx([2 * each for each in before], abs=14))
    assert not cut_words(lab)
    sizes.set_size(100)

    def is_as_before() -> bool:
        lab.resize(width, height)
        return lab.grab().toImage() == seen

    qtbot.waitUntil(is_as_before)


@pytest.mark.parametrize("page", get_args(Page))
@pytest.mark.parametrize(("width", "height"), [(640, 900), (1400, 900)])
def test_with_a_larger_font_of_the_system_words_and_numbers_still_fit(
    qtbot: QtBot, qapp: QApplication, page: Page, width: int, height: int
) -> None:
    usual = qapp.font()
    qapp.setFont(in_proportion(usual, 1.5))
    try:
        lab = NeuronLab()
        lab.set_lab_state(NeuronLabState(page=page, kind="linear", used=3, inputs=(-0.125, 2.0, 1.0)))
        shown(qtbot, lab, width, height)
        assert (lab.width(), lab.height()) == (width, height)
        qtbot.waitUntil(lambda: not cut_words(lab))
        for field in lab.findChildren(DecimalField):
            line = field.lineEdit()
            assert not field.isVisible() or line.width() >= line.fontMetrics().horizontalAdvance("−0.000")
    finally:
        qapp.setFont(usual)


def test_picture_and_controls_part_and_come_together_while_they_are_seen(qtbot: QtBot, sizes: SizeSwitcher) -> None:
    lab = NeuronLab()
    lab.set_lab_state(NeuronLabState(page="plane"))
    shown(qtbot, lab, 1000, 700)
    picture, slider = lab.findChild(QWidget, "plane"), lab.findChild(QWidget, "plane_bias_slider")

    def is_beside() -> bool:
        return slider.mapTo(lab, QPoint()).x() > picture.mapTo(lab, QPoint()).x() + picture.width()

    qtbot.waitUntil(is_beside)
    sizes.set_size(150)
    qtbot.waitUntil(lambda: not is_beside())
    lab.resize(1500, 1050)
    qtbot.waitUntil(is_beside)
    sizes.set_size(100)
    qtbot.waitUntil(is_beside)


@pytest.mark.parametrize("percent", [80, 100, 250])
def test_a_number_is_dragged_as_far_as_the_hand_goes_on_the_picture(
    qtbot: QtBot, sizes: SizeSwitcher, percent: int
) -> None:
    sizes.set_size(percent)
    picture = neuron()
    shown(qtbot, picture, 5 * percent, 2 * percent)
    assert not picture.grab().isNull()
    dragged: list[float] = []
    picture.input_dragged.connect(lambda _row, value: dragged.append(value))
    start = picture.handle("input", 0).toPoint()
    QTest.mousePress(picture, LEFT, pos=start)
    QTest.mouseMove(picture, start - QPoint(0, 20 * percent // 100))
    assert dragged[-1] == pytest.approx(STATE.inputs[0] + 20 * PER_PIXEL)


@pytest.mark.parametrize("made", [ValleyPage, SurfacePage])
def test_the_pages_of_descent_have_their_room(qtbot: QtBot, sizes: SizeSwitcher, made: Callable[[], QWidget]) -> None:
    page = made()
    shown(qtbot, page, 430, 560)
    field, word = page.findChild(DecimalField), page.findChild(RateSlider).word
    width, points = field.width(), word.font().pointSizeF()
    assert not cut_words(page)
    sizes.set_size(200)
    page.resize(860, 1120)
    qtbot.waitUntil(lambda: field.width() == pytest.approx(2 * width, abs=8))
    assert word.font().pointSizeF() == 2 * points
    assert not cut_words(page)
    names = page.findChild(RateSlider).strip.names()
    assert [name for name, _ in names] == ["crawling", "converging", "overshooting", "diverging"]


@pytest.mark.parametrize("first", get_args(Page))
def test_pages_that_nobody_sees_ask_for_no_more_width_afterwards(
    qtbot: QtBot, sizes: SizeSwitcher, first: Page
) -> None:
    lab = NeuronLab()
    lab.set_lab_state(NeuronLabState(page=first, kind="linear"))
    shown(qtbot, lab, 800, 600)
    lab.set_lab_state(NeuronLabState(page="unit", kind="linear"))
    qtbot.wait(50)  # until its layouts have settled
    before = lab.minimumSizeHint().width()
    for percent in (200, 80, 100):
        sizes.set_size(percent)
        qtbot.waitUntil(partial(has_size, lab, QSize(8 * percent, 6 * percent)))
    qtbot.waitUntil(lambda: lab.minimumSizeHint().width() == before)
