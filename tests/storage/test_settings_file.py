from __future__ import annotations

import json
import os
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handwriting_app.lab.answer import Answer
from handwriting_app.storage import settings_file
from handwriting_app.storage.course_record import CourseRecord
from handwriting_app.storage.settings_file import MOST_BYTES, SettingsFile, usable
from handwriting_app.storage.settings_keys import (
    COURSE,
    KEYS,
    LESSONS_DONE,
    PEN_WIDTH,
    RECENT_LESSONS,
    RECENT_MODELS,
    THEME,
    WINDOW,
    Place,
    ThemeChoice,
)

# What PySide unpickles when QSettings reads it from an ini file: it would print a word.
CRAFTED_INI = (
    b"[General]\ntheme=@Variant(\\0\\0\\0\\x7f\\0\\0\\0\\x15PySide::PyObjectWrapper\\0"
    b"\\0\\0\\0\\x1c\\x80\\x4\\x8c\\bbuiltins\\x8c\\x5print\\x93\\x8c\\x3hit\\x85R.)\n"
)

BROKEN = {
    "empty": b"",
    "an ini file": CRAFTED_INI,
    "not UTF-8": b'{"theme": "\xff\xfe"}',
    "cut short": b'{"theme": "dark", "recent_models": ["a',
    "a list": b"[1, 2]",
    "a number": b"3",
    "deep": b"[" * 100_000,
    "deep tables": b'{"a":' * 50_000,
    "a long number": b'{"theme": ' + b"9" * 20_000 + b"}",
    "large": b'{"theme": "dark"}' + b" " * MOST_BYTES,
    "zeros": b"\0" * 4096,
}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "folder" / "settings.json"


def written(path, content: bytes):
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    return path


def problems_of(settings):
    told: list[str] = []
    settings.listen(told.append)
    return told


def test_without_a_file_all_is_as_at_first_and_none_is_made(path):
    settings = SettingsFile(path)
    assert settings.get(THEME) is ThemeChoice.SYSTEM
    assert settings.get(RECENT_MODELS) == settings.get(LESSONS_DONE) == ()
    assert settings.get(WINDOW) is None
    assert problems_of(settings) == []
    assert not path.parent.exists()


def test_what_is_put_is_there_at_the_next_start(path):
    settings = SettingsFile(path)
    values = {
        THEME: ThemeChoice.DARK,
        RECENT_MODELS: ("/a/ü.safetensors", "/b\udcff"),  # a name whose bytes are no text
        WINDOW: Place(-5, 0, 1200, 800, maximized=True),
    }
    for key, value in values.items():
        settings.put(key, value)
    again = SettingsFile(path)
    assert {key: again.get(key) for key in values} == values
    assert problems_of(again) == []
    json.loads(path.read_text("ascii"))


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_kept_aside_and_told_of_once(path, content, capfd):
    settings = SettingsFile(written(path, content))
    aside = path.with_name("settings-broken-1.json")
    assert aside.read_bytes() == content
    (problem,) = problems_of(settings)
    assert "all of it" in problem
    assert str(aside) in problem
    settings.put(THEME, ThemeChoice.LIGHT)
    again = SettingsFile(path)
    assert again.get(THEME) is ThemeChoice.LIGHT
    assert problems_of(again) == []
    assert capfd.readouterr() == ("", "")


def test_no_file_that_is_kept_aside_is_written_over(path):
    for content in (b"one", b"two", b"three"):
        SettingsFile(written(path, content))
    assert [path.with_name(f"settings-broken-{n}.json").read_bytes() for n in (1, 2, 3)] == [b"one", b"two", b"three"]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("theme", "purple", "the theme"),
        ("theme", {"a": 1}, "the theme"),
        ("recent_models", "/a", "the recent files"),
        ("recent_models", ["/a", "x" * 4000], "the recent files"),
        ("recent_models", ["/a", "b\0c"], "the recent files"),
        ("recent_models", ["/a", 3], "the recent files"),
        ("recent_models", [f"/{n}" for n in range(1000)], "the recent files"),
        ("window", {"x": 0, "y": 0, "width": 10**400, "height": 5, "maximized": False}, "the place of the window"),
        ("window", {"x": 0, "y": 0, "width": 800.5, "height": 5, "maximized": False}, "the place of the window"),
        ("window", {"x": 0, "y": 0, "width": True, "height": 5, "maximized": False}, "the place of the window"),
        ("window", "AAAA", "the place of the window"),
        ("columns", [1, 2], "the widths of the columns"),
        ("columns", [-1, 2, 3], "the widths of the columns"),
        ("lessons_done", [["sum"]], "the lessons"),
        ("pen_width", 1, "the width of the pen"),
        ("pen_width", 5.5, "the width of the pen"),
        ("pen_width", True, "the width of the pen"),
        ("default_model", "a\0b", "the model that opens at the start"),
        ("default_model", ["/a"], "the model that opens at the start"),
        ("opens", "everything", "what opens at the start"),
        ("last_view", "no_such_view", "the view that was in front"),
        ("database_limit", 10**400, "the limit of the database"),
        ("colour", "red", "one unknown entry"),
    ],
)
def test_what_is_broken_is_dropped_by_itself(path, name, value, words):
    content = json.dumps({"lessons_done": ["sum"], "theme": "dark"} | {name: value}).encode()
    settings = SettingsFile(written(path, content))
    (problem,) = problems_of(settings)
    assert words in problem
    assert path.with_name("settings-broken-1.json").read_bytes() == content
    if name != "lessons_done":
        assert settings.get(LESSONS_DONE) == ("sum",)
    if name != "theme":
        assert settings.get(THEME) is ThemeChoice.DARK
    if name == "recent_models" and isinstance(value, list):
        assert settings.get(RECENT_MODELS)[0] in ("/a", "/0")
        assert len(settings.get(RECENT_MODELS)) <= 8
    assert problems_of(SettingsFile(path)) == []


def test_a_second_window_does_not_undo_what_the_first_has_changed(path):
    first, second = SettingsFile(path), SettingsFile(path)
    first.put(THEME, ThemeChoice.DARK)
    first.change(RECENT_MODELS, lambda names: ("/one", *names))
    second.change(RECENT_MODELS, lambda names: ("/two", *names))
    for settings in (second, SettingsFile(path)):
        assert settings.get(THEME) is ThemeChoice.DARK
        assert settings.get(RECENT_MODELS) == ("/two", "/one")


def test_what_could_not_be_read_back_is_not_kept(path):
    settings = SettingsFile(path)
    settings.put(RECENT_MODELS, ("x" * 4000, "/a"))
    assert settings.get(RECENT_MODELS) == ("/a",)


def test_every_key_at_its_largest_fits(path):
    settings = SettingsFile(path)
    settings.put(RECENT_MODELS, tuple("\U0001f600" * 1023 + str(n) for n in range(8)))
    settings.put(LESSONS_DONE, tuple(f"{n:03}" + "\U0001f600" * 97 for n in range(200)))
    settings.put(RECENT_LESSONS, tuple("\U0001f600" * 1023 + str(n) for n in range(8)))
    names = [f"own/{n:03}" + "a" * 97 for n in range(200)]
    answer = Answer("\U0001f600" * 200, "\U0001f600" * 200)
    record = CourseRecord(
        names[0],
        49,
        tuple(((-0.1234, -0.1234),) * 30 for _ in range(100)),
        MappingProxyType({name: frozenset(range(50)) for name in names}),
        MappingProxyType({name: MappingProxyType(dict.fromkeys(range(50), answer)) for name in names}),
    )
    settings.put(COURSE, record)
    again = SettingsFile(path)
    assert problems_of(again) == []
    assert len(again.get(LESSONS_DONE)) == 200
    assert len(again.get(COURSE).ticks) == 200
    assert len(again.get(COURSE).answers[names[0]]) == 50


def test_where_nothing_can_be_written_the_settings_live_as_long_as_the_window(tmp_path):
    (tmp_path / "folder").write_text("a file where the folder should be")
    settings = SettingsFile(tmp_path / "folder" / "settings.json")
    settings.put(THEME, ThemeChoice.DARK)
    settings.change(RECENT_MODELS, lambda names: ("/a", *names))
    assert settings.get(THEME) is ThemeChoice.DARK
    assert settings.get(RECENT_MODELS) == ("/a",)
    (problem,) = problems_of(settings)
    assert "cannot be kept" in problem


def test_a_failure_to_write_is_told_when_it_happens(path, monkeypatch):
    settings = SettingsFile(path)
    told = problems_of(settings)

    def full(_path):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(settings_file, "atomic_write", full)
    settings.put(THEME, ThemeChoice.DARK)
    settings.put(RECENT_MODELS, ("/a",))
    assert settings.get(THEME) is ThemeChoice.DARK
    (problem,) = told
    assert "No space left" in problem


def test_a_folder_in_the_place_of_the_file_is_left_alone(path):
    path.mkdir(parents=True)
    settings = SettingsFile(path)
    settings.put(THEME, ThemeChoice.DARK)
    assert len(problems_of(settings)) == 1
    assert path.is_dir()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes in folders")
def test_a_pipe_in_the_place_of_the_file_is_not_waited_for(path):
    path.parent.mkdir()
    os.mkfifo(path)
    assert len(problems_of(SettingsFile(path))) == 1


def test_a_system_without_a_home_gets_no_folder_in_the_present_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    settings = SettingsFile(Path("~") / "settings.json")
    settings.put(THEME, ThemeChoice.DARK)
    assert list(tmp_path.iterdir()) == []
    assert len(problems_of(settings)) == 1


class Later:
    """Does the writing when it is told to, as a thread of its own would."""

    def __init__(self):
        self.jobs = []
        self.is_closed = False

    def queue(self, job):
        future = Future()
        if self.is_closed:
            future.cancel()
        else:
            self.jobs.append(job)
        return future

    def work(self):
        jobs, self.jobs = self.jobs, []
        for job in jobs:
            job()


@pytest.fixture
def later():
    return Later()


def test_what_is_written_later_is_known_at_once(path, later):
    settings = SettingsFile(path)
    settings.write_with(later.queue)
    settings.put(THEME, ThemeChoice.DARK)
    settings.change(RECENT_MODELS, lambda names: ("/a", *names))
    assert settings.get(THEME) is ThemeChoice.DARK
    assert settings.get(RECENT_MODELS) == ("/a",)
    assert not settings.is_kept
    assert not path.exists()
    later.work()
    assert settings.is_kept
    again = SettingsFile(path)
    assert again.get(THEME) is ThemeChoice.DARK
    assert again.get(RECENT_MODELS) == ("/a",)


def test_many_changes_are_written_once_and_in_their_order(path, later, monkeypatch):
    settings = SettingsFile(path)
    settings.write_with(later.queue)
    for number in range(20):
        settings.change(RECENT_MODELS, lambda names, number=number: (f"/{number}", *names))
    written_files = []
    whole = settings_file.atomic_write
    monkeypatch.setattr(settings_file, "atomic_write", lambda path: (written_files.append(path), whole(path))[1])
    later.work()
    assert len(written_files) == 1
    assert SettingsFile(path).get(RECENT_MODELS) == tuple(f"/{number}" for number in range(19, 11, -1))


def test_what_another_window_writes_meanwhile_is_not_undone_later(path, later):
    settings = SettingsFile(path)
    settings.write_with(later.queue)
    settings.change(RECENT_MODELS, lambda names: ("/mine", *names))
    other = SettingsFile(path)
    other.put(THEME, ThemeChoice.DARK)
    other.change(RECENT_MODELS, lambda names: ("/other", *names))
    later.work()
    assert settings.get(THEME) is ThemeChoice.DARK
    assert settings.get(RECENT_MODELS) == SettingsFile(path).get(RECENT_MODELS) == ("/mine", "/other")


def test_a_change_while_the_file_is_written_is_not_lost(path, later, monkeypatch):
    settings = SettingsFile(path)
    settings.write_with(later.queue)
    settings.put(PEN_WIDTH, 9)
    whole = settings_file.atomic_write

    def interrupted(path):
        monkeypatch.setattr(settings_file, "atomic_write", whole)
        settings.put(PEN_WIDTH, 11)
        settings.put(THEME, ThemeChoice.LIGHT)
        return whole(path)

    monkeypatch.setattr(settings_file, "atomic_write", interrupted)
    later.work()
    assert settings.get(PEN_WIDTH) == 11
    assert SettingsFile(path).get(PEN_WIDTH) == 9
    later.work()
    again = SettingsFile(path)
    assert (again.get(PEN_WIDTH), again.get(THEME)) == (11, ThemeChoice.LIGHT)


def test_once_nobody_writes_any_more_it_is_written_at_once(path, later):
    settings = SettingsFile(path)
    settings.write_with(later.queue)
    later.is_closed = True
    settings.put(THEME, ThemeChoice.DARK)
    assert SettingsFile(path).get(THEME) is ThemeChoice.DARK


def test_a_failure_to_write_later_is_told_when_somebody_asks(path, later):
    path.parent.write_text("a file where the folder should be")
    settings = SettingsFile(path)
    told = problems_of(settings)
    settings.write_with(later.queue)
    settings.put(THEME, ThemeChoice.DARK)
    later.work()
    settings.put(PEN_WIDTH, 9)
    later.work()
    assert settings.is_kept
    assert settings.get(PEN_WIDTH) == 9
    settings.tell_problems()
    assert len(told) == 1
    assert "cannot be kept" in told[0]


def test_threads_that_write_and_a_thread_that_changes_agree_in_the_end(path):
    settings = SettingsFile(path)
    with ThreadPoolExecutor(max_workers=1) as executor:
        settings.write_with(executor.submit)
        for number in range(200):
            settings.put(PEN_WIDTH, 2 + number % 11)
            settings.change(LESSONS_DONE, lambda names, number=number: (*names, f"{number:03}"))
    assert settings.is_kept
    again = SettingsFile(path)
    assert again.get(LESSONS_DONE) == settings.get(LESSONS_DONE) == tuple(f"{number:03}" for number in range(200))
    assert again.get(PEN_WIDTH) == 2 + 199 % 11


def test_whether_anything_can_be_kept_is_known_before_there_is_anything(tmp_path):
    (tmp_path / "file").touch()
    for folder, problems in ((tmp_path / "new" / "folder", 0), (tmp_path / "file" / "folder", 1)):
        settings = SettingsFile(folder / "settings.json")
        settings.check()
        assert len(problems_of(settings)) == problems
        assert not settings.path.exists()
    assert (tmp_path / "new" / "folder").is_dir()


def test_what_is_usable_counts_even_where_the_rest_cannot_be_put_aside(path, monkeypatch):
    written(path, b'{"theme": "dark", "pen_width": 400}')

    def closed(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "rename", closed)
    settings = SettingsFile(path)
    assert settings.get(THEME) is ThemeChoice.DARK
    assert settings.get(PEN_WIDTH) == 5
    settings.put(PEN_WIDTH, 7)
    assert settings.get(PEN_WIDTH) == 7
    assert path.read_bytes() == b'{"theme": "dark", "pen_width": 400}'
    (problem,) = problems_of(settings)
    assert "cannot be kept" in problem


LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["dark", "/a", "x" * 2000, ""])
PARTS = st.sampled_from(["x", "y", "width", "height", "maximized", "z"])
JSON = LEAVES | st.lists(LEAVES | st.lists(LEAVES, max_size=2), max_size=9) | st.dictionaries(PARTS, LEAVES)
NAMES = st.sampled_from([*(key.name for key in KEYS), "", "other"])


@given(values=st.dictionaries(NAMES, JSON))
def test_what_is_usable_of_any_values_is_so_wholly(values):
    stored, _ = usable(json.dumps(values).encode())
    for key in KEYS:
        key.read(stored.get(key.name))
    assert usable(json.dumps(stored).encode()) == (stored, [])


@given(content=st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_give_usable_settings(content):
    stored, dropped = usable(content)
    assert stored.keys() <= {key.name for key in KEYS}
    assert dropped or json.loads(content) == stored
