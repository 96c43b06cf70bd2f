"""My alphabet: sets of symbols of one's own, how many drawings of each are kept, and learning to read them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import count as counting
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from handwriting_app.data.subject import DIGITS, FEWEST_DRAWINGS, Subject
from handwriting_app.engine.classes import TEN_DIGITS
from handwriting_app.names import shown_name
from handwriting_app.session.archive import Archive
from handwriting_app.session.digits import Digits
from handwriting_app.session.kept import NO_ALPHABET
from handwriting_app.session.kept import TEN_DIGITS as DIGITS_ID
from handwriting_app.session.kept_alphabet import KeptAlphabet
from handwriting_app.session.latest import Latest
from handwriting_app.storage.errors import DatabaseError

if TYPE_CHECKING:
    # SQLite is loaded by whoever first keeps or looks for something.
    from handwriting_app.storage.database.alphabets import Alphabet
    from handwriting_app.storage.database.connection import Database


@dataclass(frozen=True, slots=True, eq=False)
class _Listed:
    known: tuple[KeptAlphabet, ...]
    words: str = ""
    back: Callable[[Database], None] | None = None
    made: int = NO_ALPHABET
    gone: int = NO_ALPHABET


@dataclass(frozen=True, slots=True, eq=False)
class _Made:
    subject: Subject | None
    problem: str
    then: Callable[[Subject], None]
    refuse: Callable[[str], None]


class Alphabets(QObject):
    """Everything happens in the background; the signals tell of it.

    Signals:
        changed(): `known` is another one.
        added(int): there is a new alphabet with this id.
        undo_offered(str, Callable[[], None]): what was done, and what takes it back.
        refused(str): why something was not done, in a sentence; all is as it was before.
    """

    changed = Signal()
    added = Signal(int)
    undo_offered = Signal(str, object)
    refused = Signal(str)

    def __init__(self, archive: Archive, digits: Digits, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._archive = archive
        self._digits = digits
        self._known: tuple[KeptAlphabet, ...] = ()
        self._is_listed = False
        self._learned = NO_ALPHABET
        self._deleted: set[int] = set()
        self._lists: Latest[_Listed] = archive.job()
        self._lists.done.connect(self._on_listed)
        self._lists.failed.connect(lambda message, _details: self.refused.emit(message))
        self._makes: Latest[_Made] = archive.job()
        self._makes.done.connect(self._on_made)
        digits.subject_changed.connect(self._on_subject)

    @property
    def known(self) -> tuple[KeptAlphabet, ...]:
        """All but the ten digits, as they were made."""
        return self._known

    @property
    def is_listed(self) -> bool:
        """Whether it is known which there are."""
        return self._is_listed

    @property
    def learned(self) -> int:
        """The id of the alphabet that new runs learn; that of the digits; or none of what is kept."""
        return DIGITS_ID if self._digits.subject.is_digits else self._learned

    def of(self, alphabet: int) -> KeptAlphabet | None:
        """The alphabet of this id, if there is one."""
        return next((each for each in self._known if each.alphabet.id == alphabet), None)

    def id_of(self, names: Sequence[str]) -> int:
        """Which alphabet has just these classes, in this order."""
        if tuple(names) == TEN_DIGITS.names:
            return DIGITS_ID
        return next((each.alphabet.id for each in self._known if each.alphabet.classes == tuple(names)), NO_ALPHABET)

    # --- changes -------------------------------------------------------------------------------------------------

    def look_up(self, *_news: object) -> None:
        """Find out which there are; nothing is made where nothing is kept yet."""
        if self._archive.exists():
            self._do(lambda _database: _Listed(()))
        elif not self._is_listed:
            self._on_listed(_Listed(()))

    def add(self, symbols: Sequence[str] = (), *, with_digits: bool = False) -> None:
        """Make one, with the first name that is free; `added` follows."""
        self._do(partial(_add, tuple(symbols), with_digits))

    def change(self, changed: Alphabet, words: str) -> None:
        """Give the alphabet of this id other symbols or another name; ``words`` say what that does."""
        before = self.of(changed.id)
        if before is not None and changed != before.alphabet:
            self._do(partial(_change, before.alphabet, changed, words))

    def rename_symbol(self, alphabet: int, old: str, new: str) -> None:
        """Call a symbol otherwise, its drawings too."""
        if old != new:
            self._do(partial(_rename, alphabet, old, new))

    def delete(self, alphabet: int) -> None:
        """Take an alphabet out of sight, and its drawings with it."""
        known = self.of(alphabet)
        if known is not None:
            self._do(partial(_delete, known.alphabet))

    def _do(self, work: Callable[[Database], _Listed]) -> None:
        self._lists.queue(self._archive.with_database(partial(_listed, work)))

    def _on_listed(self, listed: _Listed) -> None:
        self._known, self._is_listed = listed.known, True
        self._deleted.difference_update(each.alphabet.id for each in listed.known)  # those that are brought back
        if listed.gone:
            self._deleted.add(listed.gone)
        self.changed.emit()
        if listed.made:
            self.added.emit(listed.made)
        if listed.back is not None:
            back = listed.back
            self.undo_offered.emit(listed.words, lambda: self._do(partial(_take_back, back)))
        self._keep_up()

    # --- learning ------------------------------------------------------------------------------------------------

    def learn(self, alphabet: int, then: Callable[[], None] | None = None) -> None:
        """Let new runs learn this alphabet, then do ``then``; or `refused` tells why not."""
        if alphabet == DIGITS_ID:
            self._digits.learn(DIGITS)
            return

        def learn(subject: Subject) -> None:
            self._take(alphabet, subject)
            if then is not None:
                then()

        self.subject_of(alphabet, learn, self.refused.emit)

    def subject_of(
        self, alphabet: int, then: Callable[[Subject], None], refuse: Callable[[str], None] = lambda _problem: None
    ) -> None:
        """Do ``then`` with what a network for this alphabet learns, or ``refuse`` with why there is nothing."""

        def made() -> _Made:
            try:
                return _Made(self._archive.with_database(partial(_subject, alphabet))(), "", then, refuse)
            except (ValueError, DatabaseError) as error:
                return _Made(None, str(error), then, refuse)

        self._makes.queue(made)

    def _on_made(self, made: _Made) -> None:
        if made.subject is None:
            made.refuse(made.problem)
        else:
            made.then(made.subject)

    def _take(self, alphabet: int, subject: Subject) -> None:
        self._learned = alphabet
        self._digits.learn(subject)

    def _on_subject(self, subject: Subject) -> None:
        if self.of(self._learned) is None or subject.names != self._known_names(self._learned):
            self._learned = self.id_of(subject.names)

    def _known_names(self, alphabet: int) -> tuple[str, ...]:
        known = self.of(alphabet)
        return () if known is None else known.alphabet.classes

    def _keep_up(self) -> None:
        """What is learned follows its alphabet: drawings that are added, symbols that are renamed."""
        subject = self._digits.subject
        if subject.is_digits:
            return
        known = self.of(self.learned)
        if known is None:
            self._learned = self.id_of(subject.names)
        elif not known.problem and (known.alphabet.classes != subject.names or _count(known) != len(subject.own or ())):
            self.subject_of(known.alphabet.id, partial(self._take, known.alphabet.id))

    def clear_away(self) -> None:
        """Let go for good of what was deleted here: the window closes, and nobody can ask for it any more."""
        if self._deleted:
            self._lists.queue(self._archive.with_database(partial(_purge, frozenset(self._deleted))))
            self._deleted.clear()


def _count(known: KeptAlphabet) -> int:
    return sum(known.counts.get(name, 0) for name in known.alphabet.classes)


def _listed(work: Callable[[Database], _Listed], database: Database) -> _Listed:
    from handwriting_app.storage.database.alphabets import alphabets
    from handwriting_app.storage.database.drawings import Wanted, tally

    done = work(database)
    known = []
    for alphabet in alphabets(database):
        if alphabet.id == DIGITS_ID:
            continue
        counts = Counter[str]()
        for (label, _), number in tally(database, Wanted(alphabet.id)).items():
            counts[label] += number
        known.append(KeptAlphabet(alphabet, dict(counts)))
    return replace(done, known=tuple(known))


def _add(symbols: tuple[str, ...], with_digits: bool, database: Database) -> _Listed:
    from handwriting_app.storage.database.alphabets import add_alphabet, alphabets, delete_alphabet

    taken = {each.name for each in alphabets(database)}
    made = add_alphabet(
        database, next(each for each in _free_names() if each not in taken), symbols, with_digits=with_digits
    )
    words = f"There is a new alphabet, {made.name}"
    return _Listed((), words, lambda again: delete_alphabet(again, made.id), made.id)


def _free_names() -> Iterator[str]:
    yield "My letters"
    yield from (f"My letters {number}" for number in counting(2))


def _change(before: Alphabet, changed: Alphabet, words: str, database: Database) -> _Listed:
    from handwriting_app.storage.database.alphabets import change_alphabet

    change_alphabet(database, changed)
    return _Listed((), words, lambda again: change_alphabet(again, before))


def _rename(alphabet: int, old: str, new: str, database: Database) -> _Listed:
    from handwriting_app.storage.database.alphabets import rename_symbol

    rename_symbol(database, alphabet, old, new)
    words = f"{shown_name(old, 12)} is called {shown_name(new, 12)} now"
    return _Listed((), words, lambda again: rename_symbol(again, alphabet, new, old))


def _delete(alphabet: Alphabet, database: Database) -> _Listed:
    from handwriting_app.storage.database.alphabets import delete_alphabet, restore_alphabet

    delete_alphabet(database, alphabet.id)
    words = f"{shown_name(alphabet.name, 20)} is deleted, with its drawings"
    return _Listed((), words, lambda again: restore_alphabet(again, alphabet.id), gone=alphabet.id)


def _take_back(back: Callable[[Database], None], database: Database) -> _Listed:
    back(database)
    return _Listed(())


def _purge(gone: frozenset[int], database: Database) -> _Listed:
    from handwriting_app.storage.database.drawings import purge_alphabets

    purge_alphabets(database, gone)
    return _Listed(())


def _subject(alphabet: int, database: Database) -> Subject:
    """What a network for this alphabet learns.

    Raises:
        ValueError: There is no such alphabet, or there are too few drawings; in a sentence.
    """
    from handwriting_app.storage.database.alphabets import alphabets
    from handwriting_app.storage.database.drawings import Wanted, drawings

    found = next((each for each in alphabets(database) if each.id == alphabet), None)
    if found is None:
        raise ValueError("This alphabet is not there any more.")
    kept = [(each.ink, each.label) for each in drawings(database, Wanted(alphabet)) if each.label in found.classes]
    counts = Counter(label for _, label in kept)
    if problem := KeptAlphabet(found, counts).problem:
        raise ValueError(problem)
    # With the first alphabet that is learned: what varies drawings takes a tenth of an empty window's time to load.
    import numpy as np

    from handwriting_app.data.own_drawings import OwnDrawings

    # A single drawing of a digit can be on one side of the split only; the data set has enough others.
    used = [(ink, found.classes.index(label)) for ink, label in kept if counts[label] >= FEWEST_DRAWINGS]
    own = OwnDrawings(tuple(ink for ink, _ in used), np.array([place for _, place in used], dtype=np.intp))
    return Subject(found.name, found.classes, own, has_digits=found.with_digits)
