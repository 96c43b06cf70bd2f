"""Whose a key is: one table of what every key does, and where.

Actions and shortcuts take their keys from it, `docs/keys.md` shows it, and `ui/frame/key_policy.py` holds the window
to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence

Owner = Literal["window", "view", "field"]

CHARACTERS: Final = "characters"
"""Stands in the table for every key that types something."""
WHEEL: Final = "wheel"
"""Stands in the table for the mouse wheel, which the fields of `ui.widgets` keep."""

_ARROWS: Final = ("Left", "Right", "Up", "Down")
_ENDS: Final = ("Home", "End", "PgUp", "PgDown")
_FINELY: Final = tuple(f"Shift+{key}" for key in (*_ARROWS, *_ENDS))


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One line of the table.

    Attributes:
        name: For the code that asks for the keys.
        keys: As `QKeySequence` writes them on every system, or `CHARACTERS` or `WHEEL`.
        owner: Whose they are. A field's come before a view's, and a view's before the window's.
        where: What has to be in front, or to have the focus.
        does: What happens, in a sentence.
    """

    name: str
    keys: tuple[str, ...]
    owner: Owner
    where: str
    does: str


KEYS: Final = (
    KeyRow("train", ("Space",), "window", "anywhere else", "Train, pause or resume; held down it does so once."),
    KeyRow(
        "let_go",
        ("Esc",),
        "window",
        "anywhere",
        "Let go of what is chosen in the view in front; if nothing is, stop what plays, then what runs.",
    ),
    KeyRow("one_epoch", ("Ctrl+E",), "window", "anywhere", "Train for one epoch, then wait."),
    KeyRow("go_on", ("Ctrl+Shift+T",), "window", "anywhere", "Go on from these weights."),
    KeyRow("reset", ("Ctrl+R",), "window", "anywhere", "Start from fresh weights."),
    KeyRow("undo", ("Ctrl+Z",), "window", "anywhere else", "Take back the last stroke."),
    KeyRow("redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "window", "anywhere else", "Bring back what was undone."),
    KeyRow("open_model", ("Ctrl+O",), "window", "anywhere", "Open a model."),
    KeyRow("save_model", ("Ctrl+S",), "window", "anywhere", "Save the model."),
    KeyRow("save_model_as", ("Ctrl+Shift+S",), "window", "anywhere", "Save the model under another name."),
    KeyRow("open_picture", ("Ctrl+P",), "window", "anywhere", "Read a picture from a file."),
    KeyRow("paste_picture", ("Ctrl+V",), "window", "anywhere else", "Read the picture on the clipboard."),
    KeyRow(
        "show_tab",
        tuple(f"Ctrl+{number}" for number in range(1, 10)),
        "window",
        "anywhere",
        "Show this tab, counted from the left.",
    ),
    KeyRow("next_view", ("Ctrl+Tab",), "window", "anywhere", "Show the next view."),
    KeyRow("view_before", ("Ctrl+Shift+Tab",), "window", "anywhere", "Show the view before."),
    KeyRow("next_column", ("F6",), "window", "anywhere", "Go to the next column: draw, watch, train."),
    KeyRow("column_before", ("Shift+F6",), "window", "anywhere", "Go to the column before."),
    KeyRow("fold_draw", ("F7",), "window", "anywhere", "Fold the drawing away, or bring it back."),
    KeyRow("fold_train", ("F8",), "window", "anywhere", "Fold the training panel away, or bring it back."),
    KeyRow("larger", ("Ctrl++", "Ctrl+="), "window", "anywhere", "Show everything larger."),
    KeyRow("smaller", ("Ctrl+-",), "window", "anywhere", "Show everything smaller."),
    KeyRow("usual_size", ("Ctrl+0",), "window", "anywhere", "Show everything at its usual size."),
    KeyRow("size_wheel", (WHEEL,), "window", "anywhere, with Ctrl held down", "Show everything larger or smaller."),
    KeyRow(
        "present",
        ("F11",),
        "window",
        "anywhere",
        "Fill the screen with the plot in use, or the view in front; F11 or Esc ends that.",
    ),
    KeyRow("lesson_next", ("Alt+Right",), "window", "anywhere", "The next page of the lesson, once its task is done."),
    KeyRow("lesson_back", ("Alt+Left",), "window", "anywhere", "The page of the lesson before."),
    KeyRow("open_lesson", ("Ctrl+L",), "window", "anywhere", "Open a lesson from a file."),
    KeyRow("settings", ("Ctrl+,",), "window", "anywhere", "Open the settings."),
    KeyRow("help_view", ("F1",), "window", "anywhere", "Say what the view in front shows."),
    KeyRow("help_keys", ("Ctrl+F1",), "window", "anywhere", "Show this table of keys."),
    KeyRow(
        "true_label",
        tuple("0123456789"),
        "window",
        "anywhere else",
        "Say what the drawing really is, and keep it in My handwriting.",
    ),
    KeyRow("quit", ("Ctrl+Q",), "window", "anywhere", "Close the window."),
    KeyRow("eraser", ("E",), "view", "the drawing column", "Take up the eraser, or put it down."),
    KeyRow("clear", ("Del",), "view", "the drawing column", "Take the drawing away; can be undone."),
    KeyRow("pen_keys", ("P",), "view", "the drawing column", "Draw with the keys, or no longer."),
    KeyRow(
        "pen_way",
        (*_ARROWS, *_ENDS, *_FINELY),
        "view",
        "the canvas, while the keys draw",
        "Move the pen; Home, PgUp, End and PgDown go aslant, as they lie on a keypad; with Shift a quarter as far.",
    ),
    KeyRow("pen_down", ("Space",), "view", "the canvas, while the keys draw", "Put the pen down, or lift it."),
    KeyRow("pen_end", ("Esc",), "view", "the canvas, while the keys draw", "Lift the pen; the keys draw no longer."),
    KeyRow("count_cell", _ARROWS, "view", "the 8 × 8 counts, reached by Tab or a click", "Choose the next count."),
    KeyRow(
        "count",
        (*"0123456789", "+", "-", "=", "Space"),
        "view",
        "the 8 × 8 counts, reached by Tab or a click",
        "0 to 9: from no ink to full of it; + and −: one pixel of ink more or less; Space: full, or empty.",
    ),
    KeyRow(
        "undo_count",
        ("Ctrl+Z", "Ctrl+Shift+Z", "Ctrl+Y"),
        "view",
        "the 8 × 8 counts, reached by Tab or a click",
        "Take back the last change of a count, or bring it back.",
    ),
    KeyRow("plot_reset", ("A",), "view", "a plot", "Show the whole run again, in all plots of it."),
    KeyRow("step_back", ("Left",), "view", "Backprop", "One step back."),
    KeyRow("step_on", ("Right",), "view", "Backprop", "One step on."),
    KeyRow("first_step", ("Home",), "view", "Backprop", "Go to the input."),
    KeyRow("last_step", ("End",), "view", "Backprop", "Go to the last step, back at the pixels."),
    KeyRow("label", tuple("0123456789"), "view", "Backprop", "Say what the drawing really is."),
    KeyRow(
        "cell", (*_ARROWS, "Space"), "view", "a picture of an array, reached by Tab", "Arrows: move the chosen cell."
    ),
    KeyRow(
        "weight",
        ("+", "-", "=", "Return", "Enter"),
        "view",
        "a picture of weights or biases, reached by Tab",
        "+ and −: make the chosen number larger or smaller; Enter: type it.",
    ),
    KeyRow("ribbon", ("Left", "Right"), "view", "the ribbon of δ, reached by Tab", "Go to the δ of the next layer."),
    KeyRow("unit", _ARROWS, "view", "the network's picture", "Choose the next unit, or the next layer's."),
    KeyRow("start_lesson", ("Return", "Enter"), "view", "the list of lessons", "Open the lesson."),
    KeyRow("dreams", _ARROWS, "view", "the dreams of all epochs", "Show the next dream large."),
    KeyRow("confusion", _ARROWS, "view", "the table of mistakes", "Choose the next cell."),
    KeyRow("open_digit", ("Return", "Enter"), "view", "the mistakes' digits", "Put the digit in place of the drawing."),
    KeyRow(
        "next_prompt",
        ("Space", "Return", "Enter"),
        "view",
        "the drawing column and My handwriting, while drawings are asked for",
        "Keep the drawing, and ask for the next one.",
    ),
    KeyRow(
        "label_kept", tuple("0123456789"), "view", "the gallery of My handwriting", "Say what the chosen drawings are."
    ),
    KeyRow("delete_kept", ("Del",), "view", "the gallery of My handwriting", "Delete the chosen drawings."),
    KeyRow("open_kept", ("Return", "Enter"), "view", "the gallery of My handwriting", "Put the drawing on the canvas."),
    KeyRow("undo_kept", ("Ctrl+Z",), "view", "My handwriting", "Take back what was done last to the kept drawings."),
    KeyRow("open_run", ("Return", "Enter"), "view", "the table of runs, or of a sweep", "Open the chosen run."),
    KeyRow("delete_runs", ("Del",), "view", "the table of runs", "Delete the chosen runs; can be brought back."),
    KeyRow("points", ("Tab", "Shift+Tab"), "view", "the plane", "Walk through the points."),
    KeyRow("move_point", _ARROWS, "view", "the plane", "Move the chosen point."),
    KeyRow("label_point", ("Space",), "view", "the plane", "Change the chosen point's label."),
    KeyRow("remove_point", ("Del", "Backspace"), "view", "the plane", "Take the chosen point away."),
    KeyRow("add_point", ("Ins",), "view", "the plane", "Add a point in the middle."),
    KeyRow("ball", ("Left", "Right"), "view", "the valley", "Move the ball."),
    KeyRow("start", _ARROWS, "view", "the cost surface", "Move the start."),
    KeyRow("zoom", ("+", "-"), "view", "the cost surface", "Come closer, or go further away."),
    KeyRow("zoom_wheel", (WHEEL,), "view", "a plot or the cost surface, under the pointer", "Zoom."),
    KeyRow(
        "type",
        (CHARACTERS, "Space", "Left", "Right", "Home", "End", "Backspace", "Del"),
        "field",
        "a text or number field",
        "Type, and move within the text.",
    ),
    KeyRow(
        "edit",
        ("Ctrl+Z", "Ctrl+Shift+Z", "Ctrl+Y", "Ctrl+X", "Ctrl+C", "Ctrl+V", "Ctrl+A"),
        "field",
        "a text or number field",
        "Undo, redo, cut, copy, paste and select in the text.",
    ),
    KeyRow(
        "spin",
        ("Up", "Down", "PgUp", "PgDown"),
        "field",
        "a number field",
        "Step to the next sensible number.",
    ),
    KeyRow(
        "choose",
        (CHARACTERS, "Space", *_ARROWS, *_ENDS),
        "field",
        "a list or a list of choices",
        "Move the choice; Space opens a list of choices.",
    ),
    KeyRow("write", ("F2",), "field", "the tables of runs and writers", "Change the name, or the note of the run."),
    KeyRow("written", ("Return", "Enter"), "field", "a name or note in a table", "Keep what was written."),
    KeyRow(
        "slide",
        (*_ARROWS, *_ENDS, "Space"),
        "field",
        "a slider",
        "Move the handle; Space does nothing.",
    ),
    KeyRow("press", ("Space",), "field", "a button", "Press it."),
    KeyRow("segment", _ARROWS, "field", "one of several buttons in a row, reached by Tab", "Choose the next one."),
    KeyRow("tabs", ("Left", "Right"), "field", "the tabs, reached by Tab", "Show the next view."),
    KeyRow(
        "turn",
        (WHEEL,),
        "field",
        "a field that has the focus",
        "Change it. Over any other field the wheel scrolls what is around it, and never moves the focus.",
    ),
)


def row(name: str) -> KeyRow:
    """One line of the table. Raises KeyError for a name that is not in it."""
    return {each.name: each for each in KEYS}[name]


def keys_of(*names: str) -> frozenset[str]:
    """The keys of some lines. Raises KeyError for a name that is not in the table."""
    return frozenset(key for name in names for key in row(name).keys)


def what_it_does(key: str) -> str:
    """What a key does wherever nothing else keeps it, as `QKeySequence` writes it everywhere; empty if nothing."""
    return next((each.does for each in KEYS if each.owner == "window" and key in each.keys), "")


def shortcuts(name: str) -> list[QKeySequence]:
    """The keys of a line, in its order. Raises KeyError for a name that is not in the table."""
    return [QKeySequence(key) for key in row(name).keys]


def give_keys(action: QAction, name: str, *, repeats: bool = False) -> None:
    """Give ``action`` the keys of a line; those of a view only work while the focus is within what has the action.

    Args:
        action: It gets its shortcuts.
        name: Of the line.
        repeats: Whether it happens again and again while the key is held.
    """
    action.setShortcuts(shortcuts(name))
    action.setAutoRepeat(repeats)
    if row(name).owner == "view":
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)


def in_markdown() -> str:
    """The table as `docs/keys.md` shows it, in three parts."""
    titles: dict[Owner, str] = {"field": "A field's", "view": "A view's", "window": "The window's"}
    parts = []
    for owner, title in titles.items():
        lines = [f"## {title}", "", "| key | where | does |", "|---|---|---|"]
        for each in KEYS:
            if each.owner == owner:
                keys = " ".join(key if key in (CHARACTERS, WHEEL) else f"`{key}`" for key in each.keys)
                lines.append(f"| {keys} | {each.where} | {each.does} |")
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def in_words() -> list[tuple[str, str, str]]:
    """The table for a person at this machine: keys as they are called there, where, and what they do."""
    return [(", ".join(_native(key) for key in each.keys), each.where, each.does) for each in KEYS]


def _native(key: str) -> str:
    if key in (CHARACTERS, WHEEL):
        return key
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
