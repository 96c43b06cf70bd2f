"""A short random storm, in a process of its own: a crash would take the other tests with it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from handwriting_app.storage.data_folder import VARIABLE

ACTS = 200
SECONDS = 60
"""At most: on an idle machine so many acts take a fifth of it."""


@pytest.mark.timeout(2 * SECONDS)
def test_a_short_storm_leaves_nothing_broken(tmp_path: Path):
    homes = {f"XDG_{name}_HOME": str(tmp_path) for name in ("CONFIG", "DATA", "CACHE", "STATE")}
    homes[VARIABLE] = str(tmp_path / "data")
    done = subprocess.run(
        [
            *(sys.executable, "-m", "tests.storm", "--seed", "7", "--acts", str(ACTS), "--seconds", str(SECONDS)),
            *("--longest-stall", "2"),
        ],
        cwd=Path(__file__).parents[2],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"} | homes,
        capture_output=True,
        text=True,
    )
    said = "\n".join(line for line in done.stderr.splitlines() if not line.startswith("Extension modules"))
    assert done.returncode == 0, said[-5000:] + done.stdout[-3000:]
    record = json.loads(done.stdout)
    assert sum(record["acts"].values()) > 100
    assert len(record["acts"]) > 14
