"""On which line of a TOML text a value stands: for messages only, the values themselves come from ``tomllib``.

``tomllib`` gives no places (python/cpython#115516) and no library that is kept up does, so this reads the text a second
time, for its keys and brackets alone.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Final

Path = tuple[str | int, ...]
"""Keys, and positions in lists and in arrays of tables: ``("task", 0, "check", 1, "fact")``."""

_TOKEN: Final = re.compile(
    r'''
    """(?:\\.|[^\\])*?"""(?:"{0,2})  |  \'\'\'.*?\'\'\'(?:'{0,2})  |  "(?:\\.|[^"\\])*"  |  '[^']*'
    |  \#[^\n]*  |  [\[\]{}=,.\n]  |  [^\s\[\]{}=,.\#"']+
    ''',
    re.VERBOSE | re.DOTALL,
)
_END: Final = ""


def line_of(text: str, path: Path) -> int:
    """Return the line, from 1, on which what ``path`` leads to begins; that of its table where it is not in the text.

    Args:
        text: Valid TOML.
        path: May be longer than anything in the text.
    """
    lines = lines_of(text)
    while path not in lines:
        path = path[:-1]
    return lines[path]


def lines_of(text: str) -> dict[Path, int]:
    """Return the line, from 1, on which each table, key and element of a list begins; ``text`` is valid TOML."""
    return _Reader(text).lines


class _Reader:
    def __init__(self, text: str) -> None:
        self.lines: dict[Path, int] = {(): 1}
        self._table: Path = ()
        self._counts: dict[Path, int] = {}
        self._tokens = _tokens(text)
        self._advance()
        self._skip_newlines()
        while self._token != _END:
            if self._token == "[":
                self._header()
            else:
                self._pair(self._table)
            self._skip_newlines()

    def _advance(self) -> None:
        self._token, self._line = next(self._tokens)

    def _skip_newlines(self) -> None:
        while self._token == "\n":
            self._advance()

    def _header(self) -> None:
        line = self._line
        self._advance()
        is_one_of_many = self._token == "["
        if is_one_of_many:
            self._advance()
        path: Path = ()
        while self._token != "]":
            if path in self._counts:
                path += (self._counts[path] - 1,)
            path = self._key(path)
        if is_one_of_many:
            self._advance()
            self._counts[path] = self._counts.get(path, 0) + 1
            path += (self._counts[path] - 1,)
        elif path in self._counts:
            path += (self._counts[path] - 1,)
        self._advance()
        self.lines[path] = line
        self._table = path

    def _pair(self, table: Path) -> None:
        path = table
        while self._token != "=":
            path = self._key(path)
        self._advance()
        self._value(path)

    def _key(self, path: Path) -> Path:
        """One part of a key, and the dot after it."""
        path += (_name(self._token),)
        self.lines.setdefault(path, self._line)
        self._advance()
        if self._token == ".":
            self._advance()
        return path

    def _value(self, path: Path) -> None:
        if self._token in ("[", "{"):
            closing = "]" if self._token == "[" else "}"
            self._advance()
            self._skip_newlines()
            position = 0
            while self._token != closing:
                if closing == "]":
                    self.lines[(*path, position)] = self._line
                    self._value((*path, position))
                else:
                    self._pair(path)
                self._skip_newlines()
                if self._token == ",":
                    self._advance()
                    self._skip_newlines()
                position += 1
            self._advance()
        else:
            while self._token not in (",", "]", "}", "\n", _END):
                self._advance()


def _tokens(text: str) -> Iterator[tuple[str, int]]:
    line, place = 1, 0
    for match in _TOKEN.finditer(text.replace("\r\n", "\n")):
        line += match.string.count("\n", place, match.start())
        place = match.start()
        if not match[0].startswith("#"):
            yield match[0], line
    while True:
        yield _END, line


def _name(token: str) -> str:
    return next(iter(tomllib.loads(f"{token} = 0"))) if token[0] in "\"'" else token
