"""How well a network reads digits that it was not trained on."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from handwriting_app.engine.activations import activation_named
from handwriting_app.engine.arrays import Array, Labels
from handwriting_app.engine.costs import FAINT, QUADRATIC, cost_named, targets_of
from handwriting_app.engine.fast.batch_pass import BatchPass
from handwriting_app.engine.fast.slices import slice_width
from handwriting_app.engine.metrics import accuracy_of_logits
from handwriting_app.engine.network import Network

INACTIVE = 0.01
"""A unit whose mean slope is less than this share of the steepest counts as inactive."""


class Evaluation:
    """Measures one network, whatever its present parameters, on one set of examples.

    Attributes:
        samples: How many examples there are.
        cost: Mean cost on the plain labels, without smoothing or penalty; not a number if there are no examples.
        accuracy: Share read rightly among the classes; an output for none of them is no answer.
        inactive_shares: Per hidden layer, the share of units whose slope σ′, averaged over the examples, is below 1 %
            of the steepest: ReLUs that fire for none or next to none of them (dead), sigmoid and tanh units that are
            saturated. Such a unit hardly learns: σ′ is a factor of its gradient.
        is_finite: Whether every z of the output layer is a finite number.
        faint_share: Share of the examples for which no output says anything, see
            :data:`~handwriting_app.engine.costs.FAINT`; 0 with softmax outputs.
    """

    def __init__(self, network: Network, x: Array, y: Labels) -> None:
        """Take the examples: ``x`` (samples, features + 1) whose last column is 1, ``y`` (samples,)."""
        self.samples = len(x)
        self._x = x
        self._y = y
        self._targets = np.ascontiguousarray(targets_of(y, network.sizes[-1], 0.0, x.dtype).T)
        self._steepest = activation_named(network.activation).steepest
        self._classes = len(network.classes)
        self._cost = cost_named(network.cost)
        self._logits = np.empty_like(self._targets)
        width = min(slice_width(network), max(1, len(x)))
        self._slices = [slice(start, min(start + width, len(x))) for start in range(0, len(x), width)]
        self._passes = {width: BatchPass(network, width) for width in {s.stop - s.start for s in self._slices}}
        self._hidden = network.sizes[1:-1]
        self.cost = self.accuracy = float("nan")
        self.inactive_shares: tuple[float, ...] = tuple(0.0 for _ in self._hidden)
        self.is_finite = True
        self.faint_share = 0.0

    def measure(self) -> Iterator[None]:
        """Bring the attributes up to date; pause after every slice of examples."""
        slopes = [np.zeros(units, self._x.dtype) for units in self._hidden]
        for rows in self._slices:
            passes = self._passes[rows.stop - rows.start]
            self._logits[:, rows] = passes.forward(self._x[rows])
            for hidden, total in enumerate(slopes):
                total += passes.slope(hidden).sum(axis=1)
            yield
        if not self._slices:
            return
        flat = INACTIVE * self._steepest * len(self._x)
        self.inactive_shares = tuple(float((total < flat).mean()) for total in slopes)
        self.cost = float(self._cost.value(self._logits, self._targets, 0).mean())
        self.accuracy = accuracy_of_logits(self._y, self._logits[: self._classes])
        self.is_finite = bool(np.isfinite(self._logits).all())
        if self._cost is QUADRATIC:
            self.faint_share = float((self._cost.outputs(self._logits, 0).sum(axis=0) < FAINT).mean())
