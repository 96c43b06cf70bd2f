"""What is done to the drawings that are kept, one thing after another, and the way back. Free of Qt.

To be used by one job after another, never by two at a time.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

from handwriting_app.ink.normalise import Ink as Ink
from handwriting_app.names import shown_name
from handwriting_app.numerals import count, with_article

if TYPE_CHECKING:
    # SQLite is loaded by whoever first keeps or looks for something.
    from handwriting_app.storage.database.connection import Database
    from handwriting_app.storage.database.drawings import KeptDrawing, NewDrawing

Kind = Literal["kept", "relabelled", "renamed", "deleted", "restored", "nothing"]

WHERE: Final = "My handwriting"
MOST_RECENT: Final = 32
"""Drawings of which it is remembered that they were kept: saying anew what one of them is relabels it."""

MOST_UNDOS: Final = 200
"""Changes that can be taken back."""


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """What has been done.

    Attributes:
        kind: With `labels` or `gone`, by which lists follow it.
        words: The same in a sentence for the person at the screen; empty if there is nothing to say.
        labels: By the id of a drawing that was kept or relabelled: what it is now.
        gone: The ids of those that are out of sight now.
        undo: What `Ledger.undo` would take back next, in a few words; empty if nothing.
        recent: Drawings that were kept or shown lately and are still there, with what they are.
    """

    kind: Kind
    words: str = ""
    labels: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))
    gone: tuple[int, ...] = ()
    undo: str = ""
    recent: tuple[tuple[Ink, str], ...] = ()


@dataclass(slots=True, eq=False)
class _Recent:
    ink: Ink
    id: int
    label: str
    is_there: bool = True


class Ledger:
    """Keeps, relabels, deletes, renames writers, undoes that; each function raises what those of the database raise."""

    def __init__(self) -> None:
        self._undos: list[tuple[str, Callable[[Database], Change]]] = []
        self._recent: deque[_Recent] = deque(maxlen=MOST_RECENT)
        self._hidden: set[int] = set()

    def say(self, database: Database, new: NewDrawing) -> Change:
        """Keep a drawing with what it is; one that is kept already is relabelled."""
        from handwriting_app.storage.database.drawings import add_drawings, same_ink

        known = next((each for each in self._recent if each.ink is new.ink and each.is_there), None)
        if known is None and (found := same_ink(database, new)) is not None:
            known = _Recent(new.ink, *found)
            self._recent.append(known)
        if known is not None and known.label == new.label:
            return self._told(Change("nothing", f"This is in {WHERE} already, as {called(new.label)}"))
        if known is not None:
            return self.relabel(database, {known.id: new.label})
        added = add_drawings(database, (new,))
        (id_,) = added.ids
        self._recent.append(_Recent(new.ink, id_, new.label))
        self._undos.append(("keeping a drawing", lambda again: self._delete(again, added.ids)))
        words = f"Kept as {called(new.label)} in {WHERE}"
        return self._told(Change("kept", words, MappingProxyType({id_: new.label})))

    def add(self, database: Database, drawings: Sequence[NewDrawing], problems: Sequence[str] = ()) -> Change:
        """Keep many, such as those of files, but for what is no symbol of its alphabet.

        Args:
            database: Of the user.
            drawings: To be kept.
            problems: A sentence for each file that could not be read.
        """
        from handwriting_app.storage.database.alphabets import alphabets
        from handwriting_app.storage.database.drawings import add_drawings

        symbols = {each.id: frozenset(each.classes) for each in alphabets(database)}
        fit = [each for each in drawings if each.label in symbols.get(each.alphabet, ())]
        others = [each.label for each in drawings if each.label not in symbols.get(each.alphabet, ())]
        added = add_drawings(database, fit)
        if added.ids:
            self._undos.append((f"adding {some(len(added.ids))}", lambda again: self._delete(again, added.ids)))
        kind: Kind = "kept" if added.ids else "nothing"
        # Whatever is listed has to be listed anew: which drawing has which id is not told.
        return self._told(Change(kind, imported_words(len(added.ids), added.doubles, problems, others)))

    def relabel(self, database: Database, labels: Mapping[int, str]) -> Change:
        """Say anew what drawings are, by id."""
        before = self._relabel(database, labels)
        changed = {id_: labels[id_] for id_, label in before.items() if label != labels[id_]}
        if not changed:
            return self._told(Change("nothing"))
        former = {id_: before[id_] for id_ in changed}

        def back(again: Database) -> Change:
            self._relabel(again, former)
            return Change("relabelled", f"Taken back: {_whom(former)}", MappingProxyType(former))

        self._undos.append((f"relabelling {some(len(changed))}", back))
        return self._told(Change("relabelled", f"Now {_whom(changed)}", MappingProxyType(changed)))

    def delete(self, database: Database, ids: Iterable[int]) -> Change:
        """Take drawings out of sight."""
        change = self._delete(database, ids)
        if change.gone:
            self._undos.append((f"deleting {some(len(change.gone))}", lambda again: self._restore(again, change.gone)))
        return self._told(change)

    def rename_writer(self, database: Database, old: str, new: str) -> Change:
        """Call a writer by another name; under one that is there already, both become one writer."""
        from handwriting_app.storage.database.drawings import rename_writer, take_back_name

        renamed = rename_writer(database, old, new)
        if not renamed.given and not renamed.doubles:
            return self._told(Change("nothing"))
        self._mark(renamed.doubles, is_there=False)

        def back(again: Database) -> Change:
            take_back_name(again, renamed)
            return Change("renamed", f"Taken back: {_whose(renamed.given + len(renamed.doubles), old)}")

        self._undos.append((f"renaming {_writer(old)}", back))
        words = f"Now {_whose(renamed.given, new)}"
        if renamed.doubles:
            words += f"; {some(len(renamed.doubles))} {_writer(new)} had already"
        # What is out of sight now is not told as gone: whatever is listed has to be listed anew anyway.
        return self._told(Change("renamed", words))

    def undo(self, database: Database) -> Change:
        """Take back what was done last."""
        if not self._undos:
            return self._told(Change("nothing", f"There is nothing to take back in {WHERE}"))
        change = self._undos[-1][1](database)
        self._undos.pop()  # once it is done: what fails can be tried again
        return self._told(change)

    def remember(self, kept: KeptDrawing) -> Change:
        """A drawing that is kept stands on the canvas: what is said of it now relabels it."""
        self._recent.append(_Recent(kept.ink, kept.id, kept.label))
        return self._told(Change("nothing"))

    def clear_away(self, database: Database) -> Change:
        """Let go for good of what this ledger took out of sight: nobody else could bring it back, and it will not."""
        from handwriting_app.storage.database.drawings import purge_drawings

        self._undos.clear()
        if self._hidden:
            purge_drawings(database, self._hidden)
            self._hidden.clear()
        return self._told(Change("nothing"))

    def _relabel(self, database: Database, labels: Mapping[int, str]) -> dict[int, str]:
        from handwriting_app.storage.database.drawings import relabel

        before = relabel(database, labels)
        for each in self._recent:
            if each.id in before:
                each.label = labels[each.id]
        return before

    def _delete(self, database: Database, ids: Iterable[int]) -> Change:
        from handwriting_app.storage.database.drawings import delete_drawings

        gone = delete_drawings(database, ids)
        self._mark(gone, is_there=False)
        return Change("deleted", f"Deleted {some(len(gone))} from {WHERE}", gone=gone)

    def _restore(self, database: Database, ids: Iterable[int]) -> Change:
        from handwriting_app.storage.database.drawings import restore_drawings

        back = restore_drawings(database, ids)
        self._mark(back, is_there=True)
        return Change("restored", f"Brought back {some(len(back))}")

    def _mark(self, ids: Iterable[int], *, is_there: bool) -> None:
        marked = frozenset(ids)
        if is_there:
            self._hidden -= marked
        else:
            self._hidden |= marked
        for each in self._recent:
            if each.id in marked:
                each.is_there = is_there

    def _told(self, change: Change) -> Change:
        del self._undos[:-MOST_UNDOS]
        return Change(
            change.kind,
            change.words,
            change.labels,
            change.gone,
            self._undos[-1][0] if self._undos else "",
            tuple((each.ink, each.label) for each in self._recent if each.is_there),
        )


def called(label: str) -> str:
    """What a drawing is, within a sentence: a 7, an 8, “heart”."""
    return with_article(label) if label.isdecimal() and len(label) == 1 else f"“{shown_name(label)}”"


def some(number: int) -> str:
    """So many drawings, in words."""
    return "1 drawing" if number == 1 else f"{count(number)} drawings"


def imported_words(added: int, doubles: int, problems: Sequence[str], others: Sequence[str] = ()) -> str:
    """What became of files that were read; ``others`` are labels of what was left out as no symbol of the alphabet."""
    words = f"Added {some(added)}"
    if doubles:
        words += f"; {count(doubles)} {'was' if doubles == 1 else 'were'} there already"
    words += "."
    if others:
        words += f" {some(len(others))} left out: {shown_name(others[0])} is no symbol of this alphabet."
    if not problems:
        return words
    files = "1 file or picture was" if len(problems) == 1 else f"{count(len(problems))} files or pictures were"
    return f"{words} {files} not read: {problems[0]}"


def _writer(name: str) -> str:
    return shown_name(name, 24) if name else "the writer without a name"


def _whose(number: int, name: str) -> str:
    verb = "is" if number == 1 else "are"
    return f"{some(number)} {verb} by {shown_name(name, 24)}" if name else f"{some(number)} {verb} without a name"


def _whom(labels: Mapping[int, str]) -> str:
    number, kinds = len(labels), Counter(labels.values())
    if len(kinds) > 1:
        return f"{some(number)} are labelled as before"
    (label,) = kinds
    return f"this is {called(label)}" if number == 1 else f"each of {some(number)} is {called(label)}"
