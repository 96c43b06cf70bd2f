"""A guided lesson: words, a state to start from, and tasks with the checks that they were done."""

from __future__ import annotations

from dataclasses import dataclass

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.lab.checks import Check, are_done
from handwriting_app.lab.facts import Facts
from handwriting_app.lab.for_lessons import LabState
from handwriting_app.lab.views import ViewDescription


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do.

    Attributes:
        do: What, in a sentence.
        checks: All must hold at once.
        hint: Where to look if it does not work out; may be empty.
        learnt: What doing it shows; told when it is done.
    """

    do: str
    checks: tuple[Check, ...]
    hint: str = ""
    learnt: str = ""

    def is_done(self, facts: Facts) -> bool:
        return are_done(self.checks, facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One lesson.

    Attributes:
        name: Of its file, without the number in front; progress is kept under it.
        title: In the list.
        text: Paragraphs to read before one begins.
        view: Where it takes place.
        lab: The state that this view is put in; None to leave it as it is.
        training: The settings for the training panel; None to leave them as they are.
        tasks: At least one, in order.
    """

    name: str
    title: str
    text: tuple[str, ...]
    view: ViewDescription
    lab: LabState | None = None
    training: TrainingConfig | None = None
    tasks: tuple[Task, ...]
