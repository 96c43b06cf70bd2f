"""The table of a lesson file that says what is put in place when the lesson, or one of its tasks, begins."""

from __future__ import annotations

from typing import Final, TypeVar

from handwriting_app.engine.config import TrainingConfig, config_from
from handwriting_app.engine.settings import SETTINGS, shown
from handwriting_app.lab.fields import FieldError
from handwriting_app.lab.for_lessons import VIEW_STATES, LabState
from handwriting_app.lab.kinds import Number, Whole, Word
from handwriting_app.lab.lesson import COLUMNS, NETWORKS, Points, Start
from handwriting_app.lab.views import COURSE, VIEWS, ViewDescription
from handwriting_app.numerals import count
from handwriting_app.storage.lesson_table import Table

MOST_STROKES: Final = 100
MOST_POINTS: Final = 5_000
"""Points of a drawing, all strokes together."""

MOST_CONTROLS: Final = 100

Value = TypeVar("Value", bound=str)

_LONGEST: Final = 200
_SHARE: Final = Number(-1.0, 2.0)
"""A stroke may leave the canvas a little."""

PLAIN_CLASSES: Final = TrainingConfig(non_digits=False)
"""What a lesson's training has that it does not say: lessons speak of ten outputs, unless they ask for the eleventh."""


def controls() -> frozenset[str]:
    """The names of everything that a lesson can lock or hide: the settings, and what the labs take."""
    return frozenset(SETTINGS).union(*((field.name for field in schema.fields) for schema in VIEW_STATES.values()))


def read_start(table: Table, begins: Start | None = None) -> Start:
    """Return what ``table`` puts in place.

    Args:
        table: Of the lesson or of a task.
        begins: For a task: that of its lesson, whose view is meant where the task names none.

    Raises:
        Slip: Something is no part of a start, or a value that it cannot have.
    """
    names = ("view", "lab", "training", "network", "drawing", "digit", "columns", "only", "hidden")
    table.only(*names)
    view = _view(table) if table.has("view") else None
    if view is None and begins is not None and table.has("lab"):
        view = begins.view
    return Start(
        view=view,
        lab=_lab(table, view) if table.has("lab") else None,
        training=_training(table) if table.has("training") else None,
        network=_one(table, "network", Word(NETWORKS)) if table.has("network") else None,
        drawing=_drawing(table) if table.has("drawing") else None,
        digit=_digit(table) if table.has("digit") else None,
        columns=frozenset(_word(table, "columns", Word(COLUMNS))) if table.has("columns") else None,
        only=frozenset(_word(table, "only", Word(tuple(sorted(controls()))))) if table.has("only") else None,
        hidden=frozenset(_word(table, "hidden", Word(tuple(sorted(controls())))))
        if table.has("hidden")
        else frozenset(),
    )


def _view(table: Table) -> ViewDescription:
    views = {view.name: view for view in VIEWS if view is not COURSE}
    name = table.text("view", _LONGEST)
    if name not in views:
        raise table.slip("view", f"view must be one of {', '.join(views)}, not {shown(name)}")
    return views[name]


def _lab(table: Table, view: ViewDescription | None) -> LabState:
    lab = table.table("lab", "lab")
    schema = None if view is None else VIEW_STATES.get(view.name)
    if view is None or schema is None:
        raise table.slip("lab", f"nothing can be set in {view.name if view else 'no view'}: it takes no lab")
    try:
        return schema.read(lab.values)
    except FieldError as error:
        raise lab.slip(error.field, str(error)) from error


def _training(table: Table) -> TrainingConfig:
    training = table.table("training", "training")
    try:
        return config_from(training.values, PLAIN_CLASSES)
    except ValueError as error:
        named = [name for name in training.values if str(error).startswith(f"{name} ")]
        unknown = sorted(training.values.keys() - SETTINGS.keys())
        raise training.slip((unknown or named)[0], f"training: {error}") from error


def _one(table: Table, key: str, kind: Word[Value]) -> Value:
    try:
        return kind.read(table.values[key])
    except ValueError as error:
        raise table.slip(key, f"{key} {error}") from error


def _word(table: Table, key: str, kind: Word[Value]) -> tuple[Value, ...]:
    try:
        return tuple(kind.read(word) for word in table.strings(key, MOST_CONTROLS, _LONGEST))
    except ValueError as error:
        raise table.slip(key, f"a part of {key} {error}") from error


def _digit(table: Table) -> int:
    try:
        return Whole(0, 9).read(table.values["digit"])
    except ValueError as error:
        raise table.slip("digit", f"digit {error}") from error


def _drawing(table: Table) -> tuple[Points, ...]:
    given = table.values["drawing"]
    sentence = "drawing must be a list of strokes, each a list of points [x, y] in shares of the canvas"
    if not isinstance(given, list) or len(given) > MOST_STROKES:
        raise table.slip("drawing", sentence)
    strokes = []
    for stroke in given:
        if (
            not isinstance(stroke, list)
            or not stroke
            or not all(isinstance(at, list) and len(at) == 2 for at in stroke)
        ):
            raise table.slip("drawing", sentence)
        try:
            strokes.append(tuple((_SHARE.read(x), _SHARE.read(y)) for x, y in stroke))
        except ValueError as error:
            raise table.slip("drawing", f"a coordinate of the drawing {error}") from error
    if sum(map(len, strokes)) > MOST_POINTS:
        raise table.slip("drawing", f"the drawing has more than {count(MOST_POINTS)} points")
    return tuple(strokes)
