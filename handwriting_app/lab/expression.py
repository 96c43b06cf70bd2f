"""Backpropagation through the smallest expression that shows it: z = a + b + c, y = f(z), error = ½ (y − t)²."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from handwriting_app.lab.neuron import UnitKind, slope, value


@dataclass(frozen=True, slots=True)
class Trace:
    """One way through the expression and back.

    Attributes:
        z: a + b + c.
        y: f(z).
        error: ½ (y − t)².
        dz: ∂z/∂a, which for a sum is 1, and the same for b and c.
        dy: ∂y/∂z = f′(z).
        de: ∂error/∂y = y − t.
    """

    z: float
    y: float
    error: float
    dz: float
    dy: float
    de: float

    @property
    def product(self) -> float:
        """∂error/∂a = ∂z/∂a · ∂y/∂z · ∂error/∂y, by the chain rule."""
        return self.dz * self.dy * self.de


@dataclass(frozen=True, slots=True)
class Expression:
    """Three numbers that are added, a function, and the target of its result.

    Attributes:
        terms: a, b, c.
        target: t.
        kind: f: ``linear`` (no function at all), ``sigmoid`` or ``relu``.
    """

    terms: tuple[float, float, float] = (0.5, 1.0, -0.5)
    target: float = 0.0
    kind: UnitKind = "sigmoid"

    def trace(self) -> Trace:
        """Return every value on the way forward and every local derivative on the way back."""
        z = np.array([sum(self.terms)], dtype=np.float64)
        y = float(value(self.kind, z)[0])
        error = y - self.target
        return Trace(float(z[0]), y, 0.5 * error * error, 1.0, float(slope(self.kind, z)[0]), error)

    def measured(self, index: int, nudge: float = 1e-5) -> float:
        """∂error/∂(term ``index``) without any calculus: nudge the term both ways and see how the error changes."""
        above, below = (self._nudged(index, by).trace().error for by in (nudge, -nudge))
        return (above - below) / (2 * nudge)

    def step(self, learning_rate: float) -> Expression:
        """Return the expression after one step downhill of all three terms."""
        fall = learning_rate * self.trace().product
        a, b, c = (term - fall for term in self.terms)
        return replace(self, terms=(a, b, c))

    def _nudged(self, index: int, by: float) -> Expression:
        a, b, c = (term + by * (position == index) for position, term in enumerate(self.terms))
        return replace(self, terms=(a, b, c))
