"""The Dream view by itself: what it asks for, what it shows meanwhile, and what it tells."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QSlider, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.engine.classes import Classes
from handwriting_app.engine.network import Network
from handwriting_app.explain.dream import DreamPlan, dream, grey, noise
from handwriting_app.lab.facts import Fact
from handwriting_app.lab.for_lessons import VIEW_FACTS
from handwriting_app.lab.views import DREAM
from handwriting_app.numerals import percent
from handwriting_app.session.dream_rows import Row, Wish
from handwriting_app.session.history import RunHistory
from handwriting_app.session.weights import Weights
from handwriting_app.ui.dream.dream_grid import SMALLEST, DreamGrid, GridRow
from handwriting_app.ui.dream.dream_view import DreamView
from handwriting_app.ui.dream.probability_curve import ProbabilityCurve
from handwriting_app.ui.frame.size_switcher import SizeSwitcher
from handwriting_app.ui.widgets.array_picture import ArrayPicture
from handwriting_app.ui.widgets.number_field import DecimalField, WholeNumberField
from handwriting_app.ui.widgets.segmented import SegmentedButtons
from tests.at_sizes import cut_words, sizes, unlikeness

__all__ = ["sizes"]

RUN = RunHistory((64, 6, 10), "cross-entropy")


def weights(epoch: int, run: RunHistory = RUN) -> Weights:
    network = Network.initialise((64, 6, 10), "relu", "cross-entropy", np.random.default_rng(epoch))
    return Weights(network.frozen(), epoch=epoch, run=run)


class Asked:
    """Stands in for the background: answers when it is told to."""

    def __init__(self, view: DreamView) -> None:
        self.view = view
        self.wishes: list[Wish] = []
        self.rests = 0
        view.wanted.connect(self.wishes.append)
        view.rested.connect(self.rest)

    def rest(self) -> None:
        self.rests += 1

    def answer(self, place: int = 0) -> Row:
        wish = self.wishes[-1]
        each = wish.weights[place]
        dreams = dream(each.network, each.temperature, wish.start, wish.plan)
        assert dreams is not None
        row = Row(each, dreams)
        self.view.show_row(row)
        self.view.refresh_now()
        return row


@pytest.fixture
def view(qtbot: QtBot) -> DreamView:
    view = DreamView(weights(0))
    view.setObjectName("dream_view")
    qtbot.addWidget(view)
    view.resize(424, 560)
    return view


@pytest.fixture
def asked(qtbot: QtBot, view: DreamView) -> Asked:
    asked = Asked(view)
    with qtbot.waitExposed(view):
        view.show()
    return asked


def words(view: DreamView, name: str) -> str:
    return view.findChild(QLabel, name).text()


def counts(view: DreamView) -> np.ndarray:
    return view.findChild(ArrayPicture, "dream_picture").values()


def grid(view: DreamView) -> DreamGrid:
    return view.findChild(DreamGrid, "dream_grid")


def test_nothing_is_asked_before_it_is_seen_and_the_rest_is_told(view: DreamView) -> None:
    asked = Asked(view)
    view.show_weights(weights(1))
    view.show_kept([weights(0), weights(1)])
    assert asked.wishes == []
    view.show()
    assert len(asked.wishes) == 1
    view.hide()
    assert asked.rests == 1
    view.show_weights(weights(2))
    assert len(asked.wishes) == 1


def test_until_the_dream_is_there_it_says_so(asked: Asked, view: DreamView) -> None:
    assert words(view, "dream_words") == "Dreaming …"
    assert not view.findChild(QAbstractButton, "dream_read").isEnabled()
    row = asked.answer()
    share = percent(float(row.dreams.probabilities[-1, 0]))
    assert words(view, "dream_words").startswith(f"It is {share} sure that this is a 0.")
    np.testing.assert_array_equal(counts(view), row.dreams.counts[-1, 0])
    assert view.findChild(QAbstractButton, "dream_read").isEnabled()


def test_start_plan_and_seed_are_asked_for_as_they_are_set(qtbot: QtBot, asked: Asked, view: DreamView) -> None:
    assert asked.wishes[-1].plan == DreamPlan()
    np.testing.assert_array_equal(asked.wishes[-1].start, noise(0))
    QTest.mouseClick(view.findChild(QAbstractButton, "dream_more"), Qt.MouseButton.LeftButton)
    seed = view.findChild(WholeNumberField, "dream_seed")
    seed.lineEdit().setText("7")
    view.refresh_now()
    np.testing.assert_array_equal(asked.wishes[-1].start, noise(7))
    starts = view.findChild(SegmentedButtons, "dream_start")
    QTest.mouseClick(starts.button("grey"), Qt.MouseButton.LeftButton)
    QTest.mouseClick(view.findChild(SegmentedButtons, "dream_aim").button("logit"), Qt.MouseButton.LeftButton)
    view.findChild(DecimalField, "dream_less_ink").lineEdit().setText("0")
    view.findChild(DecimalField, "dream_smoothness").lineEdit().setText("2.5")
    view.refresh_now()
    np.testing.assert_array_equal(asked.wishes[-1].start, grey())
    assert asked.wishes[-1].plan == DreamPlan("logit", less_ink=0.0, smoothness=2.5)
    assert not seed.isEnabled(), "grey has no seed"


def test_what_is_no_number_is_explained_and_the_last_one_stays(asked: Asked, view: DreamView) -> None:
    view.findChild(DecimalField, "dream_less_ink").lineEdit().setText("much")
    view.refresh_now()
    problem = view.findChild(QLabel, "dream_settings_problem")
    assert problem.isVisible()
    assert problem.text().startswith("Less ink: not a number")
    assert asked.wishes[-1].plan == DreamPlan()
    view.findChild(DecimalField, "dream_less_ink").lineEdit().setText("0.2")
    assert not problem.isVisible()


def test_the_chosen_dream_comes_first_then_the_weights_that_read(asked: Asked, view: DreamView) -> None:
    epochs = [weights(epoch) for epoch in range(4)]
    view.show_kept(epochs)
    view.show_weights(epochs[3])
    view.refresh_now()
    assert [each.epoch for each in asked.wishes[-1].weights] == [3, 0, 1, 2]
    grid(view).cell_chosen.emit(1, 5)
    assert [each.epoch for each in asked.wishes[-1].weights] == [1, 3, 0, 2]
    assert words(view, "dream_title") == "What it believed a 5 to look like at epoch 1"
    assert view.let_go()
    view.refresh_now()
    assert words(view, "dream_title") == "What it believes a 5 looks like"
    assert not view.let_go()


def test_while_weights_move_on_the_last_dream_stays_and_its_place_in_the_steps(asked: Asked, view: DreamView) -> None:
    first = asked.answer()
    slider = view.findChild(QSlider, "dream_slider")
    slider.setValue(4)
    moved = weights(1)
    view.show_weights(moved)
    view.show_kept([weights(0), moved])
    view.refresh_now()
    np.testing.assert_array_equal(counts(view), first.dreams.counts[4, 0])
    second = asked.answer()
    assert slider.value() == 4
    np.testing.assert_array_equal(counts(view), second.dreams.counts[4, 0])
    slider.setValue(slider.maximum())
    view.show_weights(weights(2))
    view.refresh_now()
    asked.answer()
    assert slider.value() == slider.maximum()


def test_of_another_run_nothing_is_kept(asked: Asked, view: DreamView) -> None:
    asked.answer()
    other = weights(0, RunHistory((64, 6, 10), "cross-entropy"))
    view.show_weights(other)
    view.show_kept([other])
    view.show_known(())
    view.refresh_now()
    assert words(view, "dream_words") == "Dreaming …"


def test_a_click_on_the_curve_goes_to_its_step(asked: Asked, view: DreamView) -> None:
    row = asked.answer()
    curve = view.findChild(ProbabilityCurve, "dream_curve")
    QTest.mouseClick(curve, Qt.MouseButton.LeftButton, pos=curve.place_of(5).toPoint())
    step = view.findChild(QSlider, "dream_slider").value()
    assert 4 <= step <= 6
    np.testing.assert_array_equal(counts(view), row.dreams.counts[step, 0])
    assert percent(float(row.dreams.probabilities[step, 0])) in curve.accessibleDescription()


def test_esc_stops_what_plays_and_so_does_hiding(qtbot: QtBot, asked: Asked, view: DreamView) -> None:
    asked.answer()
    play = view.findChild(QAbstractButton, "dream_play")
    QTest.mouseClick(play, Qt.MouseButton.LeftButton)
    assert play.accessibleName() == "Pause the dream"
    assert view.halt()
    assert not view.halt()
    QTest.mouseClick(play, Qt.MouseButton.LeftButton)
    view.hide()
    assert not view.halt()


def test_what_it_tells_is_of_the_kinds_that_are_said_and_what_is_seen(asked: Asked, view: DreamView) -> None:
    told: list[dict[str, Fact]] = []
    view.facts_changed.connect(told.append)
    row = asked.answer()
    assert told[-1].keys() == VIEW_FACTS[DREAM.name].keys()
    for name, value in told[-1].items():
        VIEW_FACTS[DREAM.name][name].read(value)
    view.findChild(QSlider, "dream_slider").setValue(3)
    assert told[-1]["dream.step"] == 3
    assert told[-1]["dream.share"] == row.dreams.probabilities[3, 0]
    before = len(told)
    view.tell_afresh()
    assert len(told) == before + 1
    # What is about to be replaced is no fact.
    view.findChild(WholeNumberField, "dream_seed").set_value(4)
    view.show_known(())
    view.refresh_now()
    assert told[-1]["dream.share"] != told[-1]["dream.share"]


def test_names_of_ones_own_and_none_of_them(asked: Asked, view: DreamView) -> None:
    classes = Classes(("a very long name of a sign", "7"), has_none=True)
    rng = np.random.default_rng(0)
    network = Network.initialise((64, 4, 3), "tanh", "quadratic", rng, classes=classes)
    view.show_weights(Weights(network))
    view.show_kept([Weights(network)])
    view.refresh_now()
    asked.answer()
    box = view.findChild(QComboBox, "dream_class")
    assert [box.itemText(place) for place in range(box.count())] == ["a very long name of a sign", "7", "none"]
    assert words(view, "dream_title") == "What it believes “a very long name of a sign” looks like"
    grid(view).cell_chosen.emit(0, 2)
    assert words(view, "dream_title") == "What it takes for none of them"
    assert box.currentText() == "none"


def test_a_hundred_classes_keep_their_size_and_can_be_scrolled_to(qtbot: QtBot) -> None:
    network = Network.initialise((64, 100), "relu", "cross-entropy", np.random.default_rng(0))
    dreams = dream(network, 1.0, grey(), replace(DreamPlan(), steps=2))
    wide = DreamGrid()
    qtbot.addWidget(wide)
    wide.show_rows([f"sign {n}" for n in range(100)], [GridRow("now", dreams, True)], (0, 0))
    assert wide.minimumSizeHint().width() > 100 * SMALLEST
    wide.resize(wide.minimumSizeHint())
    wide.show()
    assert wide.cell_rect((0, 99)).width() == SMALLEST
    chosen: list[tuple[int, int]] = []
    wide.cell_chosen.connect(lambda *cell: chosen.append(cell))
    centre = wide.cell_rect((0, 99)).center()
    QTest.mouseClick(wide, Qt.MouseButton.LeftButton, pos=QPoint(int(centre.x()), int(centre.y())))
    assert chosen == [(0, 99)]
    assert wide.words((0, 99)).startswith("Now, sign 99: ")
    assert not wide.grab().isNull()


def test_everything_that_can_be_used_has_names(asked: Asked, view: DreamView) -> None:
    for name in ("class", "start", "seed", "aim", "less_ink", "smoothness", "slider", "play", "read", "curve", "grid"):
        widget = view.findChild(QWidget, f"dream_{name}")
        assert widget.accessibleName(), name


def test_the_dreams_grow_as_a_whole(qtbot: QtBot, sizes: SizeSwitcher) -> None:
    network = weights(0).network
    dreams = dream(network, 1.0, noise(0), replace(DreamPlan(), steps=20))
    assert dreams is not None
    dreamt, curve = DreamGrid(), ProbabilityCurve()
    rows = [GridRow("start", dreams), GridRow("epoch 1", dreams, True), GridRow("epoch 2", None)]
    dreamt.show_rows([str(digit) for digit in range(10)], rows, (1, 3))
    curve.show_curve(dreams.probabilities[:, 3], 8)
    for picture, width, height in ((dreamt, 440, 140), (curve, 280, 120)):
        qtbot.addWidget(picture)
        picture.resize(width, height)
        with qtbot.waitExposed(picture):
            picture.show()
        assert unlikeness(qtbot, sizes, picture) < 3


def test_a_cell_is_twice_as_large_at_200_percent_and_chosen_where_it_is(
    qtbot: QtBot, sizes: SizeSwitcher, asked: Asked, view: DreamView
) -> None:
    asked.answer()
    qtbot.wait(20)
    before, seen = grid(view).cell_rect((0, 9)), view.grab().toImage()
    sizes.set_size(200)
    view.resize(848, 1120)
    qtbot.waitUntil(lambda: grid(view).cell_rect((0, 9)).width() == 2 * before.width())
    assert not cut_words(view)
    sizes.set_size(100)

    def is_as_before() -> bool:
        view.resize(424, 560)
        return view.grab().toImage() == seen

    qtbot.waitUntil(is_as_before)
    sizes.set_size(200)
    view.resize(848, 1120)
    qtbot.waitUntil(lambda: grid(view).cell_rect((0, 9)).width() == 2 * before.width())
    QTest.mouseClick(grid(view), Qt.MouseButton.LeftButton, pos=grid(view).cell_rect((0, 9)).center().toPoint())
    assert grid(view).chosen == (0, 9)
