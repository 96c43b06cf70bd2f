"""Keeps the curve of the drawn digit up to date, in the background and only while somebody looks."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal

from handwriting_app.ink.normalise import NormalisedDigit
from handwriting_app.session.own_digit import OwnDigit, OwnDigitCurve, reread
from handwriting_app.session.paced import Paced
from handwriting_app.session.session import Session
from handwriting_app.session.weights import Weights

PAUSE_MS: Final = 100
"""Between two rereadings, while a digit is drawn or the run grows."""


class Rereading(QObject):
    """Answers `request` once what it knows is out of date.

    Signals:
        outdated(): `request` would have something to do.
        changed(OwnDigitCurve | None): None where there is no digit, or nothing to follow.
        failed(str): why it could not be read again.
    """

    outdated = Signal()
    changed = Signal(object)
    failed = Signal(str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._known: OwnDigit | None = None
        self._said: str | None = None
        self._curve: OwnDigitCurve | None = None
        self._pace: Paced[OwnDigit] = Paced(session.background.job(), PAUSE_MS, self)
        self._pace.done.connect(self._on_read)
        self._pace.failed.connect(self.failed)
        session.reader.prediction_changed.connect(self._look)
        session.timeline.kept_changed.connect(self._look)
        session.handwriting.said_changed.connect(self._look)

    @property
    def curve(self) -> OwnDigitCurve | None:
        """The latest answer."""
        return self._curve

    def request(self) -> None:
        """Read the digit again where it, the kept weights or what is said of it are others."""
        digit, kept = self._session.reader.digit, self._session.timeline.kept
        if digit is None:
            self._pace.drop()
            self._known = None
            self._tell()
        elif self._has_read(digit, kept):
            self._tell()
        else:
            self._pace.request(partial(reread, digit, kept, self._known))

    def _has_read(self, digit: NormalisedDigit, kept: tuple[Weights, ...]) -> bool:
        known = self._known
        return (
            known is not None
            and known.digit is digit
            and len(known.weights) == len(kept)
            and all(one is other for one, other in zip(known.weights, kept, strict=True))
        )

    def _look(self, *_news: object) -> None:
        digit, said = self._session.reader.digit, self._session.handwriting.said
        if digit is None:
            is_known = self._curve is None
        else:
            is_known = said == self._said and self._has_read(digit, self._session.timeline.kept)
        if not is_known:
            self.outdated.emit()

    def _on_read(self, read: OwnDigit) -> None:
        if read.digit is self._session.reader.digit:
            self._known = read
            self._tell()
        self._look()  # the run may have grown, or the digit been drawn further

    def _tell(self) -> None:
        self._said = self._session.handwriting.said
        self._curve = None if self._known is None else self._known.curve(self._said)
        self.changed.emit(self._curve)
