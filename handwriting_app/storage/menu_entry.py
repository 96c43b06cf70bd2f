"""The program's entry in the menu of the desktop, made when a person asks for it and taken away again.

On Linux it is a file of the freedesktop Desktop Entry Specification 1.5, on Windows a link in the Start menu, on macOS
an application that holds no more than the command.
"""

from __future__ import annotations

import os
import plistlib
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import platformdirs

from handwriting_app import __doc__ as purpose
from handwriting_app import __version__
from handwriting_app.assets import resources_folder
from handwriting_app.storage.atomic import atomic_write

NAME: Final = "Handwriting App"
IDENTIFIER: Final = "handwriting-app"
"""What the window calls itself towards the desktop, which finds name and icon by it."""

START: Final = "HANDWRITING_APP_START"
"""The variable of the environment that names the Python script which the program was started with, if there is one."""

_LINK: Final = """
$link = (New-Object -ComObject WScript.Shell).CreateShortcut($env:HANDWRITING_APP_LINK)
$link.TargetPath = $env:HANDWRITING_APP_TARGET
$link.Arguments = $env:HANDWRITING_APP_ARGUMENTS
$link.IconLocation = $env:HANDWRITING_APP_ICON
$link.WorkingDirectory = $env:USERPROFILE
$link.Save()
"""


def make_entry(arguments: Sequence[str] = (), system: str = sys.platform) -> Path:
    """Make the entry, or make it anew, and return where it is.

    Args:
        arguments: What the program is to be started with.
        system: For which one, as `sys.platform` names it.

    Raises:
        OSError: It cannot be written.
        ValueError: The command holds a line break, which no entry can.
    """
    command = [*start_command(), *arguments]
    if any(mark in word for word in command for mark in "\r\n"):
        raise ValueError("there is a line break in the command that starts the program")
    path = _entry(system)
    path.parent.mkdir(parents=True, exist_ok=True)
    if system == "win32":
        _make_link(path, command)
    elif system == "darwin":
        _make_application(path, command)
    else:
        icon = _icon()
        icon.parent.mkdir(parents=True, exist_ok=True)
        _write(icon, (resources_folder() / "icons" / icon.name).read_bytes())
        _write(path, desktop_entry(command).encode())
    return path


def remove_entry(system: str = sys.platform) -> Path | None:
    """Take the entry away, and its icon; returns where it was, or None where there was none.

    Raises:
        OSError: It cannot be taken away.
    """
    path = _entry(system)
    if system not in ("win32", "darwin"):
        _icon().unlink(missing_ok=True)
    if not os.path.lexists(path):
        return None
    if system == "darwin":
        shutil.rmtree(path)
    else:
        path.unlink()
    return path


def start_command() -> list[str]:
    """What opens the window as this program was started: by words that need no shell."""
    suffix = ".exe" if sys.platform == "win32" else ""
    python = Path(sys.executable)
    script = os.environ.get(START)
    if script:
        # On Windows the one without a console.
        silent = python.with_name(f"pythonw{suffix}")
        return [str(silent if silent.is_file() else python), script]
    window = python.with_name(f"{IDENTIFIER}-window{suffix}")  # of an environment, or of the bundle
    if window.is_file():
        return [str(window)]
    return [str(python)] if getattr(sys, "frozen", False) else [str(python), "-m", "handwriting_app"]


def desktop_entry(command: Sequence[str]) -> str:
    """The text of the file that a freedesktop menu reads."""
    lines = {
        "Type": "Application",
        "Version": "1.5",
        "Name": NAME,
        "Comment": " ".join((purpose or "").split()).replace("\\", "\\\\"),
        "Exec": " ".join(map(_quoted, command)).replace("\\", "\\\\"),
        "Icon": IDENTIFIER,
        "Terminal": "false",
        "Categories": "Education;Science;",
        "StartupNotify": "true",
        "StartupWMClass": IDENTIFIER,
    }
    return "[Desktop Entry]\n" + "".join(f"{key}={value}\n" for key, value in lines.items())


def _quoted(word: str) -> str:
    """A word of the key Exec; a percent sign would begin a field code."""
    word = word.replace("%", "%%")
    return word if re.fullmatch(r"[\w@%+:,./-]+", word) else '"' + re.sub(r'(["`$\\])', r"\\\1", word) + '"'


def _entry(system: str) -> Path:
    if system == "win32":
        return platformdirs.user_applications_path() / f"{NAME}.lnk"
    if system == "darwin":
        return platformdirs.user_applications_path() / f"{NAME}.app"
    return platformdirs.user_applications_path() / f"{IDENTIFIER}.desktop"


def _icon() -> Path:
    """Where a freedesktop menu looks for the icon of this name."""
    return platformdirs.user_applications_path().parent / "icons/hicolor/scalable/apps" / f"{IDENTIFIER}.svg"


def _write(path: Path, content: bytes) -> None:
    with atomic_write(path) as file:
        file.write(content)


def _make_application(path: Path, command: Sequence[str]) -> None:
    part = path.with_name(f".{IDENTIFIER}-{os.urandom(4).hex()}.app")
    try:
        program = part / "Contents" / "MacOS" / IDENTIFIER
        program.parent.mkdir(parents=True)
        program.write_text(f'#!/bin/sh\nexec {shlex.join(command)} "$@"\n', encoding="utf-8")
        program.chmod(0o755)
        about = {
            "CFBundleName": NAME,
            "CFBundleIdentifier": f"app.{IDENTIFIER}.menu",
            "CFBundleExecutable": IDENTIFIER,
            "CFBundleIconFile": IDENTIFIER,
            "CFBundlePackageType": "APPL",
            "CFBundleShortVersionString": __version__,
        }
        (part / "Contents" / "Info.plist").write_bytes(plistlib.dumps(about))
        (part / "Contents" / "Resources").mkdir()
        shutil.copyfile(_shipped_icon("icns"), part / "Contents" / "Resources" / f"{IDENTIFIER}.icns")
        if path.exists():
            shutil.rmtree(path)
        part.rename(path)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _make_link(path: Path, command: Sequence[str]) -> None:
    """Have Windows itself write it: the format of links has no description that is simple and whole."""
    told = {
        "HANDWRITING_APP_LINK": str(path),
        "HANDWRITING_APP_TARGET": command[0],
        "HANDWRITING_APP_ARGUMENTS": subprocess.list2cmdline(command[1:]),
        "HANDWRITING_APP_ICON": str(_shipped_icon("ico")),
    }
    # The values go by the environment: nothing in a path is ever read as a part of the script.
    shell = ["powershell", "-NoProfile", "-NonInteractive", "-Command", _LINK]
    done = subprocess.run(shell, env=os.environ | told, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode or not path.is_file():
        raise OSError(None, " ".join(done.stderr.split())[:200] or "PowerShell did not make the link")


def _shipped_icon(kind: str) -> Path:
    return resources_folder() / "icons" / f"{IDENTIFIER}.{kind}"
