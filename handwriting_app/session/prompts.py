"""A round of prompts: so many drawings of each class are asked for, one after another, in a random order."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QObject, Signal

from handwriting_app.session.handwriting import Handwriting
from handwriting_app.session.prompt import EACH, Prompt, shuffled
from handwriting_app.session.reader import Reader


class Prompts(QObject):
    """Keeps what is drawn when the next one is asked for; a pen that rests keeps nothing.

    Signals:
        changed(Prompt | None): another one is asked for, or something is drawn; None: none any more.
        advanced(): what was drawn is kept, and its place is wanted for the next.
        finished(int, bool): how many were drawn in the round that is over, and whether these are all.
    """

    changed = Signal(object)
    advanced = Signal()
    finished = Signal(int, bool)

    def __init__(self, handwriting: Handwriting, reader: Reader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._handwriting = handwriting
        self._reader = reader
        self._labels: tuple[str, ...] = ()
        self._alphabet: int | None = None
        self._done = 0
        self._told: Prompt | None = None
        reader.drawing_changed.connect(self._tell)
        handwriting.refused.connect(self._on_refused)

    @property
    def prompt(self) -> Prompt | None:
        """What is asked for now; None outside a round."""
        if not self._labels:
            return None
        return Prompt(self._labels[self._done], self._done, len(self._labels), not self._reader.drawing.is_empty)

    def begin(
        self, names: Sequence[str], rng: np.random.Generator, each: int = EACH, alphabet: int | None = None
    ) -> None:
        """Ask for ``each`` of all of ``names``; the same is not asked for twice in a row where that can be helped.

        Args:
            names: At least one.
            rng: Decides the order.
            each: How many of each.
            alphabet: To which the drawings belong; None for that of the network that reads.
        """
        self._alphabet = alphabet
        self._labels = shuffled(names, rng, each)
        self._done = 0
        self.advanced.emit()
        self._tell()

    def go_on(self) -> None:
        """Keep what is drawn, and ask for the next; nothing happens while nothing is drawn."""
        prompt = self.prompt
        if prompt is None or not prompt.is_drawn:
            return
        self._handwriting.say(prompt.label, self._alphabet)
        self._done += 1
        is_over = self._done == prompt.total
        if is_over:
            self._labels = ()
        self.advanced.emit()
        self._tell()
        if is_over:
            self.finished.emit(prompt.total, True)

    def stop(self) -> bool:
        """Ask for no more; what is being drawn is not kept. Returns whether anything was asked for."""
        if not self._labels:
            return False
        self._labels = ()
        self._tell()
        self.finished.emit(self._done, False)
        return True

    def _on_refused(self, _problem: str) -> None:
        self.stop()  # what cannot be kept need not be drawn

    def _tell(self, *_news: object) -> None:
        prompt = self.prompt
        if prompt != self._told:
            self._told = prompt
            self.changed.emit(prompt)
