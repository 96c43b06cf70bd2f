"""The tasks of the lessons on learning: how each is done, and what is said of what misses it."""

from __future__ import annotations

from typing import Final

from tests.course_facts import Case, chain, race, ran, run_down, steps, trained, unit, valley

CASES: Final[dict[str, tuple[Case, ...]]] = {
    "descent": (
        Case(
            lambda: valley("descent", 0, steps(1)),
            {
                "The ball is still at its start, w = −3.5: press Step.": lambda: valley("descent", 0),
                "That was step 3; this is about the first one. Press Reset, then Step once.": lambda: valley(
                    "descent", 0, steps(3)
                ),
                "The learning rate is 1; set it back to 0.5, press Reset, then Step once.": lambda: valley(
                    "descent", 0, lambda ball: ball.at_rate(1.0)
                ),
                "The learning rate is 0.2; set it back to 0.5, press Reset, then Step once.": lambda: valley(
                    "descent", 0, lambda ball: ball.at_rate(0.2), steps(1)
                ),
                "The ball began at w = 2, not at −3.5. Choose Narrow and Wide again: that puts it back.": lambda: (
                    valley("descent", 0, lambda ball: ball.started_at(2.0), steps(1))
                ),
                "This is another valley, Narrow: choose Wide.": lambda: valley(
                    "descent", 0, lambda ball: ball.in_valley("narrow")
                ),
                "That step was made with another learning rate, to w = −2.45. Press Reset, then Step once.": lambda: (
                    valley("descent", 0, lambda ball: ball.at_rate(0.3), steps(1), lambda ball: ball.at_rate(0.5))
                ),
            },
        ),
        Case(
            lambda: valley("descent", 1, lambda ball: ball.at_rate(1.0), run_down),
            {
                "With η = 0.1 the first step would lead to w = −3.15. Press Run, or choose another η.": lambda: valley(
                    "descent", 1
                ),
                "It came to rest, but at step 63: each one left a part of the way. Take a larger η.": lambda: valley(
                    "descent", 1, run_down
                ),
                "Step 5 with η = 0.1: it is at w = −2.067, and not at rest yet. Let it run on; if it stands "
                "still, press Run again.": lambda: valley("descent", 1, steps(5)),
                "It flew out of the valley: η = 2.5 is too large, each step landed higher than the last.": lambda: (
                    valley("descent", 1, lambda ball: ball.at_rate(2.5), run_down)
                ),
                "It came to rest at step 10: with η above 1 each one crosses the bottom. Take a smaller η.": lambda: (
                    valley("descent", 1, lambda ball: ball.at_rate(1.5), run_down)
                ),
                "This is another valley, Narrow: choose Wide.": lambda: valley(
                    "descent", 1, lambda ball: ball.in_valley("narrow"), lambda ball: ball.at_rate(1 / 6), run_down
                ),
            },
        ),
        Case(
            lambda: valley("descent", 2, lambda ball: ball.at_rate(0.4), run_down),
            {
                "The ball is still at its start. With η = 0.05 the first step would lead to w = −1.05.": lambda: valley(
                    "descent", 2
                ),
                "With η = 0.05 it came to rest, at step 22: take a larger one.": lambda: valley("descent", 2, run_down),
                "Step 3 with η = 0.35: it is at w = 1.996, and not out yet. Let it run on; if it stands "
                "still, press Run again.": lambda: valley("descent", 2, lambda ball: ball.at_rate(0.35), steps(3)),
                "This is another valley, Wide: choose Narrow.": lambda: valley(
                    "descent", 2, lambda ball: ball.in_valley("wide"), lambda ball: ball.at_rate(2.5), run_down
                ),
            },
        ),
        Case(
            lambda: valley("descent", 3, run_down),
            {
                "The ball is still at its start, w = 3.7: press Run.": lambda: valley("descent", 3),
                "Step 4: it is at w = 2.7, on its way. Let it run on; if it stands still, press Run again.": lambda: (
                    valley("descent", 3, steps(4))
                ),
                "η is 0.6: with such steps it may jump the ridge. Set it to 0.1, press Reset, then Run.": lambda: (
                    valley("descent", 3, lambda ball: ball.at_rate(0.6), run_down)
                ),
                "The ball began at w = −1; let it begin further to the right, above 2.4.": lambda: valley(
                    "descent", 3, lambda ball: ball.started_at(-1.0), run_down
                ),
                "η is 0.01: that takes long. Set it to 0.1, press Reset, then Run.": lambda: valley(
                    "descent", 3, lambda ball: ball.at_rate(0.01), steps(9)
                ),
                "This is another valley, Wide: choose Two valleys.": lambda: valley(
                    "descent", 3, lambda ball: ball.in_valley("wide"), run_down
                ),
            },
        ),
        Case(
            lambda: ran("descent", 4),
            {
                "The cost is 0.1875, and no step is made yet: press Run.": lambda: unit("descent", 4),
                "Step 5: the cost is 0.0747, and 0.04345 of that can still be saved. Let it run on; if it "
                "stands still, press Run again.": lambda: ran("descent", 4, steps=5),
                "It diverged: η = 5 is too large here. Set it to 0.5, press Reset, then Run.": lambda: ran(
                    "descent", 4, learning_rate=5.0
                ),
                "These are other points, OR: press AND.": lambda: ran("descent", 4, points="OR"),
                "This is a unit of another kind, sigmoid: choose Linear.": lambda: ran(
                    "descent", 4, kind="sigmoid", steps=5
                ),
                "This is a unit of another kind, threshold: choose Linear.": lambda: ran(
                    "descent", 4, kind="threshold", rule="perceptron"
                ),
            },
        ),
    ),
    "modes": (
        Case(
            lambda: trained("modes", 0, epochs=8),
            {
                "Nothing has been trained yet in this lesson: press Train.": dict,
                "Epoch 1: the training cost is 0.7177. Let it train on.": lambda: trained("modes", 0, epochs=1),
                "The run is over, and the cost 1.168: train once more, with a learning rate of 0.03 "
                "and 40 epochs.": lambda: trained("modes", 0, epochs=5, state="idle", learning_rate=0.001),
                "That run is mini-batch: choose Stochastic, and train once more.": lambda: trained(
                    "modes", 0, epochs=30, descent="mini-batch", learning_rate=0.2, state="idle"
                ),
                "The run is still under way, and it is batch: let it end, or press Stop; then choose Stochastic, "
                "and press Train.": lambda: trained("modes", 0, epochs=3, descent="batch"),
                "The run diverged with η = 50: set the learning rate to 0.03, and train once more.": lambda: (
                    trained("modes", 0, epochs=0, state="idle", learning_rate=50.0) | {"training.ended": "diverged"}
                ),
            },
        ),
        Case(
            lambda: trained("modes", 1, epochs=20, descent="batch"),
            {
                "Nothing has been trained yet in this lesson: press Train.": dict,
                "Epoch 7: let it train on to 20.": lambda: trained("modes", 1, epochs=7, descent="batch"),
                "That run is stochastic: choose Batch, and press Train.": lambda: trained(
                    "modes", 1, epochs=20, state="idle"
                ),
                "The run is still under way, and it is stochastic: let it end, or press Stop; then choose Batch, "
                "and press Train.": lambda: trained("modes", 1, epochs=8, state="paused"),
                "That run takes its steps by momentum: choose Plain as the update rule, and train once more.": lambda: (
                    trained("modes", 1, epochs=20, descent="batch", update_rule="momentum")
                ),
                "That run has a learning rate of 0.2: set 0.03, so that only the mode is another, "
                "and train once more.": lambda: trained("modes", 1, epochs=20, descent="batch", learning_rate=0.2),
                "That run is over at epoch 12; ask for 20 at least, and train once more.": lambda: trained(
                    "modes", 1, epochs=12, descent="batch", state="idle"
                ),
            },
        ),
        Case(
            lambda: trained("modes", 2, epochs=30, descent="mini-batch", learning_rate=0.2),
            {
                "Nothing has been trained yet in this lesson: press Train.": dict,
                "Epoch 5: the training cost is 0.3542. Let it train on.": lambda: trained(
                    "modes", 2, epochs=5, descent="mini-batch", learning_rate=0.2
                ),
                "The run is over, and the cost 0.2546 with η = 0.03: a larger η or more epochs, and "
                "train once more.": lambda: trained("modes", 2, epochs=40, descent="mini-batch", state="idle"),
                "That run is stochastic: choose Mini-batch, and train once more.": lambda: trained(
                    "modes", 2, epochs=8, state="idle"
                ),
                "The run is still under way, and it is batch: let it end, or press Stop; then choose Mini-batch, "
                "and press Train.": lambda: trained("modes", 2, epochs=20, descent="batch", state="stopping"),
                "That run takes 32 digits for a step: set the batch size to 64, and train once more.": lambda: trained(
                    "modes", 2, epochs=30, descent="mini-batch", learning_rate=0.2, batch_size=32
                ),
                "The run diverged with η = 50: set the learning rate to 0.2, and train once more.": lambda: (
                    trained("modes", 2, epochs=0, descent="mini-batch", state="idle", learning_rate=50.0)
                    | {"training.ended": "diverged"}
                ),
            },
        ),
        Case(
            lambda: race(finished=3, first="stochastic"),
            {
                "No race yet: press Start.": lambda: race(modes=0),
                "Modes in that race: 2. Give each of the three a lane, and press Start.": lambda: race(
                    modes=2, finished=2, first="stochastic"
                ),
                "At the end so far: 1 of 3. Let them run on; if the race was stopped, press Start.": lambda: race(
                    finished=1, first="stochastic"
                ),
                "Lanes that diverged: 1. Give them a smaller learning rate, and press Start.": lambda: race(
                    finished=2, diverged=1, first="stochastic"
                ),
            },
        ),
    ),
    "backpropagation": (
        Case(
            lambda: chain("backpropagation", 0, steps=4),
            {
                "E is 2, and no step is made yet: press “Step downhill”.": lambda: chain("backpropagation", 0),
                "Steps so far: 1, and E is 0.32. Go on.": lambda: chain("backpropagation", 0, steps=1),
                "E is 0, but by your hand. Move a away, and let steps bring it down.": lambda: chain(
                    "backpropagation", 0, terms=(1.0, 0.0, 0.0)
                ),
                "E is 32. All three move at once, so z goes 3η times its blame: with η = 1 it jumps "
                "over. Keep η below ⅔.": lambda: chain("backpropagation", 0, steps=2, eta=1.0),
                "The function is sigmoid; choose “No function”.": lambda: chain(
                    "backpropagation", 0, kind="sigmoid", steps=2
                ),
            },
        ),
        Case(
            lambda: chain("backpropagation", 1, terms=(0.0, 0.0, 0.0)),
            {
                "At z = 3 the factor is 0.04518, and it can be larger: lower the sum.": lambda: chain(
                    "backpropagation", 1
                ),
                "At z = −1 the factor is 0.1966, and it can be larger: raise the sum.": lambda: chain(
                    "backpropagation", 1, terms=(-2.0, 1.0, 0.0)
                ),
                "The function is ReLU: choose Sigmoid.": lambda: chain("backpropagation", 1, kind="relu"),
            },
        ),
        Case(
            lambda: chain("backpropagation", 2, terms=(5.0, 1.0, 0.0)),
            {
                "z is 2, and the factor 0.105. Raise the sum, above 5.": lambda: chain("backpropagation", 2),
                "The target is 1; put it back to 0, so that there is an error.": lambda: chain(
                    "backpropagation", 2, terms=(5.0, 1.0, 0.0), target=1.0
                ),
                "The target is −1; put it back to 0.": lambda: chain(
                    "backpropagation", 2, terms=(5.0, 1.0, 0.0), target=-1.0
                ),
                "The function is linear: choose Sigmoid.": lambda: chain(
                    "backpropagation", 2, terms=(5.0, 1.0, 0.0), kind="linear"
                ),
            },
        ),
        Case(
            lambda: chain("backpropagation", 3, terms=(-3.0, 1.0, 0.0)),
            {
                "z is 2: the ReLU is on, and hands on everything. Lower the sum.": lambda: chain("backpropagation", 3),
                "z is exactly 0, on the corner. A little lower.": lambda: chain(
                    "backpropagation", 3, terms=(-1.0, 1.0, 0.0)
                ),
                "The target is 0; put it back to 1.": lambda: chain(
                    "backpropagation", 3, terms=(-3.0, 1.0, 0.0), target=0.0
                ),
                "The target is 2; put it back to 1.": lambda: chain(
                    "backpropagation", 3, terms=(-3.0, 1.0, 0.0), target=2.0
                ),
                "The function is sigmoid: choose ReLU.": lambda: chain(
                    "backpropagation", 3, terms=(-3.0, 1.0, 0.0), kind="sigmoid"
                ),
            },
        ),
        Case(
            lambda: chain("backpropagation", 4, steps=4),
            {
                "E is 0.5, and no step is made yet: press “Step downhill”.": lambda: chain("backpropagation", 4),
                "Steps so far: 1, and E is 0.08. Go on.": lambda: chain("backpropagation", 4, steps=1),
                "z is −2.5: the ReLU is off, its factor is 0, and no step moves anything. Raise a, b "
                "or c until z is above 0.": lambda: chain("backpropagation", 4, steps=1, eta=1.5),
                "E is 0, but by your hand. Move a away, and let steps bring it down.": lambda: chain(
                    "backpropagation", 4, terms=(1.0, 0.0, 0.0)
                ),
                "The function is linear: choose ReLU.": lambda: chain("backpropagation", 4, kind="linear", steps=4),
            },
        ),
    ),
}
