from __future__ import annotations

import pytest

from handwriting_app.session.lesson_progress import LessonProgress
from handwriting_app.storage.settings_file import SettingsFile
from handwriting_app.storage.settings_keys import THEME, ThemeChoice


@pytest.fixture
def path(tmp_path):
    return tmp_path / "settings.json"


def at_a_start(path):
    """What a start of the program finds."""
    return LessonProgress(SettingsFile(path))


def test_at_first_no_lesson_is_done(path):
    assert at_a_start(path).done() == frozenset()


@pytest.mark.parametrize("names", [["sum"], ["sum", "valley"], ["valley", "sum", "valley"]])
def test_what_was_done_is_known_at_the_next_start(path, names):
    progress = at_a_start(path)
    for name in names:
        progress.mark_done(name)
    assert at_a_start(path).done() == frozenset(names)


def test_two_windows_do_not_forget_what_was_done_in_the_other(path):
    first, second = at_a_start(path), at_a_start(path)
    first.mark_done("sum")
    second.mark_done("valley")
    assert at_a_start(path).done() == second.done() == {"sum", "valley"}


def test_clearing_forgets_all(path):
    progress = at_a_start(path)
    progress.mark_done("sum")
    progress.clear()
    assert progress.done() == frozenset()
    assert at_a_start(path).done() == frozenset()
    progress.mark_done("valley")
    assert progress.done() == {"valley"}


def test_nothing_else_in_the_settings_is_touched(path):
    settings = SettingsFile(path)
    settings.put(THEME, ThemeChoice.DARK)
    progress = LessonProgress(settings)
    progress.mark_done("sum")
    progress.clear()
    assert settings.get(THEME) is ThemeChoice.DARK
