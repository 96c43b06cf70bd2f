"""What the race says: on its plots, about who leads, and about what all lanes share."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.settings import ACTIVATION
from handwriting_app.engine.settings import COST as COST_FUNCTION
from handwriting_app.lab.race_figures import Axis
from handwriting_app.numerals import PERCENT, count, number, seconds
from handwriting_app.session.model import sizes_of
from handwriting_app.session.race_record import RaceRecord, names_of
from handwriting_app.ui.plots.plot import PlotText

COST: Final = PlotText(
    name="race_cost_plot",
    title="Training cost",
    unit="cost per digit",
    empty="Press Start: the cost of every lane appears here.\nAll lanes begin with the very same weights.",
    help="How wrong each lane's network is on the training digits, averaged over the epoch while it learns.",
)
ACCURACY: Final = PlotText(
    name="race_accuracy_plot",
    title="Held-out accuracy",
    unit="read rightly",
    suffix=PERCENT,
    empty="Press Start: the share of held-out digits that every lane reads rightly appears here.",
    help="The share of digits read rightly that no lane has learnt from, measured after every epoch.",
)
_COUNTED: Final[dict[Axis, str]] = {"epochs": "epochs", "updates": "updates", "samples": "digits"}


def words_of_leader(record: RaceRecord, axis: Axis, *, is_running: bool) -> str:
    """Who leads, counted on that axis; empty as long as nobody can."""
    found = record.leader(axis)
    if found is None or not found.place > 0:
        return ""
    name = names_of(record.race.lanes)[found.lane]
    verb = "leads" if is_running else "is ahead"
    place = (
        f"{seconds(found.place)} of processor time" if axis == "seconds" else f"{count(found.place)} {_COUNTED[axis]}"
    )
    return (
        f"After {place} each, {name} {verb} with a cost of {number(min(found.costs), 3)} then; "
        f"the highest then is {number(max(found.costs), 3)}. Does that hold, counted otherwise?"
    )


def shared_by_all(config: TrainingConfig) -> str:
    """What no lane sets for itself."""
    # A race is for the ten digits alone, whatever the network in the window has learned beside them.
    shape = "→".join(map(str, sizes_of(replace(config, non_digits=False))))
    activation, cost = ACTIVATION.option(config.activation).word, COST_FUNCTION.option(config.cost).word
    return (
        f"Same for all lanes: {shape}, {activation}, {cost}, mini-batches of {config.batch_size}, "
        f"seed {config.seed}, digits unvaried."
    )
