"""Joins the time line of the window to the session's, and to what plays it."""

from __future__ import annotations

from PySide6.QtCore import SignalInstance

from handwriting_app.lab.views import TIMELESS
from handwriting_app.session.session import Session
from handwriting_app.ui.timeline.epoch_scrubber import EpochScrubber


def time_line(session: Session, view_changed: SignalInstance | None = None) -> EpochScrubber:
    """The strip with the slider over the epochs of the run; not seen below views that are the same at every epoch."""
    strip = EpochScrubber()
    timeline, playback = session.timeline, session.playback

    def show() -> None:
        strip.show_epochs(timeline.epochs, timeline.looked_at)

    def show_playing() -> None:
        strip.show_playing(playback.direction)

    def set_speed(speed: int) -> None:
        playback.speed = speed

    def play(direction: int) -> None:
        playback.play(1 if direction > 0 else -1)

    timeline.kept_changed.connect(show)
    timeline.weights_changed.connect(show)
    playback.changed.connect(show_playing)
    strip.look_back_requested.connect(timeline.look_back)
    strip.play_requested.connect(play)
    strip.stop_requested.connect(playback.stop)
    strip.speed_changed.connect(set_speed)
    if view_changed is not None:
        view_changed.connect(lambda name: strip.setVisible(name not in TIMELESS))
    show()
    return strip
