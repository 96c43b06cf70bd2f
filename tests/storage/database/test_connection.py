from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from handwriting_app.storage.data_folder import DATABASE
from handwriting_app.storage.database import opening
from handwriting_app.storage.database.connection import Database, translated
from handwriting_app.storage.database.drawings import NewDrawing, add_drawings, drawings
from handwriting_app.storage.database.opening import open_database
from handwriting_app.storage.database.runs import RunStart, begin_run, keep_run, run_model
from handwriting_app.storage.errors import DatabaseError
from tests.storage.database.made import CONFIG, drawing, is_whole, trained

LOCK = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
sys.stdin.read()
"""


def new(number: int, label: str = "1") -> NewDrawing:
    return NewDrawing(drawing(number), label)


def test_a_block_that_raises_changes_nothing(database: Database) -> None:
    def fail() -> None:
        with database.writing() as connection:
            connection.execute("INSERT INTO writers (name) VALUES ('Anna')")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with database.reading() as connection:
        assert connection.execute("SELECT count(*) FROM writers").fetchone() == (0,)


def test_another_process_that_writes_is_told_of_and_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.05)
    database = open_database(tmp_path / DATABASE)
    command = [sys.executable, "-c", LOCK, str(database.path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "locked\n"
        with pytest.raises(DatabaseError, match="another program uses it"):
            add_drawings(database, [new(1)])
        assert drawings(database) == ()  # reading goes on
        other.communicate()
    assert len(add_drawings(database, [new(1)]).ids) == 1
    database.close()


def test_a_full_disk_is_told_and_takes_nothing(database: Database) -> None:
    add_drawings(database, [new(0)])
    with database.reading() as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
    database._connection.execute(f"PRAGMA max_page_count = {pages + 1}")
    with pytest.raises(DatabaseError, match="the disk is full, and nothing was changed"):
        add_drawings(database, [new(number) for number in range(1, 200)])
    assert len(drawings(database)) == 1
    database._connection.execute("PRAGMA max_page_count = 1000000")
    assert len(add_drawings(database, [new(number) for number in range(200)]).ids) == 199


def test_what_fails_at_any_step_is_taken_back(database: Database) -> None:
    """Each time a little later, until it is done: SQLite is stopped after so many of its instructions."""
    add_drawings(database, [new(0)])
    failures = 0
    for after in range(1, 2_000, 5):
        left = iter(range(after))
        database._connection.set_progress_handler(lambda left=left: next(left, None) is None, 1)
        try:
            add_drawings(database, [new(1), new(2)])
        except DatabaseError:
            failures += 1
            database._connection.set_progress_handler(None, 0)
            assert len(drawings(database)) == 1
        else:
            break
        finally:
            database._connection.set_progress_handler(None, 0)
    assert failures > 10
    assert len(drawings(database)) == 3


@pytest.mark.skipif(sys.platform == "win32", reason="there are no limits of files")
def test_a_write_that_fails_at_any_byte_is_taken_back(tmp_path: Path) -> None:
    import resource

    database = open_database(tmp_path / DATABASE)
    run = begin_run(database, RunStart(CONFIG))
    first, second = trained(1), trained(2)
    keep_run(database, run, first)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    failures, sentences = 0, set[str]()
    for most in range(1_000, 400_000, 7_900):
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
        try:
            keep_run(database, run, second)
        except DatabaseError as error:
            sentences.add(str(error).split(":")[1])
            failures += 1
            expected = 1
        else:
            expected = 2
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert len(run_model(database, run).reports) == expected
        keep_run(database, run, first)
    assert failures > 3
    database.close()
    assert is_whole(database.path)
    assert all("disk" in sentence for sentence in sentences)


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be moved")
def test_a_file_that_somebody_moved_is_not_written_to_unseen(tmp_path: Path) -> None:
    database = open_database(tmp_path / DATABASE)
    add_drawings(database, [new(1)])
    database.path.rename(tmp_path / "moved.sqlite3")
    with pytest.raises(DatabaseError, match="no longer in its folder"):
        add_drawings(database, [new(2)])
    (tmp_path / "moved.sqlite3").rename(database.path)
    assert len(add_drawings(database, [new(2)]).ids) == 1
    database.close()
    database.close()


def test_it_may_be_used_by_one_thread_after_another(database: Database) -> None:
    from concurrent.futures import ThreadPoolExecutor

    for number in range(3):
        with ThreadPoolExecutor(1) as pool:
            pool.submit(add_drawings, database, [new(number)]).result()
    assert len(drawings(database)) == 3


def test_a_text_that_is_none_hides_nothing_else(database: Database) -> None:
    with database.writing() as connection:
        connection.execute("INSERT INTO writers (name) VALUES (CAST(x'41ff' AS TEXT)), ('Ben')")
    with database.reading() as connection:
        assert connection.execute("SELECT name FROM writers").fetchall() == [("A�",), ("Ben",)]


def test_one_transaction_does_not_begin_within_another(database: Database) -> None:
    with database.reading(), pytest.raises(RuntimeError):
        drawings(database)
    assert drawings(database) == ()


def test_other_errors_pass() -> None:
    with pytest.raises(KeyError), translated(Path("x")):
        raise KeyError
