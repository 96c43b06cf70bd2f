from __future__ import annotations

import os
import stat
import sys

import pytest

from handwriting_app.storage.atomic import atomic_write, check_writable


def test_writes_the_whole_file_and_leaves_no_other(tmp_path):
    path = tmp_path / "file"
    with atomic_write(path) as file:
        file.write(b"new")
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_the_old_file_survives_an_error_in_mid_write(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"old")

    def write_half() -> None:
        with atomic_write(path) as file:
            file.write(b"half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_half()
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_the_old_file_is_there_until_the_new_one_is_whole(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"old")
    with atomic_write(path) as file:
        file.write(b"new")
        file.flush()
        assert path.read_bytes() == b"old"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows asks for a privilege to make symbolic links")
def test_a_link_is_followed_and_the_mode_kept(tmp_path):
    path, link = tmp_path / "file", tmp_path / "link"
    path.write_bytes(b"old")
    path.chmod(0o640)
    link.symlink_to(path)
    with atomic_write(link) as file:
        file.write(b"new")
    assert link.is_symlink()
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_missing_folder_is_an_error(tmp_path):
    with pytest.raises(OSError, match="there is no folder"), atomic_write(tmp_path / "nowhere" / "file"):
        pass


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
@pytest.mark.parametrize("kind", ["folder", "pipe", "device"])
def test_only_files_are_replaced(tmp_path, kind):
    path = tmp_path / "it"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("/dev/null")
    before = path.stat()
    with pytest.raises(OSError, match=r"a folder, not|only files are"):
        check_writable(path)
    with pytest.raises(OSError, match=r"a folder, not|only files are"), atomic_write(path) as file:
        file.write(b"new")
    assert (path.stat().st_mode, path.stat().st_ino) == (before.st_mode, before.st_ino)
    assert [entry.name for entry in tmp_path.iterdir()] == ["it"]


def test_a_name_that_is_too_long_is_found_before_there_is_anything_to_write(tmp_path):
    with pytest.raises(OSError, match="too long"):
        check_writable(tmp_path / ("x" * 300))
    with pytest.raises(OSError, match="there is no folder"):
        check_writable(tmp_path / "nowhere" / "file")
    assert list(tmp_path.iterdir()) == []


def test_the_longest_name_that_the_system_takes_can_be_written(tmp_path):
    path = tmp_path / ("x" * 255)
    check_writable(path)
    with atomic_write(path) as file:
        file.write(b"new")
    assert path.read_bytes() == b"new"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows syncs no folders")
@pytest.mark.parametrize("call", ["open", "fsync"])
def test_a_folder_that_cannot_be_synced_is_no_failure(tmp_path, monkeypatch, call):
    original = getattr(os, call)

    def refuse(what, *rest):
        is_folder = stat.S_ISDIR(os.fstat(what).st_mode) if isinstance(what, int) else os.path.isdir(what)
        if is_folder:
            raise OSError(22, "Invalid argument")
        return original(what, *rest)

    monkeypatch.setattr(os, call, refuse)
    path = tmp_path / "file"
    with atomic_write(path) as file:
        file.write(b"new")
    assert path.read_bytes() == b"new"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows asks for a privilege to make symbolic links")
def test_links_that_lead_nowhere_or_in_a_circle(tmp_path):
    ahead, circle = tmp_path / "ahead", tmp_path / "circle"
    ahead.symlink_to(tmp_path / "new")
    circle.symlink_to(circle)
    with atomic_write(ahead) as file:
        file.write(b"new")
    assert ahead.is_symlink()
    assert (tmp_path / "new").read_bytes() == b"new"
    with pytest.raises(OSError, match="symbolic links"):
        check_writable(circle)
