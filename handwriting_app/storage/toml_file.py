"""A TOML file that somebody has written by hand: read whole, and what is wrong with it told by its line."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Final

from handwriting_app.storage.lesson_table import Slip
from handwriting_app.storage.whole_file import FileTooLargeError, read_whole

_SYNTAX = re.compile(r"(?P<what>.*) \(at (line (?P<line>\d+), column (?P<column>\d+)|end of document)\)", re.DOTALL)

_MEAN_UNCLOSED: Final = (r"Illegal character '\n'", r"Found invalid character '\n'")
_UNCLOSED: Final = "a quotation mark is not closed on this line"
"""What a person has done of whom tomllib says that."""

# What tomllib would take hours over (it is quadratic in the dots of a key), and a number that Python refuses. Every
# repetition is possessive or short, so that no text makes the search itself quadratic.
_PART = r"(?:(?<![\w-])[\w-]++|\"(?:[^\"\\\n]|\\.){0,99}+\"|'[^'\n]{0,99}+')"
_DEEP_KEY = re.compile(rf"(?:{_PART}[ \t]*+\.[ \t]*+){{16}}")
_LONG_NUMBER = re.compile(r"\d[\d_]{3999}")


def text_of(path: Path, most: int, what: str) -> str:
    """The text of a file of at most ``most`` bytes; no ``what``, such as a lesson, is larger.

    Raises:
        Slip: It cannot be read, is too large, or is not UTF-8.
    """
    try:
        content = read_whole(path, most)
    except OSError as error:
        raise Slip(None, f"cannot be read: {error.strerror or error}") from error
    except FileTooLargeError as error:
        raise Slip(None, f"is larger than {most // 1024} KiB, which no {what} is") from error
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise Slip(content.count(b"\n", 0, error.start) + 1, "is not UTF-8 text") from error


def values_of(text: str) -> dict[str, object]:
    """What ``text`` says.

    Raises:
        Slip: It is not TOML, or is made to keep the reader busy.
    """
    for pattern, sentence in ((_DEEP_KEY, "is nested too deeply"), (_LONG_NUMBER, "a number has too many digits")):
        if (match := pattern.search(text)) is not None:
            raise Slip(text.count("\n", 0, match.start()) + 1, sentence)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        match = _SYNTAX.fullmatch(str(error))
        what = (match["what"] if match else str(error)).replace("\n", " ")
        what = _UNCLOSED if what.startswith(_MEAN_UNCLOSED) else what
        if match and match["line"]:
            raise Slip(int(match["line"]), f"is not TOML: {what}, at column {match['column']}") from error
        raise Slip(text.count("\n") + 1, f"is not TOML: {what}") from error
    except RecursionError as error:
        raise Slip(None, "is nested too deeply") from error
