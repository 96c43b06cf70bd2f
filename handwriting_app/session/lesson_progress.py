"""Which lessons were done, kept from one start of the program to the next."""

from __future__ import annotations

from handwriting_app.storage.settings_file import SettingsFile
from handwriting_app.storage.settings_keys import LESSONS_DONE


class LessonProgress:
    """The names of the lessons that were done; lessons may come and go between versions."""

    def __init__(self, settings: SettingsFile) -> None:
        self._settings = settings

    def done(self) -> frozenset[str]:
        names = self._settings.get(LESSONS_DONE)
        return frozenset(names)

    def mark_done(self, name: str) -> None:
        self._settings.change(LESSONS_DONE, lambda names: (*names, name))

    def clear(self) -> None:
        self._settings.put(LESSONS_DONE, ())
