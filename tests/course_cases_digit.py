"""The tasks of the lessons on the learner's own digit: how each is done, and what is said of what misses it."""

from __future__ import annotations

import math
from typing import Final

from handwriting_app.explain.quantity import Kind
from handwriting_app.explain.steps import StepKind
from tests.course_facts import Case, backprop, empty, window

NOTHING_DRAWN: Final = "Nothing is drawn yet. Draw a digit on the canvas; F7 brings it back when it is folded away."
THERE: Final = ", with ◀ and ▶ or by the map."
UNTYPED: Final = (
    "Type what you have worked out into “Your result”, and press Enter. If the field is not there, tick “Guess first”."
)

NO_FORMULA: Final = "Type your formula into the line “∂C/∂W = …”, and press Enter."
NOT_WITHIN: Final = "Not within 5 % yet: what is off stands under the field."
UNTOLD: Final = "“It is a” still shows what the network reads; choose there which digit you drew."

CASES: Final[dict[str, tuple[Case, ...]]] = {
    "weight": (
        Case(
            lambda: backprop("weight", 0, true_digit=3),
            {
                NOTHING_DRAWN: lambda: empty("weight", 0),
                "Another view is in front: click the tab Backprop.": lambda: window("network_view"),
                "There is too little on the canvas to be read: draw a whole digit.": lambda: window(
                    "backprop_view", read=-1
                ),
                UNTOLD: lambda: backprop("weight", 0),
            },
        ),
        Case(
            lambda: backprop("weight", 1, guess="right"),
            {
                NOTHING_DRAWN: lambda: empty("weight", 1),
                UNTYPED: lambda: backprop("weight", 1),
                "This one was shown. Choose another weight: click one in the picture.": lambda: backprop(
                    "weight", 1, is_shown=True
                ),
                NOT_WITHIN: lambda: backprop("weight", 1, guess=0.5),
                "The pixel of this weight is unlit. Choose a weight whose pixel is lit.": lambda: backprop(
                    "weight", 1, source=0, guess="right"
                ),
                "A bias is chosen, and nothing comes in through that: choose a weight.": lambda: backprop(
                    "weight", 1, aim=Kind.BIAS, guess="right"
                ),
                "This is the gradient of layer 2: go on with ▶ to that of layer 1.": lambda: backprop(
                    "weight", 1, layer=2, guess="right"
                ),
                f"This is the step “Back: blame δ”: go to “Back: gradient, layer 1”{THERE}": lambda: backprop(
                    "weight", 1, step=StepKind.DELTA
                ),
            },
        ),
        Case(
            lambda: backprop("weight", 2, guess="right"),
            {
                NOTHING_DRAWN: lambda: empty("weight", 2),
                UNTYPED: lambda: backprop("weight", 2),
                "This one was shown. Choose another weight of an unlit pixel: click one in the picture.": lambda: (
                    backprop("weight", 2, is_shown=True)
                ),
                "0.5 is not it: δ is 0.1998, but it is multiplied by x = 0.": lambda: backprop("weight", 2, guess=0.5),
                "The pixel of this weight is lit, x is 0.5. Choose one that is unlit, such as that "
                "at the top left.": lambda: backprop("weight", 2, source=None, guess="right"),
                f"This is the step “Back at the pixels”: go to “Back: gradient, layer 1”{THERE}": lambda: backprop(
                    "weight", 2, step=StepKind.PIXELS
                ),
                "This is the gradient of layer 2: go on with ▶ to that of layer 1.": lambda: backprop(
                    "weight", 2, layer=2
                ),
            },
        ),
        Case(
            lambda: window("network_view"),
            {
                "Nothing is drawn, so nothing lights the network up. F7 brings the canvas back.": lambda: window(
                    "network_view", strokes=0
                ),
                "Backprop is still in front: the tab Network is the next one.": lambda: window("backprop_view"),
                "That is another view: the tab Network is between Backprop and Mistakes.": lambda: window(
                    "learning_view"
                ),
            },
        ),
    ),
    "paths": (
        Case(
            lambda: backprop("paths", 0, step=StepKind.DELTA, layer=1, true_digit=3),
            {
                UNTOLD: lambda: backprop("paths", 0, step=StepKind.DELTA, layer=1),
                NOTHING_DRAWN: lambda: empty("paths", 0),
                f"This is the step “The input x”: go to “Back: blame δ, layer 1”{THERE}": lambda: backprop("paths", 0),
                "This is the blame of layer 2: go on with ▶ to that of layer 1.": lambda: backprop(
                    "paths", 0, step=StepKind.DELTA, layer=2
                ),
            },
        ),
        Case(
            lambda: backprop("paths", 1, guess="right"),
            {
                NOTHING_DRAWN: lambda: empty("paths", 1),
                UNTYPED: lambda: backprop("paths", 1),
                "This one was shown. Choose another unit of layer 1: click one in the picture.": lambda: backprop(
                    "paths", 1, is_shown=True
                ),
                NOT_WITHIN: lambda: backprop("paths", 1, guess=0.5),
                "This is the blame of layer 2: go on with ▶ to that of layer 1.": lambda: backprop(
                    "paths", 1, layer=2, guess="right"
                ),
                f"This is the step “Back: gradient”: go to “Back: blame δ, layer 1”{THERE}": lambda: backprop(
                    "paths", 1, step=StepKind.GRADIENT, guess="right"
                ),
            },
        ),
        Case(
            lambda: backprop("paths", 2, step=StepKind.PIXELS),
            {
                NOTHING_DRAWN: lambda: empty("paths", 2),
                "This is the blame of layer 1: go on with ▶ to the last step.": lambda: backprop("paths", 2),
                "This is the gradient of layer 1, and not yet the end: go on with ▶.": lambda: backprop(
                    "paths", 2, step=StepKind.GRADIENT
                ),
                "This is the step “The cost C”, far from the end: click the map, below at its left.": lambda: backprop(
                    "paths", 2, step=StepKind.COST
                ),
            },
        ),
    ),
    "cost": (
        Case(
            lambda: backprop("cost", 0, true_digit=3),
            {
                UNTOLD: lambda: backprop("cost", 0),
                NOTHING_DRAWN: lambda: empty("cost", 0),
                "You say it is a 7; the network gives that p = 0.003848, and reads a 3. If that is "
                "right, choose it; else draw it plainer.": lambda: backprop("cost", 0, true_digit=7),
                "Another view is in front: click the tab Backprop.": lambda: window("learning_view"),
            },
        ),
        Case(
            lambda: backprop("cost", 1, true_digit=6),
            {
                NOTHING_DRAWN: lambda: empty("cost", 1),
                "For a 3 p is 0.9291, and the cost only 0.07359: that is what the network believes "
                "itself. Choose another digit.": lambda: backprop("cost", 1),
                "For a 3 p is 0.05226, and the cost 2.952. One that it believes in less costs more.": lambda: backprop(
                    "cost", 1, digit=8, true_digit=3
                ),
            },
        ),
        Case(
            lambda: backprop("cost", 2, true_digit=6, unit=6, guess="right"),
            {
                NOTHING_DRAWN: lambda: empty("cost", 2),
                "For a 3 p is 0.9291, and not below 0.1. Claim another digit under “It is a”.": lambda: backprop(
                    "cost", 2, guess="right"
                ),
                UNTYPED: lambda: backprop("cost", 2, true_digit=6, unit=6),
                "This one was shown. Claim another digit under “It is a”, and click its output.": lambda: backprop(
                    "cost", 2, true_digit=6, unit=6, is_shown=True
                ),
                NOT_WITHIN: lambda: backprop("cost", 2, true_digit=6, unit=6, guess=0.5),
                "The output that is chosen is not that of the 6: click that one.": lambda: backprop(
                    "cost", 2, true_digit=6, unit=3, guess="right"
                ),
                f"This is the step “The cost C”: go to “Back: blame δ, output layer”{THERE}": lambda: backprop(
                    "cost", 2, step=StepKind.COST, true_digit=6
                ),
            },
        ),
        Case(
            lambda: window("mistakes_view") | {"mistakes.measured": 1, "mistakes.wrong": 4},
            {
                "The tab is there, but nothing is measured yet: press Measure now.": lambda: (
                    window("mistakes_view") | {"mistakes.measured": 0, "mistakes.wrong": math.nan}
                ),
                "Backprop is still in front: the tab Mistakes is the second to its right.": lambda: window(
                    "backprop_view"
                ),
                "This is the network; the tab Mistakes is the next one.": lambda: window("network_view"),
                "That is another view: the tab Mistakes is between Network and Race.": lambda: window("race_view"),
            },
        ),
    ),
    "back": (
        Case(
            lambda: backprop("back", 0, step=StepKind.DELTA, layer=1, true_digit=3),
            {
                UNTOLD: lambda: backprop("back", 0, step=StepKind.DELTA, layer=1),
                NOTHING_DRAWN: lambda: empty("back", 0),
                f"This is the step “The cost C”: go to “Back: blame δ, layer 1”{THERE}": lambda: backprop("back", 0),
                "This is the blame of layer 10: go on with ▶ to that of layer 1.": lambda: backprop(
                    "back", 0, step=StepKind.DELTA, layer=10
                ),
                "Hidden layers of this network: 1. “Start again” brings the ten back.": lambda: backprop(
                    "back", 2, step=StepKind.DELTA, layer=1
                ),
            },
        ),
        Case(
            lambda: backprop("back", 1, activation="sigmoid"),
            {
                NOTHING_DRAWN: lambda: empty("back", 1),
                "The ribbon falls by 0.2444 powers of ten: these are no sigmoids yet. Choose Sigmoid at the right, "
                "and press Reset.": lambda: backprop("back", 1),
                "Hidden layers of this network: 1. “Start again” brings the ten back.": lambda: backprop("back", 2),
            },
        ),
        Case(
            lambda: backprop("back", 2, guess="right"),
            {
                NOTHING_DRAWN: lambda: empty("back", 2),
                UNTYPED: lambda: backprop("back", 2),
                "This one was shown. Choose another weight: click one in the picture.": lambda: backprop(
                    "back", 2, is_shown=True
                ),
                NOT_WITHIN: lambda: backprop("back", 2, guess=0.5),
                "The pixel of this weight is unlit, and 0 is too easy. Choose a weight whose pixel is lit.": lambda: (
                    backprop("back", 2, source=0, guess="right")
                ),
                "A bias is chosen, and nothing comes in through that: choose a weight.": lambda: backprop(
                    "back", 2, aim=Kind.BIAS
                ),
                f"This is the step “Back at the pixels”: go to “Back: gradient, layer 1”{THERE}": lambda: backprop(
                    "back", 2, step=StepKind.PIXELS
                ),
                "This is the gradient of layer 2: go on with ▶ to that of layer 1.": lambda: backprop(
                    "back", 2, layer=2
                ),
            },
        ),
        Case(
            lambda: backprop("back", 3, steps_taken=1),
            {
                NOTHING_DRAWN: lambda: empty("back", 3),
                "No step is taken yet. The promise is −0.06727: press “Apply one step”.": lambda: backprop("back", 3),
                "Promised was −3.363, and C has changed by −2.667: so long a step leaves the slope. "
                "Undo it, and take a smaller η.": lambda: backprop("back", 3, steps_taken=1, eta=0.5),
                "That step is undone, or the weights are others now: press “Apply one step” once more.": lambda: (
                    backprop("back", 3, steps_taken=1, is_undone=True)
                ),
            },
        ),
    ),
    "derivation": (
        Case(
            lambda: backprop("derivation", 0, true_digit=3, formula="delta2.T @ a1 / m"),
            {
                NOTHING_DRAWN: lambda: empty("derivation", 0),
                NO_FORMULA: lambda: backprop("derivation", 0),
                "Not right yet: which factor is wrong stands under your formula.": lambda: backprop(
                    "derivation", 0, formula="delta2.T @ a1"
                ),
                "This is layer 1: go to a step of layer 2, with ◀ and ▶ or by the map.": lambda: backprop(
                    "derivation", 0, layer=1, formula="delta1.T @ x / m"
                ),
            },
        ),
        Case(
            lambda: backprop("derivation", 1, formula="delta[l].T @ a[l-1] / m"),
            {
                NOTHING_DRAWN: lambda: empty("derivation", 1),
                NO_FORMULA: lambda: backprop("derivation", 1),
                "Right for one layer. With l in place of the numbers it is checked for all of them.": lambda: backprop(
                    "derivation", 1, formula="delta2.T @ a1 / m"
                ),
                "Right for 1 of the layers, wrong for 1: what is wrong stands under your formula.": lambda: backprop(
                    "derivation", 1, formula="delta[l].T @ a[1] / m"
                ),
            },
        ),
    ),
}
