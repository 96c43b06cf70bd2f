"""One window in a process of its own that trains with a drawing, to be killed: ``python -m tests.window.interrupted``.

Takes its data folder from the environment, does `EPOCHS_DONE` epochs of `CONFIG`, says "kept" once they are in the
database, and waits.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from handwriting_app.app import build_window
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.session.messages import RunState
from handwriting_app.session.run_record import Pace
from tests.whole_window import draw, session_of

CONFIG = TrainingConfig(
    hidden=(9,), epochs=12, update_rule="adam", learning_rate=0.003, variation=0.5, seed=42, stop_when_converged=False
)
EPOCHS_DONE = 5


def main() -> int:
    window = build_window()
    session = session_of(window)
    session.keeper.pace = Pace(least=0.0, share=1.0)
    window.show()
    draw(window)
    window.findChild(QWidget, "training_panel").set_config(CONFIG)

    def step(state: RunState) -> None:
        last = session.timeline.history.last
        if state is RunState.PAUSED and last is not None and last.epoch < EPOCHS_DONE:
            QTimer.singleShot(0, session.training.step)

    def say() -> None:
        last = session.timeline.history.last
        if session.training.state is RunState.PAUSED and last is not None and last.epoch == EPOCHS_DONE:
            print("kept", flush=True)

    session.training.state_changed.connect(step)
    session.keeper.changed.connect(say)
    window.findChild(QPushButton, "step_button").click()
    return QApplication.exec()


if __name__ == "__main__":
    sys.exit(main())
