"""The views of the window: their names, and what is said about them on their tabs.

The tabs read this at every start, so what only lessons know of the views stands in ``lab/for_lessons.py``.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class ViewDescription(NamedTuple):
    """One view.

    Attributes:
        name: Its objectName.
        title: On its tab.
        sentence: What one sees there.
        group: Views of one group, listed one after another, share a tab of this title.
    """

    name: str
    title: str
    sentence: str
    group: str = ""


LEARNING: Final = ViewDescription("learning_view", "Learning", "Cost, accuracy and gradient of every epoch")
BACKPROP: Final = ViewDescription(
    "backprop_view", "Backprop", "Your drawing through the network and back, number by number"
)
NETWORK: Final = ViewDescription(
    "network_view", "Network", "Every unit and the strongest connections, lit by your drawing", "Network"
)
WHY_NOT: Final = ViewDescription(
    "why_not_view", "Why not?", "The smallest change of ink that makes your drawing another one", "Network"
)
DREAM: Final = ViewDescription("dream_view", "Dream", "What the network believes each answer looks like", "Network")
MISTAKES: Final = ViewDescription("mistakes_view", "Mistakes", "What is held out, and what it is read as")
RACE: Final = ViewDescription("race_view", "Race", "Modes of descent side by side, from the same first weights")
RUNS: Final = ViewDescription(
    "runs_view", "Runs", "Every run that was made: compare them, open one, make one again", "Mine"
)
SWEEP: Final = ViewDescription(
    "sweep_view", "Sweep", "Many settings, each from several seeds: mean, spread, and a map", "Mine"
)
NEURON_LAB: Final = ViewDescription(
    "neuron_lab", "Neuron", "One unit to play with: what it does, learns, and cannot learn", "Labs"
)
DESCENT_LAB: Final = ViewDescription(
    "descent_lab", "Descent", "Going downhill: on one weight, and on the real network", "Labs"
)
MY_HANDWRITING: Final = ViewDescription(
    "my_handwriting_view", "My handwriting", "Your own drawings, what they are, and who is read how well", "Mine"
)
COURSE: Final = ViewDescription("course_view", "Course", "Learn how all this works, a task at a time")

VIEWS: Final = (
    LEARNING,
    BACKPROP,
    NETWORK,
    WHY_NOT,
    DREAM,
    MISTAKES,
    RACE,
    NEURON_LAB,
    DESCENT_LAB,
    MY_HANDWRITING,
    RUNS,
    SWEEP,
    COURSE,
)
"""Every view of the window, from left to right."""

TIMELESS: Final = frozenset({RACE.name, RUNS.name, SWEEP.name, NEURON_LAB.name, COURSE.name})
"""The views that look the same at every epoch of the run."""
