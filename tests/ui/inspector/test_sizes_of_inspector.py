"""The Backprop view at any size: map, ribbon, formulas and legends grow together, live, and shrink back."""

from __future__ import annotations

from typing import Final, TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSize
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.session.session import Session
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.frame.size_switcher import SizeSwitcher
from handwriting_app.ui.inspector.backprop_view import BackpropView
from handwriting_app.ui.inspector.board_view import BoardView
from handwriting_app.ui.inspector.curve_view import CurveView
from handwriting_app.ui.inspector.delta_ribbon import DeltaRibbonView
from handwriting_app.ui.inspector.formula_view import FormulaView
from handwriting_app.ui.inspector.join import open_view
from handwriting_app.ui.inspector.scale_legend import ScaleLegend
from handwriting_app.ui.inspector.step_map import StepMap
from handwriting_app.ui.theme import caption_font, in_proportion
from tests.at_sizes import cut_words, has_size, sizes, unlikeness

__all__ = ["sizes"]

Part = TypeVar("Part", bound=QWidget)

CONFIG: Final = TrainingConfig(hidden=(12, 10), seed=4)
ALIKE: Final = 14.0
"""Of 255: letters are hinted otherwise, and a pixel is rounded here and there."""
STEPS: Final = {0: "the pictures", 3: "a sum", 4: "a bend", 6: "the outputs", 11: "a gradient"}


@pytest.fixture
def view(qtbot: QtBot, session: Session, desk: Desk) -> BackpropView:
    view = open_view(session, desk)
    qtbot.addWidget(view)
    view.resize(640, 760)
    with qtbot.waitExposed(view):
        view.show()
    qtbot.waitUntil(lambda: the(view, StepMap).isVisible())
    return view


def the(view: QWidget, kind: type[Part]) -> Part:
    return next(each for each in view.findChildren(kind) if each.isVisible())


def go_to(view: BackpropView, step: int) -> None:
    the(view, StepMap).step_chosen.emit(step)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)


@pytest.mark.parametrize("step", STEPS, ids=STEPS.values())
def test_every_step_grows_as_a_whole_and_shrinks_back(
    qtbot: QtBot, sizes: SizeSwitcher, view: BackpropView, step: int
) -> None:
    go_to(view, step)
    assert unlikeness(qtbot, sizes, view) < ALIKE


def test_what_is_painted_is_twice_as_large_at_200_percent(
    qtbot: QtBot, sizes: SizeSwitcher, view: BackpropView
) -> None:
    go_to(view, 4)
    kinds = (StepMap, DeltaRibbonView, FormulaView, ScaleLegend)
    before = {kind: the(view, kind).height() for kind in kinds}
    box, curve = the(view, StepMap).stop_rect(1), the(view, CurveView).width()
    room = view.size()
    sizes.set_size(200)
    qtbot.waitUntil(lambda: has_size(view, 2 * room))
    for kind in kinds:
        assert the(view, kind).height() == pytest.approx(2 * before[kind], abs=4), kind
    assert the(view, StepMap).stop_rect(1).height() == 2 * box.height()
    assert the(view, CurveView).width() == 2 * curve
    assert not cut_words(view)


def test_there_is_room_for_a_curve_and_a_high_ribbon_as_at_100_percent(
    qtbot: QtBot, sizes: SizeSwitcher, view: BackpropView
) -> None:
    go_to(view, 10)
    view.resize(640, 1200)
    qtbot.waitUntil(lambda: the(view, DeltaRibbonView).height() > 110)
    sizes.set_size(200)
    qtbot.waitUntil(lambda: the(view, DeltaRibbonView).height() < 2 * 80)  # in the same room it must be low
    qtbot.waitUntil(lambda: not any(each.isVisible() for each in the(view, BoardView).findChildren(CurveView)))
    qtbot.waitUntil(lambda: has_size(view, QSize(1280, 2400)))
    qtbot.waitUntil(lambda: the(view, CurveView).isVisible())
    sizes.set_size(100)
    view.resize(640, 1200)
    qtbot.waitUntil(lambda: the(view, DeltaRibbonView).height() > 110)


def test_signs_are_not_cut_in_a_large_font_of_the_system(qtbot: QtBot, qapp: QApplication) -> None:
    usual = qapp.font()
    low = FormulaView(1.0, 1.0)
    qtbot.addWidget(low)
    try:
        qapp.setFont(in_proportion(usual, 2.0))
        step_map, formula = StepMap(), FormulaView(1.0, 1.0)
        qtbot.addWidget(step_map)
        qtbot.addWidget(formula)
        assert step_map.stop_rect(0).height() > QFontMetrics(caption_font(step_map.font())).height()
        assert formula.height() > 1.8 * low.height()
    finally:
        qapp.setFont(usual)
