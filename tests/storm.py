"""A random storm in the whole window: buttons, keys, tabs, drawing, sizes, themes, runs, races, labs, files, closing.

    python -m tests.storm --seed 1 --seconds 60

Prints one JSON object, and ends with status 1 if anything was raised, Qt warned, or the window stood still.
The same seed gives the same acts, not the same moments: what runs in threads has a time of its own.
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import math
import os
import random
import statistics
import sys
import tempfile
import threading
import time
import traceback
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final, TypeVar

from PIL import Image, ImageDraw
from PySide6.QtCore import QMessageLogContext, QPoint, QPointF, Qt, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QAction, QKeySequence, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QLineEdit,
    QMenu,
    QMessageBox,
    QWidget,
)

from benchmarks.gui_clocks import Moment
from handwriting_app.app import build_window
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.session.session import Session
from handwriting_app.storage.settings_file import SettingsFile
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.frame.lazy_tabs import LazyTabs
from handwriting_app.ui.frame.main_window import MainWindow
from handwriting_app.ui.views import import_rooms

_W = TypeVar("_W", bound=QWidget)

BEAT_MS: Final = 10
STALL_S: Final = 0.2
"""The window stands still if it does nothing for so long, though it had a core to run on."""
MOST_GROWTH_MB: Final = 40.0
"""In what is left of the hour."""
SAMPLE_S: Final = 10
CLOSES_WITHIN_S: Final = 30
SETTLES_MS: Final = 2500
"""For the program to load what it puts off, as while a person looks at it for the first time."""
KEYS: Final = tuple(
    QKeySequence(name)[0].key()
    for name in (
        *("Space", "Esc", "Left", "Right", "Up", "Down", "Tab", "Backtab", "Return", "Home", "End", "PgUp", "PgDown"),
        *("E", "A", "Del", "Ins", "+", "-", "0", "1", "4", "7", "9", "F1"),
    )
)
COMMANDS: Final = tuple(QKeySequence(name)[0].key() for name in "ERZYOSPVACX")
LESSONS: Final = 13
"""Of the course; the storm opens others from files."""
TYPED: Final = ("0", "12", "1e9", "-3", "0.5", "64, 32", "5000, 5000", "9" * 400, "nan", "½", "1,5", "", " 7 ")
OWN_LESSON: Final = """
title = "All <b>columns</b> & some {braces}"
text = "Whatever & <i>wherever</i>."
[start]
view = "neuron_lab"
network = "fresh"
columns = ["draw", "train"]
only = ["learning_rate", "weights"]
hidden = ["seed"]
[[task]]
do = "Train."
check = [{ fact = "training.epochs", at_least = 1 }]
[[task]]
do = "Draw."
check = [{ fact = "drawing.strokes", at_least = 1 }]
[task.guess]
ask = "Which?"
answer = "a & <b>"
choices = ["a & <b>", "c"]
"""
IGNORED: Final = ("This plugin does not support",)  # the offscreen platform has no window manager to ask


@dataclass
class Record:
    """What happened."""

    seed: int
    acts: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    stalls: list[tuple[float, str, str]] = field(default_factory=list)
    worst_stall: float = 0.0
    memory_mb: list[float] = field(default_factory=list)

    @property
    def growth_mb(self) -> float:
        """By how much the memory grew after the first ten minutes; 0 in a shorter storm."""
        first, last = self.memory_mb[600 // SAMPLE_S :][:10], self.memory_mb[-10:]
        return statistics.median(last) - statistics.median(first) if len(self.memory_mb) > 800 // SAMPLE_S else 0.0


class Heart:
    """Notices when the GUI thread stands still, and where it does."""

    def __init__(self, record: Record, last_acts: deque[str]) -> None:
        self._record = record
        self._acts = last_acts
        self._last = Moment.now()
        self._resting_until = 0.0
        self._stack = ""
        self._timer = QTimer(interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start()
        self._watch = threading.Thread(target=self._look, daemon=True)
        self._watch.start()

    def _beat(self) -> None:
        now = Moment.now()
        if now.clock < self._resting_until:
            self._last, self._stack = now, ""
            return
        stood = now.unhindered - self._last.unhindered - BEAT_MS / 1000
        self._record.worst_stall = max(self._record.worst_stall, stood)
        if stood > STALL_S:
            self._record.stalls.append((round(stood, 3), self._acts[-1] if self._acts else "", self._stack))
        self._last, self._stack = now, ""

    def rest(self, seconds: float) -> None:
        """Look away for a while: a window is opening, which `benchmarks.gui_launch` measures."""
        self._resting_until = time.perf_counter() + seconds

    def _look(self) -> None:
        # Written by faulthandler, for a reference to a frame would keep what is in it, painters too, from ending.
        with tempfile.TemporaryFile("w+") as file:
            while True:
                time.sleep(0.03)
                if time.perf_counter() - self._last.clock > 0.7 * STALL_S and not self._stack:
                    file.seek(0)
                    file.truncate()
                    faulthandler.dump_traceback(file)
                    file.seek(0)
                    self._stack = file.read().rpartition("Thread ")[2]


class Storm:
    """Acts on one window after another."""

    def __init__(self, seed: int, seconds: float, most_acts: float, folder: Path) -> None:
        self._folder = folder
        self._settings = SettingsFile(folder / "settings.json")
        self.record = Record(seed)
        self._random = random.Random(seed)
        self._last_acts: deque[str] = deque(maxlen=20)
        self._heart = Heart(self.record, self._last_acts)
        self._end = time.monotonic() + seconds
        self._most_acts = most_acts
        self._next_memory = time.monotonic()
        self._files = _files(folder)
        self._lessons = [path for path in self._files if path.endswith(".toml")]
        self._window: MainWindow | None = None
        self._closing_since: float | None = None
        import_rooms()  # which `run_window` does in a thread, once the first view is there
        self._open()
        self._step_timer = QTimer(singleShot=True)
        self._step_timer.timeout.connect(self._step)
        self._step_timer.start(SETTLES_MS)
        self._answers = QTimer(interval=120)
        self._answers.timeout.connect(self._answer)
        self._answers.start()
        acts: dict[Callable[[], None], int] = {
            self._draw: 3,
            self._press_button: 5,
            self._press_key: 4,
            self._press_command: 1,
            self._show_tab: 3,
            self._click: 4,
            self._turn_wheel: 2,
            self._type: 1,
            self._drag: 1,
            self._resize: 1,
            self._look_back: 1,
            self._choose_model: 1,
            self._choose_theme: 1,
            self._train: 2,
            self._small_run: 1,
            self._minimise: 1,
            self._fold: 1,
            self._open_lesson: 1,
            self._turn_page: 3,
            self._guess: 2,
        }
        self._acts = [act for act, weight in acts.items() for _ in range(weight)]

    def _open(self) -> None:
        self._window = window = build_window(settings=self._settings)
        window.resize(1200, 800)
        window.show()
        window.activateWindow()
        self._heart.rest(SETTLES_MS / 1000)

    @property
    def window(self) -> MainWindow:
        assert self._window is not None
        return self._window

    @property
    def _tabs(self) -> LazyTabs:
        return self.window.findChild(LazyTabs)

    @property
    def _session(self) -> Session:
        return self.window.findChild(Session)

    def choose_file(self) -> str:
        """What a person picks in a file dialog; sometimes nothing."""
        return self._random.choice(["", *self._files])

    def name_file(self) -> str:
        return self._random.choice(["", str(self._folder / f"saved {self._random.randrange(4)}")])

    def _step(self) -> None:
        if self._closing_since is not None:
            self._go_on_closing(self._closing_since)
            return
        if time.monotonic() > self._next_memory:
            self.record.memory_mb.append(_memory_mb())
            self._next_memory += SAMPLE_S
        if popup := QApplication.activePopupWidget():
            popup.close()
        act = self._choose_act()
        name = act.__name__.strip("_")
        self._last_acts.append(name)
        self.record.acts[name] += 1
        try:
            act()
        except Exception:
            self.record.errors.append(traceback.format_exc())
        self._step_timer.start(self._random.choice([0, 0, 5, 20, 60]))

    def _is_over(self) -> bool:
        return time.monotonic() > self._end or self.record.acts.total() >= self._most_acts

    def _choose_act(self) -> Callable[[], None]:
        if self._is_over() or self._random.random() < 0.004:
            return self._close
        return self._random.choice(self._acts)

    def _answer(self) -> None:
        """Press any button of any dialog."""
        for dialog in QApplication.topLevelWidgets():
            if isinstance(dialog, QMessageBox) and dialog.isVisible() and dialog.buttons():
                self._random.choice(dialog.buttons()).click()

    # --- acts ----------------------------------------------------------------------------------------------------

    def _draw(self) -> None:
        canvas = self.window.findChild(QWidget, "canvas")
        points = [self._place_in(canvas) for _ in range(self._random.randint(1, 8))]
        QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=points[0])
        for point in points:
            QTest.mouseMove(canvas, point)
        if self._random.random() < 0.95:  # some releases are lost
            QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=points[-1])

    def _press_button(self) -> None:
        buttons = [each for each in self._shown(QAbstractButton) if each.isEnabled()]
        if buttons:
            QTest.mouseClick(self._random.choice(buttons), Qt.MouseButton.LeftButton)

    def _press_key(self) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.window, self._random.choice(KEYS))

    def _press_command(self) -> None:
        focus = QApplication.focusWidget() or self.window
        QTest.keyClick(focus, self._random.choice(COMMANDS), Qt.KeyboardModifier.ControlModifier)

    def _show_tab(self) -> None:
        self._tabs.show_view(self._random.choice(self._tabs.names()))

    def _click(self) -> None:
        self._on_any(lambda widget, place: QTest.mouseClick(widget, self._button(), pos=place))

    def _turn_wheel(self) -> None:
        def turn(widget: QWidget, place: QPoint) -> None:
            angle = QPoint(0, self._random.choice([-120, 120, 480, -480]))
            at, globally = QPointF(place), QPointF(widget.mapToGlobal(place))
            keys, buttons = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.NoButton
            event = QWheelEvent(at, globally, QPoint(), angle, buttons, keys, Qt.ScrollPhase.NoScrollPhase, False)
            QApplication.sendEvent(widget, event)

        self._on_any(turn)

    def _drag(self) -> None:
        def drag(widget: QWidget, place: QPoint) -> None:
            QTest.mousePress(widget, Qt.MouseButton.LeftButton, pos=place)
            for _ in range(5):
                QTest.mouseMove(widget, self._place_in(widget))
            QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=self._place_in(widget))

        self._on_any(drag)

    def _type(self) -> None:
        focus = QApplication.focusWidget()
        if focus is not None:
            QTest.keyClick(focus, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
            QTest.keyClicks(focus, self._random.choice(TYPED))
            QTest.keyClick(focus, Qt.Key.Key_Return)

    def _resize(self) -> None:
        self.window.resize(self._random.randint(700, 1920), self._random.randint(400, 1080))

    def _minimise(self) -> None:
        if self.window.isMinimized():
            self.window.showNormal()
        elif self._random.random() < 0.3:
            self.window.showMinimized()

    def _look_back(self) -> None:
        time_line = self._session.timeline
        time_line.look_back(self._random.choice([None, *time_line.epochs]))

    def _choose_model(self) -> None:
        name = self._random.choice(["menu_shipped", "menu_earlier"])
        menu = self.window.findChild(QMenu, name)
        menu.aboutToShow.emit()
        actions = [action for action in menu.actions() if action.isEnabled()]
        if actions:
            self._random.choice(actions).trigger()

    def _choose_theme(self) -> None:
        name = self._random.choice(["light", "dark", "system"])
        action = self.window.findChild(QAction, f"action_theme_{name}")
        action.trigger()

    def _train(self) -> None:
        button = self.window.findChild(QAbstractButton, "train_button")
        if button.isVisible() and button.isEnabled():
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def _small_run(self) -> None:
        """Settings of a run that soon ends, or diverges."""
        choose = self._random.choice
        self.window.findChild(QWidget, "training_panel").set_config(
            TrainingConfig(
                hidden=choose([(8,), (16, 8), (), (32, 32, 32, 32), (200,)]),
                activation=choose(["relu", "sigmoid", "tanh"]),
                cost=choose(["cross-entropy", "quadratic"]),
                epochs=choose([1, 5, 40]),
                learning_rate=choose([0.001, 0.1, 50.0]),
                variation=choose([0.0, 1.0]),
                seed=self._random.randrange(100),
            )
        )

    def _fold(self) -> None:
        name = self._random.choice(["draw", "train"])
        self.window.findChild(QAction, f"action_fold_{name}").trigger()

    def _open_lesson(self) -> None:
        """From the list, as a double click does; or from a file, good or bad, as a drop does."""
        desk, number = self.window.findChild(Desk), self._random.randrange(16)
        desk.lesson_requested.emit(number if number < LESSONS else Path(self._random.choice(self._lessons)))

    def _turn_page(self) -> None:
        names = ["lesson_back", "lesson_next", "lesson_skip", "lesson_skip", "lesson_again", "lesson_leave"]
        self._click_one(names)

    def _guess(self) -> None:
        """Say what will happen: a choice, or anything at all that can be typed."""
        field = self.window.findChild(QLineEdit, "guess_field")
        if field is not None and field.isVisible():
            field.setFocus()
            QTest.keyClicks(field, self._random.choice(TYPED))
            QTest.keyClick(field, Qt.Key.Key_Return)
        else:
            self._click_one([f"guess_choice_{number}" for number in range(1, 5)])

    def _click_one(self, names: list[str]) -> None:
        """Any of these buttons that is there to be clicked."""
        buttons = [each for each in self._shown(QAbstractButton) if each.objectName() in names and each.isEnabled()]
        if buttons:
            QTest.mouseClick(self._random.choice(buttons), Qt.MouseButton.LeftButton)

    def _close(self) -> None:
        self._closing_since = time.monotonic()
        self.window.close()

    def _go_on_closing(self, since: float) -> None:
        """Wait for the window to go: it may have asked what to do with unsaved runs, or be writing a file."""
        if self.window.isVisible():
            if time.monotonic() - since > CLOSES_WITHIN_S:
                self.record.errors.append("the window does not close")
                QApplication.quit()
            self.window.close()
            self._step_timer.start(50)
            return
        self._closing_since = None
        self.window.deleteLater()
        self._window = None
        if self._is_over():
            QApplication.quit()
            return
        self._open()
        self._step_timer.start(10)

    # --- where ---------------------------------------------------------------------------------------------------

    def _shown(self, kind: type[_W]) -> list[_W]:
        return [widget for widget in self.window.findChildren(kind) if widget.isVisible()]

    def _on_any(self, act: Callable[[QWidget, QPoint], None]) -> None:
        view = self._tabs.current_view()
        widgets = [] if view is None else [each for each in view.findChildren(QWidget) if each.isVisible()]
        if widgets:
            widget = self._random.choice(widgets)
            act(widget, self._place_in(widget))

    def _place_in(self, widget: QWidget) -> QPoint:
        return QPoint(self._random.randrange(max(widget.width(), 1)), self._random.randrange(max(widget.height(), 1)))

    def _button(self) -> Qt.MouseButton:
        return self._random.choice([Qt.MouseButton.LeftButton, Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton])


def _files(folder: Path) -> list[str]:
    """Files as people have them: pictures, models, and things that are neither."""
    image = Image.new("L", (120, 160), 255)
    ImageDraw.Draw(image).line([(30, 30), (95, 30), (50, 140)], fill=0, width=14)
    image.save(folder / "seven.png")
    Image.new("RGBA", (900, 700), (0, 0, 0, 0)).save(folder / "nothing.png")
    (folder / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50))
    (folder / "broken.safetensors").write_bytes(bytes(range(256)))
    (folder / "a lesson <b>&.toml").write_text("[" * 5000)
    (folder / "own.toml").write_text(OWN_LESSON, encoding="utf-8")
    names = (
        *("seven.png", "nothing.png", "broken.png", "broken.safetensors"),
        *("a lesson <b>&.toml", "own.toml", "not there", "."),
    )
    saved = [str(folder / f"saved {number}.safetensors") for number in range(4)]
    return [*(str(folder / name) for name in names), *saved]


def _memory_mb() -> float:
    """Resident memory of this process; 0 where the system does not say."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    except OSError:
        return 0.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--acts", type=float, default=math.inf, help="end after so many, however fast the machine")
    parser.add_argument("--longest-stall", type=float, default=STALL_S, help="seconds that count as a fault")
    options = parser.parse_args()
    print(f"seed {options.seed}, {options.seconds:g} s", file=sys.stderr, flush=True)
    faulthandler.enable()
    record: Record | None = None

    def on_exception(kind: type[BaseException], error: BaseException, trace: object) -> None:
        text = "".join(traceback.format_exception(error))
        print(text, file=sys.stderr, flush=True)
        if record is not None:
            record.errors.append(text)

    def on_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        if record is not None and not any(part in message for part in IGNORED):
            print(message, file=sys.stderr, flush=True)
            record.warnings.append(message)

    sys.excepthook = on_exception
    threading.excepthook = lambda args: on_exception(args.exc_type, args.exc_value or Exception(), None)
    sys.unraisablehook = lambda args: on_exception(args.exc_type, args.exc_value or Exception(), None)
    qInstallMessageHandler(on_message)
    application = QApplication.instance() or QApplication(sys.argv[:1])
    application.setQuitOnLastWindowClosed(False)
    with tempfile.TemporaryDirectory(prefix="storm-") as folder:
        storm = Storm(options.seed, options.seconds, options.acts, Path(folder))
        record = storm.record
        QFileDialog.getOpenFileName = staticmethod(lambda *_args, **_named: (storm.choose_file(), ""))
        QFileDialog.getSaveFileName = staticmethod(lambda *_args, **_named: (storm.name_file(), ""))
        application.exec()
    qInstallMessageHandler(None)
    print(json.dumps(asdict(record) | {"acts": dict(record.acts), "growth_mb": record.growth_mb}, indent=1))
    is_slow = record.worst_stall > options.longest_stall
    return 1 if record.errors or record.warnings or is_slow or record.growth_mb > MOST_GROWTH_MB else 0


if __name__ == "__main__":
    sys.exit(main())
