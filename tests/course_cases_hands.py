"""The tasks of the lesson on hands in the network: how each is done, and what is said of what misses it."""

from __future__ import annotations

import math
from typing import Final

from handwriting_app.assets import default_model_path
from handwriting_app.data.digits import load_digits_split
from handwriting_app.explain.backprop_trace import trace
from handwriting_app.explain.choice import quantity_at, strongest_path
from handwriting_app.explain.quantity import Kind, Quantity
from handwriting_app.explain.unit_ranking import UnitRanking, rank_units
from handwriting_app.explain.weight_drag import WeightDrag, with_value
from handwriting_app.lab.backprop_facts import facts_of_move
from handwriting_app.lab.backprop_state import BackpropState
from handwriting_app.storage.model_file import load_model
from tests.course_cases_digit import NOTHING_DRAWN
from tests.course_facts import Case, Facts, backprop, empty, features, start_of, window


def moved(by: float, quantity: Quantity | None = None, digit: int = 3) -> Facts:
    """The chosen weight of the first page, or another one, moved by so much."""
    network = load_model(default_model_path()).network
    x = features(digit)
    seen = trace(network, x, int(network.logits(x[None])[0].argmax()))
    state = start_of("hands", 0).lab
    assert isinstance(state, BackpropState)
    choice = state.choice_in(network.sizes, strongest_path(seen))
    which = quantity or quantity_at(state.step_in(seen.depth), choice)
    after = trace(with_value(network, which, which.value(seen) + by), x, seen.label)
    return backprop("hands", 0, digit=digit) | facts_of_move(WeightDrag(which, seen, after))


def unheard() -> Quantity:
    """A weight of the last layer through which 0 comes in."""
    network = load_model(default_model_path()).network
    silent = trace(network, features(3), 3).a(2).tolist().index(0.0)
    return Quantity(Kind.WEIGHT, 3, 3, silent)


def units(*, ranked: int, rank: int, silent: int) -> Facts:
    return window("network_view") | {
        "network.ranked": ranked,
        "network.top_rise": 0.02 if ranked else math.nan,
        "network.chosen_rank": rank,
        "network.chosen_layer": 2 if rank else 0,
        "network.silent": silent,
        "network.frozen": 0,
        "network.changes": silent,
    }


def shipped_ranking() -> UnitRanking:
    """What the second page ranks."""
    model = load_model(default_model_path())
    data = load_digits_split(model.config.held_out, model.config.seed)
    steps = rank_units(model.network, data.held_x, data.held_y)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            ranking: UnitRanking = end.value
            return ranking


CASES: Final[dict[str, tuple[Case, ...]]] = {
    "hands": (
        Case(
            lambda: moved(0.05),
            {
                NOTHING_DRAWN: lambda: empty("hands", 0),
                "Another view is in front: click the tab Backprop.": lambda: window("network_view"),
                "No weight is moved yet. Drag the small frame in the large picture up or down.": lambda: backprop(
                    "hands", 0
                ),
                "Promised was −0.1507, and C has changed by −0.0645: so long a move leaves the slope. Press Undo, and "
                "move it less.": lambda: moved(2.0),
                "C does not feel this weight: what comes in through it is 0. Choose another one, and move that.": (
                    lambda: moved(0.5, unheard())
                ),
            },
        ),
        Case(
            lambda: units(ranked=0, rank=1, silent=1),
            {
                "Another view is in front: click the tab Network.": lambda: window("backprop_view"),
                "The units are not ranked yet: choose “Ranking” under the picture, and press Rank.": lambda: units(
                    ranked=0, rank=0, silent=0
                ),
                "That is the one. Now press Kill, in the row below the list.": lambda: units(
                    ranked=1, rank=1, silent=0
                ),
                "Chosen is number 3 of the list: click the first one, and press Kill.": lambda: units(
                    ranked=1, rank=3, silent=0
                ),
                "No unit of the list is chosen: click the first one.": lambda: units(ranked=1, rank=0, silent=0),
            },
        ),
    ),
}
