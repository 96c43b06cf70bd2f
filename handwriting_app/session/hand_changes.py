"""Changes of the weights by hand, such as one step on one digit, and the way back."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from handwriting_app.session.model import Model


class HandChanges(QObject):
    """Remembers the present model before each change.

    Signals:
        changed(): a change was made or taken back, or all are forgotten.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._made: list[tuple[str, Model]] = []

    @property
    def names(self) -> tuple[str, ...]:
        """What was done and can be taken back, oldest first."""
        return tuple(what for what, _ in self._made)

    def add(self, what: str, before: Model) -> None:
        self._made.append((what, before))
        self.changed.emit()

    def take_back(self) -> Model:
        """Forget the latest change; return the model before it.

        Raises:
            IndexError: There is none.
        """
        _, before = self._made.pop()
        self.changed.emit()
        return before

    def forget(self) -> None:
        """Another model or run is present: there is no way back to earlier weights."""
        if self._made:
            self._made.clear()
            self.changed.emit()
