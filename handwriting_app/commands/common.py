"""What the commands share: how they fail, and the shape of their help. Loads nothing: the window begins here too."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

Commands = argparse._SubParsersAction  # argparse has no public name for what add_subparsers() returns


class CommandError(Exception):
    """What went wrong, in one line for the person at the terminal; the exit status is 1."""


def complain(error: CommandError) -> None:
    """Say on standard error, in one line, what could not be done; the log has it too."""
    line = " ".join(str(error).split())
    print(f"handwriting-app: {line}", file=sys.stderr)
    import logging  # not at the top: there may be nothing to complain of

    logger = logging.getLogger(__name__)
    if logger.hasHandlers():  # where there is no log, Python would say it on standard error once more
        logger.warning("%s", line)


def epilog(*examples: str) -> str:
    """The end of a help text: examples and exit statuses."""
    lines = "\n".join(f"  {example}" for example in examples)
    return (
        f"examples:\n{lines}\n\n"
        "exit status:\n"
        "  0    done\n"
        "  1    it could not be done: one line on standard error says why\n"
        "  2    the command line itself is wrong\n"
        "  130  interrupted with Ctrl+C"
    )


def add_data_dir_option(parser: argparse.ArgumentParser, *, default: object = argparse.SUPPRESS) -> None:
    """Add ``--data-dir``; it too may stand before or after the command's name."""
    parser.add_argument(
        "--data-dir",
        type=Path,
        metavar="DIR",
        default=default,
        help="keep settings, lessons and the log in this folder "
        "(default: $HANDWRITING_APP_DATA, or where the system wants them)",
    )


def add_model_option(parser: argparse.ArgumentParser, purpose: str, *, default: object = argparse.SUPPRESS) -> None:
    """Add ``--model``; a command without a default of its own leaves what was given before the command's name."""
    parser.add_argument(
        "--model", type=Path, metavar="FILE", default=default, help=f"{purpose} (default: the one that is shipped)"
    )
