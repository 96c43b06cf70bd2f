"""The command line: parses it, hands over to one of `handwriting_app.commands`, and turns errors into exit statuses."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Final, NoReturn

from handwriting_app import __doc__ as purpose
from handwriting_app import __version__
from handwriting_app.commands import window
from handwriting_app.commands.common import (
    CommandError,
    add_data_dir_option,
    add_model_option,
    complain,
    epilog,
)

PROGRAM = "handwriting-app"

INTERRUPTED: Final = 130
"""What shells report for a program that Ctrl+C ended (128 + SIGINT)."""

ENDING: Final = ("SIGTERM", "SIGHUP")
"""What else ends a command as Ctrl+C does, on systems that know it; its status is 128 more than its number."""


class _Ended(BaseException):
    """A signal asks a command to end: whatever is half done is undone on the way out, as after Ctrl+C."""

    def __init__(self, number: int) -> None:
        super().__init__(f"signal {number}")
        self.number = number


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program and return its exit status.

    Args:
        arguments: Without the program's name; None for those it was started with.

    Raises:
        SystemExit: After ``--help`` or ``--version`` (status 0), or for a usage error (2).
    """
    if sys.stdout is None or sys.stderr is None:
        _do_without_console()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A file name that this terminal cannot show must not end the program.
            stream.reconfigure(errors="backslashreplace")
    try:
        status = _run(sys.argv[1:] if arguments is None else arguments)
        sys.stdout.flush()
    except CommandError as error:
        complain(error)
        return 1
    except KeyboardInterrupt:
        print(f"{PROGRAM}: interrupted", file=sys.stderr)
        return INTERRUPTED
    except _Ended as end:
        print(f"{PROGRAM}: ended by {end}", file=sys.stderr)
        return 128 + end.number
    except BrokenPipeError:
        # Whoever read the output (such as `head`) has seen enough; Python must not fail on its last flush either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return status


def _do_without_console() -> None:
    """Let what is printed go nowhere: Windows starts ``handwriting-app-window`` without streams. The log has it."""
    nowhere = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - for as long as the program runs
    sys.stdout = sys.stdout or nowhere
    sys.stderr = sys.stderr or nowhere


def _run(arguments: Sequence[str]) -> int:
    if not arguments:
        # Without the parser, which would load what every command needs.
        return _run_window(partial(window.open_window, None), None)
    options = build_parser().parse_args(arguments)
    import signal  # not at the top: its enumerations take a moment, and the window must not wait for them

    numbers = [getattr(signal, name) for name in ENDING if hasattr(signal, name)]
    before = {number: signal.signal(number, _end) for number in numbers}
    try:
        opens_window = options.run is window.run
        run = partial(options.run, options)
        status = _run_window(run, options.data_dir) if opens_window else _run_command(run, options.data_dir)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return status


def _run_window(run: Callable[[], int], data_dir: Path | None) -> int:
    """Open the window, which keeps a log of its own; why there is none is kept too: nobody may see a terminal."""
    try:
        return run()
    except CommandError as error:
        import logging

        from handwriting_app.storage.data_folder import data_folder
        from handwriting_app.storage.log_file import open_log

        log = open_log(data_folder(data_dir), least=logging.WARNING)
        try:
            complain(error)
        finally:
            log.close()
        return 1


def _run_command(run: Callable[[], int], data_dir: Path | None) -> int:
    """Run what opens no window; what goes wrong is kept in the log as well."""
    # Not at the top: the window opens its log when its canvas is there.
    import logging

    from handwriting_app.storage.data_folder import VARIABLE, DataFolderError, data_folder, make_folder
    from handwriting_app.storage.log_file import open_log

    folder = data_folder(data_dir)
    if data_dir is not None or os.environ.get(VARIABLE):
        try:
            make_folder(folder)
        except DataFolderError as error:
            raise CommandError(str(error)) from error
    log = open_log(folder, least=logging.WARNING)
    try:
        return run()
    except CommandError as error:
        complain(error)
        return 1
    except Exception:
        logging.getLogger(__name__).exception("An error in the program, version %s", __version__)
        raise
    finally:
        log.close()


def _end(number: int, _frame: FrameType | None) -> NoReturn:
    raise _Ended(number)


def build_parser() -> argparse.ArgumentParser:
    """Everything that the command line understands; parsed options carry their command as ``run(options) -> int``."""
    # Not at the top: they load numpy, and the window must not wait for it before its canvas is there.
    from handwriting_app.commands import adapt, evaluate, export, predict, runs, shortcut, sweep, train

    parser = argparse.ArgumentParser(
        prog=PROGRAM,
        description=f"{purpose}\nWithout a command, the window opens.",
        epilog=epilog(
            PROGRAM,
            f"{PROGRAM} --model mine.safetensors",
            f"{PROGRAM} --lesson mine.toml",
            f"{PROGRAM} --data-dir /media/stick/digits",
            f"{PROGRAM} --make-shortcut",
            f"{PROGRAM} train --hidden 128,64 --epochs 50 --out mine.safetensors",
            f"{PROGRAM} evaluate digits pens.tra --model mine.safetensors",
            f"{PROGRAM} adapt mine.tra --holdout 20 --out mine.safetensors",
            f"{PROGRAM} predict seven.png",
            f"{PROGRAM} runs",
            f"{PROGRAM} sweep rates.toml --jobs 4",
        ),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    add_model_option(parser, "open the window with this model", default=None)
    parser.add_argument("--lesson", type=Path, metavar="FILE", help="open the window with this lesson (a TOML file)")
    add_data_dir_option(parser, default=None)
    shortcut.add_options(parser)
    parser.set_defaults(run=window.run)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for command in (train, adapt, evaluate, predict, runs, export, sweep):
        command.add_parser(commands)
    return parser
