"""The log: what is in it, what never is, and that nothing ever fails for its sake."""

from __future__ import annotations

import logging
import os
import re
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from handwriting_app.storage import log_file
from handwriting_app.storage.log_file import FILE_NAME, MOST_BYTES, NAME, OLDER_FILES, LogFile, last_problems, open_log

LOGGER = logging.getLogger(f"{NAME}.tests")


@pytest.fixture
def log_of() -> Iterator[Callable[..., LogFile]]:
    opened: list[LogFile] = []

    def open_one(folder: Path, **options: int) -> LogFile:
        opened.append(open_log(folder, **options))
        return opened[-1]

    yield open_one
    for log in opened:
        log.close()


def lines(folder: Path) -> list[str]:
    return (folder / FILE_NAME).read_text(encoding="utf-8").splitlines()


def test_it_is_made_by_its_first_line_with_its_folder(tmp_path: Path, log_of: Callable[..., LogFile]) -> None:
    folder = tmp_path / "new" / "folder"
    log_of(folder)
    assert not folder.exists()
    LOGGER.warning("%s cannot be read", "bad.png")
    (line,) = lines(folder)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d WARNING bad.png cannot be read", line)
    if os.name == "posix":
        assert (folder / FILE_NAME).stat().st_mode & 0o077 == 0


def test_what_is_below_its_level_is_left_out(tmp_path: Path, log_of: Callable[..., LogFile]) -> None:
    log_of(tmp_path, least=logging.WARNING)
    LOGGER.info("it begins")
    logging.getLogger("others").warning("not this program's")
    assert not (tmp_path / FILE_NAME).exists()


def test_a_message_is_one_line_without_people_values_or_folders(
    tmp_path: Path, log_of: Callable[..., LogFile], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: Path("/home/anna"))
    log_of(tmp_path)
    LOGGER.warning("/home/anna/x y/z.png:\n2020-01-01 ERROR forged 'drawn' [0.5, 0.25] of anna" + "x" * 2000)
    (line,) = lines(tmp_path)
    assert "…/z.png: 2020-01-01 ERROR forged … … of" in line
    assert len(line) < 600
    for private in ("anna/", "drawn", "0.25"):
        assert private not in line


def test_an_exception_that_nobody_handles_is_kept_and_told_as_before(
    tmp_path: Path, log_of: Callable[..., LogFile], monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, *_: told.append(kind))
    monkeypatch.setattr(threading, "excepthook", lambda given: told.append(given.exc_type))
    log = log_of(tmp_path)

    def fail(kind: type[BaseException]) -> None:
        raise kind("of 'anna' in /home/anna/x.png")

    for kind in (ZeroDivisionError, KeyboardInterrupt):
        try:
            fail(kind)
        except BaseException as error:
            sys.excepthook(type(error), error, error.__traceback__)
    thread = threading.Thread(target=fail, args=(LookupError,))
    thread.start()
    thread.join()
    assert told == [ZeroDivisionError, KeyboardInterrupt, LookupError]
    text = "\n".join(lines(tmp_path))
    assert "  ZeroDivisionError: of … in …/x.png" in text
    assert "  LookupError: " in text
    assert re.search(r"^    storage/test_log_file.py:\d+ in fail$", text, re.MULTILINE)
    assert "anna" not in text
    assert "Interrupt" not in text
    log.close()
    sys.excepthook(ValueError, ValueError(), None)
    assert "ValueError" not in "\n".join(lines(tmp_path)), "it is closed"


def test_old_lines_make_room(tmp_path: Path, log_of: Callable[..., LogFile], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_file, "MOST_BYTES", 2000)
    log_of(tmp_path)
    for number in range(400):
        LOGGER.warning("number %d", number)
    files = sorted(tmp_path.iterdir())
    assert len(files) == 1 + OLDER_FILES
    assert all(path.stat().st_size <= 2000 for path in files)
    assert lines(tmp_path)[-1].endswith("number 399")


@pytest.mark.parametrize("kind", ["a file for a folder", "a folder", "a pipe", "closed"])
def test_where_it_cannot_be_written_there_is_none_and_nobody_is_told(
    tmp_path: Path, log_of: Callable[..., LogFile], monkeypatch: pytest.MonkeyPatch, capfd, kind: str
) -> None:
    folder = tmp_path / "data"
    if kind == "a file for a folder":
        folder.touch()
    else:
        folder.mkdir()
    if kind == "a folder":
        (folder / FILE_NAME).mkdir()
    if kind == "a pipe":
        if not hasattr(os, "mkfifo"):
            pytest.skip("Windows has no named pipes in folders")
        os.mkfifo(folder / FILE_NAME)
    if kind == "closed":

        def closed(*_: object, **__: object) -> int:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(log_file, "_opened", closed)
    log = log_of(folder)
    for _ in range(3):
        LOGGER.error("lost")
    assert last_problems(folder, 5) == []
    log.close()
    assert capfd.readouterr() == ("", "")


def test_a_name_whose_bytes_are_no_text_is_written(
    tmp_path: Path, log_of: Callable[..., LogFile], monkeypatch: pytest.MonkeyPatch
) -> None:
    log_of(tmp_path)
    # What pytest catches must be text that can be sent from one process to another.
    monkeypatch.setattr(logging.getLogger(NAME), "propagate", False)
    LOGGER.warning("b\udcff.png")
    assert lines(tmp_path)[0].endswith(r"b\udcff.png")


def test_logging_is_left_as_it_was(tmp_path: Path) -> None:
    logger = logging.getLogger(NAME)
    before = logger.level, tuple(logger.handlers), sys.excepthook, threading.excepthook
    log = open_log(tmp_path)
    assert (logger.level, tuple(logger.handlers), sys.excepthook, threading.excepthook) != before
    log.close()
    assert (logger.level, tuple(logger.handlers), sys.excepthook, threading.excepthook) == before


def test_the_last_problems_are_those_lines_alone(tmp_path: Path, log_of: Callable[..., LogFile]) -> None:
    assert last_problems(tmp_path, 5) == []
    log_of(tmp_path)
    LOGGER.info("begins")
    for number in range(4):
        LOGGER.warning("problem %d", number)
    try:
        raise ValueError("x")
    except ValueError:
        LOGGER.exception("worse")
    LOGGER.info("ends, says WARNING only in its words")
    found = [line.split(" ", 2)[2] for line in last_problems(tmp_path, 3)]
    assert found == ["WARNING problem 2", "WARNING problem 3", "ERROR worse"]
    (tmp_path / FILE_NAME).write_bytes(b"\xff\xfe" * MOST_BYTES * 2)
    assert last_problems(tmp_path, 3) == []
