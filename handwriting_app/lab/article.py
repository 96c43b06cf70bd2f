"""The ideas of the article on backpropagation that this program follows, in its order: what each says, where it errs,
and where one does it. In our own words; free of Qt.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from handwriting_app.lab.for_lessons import VIEW_STATES, LabState
from handwriting_app.lab.views import BACKPROP, DESCENT_LAB, NETWORK, NEURON_LAB, RACE, ViewDescription


@dataclass(frozen=True, slots=True)
class Idea:
    """One idea of the article.

    Attributes:
        title: In a few words.
        words: What it says, in a sentence or two.
        view: Where one does it.
        lab: The state that the view is put in; None where it takes none.
        lesson: The name of the lesson that goes through it.
        note: For the margin: where the article errs or leaves something open; may be empty.
    """

    title: str
    words: str
    view: ViewDescription
    lab: LabState | None
    lesson: str
    note: str = ""


def _idea(
    title: str, words: str, view: ViewDescription, lab: dict[str, object] | None, lesson: str, note: str = ""
) -> Idea:
    """With a state that is read as strictly as that of a lesson file."""
    return Idea(title, words, view, None if lab is None else VIEW_STATES[view.name].read(lab), lesson, note)


ARTICLE: Final[tuple[Idea, ...]] = (
    _idea(
        "A unit: X₁·X₂ + X₃",
        "A unit takes numbers in, multiplies and adds, and hands one number on. A network is many of these, each fed "
        "by others.",
        NEURON_LAB,
        {"page": "unit", "kind": "linear", "used": 1, "inputs": [3, 0, 0], "weights": [2, 1, 1], "bias": 1},
        "linear",
        "The three X are not alike. X₁ is what comes in; X₂ is the weight, and X₃ the bias. So it is the w·x + b of "
        "every other text, with one input.",
    ),
    _idea(
        "Weights",
        "Each input has a weight: how much it counts, and with its sign, which way. Learning changes the weights, "
        "never the inputs.",
        NEURON_LAB,
        {"page": "unit", "kind": "linear", "used": 2, "inputs": [1, 1, 0], "weights": [2, -1, 1]},
        "linear",
    ),
    _idea(
        "The bias",
        "One number more is added, whatever comes in. It moves the whole line up or down, and with a threshold the "
        "place of its edge.",
        NEURON_LAB,
        {"page": "unit", "kind": "linear", "used": 1, "inputs": [0, 0, 0], "weights": [0.5, 1, 1], "bias": 1},
        "linear",
    ),
    _idea(
        "The threshold, or step",
        "A unit that decides: 1 if its sum z is above 0, else 0. With two inputs it cuts the plane in two with a "
        "straight line.",
        NEURON_LAB,
        {"page": "unit", "kind": "threshold", "used": 1, "inputs": [1, 0, 0], "bias": -2},
        "threshold",
        "What happens at exactly 0 is a convention. Here it does not fire there; other texts let it.",
    ),
    _idea(
        "The sigmoid",
        "A threshold with its edge rounded off, so that it has a slope everywhere: it can tell which way would be "
        "better.",
        NEURON_LAB,
        {"page": "unit", "kind": "sigmoid", "used": 1, "inputs": [3, 0, 0]},
        "sigmoid",
        "A sigmoid lies between 0 and 1, not between −1 and 1. The curve of the same shape from −1 to 1 is the tanh.",
    ),
    _idea(
        "The ReLU",
        "The rectified linear unit: 0 while the sum is below 0, the sum itself above. Quick to compute, and its "
        "slope does not fade.",
        NEURON_LAB,
        {"page": "unit", "kind": "relu", "used": 2, "inputs": [1, 1, 0], "weights": [2, -1, 1]},
        "relu",
        "What it sets to 0 is a negative sum of the weighted inputs, not a negative weight: a weight may be below 0, "
        "and stays so.",
    ),
    _idea(
        "Layers, and XOR",
        "One unit draws one line, and no line parts the 1s of XOR from its 0s. A layer of units between input and "
        "output draws several, and the next one combines them.",
        NEURON_LAB,
        {"page": "layers", "points": "XOR"},
        "xor",
    ),
    _idea(
        "The cost",
        "One number for how wrong the unit is over all examples: the mean of the squared errors, halved here. The "
        "smaller, the better.",
        NEURON_LAB,
        {
            "page": "plane",
            "kind": "linear",
            "points": "AND",
            "rule": "descent",
            "weights": [-0.5, 1, 1],
            "learning_rate": 0.5,
        },
        "descent",
        "A “standard deviation” is not what is minimised: that says how far numbers lie from their own mean, not "
        "from the labels. What is minimised is the mean squared error; so a linear unit trained by descent is "
        "multiple linear regression, and ends on the least-squares line, the dashed one.",
    ),
    _idea(
        "Gradient descent",
        "The cost is a landscape over the weights, and learning is going downhill: each weight moves a little "
        "against its slope, again and again.",
        DESCENT_LAB,
        {"page": "valley", "valley": "wide", "learning_rate": 0.5},
        "descent",
    ),
    _idea(
        "The learning rate",
        "How far one step goes for its slope. Too small crawls; too large jumps across the valley and lands higher "
        "each time.",
        DESCENT_LAB,
        {"page": "valley", "valley": "narrow", "learning_rate": 0.5},
        "descent",
    ),
    _idea(
        "Batch and stochastic descent",
        "All examples before each step, or a single one: an exact direction once in a while, or a rough one all the "
        "time. Here both go down the same real landscape.",
        DESCENT_LAB,
        {"page": "surface"},
        "modes",
        "With stochastic descent the cost need not fall at every step: the step follows the slope of one example, "
        "and can be uphill for all the others. It falls on the whole.",
    ),
    _idea(
        "Mini-batches",
        "A handful of examples for each step: rough enough to be quick, and smooth enough for larger steps. What "
        "almost everyone uses. The race measures all three.",
        RACE,
        None,
        "modes",
        "The article takes 50 to 256 examples for a step; the lesson, and the program unless you say otherwise, "
        "takes 64.",
    ),
    _idea(
        "Backpropagation on a + b + c",
        "The error is worked out at the end; who is to blame is worked out from the end. A sum hands the blame on to "
        "each of its terms unchanged.",
        NEURON_LAB,
        {"page": "chain", "expression_kind": "linear", "terms": [0.5, 1, 1.5], "target": 1},
        "backpropagation",
    ),
    _idea(
        "The chain rule",
        "The derivative of the whole is the product of the derivatives along the way; where several ways lead to the "
        "same number, they add.",
        NEURON_LAB,
        {"page": "chain", "expression_kind": "sigmoid", "terms": [0.5, 1, -0.5], "target": 0},
        "paths",
    ),
    _idea(
        "Vanishing gradients",
        "Each sigmoid on the way back multiplies the blame by a quarter at most. Ten of these alone leave no more than "
        "a millionth, and the weights on the way have their share too: draw a digit, break the network with ten "
        "sigmoid layers, and look at the ribbon.",
        BACKPROP,
        {"step": "delta", "layer": 1, "tray": "break it"},
        "back",
    ),
    _idea(
        "Reading handwriting",
        "All of it together: 64 pixels of your digit go in, ten probabilities come out, and what lies between was "
        "learnt by going downhill.",
        NETWORK,
        None,
        "cost",
    ),
)
"""From the first unit to a network that reads."""
