"""One window in a process of its own: makes a lesson or opens one, trains, and prints what came of it.

``python -m tests.window.one_window make|open FILE`` with a data folder of its own in the environment.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QPushButton

from handwriting_app.app import build_window
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.session.session import Session
from handwriting_app.storage.settings_keys import ThemeChoice
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.frame.main_window import MainWindow
from handwriting_app.ui.train.training_panel import TrainingPanel
from tests.whole_window import draw, session_of, tabs_of

CONFIG = TrainingConfig(hidden=(7,), epochs=3, seed=4711, learning_rate=0.07, variation=0.5, l2=0.001)


def wait_for(signal: object, act: Callable[[], object]) -> None:
    loop = QEventLoop()
    signal.connect(lambda *_: loop.quit())  # type: ignore[attr-defined]
    QTimer.singleShot(60_000, loop, lambda: loop.exit(1))
    act()
    assert loop.exec() == 0, "nothing came of it"


def train(window: MainWindow) -> None:
    wait_for(session_of(window).training.ended, window.findChild(QPushButton, "train_button").click)


def make(window: MainWindow, path: Path) -> None:
    window.findChild(TrainingPanel).set_config(CONFIG)
    train(window)  # so that there is an accuracy to ask for
    tabs_of(window).show_view("network_view")
    draw(window)
    QFileDialog.getSaveFileName = lambda *_: (str(path), "")  # type: ignore[method-assign,assignment]
    window.findChild(QAction, "action_make_lesson").trigger()
    window.findChild(QLineEdit, "make_title").setText("As good as this")
    wait_for(window.findChild(Desk).message, window.findChild(QPushButton, "make_save").click)


def told(window: MainWindow, session: Session) -> dict[str, object]:
    prediction, last = session.reader.prediction, session.timeline.history.last
    assert prediction is not None
    assert last is not None
    return {
        "weights": hashlib.sha256(session.shelf.present.network.parameters.tobytes()).hexdigest(),
        "view": tabs_of(window).current_name(),
        "drawing": sum(map(len, session.reader.drawing.strokes)) > 0,
        "reading": prediction.probabilities.tolist(),
        "accuracy": last.held_out_accuracy,
        "epochs": last.epoch,
    }


def main(what: str, path: Path) -> None:
    window = build_window(theme=ThemeChoice.LIGHT, lesson_path=path if what == "open" else None)
    wait_for(tabs_of(window).view_built, window.show)
    if what == "make":
        make(window, path)
    else:
        assert window.findChild(QLabel, "task_text").isVisible()
        train(window)
    print(json.dumps(told(window, session_of(window))))
    window.close_unasked()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
