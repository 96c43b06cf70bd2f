"""What the commands share."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

import pytest

from handwriting_app.commands.common import CommandError, add_data_dir_option, add_model_option, complain, epilog


def test_the_model_may_stand_before_or_after_the_command() -> None:
    parser = argparse.ArgumentParser()
    add_model_option(parser, "open with this model", default=None)
    command = parser.add_subparsers().add_parser("read")
    add_model_option(command, "read with this model")
    assert parser.parse_args([]).model is None
    for words in (["--model", "a", "read"], ["read", "--model", "a"]):
        assert parser.parse_args(words).model == Path("a")


def test_the_data_folder_may_stand_before_or_after_the_command() -> None:
    parser = argparse.ArgumentParser()
    add_data_dir_option(parser, default=None)
    add_data_dir_option(parser.add_subparsers().add_parser("read"))
    assert parser.parse_args(["read"]).data_dir is None
    for words in (["--data-dir", "a", "read"], ["read", "--data-dir", "a"]):
        assert parser.parse_args(words).data_dir == Path("a")


def test_a_complaint_is_one_line_here_and_in_the_log(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    complain(CommandError("this cannot\nbe read."))
    assert capsys.readouterr().err == "handwriting-app: this cannot be read.\n"
    assert [record.message for record in caplog.records] == ["this cannot be read."]


def test_the_end_of_a_help_text_names_examples_and_statuses() -> None:
    text = epilog("handwriting-app read seven.png")
    assert "\n  handwriting-app read seven.png\n" in text
    assert "  2    the command line itself is wrong" in text


def test_it_loads_no_numpy() -> None:
    """The window begins with it, and its canvas is painted before numpy is there."""
    code = "import sys, handwriting_app.commands.common; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
