"""My handwriting: the drawings of which a person has said what they are, kept in the database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from handwriting_app.ink.drawing import Drawing
from handwriting_app.session.archive import Archive
from handwriting_app.session.background import Background
from handwriting_app.session.by_writer import Figures, Seen, figures
from handwriting_app.session.handwriting_files import (
    Found,
    Naming,
    read_folder,
    read_pen_files,
    write_pen_file,
    write_pictures,
)
from handwriting_app.session.kept import NO_ALPHABET, PAGE, TEN_DIGITS, Filter, Page
from handwriting_app.session.latest import Latest
from handwriting_app.session.ledger import Change, Ink, Ledger
from handwriting_app.session.paced import Paced
from handwriting_app.session.reader import Reader
from handwriting_app.session.weights import Weights

if TYPE_CHECKING:
    # SQLite is loaded by whoever first keeps or looks for something.
    from handwriting_app.storage.database.connection import Database
    from handwriting_app.storage.database.drawings import KeptDrawing, Source, Wanted

A_LOOK: Final = 500
"""Drawings that are looked at between two turns of others at the database."""

PAUSE_MS: Final = 300
"""Between two measurements of all writers while the network learns."""


class Handwriting(QObject):
    """Nothing is kept but what a person asks for. Everything happens in the background; the signals tell of it.

    Signals:
        changed(Change): something was kept, relabelled, renamed, deleted, brought back; or there was nothing to do.
        said_changed(str | None): what the drawing that is read was said to be; None: nothing was.
        listed(Page): the answer to `look_up`.
        not_listed(str): why there is none, in a sentence.
        exported(str): what was written, in a sentence.
        measured(Weights, Figures): the answer to `measure`.
        not_measured(str): why there is none.
        refused(str): why something was not done, in a sentence; all is as it was before.
        alphabet_changed(int): what is said of drawings belongs to another alphabet now.
    """

    changed = Signal(object)
    said_changed = Signal(object)
    listed = Signal(object)
    not_listed = Signal(str)
    exported = Signal(str)
    measured = Signal(object, object)
    not_measured = Signal(str)
    refused = Signal(str)
    alphabet_changed = Signal(int)

    def __init__(self, background: Background, archive: Archive, reader: Reader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._archive = archive
        self._reader = reader
        self._ledger = Ledger()
        self._alphabet = TEN_DIGITS
        self._recent: tuple[tuple[Ink, str], ...] = ()
        self._undo = ""
        self._said: str | None = None
        self._has_hidden = False
        self._changes: Latest[Change] = archive.job()
        self._changes.done.connect(self._on_change)
        self._changes.failed.connect(self._on_refused)
        self._pages: Latest[Page] = archive.job()
        self._pages.done.connect(self.listed.emit)
        self._pages.failed.connect(lambda message, _details: self.not_listed.emit(message))
        self._exports: Latest[str] = archive.job()
        self._exports.done.connect(self.exported.emit)
        self._exports.failed.connect(self._on_refused)
        # Files of others may be long, and reading them changes nothing: nobody waits for it at the end.
        self._imports: Latest[Found] = background.job()
        self._imports.done.connect(self._on_found)
        self._imports.failed.connect(self._on_refused)
        self._seen = Seen()
        self._measuring: Paced[tuple[Weights, Figures]] = Paced(background.job(), PAUSE_MS, self)
        self._measuring.done.connect(lambda measured: self.measured.emit(*measured))
        self._measuring.failed.connect(self.not_measured.emit)
        reader.drawing_changed.connect(self._look_at_ink)
        reader.prediction_changed.connect(self._look_at_ink)  # a picture is another one by then

    @property
    def alphabet(self) -> int:
        """To which what is said of drawings belongs."""
        return self._alphabet

    def set_alphabet(self, alphabet: int) -> None:
        """From now on, what is said of drawings belongs to this alphabet."""
        if alphabet != self._alphabet:
            self._alphabet = alphabet
            self.alphabet_changed.emit(alphabet)

    @property
    def said(self) -> str | None:
        """What the drawing that is read was said to be; None: nothing was, and it is not kept."""
        return self._said

    @property
    def next_undo(self) -> str:
        """What `undo` takes back, in a few words; empty if there is nothing."""
        return self._undo

    # --- changes -------------------------------------------------------------------------------------------------

    def say(self, label: str, alphabet: int | None = None) -> None:
        """Keep the drawing, or picture, that is read, as a ``label``; said anew of the same one, it is relabelled.

        Args:
            label: What it is.
            alphabet: To which it belongs; None for that of the network that reads.
        """
        ink, alphabet = self._reader.ink, self._alphabet if alphabet is None else alphabet
        if alphabet == NO_ALPHABET:
            self.refused.emit("No alphabet of yours has the symbols of this network. Make one with them first.")
        elif ink is not None:
            self._change(partial(_say, self._ledger, ink, label, alphabet))

    def relabel(self, ids: Iterable[int], label: str) -> None:
        """Say anew what drawings are."""
        labels = dict.fromkeys(ids, label)
        self._change(lambda database: self._ledger.relabel(database, labels))

    def delete(self, ids: Iterable[int]) -> None:
        """Take drawings out of sight; `undo` brings them back while the window is open."""
        gone = tuple(ids)
        self._change(lambda database: self._ledger.delete(database, gone))

    def rename_writer(self, old: str, new: str) -> None:
        """Call a writer by another name, in all alphabets; "" stands for no name."""
        self._change(lambda database: self._ledger.rename_writer(database, old, new))

    def undo(self) -> None:
        """Take back the latest change."""
        self._change(self._ledger.undo)

    def recall(self, kept: KeptDrawing) -> None:
        """A drawing that is kept is about to be read: what is said of it relabels it."""
        self._change(lambda _database: self._ledger.remember(kept))

    def _change(self, work: Callable[[Database], Change]) -> None:
        self._changes.queue(self._archive.with_database(work))

    def _on_change(self, change: Change) -> None:
        self._recent, self._undo = change.recent, change.undo
        self._has_hidden |= change.kind in ("deleted", "renamed")
        self._look_at_ink()
        self.changed.emit(change)

    def _on_refused(self, message: str, _details: str) -> None:
        self.refused.emit(message)

    def _look_at_ink(self, *_news: object) -> None:
        ink = self._reader.ink
        said = next((label for each, label in self._recent if each is ink), None)
        if said != self._said:
            self._said = said
            self.said_changed.emit(said)

    # --- the list ------------------------------------------------------------------------------------------------

    def look_up(self, wanted: Filter, most: int = PAGE, older_than: int | None = None) -> None:
        """Ask for a part of the list; only the latest question is answered.

        Args:
            wanted: Which drawings.
            most: How many of them.
            older_than: The id of the last one that is known, to ask for those behind it; nothing is counted then.
        """
        self._pages.ask(self._archive.with_database(partial(_page, wanted, most, older_than)))

    # --- files ---------------------------------------------------------------------------------------------------

    def import_pen_files(self, paths: Sequence[Path], naming: Naming) -> None:
        """Keep every drawing of pen files; doubles once."""
        self._imports.queue(partial(read_pen_files, tuple(paths), naming, self._alphabet))

    def import_folder(self, folder: Path, naming: Naming) -> None:
        """Keep every picture of a folder that tells what is in it."""
        self._imports.queue(partial(read_folder, folder, naming, self._alphabet))

    def _on_found(self, found: Found) -> None:
        self._change(lambda database: self._ledger.add(database, found.drawings, found.problems))

    def export_pen_file(self, path: Path, wanted: Filter) -> None:
        """Write what a filter shows, so that it can be imported without loss."""
        self._export(partial(write_pen_file, path), wanted)

    def export_pictures(self, folder: Path, wanted: Filter) -> None:
        """Write what a filter shows as pictures, into a folder that is new or empty."""
        self._export(partial(write_pictures, folder), wanted)

    def _export(self, write: Callable[[Iterable[KeptDrawing]], str], wanted: Filter) -> None:
        def export() -> str:
            kept = self._archive.with_database(partial(_all, wanted))()
            try:
                return write(kept)
            except OSError as error:
                raise ValueError(f"Nothing more was written: {error.strerror or error}.") from error

        self._exports.queue(export)

    # --- by writer -----------------------------------------------------------------------------------------------

    def measure(self, weights: Weights, alphabet: int) -> None:
        """Read every drawing of an alphabet with ``weights``; `measured` or `not_measured` follows."""
        self._measuring.request(partial(self._measured, weights, alphabet))

    def _measured(self, weights: Weights, alphabet: int) -> tuple[Weights, Figures]:
        return weights, figures(weights, self._looks(alphabet))

    def _looks(self, alphabet: int) -> Iterator[tuple[str, str, NDArray[np.float32]]]:
        last: int | None = None
        while not self._background.is_closed:
            kept = self._archive.with_database(partial(_part, Filter(alphabet), A_LOOK, last))()
            if not kept:
                return
            yield from ((each.label, each.writer, self._seen.views(each)) for each in kept)
            last = kept[-1].id

    def clear_away(self) -> None:
        """Let go for good of what was deleted here: the window closes, and nobody can ask for it any more."""
        if self._has_hidden:
            self._has_hidden = False
            self._changes.queue(self._archive.with_database(self._ledger.clear_away))


def _say(ledger: Ledger, ink: Ink, label: str, alphabet: int, database: Database) -> Change:
    from handwriting_app.storage.database.drawings import NewDrawing

    source: Source = "drawn" if isinstance(ink, Drawing) else "picture"
    return ledger.say(database, NewDrawing(ink, label, source, alphabet=alphabet))


def _page(wanted: Filter, most: int, older_than: int | None, database: Database) -> Page:
    from handwriting_app.storage.database.drawings import Wanted, tally

    kept = _part(wanted, most, older_than, database)
    if older_than is not None:
        return Page(wanted, kept)
    whole = tally(database, Wanted(wanted.alphabet))
    matching = whole if wanted == Filter(wanted.alphabet) else tally(database, _exactly(wanted))
    return Page(wanted, kept, matching.total(), whole)


def _part(wanted: Filter, most: int, older_than: int | None, database: Database) -> tuple[KeptDrawing, ...]:
    from handwriting_app.storage.database.drawings import drawings

    return drawings(database, _exactly(wanted), most=most, newest_first=True, older_than=older_than)


def _all(wanted: Filter, database: Database) -> tuple[KeptDrawing, ...]:
    from handwriting_app.storage.database.drawings import drawings

    return drawings(database, _exactly(wanted))


def _exactly(wanted: Filter) -> Wanted:
    from handwriting_app.storage.database.drawings import Wanted

    return Wanted(wanted.alphabet, wanted.label, wanted.writer, wanted.source)
