"""Locks between processes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from handwriting_app.storage.file_lock import lock, taking_turns

_HOLD = """
import sys
from pathlib import Path
from handwriting_app.storage.file_lock import taking_turns
with taking_turns(Path(sys.argv[1]), 0) as is_mine:
    print(is_mine, flush=True)
    sys.stdin.read()
"""


def holder(path: Path) -> subprocess.Popen[str]:
    """Another process that has its turn until its input ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "True\n"
    return process


def test_the_second_has_no_turn_until_the_first_is_done(tmp_path: Path) -> None:
    other = holder(tmp_path / "turn")
    with taking_turns(tmp_path / "turn", 0.05) as is_mine:
        assert not is_mine
    other.communicate()
    with taking_turns(tmp_path / "turn", 5) as is_mine:
        assert is_mine


def test_whoever_dies_lets_go(tmp_path: Path) -> None:
    other = holder(tmp_path / "turn")
    other.kill()
    other.communicate()
    with taking_turns(tmp_path / "turn", 5) as is_mine:
        assert is_mine


def test_an_error_lets_go(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), taking_turns(tmp_path / "turn", 0):
        raise RuntimeError
    descriptor = os.open(tmp_path / "turn", os.O_RDWR)
    assert lock(descriptor)
    os.close(descriptor)


def test_a_file_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="turn"), taking_turns(tmp_path / "none" / "turn", 0):
        pass
