"""What a hand may do to the chosen unit or its layer, and what comes of it. Free of Qt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from handwriting_app.engine.frozen import Unit
from handwriting_app.engine.network import Network
from handwriting_app.explain.unit_surgery import can_kill, killed, shaken
from handwriting_app.names import shown_name
from handwriting_app.numerals import count, percent
from handwriting_app.session.messages import RunState
from handwriting_app.session.weights import Weights

Scope = Literal["unit", "layer"]
Deed = Literal["freeze", "kill", "noise"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What can be done to a unit or a layer.

    Attributes:
        name: "layer 1, unit 17", or "layer 1".
        is_frozen: Whether it stays as it is when training goes on; then it can be let go of.
        blocked: Why a deed cannot be done; the others can.
    """

    name: str
    is_frozen: bool
    blocked: Mapping[Deed, str]


@dataclass(frozen=True, slots=True, eq=False)
class Surgery:
    """Other weights, and what was done to them, in words."""

    network: Network
    what: str


class LayingHands:
    """Knows the network under the hand.

    Attributes:
        weights: Those in the window.
        chosen: The chosen unit, if any; layer 0 has the pixels.
        frozen: Units that stay as they are when training goes on.
        changes: What was done to the weights by hand and can be taken back, oldest first.
        state: Whether a run is changing the weights.
    """

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.chosen: Unit | None = None
        self.frozen: frozenset[Unit] = frozenset()
        self.changes: Sequence[str] = ()
        self.state = RunState.IDLE

    @property
    def why_not(self) -> str:
        """Why no hand can be laid on the network just now; empty if one can."""
        if self.state is not RunState.IDLE:
            return "Stop the training first: it is changing the weights."
        if self.weights.is_past:
            return f"These are the weights of epoch {self.weights.epoch}: come back to the present to change them."
        return ""

    def reaches(self) -> dict[Scope, Reach] | None:
        """What can be done to the chosen unit and to its layer; None if no unit is chosen, or a pixel is."""
        scopes: tuple[Scope, ...] = ("unit", "layer")
        found = {scope: self._reach(*meant) for scope in scopes if (meant := self._units(scope)) is not None}
        return found or None

    def do(self, deed: Deed, scope: Scope, strength: float) -> Surgery | frozenset[Unit] | None:
        """Do it.

        Args:
            deed: "freeze" lets go of what is frozen already.
            scope: Of the chosen unit.
            strength: Of noise, as a share of the usual size of the weights.

        Returns:
            Other weights, or the units that are frozen now; None if it cannot be done.
        """
        meant = self._units(scope)
        if meant is None:
            return None
        layer, units = meant
        reach = self._reach(layer, units)
        if deed in reach.blocked:
            return None
        network = self.weights.network
        match deed:
            case "freeze":
                these = frozenset((layer, unit) for unit in units)
                return self.frozen - these if reach.is_frozen else self.frozen | these
            case "kill":
                return Surgery(killed(network, layer, units), f"killed {reach.name}")
            case "noise":
                # The same deed at the same place in the list of changes is the same noise: also after Undo.
                rng = np.random.default_rng([len(self.changes), layer, len(units), units[0]])
                changed = shaken(network, layer, units, strength, rng)
                return Surgery(changed, f"noise of {percent(strength)} on {reach.name}")

    def _units(self, scope: Scope) -> tuple[int, tuple[int, ...]] | None:
        sizes = self.weights.network.sizes
        if self.chosen is None or self.chosen[0] == 0:
            return None
        layer, unit = self.chosen
        if layer >= len(sizes) or unit >= sizes[layer]:
            return None
        return layer, (unit,) if scope == "unit" else tuple(range(sizes[layer]))

    def _reach(self, layer: int, units: tuple[int, ...]) -> Reach:
        why_not = self.why_not
        blocked: dict[Deed, str] = dict.fromkeys(("freeze", "kill", "noise"), why_not) if why_not else {}
        if not why_not and not can_kill(self.weights.network, layer):
            blocked["kill"] = "An output has no weights out: nobody but the reader hears it"
        is_frozen = all((layer, unit) in self.frozen for unit in units)
        return Reach(name=self._name(layer, units), is_frozen=is_frozen, blocked=blocked)

    def _name(self, layer: int, units: tuple[int, ...]) -> str:
        network = self.weights.network
        is_output = layer == len(network.weights)
        if len(units) > 1 or network.sizes[layer] == 1:
            return "the output layer" if is_output else f"layer {layer}"
        if not is_output:
            return f"layer {layer}, unit {units[0]}"
        return f"the output {shown_name(network.classes.called(units[0]), 20)}"


def units_in_words(units: frozenset[Unit]) -> str:
    """How many units of each layer: 3 in layer 1, 10 in layer 2."""
    counts = Counter(layer for layer, _ in units)
    return ", ".join(f"{count(counts[layer])} in layer {layer}" for layer in sorted(counts))
