"""Whether a person's own formula for the gradient of the weights is right, and if not, which factor is wrong first.

The formula is worked out on a few examples and compared with what backpropagation gives, and with what it would give
with one known mistake, or two.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np

from handwriting_app.engine.activations import activation_named
from handwriting_app.engine.arrays import Array
from handwriting_app.engine.backpropagation import BackwardPass, backward
from handwriting_app.engine.costs import cost_named
from handwriting_app.engine.network import ForwardPass, Network
from handwriting_app.explain.matrix_expression import ExpressionError, Layers, MatrixExpression, Value, shape_words

SAME: Final = 1e-6
"""Largest difference of two gradients that are called the same, as a share of the larger one's largest number."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be said of one layer.

    Attributes:
        layer: From 1.
        is_right: Whether the formula gives ∂C/∂W of this layer.
        words: Which factor is wrong, or that it is right, in a sentence.
        place: At which character of the expression the trouble is; −1 where it is none of the text.
    """

    layer: int
    is_right: bool
    words: str
    place: int = -1


class Derivation:
    """A batch of examples, everything that backpropagation knows of them, and formulas that are held against it.

    Attributes:
        network: In float64.
        depth: Layers with weights.
    """

    def __init__(self, network: Network, x: Array, targets: Array) -> None:
        """Take inputs (m, features) and targets (m, outputs)."""
        self.network = network.copy(np.float64)
        self.depth = len(self.network.weights)
        self._targets = targets.astype(np.float64)
        self._forward = self.network.forward(x.astype(np.float64))
        self._backward = backward(self.network, self._forward, self._targets)
        self._names = self._all_names()

    def names(self) -> list[tuple[str, str, str]]:
        """What a formula may speak of: name, shape, and what it is."""
        m, last = len(self._targets), self.depth
        sizes = self.network.sizes
        return [
            ("x", shape_words((m, sizes[0])), "the inputs, one example a row; also a0"),
            (f"a1 … a{last}", shape_words((m, sizes[1])) + " …", "what the layers send"),
            (f"z1 … z{last}", shape_words((m, sizes[1])) + " …", "their weighted sums"),
            (f"W1 … W{last}", shape_words((sizes[1], sizes[0])) + " …", "the weights, a row for each unit"),
            (f"b1 … b{last}", shape_words((sizes[1],)) + " …", "the biases"),
            ("t", shape_words((m, sizes[-1])), "what the outputs should be"),
            (f"delta1 … delta{last}", shape_words((m, sizes[1])) + " …", "∂C/∂z of each example; also δ1"),
            (f"slope1 … slope{last - 1}", "…", "σ′(z) of the hidden layers"),
            ("m", str(m), "how many examples"),
            ("a[l-1]", "", "with l: for every layer at once"),
        ]

    def judge(self, text: str, layer: int) -> tuple[Verdict, ...]:
        """Hold a formula against every layer if it speaks of ``l``, else against ``layer``.

        Raises:
            ExpressionError: It cannot be read, or holds what is not allowed.
        """
        expression = MatrixExpression(text)
        layers = range(1, self.depth + 1) if expression.has_layer else (layer,)
        return tuple(self._judged(expression, each) for each in layers)

    def judge_array(self, given: Value, layer: int) -> Verdict:
        """Hold numbers (units out, units in) against a layer."""
        return self._compared(np.asarray(given, np.float64), layer)

    def _judged(self, expression: MatrixExpression, layer: int) -> Verdict:
        try:
            given = expression.value(self._names, layer)
        except ExpressionError as error:
            return Verdict(layer, False, str(error), error.place)
        return self._compared(given, layer)

    def _compared(self, given: Value, layer: int) -> Verdict:
        right = self._backward.weights[layer - 1]
        if not np.isfinite(given).all():
            return Verdict(layer, False, "The result holds numbers that are not finite.")
        if _is_same(given, right):
            return Verdict(layer, True, f"✓ Right: it gives ∂C/∂W of layer {layer}, {shape_words(right.shape)}.")
        known = list(self._mistakes(layer))
        for words, wrong in known:
            if _is_same(given, wrong):
                return Verdict(layer, False, f"✗ {words}")
        scales = self._scales()
        for first, second in combinations(scales, 2):
            if _is_same(given, right * scales[first] * scales[second]):
                return Verdict(layer, False, f"✗ {first} {second}")
        if given.shape != right.shape:
            hint = " Turned over it would fit." if given.shape == right.shape[::-1] else ""
            shapes = f"∂C/∂W of layer {layer} is {shape_words(right.shape)}, and this is {shape_words(given.shape)}."
            return Verdict(layer, False, f"✗ {shapes}{hint}")
        for words, wrong in known:
            for scale, factor in scales.items():
                if _is_same(given, wrong * factor):
                    return Verdict(layer, False, f"✗ {words} {scale}")
        return Verdict(layer, False, f"✗ The shape is right, {shape_words(right.shape)}, and the numbers are others.")

    def _scales(self) -> dict[str, float]:
        """Factors that are forgotten or too much."""
        return {
            "The factor 1/m is missing: C is the mean over the examples, and so is its gradient.": len(self._targets),
            "The sign is wrong: ∂C/∂W points uphill, and the step goes against it.": -1.0,
            "There is a factor ½ too much: the 2 of the square's derivative takes it away.": 0.5,
            "There is a factor 2 too much: C has ½ in front of the square.": 2.0,
        }

    def _mistakes(self, layer: int) -> Iterator[tuple[str, Value]]:
        """What is known to go wrong, most often first: in words, and what it gives."""
        forward, back = self._forward, self._backward
        delta, below, right = back.deltas[layer - 1], forward.a[layer - 1], back.weights[layer - 1]
        m = len(self._targets)
        for words, factor in self._scales().items():
            yield words, right * factor
        yield "Turned over: it is δᵀ a, with a row for each unit, not aᵀ δ.", right.T
        without = backward(self.network, forward, self._targets, slope=np.ones_like)
        yield (
            "σ′(z) is missing in δ: the blame has not come back through the activation.",
            without.weights[layer - 1],
        )
        if self.network.cost == "quadratic":
            plain = self._back_from(forward.a[-1] - self._targets)
            yield "σ′(z) of the outputs is missing: δ = (a − t) a (1 − a).", plain.weights[layer - 1]
        no_targets = cost_named(self.network.cost).delta(forward.a[-1], np.zeros_like(self._targets))
        yield "The targets are missing: δ of the outputs is a − t.", self._back_from(no_targets).weights[layer - 1]
        if layer > 1:
            yield (
                "It takes z where a is sent: a weight's share is what came through it, after the activation.",
                (delta.T @ forward.z[layer - 2] / m),
            )
        if layer < self.depth and delta.shape == forward.a[layer].shape:
            yield "It takes the layer's own a, not the one below it.", delta.T @ forward.a[layer] / m
        if layer < self.depth:
            above, weights = back.deltas[layer], self.network.weights[layer]
            slope = activation_named(self.network.activation).slope(forward.a[layer])
            if weights.shape[0] == weights.shape[1]:
                wrong = (above @ weights.T) * slope
                yield "W is turned over on the way back: δ goes down as δ W, not as δ Wᵀ.", wrong.T @ below / m
            raised = activation_named(self.network.activation).slope(forward.z[layer - 1])
            yield (
                "σ′ is taken of z where it is written for a, σ′ = a (1 − a), or the reverse.",
                (((above @ weights) * raised).T @ below / m),
            )
        bare = self._without_biases()
        yield "The biases are forgotten on the way forward.", bare.weights[layer - 1]
        for other in range(1, self.depth + 1):
            if other != layer:
                yield f"That is ∂C/∂W of layer {other}.", back.weights[other - 1]

    def _back_from(self, delta: Array) -> BackwardPass:
        """Backpropagation from another δ of the outputs."""
        deltas = [delta]
        activation = activation_named(self.network.activation)
        for a, weights in zip(self._forward.a[-2:0:-1], self.network.weights[:0:-1], strict=True):
            deltas.append(deltas[-1] @ weights * activation.slope(a))
        deltas.reverse()
        m = len(delta)
        return BackwardPass(
            tuple(deltas),
            tuple(each.T @ a / m for each, a in zip(deltas, self._forward.a[:-1], strict=True)),
            tuple(each.mean(axis=0) for each in deltas),
            deltas[0] @ self.network.weights[0],
        )

    def _without_biases(self) -> BackwardPass:
        bare = self.network.copy()
        for biases in bare.biases:
            biases[...] = 0
        forward: ForwardPass = bare.forward(self._forward.a[0])
        return backward(bare, forward, self._targets)

    def _all_names(self) -> dict[str, Value | Layers]:
        forward, layers = self._forward, range(1, self.depth + 1)
        slope = activation_named(self.network.activation).slope
        return {
            "x": forward.a[0],
            "a": dict(enumerate(forward.a)),
            "z": dict(enumerate(forward.z, 1)),
            "W": dict(enumerate(self.network.weights, 1)),
            "b": dict(enumerate(self.network.biases, 1)),
            "delta": dict(enumerate(self._backward.deltas, 1)),
            "slope": {layer: slope(forward.a[layer]) for layer in layers if layer < self.depth},
            "t": self._targets,
            "m": np.asarray(float(len(self._targets))),
        }


def _is_same(given: Value, wanted: Value) -> bool:
    if given.shape != wanted.shape:
        return False
    largest = max(float(np.abs(given).max(initial=0)), float(np.abs(wanted).max(initial=0)))
    return bool(np.abs(given - wanted).max(initial=0) <= SAME * largest)
