"""View ▸ Save a picture, in the whole window."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialogButtonBox, QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from handwriting_app.ui.frame.main_window import MainWindow
from handwriting_app.ui.frame.picture_dialog import PictureDialog
from handwriting_app.ui.mistakes.confusion_table import ConfusionTable
from handwriting_app.ui.widgets.segmented import SegmentedButtons
from tests.whole_window import draw, tabs_of


def show(qtbot: QtBot, window: MainWindow, view: str) -> None:
    tabs_of(window).show_view(view)
    qtbot.waitUntil(lambda: (found := tabs_of(window).current_view()) is not None and found.isVisible())


def in_dialog(window: MainWindow, act: Callable[[PictureDialog], None]) -> None:
    """Open the dialog by its menu, and act in it as soon as it is there."""

    def look() -> None:
        dialog = next((each for each in QApplication.topLevelWidgets() if isinstance(each, PictureDialog)), None)
        if dialog is None or not dialog.isVisible():
            QTimer.singleShot(10, look)
            return
        try:
            act(dialog)
        except BaseException:
            dialog.reject()  # or the dialog would wait for ever
            raise

    QTimer.singleShot(0, look)
    action = window.findChild(QAction, "action_save_picture")
    assert action is not None
    action.trigger()


def choose(dialog: PictureDialog, title: str, kind: str) -> None:
    which = dialog.findChild(QComboBox, "picture_which")
    kinds = dialog.findChild(SegmentedButtons, "picture_kind")
    buttons = dialog.findChild(QDialogButtonBox)
    assert which is not None
    assert kinds is not None
    assert buttons is not None
    place = which.findText(title)
    assert place >= 0, [which.itemText(index) for index in range(which.count())]
    which.setCurrentIndex(place)
    QTest.mouseClick(kinds.button(kind), Qt.MouseButton.LeftButton)
    QTest.mouseClick(buttons.button(QDialogButtonBox.StandardButton.Save), Qt.MouseButton.LeftButton)


def titles(dialog: PictureDialog, found: list[str]) -> None:
    which = dialog.findChild(QComboBox, "picture_which")
    assert which is not None
    found += [which.itemText(index) for index in range(which.count())]
    dialog.reject()


@pytest.mark.parametrize("view", ["network_view", "backprop_view", "learning_view"])
def test_what_is_in_sight_can_be_chosen_by_name(qtbot: QtBot, window: MainWindow, view: str) -> None:
    draw(window)
    show(qtbot, window, view)
    found: list[str] = []
    in_dialog(window, lambda dialog: titles(dialog, found))
    assert found[0].startswith("The view ")
    assert {"The drawing and its reading", "Canvas to draw a digit on", "The whole window"} <= set(found)
    assert len(found) > 4


@pytest.mark.parametrize("kind", [".png", ".svg", ".pdf"])
def test_a_picture_is_written_and_said(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str
) -> None:
    draw(window)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "mine"), ""))
    in_dialog(window, lambda dialog: choose(dialog, "Canvas to draw a digit on", kind))
    path = tmp_path / f"mine{kind}"
    assert path.stat().st_size > 500
    notice = window.findChild(QLabel, "notice")
    assert notice is not None
    assert path.name in notice.text()
    if kind == ".png":
        assert not QImage(str(path)).isNull()


def test_the_drawing_of_a_network_stays_small(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    draw(window)
    show(qtbot, window, "network_view")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "mine"), ""))
    in_dialog(window, lambda dialog: choose(dialog, "The view Network", ".svg"))
    assert (tmp_path / "mine.svg").stat().st_size < 3_000_000


def test_the_table_of_mistakes_is_written_with_names(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    show(qtbot, window, "mistakes_view")
    button = window.findChild(QPushButton, "measure_now_button")
    assert button is not None
    qtbot.waitUntil(button.isEnabled)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    table = window.findChild(ConfusionTable)
    assert table is not None
    qtbot.waitUntil(lambda: any(cell != "0" for row in table.rows_to_write()[1:] for cell in row[1:]), timeout=15_000)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "mine"), ""))
    in_dialog(window, lambda dialog: choose(dialog, "Confusion matrix", ".csv"))
    with (tmp_path / "mine.csv").open(newline="") as file:
        head, *rows = csv.reader(file)
    assert head == ["written", *(f"read as {digit}" for digit in range(10)), "no digit"]
    assert [row[0] for row in rows] == list("0123456789")
    right = sum(int(row[1 + digit]) for digit, row in enumerate(rows))
    assert right / sum(int(cell) for row in rows for cell in row[1:11]) > 0.95


def test_nothing_is_written_where_nothing_can_be(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "none" / "mine.png"), ""))
    in_dialog(window, lambda dialog: choose(dialog, "The whole window", ".png"))
    qtbot.waitUntil(lambda: window.findChild(QLabel, "qt_msgbox_label") is not None)
    assert not any(tmp_path.glob("**/mine*"))
