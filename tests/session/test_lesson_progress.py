from __future__ import annotations

import pytest
from PySide6.QtCore import QSettings

from handwriting_app.session.lesson_progress import KEY, LessonProgress


@pytest.fixture
def path(tmp_path):
    return str(tmp_path / "settings.ini")


def at_a_start(path):
    """What a start of the program finds."""
    return LessonProgress(QSettings(path, QSettings.Format.IniFormat))


def test_at_first_no_lesson_is_done(path):
    assert at_a_start(path).done() == frozenset()


@pytest.mark.parametrize("names", [["sum"], ["sum", "valley"], ["valley", "sum", "valley"]])
def test_what_was_done_is_known_at_the_next_start(path, names):
    settings = QSettings(path, QSettings.Format.IniFormat)
    for name in names:
        LessonProgress(settings).mark_done(name)
    settings.sync()
    assert at_a_start(path).done() == frozenset(names)


def test_clearing_forgets_all(path):
    settings = QSettings(path, QSettings.Format.IniFormat)
    progress = LessonProgress(settings)
    progress.mark_done("sum")
    progress.clear()
    assert progress.done() == frozenset()
    settings.sync()
    assert at_a_start(path).done() == frozenset()
    progress.mark_done("valley")
    assert progress.done() == {"valley"}


def test_nothing_else_in_the_settings_is_touched(path):
    settings = QSettings(path, QSettings.Format.IniFormat)
    settings.setValue("window/theme", "dark")
    progress = LessonProgress(settings)
    progress.mark_done("sum")
    progress.clear()
    assert settings.value("window/theme") == "dark"
    assert not settings.contains(KEY)
