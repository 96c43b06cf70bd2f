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
from handwriting_app.storage.data_folder import VARIABLE

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


@pytest.mark.parametrize("arguments", [[], ["train"], ["evaluate"], ["predict"]], ids=" ".join)
def test_every_command_takes_a_data_folder(arguments: list[str], capsys: Capture) -> None:
    with pytest.raises(SystemExit):
        main([*arguments, "--help"])
    assert "--data-dir DIR" in capsys.readouterr().out


@pytest.mark.parametrize("how", ["before", "after", "environment"])
def test_a_data_folder_that_cannot_be_made_is_one_line_and_nothing_is_done(
    how: str, tmp_path: Path, seven: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = str(seven / "data")  # below a file
    arguments = ["predict", str(seven)]
    if how == "environment":
        monkeypatch.setenv(VARIABLE, folder)
    else:
        arguments = ["--data-dir", folder, *arguments] if how == "before" else [*arguments, "--data-dir", folder]
    assert main(arguments) == 1
    assert "seven.png/data cannot be used" in complaint(capsys)


def test_what_a_command_refuses_is_in_the_log_of_its_folder_without_the_way_to_it(
    tmp_path: Path, model_file: Path, capsys: Capture
) -> None:
    folder, bad = tmp_path / "data", tmp_path / "of anna" / "bad.png"
    assert main(["predict", str(tmp_path / "none.png"), "--data-dir", str(folder)]) == 1
    bad.parent.mkdir()
    bad.write_bytes(b"no picture")
    assert main(["--data-dir", str(folder), "predict", str(bad), "--model", str(model_file)]) == 1
    capsys.readouterr()
    text = (folder / "log.txt").read_text(encoding="utf-8")
    assert [line.split(" ", 2)[2] for line in text.splitlines()] == [
        "WARNING …/none.png: there is no such file.",
        "WARNING …/bad.png: it is not a picture, or of a kind that cannot be read.",
    ]
    assert "anna" not in text
    assert tmp_path.name not in text


@pytest.mark.parametrize("arguments", [["--model", "none"], ["predict", "none"], ["predict", "x", "--data-dir", "f/d"]])
def test_a_complaint_is_one_line_on_the_terminal_and_in_the_log_too(tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "f").touch()
    environment = os.environ | {VARIABLE: str(tmp_path / "data")}
    done = subprocess.run([*COMMAND, *arguments], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 1
    assert [line for line in done.stderr.splitlines() if "propagateSizeHints" not in line] == [
        line for line in done.stderr.splitlines() if line.startswith("handwriting-app: ")
    ]
    assert done.stderr.count("handwriting-app: ") == 1
    if "--data-dir" not in arguments:
        assert " WARNING none" in (tmp_path / "data" / "log.txt").read_text(encoding="utf-8")


def test_a_command_that_goes_well_leaves_no_log(tmp_path: Path, model_file: Path, seven: Path, capsys: Capture) -> None:
    folder = tmp_path / "data"
    assert main(["predict", str(seven), "--model", str(model_file), "--data-dir", str(folder)]) == 0
    capsys.readouterr()
    assert list(folder.iterdir()) == []


def test_an_error_in_the_program_is_in_the_log_and_told_as_before(
    tmp_path: Path, seven: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_options: object) -> int:
        raise RuntimeError("the value 'secret' of [1, 2, 3]")

    monkeypatch.setattr("handwriting_app.commands.predict.run", broken)
    with pytest.raises(RuntimeError):
        main(["predict", str(seven), "--data-dir", str(tmp_path)])
    text = (tmp_path / "log.txt").read_text(encoding="utf-8")
    assert f"ERROR An error in the program, version {__version__}" in text
    assert "RuntimeError: the value … of …" in text
    assert "tests/test_cli.py:" in text
    assert "secret" not in text


def test_without_a_console_there_is_nothing_to_print_to_and_the_log_has_it(tmp_path: Path) -> None:
    code = (
        "import sys; out, sys.stdout, sys.stderr = sys.stdout, None, None;"
        "from handwriting_app.cli import main;"
        "out.write(f\"{main(['predict', 'none.png'])} {main(['--remove-shortcut'])}\")"
    )
    environment = os.environ | {VARIABLE: str(tmp_path / "data"), "XDG_DATA_HOME": str(tmp_path / "share")}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("1 0", "")
    assert "there is no such file" in (tmp_path / "data" / "log.txt").read_text(encoding="utf-8")


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
