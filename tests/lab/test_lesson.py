from __future__ import annotations

import pytest

from handwriting_app.lab.checks import Check
from handwriting_app.lab.descent_state import DescentLabState
from handwriting_app.lab.lesson import Guess, Lesson, Miss, Start, Task, together
from handwriting_app.lab.neuron_state import NeuronLabState
from handwriting_app.lab.saying import Saying
from handwriting_app.lab.views import DESCENT_LAB, LEARNING, NEURON_LAB

LOW = Task(
    do="Train stochastically until the cost is low.",
    checks=(Check(fact="training.cost", below=0.1), Check(fact="descent_mode", equals="stochastic")),
    misses=(Miss((Check(fact="training.epochs", above=20),), Saying("Too long.")),),
)


def test_a_task_is_done_when_all_its_checks_hold_at_once() -> None:
    assert LOW.is_done({"training.cost": 0.05, "descent_mode": "stochastic"})
    assert not LOW.is_done({"training.cost": 0.05, "descent_mode": "batch"})
    assert not LOW.is_done({"descent_mode": "stochastic"})


def test_a_task_turns_on_what_it_checks_and_on_what_it_foresees() -> None:
    assert LOW.asks() == {"training.cost", "descent_mode", "training.epochs"}


@pytest.mark.parametrize(
    ("guess", "said", "facts", "outcome", "is_right"),
    [
        (Guess("z?", fact="neuron.z", within=0.5), 1.4, {"neuron.z": 1.0}, 1.0, True),
        (Guess("z?", fact="neuron.z", within=0.5), 1.6, {"neuron.z": 1.0}, 1.0, False),
        (Guess("Slope?", answer=0.25, within=0.01), 0.25, {}, 0.25, True),
        (Guess("Which?", answer="up", choices=("up", "down")), "down", {}, "up", False),
    ],
)
def test_a_guess_is_held_against_what_happened(
    guess: Guess, said: float | str, facts: dict[str, float], outcome: float | str, is_right: bool
) -> None:
    assert guess.outcome(facts) == outcome
    assert guess.is_right(said, outcome) is is_right


def test_of_starts_one_after_the_other_the_last_word_counts() -> None:
    unit, plane = NeuronLabState(), NeuronLabState(page="plane")
    first = Start(view=NEURON_LAB, lab=unit, columns=frozenset(), digit=3)
    assert together([first, Start(lab=plane), Start()]) == Start(
        view=NEURON_LAB, lab=plane, columns=frozenset(), digit=3
    )
    assert together([first, Start(view=LEARNING, columns=frozenset({"train"}))]) == Start(
        view=LEARNING, columns=frozenset({"train"}), digit=3
    )
    valley = DescentLabState()
    assert together([first, Start(view=DESCENT_LAB, lab=valley)]).lab is valley


def test_a_lesson_of_the_users_own_keeps_its_progress_apart() -> None:
    course = Lesson(name="sum", title="", text=(), start=Start(view=NEURON_LAB), tasks=(LOW,))
    own = Lesson(name="sum", title="", text=(), start=Start(view=NEURON_LAB), tasks=(LOW,), is_own=True)
    assert course.key != own.key
    assert course.view is NEURON_LAB
    with pytest.raises(ValueError, match="no view"):
        _ = Lesson(name="sum", title="", text=(), start=Start(), tasks=(LOW,)).view
