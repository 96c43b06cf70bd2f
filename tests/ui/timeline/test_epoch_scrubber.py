"""Looking back through the epochs of a run with the slider."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QSlider, QSpinBox, QToolButton
from pytestqt.qtbot import QtBot

from handwriting_app.session.session import Session
from handwriting_app.ui.frame.size_switcher import SizeSwitcher
from handwriting_app.ui.timeline.epoch_scrubber import EpochScrubber
from handwriting_app.ui.timeline.join import time_line
from tests.at_sizes import cut_words, sizes
from tests.ui.trained import SHORT, digit, run_to_its_end

__all__ = ["sizes"]

NAME = "epoch_looked_at"


@pytest.fixture
def scrubber(qtbot: QtBot, session: Session) -> EpochScrubber:
    widget = time_line(session)
    qtbot.addWidget(widget)
    widget.resize(400, 30)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def slider(scrubber: EpochScrubber) -> QSlider:
    return scrubber.findChild(QSlider, "epoch_slider")


def words(scrubber: EpochScrubber) -> str:
    return scrubber.findChild(QLabel, NAME).text()


def now_button(scrubber: EpochScrubber) -> QToolButton:
    return scrubber.findChild(QToolButton, "now_button")


def test_without_a_run_it_says_what_it_will_be_for(scrubber: EpochScrubber) -> None:
    assert not slider(scrubber).isEnabled()
    assert "Once a network has been trained" in slider(scrubber).toolTip()
    assert words(scrubber) == "No epochs yet"
    assert not now_button(scrubber).isEnabled()


def test_after_a_run_it_stands_at_now(qtbot: QtBot, session: Session, scrubber: EpochScrubber) -> None:
    run_to_its_end(qtbot, session)
    qtbot.waitUntil(lambda: words(scrubber) == "Now: epoch 5")
    assert slider(scrubber).isEnabled()
    assert slider(scrubber).value() == slider(scrubber).maximum()


def test_the_keys_go_back_and_everything_follows(qtbot: QtBot, session: Session, scrubber: EpochScrubber) -> None:
    session.reader.set_picture(digit(3))
    before = session.timeline.weights.network.parameters
    run_to_its_end(qtbot, session)
    qtbot.waitUntil(lambda: words(scrubber) == "Now: epoch 5")
    after, reading = session.timeline.weights.network.parameters, session.reader.prediction.probabilities
    qtbot.keyClick(slider(scrubber), Qt.Key.Key_Home)
    assert words(scrubber) == "Before epoch 1"
    assert np.array_equal(session.timeline.weights.network.parameters, before)
    assert not np.array_equal(session.reader.prediction.probabilities, reading)
    assert now_button(scrubber).isEnabled()
    qtbot.keyClick(slider(scrubber), Qt.Key.Key_Right)
    assert words(scrubber).startswith("Epoch ")
    assert words(scrubber).endswith(" of 5")
    qtbot.keyClick(slider(scrubber), Qt.Key.Key_End)
    assert words(scrubber) == "Now: epoch 5"
    assert session.timeline.looked_at is None
    assert np.array_equal(session.timeline.weights.network.parameters, after)


def test_now_goes_back_to_the_present(qtbot: QtBot, session: Session, scrubber: EpochScrubber) -> None:
    run_to_its_end(qtbot, session)
    qtbot.waitUntil(lambda: words(scrubber) == "Now: epoch 5")
    qtbot.keyClick(slider(scrubber), Qt.Key.Key_Home)
    qtbot.mouseClick(now_button(scrubber), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: words(scrubber) == "Now: epoch 5")
    assert session.timeline.looked_at is None
    assert slider(scrubber).value() == slider(scrubber).maximum()


def test_another_run_begins_at_now(qtbot: QtBot, session: Session, scrubber: EpochScrubber) -> None:
    run_to_its_end(qtbot, session)
    qtbot.waitUntil(lambda: words(scrubber) == "Now: epoch 5")
    qtbot.keyClick(slider(scrubber), Qt.Key.Key_Home)
    run_to_its_end(qtbot, session)
    qtbot.waitUntil(lambda: words(scrubber) == "Now: epoch 5")


def test_while_training_the_past_stays_in_view_and_the_run_goes_on(
    qtbot: QtBot, session: Session, scrubber: EpochScrubber
) -> None:
    session.start_training(replace(SHORT, epochs=100_000))
    qtbot.waitUntil(lambda: len(session.timeline.epochs) > 3 and slider(scrubber).maximum() >= 3, timeout=60_000)
    qtbot.keyClick(slider(scrubber), Qt.Key.Key_Home)
    past = session.timeline.weights.network.parameters.copy()
    seen = session.timeline.history.last.epoch
    qtbot.waitUntil(lambda: session.timeline.history.last.epoch > seen + 3, timeout=60_000)
    assert words(scrubber) == "Before epoch 1"
    assert np.array_equal(session.timeline.weights.network.parameters, past)


def test_the_slider_does_not_slip_away_while_it_is_held(
    qtbot: QtBot, session: Session, scrubber: EpochScrubber
) -> None:
    session.start_training(replace(SHORT, epochs=100_000))
    qtbot.waitUntil(lambda: slider(scrubber).maximum() >= 3, timeout=60_000)
    handle = slider(scrubber)
    qtbot.mousePress(handle, Qt.MouseButton.LeftButton, pos=QPoint(handle.width() - 7, handle.height() // 2))
    assert handle.isSliderDown()
    held, seen = handle.maximum(), session.timeline.history.last.epoch
    qtbot.waitUntil(lambda: session.timeline.history.last.epoch > seen + 5, timeout=60_000)
    assert handle.maximum() == held
    qtbot.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=QPoint(handle.width() - 7, handle.height() // 2))
    qtbot.waitUntil(lambda: handle.maximum() > held, timeout=60_000)


def test_its_buttons_play_onwards_and_back_and_stop(qtbot: QtBot, session: Session, scrubber: EpochScrubber) -> None:
    play = scrubber.findChild(QToolButton, "time_line_play")
    back = scrubber.findChild(QToolButton, "time_line_play_back")
    assert not play.isEnabled()
    assert "Once a network has been trained" in play.toolTip()
    run_to_its_end(qtbot, session)
    qtbot.waitUntil(play.isEnabled)
    session.playback.speed = 0.001
    qtbot.mouseClick(play, Qt.MouseButton.LeftButton)
    assert (session.playback.direction, play.text(), back.text()) == (1, "❚❚", "◀")
    assert play.accessibleName() == "Stop playing"
    qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    assert (session.playback.direction, play.text(), back.text()) == (-1, "▶", "❚❚")
    qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    assert (session.playback.direction, play.text(), back.text()) == (None, "▶", "◀")


def test_the_speed_is_that_of_the_field(session: Session, scrubber: EpochScrubber) -> None:
    speed = scrubber.findChild(QSpinBox, "time_line_speed")
    assert speed.value() == session.playback.speed == 10
    assert (speed.minimum(), speed.maximum()) == (1, 60)
    speed.setValue(60)
    assert session.playback.speed == 60


def test_where_it_is_narrow_the_slider_keeps_its_room(qtbot: QtBot, scrubber: EpochScrubber) -> None:
    speed = scrubber.findChild(QSpinBox, "time_line_speed")
    scrubber.resize(640, 30)
    qtbot.waitUntil(speed.isVisible)
    scrubber.resize(300, 30)
    qtbot.waitUntil(lambda: not speed.isVisible())
    qtbot.waitUntil(lambda: slider(scrubber).width() >= 60)
    scrubber.resize(640, 30)
    qtbot.waitUntil(speed.isVisible)


def test_at_another_size_the_words_and_the_slider_have_their_room(
    qtbot: QtBot, sizes: SizeSwitcher, session: Session, scrubber: EpochScrubber
) -> None:
    run_to_its_end(qtbot, session)
    speed, label = (scrubber.findChild(kind, name) for kind, name in ((QSpinBox, "time_line_speed"), (QLabel, NAME)))
    scrubber.resize(640, 30)
    qtbot.waitUntil(speed.isVisible)
    qtbot.waitUntil(lambda: words(scrubber) == "Now: epoch 5")
    width, length, seen = label.width(), slider(scrubber).width(), scrubber.grab().toImage()
    sizes.set_size(200)
    # There is no room for the speed any more, nor for the way back, as there is none in half the width at 100 %.
    qtbot.waitUntil(lambda: not speed.isVisible())
    scrubber.resize(640, 60)
    assert label.width() == pytest.approx(2 * width, abs=4)
    assert not cut_words(scrubber)
    scrubber.resize(1280, 60)
    qtbot.waitUntil(speed.isVisible)
    qtbot.waitUntil(lambda: slider(scrubber).width() == pytest.approx(2 * length, rel=0.1))
    sizes.set_size(100)

    def is_as_before() -> bool:
        scrubber.resize(640, 30)
        return scrubber.grab().toImage() == seen

    qtbot.waitUntil(is_as_before)
