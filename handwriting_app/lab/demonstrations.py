"""What a teacher shows in three minutes: states to begin from, each with one thing to look at."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.lab.descent_state import DescentLabState
from handwriting_app.lab.lesson import Points, Start
from handwriting_app.lab.views import DESCENT_LAB, LEARNING, NETWORK


@dataclass(frozen=True, slots=True)
class Demonstration:
    """One of them.

    Attributes:
        name: For the code that asks for it.
        sentence: What is seen, and what to do.
        start: What is put in place.
        alone: The objectName of what fills the screen; empty for the whole view.
        trains: Whether training begins at once.
    """

    name: str
    sentence: str
    start: Start
    alone: str = ""
    trains: bool = False


def _arc(centre: tuple[float, float], radii: tuple[float, float], degrees: tuple[float, float], count: int) -> Points:
    """Points of an ellipse from one angle to another, clockwise from the right."""
    steps = (math.radians(degrees[0] + (degrees[1] - degrees[0]) * step / (count - 1)) for step in range(count))
    return tuple((centre[0] + radii[0] * math.cos(at), centre[1] + radii[1] * math.sin(at)) for at in steps)


_TWO: Final[tuple[Points, ...]] = (
    (*_arc((0.5, 0.34), (0.19, 0.18), (190, 400), 24), (0.32, 0.82), (0.34, 0.82), (0.72, 0.82)),
)

VANISHING: Final = Demonstration(
    "vanishing_gradients",
    "Six layers of sigmoids: layer 1's gradient norm lies far below the last layer's, so it hardly learns. Try ReLU.",
    Start(
        view=LEARNING,
        training=TrainingConfig(
            hidden=(32,) * 6,
            activation="sigmoid",
            descent="mini-batch",
            learning_rate=0.5,
            update_rule="plain",
            epochs=40,
            variation=0.0,
            non_digits=False,
            l2=0.0,
            label_smoothing=0.0,
            weight_averaging=0.0,
        ),
        network="fresh",
        columns=frozenset(),
    ),
    alone="gradient_plot",
    trains=True,
)
RATE: Final = Demonstration(
    "learning_rate",
    "Press Run. Then make the learning rate larger: above 2 every step ends higher up on the other side.",
    Start(view=DESCENT_LAB, lab=DescentLabState(page="valley", valley="wide", learning_rate=0.1), columns=frozenset()),
)
THROUGH: Final = Demonstration(
    "one_digit",
    "A 2 from 64 counts of ink at the left to ten outputs at the right: the strongest connections are drawn.",
    Start(view=NETWORK, network="default", drawing=_TWO, digit=2, columns=frozenset()),
    alone="network_graph",
)

DEMONSTRATIONS: Final = (VANISHING, RATE, THROUGH)
