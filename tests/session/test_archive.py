"""The database behind jobs of the background: one at a time, opened when needed, mended when damaged."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from handwriting_app.ink.drawing import Drawing
from handwriting_app.session.archive import NOT_KEPT, Archive
from handwriting_app.session.background import Background
from handwriting_app.storage.data_folder import DATABASE
from handwriting_app.storage.database.connection import Database
from handwriting_app.storage.database.drawings import NewDrawing, add_drawings, drawings
from handwriting_app.storage.errors import DatabaseError
from tests.made_strokes import made

WAIT = 20_000


def ink(seed: int) -> Drawing:
    return made("1 with a flag", 1, seed)[0].drawing


@pytest.fixture
def background(qtbot: QtBot) -> Background:
    return Background()


def test_nothing_is_opened_before_somebody_asks(background: Background, tmp_path: Path) -> None:
    archive = Archive(background, tmp_path / DATABASE)
    archive.with_database(lambda database: database)
    background.shutdown()
    archive.close()
    assert not list(tmp_path.iterdir())


def test_jobs_of_two_kinds_take_turns(qtbot: QtBot, background: Background, tmp_path: Path) -> None:
    archive = Archive(background, tmp_path / DATABASE)
    kept, listed = archive.job(), archive.job()
    under_way: list[int] = []

    def keep(database: Database) -> int:
        under_way.append(1)
        assert len(under_way) == 1
        add_drawings(database, [NewDrawing(ink(len(drawings(database))), "1")])
        under_way.pop()
        return len(drawings(database))

    futures = [job.queue(archive.with_database(keep)) for _ in range(10) for job in (kept, listed)]
    assert sorted(future.result(WAIT) for future in futures) == list(range(1, 21))
    background.shutdown()
    archive.close()


def test_what_was_asked_for_is_done_while_the_window_closes(background: Background, tmp_path: Path) -> None:
    archive = Archive(background, tmp_path / DATABASE)
    archive.job().queue(archive.with_database(lambda database: add_drawings(database, [NewDrawing(ink(0), "1")])))
    background.shutdown()
    archive.close()
    again = Archive(Background(), tmp_path / DATABASE)
    assert len(again.with_database(drawings)()) == 1
    again.close()


def test_a_damaged_file_is_set_aside_and_said(qtbot: QtBot, background: Background, tmp_path: Path) -> None:
    path = tmp_path / DATABASE
    path.write_bytes(b"this is no database" * 1000)
    archive = Archive(background, path)
    listing = archive.job()
    said: list[str] = []
    archive.noticed.connect(said.append)
    with qtbot.waitSignal(listing.done, timeout=WAIT) as told:
        listing.queue(archive.with_database(drawings))
    assert told.args == [()]
    assert "damaged" in said[0]
    assert [each for each in tmp_path.iterdir() if "damaged" in each.name]
    background.shutdown()
    archive.close()


def test_without_a_folder_it_says_so(qtbot: QtBot, background: Background) -> None:
    archive = Archive(background, None)
    listing = archive.job()
    with qtbot.waitSignal(listing.failed, timeout=WAIT) as told:
        listing.queue(archive.with_database(drawings))
    assert told.args[0] == NOT_KEPT
    background.shutdown()


def test_a_job_that_was_left_to_itself_does_not_open_it_again(background: Background, tmp_path: Path) -> None:
    archive = Archive(background, tmp_path / DATABASE)
    archive.close()
    with pytest.raises(DatabaseError):
        archive.with_database(drawings)()
    assert not list(tmp_path.iterdir())
