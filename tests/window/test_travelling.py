"""A lesson that was made in one place gives the same view and the same weights in another."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from handwriting_app.storage.data_folder import VARIABLE
from handwriting_app.storage.lesson_files import read_lesson

CHECKOUT = Path(__file__).parents[2]


def one_window(what: str, file: Path, data: Path) -> dict[str, object]:
    """What a window in a process and a data folder of its own tells."""
    data.mkdir()
    homes = {name: str(data) for name in (VARIABLE, "HOME", "LOCALAPPDATA")}
    environment = {**os.environ, **homes, "PYTHONPATH": str(CHECKOUT), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "tests.window.one_window", what, str(file)]
    done = subprocess.run(command, cwd=data, env=environment, capture_output=True, text=True, check=False, timeout=90)
    assert done.returncode == 0, done.stderr
    told: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return told


def test_two_processes_and_two_data_folders_train_the_same_weights(tmp_path: Path) -> None:
    file = tmp_path / "as-good.toml"
    made = one_window("make", file, tmp_path / "here")
    lesson = read_lesson(file, is_own=True)
    assert lesson.start.network == "fresh"
    assert lesson.tasks[0].is_done({"training.held_out_accuracy": made["accuracy"]})  # type: ignore[dict-item]
    opened = one_window("open", file, tmp_path / "there")
    assert opened == made
    assert made["epochs"] == 3
    assert made["view"] == "network_view"
