"""A multi-layer perceptron: its weights and biases, and the way from an input to the outputs."""

from __future__ import annotations

import math
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import DTypeLike

from handwriting_app.engine.activations import activation_named
from handwriting_app.engine.arrays import Array
from handwriting_app.engine.classes import Classes
from handwriting_app.engine.config import ActivationName, CostName
from handwriting_app.engine.costs import cost_named, shares
from handwriting_app.engine.limits import parameter_count
from handwriting_app.engine.saturation import bounded, is_bounded

STEP: Final = 2**17
"""Weights that are drawn between two heartbeats: 5 ms."""


@dataclass(frozen=True, slots=True)
class ForwardPass:
    """Everything that was worked out on the way from the inputs to the outputs.

    Attributes:
        z: Per layer, (samples, units): the weighted inputs.
        a: ``a[0]`` is the input; ``a[l]`` is (samples, units), the outputs of layer l; ``a[-1]`` those of the network.
    """

    z: tuple[Array, ...]
    a: tuple[Array, ...]


class Network:
    """Layers of units, every unit joined to all of the layer below. Inputs are always (samples, features).

    Attributes:
        sizes: Units per layer from the input upwards, as (64, 128, 64, 10).
        activation: Activation function of the hidden layers.
        cost: ``cross-entropy`` (softmax outputs) or ``quadratic`` (sigmoid outputs).
        parameters: All weights and biases in one flat vector, float32 or float64: an update is one operation on it.
        layers: Per layer a view of it, (units in + 1, units out): a row of weights for each input, and the biases as
            the last row. The bias is the weight of an input that is always 1, so that one product does both; as a row,
            weights and biases each stay contiguous, which BLAS needs if nothing is to be copied.
        weights: Per layer a view, (units out, units in).
        biases: Per layer a view, (units out,).
        classes: What the outputs mean.
    """

    def __init__(
        self,
        sizes: Sequence[int],
        activation: ActivationName,
        cost: CostName,
        parameters: Array,
        classes: Classes | None = None,
    ) -> None:
        """Wrap ``parameters``, without a copy: the network is a set of views of this vector.

        Without ``classes`` every output is a class, and they are numbered.

        Raises:
            ValueError: There are fewer than two layers or an empty one, the activation or cost is unknown, the classes
                are not as many as the outputs, or ``parameters`` is not a contiguous vector of floats of the right
                length.
        """
        self.sizes = tuple(int(size) for size in sizes)
        if len(self.sizes) < 2 or min(self.sizes) < 1:
            raise ValueError(f"a network needs at least an input and an output layer with units, not {self.sizes}")
        if parameters.dtype not in (np.float32, np.float64) or not parameters.flags.c_contiguous:
            raise ValueError("parameters must be a contiguous vector of float32 or float64")
        if parameters.shape != (parameter_count(self.sizes),):
            raise ValueError(f"{self.sizes} needs {parameter_count(self.sizes)} parameters, not {parameters.shape}")
        self.classes = classes or Classes.numbered(self.sizes[-1])
        if self.classes.outputs != self.sizes[-1]:
            raise ValueError(f"{self.classes.outputs} outputs are needed for the classes, not {self.sizes[-1]}")
        self.activation: ActivationName = activation
        self.cost: CostName = cost
        self.parameters = parameters
        self.layers = split_layers(parameters, self.sizes)
        self.weights = tuple(layer[:-1].T for layer in self.layers)
        self.biases = tuple(layer[-1] for layer in self.layers)
        self._activate = activation_named(activation).value
        self._outputs = cost_named(cost).outputs

    @classmethod
    def initialise(
        cls,
        sizes: Sequence[int],
        activation: ActivationName,
        cost: CostName,
        rng: np.random.Generator,
        dtype: DTypeLike = np.float32,
        classes: Classes | None = None,
    ) -> Network:
        """Return a network with random weights and zero biases.

        Hidden layers of ReLUs draw from He's normal distribution, √(2 / units in) (He et al., 2015); all others from
        Glorot's, √(2 / (units in + units out)) (Glorot and Bengio, 2010). Drawn in float64: the same seed gives the
        same network in either precision, up to rounding.
        """
        steps = cls.initialising(sizes, activation, cost, rng, dtype, classes)
        while True:
            try:
                next(steps)
            except StopIteration as end:
                network: Network = end.value
                return network

    @classmethod
    def initialising(
        cls,
        sizes: Sequence[int],
        activation: ActivationName,
        cost: CostName,
        rng: np.random.Generator,
        dtype: DTypeLike = np.float32,
        classes: Classes | None = None,
    ) -> Generator[None, None, Network]:
        """`initialise` in small steps, with a heartbeat after each: the largest network takes a second."""
        network = cls(sizes, activation, cost, np.zeros(parameter_count(sizes), dtype), classes)
        for index, weights in enumerate(network.weights):
            units_out, units_in = weights.shape
            is_relu = activation == "relu" and index < len(network.weights) - 1
            spread = math.sqrt(2 / units_in) if is_relu else math.sqrt(2 / (units_in + units_out))
            units = max(1, STEP // units_in)
            for start in range(0, units_out, units):
                part = weights[start : start + units]
                part[...] = rng.normal(0.0, spread, part.shape)
                yield None
        return network

    def logits(self, x: Array) -> Array:
        """Return z of the output layer, (samples, classes), for inputs (samples, features).

        Finite for finite weights and inputs, see :mod:`handwriting_app.engine.saturation`.
        """
        z: Array = x
        with np.errstate(over="ignore", invalid="ignore"):
            for layer, (weights, biases) in enumerate(zip(self.weights, self.biases, strict=True)):
                z = (self._activate(z, z) if layer else z).dot(weights.T)  # a tenth faster here than @
                z += biases
        return z if is_bounded(z) else self._saturated(x).z[-1]

    def predict(self, x: Array) -> Array:
        """Return probabilities, (samples, classes), for inputs (samples, features). Rows sum to 1.

        Finite for finite weights and inputs. Sigmoid outputs are read as their :func:`shares
        <handwriting_app.engine.costs.shares>` of the whole.
        """
        z = self.logits(x)
        with np.errstate(over="ignore"):
            a = self._outputs(z, -1, z)
        return shares(a) if self.cost == "quadratic" else a

    def forward(self, x: Array) -> ForwardPass:
        """Return every z and a for inputs (samples, features), to look at and to go back through.

        Finite for finite weights and inputs, see :mod:`handwriting_app.engine.saturation`.
        """
        passed = self._unbounded(x)
        return passed if is_bounded(*passed.z) else self._saturated(x)

    def overflows(self, x: Array) -> bool:
        """Whether a parameter, or a z on the way of inputs (samples, features), has left the finite numbers."""
        return not (is_bounded(self.parameters) and is_bounded(*self._unbounded(x.astype(self.parameters.dtype)).z))

    def _unbounded(self, x: Array) -> ForwardPass:
        z: list[Array] = []
        a = [x]
        with np.errstate(over="ignore", invalid="ignore"):
            for weights, biases in zip(self.weights, self.biases, strict=True):
                z.append(a[-1] @ weights.T + biases)
                is_last = len(z) == len(self.weights)
                a.append(self._outputs(z[-1]) if is_last else self._activate(z[-1]))
        return ForwardPass(tuple(z), tuple(a))

    def _saturated(self, x: Array) -> ForwardPass:
        """Go forward with every z held within bounds: in float64 no sum of such numbers overflows."""
        dtype = self.parameters.dtype
        z: list[Array] = []
        a: list[Array] = [x.astype(np.float64)]
        for weights, biases in zip(self.weights, self.biases, strict=True):
            z.append(bounded(a[-1] @ bounded(weights).T + bounded(biases)))
            is_last = len(z) == len(self.weights)
            a.append(self._outputs(z[-1]) if is_last else self._activate(z[-1]))
        return ForwardPass(tuple(each.astype(dtype) for each in z), (x, *(each.astype(dtype) for each in a[1:])))

    def copy(self, dtype: DTypeLike | None = None) -> Network:
        """Return the same network in memory of its own, in ``dtype`` if given."""
        return self.with_parameters(np.array(self.parameters, dtype=dtype))

    def frozen(self) -> Network:
        """Return a copy whose parameters are read-only: a snapshot that is safe to hand to other threads."""
        parameters = self.parameters.copy()
        parameters.flags.writeable = False
        return self.with_parameters(parameters)

    def with_parameters(self, parameters: Array) -> Network:
        """Return a network like this one with other weights and biases, which are not copied."""
        return Network(self.sizes, self.activation, self.cost, parameters, self.classes)

    def __reduce__(self) -> tuple[type[Network], tuple[tuple[int, ...], str, str, Array, Classes]]:
        # The views would be copied apart from the vector they show; so only the vector travels.
        return Network, (self.sizes, self.activation, self.cost, self.parameters, self.classes)

    def __repr__(self) -> str:
        return f"Network({'-'.join(map(str, self.sizes))}, {self.activation}, {self.cost})"


def split_layers(flat: Array, sizes: Sequence[int]) -> tuple[Array, ...]:
    """Return per-layer views, (units in + 1, units out), of a flat vector of parameters or of their gradient."""
    layers = []
    start = 0
    for units_in, units_out in pairwise(sizes):
        stop = start + (units_in + 1) * units_out
        layers.append(flat[start:stop].reshape(units_in + 1, units_out))
        start = stop
    return tuple(layers)
