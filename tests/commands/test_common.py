"""What the commands share."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from handwriting_app.commands.common import add_model_option, epilog


def test_the_model_may_stand_before_or_after_the_command() -> None:
    parser = argparse.ArgumentParser()
    add_model_option(parser, "open with this model", default=None)
    command = parser.add_subparsers().add_parser("read")
    add_model_option(command, "read with this model")
    assert parser.parse_args([]).model is None
    for words in (["--model", "a", "read"], ["read", "--model", "a"]):
        assert parser.parse_args(words).model == Path("a")


def test_the_end_of_a_help_text_names_examples_and_statuses() -> None:
    text = epilog("handwriting-app read seven.png")
    assert "\n  handwriting-app read seven.png\n" in text
    assert "  2    the command line itself is wrong" in text


def test_it_loads_no_numpy() -> None:
    """The window begins with it, and its canvas is painted before numpy is there."""
    code = "import sys, handwriting_app.commands.common; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
