"""Backpropagation as the textbook writes it, with every intermediate result kept: to look at, and to check by.

Training uses the kernels of :mod:`handwriting_app.engine.fast`, the same mathematics in buffers that are allocated
once; the tests hold them equal to this.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from handwriting_app.engine.activations import activation_named
from handwriting_app.engine.arrays import Array
from handwriting_app.engine.costs import cost_named
from handwriting_app.engine.network import ForwardPass, Network
from handwriting_app.engine.saturation import bounded, is_bounded


@dataclass(frozen=True, slots=True)
class BackwardPass:
    """Everything that was worked out on the way from the cost back to the inputs. The cost is the mean over examples.

    Attributes:
        deltas: Per layer, (samples, units): ∂C/∂z, of each example's own cost.
        weights: Per layer, (units out, units in): ∂C/∂W of the mean cost.
        biases: Per layer, (units out,): ∂C/∂b of the mean cost.
        inputs: (samples, features): ∂C/∂x, of each example's own cost.
    """

    deltas: tuple[Array, ...]
    weights: tuple[Array, ...]
    biases: tuple[Array, ...]
    inputs: Array

    def flat(self) -> Array:
        """Return the gradient in the order of ``Network.parameters``."""
        layers = [
            np.vstack((weights.T, biases)).ravel() for weights, biases in zip(self.weights, self.biases, strict=True)
        ]
        return np.concatenate(layers)


def backward(
    network: Network, forward: ForwardPass, targets: Array, slope: Callable[[Array], Array] | None = None
) -> BackwardPass:
    """Go back through a forward pass by the chain rule (Rumelhart, Hinton and Williams, 1986).

    δ of the output comes from the cost; below it δ = (δ above · W above) ⊙ σ′, ∂C/∂W = δᵀ a / n and ∂C/∂b = Σδ / n.
    In float64 all of it is finite for weights that float32 holds, see :mod:`handwriting_app.engine.saturation`.

    Args:
        network: The network that made the pass.
        forward: Its ``forward(x)``.
        targets: (samples, classes), see :func:`~handwriting_app.engine.costs.targets_of`.
        slope: σ′ as a function of a, in place of the activation's own; to see what a wrong one does.
    """
    samples = len(forward.a[0])
    deltas = deltas_from(network, forward, cost_named(network.cost).delta(forward.a[-1], targets), slope)
    return BackwardPass(
        deltas=deltas,
        weights=tuple(delta.T @ a / samples for delta, a in zip(deltas, forward.a[:-1], strict=True)),
        biases=tuple(delta.mean(axis=0) for delta in deltas),
        inputs=deltas[0] @ network.weights[0],
    )


def deltas_from(
    network: Network, forward: ForwardPass, output: Array, slope: Callable[[Array], Array] | None = None
) -> tuple[Array, ...]:
    """Go back with ∂f/∂z of the output layer, (samples, outputs), of any function f: ∂f/∂z of every layer.

    Per layer (samples, units). ``deltas_from(…)[0] @ network.weights[0]`` is ∂f/∂x. ``slope`` as in `backward`.
    """
    slope = slope or activation_named(network.activation).slope
    deltas = [output]
    for a, weights in zip(forward.a[-2:0:-1], network.weights[:0:-1], strict=True):
        delta = deltas[-1] @ weights * slope(a)
        deltas.append(delta if is_bounded(delta) else bounded(delta))
    return tuple(reversed(deltas))


def cost_of(network: Network, x: Array, targets: Array, l2: float = 0.0) -> float:
    """Return the mean cost over inputs (samples, features), plus the penalty ``l2 / 2 * sum(w ** 2)``.

    Without a penalty it is finite for any finite weights.
    """
    cost = float(cost_named(network.cost).value(network.logits(x), targets).mean(dtype=np.float64))
    return cost + l2 / 2 * float(sum((weights**2).sum() for weights in network.weights)) if l2 else cost
