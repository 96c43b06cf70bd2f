"""The tasks of the lessons on single units: how each is done, and what is said of what misses it."""

from __future__ import annotations

from typing import Final

from tests.course_facts import Case, layers, ran, unit

CASES: Final[dict[str, tuple[Case, ...]]] = {
    "sum": (
        Case(
            lambda: unit("sum", 0, input_3=3.0),
            {
                "With X₃ = 0 the output is 3: too small. Raise X₃.": lambda: unit("sum", 0),
                "X₁ is 4; put it back to 1, and use X₃.": lambda: unit("sum", 0, input_1=4.0),
                "With X₃ = 4 the output is 7: too large. Lower X₃.": lambda: unit("sum", 0, input_3=4.0),
                "Inputs in use: 2. Choose 3, so that X₃ counts too.": lambda: unit("sum", 0, used=2),
                "This is a unit of another kind, linear: choose Sum.": lambda: unit(
                    "sum", 0, kind="linear", input_3=3.0
                ),
                "X₂ is 5; put it back to 2, and use X₃.": lambda: unit("sum", 0, input_2=5.0),
            },
        ),
        Case(
            lambda: unit("sum", 1, input_3=-3.5),
            {
                "The output is 4, still above 0: lower X₃.": lambda: unit("sum", 1),
                "The output is exactly 0: a little lower with X₃, and it is below.": lambda: unit(
                    "sum", 1, input_3=-3.0
                ),
                "X₁ is −5; put it back to 2: X₃ alone can do it.": lambda: unit("sum", 1, input_1=-5.0),
                "Inputs in use: 2. Choose 3, so that X₃ counts too.": lambda: unit("sum", 1, used=2, input_2=-3.0),
                "This is a unit of another kind, ReLU: choose Sum.": lambda: unit("sum", 1, kind="relu", input_3=-5.0),
                "X₂ is −5; put it back to 1: X₃ alone can do it.": lambda: unit("sum", 1, input_2=-5.0),
            },
        ),
    ),
    "linear": (
        Case(
            lambda: unit("linear", 0, bias=1.0),
            {
                "The bias b is 0, and so is the output: it must be 1. Raise b.": lambda: unit("linear", 0),
                "w₁ is 3 now, but w₁·X₁ is still 0: anything times 0 is 0. What is left to turn?": lambda: unit(
                    "linear", 0, weight_1=3.0
                ),
                "w₁ is −2 now, but w₁·X₁ is still 0: anything times 0 is 0. What is left to turn?": lambda: unit(
                    "linear", 0, weight_1=-2.0
                ),
                "X₁ is 2; put it back to 0.": lambda: unit("linear", 0, input_1=2.0),
                "The bias b is 1.5, and so is the output: it must be 1. Lower b.": lambda: unit("linear", 0, bias=1.5),
                "Inputs in use: 2. Choose 1: one is enough here.": lambda: unit("linear", 0, used=2, bias=1.0),
                "This is a unit of another kind, sum: choose Linear.": lambda: unit("linear", 0, kind="sum"),
            },
        ),
        Case(
            lambda: unit("linear", 1, weight_1=2.0),
            {
                "w₁·X₁ is 1.5 and must be 6: raise the weight.": lambda: unit("linear", 1),
                "w₁·X₁ is 7.5 and must be 6: lower the weight.": lambda: unit("linear", 1, weight_1=2.5),
                "The bias adds 5.5, and should add 1; then w₁·X₁, now 1.5, has to be 6.": lambda: unit(
                    "linear", 1, bias=5.5
                ),
                "The bias adds 0.5, and should add 1; then w₁·X₁, now 6, has to be 6.": lambda: unit(
                    "linear", 1, weight_1=2.0, bias=0.5
                ),
                "X₁ is 2; put it back to 3.": lambda: unit("linear", 1, input_1=2.0, weight_1=3.0),
                "This is a unit of another kind, ReLU: choose Linear.": lambda: unit(
                    "linear", 1, kind="relu", weight_1=2.0
                ),
            },
        ),
        Case(
            lambda: unit("linear", 2, weight_1=-2.0),
            {
                "w₁·X₁ is 1.5 and must be −6: only a weight below 0 takes something away.": lambda: unit("linear", 2),
                "The bias is −1.5; put it back to 6, and let the weight work against it.": lambda: unit(
                    "linear", 2, bias=-1.5
                ),
                "w₁·X₁ is −3 and must be −6: lower the weight further.": lambda: unit("linear", 2, weight_1=-1.0),
                "w₁·X₁ is −9 and must be −6: that is too far, raise the weight.": lambda: unit(
                    "linear", 2, weight_1=-3.0
                ),
                "X₁ is −12; put it back to 3.": lambda: unit("linear", 2, input_1=-12.0),
                "This is a unit of another kind, ReLU: choose Linear.": lambda: unit(
                    "linear", 2, kind="relu", weight_1=-2.0
                ),
            },
        ),
    ),
    "threshold": (
        Case(
            lambda: unit("threshold", 0, bias=-2.0),
            {
                "The edge is at 0, and must be at 2: lower the bias to move it to the right.": lambda: unit(
                    "threshold", 0
                ),
                "The edge is at 3, and must be at 2: raise the bias to move it to the left.": lambda: unit(
                    "threshold", 0, bias=-3.0
                ),
                "The edge is where it should be, but the unit fires below it: the weight is −1, and "
                "must be above 0.": lambda: unit("threshold", 0, weight_1=-1.0, bias=2.0),
                "The weight is 0, so X₁ counts for nothing and there is no edge. Make it 1.": lambda: unit(
                    "threshold", 0, weight_1=0.0
                ),
                "The weight is −1, so the unit fires below its edge at −2. Make the weight 1.": lambda: unit(
                    "threshold", 0, weight_1=-1.0, bias=-2.0
                ),
                "This is a unit of another kind, sigmoid: choose Threshold.": lambda: unit(
                    "threshold", 0, kind="sigmoid", bias=-2.0
                ),
                "Inputs in use: 2. Choose 1, so that there is one edge.": lambda: unit(
                    "threshold", 0, used=2, bias=-2.0
                ),
            },
        ),
        Case(
            lambda: unit("threshold", 1, weight_1=-1.0, bias=2.0),
            {
                "The weight is 1, above 0, so the unit fires above its edge.": lambda: unit("threshold", 1),
                "The unit fires below its edge now, but that has moved to −2: with a weight below 0 "
                "the bias must be above 0.": lambda: unit("threshold", 1, weight_1=-1.0),
                "Only the bias is turned round: the unit still fires above its edge, which is at −2 "
                "now. The weight is 1.": lambda: unit("threshold", 1, bias=2.0),
                "The edge is at 1, and must be at 2: with this weight, raise the bias.": lambda: unit(
                    "threshold", 1, weight_1=-1.0, bias=1.0
                ),
                "The edge is at 3, and must be at 2: with this weight, lower the bias.": lambda: unit(
                    "threshold", 1, weight_1=-1.0, bias=3.0
                ),
                "The weight is 0, so X₁ counts for nothing and there is no edge. Go on, below 0.": lambda: unit(
                    "threshold", 1, weight_1=0.0
                ),
            },
        ),
        Case(
            lambda: ran("threshold", 2),
            {
                "The rule has not looked at any point yet: 2 of 4 wrong. Press Run.": lambda: unit("threshold", 2),
                "Step 3: 2 of 4 wrong. Let it run on; if it stands still, press Run again.": lambda: ran(
                    "threshold", 2, steps=3
                ),
                "All points are right, but by your hand. Press Run, so that the rule looks at them too.": lambda: unit(
                    "threshold", 2, weights=(1.0, 1.0, 1.0), bias=-1.5
                ),
                "Step 2: none wrong, but the rule has yet to look at them all once more. Let it run on; if it "
                "stands still, press Run again.": lambda: ran(
                    "threshold", 2, steps=2, weights=(1.0, 1.0, 1.0), bias=-1.5
                ),
                "These are other points, OR: press AND.": lambda: ran("threshold", 2, points="OR"),
                "This is a unit of another kind, sigmoid: choose Threshold.": lambda: ran(
                    "threshold", 2, kind="sigmoid", rule="descent", steps=5
                ),
                "The rule is gradient descent, which a threshold cannot learn by: choose Perceptron rule.": lambda: (
                    unit("threshold", 2, rule="descent")
                ),
            },
        ),
    ),
    "xor": (
        Case(
            lambda: ran("xor", 0),
            {
                "The rule has not looked at any point yet: 2 of 4 wrong. Press Run.": lambda: unit("xor", 0),
                "Step 6: 2 of 4 wrong. Let it run on; if it stands still, press Run again.": lambda: ran(
                    "xor", 0, steps=6
                ),
                "These are other points, AND: press XOR.": lambda: ran("xor", 0, points="AND"),
                "This is a unit of another kind, sigmoid: choose Threshold.": lambda: ran(
                    "xor", 0, kind="sigmoid", rule="descent", steps=5
                ),
            },
        ),
        Case(
            lambda: layers("xor", 1, hidden=2, epochs=1000),
            {
                "There are 3 hidden units. It can be done with fewer.": lambda: layers("xor", 1, hidden=3, epochs=400),
                "One unit is one line, and one line cannot part these four. Take more.": lambda: layers(
                    "xor", 1, hidden=1, epochs=10
                ),
                "The network is untrained, its weights are random: press Run.": lambda: layers(
                    "xor", 1, hidden=2, epochs=0
                ),
                "Epoch 10: 1 of 4 wrong. Let it run on; if it stands still, press Run again.": lambda: layers(
                    "xor", 1, hidden=2, epochs=10
                ),
                "These are other points, AND: press XOR.": lambda: layers("xor", 1, hidden=2, epochs=20, points="AND"),
                "Epoch 1,000: 2 of 4 wrong. Let it run on; if it stands still, press Run again.": lambda: layers(
                    "xor", 1, hidden=2, epochs=1000, seed=6
                ),
            },
        ),
        Case(
            lambda: layers("xor", 2, hidden=1, epochs=200),
            {
                "There are 3 hidden units: set 1.": lambda: layers("xor", 2, hidden=3, epochs=200),
                "The network is untrained, its weights are random: press Run.": lambda: layers(
                    "xor", 2, hidden=1, epochs=0
                ),
                "Epoch 199: 2 of 4 wrong. Let it run on to 200; if it stands still, press Run again.": lambda: layers(
                    "xor", 2, hidden=1, epochs=199
                ),
                "These are other points, the ring: press XOR.": lambda: layers(
                    "xor", 2, hidden=1, epochs=200, points="ring"
                ),
            },
        ),
    ),
    "sigmoid": (
        Case(
            lambda: unit("sigmoid", 0, input_1=0.0),
            {
                "At z = 3 the slope is 0.04518; it is steeper further to the left.": lambda: unit("sigmoid", 0),
                "At z = −0.5 the slope is 0.235; it is steeper further to the right.": lambda: unit(
                    "sigmoid", 0, input_1=-0.5
                ),
                "This is a unit of another kind, ReLU: choose Sigmoid.": lambda: unit(
                    "sigmoid", 0, kind="relu", input_1=0.0
                ),
            },
        ),
        Case(
            lambda: unit("sigmoid", 1, input_1=5.0),
            {
                "At z = 0 the output is ½. Make z larger.": lambda: unit("sigmoid", 1),
                "z is −5, and below 0 the output is less than ½. The other way.": lambda: unit(
                    "sigmoid", 1, input_1=-5.0
                ),
                "At z = 4.5 the output is 0.989, and not yet above 0.99: make z larger still.": lambda: unit(
                    "sigmoid", 1, input_1=4.5
                ),
                "This is a unit of another kind, linear: choose Sigmoid.": lambda: unit(
                    "sigmoid", 1, kind="linear", input_1=5.0
                ),
            },
        ),
        Case(
            lambda: unit("sigmoid", 2, weight_1=2.0),
            {
                "z is −3, and the output is 0.04743. Go on down, to −6.": lambda: unit("sigmoid", 2),
                "z is −9, and even here the output is above 0. Come back up, to −6.": lambda: unit(
                    "sigmoid", 2, weight_1=3.0
                ),
                "z is 6, above 0: that pushes the output up, to 0.9975.": lambda: unit("sigmoid", 2, weight_1=-2.0),
                "z is 0, and the output ½. Go below 0.": lambda: unit("sigmoid", 2, weight_1=0.0),
                "This is a unit of another kind, linear: choose Sigmoid.": lambda: unit(
                    "sigmoid", 2, kind="linear", weight_1=3.0
                ),
            },
        ),
        Case(
            lambda: unit("sigmoid", 3, weight_1=9.5),
            {
                "With the weight 1, z is 0.5 and the output 0.6225: a larger weight.": lambda: unit("sigmoid", 3),
                "X₁ is 5; put it back to 0.5: near the edge is where a threshold differs.": lambda: unit(
                    "sigmoid", 3, input_1=5.0
                ),
                "The bias is 5: that moves the edge. Put it back to 0.": lambda: unit("sigmoid", 3, bias=5.0),
                "With the weight 5, z is 2.5 and the output 0.9241: a larger weight.": lambda: unit(
                    "sigmoid", 3, weight_1=5.0
                ),
                "This is a unit of another kind, threshold: choose Sigmoid.": lambda: unit(
                    "sigmoid", 3, kind="threshold"
                ),
                "Inputs in use: 2. Choose 1.": lambda: unit("sigmoid", 3, used=2, weight_1=9.5),
            },
        ),
    ),
    "relu": (
        Case(
            lambda: unit("relu", 0, input_1=-3.0),
            {
                "z is 2, so the unit is on, and its output the same. Bring z below 0.": lambda: unit("relu", 0),
                "z is exactly 0, on the corner. A little more.": lambda: unit("relu", 0, input_1=-1.0),
                "z is −0.5: off already. Bring it below −1, so that it is off for sure.": lambda: unit(
                    "relu", 0, bias=-2.5
                ),
                "This is a unit of another kind, linear: choose ReLU.": lambda: unit(
                    "relu", 0, kind="linear", input_1=-3.0
                ),
            },
        ),
        Case(
            lambda: unit("relu", 1, weight_1=4.0),
            {
                "z is −1, and not above 0: the unit is off. Raise z.": lambda: unit("relu", 1),
                "It is on, but z is 2, and so is the output: 3 is more.": lambda: unit("relu", 1, weight_1=3.0),
                "It is on, but z is 4, and so is the output: 3 is less.": lambda: unit("relu", 1, weight_1=5.0),
                "This is a unit of another kind, linear: choose ReLU.": lambda: unit(
                    "relu", 1, kind="linear", weight_1=4.0
                ),
                "Inputs in use: 1. Choose 2.": lambda: unit("relu", 1, used=1, weight_1=3.0),
                "The bias is 4; put it back to 0, and use w₁.": lambda: unit("relu", 1, bias=4.0),
                "The bias is −1; put it back to 0, and use w₁.": lambda: unit("relu", 1, weight_1=5.0, bias=-1.0),
                "X₁ is 2; put it back to 1, and use its weight w₁.": lambda: unit("relu", 1, input_1=2.0, weight_1=2.0),
                "X₂ is −3; put it back to 1, and use w₁.": lambda: unit("relu", 1, input_2=-3.0),
                "w₂ is 3; put it back to −1, and use w₁.": lambda: unit("relu", 1, weight_2=3.0),
            },
        ),
        Case(
            lambda: unit("relu", 2, bias=-1.0),
            {
                "z is 1: still to the right of the corner, where the slope is 1.": lambda: unit("relu", 2),
                "z is −0.5: to the left of the corner, where the slope is 0.": lambda: unit("relu", 2, weight_1=0.5),
                "This is a unit of another kind, sum: choose ReLU.": lambda: unit("relu", 2, kind="sum", input_2=-1.0),
            },
        ),
    ),
}
