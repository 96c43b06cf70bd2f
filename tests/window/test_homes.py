"""The program in a process of its own, in homes of all kinds: where it writes, and that it runs on where it cannot."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from handwriting_app.storage.data_folder import VARIABLE

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot limit what a process writes")
linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="where HOME says it all")

# Draws a seven, trains two epochs, and prints as JSON what a person then has in sight.
_PERSON = """
import json, sys
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from handwriting_app.ui.frame.main_window import MainWindow

if "full" in sys.argv:  # as on a full disk, not a byte more can be written
    import resource
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    sys.argv.remove("full")

show = MainWindow.show
told = []

def named(window, name):
    return window.findChild(QWidget, name)

def begin(window):
    if named(window, "learning_view") is None:
        QTimer.singleShot(20, lambda: begin(window))
        return
    canvas = named(window, "canvas")
    points = [QPoint(int(x * canvas.width()), int(y * canvas.height())) for x, y in ((.25, .2), (.75, .2), (.45, .85))]
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=points[0])
    for first, last in zip(points, points[1:]):
        for step in range(1, 11):
            QTest.mouseMove(canvas, first + (last - first) * step / 10)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=points[-1])
    epochs = named(window, "epochs")
    epochs.setFocus()
    epochs.selectAll()
    QTest.keyClicks(epochs, "2")
    QTest.keyClick(epochs, Qt.Key.Key_Return)
    QTest.mouseClick(named(window, "train_button"), Qt.MouseButton.LeftButton)
    look(window, 0)

def look(window, turn):
    from handwriting_app.session.run_state import RunState
    from handwriting_app.session.session import Session
    for box in QApplication.topLevelWidgets():
        if isinstance(box, QMessageBox) and box.isVisible():
            told.append(f"{box.text()} {box.informativeText()}")
            box.accept()
    session = window.findChild(Session)
    if turn < 50 or session.training.state is not RunState.IDLE:
        QTimer.singleShot(20, lambda: look(window, turn + 1))
        return
    notice = named(window, "keeping_notice_words")
    told.extend([notice.text()] if notice is not None and notice.isVisible() else [])
    epochs = list(map(int, session.timeline.history.epochs))
    print(json.dumps({"reads": named(window, "predicted_digit").text(), "epochs": epochs, "told": told}))
    window.close_unasked()

def watched(window):
    show(window)
    begin(window)

MainWindow.show = watched
from handwriting_app.cli import main
sys.exit(main())
"""
_PERSON = _PERSON.replace("handwriting_app.session.run_state", "handwriting_app.engine.run_state")


def use(home: Path, *arguments: str) -> dict[str, object]:
    """What a person has in sight who draws and trains in this home; the program ends well."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("XDG_") and name != VARIABLE}
    environment = kept | {"HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", _PERSON, *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=80)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    seen = json.loads(done.stdout)
    assert isinstance(seen, dict)
    return seen


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@linux_only
def test_the_option_moves_everything_and_the_home_stays_as_it_was(tmp_path: Path) -> None:
    home, data = tmp_path / "home", tmp_path / "stick" / "digits"
    home.mkdir()
    seen = use(home, "--data-dir", str(data))
    assert (seen["reads"], seen["epochs"], seen["told"]) == ("7", [1, 2], [])
    assert {"settings.json", "handwriting.sqlite3", "log.txt"} <= files(data)
    assert {name for name in files(home) if not name.startswith((".cache/fontconfig", ".cache/mesa"))} == set()


@linux_only
def test_a_home_that_is_not_there_means_a_notice_and_all_else_works(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("no folder can be made in a file, as little as in a home that may only be read")
    seen = use(tmp_path / "home")
    assert (seen["reads"], seen["epochs"]) == ("7", [1, 2])
    told = seen["told"]
    assert isinstance(told, list)
    assert any("cannot be kept" in words for words in told), told
    assert files(tmp_path) == {"home"}


@posix_only
def test_a_full_home_means_a_notice_and_all_else_works(tmp_path: Path) -> None:
    seen = use(tmp_path, "full", "--data-dir", str(tmp_path / "data"))
    assert (seen["reads"], seen["epochs"]) == ("7", [1, 2])
    told = seen["told"]
    assert isinstance(told, list)
    assert any("kept" in words for words in told), told
    assert [path for path in tmp_path.rglob("*") if path.is_file() and path.stat().st_size] == []


@linux_only
def test_two_windows_at_once_keep_what_each_was_set_to(tmp_path: Path) -> None:
    """Two processes change one setting each, over and over, on one file: neither change is undone."""
    change = (
        "import sys; from pathlib import Path;"
        "from handwriting_app.storage.settings_file import SettingsFile;"
        "from handwriting_app.storage.settings_keys import KEYS;"
        "settings = SettingsFile(Path(sys.argv[1]) / 'settings.json');"
        "key = {key.name: key for key in KEYS}[sys.argv[2]];"
        "settings.put(key, key.read(int(sys.argv[3])))"
    )
    first = [sys.executable, "-c", change, str(tmp_path), "pen_width", "7"]
    second = [sys.executable, "-c", change, str(tmp_path), "database_limit", "2048"]
    for _ in range(8):
        both = [subprocess.Popen(command) for command in (first, second)]
        assert [process.wait(60) for process in both] == [0, 0]
        stored = json.loads((tmp_path / "settings.json").read_bytes())
        assert stored == {"pen_width": 7, "database_limit": 2048}
        (tmp_path / "settings.json").unlink()
