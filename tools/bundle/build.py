"""Makes the folder that runs without Python, and an archive of it, for the system it is run on: `make bundle`.

Needs what locks/bundle.txt names in the Python that runs it. The folder and the archive go to dist/; on Linux they run
wherever the C library is as new as this machine's.
"""

from __future__ import annotations

import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

CHECKOUT: Final = Path(__file__).parents[2]
DIST: Final = CHECKOUT / "dist"

MOST_BYTES: Final = 250_000_000
"""What the folder may take: more is a sign that something was taken along which nobody needs."""


def archive(folder: Path) -> Path:
    """Everything in ``folder`` in one file beside it: a zip for Windows, and elsewhere what keeps links and modes."""
    system = {"win32": "windows", "darwin": "macos"}.get(sys.platform, sys.platform)
    init = (CHECKOUT / "handwriting_app" / "__init__.py").read_text(encoding="utf-8")
    version = re.search(r'__version__ = "([^"]+)"', init)
    assert version is not None, "the package names its version"
    name = f"handwriting-app-{version[1]}-{system}-{platform.machine().lower()}"
    kind = "zip" if sys.platform == "win32" else "gztar"  # a bare Debian has no xz
    return Path(shutil.make_archive(str(DIST / name), kind, root_dir=folder.parent, base_dir=folder.name))


def strip_python(folder: Path) -> None:
    """Take the debugging symbols out of Python's own libraries, where it was built with them and there is a `strip`.

    Not out of the others: it breaks those that were changed for a wheel.
    """
    strip = shutil.which("strip")
    if sys.platform.startswith("linux") and strip is not None:
        inside = folder / "_internal"
        own = [*inside.glob("libpython*.so*"), *inside.glob("python3.*/lib-dynload/*.so")]
        subprocess.run([strip, "--strip-unneeded", *map(str, own)], check=True)


def main() -> int:
    spec = CHECKOUT / "tools" / "bundle" / "handwriting-app.spec"
    build = ["--noconfirm", "--log-level=WARN", f"--distpath={DIST}", f"--workpath={CHECKOUT / 'build' / 'bundle'}"]
    done = subprocess.run([sys.executable, "-m", "PyInstaller", *build, str(spec)], cwd=CHECKOUT, check=False)
    if done.returncode:
        return done.returncode
    folder = DIST / "handwriting-app"
    strip_python(folder)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    packed = archive(folder)
    print(f"{folder}: {size / 1e6:.0f} MB\n{packed}: {packed.stat().st_size / 1e6:.0f} MB")
    if size > MOST_BYTES:
        print(f"That is more than {MOST_BYTES / 1e6:.0f} MB.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
