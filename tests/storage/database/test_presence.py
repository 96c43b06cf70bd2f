from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from handwriting_app.storage.database.presence import Presence

HOLD = """
import sys
from pathlib import Path
from handwriting_app.storage.database.presence import Presence
print(Presence(Path(sys.argv[1])).token, flush=True)
sys.stdin.read()
"""


def test_a_process_lives_until_it_is_killed(tmp_path: Path) -> None:
    own = Presence(tmp_path / "processes")
    command = [sys.executable, "-c", HOLD, str(tmp_path / "processes")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        token = other.stdout.readline().strip()
        assert own.lives(token)
        assert own.others()
        other.kill()
        other.wait()
    assert not own.lives(token)
    assert not own.others()
    own.end()


def test_what_a_dead_process_left_is_cleared_away(tmp_path: Path) -> None:
    (tmp_path / f"{'a' * 32}.lock").touch()
    (tmp_path / "notes.lock").touch()
    living = Presence(tmp_path)
    other = Presence(tmp_path)
    assert sorted(path.stem for path in tmp_path.iterdir()) == sorted([living.token, other.token, "notes"])
    assert other.lives(living.token)
    living.end()
    assert not other.lives(living.token)
    other.end()
    living.end()


@pytest.mark.parametrize("token", ["", "../../etc/passwd", "f" * 32, "A" * 32])
def test_a_token_that_is_none_belongs_to_nobody_alive(tmp_path: Path, token: str) -> None:
    present = Presence(tmp_path)
    assert not present.lives(token)
    present.end()
