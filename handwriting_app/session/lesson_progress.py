"""Which lessons were done, kept from one start of the program to the next."""

from __future__ import annotations

from PySide6.QtCore import QSettings

KEY = "lessons/done"


class LessonProgress:
    """The names of the lessons that were done; lessons may come and go between versions."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    def done(self) -> frozenset[str]:
        # One text, since an INI file gives a list of one back as a text and an empty one as nothing.
        return frozenset(filter(None, str(self._settings.value(KEY, "")).split(" ")))

    def mark_done(self, name: str) -> None:
        self._settings.setValue(KEY, " ".join(sorted(self.done() | {name})))

    def clear(self) -> None:
        self._settings.remove(KEY)
