from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from handwriting_app.ui.train.progress import Progress, TrainingProgress, describe_progress

EVERY_FIGURE = Progress(epoch=41, epochs=200, held_out_accuracy=0.981, elapsed=6.2, remaining=5.9)


@pytest.mark.parametrize(
    ("progress", "line"),
    [
        (EVERY_FIGURE, "Epoch 41 of 200 · held-out 98.1_% · 6_s elapsed, about 6_s left"),
        (Progress(epoch=0, epochs=200), "Epoch 0 of 200"),
        (Progress(epoch=200, epochs=200, held_out_accuracy=0.99), "Epoch 200 of 200 · held-out 99.0_%"),
        (Progress(epoch=3, epochs=4, elapsed=0.2, remaining=0.07), "Epoch 3 of 4 · under 1_s elapsed, under 1_s left"),
        (Progress(epoch=4, epochs=4, elapsed=0.3, remaining=0.0), "Epoch 4 of 4 · under 1_s elapsed, about 0_s left"),
        (
            Progress(epoch=2, epochs=8, elapsed=1.0, remaining=2.0, is_paused=True),
            "Epoch 2 of 8 · paused, 1_s elapsed, about 2_s left",
        ),
        (Progress(epoch=0, epochs=8, is_loading=True), "Epoch 0 of 8 · loading the digits…"),
        (Progress(epoch=5, epochs=9, is_changed=True), "Epoch 5 of 9 · changed by hand since"),
    ],
)
def test_progress_in_one_line_leaves_out_what_is_not_known(progress: Progress, line: str) -> None:
    assert describe_progress(progress) == line.replace("_", "\u202f")


def test_a_time_that_is_not_known_is_not_said_to_be_0(qtbot: QtBot) -> None:
    shown = TrainingProgress()
    qtbot.addWidget(shown)
    line = shown.findChild(QLabel, "training_progress_text")
    shown.show_progress(Progress(epoch=200, epochs=200, held_out_accuracy=0.99))
    assert line.text().split("\n")[1] == "How long it took is not known."
    shown.show_progress(Progress(epoch=0, epochs=200))
    assert line.text().split("\n")[1] == "The first epoch is not over."


def test_what_is_waited_for_begins_the_second_line(qtbot: QtBot) -> None:
    shown = TrainingProgress()
    qtbot.addWidget(shown)
    line = shown.findChild(QLabel, "training_progress_text")
    shown.show_progress(Progress(epoch=0, epochs=8, is_loading=True))
    assert line.text() == "Epoch 0 of 8\nLoading the digits…"
    shown.show_progress(Progress(epoch=2, epochs=8, elapsed=1.0, is_paused=True))
    assert line.text() == "Epoch 2 of 8\nPaused, 1\u202fs elapsed"
