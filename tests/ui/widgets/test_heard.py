"""Painted widgets tell screen readers what they are, when somebody asks."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.ui.widgets.heard import Seldom, describe_painted_widgets, is_painted_by_us


class Picture(QWidget):
    asked = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        pass

    def in_words(self) -> str:
        self.asked += 1
        return f"asked {self.asked} times"


class Broken(Picture):
    accessible_role = QAccessible.Role.Chart

    def in_words(self) -> str:
        raise RuntimeError("no words")


@pytest.fixture(autouse=True)
def described(qapp: QApplication) -> None:
    describe_painted_widgets(qapp)
    describe_painted_widgets(qapp)  # a second window


def test_what_is_painted_is_known(qtbot: QtBot) -> None:
    for widget, is_ours in ((Picture(), True), (QWidget(), False), (QLabel("words"), False)):
        qtbot.addWidget(widget)
        assert is_painted_by_us(widget) is is_ours


def test_a_picture_says_what_it_shows_only_when_it_is_asked(qtbot: QtBot) -> None:
    picture = Picture()
    qtbot.addWidget(picture)
    picture.setAccessibleName("A picture")
    interface = QAccessible.queryAccessibleInterface(picture)
    assert interface.role() is QAccessible.Role.Graphic
    assert interface.text(QAccessible.Text.Name) == "A picture"
    assert picture.asked == 0
    assert interface.text(QAccessible.Text.Description) == "asked 1 times"
    picture.setAccessibleDescription("and more")
    assert interface.text(QAccessible.Text.Description) == "asked 2 times and more"


def test_words_that_cannot_be_found_do_no_harm(qtbot: QtBot) -> None:
    picture = Broken()
    qtbot.addWidget(picture)
    picture.setAccessibleDescription("what is known")
    interface = QAccessible.queryAccessibleInterface(picture)
    assert interface.role() is QAccessible.Role.Chart
    with qtbot.captureExceptions() as caught:
        assert interface.text(QAccessible.Text.Description) == "what is known"
        qtbot.waitUntil(lambda: bool(caught))
    assert "no words" in str(caught[0][1])


def test_seldom_is_at_once_then_no_sooner_than_half_a_second_later(qtbot: QtBot) -> None:
    parent = QObject()
    done: list[int] = []
    seldom = Seldom(lambda: done.append(len(done)), parent)
    seldom.ask()
    assert done == [0]
    for _ in range(50):
        seldom.ask()
    assert done == [0]
    qtbot.wait(300)
    assert done == [0]
    qtbot.waitUntil(lambda: done == [0, 1], timeout=2000)
    qtbot.wait(600)
    assert done == [0, 1]
