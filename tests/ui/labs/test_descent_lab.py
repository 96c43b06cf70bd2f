from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QSlider, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.data.digits import load_digits_split
from handwriting_app.engine.backpropagation import cost_of
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.lab.descent_state import DescentLabState, Page
from handwriting_app.lab.for_lessons import VIEW_FACTS, VIEW_STATES
from handwriting_app.lab.neuron_state import NeuronLabState
from handwriting_app.lab.race import Race
from handwriting_app.lab.regimes import REGIMES, rates_between
from handwriting_app.lab.surface import Cut, Surface, digits_for
from handwriting_app.lab.views import DESCENT_LAB, NEURON_LAB
from handwriting_app.session.messages import RunState
from handwriting_app.session.race_run import RaceRun
from handwriting_app.session.session import Session
from handwriting_app.session.task import Work
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.frame.size_switcher import SizeSwitcher
from handwriting_app.ui.labs.descent_lab import DescentLab
from handwriting_app.ui.labs.join import open_descent_lab
from handwriting_app.ui.labs.rate_slider import RateSlider
from handwriting_app.ui.labs.surface_picture import SurfacePicture
from handwriting_app.ui.theme import DARK, LIGHT, Theme, palette_of
from tests.at_sizes import sizes, unlikeness
from tests.ui.trained import untrained_session

__all__ = ["sizes"]

CONFIG = TrainingConfig(hidden=(8,), seed=3, non_digits=False)


@pytest.fixture
def session(qtbot: QtBot) -> Iterator[Session]:
    session = untrained_session(CONFIG)
    yield session
    session.shutdown()


@pytest.fixture
def lab(qtbot: QtBot, session: Session, desk: Desk) -> DescentLab:
    return shown(qtbot, open_descent_lab(session, desk))


def shown(qtbot: QtBot, lab: DescentLab) -> DescentLab:
    qtbot.addWidget(lab)
    lab.resize(440, 620)
    with qtbot.waitExposed(lab):
        lab.show()
    return lab


@pytest.fixture
def facts(lab: DescentLab, desk: Desk) -> dict[str, object]:
    """What lessons hear of it."""
    told: dict[str, object] = {}
    desk.facts_told.connect(told.update)
    return told


@pytest.fixture
def surface(qtbot: QtBot, lab: DescentLab) -> Surface:
    """The lab with its surface in front, complete."""
    return next_surface(qtbot, lab, lambda: choose(lab, "descent_pages", "Surface"))


def next_surface(qtbot: QtBot, lab: DescentLab, act: Callable[[], object]) -> Surface:
    before = lab.surface.surface
    act()
    qtbot.waitUntil(lambda: _is_complete(lab.surface.surface, before), timeout=30_000)
    assert lab.surface.surface is not None
    return lab.surface.surface


def _is_complete(surface: Surface | None, before: Surface | None) -> bool:
    return surface is not None and surface is not before and surface.is_complete


def find(lab: QWidget, name: str) -> QWidget:
    found = lab.findChild(QWidget, name)
    assert found is not None, name
    return found


def press(lab: QWidget, name: str) -> None:
    button = find(lab, name)
    assert button.isEnabled(), f"{name} cannot be pressed"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def choose(lab: QWidget, name: str, label: str) -> None:
    buttons = [each for each in find(lab, name).findChildren(QAbstractButton) if each.text() == label]
    QTest.mouseClick(buttons[0], Qt.MouseButton.LeftButton)


def type_into(lab: QWidget, name: str, text: str) -> None:
    field = find(lab, name)
    field.selectAll()  # type: ignore[attr-defined]
    QTest.keyClicks(field, text)


def text_of(lab: QWidget, name: str) -> str:
    label = find(lab, name)
    assert isinstance(label, QLabel)
    return label.text()


# --- the valley ------------------------------------------------------------------------------------------------------


def test_a_step_goes_against_the_slope(lab: DescentLab, facts: dict[str, object]) -> None:
    type_into(lab, "valley_rate", "0.5")
    press(lab, "valley_step")
    assert lab.valley.descent.w == -1.75
    assert facts == {
        "descent.page": "valley",
        "descent.status": "descending",
        "descent.regime": "converging",
        "descent.learning_rate": 0.5,
        "descent.steps": 1,
        "descent.cost": 1.53125,
        "descent.valley": "wide",
        "descent.w": -1.75,
        "descent.slope": -1.75,
        "descent.next_w": -0.875,
        "descent.curvature": 1.0,
        "descent.converging_below": 2.0,
        "descent.start_w": -3.5,
        "descent.last_move": 1.75,
    }
    assert facts.keys() == VIEW_FACTS[DESCENT_LAB.name].keys()
    assert text_of(lab, "valley_numbers").startswith("Step 1:  w = −1.75,  C = 1.531")


@pytest.mark.parametrize(
    ("rate", "regime", "status"),
    [("0.9", "converging", "converged"), ("1.5", "overshooting", "converged"), ("3", "diverging", "diverged")],
)
def test_run_goes_on_until_it_ends(
    qtbot: QtBot, lab: DescentLab, facts: dict[str, object], rate: str, regime: str, status: str
) -> None:
    lab.valley.buttons.set_pace(200)
    type_into(lab, "valley_rate", rate)
    assert text_of(lab, "valley_rate_regime") == regime
    press(lab, "valley_run")
    qtbot.waitUntil(lambda: not lab.valley.buttons.is_running(), timeout=5_000)
    assert facts["descent.status"] == status
    assert status.capitalize() in text_of(lab, "valley_message")
    press(lab, "valley_reset")
    assert lab.valley.descent.trail == (-3.5,)


@pytest.mark.parametrize(("rate", "end"), [("0.9", "converged"), ("3", "diverged")])
def test_after_the_end_the_rate_the_steps_and_run_work_again(
    qtbot: QtBot, lab: DescentLab, facts: dict[str, object], rate: str, end: str
) -> None:
    lab.valley.buttons.set_pace(200)
    type_into(lab, "valley_rate", rate)
    press(lab, "valley_run")
    qtbot.waitUntil(lambda: facts.get("descent.status") == end, timeout=5_000)
    slider = find(lab, "valley_rate_slider")
    assert isinstance(slider, QSlider)
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_Left)
    assert (facts["descent.status"], facts["descent.w"], facts["descent.steps"]) == ("ready", -3.5, 0)
    assert f"had {end}" in text_of(lab, "valley_message")
    assert "begins again" in text_of(lab, "valley_message")
    press(lab, "valley_step")
    assert facts["descent.steps"] == 1
    type_into(lab, "valley_rate", "3" if end == "converged" else "0.9")
    press(lab, "valley_run")
    qtbot.waitUntil(lambda: not lab.valley.buttons.is_running(), timeout=5_000)
    assert facts["descent.status"] == ("diverged" if end == "converged" else "converged")


def test_run_after_the_end_goes_the_whole_way_again(qtbot: QtBot, lab: DescentLab) -> None:
    lab.valley.buttons.set_pace(200)
    type_into(lab, "valley_rate", "0.9")
    for _ in range(2):
        press(lab, "valley_run")
        assert lab.valley.descent.steps == 1
        qtbot.waitUntil(lambda: not lab.valley.buttons.is_running(), timeout=5_000)
        assert lab.valley.descent.status == "converged"


def test_back_takes_the_ball_a_step_back_and_stops_it(qtbot: QtBot, lab: DescentLab) -> None:
    assert not find(lab, "valley_back").isEnabled()
    type_into(lab, "valley_rate", "0.3")
    trails = [lab.valley.descent.trail]
    for _ in range(4):
        press(lab, "valley_step")
        trails.append(lab.valley.descent.trail)
    press(lab, "valley_run")
    back = find(lab, "valley_back")
    back.setFocus()
    assert lab.valley.descent.steps == 5
    QTest.keyClick(back, Qt.Key.Key_Space)
    assert not lab.valley.buttons.is_running()
    for trail in trails[::-1]:
        assert lab.valley.descent.trail == trail
        QTest.keyClick(back, Qt.Key.Key_Space)
    assert text_of(lab, "valley_numbers").startswith("Step 0:  w = −3.5")
    assert not back.isEnabled()


def test_the_frame_grows_with_a_ball_that_goes_too_far(lab: DescentLab) -> None:
    picture = lab.valley.picture
    type_into(lab, "valley_rate", "3")
    for steps in range(3):
        assert picture.rect().contains(picture.pixel_of(lab.valley.descent.w).toPoint())
        assert picture.frame.reach == (4, 8, 16)[steps]
        colour = picture.grab().toImage().pixelColor(picture.pixel_of(lab.valley.descent.w).toPoint())
        assert colour == LIGHT.accent, "the ball itself"
        press(lab, "valley_step")
    press(lab, "valley_reset")
    assert picture.frame.reach == 4


def test_a_ball_beyond_every_frame_is_told_at_the_edge_with_its_cost(lab: DescentLab) -> None:
    picture = lab.valley.picture
    empty = lab.valley.picture.grab().toImage()
    type_into(lab, "valley_rate", "1e8")
    press(lab, "valley_step")
    assert "3.5·10⁸" in picture.accessibleDescription()
    assert picture.frame.reach == 4
    image = picture.grab().toImage()
    middle = picture.rect().center().y()
    edge = range(picture.width() - 120, picture.width() - 10)
    assert any(_is_like(image.pixelColor(x, y), LIGHT.error) for x in edge for y in range(middle - 12, middle + 4))
    assert not any(_is_like(empty.pixelColor(x, y), LIGHT.error) for x in edge for y in range(middle - 12, middle + 4))


def test_a_step_that_will_land_outside_says_where_at_the_edge(lab: DescentLab) -> None:
    def ink_at_the_edge() -> int:
        image = picture.grab().toImage()
        middle = picture.rect().center().y()
        edge = range(picture.width() - 150, picture.width() - 40)
        return sum(image.pixelColor(x, y).lightness() < 110 for x in edge for y in range(middle - 12, middle + 4))

    picture = lab.valley.picture
    type_into(lab, "valley_rate", "1.2")
    picture.start_changed.emit(-2.0)
    without = ink_at_the_edge()
    type_into(lab, "valley_rate", "3.5")
    assert lab.valley.descent.next_w == 5.0
    assert ink_at_the_edge() > without + 60


@pytest.mark.parametrize("page", ["valley", "surface"])
def test_all_controls_fit_into_a_small_window(lab: DescentLab, page: Page) -> None:
    lab.set_lab_state(DescentLabState(page=page))
    assert lab.layout().heightForWidth(424) <= 550, "what the tab leaves of 1024×700; else it is scrolled"


def _is_like(colour: QColor, other: QColor) -> bool:
    return all(abs(a - b) < 40 for a, b in zip(colour.getRgb(), other.getRgb(), strict=True))


def test_under_the_hand_the_frame_stands_still(lab: DescentLab) -> None:
    picture = lab.valley.picture
    choose(lab, "valley_shape", "Narrow")
    place = picture.pixel_of(1.0).toPoint()
    QTest.mousePress(picture, Qt.MouseButton.LeftButton, pos=place)
    frame = picture.frame
    QTest.mouseMove(picture, QPoint(picture.width() - 12, place.y()))
    assert lab.valley.descent.cost > frame.top
    assert picture.frame == frame
    QTest.mouseRelease(picture, Qt.MouseButton.LeftButton, pos=place)
    assert picture.frame.holds(lab.valley.descent.w, lab.valley.descent.cost)


@pytest.mark.parametrize("width", [150, 220, 352, 600])
@pytest.mark.parametrize("curvature", [1.0, 2.0, 6.0])
def test_every_regime_is_named_under_its_band_at_every_width(qtbot: QtBot, width: int, curvature: float) -> None:
    slider = RateSlider("rate", 0.5, 0.01, 5.0)
    qtbot.addWidget(slider)
    slider.set_edges(rates_between(curvature), "")
    slider.strip.resize(width, slider.strip.sizeHint().height())
    names = slider.strip.names()
    assert [word[:3] for word, _ in names] == ["cra", "con", "ove", "div"]
    assert width < 300 or [word for word, _ in names] == list(REGIMES)
    places = [place for _, place in names]
    assert all(one.right() < other.left() for one, other in pairwise(places))
    assert all(
        place.left() >= 0 and place.right() <= width and place.bottom() <= slider.strip.height() for place in places
    )


def test_the_slider_goes_from_crawling_to_diverging(lab: DescentLab) -> None:
    slider = find(lab, "valley_rate_slider")
    assert isinstance(slider, QSlider)
    words = []
    for notch in (0, 600, 800, 1000):
        slider.setValue(notch)
        words.append(text_of(lab, "valley_rate_regime"))
    assert words == ["crawling", "converging", "overshooting", "diverging"]


def test_the_ball_is_put_by_click_drag_and_key(lab: DescentLab) -> None:
    picture = lab.valley.picture
    QTest.mouseClick(picture, Qt.MouseButton.LeftButton, pos=picture.pixel_of(2.0).toPoint())
    assert lab.valley.descent.w == pytest.approx(2.0, abs=0.05)
    QTest.mousePress(picture, Qt.MouseButton.LeftButton, pos=picture.pixel_of(2.0).toPoint())
    QTest.mouseMove(picture, picture.pixel_of(-1.0).toPoint())
    QTest.mouseRelease(picture, Qt.MouseButton.LeftButton, pos=picture.pixel_of(-1.0).toPoint())
    assert lab.valley.descent.w == pytest.approx(-1.0, abs=0.05)
    before = lab.valley.descent.w
    QTest.keyClick(picture, Qt.Key.Key_Right)
    assert lab.valley.descent.w == pytest.approx(before + 0.1)


def test_the_same_rate_does_something_else_in_a_narrow_valley(lab: DescentLab) -> None:
    type_into(lab, "valley_rate", "0.5")
    assert text_of(lab, "valley_rate_regime") == "converging"
    choose(lab, "valley_shape", "Narrow")
    assert text_of(lab, "valley_rate_regime") == "diverging"
    assert find(lab, "valley_rate").value() == 0.5  # type: ignore[attr-defined]


def test_a_lesson_puts_the_lab_in_its_state(lab: DescentLab, desk: Desk, facts: dict[str, object]) -> None:
    press(lab, "valley_step")
    desk.lab_state_requested.emit(NEURON_LAB.name, NeuronLabState(page="plane"))
    desk.lab_state_requested.emit(DESCENT_LAB.name, DescentLabState(valley="narrow", learning_rate=0.1))
    assert (facts["descent.status"], facts["descent.learning_rate"]) == ("ready", 0.1)
    assert lab.valley.descent.name == "narrow"
    lab.set_lab_state(DescentLabState(page="surface"))
    assert lab.surface.isVisible()
    assert facts["descent.page"] == "surface"


def test_nothing_runs_unseen(lab: DescentLab) -> None:
    press(lab, "valley_run")
    lab.hide()
    assert not lab.valley.buttons.is_running()


# --- the surface -----------------------------------------------------------------------------------------------------


def test_the_surface_is_that_of_the_real_network(lab: DescentLab, surface: Surface, session: Session) -> None:
    digits = digits_for(load_digits_split(CONFIG.held_out, CONFIG.seed), 10)
    middle = surface.cost[len(surface.b) // 2, len(surface.a) // 2]
    assert middle == pytest.approx(cost_of(session.timeline.weights.network, digits.x, digits.targets), rel=1e-6)
    assert text_of(lab, "surface_batch_cost").startswith("cost ")


def test_a_step_moves_all_three_and_clear_takes_them_back(
    qtbot: QtBot, lab: DescentLab, surface: Surface, facts: dict[str, object]
) -> None:
    press(lab, "surface_step")
    qtbot.waitUntil(lambda: lab.surface.paths[0].updates == 1)
    assert [path.updates for path in lab.surface.paths] == [1, 1, 1]
    assert facts["descent.page"] == "surface"
    assert facts["descent.steps"] == 1
    assert facts["descent.converging_below"] * facts["descent.curvature"] == pytest.approx(2)  # type: ignore[operator]
    assert "descent.w" not in facts, "that is the valley's"
    for name, value in facts.items():
        assert VIEW_FACTS[DESCENT_LAB.name][name].read(value) == value
    choose(lab, "surface_pace", "1 epoch")
    press(lab, "surface_step")
    qtbot.waitUntil(lambda: lab.surface.paths[0].updates == 2)
    assert [path.updates for path in lab.surface.paths] == [2, 301, 25]
    assert "301 updates" in text_of(lab, "surface_stochastic_cost")
    press(lab, "surface_reset")
    qtbot.waitUntil(lambda: lab.surface.paths[0].updates == 0)
    assert len({tuple(path.points[0]) for path in lab.surface.paths}) == 1


def test_back_takes_all_three_a_step_back(qtbot: QtBot, lab: DescentLab, surface: Surface) -> None:
    assert not find(lab, "surface_back").isEnabled()
    type_into(lab, "surface_rate", "1")
    places = [[path.place for path in lab.surface.paths]]
    for updates in (1, 2, 3):
        press(lab, "surface_step")
        qtbot.waitUntil(lambda updates=updates: lab.surface.paths[0].updates == updates)
        places.append([path.place for path in lab.surface.paths])
    for updates in (2, 1, 0):
        press(lab, "surface_back")
        qtbot.waitUntil(lambda updates=updates: lab.surface.paths[0].updates == updates)
        assert [path.place for path in lab.surface.paths] == places[updates]
    assert not find(lab, "surface_back").isEnabled()
    press(lab, "surface_step")
    qtbot.waitUntil(lambda: lab.surface.paths[0].updates == 1)
    assert [path.place for path in lab.surface.paths] == places[1], "the same digits come again"


def test_back_stops_a_run(qtbot: QtBot, lab: DescentLab, surface: Surface) -> None:
    press(lab, "surface_run")
    qtbot.waitUntil(lambda: lab.surface.paths[0].updates >= 2, timeout=10_000)
    press(lab, "surface_back")
    assert not lab.surface.buttons.is_running()
    assert not find(lab, "surface_run").isChecked()  # type: ignore[attr-defined]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_colour_of_a_place_is_that_of_its_cost_in_the_key(lab: DescentLab, surface: Surface, theme: Theme) -> None:
    picture = lab.surface.picture
    picture.setPalette(palette_of(theme))
    image = picture.grab().toImage()
    apart = []
    for row in range(2, len(surface.b) - 2, 3):
        for column in range(2, len(surface.a) - 2, 3):
            here = image.pixelColor(picture.pixel_of((surface.a[column], surface.b[row])).toPoint())
            key = image.pixelColor(picture.pixel_in_key(float(surface.cost[row, column])).toPoint())
            apart.append(max(abs(a - b) for a, b in zip(here.getRgb(), key.getRgb(), strict=True)))
    # But for where a line, its label or a mark stands.
    assert np.quantile(apart, 0.7) <= 6


@pytest.mark.parametrize("size", [(240, 200), (420, 320), (900, 800)])
def test_contour_lines_are_labelled_with_their_costs_at_every_size(
    lab: DescentLab, surface: Surface, size: tuple[int, int]
) -> None:
    picture = SurfacePicture()
    picture.resize(*size)
    picture.show_surface(surface)
    picture.grab()
    assert len(picture.labels) >= 2
    boxes = list(picture.labels.values())
    assert not any(one.intersects(other) for index, one in enumerate(boxes) for other in boxes[:index])
    for cost, box in picture.labels.items():
        assert surface.cost.min() < cost < surface.cost.max()
        assert QRectF(picture.rect()).contains(box)


def test_the_frame_grows_after_a_path_that_leaves_it(qtbot: QtBot, lab: DescentLab, surface: Surface) -> None:
    picture = lab.surface.picture
    QTest.mouseClick(picture, Qt.MouseButton.LeftButton, pos=picture.pixel_of((-0.9, 0.9)).toPoint())
    qtbot.waitUntil(lambda: lab.surface.paths[0].points[0] == pytest.approx([-0.9, 0.9], abs=0.01))
    type_into(lab, "surface_rate", "50")
    larger = next_surface(qtbot, lab, lambda: press(lab, "surface_step"))
    assert larger.half > surface.half
    assert all(larger.holds(path.place) for path in lab.surface.paths if not path.has_diverged)


def test_a_path_outside_has_its_mark_and_cost_at_the_edge(qtbot: QtBot, lab: DescentLab, surface: Surface) -> None:
    def found(index: int) -> bool:
        image = picture.grab().toImage()
        return any(
            image.pixelColor(x, y) == LIGHT.layers[index] for x in range(image.width()) for y in range(image.height())
        )

    picture = SurfacePicture()
    picture.resize(420, 320)
    picture.show_surface(surface)
    path = replace(lab.surface.paths[0], points=np.array([[0.0, 0.0], [30.0, 0.2]]), updates=1, cost=812.0)
    assert not found(0)
    picture.show_paths((path, *lab.surface.paths[1:]), (True, False, False))
    assert found(0)
    assert picture.gone == {"batch": "batch: cost 812"}
    picture.show_paths((path, *lab.surface.paths[1:]), (False, False, False))
    assert not found(0)
    assert picture.gone == {}


def test_a_saddle_is_not_called_a_valley(lab: DescentLab, surface: Surface) -> None:
    x = np.linspace(-1, 1, 9)
    still = replace(lab.surface.paths[0], points=np.array([[0.5, 0.5], [0.0, 0.0], [0.0, 0.0]]), updates=2)
    for sign, status, word in ((1, "converged", "in a valley"), (-1, "descending", "no valley: on a saddle")):
        cost = 2 + x[None, :] ** 2 + sign * x[:, None] ** 2
        lab.surface.show_surface(Surface(surface.slice, x, x, cost, True))
        lab.surface.show_paths((still, *lab.surface.paths[1:]))
        assert lab.surface.facts()["descent.status"] == status
        assert word in text_of(lab, "surface_message")


def test_run_animates_and_pauses(qtbot: QtBot, lab: DescentLab, surface: Surface) -> None:
    lab.surface.buttons.set_pace(100)
    press(lab, "surface_run")
    qtbot.waitUntil(lambda: lab.surface.paths[0].updates >= 5, timeout=10_000)
    press(lab, "surface_run")
    assert not lab.surface.buttons.is_running()
    first = lab.surface.paths[0]
    assert first.cost < surface.slice.cost_at(
        (float(first.points[0, 0]), float(first.points[0, 1])),
        digits_for(load_digits_split(CONFIG.held_out, CONFIG.seed), 10),
    )


def test_the_start_is_put_by_click_and_by_key(qtbot: QtBot, lab: DescentLab, surface: Surface) -> None:
    picture = lab.surface.picture
    QTest.mouseClick(picture, Qt.MouseButton.LeftButton, pos=picture.pixel_of((0.5, -0.5)).toPoint())
    qtbot.waitUntil(lambda: lab.surface.paths[0].points[0] == pytest.approx([0.5, -0.5], abs=0.01))
    QTest.keyClick(picture, Qt.Key.Key_Up)
    QTest.keyClick(picture, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: lab.surface.paths[2].points[0] == pytest.approx([0.5, -0.4], abs=0.01))
    press(lab, "surface_step")
    qtbot.waitUntil(lambda: lab.surface.paths[2].updates == 1)
    assert lab.surface.paths[2].points[0] == pytest.approx([0.5, -0.4], abs=0.01)


def test_too_high_a_rate_throws_them_out_and_the_words_say_so(qtbot: QtBot, lab: DescentLab, surface: Surface) -> None:
    slider = find(lab, "surface_rate_slider")
    assert isinstance(slider, QSlider)
    type_into(lab, "surface_rate", "1e7")
    assert text_of(lab, "surface_rate_regime") == "diverging"
    lab.surface.buttons.set_pace(100)
    press(lab, "surface_run")
    qtbot.waitUntil(lambda: all(path.has_diverged for path in lab.surface.paths), timeout=10_000)
    qtbot.waitUntil(lambda: not lab.surface.buttons.is_running())
    assert "Diverged" in text_of(lab, "surface_message")
    assert text_of(lab, "surface_batch_cost").startswith("diverged")
    type_into(lab, "surface_rate", "2")
    assert [path.updates for path in lab.surface.paths] == [0, 0, 0], "another rate begins anew"
    press(lab, "surface_step")
    qtbot.waitUntil(lambda: lab.surface.paths[0].updates == 1)


def test_two_weights_of_ones_own(qtbot: QtBot, lab: DescentLab, surface: Surface) -> None:
    of_weights = next_surface(qtbot, lab, lambda: choose(lab, "surface_directions", "Two weights"))
    assert of_weights.slice.weights is not None
    assert find(lab, "weight_1_layer").isVisible()
    layer = find(lab, "weight_1_layer")
    assert isinstance(layer, QComboBox)
    chosen = next_surface(qtbot, lab, lambda: QTest.keyClick(layer, Qt.Key.Key_Up))
    assert chosen.slice.names[0].startswith("layer 1")
    middle = chosen.slice.centre
    assert (chosen.a[0] + chosen.a[-1]) / 2 == pytest.approx(middle[0])


def test_the_same_weight_twice_spans_no_plane(qtbot: QtBot, lab: DescentLab, surface: Surface) -> None:
    next_surface(qtbot, lab, lambda: choose(lab, "surface_directions", "Two weights"))
    type_into(lab, "weight_1_source", "2")
    type_into(lab, "weight_1_unit", "3")
    type_into(lab, "weight_2_source", "2")
    type_into(lab, "weight_2_unit", "3")
    assert text_of(lab, "surface_message") == "Choose two different weights."


def test_others_and_zoom(qtbot: QtBot, lab: DescentLab, surface: Surface) -> None:
    press(lab, "surface_step")
    qtbot.waitUntil(lambda: lab.surface.paths[0].updates == 1)
    larger = next_surface(qtbot, lab, lambda: press(lab, "surface_zoom_out"))
    assert larger.a[-1] == pytest.approx(1.25)
    assert lab.surface.paths[0].updates == 1, "the paths stay"
    picture = lab.surface.picture
    at = QPointF(picture.rect().center())
    wheel = QWheelEvent(
        at, picture.mapToGlobal(at), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    smaller = next_surface(qtbot, lab, lambda: QApplication.sendEvent(picture, wheel))
    assert smaller.a[-1] == pytest.approx(1.0)
    other = next_surface(qtbot, lab, lambda: press(lab, "surface_others"))
    assert (other.slice.first != surface.slice.first).any()
    assert lab.surface.paths[0].updates == 0


def test_another_network_gets_another_surface_unless_someone_walks(
    qtbot: QtBot, lab: DescentLab, surface: Surface, session: Session
) -> None:
    fresh = next_surface(qtbot, lab, lambda: session.reset(TrainingConfig(hidden=(5,), seed=9)))
    assert fresh.slice.network is session.timeline.weights.network
    press(lab, "surface_step")
    qtbot.waitUntil(lambda: lab.surface.paths[0].updates == 1)
    session.reset(TrainingConfig(hidden=(6,), seed=10))
    qtbot.waitUntil(lambda: "moved on" in text_of(lab, "surface_message"))
    assert lab.surface.paths[0].updates == 1


def test_a_path_can_be_hidden(qtbot: QtBot, lab: DescentLab, surface: Surface) -> None:
    def pictures_blue() -> int:
        image = lab.surface.picture.grab().toImage()
        end = lab.surface.picture.pixel_of(lab.surface.paths[0].place).toPoint()
        return int(image.pixelColor(end) == LIGHT.layers[0])

    type_into(lab, "surface_rate", "30")
    press(lab, "surface_step")
    qtbot.waitUntil(lambda: lab.surface.paths[0].updates == 1)
    for mode in ("stochastic", "mini-batch"):
        QTest.mouseClick(find(lab, f"surface_{mode}"), Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    assert pictures_blue()
    QTest.mouseClick(find(lab, "surface_batch"), Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    assert not pictures_blue()


def test_the_surface_grows_as_a_whole(qtbot: QtBot, sizes: SizeSwitcher, lab: DescentLab, surface: Surface) -> None:
    press(lab, "surface_step")
    qtbot.waitUntil(lambda: lab.surface.paths[0].updates == 1)
    picture = SurfacePicture()
    picture.show_surface(surface)
    picture.show_paths(lab.surface.paths, (True, True, True))
    qtbot.addWidget(picture)
    picture.resize(420, 300)
    with qtbot.waitExposed(picture):
        picture.show()
    assert unlikeness(qtbot, sizes, picture) < 2


def test_the_pictures_follow_the_theme(lab: DescentLab, surface: Surface) -> None:
    light = lab.surface.picture.grab().toImage()
    lab.surface.picture.setPalette(palette_of(DARK))
    assert lab.surface.picture.grab().toImage() != light


def test_a_network_that_trains_is_left_until_it_rests(
    qtbot: QtBot, lab: DescentLab, surface: Surface, session: Session
) -> None:
    config = TrainingConfig(
        hidden=(8,), seed=3, epochs=100_000, variation=0.0, non_digits=False, stop_when_converged=False
    )
    with qtbot.waitSignal(session.training.reported, timeout=30_000):
        session.start_training(config)
    qtbot.waitUntil(lambda: "moved on" in text_of(lab, "surface_message"), timeout=30_000)
    assert lab.surface.surface is surface
    session.training.stop()
    fresh = next_surface(qtbot, lab, lambda: None)
    assert fresh.slice.network is session.timeline.weights.network


def test_while_a_race_is_timed_the_surface_waits_and_says_so(qtbot: QtBot, lab: DescentLab, session: Session) -> None:
    race = RaceRun(session.background, session.digits, session)
    race.start(Race(TrainingConfig(hidden=(6,), held_out=0.5), length=1000))
    choose(lab, "descent_pages", "Surface")
    qtbot.waitUntil(lambda: "race is being timed" in text_of(lab, "surface_message"))
    lab.refresh_now()
    assert session.background.worker(Work.SURFACE) is None
    assert lab.surface.surface is None
    next_surface(qtbot, lab, race.stop)
    assert "race" not in text_of(lab, "surface_message")


def test_closing_in_the_middle_of_the_work_is_safe(qtbot: QtBot, lab: DescentLab, session: Session) -> None:
    choose(lab, "descent_pages", "Surface")
    lab.refresh_now()
    lab.close()
    session.shutdown()
    assert not lab.surface.paths
    assert session.background.worker(Work.SURFACE) is None


# --- the lab alone ---------------------------------------------------------------------------------------------------


def test_a_plane_is_asked_for_only_where_it_is_seen(qtbot: QtBot, session: Session) -> None:
    weights = session.timeline.weights
    lab = shown(qtbot, DescentLab(weights, CONFIG))
    with qtbot.assertNotEmitted(lab.cut_requested, wait=100):
        lab.show_weights(weights, CONFIG)
    with qtbot.waitSignal(lab.cut_requested) as asked:
        choose(lab, "descent_pages", "Surface")
    assert asked.args == [weights.network, CONFIG, Cut()]
    lab.hide()
    with qtbot.assertNotEmitted(lab.cut_requested, wait=100):
        lab.show_weights(untrained_session(CONFIG).timeline.weights, CONFIG)
    with qtbot.waitSignal(lab.cut_requested):
        lab.show()
    with qtbot.waitSignal(lab.cut_requested) as others:
        press(lab, "surface_others")
    assert others.args[2] == Cut(roll=1)
    lab.show_state(RunState.RUNNING)
    lab.show_weights(weights, CONFIG)
    qtbot.waitUntil(lambda: "moved on" in text_of(lab, "surface_message"))


def test_a_lesson_can_lock_all_but_the_learning_rate(lab: DescentLab, desk: Desk) -> None:
    assert lab.controls().keys() == {field.name for field in VIEW_STATES[DESCENT_LAB.name].fields}
    state = DescentLabState(valley="narrow", learning_rate=0.3, start=2.5)
    lab.set_lab_state(state)
    assert lab.valley.descent.w == 2.5
    assert lab.lab_state() == state
    desk.controls_requested.emit(frozenset({"learning_rate"}), frozenset())
    assert not lab.valley.shape.isEnabled()
    assert lab.valley.rate.isEnabled()
    assert lab.valley.buttons.isEnabled()
    desk.controls_requested.emit(None, frozenset())
    assert lab.valley.shape.isEnabled()


def test_while_there_is_no_surface_it_is_said_what_is_waited_for(qtbot: QtBot, lab: DescentLab) -> None:
    picture = lab.surface.picture
    said: list[str] = []
    lab.cut_requested.connect(lambda: said.append(picture.words))
    next_surface(qtbot, lab, lambda: choose(lab, "descent_pages", "Surface"))
    assert said == ["Loading the digits; the first time this takes a few seconds…"]
    press(lab, "surface_others")
    assert picture.words == "Working the surface out…", "the digits are there by now"
    lab.surface.show_progress(0.4)
    assert picture.words == "Working the surface out… 40\u202f%"
