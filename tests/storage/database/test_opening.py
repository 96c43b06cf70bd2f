from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from handwriting_app.ink.drawing import Drawing
from handwriting_app.storage.data_folder import DATABASE
from handwriting_app.storage.database import opening
from handwriting_app.storage.database.drawings import NewDrawing, add_drawings, drawings
from handwriting_app.storage.database.opening import open_database
from handwriting_app.storage.database.runs import RunStart, begin_run, end_run, runs
from handwriting_app.storage.errors import DatabaseError
from handwriting_app.storage.file_lock import lock
from tests.nobody import as_nobody
from tests.storage.database.made import CONFIG, drawing, is_whole, trained

LABELS = tuple("0123456789")


def filled(path: Path, number: int = 60) -> dict[bytes, NewDrawing]:
    """A closed database with drawings and two runs."""
    opened = open_database(path)
    kept = [NewDrawing(drawing(n), LABELS[n % 10], writer=("Anna", "Ben", "")[n % 3]) for n in range(number)]
    add_drawings(opened, kept)
    for model in (trained(1), trained(2)):
        end_run(opened, begin_run(opened, RunStart(CONFIG)), "finished", model)
    opened.close()
    return {new.ink.strokes[0].tobytes(): new for new in kept if isinstance(new.ink, Drawing)}


@pytest.fixture
def of_nobody() -> Iterator[Path]:
    """A folder with a database of one drawing."""
    folder = Path(tempfile.mkdtemp())
    filled(folder / DATABASE, 1)
    if os.geteuid() == 0:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, 65534, 65534)
    yield folder
    folder.chmod(0o700)
    shutil.rmtree(folder)


def test_folder_and_file_are_made(tmp_path: Path) -> None:
    opened = open_database(tmp_path / "a" / "50% ?#ü" / DATABASE)
    assert opened.path.is_file()
    assert not opened.notice
    opened.close()
    assert is_whole(opened.path)
    assert not opened.path.with_name(f"{DATABASE}-wal").exists()


def test_a_relative_path_means_that_there_is_no_home() -> None:
    with pytest.raises(DatabaseError, match="are not kept"):
        open_database(Path(DATABASE))


def test_a_folder_of_this_name_is_told(tmp_path: Path) -> None:
    (tmp_path / DATABASE).mkdir()
    with pytest.raises(DatabaseError, match="cannot be opened"):
        open_database(tmp_path / DATABASE)


def test_a_file_instead_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    with pytest.raises(DatabaseError, match=r"cannot be opened.*Look at the permissions"):
        open_database(tmp_path / "data" / DATABASE)


@pytest.mark.skipif(sys.platform == "win32", reason="permissions work otherwise")
def test_a_folder_that_may_only_be_read_is_told(of_nobody: Path) -> None:
    with as_nobody():
        of_nobody.chmod(0o500)
        with pytest.raises(DatabaseError, match="Change the permissions"):
            open_database(of_nobody / DATABASE)
        of_nobody.chmod(0o700)
        (of_nobody / DATABASE).chmod(0o400)
        with pytest.raises(DatabaseError, match="may only be read"):
            open_database(of_nobody / DATABASE)
        (of_nobody / DATABASE).chmod(0o600)
        opened = open_database(of_nobody / DATABASE)
        assert len(drawings(opened)) == 1
        opened.close()


def test_a_newer_version_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / DATABASE
    filled(path, 1)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    before = path.read_bytes()
    with pytest.raises(DatabaseError, match=r"newer version of this program \(version 99"):
        open_database(path)
    assert path.read_bytes() == before


def test_the_database_of_another_program_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / DATABASE
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE theirs (name TEXT)")
    before = path.read_bytes()
    with pytest.raises(DatabaseError, match="of another program"):
        open_database(path)
    assert path.read_bytes() == before


def test_what_is_no_database_is_set_aside_and_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / DATABASE
    for number in (1, 2):
        path.write_bytes(b"notes of mine " * 100 * number)
        opened = open_database(path)
        aside = tmp_path / f"handwriting.damaged-{number}.sqlite3"
        assert aside.read_bytes() == b"notes of mine " * 100 * number
        assert f"is kept as {aside.name}" in opened.notice
        assert "Nothing could be brought over" in opened.notice
        assert len(add_drawings(opened, [NewDrawing(drawing(1), "1")]).ids) == 1
        opened.close()
        assert is_whole(path)


def damaged(content: bytes, seed: int) -> bytes:
    """Cut short, or overwritten at one or more places."""
    rng = random.Random(seed)
    if seed % 3 == 0:
        return content[: rng.randrange(1, len(content))]
    changed = bytearray(content)
    for _ in range(rng.choice((1, 3, 40))):
        place = rng.randrange(0 if seed % 3 == 1 else 4096, len(changed))
        length = rng.choice((1, 16, 500))
        changed[place : place + length] = rng.randbytes(min(length, len(changed) - place))
    return bytes(changed)


@pytest.mark.parametrize("seed", range(30))
def test_of_a_damaged_file_nothing_is_lost_and_what_can_be_read_is_brought_over(tmp_path: Path, seed: int) -> None:
    path = tmp_path / DATABASE
    original = filled(path)
    content = damaged(path.read_bytes(), seed)
    path.write_bytes(content)
    try:
        opened = open_database(path)
    except DatabaseError as error:
        if not any(words in str(error) for words in ("of another program", "newer version")):
            raise
        assert path.read_bytes() == content
        return
    kept = drawings(opened)
    if opened.notice:
        (aside,) = tmp_path.glob("*damaged-1.sqlite3")
        assert aside.read_bytes() == content
    for found in kept:
        assert isinstance(found.ink, Drawing)
        true = original[found.ink.strokes[0].tobytes()]
        assert isinstance(true.ink, Drawing)
        assert all(np.array_equal(a, b) for a, b in zip(found.ink.strokes, true.ink.strokes, strict=True))
    runs(opened)
    add_drawings(opened, [NewDrawing(drawing(1_000), "1")])
    opened.close()
    assert is_whole(path)


def test_most_drawings_are_brought_over_round_a_page_that_is_gone(tmp_path: Path) -> None:
    path = tmp_path / DATABASE
    original = filled(path, 600)
    content = bytearray(path.read_bytes())
    with closing(sqlite3.connect(path)) as connection:
        query = "SELECT pageno FROM dbstat WHERE name = 'drawings' AND pagetype = 'leaf' ORDER BY path"
        try:
            pages = [row[0] for row in connection.execute(query)]
        except sqlite3.OperationalError:
            pytest.skip("this SQLite does not tell of pages")
    middle = pages[len(pages) // 2]
    content[(middle - 1) * 4096 : middle * 4096] = b"\xaa" * 4096
    path.write_bytes(content)
    opened = open_database(path)
    kept = drawings(opened)
    assert len(original) - 30 < len(kept) < len(original)
    assert f"{len(kept)} drawings and 2 runs could be brought over" in opened.notice
    opened.close()


def test_a_damaged_file_is_not_set_aside_while_another_window_uses_it(tmp_path: Path) -> None:
    path = tmp_path / DATABASE
    filled(path, 1)
    other = open_database(path)
    content = bytearray(path.read_bytes())
    content[:100] = b"x" * 100
    path.write_bytes(content)
    with pytest.raises(DatabaseError, match="another window of the program uses it"):
        open_database(path)
    other.close()
    assert not list(tmp_path.glob("*damaged*"))


def test_two_windows_do_not_open_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.05)
    held = os.open(tmp_path / f"{DATABASE}-opening", os.O_RDWR | os.O_CREAT)
    assert lock(held)
    with pytest.raises(DatabaseError, match="another window is opening it"):
        open_database(tmp_path / DATABASE)
    os.close(held)
    open_database(tmp_path / DATABASE).close()


def test_nothing_in_the_file_is_run(tmp_path: Path) -> None:
    path = tmp_path / DATABASE
    filled(path, 1)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("CREATE TRIGGER evil AFTER INSERT ON writers BEGIN SELECT load_extension('evil'); END")
    opened = open_database(path)
    with pytest.raises(DatabaseError):
        add_drawings(opened, [NewDrawing(drawing(5), "1", writer="Carla")])
    opened.close()


def test_sqlite_is_not_loaded_before_there_is_a_file_to_open(tmp_path: Path) -> None:
    names = ("alphabets", "connection", "drawings", "importing", "opening", "presence", "runs", "schema")
    package = "handwriting_app.storage.database"
    code = f"import sys\nfrom {package} import {', '.join(names)}\nassert 'sqlite3' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=tmp_path)
