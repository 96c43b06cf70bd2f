"""What lessons know of the views: the facts that each tells, and what a lesson may set of it.

Whoever adds a fact adds it here, so that a lesson that asks for one that nobody tells, or waits for a word that it
never is, is found out when its file is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, get_args

from handwriting_app.engine import settings
from handwriting_app.engine.config import ActivationName
from handwriting_app.engine.run_state import EndReason, RunState
from handwriting_app.engine.settings import DESCENT, SETTINGS, AnySetting
from handwriting_app.explain.dream import Aim
from handwriting_app.explain.quantity import Kind
from handwriting_app.explain.steps import StepKind
from handwriting_app.lab.backprop_facts import BROKEN_WORDS
from handwriting_app.lab.backprop_state import BACKPROP_STATE, BackpropState
from handwriting_app.lab.descent_state import DESCENT_STATE, DescentLabState
from handwriting_app.lab.descent_state import Page as DescentPage
from handwriting_app.lab.dream_facts import Start
from handwriting_app.lab.expression import NAMES
from handwriting_app.lab.fields import StateSchema
from handwriting_app.lab.kinds import FactKind, Number, Whole, Word
from handwriting_app.lab.learning import End, Rule
from handwriting_app.lab.neuron import UnitKind
from handwriting_app.lab.neuron_state import CHAIN_KINDS, LIMIT, NEURON_STATE, NeuronLabState
from handwriting_app.lab.neuron_state import Page as NeuronPage
from handwriting_app.lab.points import MAX_POINTS, TABLES, Points
from handwriting_app.lab.race import MOST_LANES
from handwriting_app.lab.race_figures import AXES
from handwriting_app.lab.regimes import REGIMES
from handwriting_app.lab.two_layers import MAX_HIDDEN
from handwriting_app.lab.valley import REACH, Status, ValleyName
from handwriting_app.lab.views import (
    BACKPROP,
    DESCENT_LAB,
    DREAM,
    LEARNING,
    MISTAKES,
    NETWORK,
    NEURON_LAB,
    RACE,
    VIEWS,
    WHY_NOT,
)

LabState = NeuronLabState | DescentLabState | BackpropState
"""Whatever a lesson may put a view in."""

FactKinds = Mapping[str, FactKind]

_COUNT: Final = Whole(0)
_FROM_ZERO: Final = Number(0.0)
_SHARE: Final = Number(0.0, 1.0)
_POINTS: Final = Word((*TABLES, Points().name))


def _kind_of(setting: AnySetting) -> FactKind | None:
    """None for what no lesson asks about. A range has its ends, also where a setting stays short of them."""
    match setting:
        case settings.Whole(low=low, high=high):
            return Whole(low, high)
        case settings.Number(low=low, high=high):
            return Number(low, high)
        case settings.Choice(values=values):
            return Word(values)
    return None


RUN_FACTS: Final[FactKinds] = MappingProxyType(
    {
        "training.state": Word(tuple(state.value for state in RunState)),
        "training.ended": Word[EndReason](get_args(EndReason)),
        "training.epochs": _COUNT,
        "training.cost": _FROM_ZERO,
        "training.accuracy": _SHARE,
        "training.held_out_cost": _FROM_ZERO,
        "training.held_out_accuracy": _SHARE,
        **{each.fact: kind for each in SETTINGS.values() if (kind := _kind_of(each)) is not None},
    }
)
"""Told of the run that was started since the lesson began, whatever view is in front."""

WINDOW_FACTS: Final[FactKinds] = MappingProxyType(
    {
        "view": Word(tuple(view.name for view in VIEWS)),
        "drawing.strokes": _COUNT,
        "reading.digit": Whole(-1, 9),
        "reading.share": _SHARE,
    }
)
"""Told of the window, whatever view is in front: which one that is, and what is drawn and read. A reading of nothing is
the digit −1."""

_LEARNING_FACTS: Final[FactKinds] = {
    "learning.looking_at": _COUNT,
    "learning.own_digit": Whole(0, 1),
    "learning.own_said": Whole(0, 1),
    "learning.own_share": _SHARE,
    "learning.right_since": _COUNT,
    "learning.from_moment": Number(),
}

_MISTAKES_FACTS: Final[FactKinds] = {
    "mistakes.measured": Whole(0, 1),
    "mistakes.wrong": _COUNT,
}

_RACE_FACTS: Final[FactKinds] = {
    "race.finished": Whole(0, MOST_LANES),
    "race.diverged": Whole(0, MOST_LANES),
    "race.first_by_epochs": Word(("", *DESCENT.values)),
    "race.first_by_seconds": Word(("", *DESCENT.values)),
    "race.modes": Whole(0, len(DESCENT.values)),
    "race.axis": Word(AXES),
}

_NEURON_FACTS: Final[FactKinds] = {
    "neuron.page": Word[NeuronPage](get_args(NeuronPage)),
    "neuron.kind": Word[UnitKind](get_args(UnitKind)),
    "neuron.inputs": Whole(1, 3),
    **{f"neuron.input_{number}": Number(-LIMIT, LIMIT) for number in (1, 2, 3)},
    **{f"neuron.weight_{number}": Number() for number in (1, 2, 3)},
    **{f"neuron.product_{number}": Number() for number in (1, 2, 3)},
    "neuron.sum_of_products": Number(),
    "neuron.bias": Number(),
    "neuron.z": Number(),
    "neuron.output": Number(),
    "neuron.slope": _SHARE,
    "neuron.edge": Number(),
    "plane.kind": Word[UnitKind](get_args(UnitKind)),
    "plane.points": _POINTS,
    "plane.mistakes": Whole(0, MAX_POINTS),
    "plane.cost": _FROM_ZERO,
    "plane.above_least_squares": _FROM_ZERO,
    "plane.weight_1": Number(),
    "plane.weight_2": Number(),
    "plane.bias": Number(),
    "plane.rule": Word[Rule](get_args(Rule)),
    "plane.learning_rate": _FROM_ZERO,
    "plane.steps": _COUNT,
    "plane.ended": Word[End](get_args(End)),
    "layers.points": _POINTS,
    "layers.hidden": Whole(1, MAX_HIDDEN),
    "layers.mistakes": Whole(0, MAX_POINTS),
    "layers.epochs": _COUNT,
    "layers.cost": _FROM_ZERO,
    "layers.activation": Word[ActivationName](get_args(ActivationName)),
    "layers.learning_rate": _FROM_ZERO,
    "chain.kind": Word(CHAIN_KINDS),
    **{f"chain.{name}": Number() for name in NAMES},
    "chain.target": Number(),
    "chain.z": Number(),
    "chain.y": Number(),
    "chain.dz": Number(),
    "chain.slope": _SHARE,
    "chain.de": Number(),
    "chain.product": Number(),
    "chain.error": _FROM_ZERO,
    "chain.steps": _COUNT,
    "chain.learning_rate": _FROM_ZERO,
    "chain.path": Word(NAMES),
}

_DESCENT_FACTS: Final[FactKinds] = {
    "descent.page": Word[DescentPage](get_args(DescentPage)),
    "descent.status": Word[Status](get_args(Status)),
    "descent.regime": Word(REGIMES),
    "descent.learning_rate": _FROM_ZERO,
    "descent.steps": _COUNT,
    "descent.cost": _FROM_ZERO,
    "descent.valley": Word[ValleyName](get_args(ValleyName)),
    "descent.w": Number(),
    "descent.slope": Number(),
    "descent.next_w": Number(),
    "descent.curvature": _FROM_ZERO,
    "descent.converging_below": _FROM_ZERO,
    "descent.start_w": Number(-REACH, REACH),
    "descent.last_move": Number(),
}

_BACKPROP_FACTS: Final[FactKinds] = {
    "backprop.step": Word(tuple(kind.value for kind in StepKind)),
    "backprop.layer": _COUNT,
    "backprop.true_digit": Whole(0, 9),
    "backprop.is_told": Whole(0, 1),
    "backprop.read_digit": Whole(0, 9),
    "backprop.cost": _FROM_ZERO,
    "backprop.aim": Word(tuple(kind.value for kind in Kind)),
    "backprop.value": Number(),
    "backprop.source_value": Number(),
    "backprop.delta": Number(),
    "backprop.gradient": Number(),
    "backprop.guess": Number(),
    "backprop.guess_error": _FROM_ZERO,
    "backprop.guess_right": Whole(0, 1),
    "backprop.shown": Whole(0, 1),
    "backprop.steps_taken": _COUNT,
    "backprop.predicted_change": Number(),
    "backprop.actual_change": Number(),
    "backprop.fade": Number(),
    "backprop.hidden_layers": _COUNT,
    "backprop.broken": Word(BROKEN_WORDS),
    "backprop.formula_right": _COUNT,
    "backprop.formula_wrong": _COUNT,
    "backprop.probability": _SHARE,
    "backprop.moved": Whole(0, 1),
    "backprop.moved_by": Number(),
    "backprop.moved_predicted": Number(),
    "backprop.moved_cost": Number(),
    "backprop.moved_error": _FROM_ZERO,
}

_NETWORK_FACTS: Final[FactKinds] = {
    "network.ranked": Whole(0, 1),
    "network.top_rise": Number(),
    "network.chosen_rank": _COUNT,
    "network.chosen_layer": _COUNT,
    "network.silent": _COUNT,
    "network.frozen": _COUNT,
    "network.changes": _COUNT,
}

_WHY_NOT_FACTS: Final[FactKinds] = {
    "why_not.read": _COUNT,
    "why_not.wanted": _COUNT,
    "why_not.chosen": Whole(0, 1),
    "why_not.flips": Whole(0, 1),
    "why_not.mean_share": _FROM_ZERO,
    "why_not.largest_share": _FROM_ZERO,
    "why_not.before_share": _SHARE,
    "why_not.after_share": _SHARE,
    "why_not.steps": _COUNT,
    "why_not.surely": Whole(0, 1),
    "why_not.drawn": Whole(0, 1),
}

_DREAM_FACTS: Final[FactKinds] = {
    "dream.digit": Whole(-1, 9),
    "dream.from": Word[Start](get_args(Start)),
    "dream.aim": Word[Aim](get_args(Aim)),
    "dream.epoch": _COUNT,
    "dream.step": _COUNT,
    "dream.steps": _COUNT,
    "dream.share": _SHARE,
    "dream.start_share": _SHARE,
    "dream.read_digit": Whole(-1, 9),
    "dream.is_read": Whole(0, 1),
}

VIEW_FACTS: Final[Mapping[str, FactKinds]] = MappingProxyType(
    {
        LEARNING.name: _LEARNING_FACTS,
        BACKPROP.name: _BACKPROP_FACTS,
        NETWORK.name: _NETWORK_FACTS,
        WHY_NOT.name: _WHY_NOT_FACTS,
        DREAM.name: _DREAM_FACTS,
        MISTAKES.name: _MISTAKES_FACTS,
        RACE.name: _RACE_FACTS,
        NEURON_LAB.name: _NEURON_FACTS,
        DESCENT_LAB.name: _DESCENT_FACTS,
    }
)
"""What the views tell, by their names; the others tell nothing."""

VIEW_STATES: Final[Mapping[str, StateSchema[LabState]]] = MappingProxyType(
    {NEURON_LAB.name: NEURON_STATE, DESCENT_LAB.name: DESCENT_STATE, BACKPROP.name: BACKPROP_STATE}
)
"""What a lesson may set of the views, by their names; nothing of the others."""
