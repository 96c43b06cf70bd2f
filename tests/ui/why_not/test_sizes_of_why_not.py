"""The Why not? view at any size: ink, arrows, counts and curves grow together, live, and shrink back."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.assets import default_model_path
from handwriting_app.explain.flip import PLACES, Flip, flip_of_drawing
from handwriting_app.explain.smallest_change import Goal, Step
from handwriting_app.ink.drawing import Drawing
from handwriting_app.session.reading import read, read_normalised
from handwriting_app.session.weights import Weights
from handwriting_app.storage.model_file import load_model
from handwriting_app.ui.frame.size_switcher import SizeSwitcher
from handwriting_app.ui.why_not.ink_picture import InkPicture
from handwriting_app.ui.why_not.three_counts import ThreeCounts
from handwriting_app.ui.why_not.way_curve import WayCurve
from handwriting_app.ui.why_not.why_not_view import Question, WhyNotView
from tests.at_sizes import cut_words, has_size, sizes, unlikeness
from tests.figures import STROKES

__all__ = ["sizes"]

ALIKE: Final = 3.0
"""Of 255."""
PICTURES: Final = ("why_not_before", "why_not_after", "why_not_difference")


@pytest.fixture(scope="module")
def weights() -> Weights:
    model = load_model(default_model_path())
    return Weights(model.network.frozen(), model.temperature)


@pytest.fixture(scope="module")
def seven() -> Drawing:
    return Drawing(tuple(np.array(stroke, np.float64) for stroke in STROKES[7]))


@pytest.fixture(scope="module")
def flip(weights: Weights, seven: Drawing) -> Flip:
    goal = Goal(weights.network, weights.temperature, read(weights, seven).runner_up)
    search = flip_of_drawing(seven, goal, partial(read_normalised, weights))
    found: list[Flip] = []

    def wait() -> Iterator[Step]:
        found.append((yield from search))

    list(wait())
    return found[0]


def shown(qtbot: QtBot, widget: QWidget, width: int, height: int) -> None:
    qtbot.addWidget(widget)
    widget.resize(width, height)
    with qtbot.waitExposed(widget):
        widget.show()


def test_ink_and_arrows_grow_as_a_whole(qtbot: QtBot, sizes: SizeSwitcher, flip: Flip) -> None:
    picture = InkPicture()
    picture.show_place(flip, PLACES)
    shown(qtbot, picture, 260, 240)
    assert unlikeness(qtbot, sizes, picture) < ALIKE


def test_curves_grow_as_a_whole(qtbot: QtBot, sizes: SizeSwitcher, flip: Flip) -> None:
    curve = WayCurve()
    curve.show_way(flip.probabilities(flip.goal.wanted), flip.probabilities(flip.before), ("a 1", "a sea urchin"))
    curve.set_place(PLACES // 2)
    shown(qtbot, curve, 300, curve.height())
    assert unlikeness(qtbot, sizes, curve) < ALIKE


def test_three_counts_stay_of_one_size_whatever_it_is(qtbot: QtBot, sizes: SizeSwitcher, flip: Flip) -> None:
    counts = ThreeCounts()
    counts.show_counts(*flip.counts)
    shown(qtbot, counts, 120, 300)
    pictures = [counts.findChild(QWidget, name) for name in PICTURES]
    before = pictures[0].height()

    def are_as_large(factor: float) -> bool:
        return {each.height() for each in pictures} == {pictures[0].height()} and (
            abs(pictures[0].height() - factor * before) <= (0 if factor == 1 else 8 * factor)
        )

    for percent, room in ((200, QSize(240, 600)), (80, QSize(96, 240)), (100, QSize(120, 300))):
        sizes.set_size(percent)
        qtbot.waitUntil(partial(has_size, counts, room))
        qtbot.waitUntil(partial(are_as_large, percent / 100))
        assert not cut_words(counts)


def test_the_view_has_room_for_its_words_and_buttons_and_is_at_100_percent_as_before(
    qtbot: QtBot, sizes: SizeSwitcher, weights: Weights, seven: Drawing, flip: Flip
) -> None:
    view = WhyNotView(weights)
    asked: list[Question] = []
    view.asked.connect(asked.append)
    shown(qtbot, view, 430, 560)
    view.show_reading(read(weights, seven), seven, normalised=True)
    view.refresh_now()
    view.show_flip(asked[-1], flip)
    assert not cut_words(view)
    qtbot.wait(20)
    seen, width = view.grab().toImage(), view.findChild(QPushButton, "why_not_class_3").minimumWidth()
    sizes.set_size(200)
    view.resize(860, 1120)
    assert view.findChild(QPushButton, "why_not_class_3").minimumWidth() == 2 * width
    qtbot.waitUntil(lambda: not cut_words(view))
    assert view.size() == QSize(860, 1120)
    sizes.set_size(100)

    def is_as_before() -> bool:
        view.resize(430, 560)
        return view.grab().toImage() == seen

    qtbot.waitUntil(is_as_before)
