"""Changes of the weights by hand, such as one step on one digit, and the way back."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from handwriting_app.session.model import Model


@dataclass(frozen=True, slots=True, eq=False)
class _Change:
    what: str
    before: Model
    gesture: object | None


class HandChanges(QObject):
    """Remembers the present model before each change.

    Signals:
        changed(): a change was made or taken back, or all are forgotten.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._made: list[_Change] = []

    @property
    def names(self) -> tuple[str, ...]:
        """What was done and can be taken back, oldest first."""
        return tuple(change.what for change in self._made)

    def add(self, what: str, before: Model, gesture: object | None = None) -> None:
        """Remember that ``what`` was done to ``before``.

        Where it goes on with the ``gesture`` of the latest change, as each move of a drag does, the two are one: the
        latest is called ``what`` from now on, and taken back to where the gesture began.
        """
        if self.goes_on(gesture):
            before = self._made.pop().before
        self._made.append(_Change(what, before, gesture))
        self.changed.emit()

    def goes_on(self, gesture: object | None) -> bool:
        """Whether the latest change is part of this gesture."""
        return gesture is not None and bool(self._made) and self._made[-1].gesture is gesture

    @property
    def latest_before(self) -> Model:
        """The model before the latest change. Raises IndexError if there is none."""
        return self._made[-1].before

    def take_back(self) -> Model:
        """Forget the latest change; return the model before it.

        Raises:
            IndexError: There is none.
        """
        before = self._made.pop().before
        self.changed.emit()
        return before

    def forget(self) -> None:
        """Another model or run is present: there is no way back to earlier weights."""
        if self._made:
            self._made.clear()
            self.changed.emit()
