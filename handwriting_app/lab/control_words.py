"""What the controls are called that a lesson can lock: for those who choose some of them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from handwriting_app.engine.settings import SETTINGS
from handwriting_app.lab.views import DESCENT_LAB, NEURON_LAB, ViewDescription

LAB_WORDS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        NEURON_LAB.name: MappingProxyType(
            {
                "page": "Page of the lab",
                "kind": "Kind of unit",
                "used": "Number of inputs",
                "inputs": "Inputs X",
                "weights": "Weights w",
                "bias": "Bias b",
                "points": "Points",
                "rule": "How the plane learns",
                "learning_rate": "Learning rate η",
                "terms": "Chain rule: a, b, c",
                "target": "Chain rule: target",
                "expression_kind": "Chain rule: function",
                "chain_learning_rate": "Chain rule: learning rate η",
                "path": "Chain rule: path",
            }
        ),
        DESCENT_LAB.name: MappingProxyType(
            {
                "page": "Page of the lab",
                "valley": "Shape of the valley",
                "learning_rate": "Learning rate η",
                "start": "Where the ball starts",
            }
        ),
    }
)
"""By view: what can be locked in it."""


def controls_beside(view: ViewDescription) -> dict[str, str]:
    """The words for all that can be locked while ``view`` is in front, by name: first its own, then the settings.

    A name that the view and the panel share locks both.
    """
    own = LAB_WORDS.get(view.name, {})
    settings = {name: f"Train: {setting.label}" for name, setting in SETTINGS.items() if name not in own}
    return {**own, **settings}
