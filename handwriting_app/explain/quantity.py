"""The numbers whose gradient can be asked for: a weight, a bias, a neuron or a pixel."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np

from handwriting_app.engine.arrays import Array
from handwriting_app.explain.backprop_trace import BackpropTrace


class Kind(Enum):
    """What stands under the bar of ∂C/∂…."""

    WEIGHT = "weight"
    BIAS = "bias"
    SUM = "neuron"
    OUTPUT = "activation"
    PIXEL = "pixel"


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number of the network that the cost depends on.

    Attributes:
        kind: A weight, a bias, a neuron's z or its a, or a pixel of the input.
        layer: Of the neuron, from 1; 0 for a pixel.
        unit: Which neuron of that layer, or which pixel; from 0.
        source: Which neuron of the layer below a weight comes from; from 0.
    """

    kind: Kind
    layer: int
    unit: int
    source: int = 0

    def gradient(self, trace: BackpropTrace) -> float:
        """∂C by this number, as the backward pass has it."""
        match self.kind:
            case Kind.WEIGHT:
                return float(trace.weight_gradient(self.layer)[self.unit, self.source])
            case Kind.BIAS:
                return float(trace.bias_gradient(self.layer)[self.unit])
            case Kind.SUM:
                return float(trace.delta(self.layer)[self.unit])
            case Kind.OUTPUT:
                return float(trace.blame(self.layer)[self.unit])
            case Kind.PIXEL:
                return float(trace.input_gradient()[self.unit])

    def value(self, trace: BackpropTrace) -> float:
        """The number itself."""
        match self.kind:
            case Kind.WEIGHT:
                return float(trace.network.weights[self.layer - 1][self.unit, self.source])
            case Kind.BIAS:
                return float(trace.network.biases[self.layer - 1][self.unit])
            case Kind.SUM:
                return float(trace.z(self.layer)[self.unit])
            case Kind.OUTPUT | Kind.PIXEL:
                return float(trace.a(self.layer)[self.unit])

    def nudge(self, trace: BackpropTrace) -> tuple[int, Array]:
        """How the weighted inputs of one layer move when this number grows by 1.

        Returns:
            The layer, and the change of its z, (units,). It is exact: z is linear in each of these numbers.
        """
        network = trace.network
        if self.kind in (Kind.OUTPUT, Kind.PIXEL):
            return self.layer + 1, network.weights[self.layer][:, self.unit]
        change = np.zeros(network.sizes[self.layer])
        change[self.unit] = trace.a(self.layer - 1)[self.source] if self.kind is Kind.WEIGHT else 1.0
        return self.layer, change
