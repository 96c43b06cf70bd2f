"""What a lesson calls each fact when it says what is missing, and how it writes its value."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from handwriting_app.lab.facts import Fact
from handwriting_app.lab.kinds import FactKind, Whole
from handwriting_app.lab.views import VIEWS
from handwriting_app.numerals import count, number, percent

DIGITS: Final = 4
"""Significant digits of a number in a diagnosis."""

_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "training.state": "the state of the run",
        "training.ended": "how the run ended",
        "training.epochs": "the number of epochs",
        "training.cost": "the training cost",
        "training.accuracy": "the share of training digits read rightly",
        "training.held_out_cost": "the held-out cost",
        "training.held_out_accuracy": "the share of held-out digits read rightly",
        "descent_mode": "the descent",
        "cost_function": "the cost function",
        "update_rule": "the update rule",
        "l2": "the weight decay",
        "epochs": "the number of epochs asked for",
        "view": "the view in front",
        "drawing.strokes": "the number of strokes",
        "reading.digit": "the digit that is read",
        "reading.share": "the probability of the digit that is read",
        "mistakes.measured": "whether the table of mistakes is there",
        "mistakes.wrong": "the number of held-out digits read wrongly",
        "backprop.is_told": "whether it is said which digit it is",
        "backprop.shown": "whether the gradient was shown before it was guessed",
        "backprop.formula_right": "the number of layers that your formula is right for",
        "backprop.formula_wrong": "the number of layers that your formula is wrong for",
        "dream.digit": "the digit that is dreamt of",
        "dream.from": "what the dream begins with",
        "dream.aim": "what is pushed up",
        "dream.epoch": "the epoch of the network that dreams",
        "dream.step": "the step of the dream",
        "dream.steps": "the number of steps of the dream",
        "dream.share": "how sure the network is of its dream",
        "dream.start_share": "how sure the network is of the start",
        "dream.read_digit": "the digit that is read in the dream",
        "dream.is_read": "whether the picture is read in place of the drawing",
        "why_not.read": "the class that is read",
        "why_not.wanted": "the class that it is to be read as",
        "why_not.chosen": "whether a person has chosen that class",
        "why_not.flips": "whether a change that flips the reading is found",
        "why_not.mean_share": "how far the ink moves on average",
        "why_not.largest_share": "how far the ink moves at most",
        "why_not.before_share": "the probability before the change",
        "why_not.after_share": "the probability after the change",
        "why_not.surely": "whether the reading is to be sure",
        "why_not.drawn": "whether the changed drawing is on the canvas and read so",
        "race.finished": "the number of lanes that have finished",
        "race.modes": "the number of modes in the race",
        "race.axis": "what the race is counted in",
        "neuron.page": "the page of the lab",
        "neuron.kind": "the kind of unit",
        "neuron.inputs": "the number of inputs in use",
        "neuron.input_1": "X₁",
        "neuron.input_2": "X₂",
        "neuron.input_3": "X₃",
        "neuron.weight_1": "w₁",
        "neuron.weight_2": "w₂",
        "neuron.weight_3": "w₃",
        "neuron.bias": "the bias b",
        "neuron.z": "z",
        "neuron.output": "the output",
        "neuron.slope": "the slope of the function",
        "neuron.edge": "the edge",
        "plane.points": "the set of points",
        "plane.mistakes": "the number of points on the wrong side",
        "plane.cost": "the cost",
        "plane.rule": "the rule",
        "plane.steps": "the number of steps",
        "plane.ended": "the end of the run",
        "layers.points": "the set of points",
        "layers.hidden": "the number of hidden units",
        "layers.mistakes": "the number of points that are wrong",
        "layers.epochs": "the number of epochs",
        "chain.kind": "the function",
        "chain.z": "z",
        "chain.y": "y",
        "chain.slope": "the factor ∂y/∂z",
        "chain.product": "the product of the factors",
        "chain.error": "the error",
        "chain.steps": "the number of steps downhill",
        "descent.page": "the page of the lab",
        "descent.status": "the descent",
        "descent.regime": "the band of the learning rate",
        "descent.learning_rate": "the learning rate",
        "descent.steps": "the number of steps",
        "descent.cost": "the cost",
    }
)


_UNITS: Final[Mapping[str, str]] = {"relu": "ReLU"}
_POINTS: Final[Mapping[str, str]] = {"ring": "the ring", "own": "points of your own"}

_VALUES: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "training.state": {"idle": "not running", "stopping": "being stopped"},
        "activation": _UNITS,
        "neuron.kind": _UNITS,
        "plane.kind": _UNITS,
        "chain.kind": _UNITS,
        "layers.activation": _UNITS,
        "neuron.page": {"unit": "Unit", "plane": "Plane", "layers": "Two layers", "chain": "Chain rule"},
        "descent.page": {"valley": "Valley", "surface": "Surface"},
        "descent.valley": {"wide": "Wide", "narrow": "Narrow", "two valleys": "Two valleys"},
        "plane.points": _POINTS,
        "layers.points": _POINTS,
        "plane.rule": {"perceptron": "the perceptron rule", "descent": "gradient descent"},
        "plane.ended": {"circles": "going in circles", "stuck": "stuck where it is flat", "nothing": "without points"},
        "backprop.step": {
            "input": "The input x",
            "sum": "The weighted sum z",
            "activation": "The activation a",
            "output": "Output",
            "cost": "The cost C",
            "output delta": "Back: blame δ, output layer",
            "gradient": "Back: gradient",
            "delta": "Back: blame δ",
            "pixels": "Back at the pixels",
        },
        "backprop.aim": {"neuron": "a weighted sum z", "activation": "an activation a"},
        "backprop.broken": {
            "zero_weights": "all weights zero",
            "huge_learning_rate": "the learning rate × 100",
            "ten_sigmoid_layers": "ten sigmoid layers",
            "missing_slope": "the factor σ′ forgotten",
            "several": "several things",
        },
        "dream.from": {"noise": "Noise", "grey": "Grey", "drawing": "My digit"},
        "dream.aim": {"log-probability": "ln p", "logit": "z"},
        "view": {view.name: view.title for view in VIEWS},
    }
)
"""How sentences write the words that a fact can be, where the program's own word is none that the window shows."""


def words_of(fact: str) -> str:
    """What sentences call ``fact``: its own words, or its name without the view in front."""
    return _WORDS.get(fact) or f"the {fact.rpartition('.')[2].replace('_', ' ')}"


def value_words(fact: str, kind: FactKind, value: Fact) -> str:
    """``value`` as sentences write it: shares of digits in percent, whole numbers whole, words as in the window."""
    if isinstance(value, str):
        return _VALUES.get(fact, {}).get(value, value) or "not there yet"
    if fact.endswith(("accuracy", "share")):
        return percent(value, 1)
    return count(value) if isinstance(kind, Whole) else number(value, DIGITS)
