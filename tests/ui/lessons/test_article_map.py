"""The article's map: each row leads to its place and its lesson, at every width and by keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea
from pytestqt.qtbot import QtBot

from handwriting_app.lab.article import ARTICLE
from handwriting_app.ui.lessons.article_map import ArticleMap

WITH_NOTE = next(number for number, idea in enumerate(ARTICLE, 1) if idea.note)


@pytest.fixture
def article(qtbot: QtBot) -> ArticleMap:
    article = ArticleMap()
    qtbot.addWidget(article)
    article.resize(1000, 700)
    with qtbot.waitActive(article):
        article.show()
        article.activateWindow()
    return article


def button(article: ArticleMap, name: str) -> QPushButton:
    found = article.findChild(QPushButton, name)
    assert found is not None, name
    return found


def label(article: ArticleMap, name: str) -> QLabel:
    found = article.findChild(QLabel, name)
    assert found is not None, name
    return found


@pytest.mark.parametrize("number", range(1, len(ARTICLE) + 1))
def test_a_row_leads_to_its_place_and_its_lesson(qtbot: QtBot, article: ArticleMap, number: int) -> None:
    idea = ARTICLE[number - 1]
    with qtbot.waitSignal(article.place_requested) as place:
        QTest.mouseClick(button(article, f"article_{number}"), Qt.MouseButton.LeftButton)
    assert place.args == [idea.view.name, idea.lab]
    with qtbot.waitSignal(article.lesson_requested) as lesson:
        QTest.mouseClick(button(article, f"article_lesson_{number}"), Qt.MouseButton.LeftButton)
    assert lesson.args == [idea.lesson]
    assert idea.title in label(article, f"article_title_{number}").text()
    assert label(article, f"article_note_{number}").text() == idea.note


def test_the_keyboard_goes_from_row_to_row_and_brings_each_into_sight(qtbot: QtBot, article: ArticleMap) -> None:
    button(article, "article_1").setFocus()
    for _ in range(2 * len(ARTICLE) - 2):
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    last = button(article, f"article_{len(ARTICLE)}")
    assert last.hasFocus()
    assert not last.visibleRegion().isEmpty()
    with qtbot.waitSignal(article.place_requested) as place:
        QTest.keyClick(last, Qt.Key.Key_Space)
    assert place.args == [ARTICLE[-1].view.name, ARTICLE[-1].lab]
    assert last.accessibleName() == "Try it: Reading handwriting"


@pytest.mark.parametrize("width", [400, 640, 1000])
def test_it_is_read_at_every_width(qtbot: QtBot, article: ArticleMap, width: int) -> None:
    article.resize(width, 700)
    note, words = (label(article, f"article_{part}_{WITH_NOTE}") for part in ("note", "words"))

    def is_beside() -> bool:
        return note.mapTo(article, QPoint()).x() > words.mapTo(article, QPoint(words.width(), 0)).x()

    qtbot.waitUntil(lambda: is_beside() is (width >= 640))
    area = article.findChild(QScrollArea)
    assert area is not None
    qtbot.waitUntil(lambda: area.horizontalScrollBar().maximum() == 0)  # once it is laid out
    for each in (note, words):
        assert each.height() >= each.heightForWidth(each.width())
