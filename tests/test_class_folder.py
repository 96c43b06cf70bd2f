"""The class folder's start: what it unpacks, where, and what it refuses. The wheels are stand-ins of one module."""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

TOOL = Path(__file__).parents[1] / "tools" / "class_folder"

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="homes are told by HOME alone")

LIST = f"linux-{platform.machine().lower()}-{sys.version_info[0]}.{sys.version_info[1]}.txt"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A class folder with a program that says where it runs from, and with what."""
    folder = tmp_path / "stick"
    (folder / "wheels").mkdir(parents=True)
    for name in ("start.py", "start-linux.sh"):
        shutil.copy(TOOL / name, folder)
    wheel = folder / "wheels" / "handwriting_app-1-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("handwriting_app/__init__.py", "")
        archive.writestr("handwriting_app/__main__.py", "import sys; print(__file__, *sys.argv[1:])")
    (folder / "wheels" / LIST).write_text(f"{hashlib.sha256(wheel.read_bytes()).hexdigest()}  {wheel.name}\n")
    return folder


def start(folder: Path, home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "PYTHON"))}
    temporary = home.parent / f"{home.name}-tmp"
    temporary.mkdir(exist_ok=True)
    environment = kept | {"HOME": str(home), "TMPDIR": str(temporary)}
    command = [sys.executable, str(folder / "start.py"), *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True)


def test_each_person_has_it_unpacked_once(folder: Path, tmp_path: Path) -> None:
    before = sorted(folder.rglob("*"))
    for person in ("ada", "emmy"):
        first = start(folder, tmp_path / person, "--lesson", "two words")
        assert first.stdout.startswith(f"{tmp_path / person}/.cache/handwriting-app/class-"), first.stderr
        assert first.stdout.endswith(" --lesson two words\n")
        assert "unpacks" in first.stderr
        second = start(folder, tmp_path / person)
        assert second.stderr == ""
        assert second.stdout.split()[0] == first.stdout.split()[0]
    assert sorted(folder.rglob("*")) == before


def test_a_wheel_that_is_not_what_it_was_is_refused(folder: Path, tmp_path: Path) -> None:
    (wheel,) = (folder / "wheels").glob("*.whl")
    wheel.write_bytes(wheel.read_bytes() + b"more")
    done = start(folder, tmp_path / "ada")
    assert done.returncode == 1
    assert done.stderr == f"{wheel.name} is damaged; copy the folder again from where it came from.\n"
    assert not (tmp_path / "ada").exists()


def test_a_home_that_cannot_be_written_to_is_no_hindrance(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "ada").write_text("no folder can be made in a file")
    done = start(folder, tmp_path / "ada")
    assert done.stdout.startswith(f"{tmp_path}/ada-tmp/handwriting-app-"), done.stderr


def test_what_is_half_unpacked_is_not_taken_for_the_program(folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "ada" / ".cache" / "handwriting-app"
    (cache / "class-part-left").mkdir(parents=True)
    done = start(folder, tmp_path / "ada")
    assert done.returncode == 0, done.stderr
    assert "class-part" not in done.stdout


def test_another_machine_is_told_which_ones_it_serves(folder: Path, tmp_path: Path) -> None:
    (folder / "wheels" / LIST).rename(folder / "wheels" / "win-amd64-3.11.txt")
    done = start(folder, tmp_path / "ada")
    assert done.returncode == 1
    assert done.stderr.startswith("This folder serves win-amd64-3.11; this machine is linux-")
