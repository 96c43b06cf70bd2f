"""The tasks of the lesson on dreams: how each is done, and what is said of what misses it."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np

from handwriting_app.assets import default_model_path
from handwriting_app.data.enlarge import digit_with
from handwriting_app.engine.network import Network
from handwriting_app.explain.dream import DreamPlan, Dreams, dream, grey, noise
from handwriting_app.lab.dream_facts import DreamSeen, Start, dream_facts
from handwriting_app.session.reading import read_normalised
from handwriting_app.session.weights import Weights
from handwriting_app.storage.model_file import load_model
from tests.course_facts import Case, Facts, start_of

THREE: Final = "choose 3 under “Dream of”."


@cache
def _weights(page: int) -> Weights:
    """Those that the page begins with."""
    start = start_of("dream", page)
    if start.network == "default":
        model = load_model(default_model_path())
        return Weights(model.network, model.temperature)
    assert start.training is not None
    config = start.training
    rng = np.random.default_rng(config.seed)
    return Weights(Network.initialise((64, *config.hidden, 10), config.activation, config.cost, rng))


@cache
def _dreams(page: int, start: Start, seed: int) -> Dreams:
    weights = _weights(page)
    dreams = dream(weights.network, weights.temperature, grey() if start == "grey" else noise(seed), DreamPlan())
    assert dreams is not None
    return dreams


def half_sure(digit: int = 3, seed: int = 0) -> int:
    """The first step at which the shipped network is more than half sure."""
    return int(np.argmax(_dreams(0, "noise", seed).probabilities[:, digit] >= 0.5))


def dreamt(
    page: int,
    digit: int = 3,
    step: int = -1,
    *,
    start: Start = "noise",
    seed: int = 0,
    epoch: int = 0,
    is_read: bool = False,
    epochs: int | None = None,
) -> Facts:
    """What is told where this step of the dream is shown, ``is_read`` in place of a drawing, after so many epochs."""
    dreams, weights = _dreams(page, start, seed), _weights(page)
    step = step % (dreams.steps + 1)
    prediction = read_normalised(weights, digit_with(dreams.counts[step, digit]))
    seen = DreamSeen(
        digit=digit,
        epoch=epoch,
        step=step,
        steps=dreams.steps,
        share=float(dreams.probabilities[step, digit]),
        start_share=float(dreams.probabilities[0, digit]),
        read_digit=prediction.digit,
        is_read=is_read,
    )
    facts: Facts = dream_facts(start, "log-probability", seen)
    reading: Facts = {"reading.digit": prediction.digit, "reading.share": prediction.confidence} if is_read else {}
    run: Facts = {} if epochs is None else {"training.epochs": epochs}
    return facts | {"view": "dream_view", "drawing.strokes": 0, "reading.digit": -1} | reading | run


CASES: Final[dict[str, tuple[Case, ...]]] = {
    "dream": (
        Case(
            lambda: dreamt(0, step=half_sure()),
            {
                f"This is a dream of 0: {THREE}": lambda: dreamt(0, digit=0),
                f"This is a dream of 8: {THREE}": lambda: dreamt(0, digit=8, step=3),
                "This dream does not begin with random ink: choose Noise.": lambda: dreamt(0, start="grey", step=5),
                "This is the start, before the first step: move the slider on.": lambda: dreamt(0, step=0),
                "At step 60 it is nearly certain already: move the slider back.": lambda: dreamt(0),
                "At step 1 it is only 10.0 % sure: move the slider on.": lambda: (
                    dreamt(0, step=1) | {"dream.share": 0.1}
                ),
            },
        ),
        Case(
            lambda: dreamt(1, is_read=True),
            {
                f"This is a dream of 0: {THREE}": lambda: dreamt(1, digit=0, is_read=True),
                f"This is a dream of 7: {THREE}": lambda: dreamt(1, digit=7),
                "The picture that is shown is not read yet: press “Read it”.": lambda: dreamt(1),
                "That was step 2 of 60, and the reading is 50.0 % sure: go on to the last step, and press "
                "“Read it” again.": lambda: dreamt(1, step=2, is_read=True) | {"reading.share": 0.5},
            },
        ),
        Case(
            lambda: dreamt(2, epochs=8),
            {
                "Nothing has been trained yet in this lesson: press Train.": lambda: dreamt(2),
                "Epoch 3: let it train on to 8.": lambda: dreamt(2, epochs=3, epoch=3),
                "This dream is of epoch 9: click the 3 in the row “start”.": lambda: dreamt(2, epochs=9, epoch=9),
                "This is a dream of 0: click the 3 in the row “start”.": lambda: dreamt(2, digit=0, epochs=16),
                "This dream does not begin with random ink: choose Noise.": lambda: dreamt(2, start="grey", epochs=9),
                "This is a dream of 5: click the 3 in the row “start”.": lambda: dreamt(2, digit=5, epochs=16),
            },
        ),
    ),
}
