"""Lessons of the user's own: found beside the course's, and unable to do it any harm."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from handwriting_app.storage import own_lessons
from handwriting_app.storage.lesson_files import LessonFileError, load_lessons, own_name
from handwriting_app.storage.own_lessons import (
    MOST_LESSONS,
    lesson_at,
    load_all_lessons,
    load_own_lessons,
    shipped_lessons_folder,
    with_files,
)

LESSON = """title = "{title}"
text = "Read."
[start]
view = "neuron_lab"
[[task]]
do = "Do it."
check = [{{ fact = "neuron.kind", equals = "sigmoid" }}]
"""


def put(folder: Path, name: str, title: str = "Mine") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(LESSON.format(title=title), encoding="utf-8")
    return path


def test_no_folder_is_no_problem(tmp_path: Path) -> None:
    assert load_own_lessons(tmp_path / "lessons") == ((), ())
    assert load_own_lessons(Path("lessons")) == ((), ())


def test_own_lessons_come_after_the_course_and_hide_none_of_it(tmp_path: Path) -> None:
    shipped = load_lessons(shipped_lessons_folder()).lessons
    for path in shipped_lessons_folder().glob("*.toml"):
        put(tmp_path, path.name)
    lessons, problems = load_all_lessons(tmp_path)
    assert not problems
    assert lessons[: len(shipped)] == shipped
    assert len(lessons) == 2 * len(shipped)
    assert all(lesson.is_own for lesson in lessons[len(shipped) :])
    assert len({lesson.key for lesson in lessons}) == len(lessons)


def test_a_broken_file_names_its_line_and_spoils_nothing(tmp_path: Path) -> None:
    put(tmp_path, "a.toml")
    put(tmp_path, "b.toml").write_text(LESSON.format(title="B").replace("sigmoid", "vally"), encoding="utf-8")
    put(tmp_path, "c.toml")
    lessons, problems = load_own_lessons(tmp_path)
    assert [lesson.name for lesson in lessons] == ["a", "c"]
    assert [(problem.file, problem.line) for problem in problems] == [("b.toml", 7)]


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("My Lesson (1).toml", "my-lesson-1"),
        ("Größe.TOML", "große"[:3] + "e"),
        ("03-Mine.toml", "mine"),
        ("数字.toml", "lesson-"),
    ],
)
def test_a_file_may_be_called_anything(tmp_path: Path, file: str, name: str) -> None:
    put(tmp_path, file)
    ((lesson,), problems) = load_own_lessons(tmp_path)
    assert not problems
    assert lesson.name.startswith(name)


def test_a_name_is_short_and_plain() -> None:
    assert len(own_name("x" * 500)) <= 60
    assert own_name("\udce4") != own_name("\udce5")


def test_two_files_of_one_name_are_told(tmp_path: Path) -> None:
    put(tmp_path, "01-mine.toml")
    put(tmp_path, "02-mine.toml")
    lessons, (problem,) = load_own_lessons(tmp_path)
    assert len(lessons) == 1
    assert str(problem) == "02-mine.toml: another lesson of yours is called mine too."


def test_links_and_what_is_no_file_are_told(tmp_path: Path) -> None:
    put(tmp_path / "elsewhere", "x.toml")
    folder = tmp_path / "lessons"
    folder.mkdir()
    (folder / "folder.toml").mkdir()
    (folder / "good.toml").symlink_to(tmp_path / "elsewhere" / "x.toml")
    (folder / "lost.toml").symlink_to("nowhere")
    (folder / "round.toml").symlink_to("round.toml")
    (folder / "zero.toml").symlink_to("/dev/zero")
    lessons, problems = load_own_lessons(folder)
    assert [lesson.name for lesson in lessons] == ["good"]
    assert [problem.file for problem in problems] == ["folder.toml", "lost.toml", "round.toml", "zero.toml"]
    assert all("cannot be read" in problem.sentence for problem in problems)


def test_a_folder_that_is_too_full_is_cut_short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(MOST_LESSONS + 5):
        put(tmp_path, f"l{number:04}.toml")
    lessons, (problem,) = load_own_lessons(tmp_path)
    assert len(lessons) == MOST_LESSONS
    assert "holds too much" in problem.sentence
    monkeypatch.setattr(own_lessons, "MOST_ENTRIES", 3)
    assert len(load_own_lessons(tmp_path).lessons) == 3


def test_what_is_no_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "lessons").write_text("", encoding="utf-8")
    lessons, (problem,) = load_own_lessons(tmp_path / "lessons")
    assert not lessons
    assert "cannot be looked into" in problem.sentence


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="everything is readable here")
def test_a_folder_that_is_closed_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "lessons"
    put(folder, "a.toml")
    folder.chmod(0)
    try:
        _, (problem,) = load_own_lessons(folder)
    finally:
        folder.chmod(0o700)
    assert "cannot be looked into" in problem.sentence


def test_files_that_were_opened_come_last_and_hide_nothing(tmp_path: Path) -> None:
    put(tmp_path / "lessons", "mine.toml", "In the folder")
    known = load_own_lessons(tmp_path / "lessons")
    other, same = put(tmp_path, "other.toml", "Opened"), put(tmp_path, "mine.toml", "Of the same name")
    lessons, problems = with_files(known, [tmp_path / "gone.toml", same, other, other])
    assert [lesson.title for lesson in lessons] == ["In the folder", "Opened"]
    assert not problems


def test_a_file_from_anywhere_is_ones_own_but_the_courses(tmp_path: Path) -> None:
    assert lesson_at(put(tmp_path, "Mine.toml")).key == "own/mine"
    shipped = sorted(shipped_lessons_folder().glob("*.toml"))[0]
    assert not lesson_at(shipped).is_own
    with pytest.raises(LessonFileError, match=r"none\.toml: cannot be read"):
        lesson_at(tmp_path / "none.toml")
