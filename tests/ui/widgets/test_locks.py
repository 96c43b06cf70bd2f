"""Locks hold whatever a view does meanwhile, and give back what it wanted."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.ui.labs.number_slider import NumberSlider
from handwriting_app.ui.widgets.locks import LOCKED, Locks

NONE: frozenset[str] = frozenset()


class View(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.a = NumberSlider("a", "a", "A", "Turn a", self)
        self.b = QPushButton("B", self)
        self.both = QPushButton("Both", self)
        self.label = QLabel("b is", self)
        self.label.setBuddy(self.b)
        layout = QVBoxLayout(self)
        for widget in (self.a, self.label, self.b, self.both):
            layout.addWidget(widget)
        self.locks = Locks({"a": [self.a, self.both], "b": [self.b, self.both]}, self)


@pytest.fixture
def view(qtbot: QtBot) -> View:
    view = View()
    qtbot.addWidget(view)
    with qtbot.waitExposed(view):
        view.show()
    return view


def test_all_but_what_is_named_are_locked_and_say_so(view: View) -> None:
    view.locks.put_on(frozenset({"b"}), NONE)
    assert not view.a.field.isEnabled()
    assert not view.a.slider.isEnabled()
    assert view.a.slider.toolTip() == LOCKED
    assert view.b.isEnabled()
    assert view.label.isEnabled()
    assert not view.both.isEnabled(), "it would set a too"
    view.locks.put_on(None, NONE)
    assert view.a.slider.isEnabled()
    assert view.a.slider.toolTip() == "Turn a"
    assert view.both.isEnabled()


def test_a_lock_holds_and_gives_back_what_the_view_wanted(view: View) -> None:
    view.b.setEnabled(False)
    view.locks.put_on(NONE, NONE)
    view.a.set_unusable("")  # as a page does when it shows itself anew
    view.b.setEnabled(True)
    view.b.setToolTip("Press b")
    assert not view.a.slider.isEnabled()
    assert view.a.slider.toolTip() == LOCKED
    assert not view.b.isEnabled()
    assert view.b.toolTip() == LOCKED
    view.locks.put_on(None, NONE)
    assert view.b.isEnabled()
    assert view.b.toolTip() == "Press b"


def test_what_the_view_had_disabled_stays_so(view: View) -> None:
    view.a.set_unusable("Not here")
    view.locks.put_on(NONE, NONE)
    view.locks.put_on(None, NONE)
    assert not view.a.slider.isEnabled()
    assert view.a.slider.toolTip() == "Not here"


def test_what_is_hidden_stays_hidden_with_its_label(view: View) -> None:
    view.locks.put_on(None, frozenset({"b"}))
    view.b.setVisible(True)
    assert not view.b.isVisible()
    assert not view.label.isVisible()
    assert view.both.isVisible(), "it sets a too"
    view.locks.put_on(None, frozenset({"a", "b"}))
    assert not view.both.isVisible()
    view.locks.put_on(None, NONE)
    assert all(widget.isVisible() for widget in (view.a, view.b, view.both, view.label))


def test_locks_that_follow_one_another_leave_nothing_behind(view: View) -> None:
    for only in (NONE, frozenset({"a"}), NONE, frozenset({"b"}), None):
        view.locks.put_on(only, NONE)
    assert all(widget.isEnabled() for widget in (view.a, view.b, view.both, view.label))
    assert view.a.slider.toolTip() == "Turn a"
    assert view.b.toolTip() == ""
