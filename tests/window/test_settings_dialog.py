"""The settings of the user in the whole window: by keys, at once, kept, and never in the way."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QFileDialog, QLabel, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.session.model import Model
from handwriting_app.storage import settings_file
from handwriting_app.storage.model_file import save_model
from handwriting_app.storage.settings_file import SettingsFile
from handwriting_app.storage.settings_keys import (
    DATABASE_LIMIT,
    DEFAULT_MODEL,
    LESSONS_DONE,
    OPENS,
    PEN_WIDTH,
    RECENT_MODELS,
    THEME,
    Opening,
    ThemeChoice,
)
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.frame.main_window import MainWindow
from tests.storage.test_model_file import a_model
from tests.storage.test_settings_file import BROKEN
from tests.whole_window import draw, next_start, session_of, tabs_of

NAMES = ("theme", "size", "pen_width", "default_model", "opens", "database_limit")


def dialog_of(window: MainWindow) -> QDialog:
    dialog = window.findChild(QDialog, "settings_dialog")
    assert dialog is not None
    return dialog


def part(window: MainWindow, name: str) -> QWidget:
    widget = dialog_of(window).findChild(QWidget, name)
    assert widget is not None, name
    return widget


def errors(window: MainWindow) -> list[QMessageBox]:
    return [box for box in window.findChildren(QMessageBox, "error_dialog") if box.isVisible()]


def open_by_key(qtbot: QtBot, window: MainWindow) -> QDialog:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    dialog = dialog_of(window)
    qtbot.waitUntil(dialog.isVisible)
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def press(window: MainWindow, name: str, key: Qt.Key, times: int = 1) -> None:
    """Press a key in what has the focus once the part of this name is asked for it."""
    part(window, name).setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(times):
        QTest.keyClick(QApplication.focusWidget(), key)


def is_dark(widget: QWidget) -> bool:
    return widget.palette().color(QPalette.ColorRole.Window).lightness() < 128


def ink(window: MainWindow) -> int:
    """How many pixels of the canvas are not paper; its edge, which tells where the keys go, is left out."""
    image = window.draw_column.canvas.grab().toImage()
    paper = image.pixel(image.width() // 2, image.height() - 8)
    across, down = (range(8, length - 8, 2) for length in (image.width(), image.height()))
    return sum(image.pixel(x, y) != paper for x in across for y in down)


def test_theme_and_pen_are_changed_by_keys_seen_at_once_and_kept(
    qtbot: QtBot, make_window: Callable[..., MainWindow], settings: SettingsFile
) -> None:
    window = make_window(theme=None)
    draw(window)
    thin = ink(window)
    open_by_key(qtbot, window)
    press(window, "setting_theme", Qt.Key.Key_Right, 2)
    qtbot.waitUntil(lambda: is_dark(window) and is_dark(dialog_of(window)))
    assert window.findChild(QAction, "action_theme_dark").isChecked()
    press(window, "setting_pen_width", Qt.Key.Key_Right, 4)
    assert ink(window) > 1.4 * thin
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not dialog_of(window).isVisible()
    window.close()
    kept = SettingsFile(settings.path)
    assert kept.get(THEME) is ThemeChoice.DARK
    assert kept.get(PEN_WIDTH) == 9
    again = make_window(settings=kept, theme=None)
    assert is_dark(again)
    draw(again)
    assert ink(again) > 1.4 * thin


def test_the_pen_changes_nothing_that_is_read(qtbot: QtBot, window: MainWindow) -> None:
    draw(window)
    qtbot.waitUntil(lambda: session_of(window).reader.prediction is not None)
    before = session_of(window).reader.prediction
    open_by_key(qtbot, window)
    press(window, "setting_pen_width", Qt.Key.Key_End)
    draw(window)
    window.draw_column.canvas.undo()
    qtbot.waitUntil(lambda: session_of(window).reader.prediction is not None)
    after = session_of(window).reader.prediction
    assert before is not None
    assert after is not None
    assert before.digit == after.digit


def test_everything_in_it_is_reached_by_tab_and_named(qtbot: QtBot, window: MainWindow) -> None:
    dialog = open_by_key(qtbot, window)
    reached = []
    part(window, "setting_theme").setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(12):
        focus = QApplication.focusWidget()
        assert focus is not None
        while focus is not dialog and not focus.objectName().startswith("setting"):
            focus = focus.parentWidget()
        reached.append(focus.objectName())
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    wanted = [*(f"setting_{name}" for name in NAMES[:4]), "setting_default_model_choose"]
    wanted += [*(f"setting_{name}" for name in NAMES[4:]), "settings_defaults", "settings_close"]
    assert list(dict.fromkeys(reached)) == wanted
    for name in NAMES:
        widget = part(window, f"setting_{name}")
        assert widget.accessibleName()
        assert widget.accessibleDescription()
        assert widget.toolTip()
        assert any(label.buddy() is widget for label in dialog.findChildren(QLabel))


def test_opened_twice_it_is_one_and_shows_what_the_menu_has_changed(qtbot: QtBot, window: MainWindow) -> None:
    dialog = open_by_key(qtbot, window)
    window.findChild(QAction, "action_theme_dark").trigger()
    window.findChild(QAction, "action_settings").trigger()
    assert window.findChildren(QDialog, "settings_dialog") == [dialog]
    (chosen,) = [button for button in part(window, "setting_theme").findChildren(QPushButton) if button.isChecked()]
    assert chosen.text() == "Dark"


def test_the_limit_says_what_is_wrong_and_keeps_only_what_can_be(
    qtbot: QtBot, window: MainWindow, settings: SettingsFile
) -> None:
    dialog = open_by_key(qtbot, window)
    field = part(window, "setting_database_limit")
    for typed, kept in (("3", 1024), ("300", 300), ("99999999999", 300)):
        field.setFocus()
        field.selectAll()  # type: ignore[attr-defined]
        QTest.keyClicks(field, typed)
        QTest.keyClick(field, Qt.Key.Key_Return)
        assert dialog.isVisible(), "Enter means the number"
        assert next_start(qtbot, settings).get(DATABASE_LIMIT) == kept
        assert bool(field.accessibleDescription()) is (int(typed) != kept)


@pytest.mark.parametrize("opens", Opening)
def test_what_opens_at_the_start(
    qtbot: QtBot, make_window: Callable[..., MainWindow], settings: SettingsFile, opens: Opening
) -> None:
    first = make_window()
    open_by_key(qtbot, first)
    press(first, "setting_opens", Qt.Key.Key_Right, tuple(Opening).index(opens))
    tabs_of(first).show_view("network_view")
    first.close()
    again = make_window(settings=SettingsFile(settings.path))
    wanted = {Opening.DIGIT: "learning_view", Opening.LESSONS: "course_view", Opening.LAST: "network_view"}
    assert tabs_of(again).current_name() == wanted[opens]
    assert [view.objectName() for view in tabs_of(again).views()] == [wanted[opens]], "no other one is built"


def a_file(folder: Path, name: str = "mine") -> Path:
    path = folder / f"{name}.safetensors"
    save_model(path, a_model())
    return path


def test_a_model_of_ones_own_opens_at_the_start(
    qtbot: QtBot,
    make_window: Callable[..., MainWindow],
    settings: SettingsFile,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = a_file(tmp_path)
    window = make_window()
    open_by_key(qtbot, window)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    part(window, "setting_default_model_choose").click()  # type: ignore[attr-defined]
    combo = part(window, "setting_default_model")
    assert isinstance(combo, QComboBox)
    qtbot.waitUntil(lambda: combo.currentText() == "mine.safetensors")
    assert "mine" not in window.windowTitle(), "only the next start opens it"
    again = make_window(settings=next_start(qtbot, settings))
    assert "mine" in again.windowTitle()
    assert session_of(again).shelf.present.path == path
    open_by_key(qtbot, again)
    press(again, "setting_default_model", Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: SettingsFile(settings.path).get(DEFAULT_MODEL) == "")


def test_a_file_that_is_no_model_is_refused_and_what_was_chosen_stays(
    qtbot: QtBot, window: MainWindow, settings: SettingsFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bad.safetensors"
    path.write_bytes(b"no model")
    dialog = open_by_key(qtbot, window)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    part(window, "setting_default_model_choose").click()  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: len(errors(window)) == 1)
    assert "bad.safetensors" in errors(window)[0].informativeText()
    assert next_start(qtbot, settings).get(DEFAULT_MODEL) == ""
    errors(window)[0].close()
    assert dialog.isVisible()


@pytest.mark.parametrize("what", ["gone", "broken", "a folder", "a pipe"])
def test_a_model_that_cannot_be_opened_at_the_start_is_told_and_the_shipped_one_is_there(
    qtbot: QtBot, make_window: Callable[..., MainWindow], settings: SettingsFile, tmp_path: Path, what: str
) -> None:
    path = tmp_path / "mine.safetensors"
    if what == "broken":
        path.write_bytes(b"no model")
    elif what == "a folder":
        path.mkdir()
    elif what == "a pipe":
        if not hasattr(os, "mkfifo"):
            pytest.skip("Windows has no named pipes in folders")
        os.mkfifo(path)
    settings.put(DEFAULT_MODEL, str(path))
    window = make_window()
    qtbot.waitUntil(lambda: len(errors(window)) == 1)
    assert "mine.safetensors" in errors(window)[0].informativeText()
    assert "Settings…" in errors(window)[0].informativeText()
    assert session_of(window).shelf.present.path is None
    assert settings.get(DEFAULT_MODEL) == str(path), "the stick that it is on may be back tomorrow"


def test_a_model_that_is_named_comes_before_the_settings(
    make_window: Callable[..., MainWindow], settings: SettingsFile, tmp_path: Path
) -> None:
    settings.put(DEFAULT_MODEL, str(a_file(tmp_path)))
    other = a_file(tmp_path, "other")
    assert "other" in make_window(model_path=other).windowTitle()


def test_the_defaults_are_restored_and_nothing_else(
    qtbot: QtBot, make_window: Callable[..., MainWindow], settings: SettingsFile, tmp_path: Path
) -> None:
    path = a_file(tmp_path)
    settings.put(THEME, ThemeChoice.DARK)
    settings.put(PEN_WIDTH, 12)
    settings.put(DEFAULT_MODEL, str(path))
    settings.put(OPENS, Opening.LAST)
    settings.put(DATABASE_LIMIT, 64)
    settings.put(LESSONS_DONE, ("sum",))
    settings.put(RECENT_MODELS, (str(path),))
    window = make_window(theme=None)
    open_by_key(qtbot, window)
    press(window, "settings_defaults", Qt.Key.Key_Space)
    kept = next_start(qtbot, settings)
    for key in (THEME, PEN_WIDTH, DEFAULT_MODEL, OPENS, DATABASE_LIMIT):
        assert kept.get(key) == key.read(None)
    assert kept.get(LESSONS_DONE) == ("sum",)
    assert kept.get(RECENT_MODELS) == (str(path),)
    qtbot.waitUntil(lambda: not is_dark(window))
    assert part(window, "setting_pen_width").value() == 5  # type: ignore[attr-defined]
    assert part(window, "setting_default_model").currentText() == "The shipped model"  # type: ignore[attr-defined]


def test_broken_settings_are_defaults_with_a_notice_and_the_dialog_works(
    qtbot: QtBot, make_window: Callable[..., MainWindow], settings: SettingsFile
) -> None:
    settings.path.write_bytes(BROKEN["cut short"])
    window = make_window(settings=SettingsFile(settings.path))
    qtbot.waitUntil(lambda: len(errors(window)) == 1)
    errors(window)[0].close()
    assert settings.path.with_name("settings-broken-1.json").read_bytes() == BROKEN["cut short"]
    open_by_key(qtbot, window)
    press(window, "setting_pen_width", Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: settings.path.exists() and json.loads(settings.path.read_bytes()).get("pen_width") == 4)


def test_a_folder_that_cannot_be_written_is_told_of_once_and_the_window_runs_on(
    qtbot: QtBot, make_window: Callable[..., MainWindow], tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    window = make_window(settings=SettingsFile(tmp_path / "file" / "data" / "settings.json"))
    qtbot.waitUntil(lambda: len(errors(window)) == 1)
    assert "cannot be kept" in errors(window)[0].informativeText()
    errors(window)[0].close()
    open_by_key(qtbot, window)
    press(window, "setting_theme", Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: is_dark(window))
    draw(window)
    qtbot.waitUntil(lambda: session_of(window).reader.prediction is not None)
    assert errors(window) == []


def test_a_slow_disk_does_not_hold_up_the_window_and_nothing_is_lost_at_the_end(
    qtbot: QtBot, make_window: Callable[..., MainWindow], settings: SettingsFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As long as the file is being written nothing waits for it but the end of the program."""
    import threading

    window = make_window()
    qtbot.waitUntil(lambda: settings.is_kept)
    may_write, whole = threading.Event(), settings_file.atomic_write

    def slow(path: Path) -> object:
        assert threading.current_thread() is not threading.main_thread()
        assert may_write.wait(30)
        return whole(path)

    monkeypatch.setattr(settings_file, "atomic_write", slow)
    open_by_key(qtbot, window)
    press(window, "setting_pen_width", Qt.Key.Key_Right, 3)
    press(window, "setting_theme", Qt.Key.Key_Right)
    desk = window.findChild(Desk)
    assert desk is not None
    assert desk.settings.get(PEN_WIDTH) == 8
    assert not settings.is_kept
    assert SettingsFile(settings.path).get(PEN_WIDTH) == 5
    threading.Timer(0.2, may_write.set).start()
    window.close()
    kept = SettingsFile(settings.path)
    assert kept.get(PEN_WIDTH) == 8
    assert kept.get(THEME) is ThemeChoice.DARK
    assert settings.is_kept


def test_an_opened_default_is_what_the_panel_shows(
    make_window: Callable[..., MainWindow], settings: SettingsFile, tmp_path: Path
) -> None:
    import numpy as np

    mine = TrainingConfig(hidden=(5,), epochs=7)
    path = tmp_path / "five.safetensors"
    save_model(path, Model.untrained(mine, np.random.default_rng(0)).to_save("five"))
    settings.put(DEFAULT_MODEL, str(path))
    panel = make_window().findChild(QWidget, "training_panel")
    assert panel.config() == mine
