"""The views of the window: their names and what is said about them, and where lessons find what they know of each.

The tabs read this at every start, so what only lessons need (78 ms of imports) is imported when they ask for it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Generic, Never, TypeVar

if TYPE_CHECKING:
    from handwriting_app.lab.descent_state import DescentLabState
    from handwriting_app.lab.fields import StateSchema
    from handwriting_app.lab.for_lessons import FactKinds, ForLessons, LabState
    from handwriting_app.lab.neuron_state import NeuronLabState

State_co = TypeVar("State_co", bound="LabState", covariant=True)


def _nothing() -> ForLessons[Never]:
    from handwriting_app.lab.for_lessons import ForLessons

    return ForLessons()


def _race() -> ForLessons[LabState]:
    from handwriting_app.lab.for_lessons import RACE

    return RACE


def _neuron_lab() -> ForLessons[NeuronLabState]:
    from handwriting_app.lab.for_lessons import NEURON_LAB

    return NEURON_LAB


def _descent_lab() -> ForLessons[DescentLabState]:
    from handwriting_app.lab.for_lessons import DESCENT_LAB

    return DESCENT_LAB


@dataclass(frozen=True, eq=False)  # no slots: Python 3.11 cannot make generic frozen ones
class ViewDescription(Generic[State_co]):
    """One view.

    Attributes:
        name: Its objectName.
        title: On its tab.
        sentence: What one sees there.
        group: Views of one group, listed one after another, share a tab of this title.
        for_lessons: Gives what lessons know of it.
    """

    name: str
    title: str
    sentence: str
    group: str = ""
    for_lessons: Callable[[], ForLessons[State_co]] = _nothing

    @property
    def facts(self) -> FactKinds:
        """What it tells lessons, and of what kind each fact is."""
        return self.for_lessons().facts

    @property
    def state(self) -> StateSchema[State_co] | None:
        """What a lesson may set of it; None for nothing."""
        return self.for_lessons().state


LEARNING: Final[ViewDescription[LabState]] = ViewDescription(
    "learning_view", "Learning", "Cost, accuracy and gradient of every epoch"
)
BACKPROP: Final[ViewDescription[LabState]] = ViewDescription(
    "backprop_view", "Backprop", "Your digit through the network and back, number by number"
)
NETWORK: Final[ViewDescription[LabState]] = ViewDescription(
    "network_view", "Network", "Every unit and the strongest connections, lit by your digit"
)
MISTAKES: Final[ViewDescription[LabState]] = ViewDescription(
    "mistakes_view", "Mistakes", "Which held-out digits are read as which"
)
RACE: Final[ViewDescription[LabState]] = ViewDescription(
    "race_view", "Race", "Modes of descent side by side, from the same first weights", for_lessons=_race
)
NEURON_LAB: Final[ViewDescription[NeuronLabState]] = ViewDescription(
    "neuron_lab", "Neuron", "One unit to play with: what it does, learns, and cannot learn", "Labs", _neuron_lab
)
DESCENT_LAB: Final[ViewDescription[DescentLabState]] = ViewDescription(
    "descent_lab", "Descent", "Going downhill: on one weight, and on the real network", "Labs", _descent_lab
)
LESSONS: Final[ViewDescription[LabState]] = ViewDescription(
    "lessons_view", "Lessons", "Learn how all this works, a task at a time"
)

VIEWS: Final[tuple[ViewDescription[LabState], ...]] = (
    LEARNING,
    BACKPROP,
    NETWORK,
    MISTAKES,
    RACE,
    NEURON_LAB,
    DESCENT_LAB,
    LESSONS,
)
"""Every view of the window, from left to right."""
