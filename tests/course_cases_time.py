"""The tasks of the lesson on the time line: how each is done, and what is said of what misses it."""

from __future__ import annotations

from functools import partial
from typing import Final

from handwriting_app.lab.learning_facts import OwnDigitSeen, learning_facts
from tests.course_facts import Case, Facts

EPOCHS: Final = tuple(range(41))


def seen(
    looked_at: int | None = None,
    *,
    strokes: int = 1,
    right_since: int | None = 9,
    is_said: bool = False,
    has_curve: bool = True,
    **run: str | int,
) -> Facts:
    """What the window and the view tell; ``run`` without the prefix of its facts."""
    own = OwnDigitSeen(EPOCHS, [0.1 + epoch / 50 for epoch in EPOCHS], right_since, is_said)
    told: Facts = {"drawing.strokes": strokes}
    told |= {f"training.{name}": value for name, value in run.items()}
    return told | learning_facts(looked_at, own if has_curve else None)


CASES: Final[dict[str, tuple[Case, ...]]] = {
    "time": (
        Case(
            lambda: {"drawing.strokes": 1, "reading.share": 0.1},
            {
                "Nothing is drawn yet. Draw a digit on the canvas; F7 brings it back when it is folded away.": lambda: {
                    "drawing.strokes": 0,
                    "reading.share": 0.0,
                },
                "The number of strokes is not there yet; it must be at least 1.": lambda: {},
                "Nothing is read of it yet: draw a whole digit.": lambda: {"drawing.strokes": 1, "reading.share": 0.0},
            },
        ),
        Case(
            partial(seen, state="idle", epochs=40),
            {
                "Nothing is drawn yet. Draw a digit on the canvas; F7 brings it back when it is folded away.": partial(
                    seen, strokes=0, has_curve=False
                ),
                "Epoch 12 of 40: watch the curve of your digit until the run is over.": partial(
                    seen, state="running", epochs=12
                ),
                "The run pauses after epoch 12: press Resume.": partial(seen, state="paused", epochs=12),
                "The run was stopped after epoch 12. Press Train once more, and let it come to its end.": partial(
                    seen, state="idle", epochs=12
                ),
                "You have said what it is, and the network reads something else: there is no mark. Draw it "
                "plainer.": partial(seen, right_since=None, is_said=True, state="idle", epochs=40),
                "The run is over, but there is no curve of your digit: bring the tab Learning to the front.": partial(
                    seen, has_curve=False, state="idle", epochs=40
                ),
            },
        ),
        Case(
            partial(seen, 9),
            {
                "Nothing is drawn yet. Draw a digit on the canvas; F7 brings it back when it is folded away.": partial(
                    seen, strokes=0, has_curve=False
                ),
                "There is no curve of your digit yet: press Train, which F8 brings back, and wait for the "
                "end of the run.": partial(seen, has_curve=False),
                "You look at epoch 12, and the mark ▼ is at epoch 9: go further back.": partial(seen, 12),
                "You look at epoch 3, before it read your digit so: the mark ▼ is at epoch 9.": partial(seen, 3),
                "You look at the newest epoch: the mark ▼ is at epoch 9. Click there in a plot.": seen,
                "You have said what it is, and the newest network reads something else: there is no mark. Draw it "
                "plainer.": partial(seen, 3, right_since=None, is_said=True),
            },
        ),
    ),
}
