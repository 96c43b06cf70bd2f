"""The lock files, and a wheel that works away from the checkout."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[1]
LOCKS = {
    lock: (CHECKOUT / "locks" / f"{lock}.txt").read_text(encoding="utf-8")
    for lock in ("runtime", "development", "bundle")
}
PINNED = re.compile(r"(?P<name>[a-z0-9-]+)==(?P<version>[\w.]+)(?: ; [\w\s.'=<>!()]+?)? \\")


def pins(lock: str) -> dict[str, str]:
    return {match["name"]: match["version"] for match in PINNED.finditer(LOCKS[lock])}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_versions_and_hashes_and_names_no_registry(lock: str) -> None:
    for line in LOCKS[lock].splitlines():
        assert PINNED.fullmatch(line) or re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}( \\)?", line), line


def test_the_locks_agree_and_hold_what_is_declared() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
    declared = {re.split(r"[^\w-]", requirement)[0].lower() for requirement in project["project"]["dependencies"]}
    assert declared <= pins("runtime").keys()
    assert pins("runtime").items() <= pins("development").items()
    assert declared | {"pyinstaller"} <= pins("bundle").keys()
    shared = pins("runtime").keys() & pins("bundle").keys()
    assert {name: pins("bundle")[name] for name in shared} == {name: pins("runtime")[name] for name in shared}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the installed wheel and nothing else."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    build = ["wheel", "--no-index", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(CHECKOUT)]
    subprocess.run([*pip, *build], check=True)
    (wheel,) = folder.glob("*.whl")
    target = folder / "installed"
    subprocess.run([*pip, "install", "--no-index", "--no-deps", "--target", str(target), str(wheel)], check=True)
    return target


@pytest.fixture
def elsewhere(installed: Path, tmp_path: Path) -> Mapping[str, str]:
    return {**os.environ, "PYTHONPATH": str(installed), "PWD": str(tmp_path)}


def test_the_wheel_holds_models_and_resources(installed: Path) -> None:
    package = installed / "handwriting_app"
    for folder in ("models", "resources"):
        shipped = {path.name for path in (CHECKOUT / folder).rglob("*") if path.is_file() and path.suffix != ".py"}
        assert shipped - {path.name for path in (package / folder).rglob("*")} == {
            name for name in shipped if name.endswith(".pyc")
        }


def test_the_wheel_carries_its_licence(installed: Path) -> None:
    (about,) = installed.glob("handwriting_app-*.dist-info")
    assert (about / "licenses" / "LICENSE").read_bytes() == (CHECKOUT / "LICENSE").read_bytes()
    assert "License-Expression: BSD-3-Clause" in (about / "METADATA").read_text(encoding="utf-8").splitlines()


def test_the_source_distribution_carries_its_licence(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "--target", "sdist", "--directory", str(tmp_path)]
    subprocess.run(build, cwd=CHECKOUT, check=True)
    (source,) = tmp_path.glob("*.tar.gz")
    with tarfile.open(source) as archive:
        (name,) = (name for name in archive.getnames() if name.endswith("/LICENSE"))
        licence = archive.extractfile(name)
        assert licence is not None
        assert licence.read() == (CHECKOUT / "LICENSE").read_bytes()


def test_the_installed_command_reads_with_its_own_model(
    installed: Path, elsewhere: Mapping[str, str], tmp_path: Path, seven: Path
) -> None:
    where = "from handwriting_app.assets import default_model_path as d; print(d())"
    found = subprocess.run([sys.executable, "-c", where], cwd=tmp_path, env=elsewhere, capture_output=True, check=True)
    assert Path(found.stdout.decode().strip()).is_relative_to(installed)

    for name in ("handwriting-app", "handwriting-app-window"):
        assert shutil.which(name, path=installed / "bin") is not None
    command = shutil.which("handwriting-app", path=installed / "bin")  # a script, or handwriting-app.exe
    assert command is not None
    done = subprocess.run(
        [command, "predict", "--json", str(seven)],
        cwd=tmp_path,
        env=elsewhere,
        capture_output=True,
        check=True,
    )
    (reading,) = json.loads(done.stdout)["images"]
    assert reading["digit"] == 7
