"""The command line as a whole: usage, help, exit statuses, and errors without tracebacks."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from handwriting_app import __version__
from handwriting_app.cli import main

Capture = pytest.CaptureFixture[str]
COMMAND = [sys.executable, "-m", "handwriting_app"]

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other signals, and other ends of pipes")


def complaint(capsys: Capture) -> str:
    """The one line on standard error; nothing is on standard output."""
    out, err = capsys.readouterr()
    assert out == ""
    (line,) = err.splitlines()
    assert line.startswith("handwriting-app: ")
    return line


@pytest.fixture(params=["missing", "folder", "empty", "junk", "truncated"])
def bad_file(request: pytest.FixtureRequest, tmp_path: Path, seven: Path, pen_file: Path, model_file: Path) -> Path:
    """A file that neither is a model, nor a picture, nor a pen file."""
    path = tmp_path / f"bad-{request.param}"
    match request.param:
        case "folder":
            path.mkdir()
        case "empty":
            path.touch()
        case "junk":
            path.write_bytes(bytes(range(256)) * 40)
        case "truncated":
            path.write_bytes(seven.read_bytes()[:60] + model_file.read_bytes()[:60] + pen_file.read_bytes()[:20])
    return path


def test_a_bad_pen_file_gives_one_clear_line(bad_file: Path, model_file: Path, capsys: Capture) -> None:
    assert main(["evaluate", str(bad_file), "--model", str(model_file)]) == 1
    assert bad_file.name in complaint(capsys)


def test_a_bad_pen_file_to_learn_from_gives_one_clear_line(bad_file: Path, model_file: Path, capsys: Capture) -> None:
    assert main(["adapt", str(bad_file), "--holdout", "5", "--model", str(model_file)]) == 1
    assert bad_file.name in complaint(capsys)


def test_a_bad_picture_gives_one_clear_line(bad_file: Path, model_file: Path, capsys: Capture) -> None:
    assert main(["predict", str(bad_file), "--model", str(model_file)]) == 1
    assert bad_file.name in complaint(capsys)


def test_a_bad_model_gives_one_clear_line(bad_file: Path, seven: Path, capsys: Capture) -> None:
    assert main(["predict", str(seven), "--model", str(bad_file)]) == 1
    assert bad_file.name in complaint(capsys)


def test_the_model_may_stand_before_the_command(model_file: Path, pen_file: Path, capsys: Capture) -> None:
    assert main(["--model", str(model_file), "evaluate", str(pen_file)]) == 0
    assert "66.67%" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["evaluate"],
        ["predict"],
        ["train"],
        ["adapt"],
        ["train", "--hidden", "many", "--out", "x"],
        ["--nonsense"],
    ],
    ids=" ".join,
)
def test_a_usage_error_gives_status_2(arguments: list[str], capsys: Capture) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(arguments)
    assert exit_.value.code == 2
    assert "usage: handwriting-app" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["train"], ["adapt"], ["evaluate"], ["predict"]], ids=" ".join)
def test_help_gives_examples_and_exit_statuses(arguments: list[str], capsys: Capture) -> None:
    with pytest.raises(SystemExit) as exit_:
        main([*arguments, "--help"])
    assert exit_.value.code == 0
    out = capsys.readouterr().out
    assert "examples:\n  handwriting-app" in out
    assert "exit status:" in out


def test_version(capsys: Capture) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(["--version"])
    assert exit_.value.code == 0
    assert __version__ in capsys.readouterr().out


def test_a_window_with_a_bad_model_gives_one_clear_line(tmp_path: Path, capsys: Capture) -> None:
    assert main(["--model", str(tmp_path / "missing.safetensors")]) == 1
    assert "missing.safetensors" in complaint(capsys)


@pytest.fixture
def heeds_signals() -> Iterator[None]:
    """As in a terminal: a shell lets what it starts in the background ignore Ctrl+C, and children inherit that."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@posix_only
@pytest.mark.usefixtures("heeds_signals")
@pytest.mark.parametrize(
    ("name", "words"), [("SIGINT", "interrupted"), ("SIGTERM", "ended by signal 15"), ("SIGHUP", "ended by signal 1")]
)
def test_a_signal_ends_training_without_a_traceback_or_a_file(tmp_path: Path, name: str, words: str) -> None:
    out = tmp_path / "model.safetensors"
    arguments = ["train", "--epochs", "100000", "--no-stop-when-converged", "--out", str(out)]
    with subprocess.Popen([*COMMAND, *arguments], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:
        assert process.stderr is not None
        first = os.read(process.stderr.fileno(), 1)  # the progress bar has begun
        process.send_signal(getattr(signal, name))
        rest = process.stderr.read()
    error = (first + rest).decode()
    assert process.returncode == 128 + getattr(signal, name)
    assert error.endswith(f"handwriting-app: {words}\n")
    assert "Traceback" not in error
    assert list(tmp_path.iterdir()) == []


@posix_only
def test_a_reader_that_has_seen_enough_is_no_error(model_file: Path, pen_file: Path) -> None:
    arguments = ["evaluate", *[str(pen_file)] * 200, "--model", str(model_file)]
    with subprocess.Popen([*COMMAND, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
