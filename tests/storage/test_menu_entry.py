"""The entry in the menu of the desktop, in a home of its own."""

from __future__ import annotations

import configparser
import os
import plistlib
import subprocess
import sys
from pathlib import Path

import pytest

from handwriting_app.storage import menu_entry
from handwriting_app.storage.menu_entry import START, desktop_entry, make_entry, remove_entry, start_command

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="there is no shell to split the words")
linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="where freedesktop's folders are")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home of Zoë"
    folder.mkdir()
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(folder))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.delenv(START, raising=False)
    return folder


def values(path: Path) -> dict[str, str]:
    parser = configparser.RawConfigParser(interpolation=None, delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(path, encoding="utf-8")
    return dict(parser["Desktop Entry"])


def words(entry: str) -> list[str]:
    """What a desktop makes of the key Exec; the shell takes marks within double quotes just as the standard has it."""
    exec_ = entry.replace("\\\\", "\\").replace("%%", "%")
    done = subprocess.run(["sh", "-c", f"printf '%s\\0' {exec_}"], capture_output=True, check=True)
    return done.stdout.decode().split("\0")[:-1]


@linux_only
def test_it_lies_where_the_menu_looks_and_nothing_is_left_of_it(home: Path) -> None:
    path = make_entry()
    assert path == home / ".local/share/applications/handwriting-app.desktop"
    icon = home / ".local/share/icons/hicolor/scalable/apps" / f"{values(path)['Icon']}.svg"
    assert b"<svg" in icon.read_bytes()
    assert values(path)["StartupWMClass"] == "handwriting-app", "the name that the window gives itself in app.py"
    assert remove_entry() == path
    assert [file for file in home.rglob("*") if file.is_file()] == []
    assert remove_entry() is None


@linux_only
def test_it_follows_the_folder_that_the_desktop_is_told(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert make_entry() == tmp_path / "data/applications/handwriting-app.desktop"
    assert list(home.iterdir()) == []


@linux_only
def test_what_it_names_starts_the_program(home: Path) -> None:
    command = words(values(make_entry(["--version"]))["Exec"])
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    assert done.stdout.startswith("handwriting-app ")


@posix_only
@pytest.mark.parametrize(
    "folder",
    [
        "plain",
        "two words",
        'a "b" c',
        "back\\slash",
        "$HOME",
        "`id`",
        "100 %u",
        "it's",
        "a;b|c&d",
        "Zoë",
        "~",
        "#",
        "*",
    ],
)
def test_any_folder_comes_through_as_one_word(folder: str) -> None:
    command = ["/bin/handwriting-app-window", "--data-dir", f"/home/{folder}/x"]
    (line,) = [line for line in desktop_entry(command).splitlines() if line.startswith("Exec=")]
    assert words(line.removeprefix("Exec=")) == command


def test_a_line_break_can_bring_nothing_in() -> None:
    with pytest.raises(ValueError, match="line break"):
        make_entry(["--data-dir", "/x\nExec=evil"], "linux")


def test_an_environment_and_the_bundle_have_a_program_without_a_console(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    assert start_command() == [str(tmp_path / "python"), "-m", "handwriting_app"]
    window = tmp_path / f"handwriting-app-window{'.exe' if sys.platform == 'win32' else ''}"
    window.touch()
    assert start_command() == [str(window)]
    monkeypatch.setenv(START, "/stick/start.py")
    assert start_command() == [str(tmp_path / "python"), "/stick/start.py"]


@posix_only
def test_the_application_for_macos_runs_its_command_and_is_made_anew(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(menu_entry, "start_command", lambda: ["printf", "%s\\n", "two words"])
    make_entry(system="darwin")
    path = make_entry(["$HOME"], system="darwin")
    about = plistlib.loads((path / "Contents/Info.plist").read_bytes())
    program = path / "Contents/MacOS" / about["CFBundleExecutable"]
    assert subprocess.run([program], capture_output=True, text=True, check=True).stdout == "two words\n$HOME\n"
    assert (path / "Contents/Resources" / f"{about['CFBundleIconFile']}.icns").read_bytes()[:4] == b"icns"
    assert remove_entry("darwin") == path
    assert list(path.parent.iterdir()) == []


@posix_only
def test_the_link_for_windows_is_made_from_values_that_are_no_script(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = tmp_path / "powershell"
    shell.write_text(
        '#!/bin/sh\nprintf "%s|%s" "$HANDWRITING_APP_TARGET" "$HANDWRITING_APP_ARGUMENTS"> "$HANDWRITING_APP_LINK"\n'
    )
    shell.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setattr(menu_entry, "start_command", lambda: ["C:/a b/handwriting-app-window.exe"])
    path = make_entry(["--data-dir", "C:/x y"], system="win32")
    assert path.suffix == ".lnk"
    assert path.read_text() == 'C:/a b/handwriting-app-window.exe|--data-dir "C:/x y"'
    shell.write_text("#!/bin/sh\necho 'it is forbidden here' >&2\nexit 1\n")
    with pytest.raises(OSError, match="forbidden here"):
        make_entry(system="win32")


@pytest.mark.skipif(sys.platform != "win32", reason="Windows alone has links in a Start menu")
def test_windows_makes_the_link_and_it_goes_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(menu_entry.platformdirs, "user_applications_path", lambda: tmp_path)
    path = make_entry(["--data-dir", "C:\\x y"])
    assert path.stat().st_size > 0
    assert remove_entry() == path
    assert not path.exists()
