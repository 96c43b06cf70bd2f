from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from handwriting_app.storage import whole_file
from handwriting_app.storage.whole_file import FileTooLargeError, read_whole


def test_reads_all_up_to_the_limit(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"12345")
    assert read_whole(path, 5) == b"12345"
    with pytest.raises(FileTooLargeError) as caught:
        read_whole(path, 4)
    assert caught.value.size == 5


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
@pytest.mark.parametrize("kind", ["folder", "pipe", "device"])
def test_only_files_are_read(tmp_path, kind):
    path = Path("/dev/zero") if kind == "device" else tmp_path / "it"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    with pytest.raises(OSError, match="not a file"):
        read_whole(path, 10)


@pytest.mark.parametrize("size", [3, 9])
def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path, monkeypatch, size):
    path = tmp_path / "file"
    path.write_bytes(b"12345")
    fstat = os.fstat

    def meanwhile(descriptor):
        status = fstat(descriptor)
        os.truncate(path, size)
        return status

    monkeypatch.setattr(whole_file.os, "fstat", meanwhile)
    with pytest.raises(OSError, match="changed while"):
        read_whole(path, 100)
