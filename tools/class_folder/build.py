"""Makes one folder for a stick or a network share: `make class-folder`.

Into it go the wheels of the run-time lock for Linux, Windows and macOS, each held to the lock's hashes, the program's
own wheel, a script for each system that starts it, and lessons and models to open by hand. Nobody needs to be able to
write there, and none of it needs the network afterwards.

pip fetches the wheels, from wherever it is set up to.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

CHECKOUT: Final = Path(__file__).parents[2]
HERE: Final = Path(__file__).parent
START_FILES: Final = ("start.py", "start-linux.sh", "start-macos.command", "start-windows.bat", "README.txt")

PYTHONS: Final = ("3.11", "3.12", "3.13", "3.14")
"""Every Python that the locks serve: nobody knows which one the school's machines have."""

SYSTEMS: Final = {
    "linux-x86_64": (
        *(f"manylinux_2_{minor}_x86_64" for minor in range(35, 16, -1)),
        *("manylinux2014_x86_64", "linux_x86_64"),
    ),
    "win-amd64": ("win_amd64",),
    "macosx-arm64": tuple(
        f"macosx_{major}_0_{kind}" for major in range(14, 10, -1) for kind in ("arm64", "universal2")
    ),
}
"""The platform tags that each kind of machine takes, the newest first (PEP 425, PEP 600)."""


def pip(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "pip", "--disable-pip-version-check", *arguments], check=True)


def fetch(wheels: Path, lock: Path, system: str, python: str) -> list[Path]:
    """The wheels of the lock for one system and one Python, which may be there already."""
    part = wheels / ".part"
    platforms = [f"--platform={tag}" for tag in SYSTEMS[system]]
    pip(
        *("download", "--quiet", "--require-hashes", "--no-deps", "--only-binary=:all:", "--dest", str(part)),
        *("--find-links", str(wheels), "--implementation=cp", f"--python-version={python}", *platforms),
        *("--requirement", str(lock)),
    )
    found = sorted(part.iterdir())
    for wheel in found:
        wheel.replace(wheels / wheel.name)
    part.rmdir()
    return [wheels / wheel.name for wheel in found]


def build(folder: Path, systems: list[str], pythons: list[str]) -> None:
    """Fill ``folder``, which must not exist.

    Raises:
        FileExistsError: It does.
        subprocess.CalledProcessError: pip could not build or fetch something, and has said why.
    """
    wheels = folder / "wheels"
    wheels.mkdir(parents=True)
    pip("wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(wheels), str(CHECKOUT))
    (own,) = wheels.glob("*.whl")
    for system in systems:
        for python in pythons:
            print(f"{system}, Python {python}", flush=True)
            needed = [own, *fetch(wheels, CHECKOUT / "locks" / "runtime.txt", system, python)]
            lines = [f"{hashlib.sha256(wheel.read_bytes()).hexdigest()}  {wheel.name}\n" for wheel in needed]
            name = f"{system}-{python}.txt"
            (wheels / name).write_text("".join(lines), encoding="ascii", newline="\n")
    for name in START_FILES:
        shutil.copy(HERE / name, folder)
    shutil.copytree(CHECKOUT / "resources" / "lessons", folder / "lessons")
    shutil.copytree(CHECKOUT / "models", folder / "models", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    shutil.copy(CHECKOUT / "LICENSE", folder)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="the folder to make")
    parser.add_argument("--system", choices=SYSTEMS, action="append", help="one of them; all, if none is named")
    parser.add_argument("--python", choices=PYTHONS, action="append", help="one of them; all, if none is named")
    options = parser.parse_args()
    if options.folder.exists():
        print(f"{options.folder} is there already; take it away, or name another folder.", file=sys.stderr)
        return 1
    try:
        build(options.folder, options.system or list(SYSTEMS), options.python or list(PYTHONS))
    except subprocess.CalledProcessError as error:
        return error.returncode
    size = sum(path.stat().st_size for path in options.folder.rglob("*") if path.is_file())
    print(f"{options.folder}: {size / 2**20:.0f} MiB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
