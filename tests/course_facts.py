"""What the labs tell when a task of the course stands like this: made by the labs' own states, from its own start."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

import numpy as np

from handwriting_app.assets import default_model_path, resources_folder
from handwriting_app.data.digits import load_digits_split
from handwriting_app.engine.config import ActivationName, TrainingConfig
from handwriting_app.engine.network import Network
from handwriting_app.engine.training import train
from handwriting_app.explain.backprop_trace import BackpropTrace, trace
from handwriting_app.explain.choice import quantity_at, strongest_path
from handwriting_app.explain.delta_ribbon import delta_ribbon
from handwriting_app.explain.derivation import Derivation, Verdict
from handwriting_app.explain.gradient_guess import diagnose
from handwriting_app.explain.one_step import OneStep, one_step, predicted_change
from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.normalise import normalise
from handwriting_app.lab.backprop_facts import BackpropSeen
from handwriting_app.lab.backprop_state import AS_READ, BackpropState
from handwriting_app.lab.descent_state import DescentLabState
from handwriting_app.lab.expression import Expression
from handwriting_app.lab.facts import Fact, facts_of
from handwriting_app.lab.learning import Learning
from handwriting_app.lab.lesson import Lesson, Start, Task, together
from handwriting_app.lab.neuron_state import NeuronLabState
from handwriting_app.lab.points import TABLES
from handwriting_app.lab.two_layers import RATES, TwoLayers
from handwriting_app.lab.valley import ValleyDescent
from handwriting_app.storage.lesson_files import load_lessons
from handwriting_app.storage.model_file import load_model
from tests.figures import STROKES

Facts = dict[str, Fact]

LESSONS: Final[dict[str, Lesson]] = {
    lesson.name: lesson for lesson in load_lessons(resources_folder() / "lessons").lessons
}


@dataclass(frozen=True)
class Case:
    """A task of the course.

    Attributes:
        done: Makes facts with which it is done, reached from its own start.
        misses: What is said of a wrong state, and how that comes about.
    """

    done: Callable[[], Facts]
    misses: Mapping[str, Callable[[], Facts]]


def task_of(lesson: str, page: int) -> Task:
    return LESSONS[lesson].tasks[page]


def start_of(lesson: str, page: int) -> Start:
    """What is in place when the page is opened anew."""
    whole = LESSONS[lesson]
    return together([whole.start, *(task.start for task in whole.tasks[: page + 1])])


# --- the neuron lab --------------------------------------------------------------------------------------------------


def neuron(lesson: str, page: int, **changes: Any) -> NeuronLabState:
    """The lab as the page puts it, but for what the learner has changed; points by their name."""
    lab = start_of(lesson, page).lab
    assert isinstance(lab, NeuronLabState)
    if "points" in changes:
        changes["points"] = TABLES[changes["points"]]
    for row in (1, 2, 3):
        for part in ("inputs", "weights"):
            if (value := changes.pop(f"{part[:-1]}_{row}", None)) is not None:
                numbers = list(changes.get(part, getattr(lab, part)))
                numbers[row - 1] = value
                changes[part] = tuple(numbers)
    return replace(lab, **changes)


def unit(lesson: str, page: int, **changes: Any) -> Facts:
    return neuron(lesson, page, **changes).facts()


def ran(lesson: str, page: int, steps: int | None = None, **changes: Any) -> Facts:
    """After so many steps of learning on the plane, or after all."""
    state = neuron(lesson, page, **changes)
    learning = Learning(state.plane_neuron())
    while not learning.ended and (steps is None or learning.steps < steps):
        learning = learning.step(state.points, state.rule, state.learning_rate)
    return state.with_neuron(learning.neuron).facts(learning)


def layers(lesson: str, page: int, hidden: int, epochs: int, seed: int = 0, points: str = "XOR") -> Facts:
    """After so many epochs of the network with two layers, or earlier if it is through."""
    network = TwoLayers(TABLES[points], hidden, "tanh", seed)
    network.advance(epochs)
    progress = network.progress()
    return unit(lesson, page, points=points) | {
        "layers.points": points,
        "layers.hidden": hidden,
        "layers.mistakes": int(progress.wrong.sum()),
        "layers.epochs": progress.epochs,
        "layers.cost": progress.cost,
        "layers.activation": "tanh",
        "layers.learning_rate": RATES["tanh"],
    }


def chain(lesson: str, page: int, steps: int = 0, eta: float | None = None, **changes: Any) -> Facts:
    """The chain rule's page: ``terms``, ``target`` or ``kind`` set by hand, then steps downhill."""
    state = neuron(lesson, page)
    expression: Expression = replace(state.expression, **changes)
    rate = state.chain_learning_rate if eta is None else eta
    for _ in range(steps):
        expression = expression.step(rate)
    return replace(state, expression=expression, expression_steps=steps, chain_learning_rate=rate).facts()


# --- the descent lab -------------------------------------------------------------------------------------------------

Move = Callable[[ValleyDescent], ValleyDescent]


def valley(lesson: str, page: int, *moves: Move) -> Facts:
    """After what the learner did, move by move."""
    lab = start_of(lesson, page).lab
    assert isinstance(lab, DescentLabState)
    descent = lab.descent()
    for move in moves:
        descent = move(descent)
    return descent.facts() | {"descent.page": lab.page}


def steps(number: int) -> Move:
    def go(descent: ValleyDescent) -> ValleyDescent:
        for _ in range(number):
            descent = descent.step()
        return descent

    return go


def run_down(descent: ValleyDescent) -> ValleyDescent:
    return steps(2000)(descent)


# --- a run of the real network, and the race -------------------------------------------------------------------------


@cache
def _costs(config: TrainingConfig) -> tuple[float, ...]:
    data = load_digits_split(config.held_out, config.seed)
    rng = np.random.default_rng(config.seed)
    network = Network.initialise((64, *config.hidden, 10), config.activation, config.cost, rng)
    return tuple(report.training_cost for report in train(network, data, config, rng) if report is not None)


def trained(lesson: str, page: int, epochs: int, *, state: str = "running", **changes: Any) -> Facts:
    """After so many epochs of a run with the page's settings, but for those that the learner has changed."""
    training = start_of(lesson, page).training
    assert training is not None
    config = replace(training, **changes)
    told = {"training.cost": _costs(config)[epochs - 1]} if epochs else {}
    return facts_of(config) | {"training.state": state, "training.epochs": epochs} | told


def race(modes: int = 3, finished: int = 0, diverged: int = 0, first: str = "") -> Facts:
    return {
        "race.modes": modes,
        "race.finished": finished,
        "race.diverged": diverged,
        "race.first_by_epochs": first,
        "race.first_by_seconds": first,
    }


# --- the Backprop view -----------------------------------------------------------------------------------------------


@cache
def features(digit: int) -> np.ndarray[Any, Any]:
    """A drawing of a digit as the network sees it."""
    return normalise(_drawing(digit)).features()


def _drawing(digit: int) -> Drawing:
    return Drawing(tuple(np.array(stroke, dtype=np.float64) for stroke in STROKES[digit]))


@cache
def _network(lesson: str, page: int, activation: ActivationName | None = None) -> Network:
    start = start_of(lesson, page)
    if start.network == "default":
        return load_model(default_model_path()).network
    assert start.training is not None
    config = replace(start.training, activation=activation or start.training.activation)
    rng = np.random.default_rng(config.seed)
    return Network.initialise((64, *config.hidden, 10), config.activation, config.cost, rng)


def backprop(
    lesson: str,
    page: int,
    digit: int = 3,
    guess: float | str | None = None,
    steps_taken: int = 0,
    eta: float = 0.01,
    is_undone: bool = False,
    is_shown: bool = False,
    activation: ActivationName | None = None,
    formula: str = "",
    **changes: Any,
) -> Facts:
    """The view with a digit drawn, where the page puts it but for what the learner has changed.

    Which digit it is has been said, unless the page lets go of that (``true_digit``: −1).
    ``guess``: a number, or ``right``. ``steps_taken`` with the learning rate ``eta``; the last one undone or not.
    ``activation``: chosen in the panel before Reset. ``is_shown``: the number was shown before it was guessed.
    ``formula``: typed and checked.
    """
    lab = start_of(lesson, page).lab
    if not isinstance(lab, BackpropState):
        lab = BackpropState()
    state: BackpropState = replace(lab, **changes)
    network, x, taken = _network(lesson, page, activation), features(digit), None
    read = int(network.logits(x[None])[0].argmax())
    is_told = state.true_digit != AS_READ
    label = digit if state.true_digit is None else state.true_digit if is_told else read
    for _ in range(steps_taken - is_undone):
        taken = one_step(network, trace(network, x, label), eta)
        assert isinstance(taken, OneStep)
        network = taken.network
    seen = trace(network, x, label)
    step, choice = state.step_in(seen.depth), state.choice_in(network.sizes, strongest_path(seen))
    quantity = quantity_at(step, choice)
    number = quantity.gradient(seen) if guess == "right" else guess
    assert not isinstance(number, str)
    facts = BackpropSeen(
        trace=seen,
        step=step,
        choice=choice,
        ribbon=delta_ribbon(seen),
        read_digit=read,
        is_told=is_told,
        guess=number,
        is_shown=is_shown,
        diagnosis=None if number is None else diagnose(number, seen, quantity, choice),
        steps_taken=steps_taken,
        predicted_change=predicted_change(seen, eta) if taken is None else taken.predicted_change,
        actual_change=float("nan") if taken is None else taken.actual_change,
        broken=frozenset(),
        formula=_judged(formula, network, digit, seen, step.layer) if formula else (),
    ).facts()
    return facts | window("backprop_view", len(STROKES[digit]), read)


def _judged(formula: str, network: Network, digit: int, seen: BackpropTrace, layer: int) -> tuple[Verdict, ...]:
    views = normalise(_drawing(digit)).views()
    return Derivation(network, views, np.tile(seen.target, (len(views), 1))).judge(formula, layer)


def window(view: str, strokes: int = 1, read: int = 3) -> Facts:
    """What is told whatever view is in front."""
    return {"view": view, "drawing.strokes": strokes, "reading.digit": read if strokes else -1}


def empty(lesson: str, page: int) -> Facts:
    """Resumed, or wiped: nothing on the canvas, and nothing told of a digit."""
    start = start_of(lesson, page)
    assert start.view is not None
    return window(start.view.name, strokes=0)
