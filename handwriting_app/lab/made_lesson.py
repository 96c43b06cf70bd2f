"""A lesson made from what a person sees: the state of the window, and tasks from the facts on screen."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.lab.checks import Check
from handwriting_app.lab.facts import Fact, Facts
from handwriting_app.lab.for_lessons import LabState
from handwriting_app.lab.lesson import Column, Lesson, NetworkName, Points, Start, Task
from handwriting_app.lab.neuron_state import NeuronLabState
from handwriting_app.lab.separation import obstacle
from handwriting_app.lab.views import DESCENT_LAB, NEURON_LAB, RACE, ViewDescription
from handwriting_app.numerals import number, percent, rounded

EPOCHS: Final = 10
_SLACK: Final = {"sigmoid": 0.02}
"""How far from its goal an output may be; 0.25 of the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What is in the window.

    Attributes:
        view: In front.
        lab: The state that it is in, if it has one that a lesson can set.
        training: The settings in the panel.
        network: "default" for the shipped one; "fresh" for one that is trained here, from untrained weights.
        drawing: On the canvas.
        digit: Which digit it is; None where nobody knows.
        columns: That are shown beside the view.
        facts: On screen.
    """

    view: ViewDescription
    training: TrainingConfig
    network: NetworkName
    lab: LabState | None = None
    drawing: tuple[Points, ...] = ()
    digit: int | None = None
    columns: frozenset[Column] = frozenset()
    facts: Mapping[str, Fact] = field(default_factory=lambda: MappingProxyType({}))


def suggested_tasks(seen: Seen) -> tuple[Task, ...]:
    """At least one task that what is seen suggests, none of them done by beginning the lesson."""
    makers: tuple[Callable[[Seen], Task | None], ...] = (_accuracy, _neuron, _descent, _race, _other_digit)
    return tuple(task for make in makers if (task := make(seen)) is not None) or (_one_epoch(),)


def made_lesson(
    name: str,
    title: str,
    text: tuple[str, ...],
    seen: Seen,
    tasks: tuple[Task, ...],
    only: frozenset[str] | None = None,
) -> Lesson:
    """The lesson that begins with what is seen; it shows the columns that its tasks need.

    ``only``: the controls that can be used; None for all.
    """
    asked = {fact.partition(".")[0] for task in tasks for fact in task.asks()}
    needed: set[Column] = set()
    if "training" in asked:
        needed.add("train")
    if "reading" in asked:
        needed.add("draw")
    start = Start(
        view=seen.view,
        lab=seen.lab,
        training=seen.training,
        network=seen.network,
        drawing=seen.drawing,
        digit=seen.digit,
        columns=seen.columns | needed,
        only=only,
    )
    return Lesson(name=name, title=title, text=text, start=start, tasks=tasks, is_own=True)


def _accuracy(seen: Seen) -> Task | None:
    """As good as the run in the window; whoever has trained nothing is asked for nothing."""
    accuracy = _number(seen.facts, "training.held_out_accuracy")
    if accuracy is None or seen.network != "fresh":
        return None
    share = math.floor(100 * accuracy + 1e-9) / 100
    return Task(
        do=f"Train until at least {percent(share, 0)} of the held-out digits are read rightly.",
        checks=(Check(fact="training.held_out_accuracy", at_least=share),),
        hint="Press Train: the settings are those of the run that this lesson was made from.",
    )


def _neuron(seen: Seen) -> Task | None:
    state = seen.lab
    if seen.view is not NEURON_LAB or not isinstance(state, NeuronLabState):
        return None
    return {"unit": _output, "plane": _plane, "layers": _layers, "chain": _error}[state.page](state)


def _output(state: NeuronLabState) -> Task:
    """Another output than the present one."""
    output, kind = state.output(), state.kind
    if kind == "threshold":
        wanted = 0 if output else 1
        return Task(
            do=f"Make the unit answer {wanted}.",
            checks=(Check(fact="neuron.kind", equals=kind), Check(fact="neuron.output", equals=wanted)),
        )
    if kind == "sigmoid":
        goal = round(1 - output if abs(output - 0.5) > 0.1 else 0.9, 1)
        goal = min(max(goal, 0.1), 0.9)
    elif kind == "relu":
        goal = round(output + 2 if output < 10 else output / 2)
    else:
        goal = round(-output if abs(output) > 1 else output + 2)
    slack = _SLACK.get(kind, 0.25)
    low, high = round(goal - slack, 2), round(goal + slack, 2)
    return Task(
        do=f"Make the output lie between {number(low, 4)} and {number(high, 4)}.",
        checks=(Check(fact="neuron.kind", equals=kind), Check(fact="neuron.output", at_least=low, at_most=high)),
    )


def _plane(state: NeuronLabState) -> Task | None:
    wrong, points = state.facts()["plane.mistakes"], state.points
    if not len(points) or state.kind == "sum":
        return None
    if not wrong:
        return Task(
            do="Move the line until a point is on the wrong side of it.",
            checks=(Check(fact="plane.mistakes", at_least=1),),
        )
    if obstacle(points) is None:
        return Task(
            do="Part the points: none is left on the wrong side of the line.",
            checks=(Check(fact="plane.mistakes", equals=0),),
        )
    return Task(
        do="No line parts these points. Load AND, and part its points.",
        checks=(Check(fact="plane.points", equals="AND"), Check(fact="plane.mistakes", equals=0)),
    )


def _layers(state: NeuronLabState) -> Task:
    if state.points.name == "own":  # of which nobody knows whether they can be told apart
        return Task(
            do="Let the two layers learn for at least 100 epochs.", checks=(Check(fact="layers.epochs", at_least=100),)
        )
    return Task(
        do="Let the two layers learn until every point is right.", checks=(Check(fact="layers.mistakes", equals=0),)
    )


def _error(state: NeuronLabState) -> Task:
    error = state.expression.trace().error
    if error > 0.01:
        goal = rounded(error / 2, 2)
        return Task(do=f"Bring the error below {number(goal, 2)}.", checks=(Check(fact="chain.error", below=goal),))
    return Task(do="Make the error at least 0.5.", checks=(Check(fact="chain.error", at_least=0.5),))


def _descent(seen: Seen) -> Task | None:
    if seen.view is not DESCENT_LAB:
        return None
    if seen.facts.get("descent.page") == "surface":
        return Task(do="Take at least 10 steps downhill.", checks=(Check(fact="descent.steps", at_least=10),))
    status = "diverged" if seen.facts.get("descent.status") == "diverged" else "converged"
    words = "Make the descent diverge." if status == "diverged" else "Make the descent converge."
    return Task(do=words, checks=(Check(fact="descent.status", equals=status),))


def _race(seen: Seen) -> Task | None:
    if seen.view is not RACE:
        return None
    return Task(
        do="Let at least two lanes race to their end.",
        checks=(Check(fact="race.finished", at_least=2),),
    )


def _other_digit(seen: Seen) -> Task | None:
    read = _number(seen.facts, "reading.digit")
    if not seen.drawing or read is None or seen.view in (NEURON_LAB, DESCENT_LAB, RACE):
        return None
    other = (int(read) + 1) % 10
    return Task(
        do=f"Draw a digit that the network reads as {other}.", checks=(Check(fact="reading.digit", equals=other),)
    )


def _one_epoch() -> Task:
    return Task(
        do=f"Train for at least {EPOCHS} epochs, and see what changes.",
        checks=(Check(fact="training.epochs", at_least=EPOCHS),),
        hint="Press Train.",
    )


def _number(facts: Facts, name: str) -> float | None:
    value = facts.get(name)
    return None if value is None or isinstance(value, str) or not math.isfinite(value) else value
