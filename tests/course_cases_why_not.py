"""The tasks of the lesson on the smallest change: how each is done, and what is said of what misses it."""

from __future__ import annotations

from typing import Final

from handwriting_app.lab.facts import Fact
from tests.course_facts import Case, Facts, empty, window

NOTHING_DRAWN: Final = "Nothing is drawn yet. Draw a digit on the canvas; F7 brings it back when it is folded away."
UNCHOSEN: Final = "The digit that is nearest is shown already. Click one at “Why not”, that one or another."


def why_not(**changes: Fact) -> Facts:
    """A 7 that a small change makes a 1, but for what is otherwise."""
    facts: Facts = {
        "read": 7,
        "wanted": 1,
        "chosen": 1,
        "flips": 1,
        "mean_share": 0.019,
        "largest_share": 0.059,
        "before_share": 0.025,
        "after_share": 0.57,
        "steps": 12,
        "surely": 0,
        "drawn": 0,
    }
    told = {f"why_not.{name}": value for name, value in (facts | changes).items()}
    return window("why_not_view", read=7) | told


CASES: Final[dict[str, tuple[Case, ...]]] = {
    "why-not": (
        Case(
            why_not,
            {
                NOTHING_DRAWN: lambda: empty("why-not", 0),
                "Another view is in front: click the tab Network, and there Why not?.": lambda: window("network_view"),
                UNCHOSEN: lambda: why_not(chosen=0),
                "No way to that one was found in 48 steps. Choose a digit that looks more like yours.": lambda: why_not(
                    flips=0, steps=48
                ),
                "That one needs 12.0\u202f% of the height on average. Choose a digit that looks more like "
                "yours.": lambda: why_not(mean_share=0.12),
            },
        ),
        Case(
            lambda: why_not(drawn=1),
            {
                NOTHING_DRAWN: lambda: empty("why-not", 1),
                "No way to that one was found. Choose a digit that looks more like yours, and then press "
                "“Draw it”.": lambda: why_not(flips=0),
                "A change is found, but it is not on the canvas: press “Draw it”.": why_not,
            },
        ),
        Case(
            lambda: why_not(surely=1, mean_share=0.04, after_share=0.92),
            {
                NOTHING_DRAWN: lambda: empty("why-not", 2),
                "That is the change that is just enough: choose “Surely” at the right of the digits.": why_not,
                UNCHOSEN: lambda: why_not(surely=1, chosen=0),
                "No sure way to that one was found in 48 steps. Choose a digit that looks more like yours.": lambda: (
                    why_not(surely=1, flips=0, steps=48)
                ),
            },
        ),
    ),
}
