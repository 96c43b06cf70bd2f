"""``--make-shortcut`` and ``--remove-shortcut`` at the command line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from handwriting_app.cli import main

Capture = pytest.CaptureFixture[str]

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="where freedesktop's folders are")


@pytest.fixture
def menu(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    return tmp_path / "share" / "applications"


def test_it_is_made_with_the_data_folder_and_removed_again(menu: Path, tmp_path: Path, capsys: Capture) -> None:
    assert main(["--make-shortcut", "--data-dir", str(tmp_path / "my data")]) == 0
    (path,) = menu.iterdir()
    assert capsys.readouterr().out == f"Handwriting App is in the menu now: {path}\n"
    assert f'--data-dir "{tmp_path}/my data"\n' in path.read_text(encoding="utf-8")
    assert main(["--remove-shortcut"]) == 0
    assert list(menu.iterdir()) == []
    assert main(["--remove-shortcut"]) == 0
    assert capsys.readouterr().out.endswith("There was no entry in the menu.\n")


def test_a_menu_that_cannot_be_written_is_one_clear_line(menu: Path, tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "share").write_text("a file in the way")
    assert main(["--make-shortcut"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("handwriting-app: The menu entry cannot be made: ")
    assert len(err.splitlines()) == 1


def test_both_at_once_are_a_usage_error(menu: Path) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(["--make-shortcut", "--remove-shortcut"])
    assert exit_.value.code == 2
    assert not menu.exists()


def test_it_needs_no_qt_and_no_numpy(menu: Path) -> None:
    code = (
        "import sys; from handwriting_app.commands import shortcut; import argparse;"
        "shortcut.make(argparse.Namespace(data_dir=None));"
        "print([name for name in ('PySide6', 'numpy') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
