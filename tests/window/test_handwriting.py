"""My handwriting in the whole window: said by key and click, found again, changed, exported, imported, asked for."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QMessageBox,
    QPushButton,
    QRadioButton,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from handwriting_app.session.messages import RunState
from handwriting_app.storage.data_folder import DATABASE
from handwriting_app.storage.database.drawings import KeptDrawing, NewDrawing, add_drawings, drawings
from handwriting_app.storage.database.opening import open_database
from handwriting_app.storage.settings_file import SettingsFile
from handwriting_app.ui.frame.main_window import MainWindow
from handwriting_app.ui.widgets.segmented import SegmentedButtons
from tests.nobody import NOBODY, as_nobody
from tests.storage.database.made import drawing
from tests.whole_window import draw, next_start, session_of, tabs_of

WAIT = 20_000
VIEW = "my_handwriting_view"
BAR = ((0.3, 0.5), (0.7, 0.5))


@pytest.fixture
def window(qtbot: QtBot, window: MainWindow) -> MainWindow:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def part(window: QWidget, name: str, kind: type = QWidget):  # type: ignore[no-untyped-def]
    found = window.findChild(kind, name)
    assert found is not None, name
    return found


def press(window: MainWindow, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(window.windowHandle(), key, modifiers)


def focus(window: MainWindow, name: str) -> None:
    widget = part(window, name)
    widget.setFocus()
    assert QApplication.focusWidget() is widget


def say(qtbot: QtBot, window: MainWindow, key: Qt.Key) -> None:
    """Say by key what is drawn, and wait until it is kept."""
    with qtbot.waitSignal(session_of(window).handwriting.changed, timeout=WAIT):
        press(window, key)


def show_view(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(session_of(window).handwriting.listed, timeout=WAIT):
        tabs_of(window).show_view(VIEW)


def rows(window: MainWindow) -> list[str]:
    model = part(window, "kept_gallery", QListView).model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def kept(settings: SettingsFile) -> list[KeptDrawing]:
    database = open_database(settings.folder / DATABASE)
    found = list(drawings(database))
    database.close()
    return found


def checked(window: MainWindow) -> list[str]:
    buttons = part(window, "true_labels").findChildren(QPushButton)
    return [each.objectName() for each in buttons if each.isChecked()]


def end(window: MainWindow) -> None:
    session_of(window).shutdown()
    window.close_unasked()


def test_what_is_said_by_key_is_there_after_the_next_start(
    qtbot: QtBot, window: MainWindow, make_window: Callable[..., MainWindow], settings: SettingsFile
) -> None:
    draw(window)
    focus(window, "canvas")
    say(qtbot, window, Qt.Key.Key_7)
    assert checked(window) == ["true_label_7"]
    assert window.notice.text() == "Kept as a 7 in My handwriting"
    end(window)
    again = make_window(settings=next_start(qtbot, settings))
    show_view(qtbot, again)
    assert rows(again) == ["7"]


def test_nothing_is_kept_without_a_word(window: MainWindow, settings: SettingsFile) -> None:
    draw(window)
    end(window)
    assert not os.path.exists(settings.folder / DATABASE)


def test_a_click_says_it_too_and_once_more_says_it_otherwise(
    qtbot: QtBot, window: MainWindow, settings: SettingsFile
) -> None:
    assert not part(window, "true_label_1").isEnabled()
    draw(window)
    for place in (1, 7):
        with qtbot.waitSignal(session_of(window).handwriting.changed, timeout=WAIT):
            QTest.mouseClick(part(window, f"true_label_{place}"), Qt.MouseButton.LeftButton)
    assert checked(window) == ["true_label_7"]
    assert part(window, "true_label_7").accessibleName() == "It is a 7"
    draw(window, BAR)
    assert checked(window) == []  # another drawing by now
    say(qtbot, window, Qt.Key.Key_7)
    end(window)
    assert [each.label for each in kept(settings)] == ["7", "7"]
    assert [len(each.ink.strokes) for each in kept(settings)] == [1, 2]


def test_undo_beside_the_notice_takes_it_back(qtbot: QtBot, window: MainWindow, settings: SettingsFile) -> None:
    draw(window)
    focus(window, "canvas")
    say(qtbot, window, Qt.Key.Key_7)
    undo = part(window, "notice_undo_button")
    assert undo.isVisible()
    with qtbot.waitSignal(session_of(window).handwriting.changed, timeout=WAIT):
        QTest.mouseClick(undo, Qt.MouseButton.LeftButton)
    assert checked(window) == []
    assert not undo.isVisible()
    end(window)
    assert kept(settings) == []


def test_a_picture_is_kept_as_a_picture(
    qtbot: QtBot, window: MainWindow, settings: SettingsFile, seven: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(seven), ""))
    with qtbot.waitSignal(session_of(window).reader.picture_changed, timeout=WAIT):
        part(window, "action_open_picture", object).trigger()
    focus(window, "canvas")
    say(qtbot, window, Qt.Key.Key_7)
    end(window)
    assert [(each.label, each.source) for each in kept(settings)] == [("7", "picture")]


@pytest.mark.parametrize("name", ["hidden_layers", "learning_rate", "epochs", "batch_size"])
def test_digits_typed_into_fields_stay_there(window: MainWindow, name: str) -> None:
    draw(window)
    field = part(window, name)
    field.setFocus()
    changes = []
    session_of(window).handwriting.changed.connect(changes.append)
    press(window, Qt.Key.Key_7)
    shown = field if isinstance(field, QLineEdit) else field.findChild(QLineEdit)
    assert "7" in shown.text()
    assert session_of(window).handwriting._changes._futures == []
    assert not changes


def test_in_backprop_a_digit_keeps_its_own_meaning(qtbot: QtBot, window: MainWindow) -> None:
    draw(window)
    tabs_of(window).show_view("backprop_view")
    view = tabs_of(window).current_view()
    assert view is not None
    qtbot.waitUntil(view.isVisible)

    def label_rows() -> list[SegmentedButtons[int]]:
        found = view.findChildren(SegmentedButtons, "true_digit")
        return [each for each in found if len(each.findChildren(QAbstractButton)) == 11]  # those of the model

    qtbot.waitUntil(lambda: len(label_rows()) == 1)
    (labels,) = label_rows()
    labels.focusProxy().setFocus()
    press(window, Qt.Key.Key_3)
    qtbot.waitUntil(lambda: labels.value() == 3, timeout=WAIT)
    assert session_of(window).handwriting._changes._futures == []
    focus(window, "canvas")
    say(qtbot, window, Qt.Key.Key_4)
    assert labels.value() == 3
    assert checked(window) == ["true_label_4"]


def test_digits_mean_the_drawing_where_nothing_else_takes_them(qtbot: QtBot, window: MainWindow) -> None:
    draw(window)
    tabs_of(window).tabBar().setFocus()
    say(qtbot, window, Qt.Key.Key_7)
    part(window, "train_button").setFocus()
    say(qtbot, window, Qt.Key.Key_1)
    assert checked(window) == ["true_label_1"]
    press(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert session_of(window).handwriting.said == "1"


def test_relabel_delete_and_undo_in_the_gallery(qtbot: QtBot, window: MainWindow, settings: SettingsFile) -> None:
    draw(window)
    focus(window, "canvas")
    say(qtbot, window, Qt.Key.Key_7)
    show_view(qtbot, window)
    gallery = part(window, "kept_gallery", QListView)
    place = gallery.visualRect(gallery.model().index(0, 0)).center()
    QTest.mouseClick(gallery.viewport(), Qt.MouseButton.LeftButton, pos=place)
    gallery.setFocus()
    say(qtbot, window, Qt.Key.Key_1)
    assert rows(window) == ["1"]
    assert checked(window) == ["true_label_1"]
    say(qtbot, window, Qt.Key.Key_Delete)
    assert checked(window) == []
    canvas = part(window, "canvas")
    for expected in ("1", "7"):
        with qtbot.waitSignal(session_of(window).handwriting.changed, timeout=WAIT):
            press(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda expected=expected: rows(window) == [expected], timeout=WAIT)
    assert not canvas.drawing.is_empty  # Ctrl+Z was the view's
    end(window)
    assert [each.label for each in kept(settings)] == ["7"]


def test_a_double_click_puts_a_drawing_on_the_canvas(
    qtbot: QtBot, settings: SettingsFile, make_window: Callable[..., MainWindow]
) -> None:
    fill(settings, NewDrawing(drawing(1), "3"))
    window = make_window()
    show_view(qtbot, window)
    gallery = part(window, "kept_gallery", QListView)
    place = gallery.visualRect(gallery.model().index(0, 0)).center()
    with qtbot.waitSignal(session_of(window).handwriting.said_changed, timeout=WAIT):
        QTest.mouseClick(gallery.viewport(), Qt.MouseButton.LeftButton, pos=place)
        QTest.mouseDClick(gallery.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert len(part(window, "canvas").drawing.strokes) == 2
    assert checked(window) == ["true_label_3"]


def test_export_then_import_gives_the_same(
    qtbot: QtBot,
    settings: SettingsFile,
    make_window: Callable[..., MainWindow],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fill(settings, *(NewDrawing(drawing(number), str(number), "drawn", f"writer {number}") for number in range(4)))
    out = tmp_path / "out.unipen"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(out)], ""))
    window = make_window()
    show_view(qtbot, window)
    with qtbot.waitSignal(session_of(window).handwriting.exported, timeout=WAIT):
        part(window, "export_kept_menu", QMenu).actions()[0].trigger()
    assert window.notice.text() == "Wrote 4 drawings to out.unipen"

    other = make_window(settings=SettingsFile(tmp_path / "other" / "settings.json"))
    show_view(qtbot, other)
    importing = part(other, "import_kept_menu", QMenu).actions()[0]
    for words in ("Added 4 drawings.", "Added 0 drawings; 4 were there already."):
        importing.trigger()
        dialog = part(other, "import_dialog", QDialog)
        with qtbot.waitSignal(session_of(other).handwriting.changed, timeout=WAIT) as told:
            part(dialog, "import_confirm_button", QPushButton).click()
        assert told.args[0].words == words
        qtbot.waitUntil(lambda: other.findChild(QDialog, "import_dialog") is None, timeout=WAIT)
    qtbot.waitUntil(lambda: rows(other) == rows(window), timeout=WAIT)
    end(other)
    theirs = kept(SettingsFile(tmp_path / "other" / "settings.json"))
    for mine, copy in zip(kept(settings), theirs, strict=True):
        assert (mine.label, mine.writer) == (copy.label, copy.writer)
        assert all((one == two).all() for one, two in zip(mine.ink.strokes, copy.ink.strokes, strict=True))


def test_a_name_is_asked_for_on_import(
    qtbot: QtBot, window: MainWindow, pen_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(pen_file)], ""))
    show_view(qtbot, window)
    part(window, "import_kept_menu", QMenu).actions()[0].trigger()
    dialog = part(window, "import_dialog", QDialog)
    confirm = part(dialog, "import_confirm_button", QPushButton)
    part(dialog, "writer_by_name", QRadioButton).click()
    assert not confirm.isEnabled()
    QTest.keyClicks(part(dialog, "writer_name", QLineEdit), "Anna <3")
    with qtbot.waitSignal(session_of(window).handwriting.changed, timeout=WAIT):
        confirm.click()
    qtbot.waitUntil(lambda: rows(window) == ["7 · Anna <3", "1 · Anna <3"], timeout=WAIT)  # a double less
    assert part(window, "kept_headline", QLabel).text() == "2 drawings by 1 writer"


def test_a_locked_database_is_told_of_and_the_program_goes_on(
    qtbot: QtBot, window: MainWindow, settings: SettingsFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handwriting_app.storage.database.opening.BUSY_SECONDS", 0.05)
    fill(settings, NewDrawing(drawing(1), "1"))
    other = sqlite3.connect(settings.folder / DATABASE, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    draw(window)
    focus(window, "canvas")
    with qtbot.waitSignal(session_of(window).handwriting.refused, timeout=WAIT):
        press(window, Qt.Key.Key_7)
    box = part(window, "error_dialog", QMessageBox)
    assert "another program uses it" in box.informativeText()
    box.close()
    show_view(qtbot, window)
    assert rows(window) == ["1"]  # who reads need not wait
    other.execute("ROLLBACK")
    other.close()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    focus(window, "canvas")
    say(qtbot, window, Qt.Key.Key_7)
    qtbot.waitUntil(lambda: rows(window) == ["7", "1"], timeout=WAIT)


def test_a_damaged_database_is_set_aside_and_said(qtbot: QtBot, window: MainWindow, settings: SettingsFile) -> None:
    (settings.folder / DATABASE).write_bytes(b"no database at all" * 999)
    draw(window)
    focus(window, "canvas")
    say(qtbot, window, Qt.Key.Key_7)
    notice = part(window, "keeping_notice_words", QLabel)
    qtbot.waitUntil(notice.isVisible, timeout=WAIT)
    assert "damaged" in notice.text()
    assert list(settings.folder.glob("*damaged-1*"))
    show_view(qtbot, window)
    assert rows(window) == ["7"]


@pytest.mark.skipif(sys.platform == "win32", reason="permissions work otherwise")
def test_a_database_that_may_only_be_read_is_told_of(qtbot: QtBot, make_window: Callable[..., MainWindow]) -> None:
    folder = Path(tempfile.mkdtemp())  # that of the test is root's
    settings = SettingsFile(folder / "settings.json")
    fill(settings, NewDrawing(drawing(1), "1"))
    if os.geteuid() == 0:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, NOBODY, NOBODY)
    window = make_window(settings=settings)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    draw(window)
    focus(window, "canvas")
    archive = session_of(window).archive
    with archive._lock:
        archive._close()  # as if nothing had been looked for at the start
    with as_nobody():
        (folder / DATABASE).chmod(0o400)
        with qtbot.waitSignal(session_of(window).handwriting.refused, timeout=WAIT):
            press(window, Qt.Key.Key_7)
        (folder / DATABASE).chmod(0o600)
    box = part(window, "error_dialog", QMessageBox)
    assert "may only be read" in box.informativeText()
    assert checked(window) == []
    box.close()
    end(window)
    assert [each.label for each in kept(settings)] == ["1"]
    shutil.rmtree(folder)


def test_a_folder_in_place_of_the_file_is_told_of(qtbot: QtBot, window: MainWindow, settings: SettingsFile) -> None:
    (settings.folder / DATABASE).mkdir()
    draw(window)
    focus(window, "canvas")
    with qtbot.waitSignal(session_of(window).handwriting.refused, timeout=WAIT):
        press(window, Qt.Key.Key_7)
    assert part(window, "error_dialog", QMessageBox).isVisible()
    assert checked(window) == []
    with qtbot.waitSignal(session_of(window).handwriting.not_listed, timeout=WAIT):
        tabs_of(window).show_view(VIEW)
    qtbot.waitUntil(part(window, "list_again_button").isVisible, timeout=WAIT)


def test_a_round_of_prompts(qtbot: QtBot, window: MainWindow, settings: SettingsFile) -> None:
    show_view(qtbot, window)
    part(window, "action_fold_draw", object).trigger()
    part(window, "first_round_button", QPushButton).click()
    assert part(window, "canvas").isVisible()
    assert QApplication.focusWidget() is part(window, "canvas")
    prompts = session_of(window).prompts
    asked = []
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
        prompt = prompts.prompt
        assert prompt is not None
        assert part(window, "prompt", QLabel).text().endswith(prompt.label)
        assert part(window, "prompt_count", QLabel).text() == f"{len(asked)} of 50"
        assert not part(window, "true_label_7").isEnabled()
        press(window, key)  # nothing is drawn yet
        assert prompts.prompt == prompt
        draw(window, ((0.3, 0.1), (0.4 + len(asked) / 10, 0.9)))
        draw(window, BAR)
        assert prompts.prompt is not None
        assert prompts.prompt.label == prompt.label  # the pen may rest
        asked.append(prompt.label)
        press(window, key)
        assert part(window, "canvas").drawing.is_empty
    assert session_of(window).training.state is RunState.IDLE
    draw(window)
    press(window, Qt.Key.Key_Escape)
    assert prompts.prompt is None
    qtbot.waitUntil(lambda: part(window, "kept_gallery").isVisible() and len(rows(window)) == 3, timeout=WAIT)
    end(window)
    assert [each.label for each in kept(settings)] == asked


def test_the_last_of_a_round_ends_it(qtbot: QtBot, window: MainWindow, settings: SettingsFile) -> None:
    show_view(qtbot, window)
    part(window, "first_round_button", QPushButton).click()
    for number in range(50):
        draw(window, ((0.3, 0.1), (0.3 + number / 100, 0.9)))
        part(window, "next_prompt_button", QPushButton).click()
    assert session_of(window).prompts.prompt is None
    qtbot.waitUntil(lambda: part(window, "kept_headline", QLabel).text() == "50 drawings", timeout=WAIT)
    end(window)
    labels = [each.label for each in kept(settings)]
    assert {label: labels.count(label) for label in labels} == dict.fromkeys("0123456789", 5)


def fill(settings: SettingsFile, *new: NewDrawing) -> None:
    database = open_database(settings.folder / DATABASE)
    add_drawings(database, new)
    database.close()


def test_a_writer_is_renamed_joined_with_another_and_both_taken_back(
    qtbot: QtBot, window: MainWindow, settings: SettingsFile
) -> None:
    database = open_database(settings.folder / DATABASE)
    for place, name in enumerate(("Ana", "Ana", "Béla", "")):
        add_drawings(database, [NewDrawing(drawing(place), "7", "imported", name)])
    database.close()
    show_view(qtbot, window)
    table = part(window, "writers_table", QTableView)
    button = part(window, "rename_writer_button", QPushButton)

    def writers() -> list[str]:
        model = table.model()
        return [f"{model.index(row, 0).data()} {model.index(row, 1).data()}" for row in range(model.rowCount())]

    def choose(row: int) -> None:
        at = table.visualRect(table.model().index(row, 0)).center()
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)

    def write(name: str) -> None:
        qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), QLineEdit))
        field = QApplication.focusWidget()
        assert field.objectName() == "writer_name"
        QTest.keyClicks(field, name)
        QTest.keyClick(field, Qt.Key.Key_Return)

    part(window, "kept_pages", SegmentedButtons).set_value("writers")
    before = ["no name 1", "Ana 2", "Béla 1"]
    qtbot.waitUntil(lambda: writers() == before, timeout=WAIT)
    assert not button.isEnabled()
    choose(2)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    write("Bella")
    qtbot.waitUntil(lambda: writers() == ["no name 1", "Ana 2", "Bella 1"], timeout=WAIT)
    assert window.notice.text() == "Now 1 drawing is by Bella"
    assert table.selectionModel().isRowSelected(2)  # still the one that was chosen
    press(window, Qt.Key.Key_F2)
    write("Ana")
    qtbot.waitUntil(lambda: writers() == ["no name 1", "Ana 3"], timeout=WAIT)
    for expected in (["no name 1", "Ana 2", "Bella 1"], before):
        table.setFocus()
        press(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda expected=expected: writers() == expected, timeout=WAIT)  # type: ignore[misc]
    end(window)
    assert sorted(each.writer for each in kept(settings)) == ["", "Ana", "Ana", "Béla"]
