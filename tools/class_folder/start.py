"""Starts Handwriting App from the folder it lies in, which nobody needs to be able to write to. Needs Python alone.

The first time, the wheels for this machine are checked against their hashes and unpacked into a folder of the person's
own, where the system wants such things that can be made again. From then on that one is used. Settings and drawings
are kept in the person's data folder as always (or in --data-dir DIR).
"""

import hashlib
import os
import platform
import runpy
import shutil
import sys
import tempfile
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
WHEELS = HERE / "wheels"


def machine() -> str:
    """What the list of wheels for this machine is called."""
    system = {"linux": "linux", "win32": "win", "darwin": "macosx"}.get(sys.platform, sys.platform)
    return f"{system}-{platform.machine().lower()}-{sys.version_info[0]}.{sys.version_info[1]}"


def places() -> "list[Path]":
    """Where the program may be unpacked, the best first: the last one is emptied by the system at some time."""
    home = Path(os.path.expanduser("~"))
    if sys.platform == "win32":
        own = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "handwriting-app" / "Cache"
    elif sys.platform == "darwin":
        own = home / "Library" / "Caches" / "handwriting-app"
    else:
        own = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / "handwriting-app"
    user = getattr(os, "getuid", lambda: os.environ.get("USERNAME", ""))()
    return [own, Path(tempfile.gettempdir()) / f"handwriting-app-{user}"]


def unpacked(names: "list[str]", digest: str) -> Path:
    """The folder with all the wheels in it; made whole or not at all."""
    reasons = []
    for place in places():
        target = place / f"class-{digest[:16]}"
        if target.is_dir() and is_mine(place):
            return target
        part = None
        try:
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not is_mine(place):
                raise OSError(f"{place} belongs to somebody else")
            part = Path(tempfile.mkdtemp(prefix="class-part-", dir=place))
            print("The first start on this machine unpacks the program; this takes a moment.", file=sys.stderr)
            for name in names:
                with zipfile.ZipFile(WHEELS / name) as wheel:
                    wheel.extractall(part)
            try:
                part.rename(target)
            except OSError:  # a second window was quicker
                if not target.is_dir():
                    raise
            return target
        except OSError as error:
            reasons.append(f"{place}: {error.strerror or error}")
        finally:
            if part is not None and part.exists():
                shutil.rmtree(part, ignore_errors=True)
    raise SystemExit("Handwriting App cannot be unpacked anywhere. " + " ".join(reasons))


def is_mine(place: Path) -> bool:
    """Whether nobody else could have put something there: the place for temporary files is everyone's."""
    return not hasattr(os, "getuid") or (place.stat().st_uid == os.getuid() and not place.is_symlink())


def checked(path: Path) -> "tuple[list[str], str]":
    """The names of the wheels in a list, and the list's own hash.

    Raises:
        SystemExit: One of them is not what it was when the folder was made.
    """
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    pairs = [line.split() for line in content.decode("ascii").splitlines()]
    if not any((place / f"class-{digest[:16]}").is_dir() for place in places()):
        for expected, name in pairs:
            if hashlib.sha256((WHEELS / name).read_bytes()).hexdigest() != expected:
                raise SystemExit(f"{name} is damaged; copy the folder again from where it came from.")
    return [name for _, name in pairs], digest


def main() -> None:
    listed = WHEELS / f"{machine()}.txt"
    if not listed.is_file():
        known = ", ".join(sorted(path.stem for path in WHEELS.glob("*.txt")))
        raise SystemExit(f"This folder serves {known}; this machine is {machine()}.")
    folder = unpacked(*checked(listed))
    os.environ["HANDWRITING_APP_START"] = str(HERE / "start.py")  # what a menu entry has to name
    sys.path.insert(0, str(folder))
    runpy.run_module("handwriting_app", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
