"""Contents and article at other sizes than 100 %."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize
from pytestqt.qtbot import QtBot

from handwriting_app.session.lesson_state import LessonState
from handwriting_app.storage.own_lessons import load_all_lessons
from handwriting_app.ui.frame.size_switcher import SizeSwitcher
from handwriting_app.ui.lessons.article_map import ArticleMap
from handwriting_app.ui.lessons.course_view import CourseView
from handwriting_app.ui.widgets.prose import Prose
from handwriting_app.ui.widgets.tick import Tick
from tests.at_sizes import cut_words, sizes

__all__ = ["sizes"]


def test_the_list_grows_and_its_ticks_are_painted_anew(qtbot: QtBot, sizes: SizeSwitcher, tmp_path: Path) -> None:
    view = CourseView(LessonState(load_all_lessons(tmp_path).lessons, frozenset()), ())
    qtbot.addWidget(view)
    view.resize(400, 460)
    view.show()
    listed = view.contents.list
    qtbot.waitUntil(lambda: listed.count() > 3)
    row, hint = listed.sizeHintForRow(0), view.sizeHint()
    sizes.set_size(200)
    view.resize(800, 920)
    qtbot.waitUntil(lambda: listed.sizeHintForRow(0) >= 2 * row - 6)
    assert listed.iconSize() == QSize(36, 36)
    qtbot.waitUntil(lambda: listed.item(0).icon().actualSize(QSize(99, 99)) == QSize(36, 36))
    assert listed.height() > 0.4 * view.height(), "the words below do not push it out"
    assert not cut_words(view.contents.start)
    sizes.set_size(100)
    view.resize(400, 460)
    qtbot.waitUntil(lambda: listed.sizeHintForRow(0) == row and view.sizeHint() == hint)
    qtbot.waitUntil(lambda: listed.item(0).icon().actualSize(QSize(99, 99)) == QSize(18, 18))


def test_notes_stand_in_the_margin_of_a_window_that_has_room_for_it(qtbot: QtBot, sizes: SizeSwitcher) -> None:
    article = ArticleMap()
    qtbot.addWidget(article)
    article.resize(800, 600)
    article.show()
    notes = [each for each in article.findChildren(Prose) if each.objectName().startswith("article_note_")]
    note = next(each for each in notes if each.text()).parentWidget()
    assert note is not None
    assert note.maximumWidth() == 256
    sizes.set_size(200)
    assert note.maximumWidth() == 2000, "too narrow now"
    article.resize(1600, 1200)
    assert note.maximumWidth() == 512
    sizes.set_size(100)
    article.resize(800, 600)
    assert note.maximumWidth() == 256


def test_a_tick_grows(qtbot: QtBot, sizes: SizeSwitcher) -> None:
    tick = Tick()
    qtbot.addWidget(tick)
    tick.set_done(True)
    before = tick.grab().toImage()
    sizes.set_size(200)
    large = tick.grab().toImage()
    assert large.size() == 2 * before.size()
    assert large.pixelColor(20, 8) == before.pixelColor(10, 4)
    sizes.set_size(100)
    assert tick.grab().toImage() == before
