"""Opens windows, acts on each in a hurry, and closes it in the middle of that: to be run in a process of its own.

    python -m tests.window.closings SEED COUNT

Prints a line for each window that has closed. A thread that outlives its window aborts the process.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QThread, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QApplication, QMessageBox, QWidget

from handwriting_app.app import build_window
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.storage.settings_file import SettingsFile
from handwriting_app.ui.frame.lazy_tabs import LazyTabs
from handwriting_app.ui.frame.main_window import MainWindow

ENDLESS = TrainingConfig(hidden=(8,), epochs=10**6, variation=0.0, non_digits=False, stop_when_converged=False)
QUICK = TrainingConfig(hidden=(8,), epochs=3, variation=0.0, non_digits=False, stop_when_converged=False)
ACTIONS = ("action_go_on", "action_train", "action_one_epoch", "action_stop", "action_reset")
CONSENTS = (QMessageBox.ButtonRole.AcceptRole, QMessageBox.ButtonRole.DestructiveRole, QMessageBox.ButtonRole.YesRole)


def answer() -> None:
    """Consent to whatever is asked."""
    for box in QApplication.topLevelWidgets():
        if isinstance(box, QMessageBox) and box.isVisible():
            consents = [button for button in box.buttons() if box.buttonRole(button) in CONSENTS]
            discard = box.button(QMessageBox.StandardButton.Discard)
            (discard or (consents or box.buttons())[0]).click()


def act(window: MainWindow, rng: random.Random) -> None:
    if not window.isVisible():
        return
    tabs = window.findChild(LazyTabs)
    kind = rng.randrange(5)
    if kind == 0:
        window.findChild(QWidget, "training_panel").set_config(rng.choice((ENDLESS, ENDLESS, QUICK)))
    elif kind == 1:
        tabs.show_view(rng.choice(tabs.names()))
    elif kind == 2:
        for name in ("action_stop", "action_go_on"):
            window.findChild(QAction, name).trigger()
    elif kind == 3:
        window.findChild(QAction, rng.choice(ACTIONS)).trigger()
    else:
        buttons = window.findChildren(QAbstractButton)
        named = [button for button in buttons if button.objectName() and button.isVisible() and button.isEnabled()]
        rng.choice(named).click()


def close(window: MainWindow, then: Callable[[], object]) -> None:
    """Close, and again while a question is open."""
    if window.close():
        then()
    else:
        QTimer.singleShot(10, window, partial(close, window, then))


def close_one(rng: random.Random, settings: SettingsFile) -> None:
    window = build_window(settings=settings)
    window.show()
    window.findChild(QWidget, "training_panel").set_config(ENDLESS)
    loop = QEventLoop()
    span = rng.choice((20, 100, 400))
    for _ in range(rng.randrange(3, 12)):
        QTimer.singleShot(rng.randrange(span), window, partial(act, window, rng))
    QTimer.singleShot(rng.randrange(span), window, partial(close, window, loop.quit))
    loop.exec()
    running = [thread for thread in window.findChildren(QThread) if thread.isRunning()]
    assert not running, running
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def main(seed: int, count: int) -> None:
    application = QApplication([])
    application.setQuitOnLastWindowClosed(False)
    answers = QTimer(interval=5)
    answers.timeout.connect(answer)
    answers.start()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(count):
            settings = SettingsFile(Path(folder) / f"{number}.json")
            close_one(random.Random(f"{seed}/{number}"), settings)
            print(f"closed {number}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
