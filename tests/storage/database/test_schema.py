from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from handwriting_app.storage.data_folder import DATABASE
from handwriting_app.storage.database import schema
from handwriting_app.storage.database.drawings import NewDrawing, add_drawings, drawings
from handwriting_app.storage.database.opening import open_database
from tests.storage.database.made import drawing, is_whole

SECOND = ("ALTER TABLE drawings ADD COLUMN mood TEXT NOT NULL DEFAULT 'calm'", "CREATE TABLE moods (name TEXT)")


def of_version_1(tmp_path: Path) -> Path:
    path = tmp_path / DATABASE
    opened = open_database(path)
    add_drawings(opened, [NewDrawing(drawing(1), "1")])
    opened.close()
    return path


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return schema.version_of(connection)


def test_tables_of_version_1_are_brought_to_the_newest_with_all_that_is_in_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = of_version_1(tmp_path)
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, SECOND))
    opened = open_database(path)
    with opened.reading() as connection:
        assert connection.execute("SELECT label, mood FROM drawings").fetchall() == [("1", "calm")]
    opened.close()
    assert version(path) == len(schema.MIGRATIONS)
    assert is_whole(path)


def test_a_migration_that_fails_leaves_the_file_at_its_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = of_version_1(tmp_path)
    with monkeypatch.context() as patched:
        broken = ("ALTER TABLE drawings ADD COLUMN mood TEXT", "INSERT INTO alphabets (id, name) VALUES (1, 'twice')")
        patched.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, broken))
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("BEGIN")
            with pytest.raises(sqlite3.IntegrityError):
                schema.migrate(connection)
            connection.execute("ROLLBACK")
    assert version(path) == len(schema.MIGRATIONS)
    opened = open_database(path)
    assert not opened.notice
    assert [kept.label for kept in drawings(opened)] == ["1"]
    opened.close()


def test_a_file_that_lacks_a_column_is_damaged(tmp_path: Path) -> None:
    path = of_version_1(tmp_path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("ALTER TABLE runs DROP COLUMN note")
    opened = open_database(path)
    assert "1 drawing and 0 runs could be brought over" in opened.notice
    opened.close()


def test_every_table_is_named_after_those_that_it_refers_to() -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        schema.migrate(connection)
        made = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        assert made - {"sqlite_sequence"} == set(schema.TABLES)
        for number, table in enumerate(schema.TABLES):
            others = {row[2] for row in connection.execute(f"PRAGMA foreign_key_list({table})")}
            assert others <= set(schema.TABLES[:number])
