"""The settings of the user in a file of plain JSON, which is not trusted: nothing in it is ever executed.

What is not in :mod:`handwriting_app.storage.settings_keys` is dropped when it is read, and told of; the file that it
stood in is kept under another name. Each change is made on top of what is in the file by then, so that two windows do
not undo each other's.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from itertools import count
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final, TypeVar

from handwriting_app.names import shown_name
from handwriting_app.storage.atomic import atomic_write, check_writable
from handwriting_app.storage.file_lock import taking_turns
from handwriting_app.storage.settings_keys import KEYS, Key
from handwriting_app.storage.whole_file import FileTooLargeError, read_whole

if TYPE_CHECKING:
    from concurrent.futures import Future  # its package takes a moment to import, and the canvas waits for the settings

FILE_NAME: Final = "settings.json"

MOST_BYTES: Final = 2**22
"""Room for every key at its largest, with six bytes for each half of a character."""

TURN_SECONDS: Final = 1.0
"""How long a window waits for another one that is writing just now, which takes milliseconds."""

_ALL: Final = "all of it"
_LONGEST_PATH: Final = 200

Kind = TypeVar("Kind")
_Change = Callable[[dict[str, object]], None]


class SettingsFile:
    """What is kept from one start of the program to the next; where it cannot be written, as long as this object lives.

    A change is known here at once. It is in the file when `change` returns, or, after `write_with`, soon. `get` and
    `change` are for one thread; only the writing may happen in another one.

    Attributes:
        path: The file, which need not exist.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = Lock()  # for what follows; never held while a file is read or written
        self._stored: dict[str, object] = {}
        self._changes: list[_Change] = []  # those that are not in the file yet
        self._problems: list[str] = []
        self._tell: Callable[[str], None] | None = None
        self._queue: Callable[[Callable[[], None]], Future[None]] | None = None
        self._can_write = True
        with suppress(OSError):
            self._stored = self._read()

    @property
    def folder(self) -> Path:
        """The data folder of the program; it need not exist."""
        return self.path.parent

    @property
    def is_kept(self) -> bool:
        """Whether every change up to now is in the file, or none can be."""
        with self._lock:
            return not (self._changes and self._can_write)

    def get(self, key: Key[Kind]) -> Kind:
        """The value of ``key`` as it was after the last change here; its default where there is none."""
        with self._lock:
            return key.read(self._stored.get(key.name))

    def put(self, key: Key[Kind], value: Kind) -> None:
        """Keep ``value``, as far as its key allows."""
        self.change(key, lambda _old: value)

    def change(self, key: Key[Kind], new: Callable[[Kind], Kind]) -> None:
        """Keep what ``new`` makes of the value that the file has by then, which another window may have written.

        ``new`` has no effect but its result: it is called for the value that is known here, too.
        """

        def apply(stored: dict[str, object]) -> None:
            stored[key.name] = key.mended(key.write(new(key.read(stored.get(key.name)))))

        with self._lock:
            apply(self._stored)
            if not self._can_write:
                return
            self._changes.append(apply)
        self._soon(self._keep_changes)

    def write_with(self, queue: Callable[[Callable[[], None]], Future[None]]) -> None:
        """From now on let ``queue`` do the writing, one job after another, in a thread of its own.

        After each job somebody has to call `tell_problems`, in the thread of this object. What it cancels, because
        it is at its end, is written at once.
        """
        self._queue = queue

    def check(self) -> None:
        """Find out, as `change` would, whether anything can be kept, before there is anything to keep."""
        self._soon(self._probe)

    def listen(self, tell: Callable[[str], None]) -> None:
        """Tell every problem, in sentences: those up to now, and those to come."""
        self._tell = tell
        self.tell_problems()

    def tell_problems(self) -> None:
        """Tell what went wrong meanwhile to whoever listens."""
        if self._tell is None:
            return
        with self._lock:
            problems, self._problems = self._problems, []
        for problem in problems:
            self._tell(problem)

    def _soon(self, job: Callable[[], None]) -> None:
        if self._queue is None or self._queue(job).cancelled():
            job()
            self.tell_problems()

    # --- in whichever thread writes ------------------------------------------------------------------------------

    def _keep_changes(self) -> None:
        """Bring all changes into the file, on top of what it has now."""
        with self._lock:
            changes = tuple(self._changes)
        if not changes or not self._can_write:  # an earlier job has kept them too
            return
        with suppress(OSError), self._alone():
            stored = self._read()
            for apply in changes:
                apply(stored)
            self._write(stored)
            with self._lock:
                del self._changes[: len(changes)]
                self._stored = dict(stored)
                for apply in self._changes:  # those that have come meanwhile
                    apply(self._stored)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Let no other window write between what is read and what is written. Raises OSError, told.

        Where files cannot be locked, as on some network shares, or another window has stopped in the middle, it goes on
        all the same: to lose one change of two at the same moment is better than to keep none.
        """
        with ExitStack() as turn:
            with self._told_if_it_fails():
                self._make_folder()
            with suppress(OSError):
                turn.enter_context(taking_turns(self.path.with_name(f"{self.path.name}-writing"), TURN_SECONDS))
            yield

    def _probe(self) -> None:
        if self._can_write:
            with suppress(OSError), self._told_if_it_fails():
                self._make_folder()
                check_writable(self.path)

    def _read(self) -> dict[str, object]:
        """What is usable of what is in the file, which is put aside where that is not all. Raises OSError, told."""
        with self._told_if_it_fails():
            try:
                stored, dropped = usable(read_whole(self.path, MOST_BYTES))
            except FileNotFoundError:
                stored, dropped = {}, []
            except FileTooLargeError:
                stored, dropped = {}, [_ALL]
        if dropped:
            with suppress(OSError), self._told_if_it_fails():
                if self._put_aside(dropped):
                    self._write(stored)
        return stored

    def _write(self, stored: dict[str, object]) -> None:
        """Raises OSError, told; it does nothing where that has happened before."""
        if not self._can_write:
            return
        with self._told_if_it_fails():
            self._make_folder()
            with atomic_write(self.path) as file:
                file.write(json.dumps(stored, indent=2, sort_keys=True).encode("ascii") + b"\n")

    def _make_folder(self) -> None:
        if not self.path.is_absolute():
            raise OSError(None, "the system tells of no folder for it")
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)

    def _put_aside(self, dropped: list[str]) -> bool:
        """Keep the file that was not usable, or not wholly, under a name that is free; False if it is gone already."""
        try:
            aside = next(path for path in _names_beside(self.path) if not os.path.lexists(path))
            self.path.rename(aside)
        except FileNotFoundError:
            return False  # another window was quicker
        self._note(
            f"What could not be used in the settings file was dropped: {', '.join(dropped)}. "
            f"The file as it was is kept as {_shown(aside)}."
        )
        return True

    @contextmanager
    def _told_if_it_fails(self) -> Iterator[None]:
        """After an OSError nothing is written any more, so that what could not be read is not written over."""
        try:
            yield
        except OSError as error:
            if self._can_write:
                self._can_write = False
                self._note(
                    f"The settings in {_shown(self.path)} cannot be kept: {error.strerror or error}. "
                    "What is changed now is forgotten when the program ends."
                )
            raise

    def _note(self, problem: str) -> None:
        with self._lock:
            self._problems.append(problem)


def usable(content: bytes) -> tuple[dict[str, object], list[str]]:
    """What a settings file holds by the names of its keys, as JSON holds it, and in words what of it is not usable."""
    try:
        values = json.loads(content)
    except (ValueError, RecursionError):
        return {}, [_ALL]
    if not isinstance(values, dict):
        return {}, [_ALL]
    keys = [key for key in KEYS if key.name in values]
    stored = {key.name: key.mended(values[key.name]) for key in keys}
    dropped = [key.words for key in keys if stored[key.name] != values[key.name]]
    unknown = len(values) - len(keys)
    if unknown:
        dropped.append("one unknown entry" if unknown == 1 else f"{unknown} unknown entries")
    return stored, dropped


def _shown(path: Path) -> str:
    return shown_name(path, _LONGEST_PATH)


def _names_beside(path: Path) -> Iterator[Path]:
    return (path.with_name(f"{path.stem}-broken-{number}{path.suffix}") for number in count(1))
