"""The scripts behind `make`, on machines that lack something; the machine is played by stand-ins on the PATH."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="make and its scripts are for POSIX systems")

TOOLS = Path(__file__).parents[1] / "tools"

EGL, CURSOR = "libEGL.so.1", "libxcb-cursor.so.0"
HEADLESS = [EGL, *(f"lib{name}" for name in ("GL.so.1", "xkbcommon.so.0", "dbus-1.so.3", "fontconfig.so.1"))]
HEADLESS += ["libglib-2.0.so.0"]

linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the script does nothing elsewhere")


class Machine:
    """Stand-ins for the programs that the scripts ask about the machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "log"

    def has(self, program: str, script: str) -> None:
        path = self.folder / program
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def has_libraries(self, *names: str) -> None:
        lines = "\n".join(f"\t{name} (libc6,x86-64) => /usr/lib/{name}" for name in names)
        (self.folder / "libraries").write_text(lines)
        self.has("ldconfig", f"cat {self.folder}/libraries")

    def run(self, script: str, argument: str) -> subprocess.CompletedProcess[str]:
        env = {"PATH": f"{self.folder}:{os.environ['PATH']}", "HOME": str(self.folder)}
        return subprocess.run(
            ["sh", str(TOOLS / script), argument], env=env, cwd=self.folder, capture_output=True, text=True, check=False
        )


@pytest.fixture
def debian(tmp_path: Path) -> Machine:
    """A Debian on which an ordinary user may not become root, and apt-get only notes what it was asked."""
    machine = Machine(tmp_path)
    machine.has("id", "echo 1000")
    machine.has("sudo", "exit 1")
    machine.has("apt-get", f'echo "apt-get $*" >> {machine.log}')
    return machine


@linux_only
def test_libraries_that_are_there_cost_nothing(debian: Machine) -> None:
    debian.has_libraries(*HEADLESS)
    done = debian.run("qt_libraries.sh", "headless")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert not debian.log.exists()


@linux_only
def test_who_may_not_install_is_told_the_command(debian: Machine) -> None:
    debian.has_libraries(*HEADLESS[1:])
    done = debian.run("qt_libraries.sh", "headless")
    assert done.returncode == 1
    assert "sudo apt-get install -y --no-install-recommends libegl1\n" in done.stderr
    assert not debian.log.exists()


@linux_only
def test_a_window_needs_more_than_the_tests(debian: Machine) -> None:
    debian.has_libraries(*HEADLESS)
    done = debian.run("qt_libraries.sh", "window")
    assert done.returncode == 1
    assert "libxcb-cursor0" in done.stderr
    assert "libegl1" not in done.stderr


@linux_only
@pytest.mark.parametrize("how", ["root", "sudo"])
def test_who_may_install_gets_what_is_missing(debian: Machine, how: str) -> None:
    debian.has_libraries(*HEADLESS[1:])
    if how == "root":
        debian.has("id", "echo 0")
    else:
        debian.has("sudo", 'shift\n"$@"')
    debian.has(
        "apt-get",
        f'echo "apt-get $*" >> {debian.log}\n[ "$1" != install ] || echo "{EGL} (x)" >> {debian.folder}/libraries',
    )
    done = debian.run("qt_libraries.sh", "headless")
    assert done.returncode == 0, done.stderr
    update, install = debian.log.read_text().splitlines()
    assert update.startswith("apt-get update")
    assert install == "apt-get install -y --no-install-recommends libegl1"


@linux_only
def test_an_installation_that_did_not_help_is_not_taken_for_one(debian: Machine) -> None:
    debian.has_libraries(*HEADLESS[1:])
    debian.has("id", "echo 0")
    done = debian.run("qt_libraries.sh", "headless")
    assert done.returncode == 1
    assert "libegl1" in done.stderr


@pytest.mark.parametrize(
    ("python", "words"),
    [
        ('case "$*" in *version_info*) echo 3.09;; *) echo Python 3.9.2;; esac', "is Python 3.9.2"),
        ('case "$*" in *version_info*) echo 3.20;; *) echo Python 3.20.1;; esac', "is Python 3.20.1"),
        (
            'case "$*" in *ensurepip*) exit 1;; *) echo 3.12;; esac',
            "apt-get install python3-venv   (or python3.12-venv)",
        ),
    ],
    ids=["too old", "too new", "without venv"],
)
def test_a_python_that_will_not_do_is_told_in_words(tmp_path: Path, python: str, words: str) -> None:
    machine = Machine(tmp_path)
    machine.has("python3", python)
    done = machine.run("install.sh", "runtime")
    assert done.returncode == 1
    assert words in done.stderr
