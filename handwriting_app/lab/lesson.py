"""A guided lesson: words, a state to start from, and tasks with the checks that they were done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Final, Literal

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.lab.checks import Check, are_done
from handwriting_app.lab.facts import Fact, Facts
from handwriting_app.lab.for_lessons import LabState
from handwriting_app.lab.saying import Saying
from handwriting_app.lab.views import ViewDescription

Column = Literal["draw", "train"]
COLUMNS: Final[tuple[Column, ...]] = ("draw", "train")
"""The columns beside the view, which a lesson shows where it needs them."""

NetworkName = Literal["own", "default", "fresh"]
NETWORKS: Final[tuple[NetworkName, ...]] = ("own", "default", "fresh")
"""The learner's own as it was before the lesson; the shipped one; untrained weights of the lesson's settings."""

Points = tuple[tuple[float, float], ...]
"""One stroke: x to the right and y down, in shares of the canvas."""


@dataclass(frozen=True, slots=True)
class Guess:
    """What the learner says will happen, before it does.

    Attributes:
        ask: The question.
        fact: The fact that answers it when the task is done; None where `answer` does.
        answer: The answer, where it is known beforehand.
        within: How far off a number may be and still be right.
        choices: The words to choose from; empty where a number is asked for.
    """

    ask: str
    fact: str | None = None
    answer: Fact | None = None
    within: float = 0.0
    choices: tuple[str, ...] = ()

    def outcome(self, facts: Facts) -> Fact | None:
        """What happened; None where nothing tells."""
        return self.answer if self.fact is None else facts.get(self.fact)

    def is_right(self, guess: Fact, outcome: Fact) -> bool:
        if isinstance(guess, str) or isinstance(outcome, str):
            return guess == outcome
        return abs(guess - outcome) <= self.within


@dataclass(frozen=True, slots=True)
class Miss:
    """A way to miss a task that the lesson foresaw: when these checks hold, this is said."""

    checks: tuple[Check, ...]
    say: Saying


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What is put in place when a lesson, or one of its tasks, begins. What is None stays as it is.

    Attributes:
        view: Where it takes place.
        lab: The state that this view is put in.
        training: The settings for the training panel.
        network: Which weights read.
        drawing: What is on the canvas; no strokes for an empty canvas.
        digit: Which digit the drawing is.
        columns: The columns that are shown beside the view.
        only: The controls that can be used; all others of the panel and the lab are locked.
        hidden: The controls that are not shown.
    """

    view: ViewDescription | None = None
    lab: LabState | None = None
    training: TrainingConfig | None = None
    network: NetworkName | None = None
    drawing: tuple[Points, ...] | None = None
    digit: int | None = None
    columns: frozenset[Column] | None = None
    only: frozenset[str] | None = None
    hidden: frozenset[str] = frozenset()


def together(starts: Sequence[Start]) -> Start:
    """What is in place after one start after the other: for each part the last that says something."""
    whole = Start()
    for each in starts:
        given = {part.name: value for part in fields(each) if (value := getattr(each, part.name)) is not None}
        if not each.hidden:
            del given["hidden"]
        if each.view is not None and each.view is not whole.view:
            given.setdefault("lab", None)
        whole = replace(whole, **given)
    return whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing to do.

    Attributes:
        do: What, in a sentence.
        checks: All must hold at once.
        text: Paragraphs to read before; empty where the lesson's own are read.
        start: What is put in place when one comes to it.
        guess: What is asked before one begins.
        misses: Ways to miss it, the first that holds is told.
        hint: Where to look if it does not work out; may be empty.
        learnt: What doing it shows; told when it is done.
    """

    do: str
    checks: tuple[Check, ...]
    text: tuple[str, ...] = ()
    start: Start = field(default_factory=Start)
    guess: Guess | None = None
    misses: tuple[Miss, ...] = ()
    hint: str = ""
    learnt: str = ""

    def is_done(self, facts: Facts) -> bool:
        return are_done(self.checks, facts)

    def asks(self) -> frozenset[str]:
        """The facts that it turns on: when one of them changes, the learner has tried something."""
        return frozenset(
            check.fact for check in (*self.checks, *(each for miss in self.misses for each in miss.checks))
        )

    def tells(self) -> frozenset[str]:
        """The facts that what is said of it depends on."""
        return self.asks().union(*(miss.say.facts for miss in self.misses))

    def needs_drawing(self) -> bool:
        """Whether it cannot be done with an empty canvas."""
        return any(check.fact == "drawing.strokes" for check in self.checks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One lesson.

    Attributes:
        name: Of its file, without the number in front; progress is kept under it.
        title: In the list.
        text: Paragraphs to read before one begins.
        start: What is put in place; it names a view.
        tasks: At least one, in order.
        is_own: Whether it is a file of the user's, not one of the course.
        file: The name of its file; empty where there is none yet. A lesson is the same under another one.
    """

    name: str
    title: str
    text: tuple[str, ...]
    start: Start
    tasks: tuple[Task, ...]
    is_own: bool = False
    file: str = field(default="", compare=False)

    @property
    def key(self) -> str:
        """What its progress is kept under: a file of the user's never takes that of the course."""
        return f"own/{self.name}" if self.is_own else self.name

    @property
    def view(self) -> ViewDescription:
        if self.start.view is None:
            raise ValueError(f"the lesson {self.name} names no view")
        return self.start.view
