"""The map of the way: what is written on it where there is little room."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from handwriting_app.numerals import raised
from handwriting_app.ui.inspector.step_map import StepMap, Stop

DEEP = 11


def way_through(layers: int) -> tuple[list[Stop], int]:
    """The way through so many layers of weights, and how many of its steps lead forward."""
    signs = [("x", 0)]
    for layer in range(1, layers + 1):
        signs += [(f"z{raised(layer)}", layer), (f"a{raised(layer)}" if layer < layers else "p", layer)]
    signs.append(("C", layers))
    forward = [Stop(sign, sign, layer) for sign, layer in signs]
    back = []
    for layer in range(layers, 0, -1):
        back += [Stop(f"δ{raised(layer)}", "δ", layer), Stop(f"∇{raised(layer)}", "∇", layer, holds=layer > 1)]
    return [*forward, *back, Stop("∂x", "∂x", 0)], len(forward)


@pytest.fixture
def way(qtbot: QtBot) -> StepMap:
    way = StepMap()
    qtbot.addWidget(way)
    way.show()
    return way


@pytest.mark.parametrize("layers", [2, 4, DEEP])
@pytest.mark.parametrize("width", [280, 360, 440, 700, 1100])
@pytest.mark.parametrize("share", [0.0, 0.3, 0.49, 0.75, 1.0])
def test_signs_stay_in_their_boxes_and_a_row_has_all_or_none(
    way: StepMap, layers: int, width: int, share: float
) -> None:
    stops, forward = way_through(layers)
    current = round(share * (len(stops) - 1))
    way.setFixedWidth(width)
    way.show_stops(stops, forward, current)
    assert way.shown_text(current)
    for row in (range(forward), range(forward, len(stops))):
        written = [index for index in row if way.shown_text(index)]
        assert written == list(row) or written == [current] * (current in row)
        boxes = sorted((way.box_of(index) for index in written), key=lambda box: box.left())
        for index in written:
            box = way.box_of(index)
            assert way._text_width(way.shown_text(index)) < box.width()
            assert 0 <= box.left() < box.right() <= width
        assert all(left.right() <= right.left() for left, right in pairwise(boxes))


def test_a_deep_network_in_a_narrow_window_has_one_sign_and_a_wide_one_all(way: StepMap) -> None:
    stops, forward = way_through(DEEP)
    way.setFixedWidth(300)
    way.show_stops(stops, forward, 20)
    assert [way.shown_text(index) for index in range(len(stops)) if way.shown_text(index)] == ["a¹⁰"]
    way.setFixedWidth(1600)
    assert [way.shown_text(index) for index in range(len(stops))] == [way.text_of(index) for index in range(len(stops))]


def test_in_a_narrow_map_a_click_goes_to_the_step_under_it(qtbot: QtBot, way: StepMap) -> None:
    stops, forward = way_through(DEEP)
    way.setFixedWidth(300)
    way.show_stops(stops, forward, 0)
    for index in range(len(stops)):
        rect = way.stop_rect(index)
        for x in (rect.left() + 1, rect.right() - 1):
            with qtbot.waitSignal(way.step_chosen) as chosen:
                place = rect.center().toPoint()
                place.setX(round(x))
                qtbot.mouseClick(way, Qt.MouseButton.LeftButton, pos=place)
            assert chosen.args == [index]
