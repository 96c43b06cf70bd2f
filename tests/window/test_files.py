"""Files of every kind in the whole window: settings, models and their names, good and bad."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QRect, QSettings, QSize, QTimer
from PySide6.QtGui import QAction, QGuiApplication, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMenu, QMessageBox, QWidget

from handwriting_app.storage.curves import LARGEST
from handwriting_app.storage.data_folder import VARIABLE
from handwriting_app.storage.model_file import load_model, save_model
from handwriting_app.storage.settings_file import SettingsFile
from handwriting_app.storage.settings_keys import COLUMNS, LESSONS_DONE, RECENT_MODELS, THEME, WINDOW, ThemeChoice
from tests.storage.test_model_file import a_model, a_report, entry, rewrite, with_header
from tests.storage.test_settings_file import BROKEN
from tests.whole_window import session_of, tabs_of


def dialogs(window):
    return [box for box in window.findChildren(QMessageBox) if box.isVisible()]


def trigger(window, name):
    window.findChild(QAction, name).trigger()


def save_as(qtbot, window):
    """Save under a name that is chosen, and wait until it is written or refused."""
    trigger(window, "action_save_model_as")
    qtbot.waitUntil(lambda: not session_of(window).saving.is_busy)


def open_model(qtbot, window):
    """Open a file that is chosen, and wait until it is read."""
    with qtbot.waitSignal(session_of(window).coming.read):
        trigger(window, "action_open_model")


def choose(monkeypatch, *paths):
    """What a person types into the next file dialogs; after the last they cancel."""
    answers = iter(paths)

    def next_answer(*_):
        return str(next(answers, "")), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", next_answer)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", next_answer)


def answer(name, which):
    """Press a button of the dialog of this name as soon as it is there; gives the words that were shown."""
    shown = []

    def press():
        for box in QApplication.topLevelWidgets():
            if isinstance(box, QMessageBox) and box.objectName() == name and box.isVisible():
                shown.append(f"{box.text()} {box.informativeText()}")
                box.button(which).click()
                return
        QTimer.singleShot(5, press)

    QTimer.singleShot(0, press)
    return shown


class Crafted:
    """When it is unpickled, a folder is made."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return os.mkdir, (str(self.path),)


def test_what_is_crafted_in_an_old_settings_file_is_not_executed(make_window, tmp_path, monkeypatch):
    marker = tmp_path / "executed"
    ini = [tmp_path / "written.ini", tmp_path / "control.ini", Path(QSettings().fileName())]  # where settings were
    settings = QSettings(str(ini[0]), QSettings.Format.IniFormat)
    settings.setValue("theme", Crafted(marker))
    settings.sync()
    for copy in ini[1:]:
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ini[0], copy)
    QSettings(str(ini[1]), QSettings.Format.IniFormat).value("theme")
    assert marker.is_dir(), "the attack works on what reads it"
    marker.rmdir()
    monkeypatch.setenv(VARIABLE, str(tmp_path / "data"))
    try:
        assert make_window(settings=None, theme=None).isVisible()
    finally:
        ini[2].unlink()
    assert not marker.exists()


@pytest.mark.parametrize("name", ["an ini file", "deep"])
def test_the_window_opens_with_broken_settings_and_says_so(make_window, settings, qtbot, name):
    settings.path.write_bytes(BROKEN[name])
    window = make_window(settings=SettingsFile(settings.path))
    qtbot.waitUntil(lambda: len(dialogs(window)) == 1)
    (box,) = dialogs(window)
    assert "settings-broken-1.json" in box.informativeText()
    assert settings.path.with_name("settings-broken-1.json").read_bytes() == BROKEN[name]


def test_the_window_opens_where_it_was(make_window, settings, qtbot):
    settings.path.write_text(
        json.dumps({"window": {"x": 40, "y": 30, "width": 797, "height": 760, "maximized": False}, "theme": "dark"})
    )
    first = make_window(settings=SettingsFile(settings.path), theme=None)
    room = QGuiApplication.primaryScreen().availableGeometry()
    assert first.size() == QSize(797, 760).boundedTo(room.size()).expandedTo(first.minimumSize())
    first.resize(799, 690)
    first.columns.setSizes([250, 280, 269])
    first.columns.splitterMoved.emit(0, 1)
    sizes = first.columns.sizes()
    first.close()
    kept = SettingsFile(settings.path)
    assert kept.get(THEME) is ThemeChoice.DARK
    assert kept.get(COLUMNS) == tuple(sizes)
    second = make_window(settings=kept, theme=None)
    assert second.size() == QSize(799, 690)
    assert second.columns.sizes() == sizes
    assert dialogs(second) == []


@pytest.mark.parametrize("x", [-100_000, 100_000])
def test_a_window_that_was_on_a_screen_that_is_gone_is_brought_back(make_window, settings, x):
    place = {"x": x, "y": -x, "width": 100_000, "height": 1, "maximized": False}
    settings.path.write_text(json.dumps({"window": place, "columns": [0, 0, 100_000]}))
    window = make_window(settings=SettingsFile(settings.path))
    room = QGuiApplication.primaryScreen().availableGeometry()
    assert room.intersects(QRect(window.pos(), window.size()))
    assert room.contains(window.pos())
    assert all(width > 100 for width in window.columns.sizes())


def test_what_is_kept_by_another_window_is_not_undone_by_closing(make_window, settings):
    window = make_window()
    SettingsFile(settings.path).put(LESSONS_DONE, ("sum",))
    window.close()
    kept = SettingsFile(settings.path)
    assert kept.get(LESSONS_DONE) == ("sum",)
    assert kept.get(WINDOW) is not None


def test_settings_that_cannot_be_kept_are_told_of(make_window, settings, qtbot):
    settings.path.mkdir()
    window = make_window(settings=SettingsFile(settings.path))
    qtbot.waitUntil(lambda: len(dialogs(window)) == 1)
    assert "cannot be kept" in dialogs(window)[0].informativeText()
    assert tabs_of(window).isVisible()
    assert window.findChild(QLabel, "predicted_digit") is not None


@pytest.mark.parametrize("typed", ["run 1.5", "run", "model.txt", "Köln 2026.11.25"])
def test_a_name_without_the_ending_gets_it(qtbot, window, tmp_path, monkeypatch, typed):
    choose(monkeypatch, tmp_path / typed)
    save_as(qtbot, window)
    assert [path.name for path in tmp_path.glob("*.safetensors")] == [f"{typed}.safetensors"]
    assert load_model(tmp_path / f"{typed}.safetensors").name == typed


@pytest.mark.parametrize("replaces", [False, True])
def test_a_file_is_replaced_only_after_asking_about_the_name_it_will_have(
    qtbot, window, tmp_path, monkeypatch, replaces
):
    path = tmp_path / "mine.safetensors"
    path.write_bytes(b"precious")
    choose(monkeypatch, tmp_path / "mine")
    buttons = QMessageBox.StandardButton
    shown = answer("replace_dialog", buttons.Yes if replaces else buttons.No)
    save_as(qtbot, window)
    assert len(shown) == 1
    assert "mine.safetensors" in shown[0]
    assert (path.read_bytes() == b"precious") is not replaces
    assert ("mine" in window.windowTitle()) is replaces


def test_after_no_another_name_can_be_given(qtbot, window, tmp_path, monkeypatch):
    (tmp_path / "mine.safetensors").write_bytes(b"precious")
    choose(monkeypatch, tmp_path / "mine", tmp_path / "other")
    answer("replace_dialog", QMessageBox.StandardButton.No)
    save_as(qtbot, window)
    assert (tmp_path / "mine.safetensors").read_bytes() == b"precious"
    assert load_model(tmp_path / "other.safetensors").name == "other"


@pytest.mark.parametrize("kind", ["png", "svg", "pdf", "csv"])
def test_an_export_replaces_nothing_unasked(window, tmp_path, monkeypatch, kind):
    path = tmp_path / f"plot.{kind}"
    path.write_bytes(b"precious")
    choose(monkeypatch, tmp_path / "plot")
    shown = answer("replace_dialog", QMessageBox.StandardButton.No)
    trigger(window, f"cost_plot_export_{kind}")
    assert len(shown) == 1
    assert path.read_bytes() == b"precious"


@pytest.mark.parametrize("name", ["x" * 300, "none/such", "folder.safetensors"])
def test_what_cannot_be_written_is_said_and_nothing_is_lost(qtbot, window, tmp_path, monkeypatch, name):
    (tmp_path / "folder.safetensors").mkdir()
    before = session_of(window).shelf.present
    choose(monkeypatch, tmp_path / name)
    if name.startswith("folder"):
        answer("replace_dialog", QMessageBox.StandardButton.Yes)
    save_as(qtbot, window)
    (box,) = dialogs(window)
    assert "was not written" in box.informativeText()
    assert session_of(window).shelf.present is before


@pytest.mark.parametrize("action", ["action_open_model", "action_save_model_as", "menu"])
def test_a_recent_file_in_a_closed_folder_hinders_nothing(window, settings, tmp_path, monkeypatch, action):
    other, folder = tmp_path / "other.safetensors", tmp_path / "closed"
    other.touch()
    folder.mkdir()
    settings.put(RECENT_MODELS, (str(folder / "mine.safetensors"), "x" * 300, str(other)))
    stat = os.stat

    def closed(path, *rest, **options):
        if not isinstance(path, int) and str(path).startswith(str(folder)):
            raise PermissionError(13, "Permission denied")
        return stat(path, *rest, **options)

    monkeypatch.setattr(os, "stat", closed)
    asked = []
    for name in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *arguments: (asked.append(arguments[2]), ("", ""))[1])
    if action == "menu":
        recent = window.findChild(QMenu, "menu_recent")
        recent.aboutToShow.emit()
        assert [entry.text() for entry in recent.actions()] == ["other.safetensors"]
    else:
        trigger(window, action)
        assert len(asked) == 1
        assert asked[0].startswith(str(tmp_path))


@pytest.mark.parametrize("bad", ["1e308", "version", "BF16", "cut short"])
def test_a_model_that_cannot_be_used_changes_nothing(window, tmp_path, monkeypatch, qtbot, bad):
    path = tmp_path / "bad.safetensors"
    save_model(path, a_model())
    if bad == "1e308":
        rewrite(path, curves_training_cost=np.full(3, 1e308))
    elif bad == "version":
        rewrite(path, about={"format_version": 10**400})
    elif bad == "BF16":
        with_header(path, 1280, **{"layer1.weight": entry("BF16", [10, 64], 0, 1280)})
    else:
        os.truncate(path, path.stat().st_size - 1)
    before = session_of(window).shelf.present
    title = window.windowTitle()
    choose(monkeypatch, path)
    trigger(window, "action_open_model")
    qtbot.waitUntil(lambda: len(dialogs(window)) == 1)
    (box,) = dialogs(window)
    assert box.informativeText().startswith("bad.safetensors ")
    assert len(box.informativeText()) < 300
    box.close()
    assert session_of(window).shelf.present is before
    assert window.windowTitle() == title


def test_the_largest_costs_that_a_file_can_hold_do_not_hurt_the_plots(window, tmp_path, monkeypatch, qtbot):
    report = replace(a_report(1), training_cost=LARGEST, held_out_cost=-LARGEST, gradient_norms=(LARGEST, 0.0))
    extreme, usual = tmp_path / "extreme.safetensors", tmp_path / "usual.safetensors"
    save_model(extreme, replace(a_model(), reports=(report, a_report(2))))
    save_model(usual, a_model())
    plot = window.findChild(QWidget, "cost_plot")
    choose(monkeypatch, extreme, usual)
    for _ in (extreme, usual):
        before = session_of(window).shelf.present
        trigger(window, "action_open_model")
        qtbot.waitUntil(lambda before=before: session_of(window).shelf.present is not before)
        with qtbot.captureExceptions() as exceptions:
            plot.repaint()
            plot.grab()
        assert exceptions == []
    assert not plot.grab().isNull()


ODD = "<b>big<i> & [*]\n\u202eevil" + "x" * 150
ONE_LINE = "<b>big<i> & [*]��evil"


@pytest.fixture
def odd(tmp_path):
    """A model in a file with an odd name."""
    folder = tmp_path / "<i>folder"
    folder.mkdir()
    path = folder / f"{ODD}.safetensors"
    save_model(path, a_model())
    return path


def test_an_odd_name_is_shown_as_one_plain_line_everywhere(qtbot, window, settings, odd, monkeypatch):
    choose(monkeypatch, odd)
    open_model(qtbot, window)
    notice = window.findChild(QLabel, "notice")
    message = window.findChild(QLabel, "training_message")
    for label in (notice, message):
        assert ONE_LINE in label.text()
        assert "…" in label.text()
        assert len(label.text()) < 120
        assert label.textFormat() is Qt.TextFormat.PlainText
        assert not Qt.mightBeRichText(label.toolTip()) or "&lt;b&gt;big" in label.toolTip()
    assert ONE_LINE.replace("[*]", "[*][*]") in window.windowTitle()
    assert len(window.windowTitle()) < 120
    recent = window.findChild(QMenu, "menu_recent")
    recent.aboutToShow.emit()
    (entry,) = recent.actions()
    assert entry.text().startswith("<b>big<i> && [*]��evil")
    assert entry.text().endswith("x.safetensors")
    assert "&lt;i&gt;folder" in entry.toolTip()


def test_an_odd_name_in_a_dialog_is_plain(window, odd, monkeypatch, qtbot):
    odd.write_bytes(b"no model")
    choose(monkeypatch, odd)
    trigger(window, "action_open_model")
    qtbot.waitUntil(lambda: len(dialogs(window)) == 1)
    (box,) = dialogs(window)
    shown = [label for label in box.findChildren(QLabel) if label.text()]
    assert any(ONE_LINE in label.text() for label in shown)
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in shown)
    assert len(box.informativeText()) < 300


def test_earlier_runs_and_exports_show_odd_names_plainly(window, odd, tmp_path, monkeypatch, qtbot):
    choose(monkeypatch, odd)
    open_model(qtbot, window)
    usual = tmp_path / "usual.safetensors"
    save_model(usual, a_model())
    choose(monkeypatch, usual)
    session_of(window).change_network(session_of(window).shelf.present.network.copy(), "by hand")
    open_model(qtbot, window)
    earlier = window.findChild(QMenu, "menu_earlier")
    earlier.aboutToShow.emit()
    assert any(entry.text().startswith("<b>big<i> && [*]��evil") for entry in earlier.actions())
    choose(monkeypatch, odd.parent / ("x" * 300))
    trigger(window, "cost_plot_export_csv")
    qtbot.waitUntil(lambda: len(dialogs(window)) == 1)
    assert len(dialogs(window)[0].informativeText()) < 200
