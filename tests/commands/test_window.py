"""``handwriting-app`` alone."""

from __future__ import annotations

import gc
import subprocess
import sys
from pathlib import Path

import pytest

from handwriting_app.assets import resources_folder
from handwriting_app.cli import main
from handwriting_app.commands import window


def test_without_a_display_it_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(window.sys, "platform", "linux")
    assert main([]) == 1
    assert "no display" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "bad.toml: cannot be read: No such file or directory."),
        ("title = ", "bad.toml, line 1: is not TOML"),
        ("title = 'x'\ntext = 'y'\nstart = 3\n", "bad.toml, line 3: start of the lesson must be a table"),
    ],
)
def test_a_bad_lesson_is_one_line_and_no_window(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str | None, says: str
) -> None:
    path = tmp_path / "bad.toml"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    assert main(["--lesson", str(path)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    (line,) = err.splitlines()
    assert line.startswith("handwriting-app: bad.toml")
    assert says in line


def test_a_lesson_a_model_and_a_data_folder_go_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lesson = sorted((resources_folder() / "lessons").glob("*.toml"))[0]
    opened: list[tuple[Path | None, ...]] = []

    def run_window(
        model_path: Path | None = None, lesson_path: Path | None = None, data_dir: Path | None = None
    ) -> int:
        opened.append((model_path, lesson_path, data_dir))
        return 0

    monkeypatch.setattr("handwriting_app.app.run_window", run_window)
    monkeypatch.setattr(window.threading, "active_count", lambda: 1)  # or it would end this process, tests and all
    gc_was_on = gc.isenabled()
    try:
        assert main(["--model", "m.safetensors", "--lesson", str(lesson), "--data-dir", "d"]) == 0
    finally:
        if gc_was_on:
            gc.enable()
    assert opened == [(Path("m.safetensors"), lesson, Path("d"))]


def test_the_window_alone_loads_nothing_that_reads_lessons(tmp_path: Path) -> None:
    code = "import sys, handwriting_app.cli, handwriting_app.commands.window; print('tomllib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stdout.strip() == "False"
