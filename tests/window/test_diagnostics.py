"""Help ▸ Copy diagnostics, and the log of a program that is started and ended."""

from __future__ import annotations

import getpass
import os
import signal
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import qVersion
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from handwriting_app import __version__
from handwriting_app.storage.log_file import FILE_NAME, open_log
from handwriting_app.storage.settings_file import SettingsFile
from handwriting_app.ui.frame.main_window import MainWindow
from handwriting_app.ui.widgets.dialogs import show_error
from tests.whole_window import draw, session_of


def copied(qtbot: QtBot, window: MainWindow) -> str:
    clipboard = QGuiApplication.clipboard()
    clipboard.clear()
    window.findChild(QAction, "action_copy_diagnostics").trigger()
    qtbot.waitUntil(lambda: clipboard.text() != "")
    return clipboard.text()


def test_what_helps_is_copied_and_said(
    qtbot: QtBot, window: MainWindow, settings: SettingsFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: settings.path.parent.parent / "ann")
    log = open_log(settings.folder)
    show_error(window, "This picture cannot be read", f"{settings.path.parent.parent}/ann/x/seven.png is no picture.")
    log.close()
    draw(window)
    qtbot.waitUntil(lambda: session_of(window).reader.prediction is not None)
    text = copied(qtbot, window)
    for wanted in (
        f"Handwriting App {__version__}",
        f"Python {sys.version.split()[0]}",
        f"Qt {qVersion()}",
        f"numpy {np.__version__}",
        f"scikit-learn {version('scikit-learn')}",
        f"pyqtgraph {version('pyqtgraph')}",
        f"Qt platform plugin: {QGuiApplication.platformName()}",
        "Screen 1: ",
        "Font: ",
        "WARNING This picture cannot be read: …/seven.png is no picture.",
    ):
        assert wanted in text, text
    assert str(settings.path.parent) not in text
    assert "/ann" not in text
    assert getpass.getuser() not in text.split()
    assert "copied" in window.findChild(QLabel, "notice").text()


def test_without_a_log_it_says_so(qtbot: QtBot, window: MainWindow) -> None:
    assert copied(qtbot, window).endswith("No problems in the log.\n")


def test_scikit_learn_is_asked_for_its_version_alone(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib; from PySide6.QtWidgets import QApplication; application = QApplication([]);"
        "from handwriting_app.ui.frame.diagnostics import of_the_screens, report;"
        "text = report(of_the_screens(), pathlib.Path('none')); assert 'scikit-learn 1.' in text, text;"
        "print([name for name in ('sklearn', 'scipy', 'pyqtgraph') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.strip() == "[]", done.stderr


# Does what is put in its place once the window is complete.
_PROGRAM = """
import sys
from PySide6.QtCore import QTimer, qWarning
from PySide6.QtGui import QAction
from handwriting_app.session.session import Session
from handwriting_app.ui.frame.lazy_tabs import LazyTabs
from handwriting_app.ui.frame.main_window import MainWindow

show = MainWindow.show

def watched(window):
    def look():
        tabs = window.findChild(LazyTabs)
        if tabs is None or tabs.current_view() is None:
            QTimer.singleShot(5, look)
            return
        act(window)
    show(window)
    look()

{}
MainWindow.show = watched
from handwriting_app.cli import main
sys.exit(main(sys.argv[1:]))
"""

ACTS = """
def fail():
    raise ZeroDivisionError("of 'drawn' in /home/anna/x.png")
def act(window):
    qWarning("a warning of Qt's")
    QTimer.singleShot(0, fail)
    QTimer.singleShot(50, window.close)
"""
WAITS = """
from handwriting_app.storage.settings_keys import PEN_WIDTH
from handwriting_app.ui.desk import Desk
def act(window):
    window.findChild(Desk).settings.put(PEN_WIDTH, 11)
    print("ready", flush=True)
"""


def start(program: str, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", _PROGRAM.replace("{}", program), *arguments]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(command, text=True, env=os.environ | {"QT_QPA_PLATFORM": "offscreen"}, **pipes)  # type: ignore[call-overload,no-any-return]


def test_what_goes_wrong_is_in_the_log_of_the_chosen_folder_and_on_standard_error(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    _, error = start(ACTS, "--data-dir", str(folder)).communicate(timeout=60)
    text = (folder / FILE_NAME).read_text(encoding="utf-8")
    lines = text.splitlines()
    assert f"INFO Handwriting App {__version__} begins: Python " in lines[0]
    assert lines[-1].endswith("INFO Handwriting App ends")
    assert "WARNING Qt: a warning of Qt's" in text
    assert "ZeroDivisionError: of … in …/x.png" in text
    assert "anna" not in text
    assert "a warning of Qt's" in error
    assert "ZeroDivisionError" in error
    assert SettingsFile(folder / "settings.json").path.is_file()


@pytest.mark.skipif(os.name == "nt", reason="there are no such signals")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_what_was_set_a_moment_ago_is_kept_when_a_signal_ends_the_program(tmp_path: Path, name: str) -> None:
    from handwriting_app.storage.settings_keys import PEN_WIDTH

    with start(WAITS, "--data-dir", str(tmp_path)) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(getattr(signal, name))
        process.communicate(timeout=60)
    assert process.returncode == 128 + getattr(signal, name)
    assert SettingsFile(tmp_path / "settings.json").get(PEN_WIDTH) == 11
    assert (tmp_path / FILE_NAME).read_text(encoding="utf-8").endswith("INFO Handwriting App ends\n")


def test_a_folder_that_cannot_be_made_hinders_no_window(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    _, error = start("def act(window): window.close()", "--data-dir", str(tmp_path / "file")).communicate(timeout=60)
    assert [line for line in error.splitlines() if not line.startswith("This plugin does not support")] == []
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
