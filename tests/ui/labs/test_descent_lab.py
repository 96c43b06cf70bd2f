from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QSlider, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.data.digits import load_digits_split
from handwriting_app.engine.backpropagation import cost_of
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.lab.descent_state import DescentLabState
from handwriting_app.lab.for_lessons import VIEW_FACTS, VIEW_STATES
from handwriting_app.lab.neuron_state import NeuronLabState
from handwriting_app.lab.race import Race
from handwriting_app.lab.surface import Cut, Surface, digits_for
from handwriting_app.lab.views import DESCENT_LAB, NEURON_LAB
from handwriting_app.session.messages import RunState
from handwriting_app.session.race_run import RaceRun
from handwriting_app.session.session import Session
from handwriting_app.session.task import Work
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.labs.descent_lab import DescentLab
from handwriting_app.ui.labs.join import open_descent_lab
from handwriting_app.ui.theme import DARK, LIGHT, palette_of
from tests.ui.trained import untrained_session

CONFIG = TrainingConfig(hidden=(8,), seed=3)


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
    }
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
    assert facts.keys() == VIEW_FACTS[DESCENT_LAB.name].keys()
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


def test_the_pictures_follow_the_theme(lab: DescentLab, surface: Surface) -> None:
    light = lab.surface.picture.grab().toImage()
    lab.surface.picture.setPalette(palette_of(DARK))
    assert lab.surface.picture.grab().toImage() != light


def test_a_network_that_trains_is_left_until_it_rests(
    qtbot: QtBot, lab: DescentLab, surface: Surface, session: Session
) -> None:
    config = TrainingConfig(hidden=(8,), seed=3, epochs=100_000, variation=0.0, stop_when_converged=False)
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
    state = DescentLabState(valley="narrow", learning_rate=0.3)
    lab.set_lab_state(state)
    assert lab.lab_state() == state
    desk.controls_requested.emit(frozenset({"learning_rate"}), frozenset())
    assert not lab.valley.shape.isEnabled()
    assert lab.valley.rate.isEnabled()
    assert lab.valley.buttons.isEnabled()
    desk.controls_requested.emit(None, frozenset())
    assert lab.valley.shape.isEnabled()
