"""How much blame arrives in each layer, all on one scale: δ from the output back to the pixels."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from handwriting_app.engine.arrays import Array
from handwriting_app.explain.backprop_trace import BackpropTrace
from handwriting_app.numerals import fixed, number

LEAST_DECADES: Final = 4
"""Decades that the scale spans at least: what hardly fades must not look as if it did."""


@dataclass(frozen=True, slots=True)
class DeltaRibbon:
    """The size of δ in every layer: its root mean square, so that it is of one unit, however many a layer has.

    Attributes:
        sizes: ``sizes[l]`` is that of layer l; ``sizes[0]`` that of ∂C/∂x at the pixels. At least two, each ≥ 0.
    """

    sizes: tuple[float, ...]

    @property
    def depth(self) -> int:
        """The output layer."""
        return len(self.sizes) - 1

    @property
    def powers(self) -> tuple[int, int]:
        """The powers of ten at the low and the high end of the scale; one common scale for all layers."""
        present = [size for size in self.sizes if size > 0]
        if not present:
            return -LEAST_DECADES, 0
        high = math.ceil(math.log10(max(present)))
        # Half a decade of room, so that the least is still seen to be more than nothing.
        low = math.floor(math.log10(min(present)) - 0.5)
        return min(low, high - LEAST_DECADES), high

    def height(self, layer: int) -> float | None:
        """Where a layer stands between the ends of the scale, 0 to 1; None for exactly 0, which has no logarithm."""
        size = self.sizes[layer]
        if size <= 0:
            return None
        low, high = self.powers
        return (math.log10(size) - low) / (high - low)

    @property
    def fade(self) -> float:
        """By how many decades less arrives in layer 1 than there is at the output; not a number where either is 0."""
        output, first = self.sizes[-1], self.sizes[1]
        return math.log10(output) - math.log10(first) if output > 0 and first > 0 else math.nan

    def name(self, layer: int) -> str:
        """What stands under a layer."""
        return f"layer {layer}" if 0 < layer < self.depth else "output" if layer else "pixels"

    def describe(self, layer: int) -> str:
        """A layer with its number, in words."""
        size = self.sizes[layer]
        letter = f"δ of {'the output' if layer == self.depth else f'layer {layer}'}" if layer else "∂C/∂x at the pixels"
        words = number(size, 3) if size > 0 else "0: nothing arrives"
        return f"{letter}, root mean square of its units: {words}"

    @property
    def sentence(self) -> str:
        """What becomes of δ on its way back, in a sentence."""
        output = self.sizes[-1]
        if output <= 0:
            return "δ is 0 at the output: there is no blame to send back."
        stopped = next((layer for layer in range(self.depth - 1, -1, -1) if self.sizes[layer] <= 0), None)
        if stopped is not None:
            return f"Nothing arrives at the {'pixels' if stopped == 0 else f'units of layer {stopped}'}: δ is 0 there."
        if self.depth == 1:
            return f"δ is {number(output, 2)} at the output, ∂C/∂x {number(self.sizes[0], 2)} at the pixels."
        way = f"{number(output, 2)} at the output, {number(self.sizes[1], 2)} in layer 1."
        if abs(self.fade) < 0.5:
            return f"δ hardly changes: {way}"
        return f"δ {'fades' if self.fade > 0 else 'grows'} by {fixed(abs(self.fade), 1)} decades: {way}"


def delta_ribbon(trace: BackpropTrace) -> DeltaRibbon:
    """The ribbon of a digit's way back, as its backward pass has it."""
    layers = (trace.input_gradient(), *(trace.delta(layer) for layer in range(1, trace.depth + 1)))
    return DeltaRibbon(tuple(map(_root_mean_square, layers)))


def _root_mean_square(values: Array) -> float:
    largest = float(np.abs(values).max(initial=0.0))
    # By the largest first: squares of what has nearly vanished would be 0, and those of what explodes infinite.
    return largest * math.sqrt(float(np.square(values / largest).mean())) if largest > 0 else 0.0
