"""What a digit is read with: one immutable value, so that nothing can show one part of it without the other."""

from __future__ import annotations

from dataclasses import dataclass

from handwriting_app.engine.network import Network
from handwriting_app.session.history import RunHistory


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """A network as it was after an epoch, and how sure it may be.

    Attributes:
        network: Read-only.
        temperature: The last step from what the network says to percent (:mod:`handwriting_app.engine.reading`).
            Fitted as a run goes on; 1 before any training. A change by hand leaves it as it was.
        epoch: After which epoch of its run; 0 before any training.
        is_past: Whether it is looked back at, while the run has a later one.
        run: The curves of its run, which all weights of one run share; None where there are none.
    """

    network: Network
    temperature: float = 1.0
    epoch: int = 0
    is_past: bool = False
    run: RunHistory | None = None

    def is_of_run_of(self, other: Weights) -> bool:
        """Whether both come from one run, so that what was measured of one nearly holds for the other."""
        return self.run is other.run and self.network.sizes == other.network.sizes
