"""Everything that is kept from one start of the program to the next, with the values that it can have."""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Final, Generic, TypeVar

from handwriting_app.lab.views import VIEWS
from handwriting_app.storage.course_record import LONGEST_NAME, MOST_LESSONS, CourseRecord, as_json, record_from

LONGEST_PATH: Final = 1024
"""Characters of the path of a recent file."""

MOST_RECENT: Final = 8

FARTHEST: Final = 100_000
"""Pixels from the corner of the screen, and the largest size of anything."""

PEN_WIDTHS: Final = range(2, 13)
"""Percent of the canvas's side that the ink can be wide."""

SIZES: Final = (80, 90, 100, 110, 125, 150, 175, 200, 225, 250)
"""Percent of the usual size that everything in the window can have."""

DATABASE_LIMITS: Final = range(16, 65_536 + 1)
"""MiB that kept runs may take."""

Kind = TypeVar("Kind")


@dataclass(frozen=True, slots=True)
class Key(Generic[Kind]):
    """One thing that is kept.

    Attributes:
        name: In the file.
        words: What messages call it.
        read: Gives the value for anything that JSON can hold; for None, and for what no value looks like, the default.
        write: Gives what JSON holds for a value.
    """

    name: str
    words: str
    read: Callable[[object], Kind]
    write: Callable[[Kind], object]

    def mended(self, value: object) -> object:
        """What is usable of what JSON held, as JSON holds it."""
        return self.write(self.read(value))


class ThemeChoice(StrEnum):
    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Opening(StrEnum):
    """What is in front when the program has started."""

    DIGIT = "digit"
    LESSONS = "lessons"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the window is when it is not maximized, without its frame, in pixels of the desktop."""

    x: int
    y: int
    width: int
    height: int
    maximized: bool


def _theme(value: object) -> ThemeChoice:
    return next((choice for choice in ThemeChoice if choice == value), ThemeChoice.SYSTEM)


def _opening(value: object) -> Opening:
    return next((choice for choice in Opening if choice == value), Opening.DIGIT)


def _whole(value: object, allowed: Container[int], usual: int) -> int:
    return value if type(value) is int and value in allowed else usual


def _path(value: object) -> str:
    return next(iter(_texts([value], LONGEST_PATH, 1)), "")


def _view(value: object) -> str:
    return next((view.name for view in VIEWS if view.name == value), "")


def _texts(value: object, longest: int, most: int) -> tuple[str, ...]:
    items = value if isinstance(value, list) else []
    texts = (item for item in items if isinstance(item, str) and 0 < len(item) <= longest and "\0" not in item)
    return tuple(dict.fromkeys(texts))[:most]


def _is_pixels(value: object, low: int) -> bool:
    return type(value) is int and low <= value <= FARTHEST


def _place(value: object) -> Place | None:
    if not isinstance(value, dict):
        return None
    lows = {"x": -FARTHEST, "y": -FARTHEST, "width": 1, "height": 1}
    if not all(_is_pixels(value.get(name), low) for name, low in lows.items()):
        return None
    return Place(value["x"], value["y"], value["width"], value["height"], value.get("maximized") is True)


def _columns(value: object) -> tuple[int, ...] | None:
    if isinstance(value, list) and len(value) == 3 and all(_is_pixels(width, 0) for width in value) and any(value):
        return tuple(value)
    return None


THEME: Final[Key[ThemeChoice]] = Key("theme", "the theme", _theme, str)
RECENT_MODELS: Final[Key[tuple[str, ...]]] = Key(
    "recent_models", "the recent files", lambda value: _texts(value, LONGEST_PATH, MOST_RECENT), list
)
RECENT_LESSONS: Final[Key[tuple[str, ...]]] = Key(
    "recent_lessons", "the lessons that were opened", lambda value: _texts(value, LONGEST_PATH, MOST_RECENT), list
)
LESSONS_DONE: Final[Key[tuple[str, ...]]] = Key(
    "lessons_done", "the lessons that were done", lambda value: _texts(value, LONGEST_NAME, MOST_LESSONS), list
)
COURSE: Final[Key[CourseRecord]] = Key("course", "how far the course has come", record_from, as_json)
WINDOW: Final[Key[Place | None]] = Key(
    "window", "the place of the window", _place, lambda place: None if place is None else asdict(place)
)
COLUMNS: Final[Key[tuple[int, ...] | None]] = Key(
    "columns", "the widths of the columns", _columns, lambda widths: None if widths is None else list(widths)
)
PEN_WIDTH: Final[Key[int]] = Key("pen_width", "the width of the pen", lambda value: _whole(value, PEN_WIDTHS, 5), int)
"""Percent of the canvas's side."""
SIZE: Final[Key[int]] = Key("size", "the size of everything", lambda value: _whole(value, SIZES, 100), int)
"""Percent."""
DEFAULT_MODEL: Final[Key[str]] = Key("default_model", "the model that opens at the start", _path, str)
"""The path of its file; empty for the shipped one."""
OPENS: Final[Key[Opening]] = Key("opens", "what opens at the start", _opening, str)
LAST_VIEW: Final[Key[str]] = Key("last_view", "the view that was in front", _view, str)
"""Its objectName; empty where none is known."""
DATABASE_LIMIT: Final[Key[int]] = Key(
    "database_limit", "the limit of the database", lambda value: _whole(value, DATABASE_LIMITS, 1024), int
)
"""MiB."""

AnyKey = (
    Key[ThemeChoice]
    | Key[Opening]
    | Key[int]
    | Key[str]
    | Key[tuple[str, ...]]
    | Key[CourseRecord]
    | Key[Place | None]
    | Key[tuple[int, ...] | None]
)

KEYS: Final[tuple[AnyKey, ...]] = (
    THEME,
    RECENT_MODELS,
    RECENT_LESSONS,
    LESSONS_DONE,
    COURSE,
    WINDOW,
    COLUMNS,
    PEN_WIDTH,
    SIZE,
    DEFAULT_MODEL,
    OPENS,
    LAST_VIEW,
    DATABASE_LIMIT,
)
